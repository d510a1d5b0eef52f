//! The memory of a class instance, its allocation and its end.

use core::marker::PhantomData;
use core::mem::offset_of;
use core::ptr::{self, NonNull};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::thread::{self, ThreadId};

use super::borrow::BorrowFlag;
use super::nesting::Nested;
use super::store::Store;
use super::{ClassBase, PyClass};
use crate::err::{PyErr, PyResult};
use crate::exceptions::PyRuntimeError;
use crate::ffi;
use crate::marker::Python;

/// The memory of an instance: the base's, then ours.
///
/// Where ours begins is a constant if every base is a `#[pyclass]`; behind a class of Python's own it is asked of that
/// class, whose size is Python's business.
pub struct ClassObject<T: PyClass>(PhantomData<T>);

#[repr(C)]
struct Contents<T: PyClass> {
    store: T::Store,
    thread: T::Thread,
    dict: T::Dict,
    weakrefs: T::WeakRef,
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
    /// The check of an instance made on this thread.
    fn new() -> Self;
    /// Whether this thread may.
    fn allowed(&self) -> bool;
}

/// Any thread: the value is `Send`.
pub struct AnyThread;

impl ThreadCheck for AnyThread {
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

    /// Where our part begins behind `base` bytes.
    const fn begin(base: usize) -> usize {
        base.next_multiple_of(align_of::<Contents<T>>())
    }

    /// Where our part begins.
    #[inline(always)]
    fn offset() -> usize {
        match <T::Base as ClassBase>::SIZE {
            Some(base) => Self::begin(base),
            None => Self::begin(T::Base::size()),
        }
    }

    /// Bytes of one instance.
    pub fn size() -> usize {
        Self::offset() + size_of::<Contents<T>>()
    }

    /// Where `__dict__` is, if there is room for it.
    pub fn dict_offset() -> Option<usize> {
        T::Dict::PRESENT.then(|| Self::offset() + offset_of!(Contents<T>, dict))
    }

    /// Where the list of weak references is, if there is room for it.
    pub fn weakref_offset() -> Option<usize> {
        T::WeakRef::PRESENT.then(|| Self::offset() + offset_of!(Contents<T>, weakrefs))
    }
}

/// Our part of an instance.
///
/// # Safety
/// `object` points at an instance of `T` or of a subclass.
#[inline(always)]
unsafe fn contents<T: PyClass>(object: *mut ffi::PyObject) -> *mut Contents<T> {
    // SAFETY: the trait's contract fixes the layout.
    unsafe { object.byte_add(ClassObject::<T>::offset()).cast() }
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
    // SAFETY: the caller's contract; every base's part is in the instance.
    unsafe {
        match T::Base::flag(object) {
            Some(flag) => Some(flag),
            None => T::Store::flag(&raw mut (*contents::<T>(object)).store),
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

/// Stops a thread from touching an unsendable instance of another.
///
/// # Safety
/// `object` points at an instance of `T` or of a subclass.
#[inline(always)]
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

/// Allocates zeroed memory for an instance of `subtype`.
///
/// # Errors
/// If there is no memory.
///
/// # Safety
/// `subtype` is a type object whose allocator may be called directly.
#[inline]
pub unsafe fn allocate_raw(
    py: Python<'_>,
    subtype: *mut ffi::PyTypeObject,
) -> PyResult<NonNull<ffi::PyObject>> {
    // SAFETY: the caller's contract.
    NonNull::new(unsafe { tp_alloc(subtype)(subtype, 0) }).ok_or_else(|| PyErr::fetch(py))
}

/// Puts the value and fresh bookkeeping into new memory.
///
/// # Safety
/// `object` points at memory for an instance of `T` whose contents are not initialised.
#[inline]
pub unsafe fn write_contents<T: PyClass>(object: NonNull<ffi::PyObject>, value: T) {
    // SAFETY: the caller's contract.
    unsafe {
        write_store::<T>(object, T::Store::new(value));
        T::Store::bind(&raw mut (*contents::<T>(object.as_ptr())).store);
    }
}

/// Puts a value's store and fresh bookkeeping into new memory.
///
/// # Safety
/// As for [`write_contents`].
#[inline(always)]
pub unsafe fn write_store<T: PyClass>(object: NonNull<ffi::PyObject>, store: T::Store) {
    // SAFETY: the memory has the class's layout.
    unsafe {
        contents::<T>(object.as_ptr()).write(Contents {
            store,
            thread: T::Thread::new(),
            dict: T::Dict::EMPTY,
            weakrefs: T::WeakRef::EMPTY,
        });
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

/// The class's `tp_dealloc`.
///
/// # Safety
/// Called by Python with the last reference to an instance of `T` or of a subclass.
pub unsafe extern "C" fn dealloc<T: PyClass>(object: *mut ffi::PyObject) {
    // SAFETY: Python's contract; the memory is freed only after everything in it has been dropped.
    unsafe {
        let class = ffi::Py_TYPE(object);
        if ffi::PyType_IS_GC(class) != 0 {
            ffi::PyObject_GC_UnTrack(object.cast());
        }
        let nests = core::mem::needs_drop::<T>()
            || !matches!(<T::Base as ClassBase>::SIZE, Some(size) if size == size_of::<ffi::PyObject>());
        let _nested = match nests {
            true => match Nested::enter(object, dealloc::<T>) {
                None => return,
                nested => nested,
            },
            false => None,
        };
        drop_value::<T>(object);
        T::Base::end(object, class);
    }
}

/// Drops the Rust value, the dictionary and the weak references. A panic is reported, never passed on.
///
/// # Safety
/// `object` is an instance of `T` being deallocated.
pub unsafe fn drop_value<T: PyClass>(object: *mut ffi::PyObject) {
    // SAFETY: the trait's contract fixes the layout; nothing else can reach the object any more.
    unsafe {
        let contents = &mut *contents::<T>(object);
        if contents.weakrefs.slot().is_some_and(|list| !list.is_null()) {
            ffi::PyObject_ClearWeakRefs(object);
        }
        let owner = contents.store.owner();
        if T::Store::VIEWS && !owner.is_null() {
            ffi::Py_DECREF(owner);
        } else if contents.thread.allowed() {
            let value = T::Store::value(&raw mut contents.store);
            if core::mem::needs_drop::<T>()
                && catch_unwind(AssertUnwindSafe(|| ptr::drop_in_place(value))).is_err()
            {
                let py = Python::assume_attached();
                PyRuntimeError::new_err("a Rust destructor panicked").write_unraisable(py, None);
            }
        } else {
            let py = Python::assume_attached();
            let name = core::any::type_name::<T>();
            PyRuntimeError::new_err(format!(
                "{name} is unsendable, but is being dropped on another thread"
            ))
            .write_unraisable(py, None);
        }
        if let Some(dict) = contents.dict.slot() {
            ffi::Py_CLEAR(dict);
        }
    }
}

/// Frees the memory and gives up the instance's reference to its type.
///
/// # Safety
/// `object`, of exact type `class`, has been emptied.
pub(super) unsafe fn free(object: *mut ffi::PyObject, class: *mut ffi::PyTypeObject) {
    // SAFETY: the caller's contract; heap types are referenced by their instances.
    unsafe {
        #[cfg(not(Py_LIMITED_API))]
        let free = (*class).tp_free;
        #[cfg(Py_LIMITED_API)]
        let free = core::mem::transmute::<*mut core::ffi::c_void, Option<ffi::freefunc>>(
            ffi::PyType_GetSlot(class, ffi::Py_tp_free),
        );
        match free {
            Some(free) => free(object.cast()),
            None => ffi::PyObject_Free(object.cast()),
        }
        ffi::Py_DECREF(class.cast());
    }
}
