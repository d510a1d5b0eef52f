//! Where an instance keeps its Rust value: in its own memory, or, for a live view, in that of another instance.

use core::cell::UnsafeCell;
use core::mem::{offset_of, ManuallyDrop, MaybeUninit};
use core::ptr;

use super::borrow::{BorrowFlag, Flag};
use super::{Boolean, PyClass};
use crate::ffi;

type FlagOf<T> = <<T as PyClass>::Frozen as Boolean>::Flag;

/// The value of an instance and its borrow bookkeeping.
///
/// # Safety
/// Once put somewhere, `value` and `flag` give the same addresses until the instance is deallocated.
pub unsafe trait Store<T: PyClass>: Sized {
    /// Whether instances can be live views.
    const VIEWS: bool;

    /// Where a value in place is.
    const VALUE: usize;

    /// Where its bookkeeping is.
    const FLAG: usize;

    /// Puts a new store with a value of its own where it stays.
    ///
    /// # Safety
    /// `this` points at memory for it.
    unsafe fn put(this: *mut Self, value: ManuallyDrop<T>);

    /// Where the value is.
    ///
    /// # Safety
    /// `this` has been put there.
    unsafe fn value(this: *mut Self) -> *mut T;

    /// The bookkeeping that guards the value of a class that is not frozen.
    ///
    /// # Safety
    /// `this` has been put there and stays for `'a`.
    unsafe fn flag<'a>(this: *mut Self) -> &'a BorrowFlag
    where
        T: 'a;

    /// The instance that holds the value of a view; null if that is this one.
    fn owner(&self) -> *mut ffi::PyObject {
        ptr::null_mut()
    }
}

/// The value, in place.
#[repr(C)]
pub struct Inline<T: PyClass> {
    value: ManuallyDrop<UnsafeCell<T>>,
    flag: FlagOf<T>,
}

// SAFETY: both are parts of the store.
unsafe impl<T: PyClass> Store<T> for Inline<T> {
    const VIEWS: bool = false;
    const VALUE: usize = offset_of!(Self, value);
    const FLAG: usize = offset_of!(Self, flag);

    #[inline(always)]
    unsafe fn put(this: *mut Self, value: ManuallyDrop<T>) {
        // SAFETY: the caller's contract; the wrappers of the value add nothing to its memory.
        unsafe {
            (&raw mut (*this).value)
                .cast::<ManuallyDrop<T>>()
                .write(value);
            (&raw mut (*this).flag).write(FlagOf::<T>::NEW);
        }
    }

    #[inline(always)]
    unsafe fn value(this: *mut Self) -> *mut T {
        // SAFETY: the caller's contract.
        unsafe { (*this).value.get() }
    }

    #[inline(always)]
    unsafe fn flag<'a>(this: *mut Self) -> &'a BorrowFlag
    where
        T: 'a,
    {
        // SAFETY: the caller's contract.
        unsafe { (*this).flag.mutable() }
    }
}

/// The value in place, or in another instance: a pointer says where. Each access pays for one more load.
#[repr(C)]
pub struct Projected<T: PyClass> {
    place: *mut T,
    guard: *const BorrowFlag,
    owner: *mut ffi::PyObject,
    value: MaybeUninit<UnsafeCell<T>>,
    flag: FlagOf<T>,
}

impl<T: PyClass> Projected<T> {
    /// A view of the value at `place` in `owner`, a reference to which is taken over.
    ///
    /// # Safety
    /// The value stays there for as long as `owner` lives, and `guard`, which is `None` only if nothing ever borrows the
    /// value mutably, lives as long and guards it.
    pub unsafe fn view(
        owner: *mut ffi::PyObject,
        place: *mut T,
        guard: Option<&BorrowFlag>,
    ) -> Self {
        Projected {
            place,
            guard: guard.map_or(ptr::null(), ptr::from_ref),
            owner,
            value: MaybeUninit::uninit(),
            flag: FlagOf::<T>::NEW,
        }
    }
}

// SAFETY: both pointers are set by `put` or by `view`, and never again.
unsafe impl<T: PyClass> Store<T> for Projected<T> {
    const VIEWS: bool = true;
    const VALUE: usize = offset_of!(Self, value);
    const FLAG: usize = offset_of!(Self, flag);

    unsafe fn put(this: *mut Self, value: ManuallyDrop<T>) {
        // SAFETY: the caller's contract; the places are those of the store's own parts.
        unsafe {
            this.write(Projected {
                place: ptr::null_mut(),
                guard: ptr::null(),
                owner: ptr::null_mut(),
                value: MaybeUninit::new(UnsafeCell::new(ManuallyDrop::into_inner(value))),
                flag: FlagOf::<T>::NEW,
            });
            (*this).place = (*this).value.assume_init_ref().get();
            if !T::Frozen::VALUE {
                (*this).guard = (*this).flag.mutable();
            }
        }
    }

    #[inline(always)]
    unsafe fn value(this: *mut Self) -> *mut T {
        // SAFETY: the caller's contract.
        unsafe { (*this).place }
    }

    #[inline(always)]
    unsafe fn flag<'a>(this: *mut Self) -> &'a BorrowFlag
    where
        T: 'a,
    {
        // SAFETY: the caller's contract; the owner of a view lives as long as the view.
        unsafe { &*(*this).guard }
    }

    #[inline(always)]
    fn owner(&self) -> *mut ffi::PyObject {
        self.owner
    }
}
