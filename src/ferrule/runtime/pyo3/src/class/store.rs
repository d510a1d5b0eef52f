//! Where an instance keeps its Rust value: in its own memory, or, for a live view, in that of another instance.

use core::cell::UnsafeCell;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::ptr;

use super::borrow::{BorrowFlag, Flag};
use super::{Boolean, PyClass};
use crate::ffi;

type FlagOf<T> = <<T as PyClass>::Frozen as Boolean>::Flag;

/// The value of an instance and its borrow bookkeeping.
///
/// # Safety
/// Once written and bound, `value` and `flag` give the same addresses until the instance is deallocated.
pub unsafe trait Store<T: PyClass>: Sized {
    /// Whether instances can be live views.
    const VIEWS: bool;

    /// Holds a value of its own.
    fn new(value: T) -> Self;

    /// Called once, where a new store has been put.
    ///
    /// # Safety
    /// `this` is where it stays.
    unsafe fn bind(_this: *mut Self) {}

    /// Where the value is.
    ///
    /// # Safety
    /// `this` has been bound.
    unsafe fn value(this: *mut Self) -> *mut T;

    /// The bookkeeping that guards the value; `None` in a frozen class.
    ///
    /// # Safety
    /// `this` has been bound and stays for `'a`.
    unsafe fn flag<'a>(this: *mut Self) -> Option<&'a BorrowFlag>
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

    #[inline(always)]
    fn new(value: T) -> Self {
        Inline {
            value: ManuallyDrop::new(UnsafeCell::new(value)),
            flag: FlagOf::<T>::NEW,
        }
    }

    #[inline(always)]
    unsafe fn value(this: *mut Self) -> *mut T {
        // SAFETY: the caller's contract.
        unsafe { (*this).value.get() }
    }

    #[inline(always)]
    unsafe fn flag<'a>(this: *mut Self) -> Option<&'a BorrowFlag>
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

// SAFETY: both pointers are set by `bind` or by `view`, and never again.
unsafe impl<T: PyClass> Store<T> for Projected<T> {
    const VIEWS: bool = true;

    fn new(value: T) -> Self {
        Projected {
            place: ptr::null_mut(),
            guard: ptr::null(),
            owner: ptr::null_mut(),
            value: MaybeUninit::new(UnsafeCell::new(value)),
            flag: FlagOf::<T>::NEW,
        }
    }

    unsafe fn bind(this: *mut Self) {
        // SAFETY: the caller's contract; a new store holds a value.
        unsafe {
            (*this).place = (*this).value.assume_init_ref().get();
            (*this).guard = (*this).flag.mutable().map_or(ptr::null(), ptr::from_ref);
        }
    }

    #[inline(always)]
    unsafe fn value(this: *mut Self) -> *mut T {
        // SAFETY: the caller's contract.
        unsafe { (*this).place }
    }

    #[inline(always)]
    unsafe fn flag<'a>(this: *mut Self) -> Option<&'a BorrowFlag>
    where
        T: 'a,
    {
        // SAFETY: the caller's contract; the owner of a view lives as long as the view.
        unsafe {
            match (*this).flag.mutable() {
                Some(_) => Some(&*(*this).guard),
                None => None,
            }
        }
    }

    #[inline(always)]
    fn owner(&self) -> *mut ffi::PyObject {
        self.owner
    }
}
