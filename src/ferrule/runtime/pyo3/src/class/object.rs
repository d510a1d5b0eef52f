//! The memory of a class instance and its allocation.

use core::marker::PhantomData;
use core::mem::{offset_of, ManuallyDrop};
use core::ptr::{self, NonNull};
use std::thread::{self, ThreadId};

use super::borrow::BorrowFlag;
use super::dealloc::{dealloc, Dealloc};
use super::layout::Layout;
use super::store::Store;
use super::{Boolean, ClassBase, PyClass};
use crate::err::{PyErr, PyResult};
use crate::ffi;
use crate::marker::Python;

/// The memory of an instance: the base's, then ours.
///
/// Where ours begins is a constant if every base is a `#[pyclass]`; behind a class of Python's own it is asked of that
/// class, whose size is Python's business.
pub struct ClassObject<T: PyClass>(PhantomData<T>);

#[repr(C)]
pub(super) struct Contents<T: PyClass> {
    pub(super) store: T::Store,
    pub(super) thread: T::Thread,
    pub(super) dict: T::Dict,
    pub(super) weakrefs: T::WeakRef,
}

/// Room for one object pointer in an instance, or none.
pub trait ObjectSlot {
    /// An empty slot.
    const EMPTY: Self;
    /// Whether there is room.
    const PRESENT: bool;
    /// Where it is.
    fn slot(&mut self) -> Option<&mut *mut ffi::PyObject>;
}

/// No room.
pub struct NoSlot;

/// Room for one pointer.
#[repr(transparent)]
pub struct Slot(*mut ffi::PyObject);

impl ObjectSlot for NoSlot {
    const EMPTY: Self = NoSlot;
    const PRESENT: bool = false;
    #[inline(always)]
    fn slot(&mut self) -> Option<&mut *mut ffi::PyObject> {
        None
    }
}

impl ObjectSlot for Slot {
    const EMPTY: Self = Slot(ptr::null_mut());
    const PRESENT: bool = true;
    #[inline(always)]
    fn slot(&mut self) -> Option<&mut *mut ffi::PyObject> {
        Some(&mut self.0)
    }
}

/// Which threads may touch an instance's value.
pub trait ThreadCheck {
    /// Whether every thread may, always.
    const ANY: bool = false;
    /// The check of an instance made on this thread.
    fn new() -> Self;
    /// Whether this thread may.
    fn allowed(&self) -> bool;
}

/// Any thread: the value is `Send`.
pub struct AnyThread;

impl ThreadCheck for AnyThread {
    const ANY: bool = true;
    #[inline(always)]
    fn new() -> Self {
        AnyThread
    }
    #[inline(always)]
    fn allowed(&self) -> bool {
        true
    }
}

/// Only the thread that made the instance.
pub struct OneThread(ThreadId);

impl ThreadCheck for OneThread {
    fn new() -> Self {
        OneThread(thread::current().id())
    }
    fn allowed(&self) -> bool {
        thread::current().id() == self.0
    }
}

impl<T: PyClass> ClassObject<T> {
    /// Bytes of one instance, if they are known at compile time.
    pub const SIZE: Option<usize> = match <T::Base as ClassBase>::SIZE {
        Some(base) => Some(Self::begin(base) + size_of::<Contents<T>>()),
        None => None,
    };

    /// Whether where our part begins is known at compile time, and where. Plain constants, so that the compiler has
    /// nothing to optimise away.
    pub(super) const IS_FIXED: bool = <T::Base as ClassBase>::SIZE.is_some();
    pub(super) const FIXED: usize = match <T::Base as ClassBase>::SIZE {
        Some(base) => Self::begin(base),
        None => 0,
    };

    /// Its layout.
    pub const LAYOUT: Layout = {
        let (size, align) = (size_of::<Contents<T>>(), align_of::<Contents<T>>());
        let mut layout = Layout::at(Self::FIXED, size, align);
        if !Self::IS_FIXED {
            layout = layout.behind(<T::Base as ClassBase>::size);
        }
        if T::Dict::PRESENT {
            layout = layout.with_dict(offset_of!(Contents<T>, dict));
        }
        if T::WeakRef::PRESENT {
            layout = layout.with_weakrefs(offset_of!(Contents<T>, weakrefs));
        }
        layout
    };

    /// Whether the value can be borrowed mutably, in this class or in a base, and so has bookkeeping.
    pub const GUARDED: bool = <T::Base as ClassBase>::GUARDED || !<T::Frozen as Boolean>::VALUE;

    /// Whether any thread may touch the value.
    pub const SENDABLE: bool = <T::Base as ClassBase>::SENDABLE && T::Thread::ANY;

    /// Whether the end of an instance may end others: it drops something, or a base's part.
    pub(super) const NESTS: bool = Self::DROPS
        || !matches!(<T::Base as ClassBase>::SIZE, Some(size) if size == size_of::<ffi::PyObject>());

    /// Whether the value has anything to drop.
    pub(super) const DROPS: bool = core::mem::needs_drop::<T>();

    /// `tp_dealloc`; none for a class that only gives its memory back.
    pub const DEALLOC: Option<Dealloc> = if Self::NESTS || Self::HAS_MORE || T::Store::VIEWS {
        Some(dealloc::<T>)
    } else {
        None
    };

    /// Where our part begins behind `base` bytes.
    const fn begin(base: usize) -> usize {
        base.next_multiple_of(align_of::<Contents<T>>())
    }

    /// Whether an instance has more than the value, its borrow bookkeeping, and what takes no room.
    const HAS_MORE: bool = T::Dict::PRESENT || T::WeakRef::PRESENT || !T::Thread::ANY;

    /// Bytes of one instance.
    pub fn size() -> usize {
        Self::LAYOUT.size()
    }
}

/// Our part of an instance.
///
/// # Safety
/// `object` points at an instance of `T` or of a subclass.
#[inline(always)]
pub(super) unsafe fn contents<T: PyClass>(object: *mut ffi::PyObject) -> *mut Contents<T> {
    // SAFETY: the trait's contract fixes the layout.
    unsafe {
        if ClassObject::<T>::IS_FIXED {
            object.byte_add(ClassObject::<T>::FIXED).cast()
        } else {
            behind::<T>(object)
        }
    }
}

/// Our part of an instance behind a base whose size Python knows.
///
/// # Safety
/// As for [`contents`].
#[inline]
unsafe fn behind<T: PyClass>(object: *mut ffi::PyObject) -> *mut Contents<T> {
    // SAFETY: the trait's contract fixes the layout.
    unsafe {
        object
            .byte_add(ClassObject::<T>::begin(T::Base::size()))
            .cast()
    }
}

/// Where the Rust value of an instance is.
///
/// # Safety
/// `object` points at an instance of `T` or of a subclass.
#[inline(always)]
pub unsafe fn value_ptr<T: PyClass>(object: *mut ffi::PyObject) -> *mut T {
    // SAFETY: the trait's contract fixes the layout.
    unsafe { T::Store::value(&raw mut (*contents::<T>(object)).store) }
}

/// The instance that holds the value of a live view; null for any other.
///
/// # Safety
/// `object` points at an instance of `T` or of a subclass.
#[inline(always)]
pub unsafe fn owner<T: PyClass>(object: *mut ffi::PyObject) -> *mut ffi::PyObject {
    // SAFETY: the trait's contract fixes the layout.
    unsafe { (*contents::<T>(object)).store.owner() }
}

/// The borrow bookkeeping that guards an instance's value: that of the outermost base which can be borrowed mutably,
/// so that a borrow of the whole instance is one of each part; `None` if nothing can.
///
/// # Safety
/// `object` points at an instance of `T` or of a subclass, alive for `'a`.
#[inline(always)]
pub unsafe fn flag<'a, T: PyClass>(object: *mut ffi::PyObject) -> Option<&'a BorrowFlag> {
    if ClassObject::<T>::GUARDED {
        // SAFETY: the caller's contract.
        Some(unsafe { guarding::<T>(object) })
    } else {
        None
    }
}

/// The same, where there is any.
///
/// # Safety
/// As for [`flag`]; the class is [`GUARDED`](ClassObject::GUARDED).
#[inline(always)]
pub unsafe fn guarding<'a, T: PyClass>(object: *mut ffi::PyObject) -> &'a BorrowFlag {
    // SAFETY: the caller's contract; every base's part is in the instance.
    unsafe {
        if <T::Base as ClassBase>::GUARDED {
            T::Base::flag(object)
        } else {
            T::Store::flag(&raw mut (*contents::<T>(object)).store)
        }
    }
}

/// Where the dictionary of an instance is, if it has room for one.
///
/// # Safety
/// `object` points at an instance of `T` or of a subclass, and nothing else refers to its dictionary slot for `'a`.
#[inline]
pub unsafe fn dict<'a, T: PyClass>(
    object: *mut ffi::PyObject,
) -> Option<&'a mut *mut ffi::PyObject> {
    // SAFETY: the trait's contract fixes the layout.
    unsafe { (*contents::<T>(object)).dict.slot() }
}

/// The class of an instance's chain whose part this thread may not touch, if there is one.
///
/// # Safety
/// `object` points at an instance of `T` or of a subclass.
#[inline(always)]
pub unsafe fn foreign<T: PyClass>(object: *mut ffi::PyObject) -> Option<&'static str> {
    // SAFETY: the trait's contract fixes the layout; an instance of a class is one of its base.
    unsafe {
        match (*contents::<T>(object)).thread.allowed() {
            true => T::Base::foreign(object),
            false => Some(core::any::type_name::<T>()),
        }
    }
}

/// Stops a thread from touching an unsendable instance of another. There is nothing to do for classes that are
/// [`SENDABLE`](ClassObject::SENDABLE), which hot code asks first.
///
/// # Safety
/// `object` points at an instance of `T` or of a subclass.
pub unsafe fn check_thread<T: PyClass>(object: *mut ffi::PyObject) {
    // SAFETY: the caller's contract.
    if let Some(name) = unsafe { foreign::<T>(object) } {
        wrong_thread(name);
    }
}

#[cold]
fn wrong_thread(name: &str) -> ! {
    panic!("{name} is unsendable, but sent to another thread")
}

/// Allocates zeroed memory for an instance of `subtype`; null with an exception pending if there is none.
///
/// # Safety
/// Attached; `subtype` is a type object whose allocator may be called directly.
pub unsafe extern "C" fn allocate_raw(subtype: *mut ffi::PyTypeObject) -> *mut ffi::PyObject {
    // SAFETY: the caller's contract.
    unsafe { tp_alloc(subtype)(subtype, 0) }
}

/// The same.
///
/// # Errors
/// If there is no memory.
///
/// # Safety
/// As for [`allocate_raw`].
pub unsafe fn allocate(
    py: Python<'_>,
    subtype: *mut ffi::PyTypeObject,
) -> PyResult<NonNull<ffi::PyObject>> {
    // SAFETY: the caller's contract.
    NonNull::new(unsafe { allocate_raw(subtype) }).ok_or_else(|| PyErr::fetch(py))
}

/// Puts the value and fresh bookkeeping into new memory.
///
/// # Safety
/// `object` points at memory for an instance of `T` whose contents are not initialised.
#[inline]
pub unsafe fn write_contents<T: PyClass>(object: *mut ffi::PyObject, value: ManuallyDrop<T>) {
    // SAFETY: the caller's contract.
    unsafe {
        T::Store::put(&raw mut (*contents::<T>(object)).store, value);
        if ClassObject::<T>::HAS_MORE {
            write_rest::<T>(object);
        }
    }
}

/// Puts a value's store and fresh bookkeeping into new memory.
///
/// # Safety
/// As for [`write_contents`].
#[inline]
pub unsafe fn write_store<T: PyClass>(object: NonNull<ffi::PyObject>, store: T::Store) {
    // SAFETY: the caller's contract.
    unsafe {
        (&raw mut (*contents::<T>(object.as_ptr())).store).write(store);
        if ClassObject::<T>::HAS_MORE {
            write_rest::<T>(object.as_ptr());
        }
    }
}

/// Puts all but the value into new memory; what takes no room need not be put there.
///
/// # Safety
/// As for [`write_contents`].
unsafe fn write_rest<T: PyClass>(object: *mut ffi::PyObject) {
    // SAFETY: the memory has the class's layout.
    unsafe {
        if !T::Thread::ANY {
            (&raw mut (*contents::<T>(object)).thread).write(T::Thread::new());
        }
        if T::Dict::PRESENT {
            (&raw mut (*contents::<T>(object)).dict).write(T::Dict::EMPTY);
        }
        if T::WeakRef::PRESENT {
            (&raw mut (*contents::<T>(object)).weakrefs).write(T::WeakRef::EMPTY);
        }
    }
}

/// The type's allocator.
///
/// # Safety
/// `class` is a type object.
#[inline]
unsafe fn tp_alloc(class: *mut ffi::PyTypeObject) -> ffi::allocfunc {
    #[cfg(not(Py_LIMITED_API))]
    // SAFETY: a ready type's slot can be read.
    unsafe {
        (*class).tp_alloc.unwrap_or(ffi::PyType_GenericAlloc)
    }
    #[cfg(Py_LIMITED_API)]
    // SAFETY: the slot holds an allocator or null.
    unsafe {
        core::mem::transmute::<*mut core::ffi::c_void, Option<ffi::allocfunc>>(ffi::PyType_GetSlot(
            class,
            ffi::Py_tp_alloc,
        ))
        .unwrap_or(ffi::PyType_GenericAlloc)
    }
}
