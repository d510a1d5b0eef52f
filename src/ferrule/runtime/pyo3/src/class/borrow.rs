//! Borrow bookkeeping of one instance: many readers or one writer, checked at run time.
//!
//! Under the GIL plain loads and stores are enough, because a borrow begins and ends while attached. Builds without
//! the GIL use compare-and-swap.

#[cfg(not(Py_GIL_DISABLED))]
use core::cell::UnsafeCell;
#[cfg(Py_GIL_DISABLED)]
use core::sync::atomic::{AtomicIsize, Ordering};

/// The bookkeeping of one instance.
pub trait Flag {
    /// The state of a new instance.
    const NEW: Self;
    /// The bookkeeping, where there is any.
    fn mutable(&self) -> &BorrowFlag;
}

/// Bookkeeping of a frozen class: none.
pub struct NoFlag;

impl Flag for NoFlag {
    const NEW: Self = NoFlag;
    #[inline(always)]
    fn mutable(&self) -> &BorrowFlag {
        unreachable!("a frozen class has none")
    }
}

impl Flag for BorrowFlag {
    const NEW: Self = BorrowFlag::new();
    #[inline(always)]
    fn mutable(&self) -> &BorrowFlag {
        self
    }
}

const WRITER: isize = -1;

/// Number of readers, or −1 for a writer.
#[cfg(not(Py_GIL_DISABLED))]
pub struct BorrowFlag(UnsafeCell<isize>);

// SAFETY: only read and written while the GIL is held: borrows are made from bound references, and guards are not
// `Send`, so they end on the attached thread that made them.
#[cfg(not(Py_GIL_DISABLED))]
unsafe impl Sync for BorrowFlag {}

#[cfg(not(Py_GIL_DISABLED))]
impl BorrowFlag {
    const fn new() -> Self {
        BorrowFlag(UnsafeCell::new(0))
    }

    /// Begins reading; false if there is a writer.
    #[inline(always)]
    pub fn try_read(&self) -> bool {
        // SAFETY: the GIL is held, so nothing else touches the cell.
        unsafe {
            let count = *self.0.get();
            if count == WRITER {
                return false;
            }
            *self.0.get() = count + 1;
            true
        }
    }

    /// Ends reading.
    #[inline(always)]
    pub fn end_read(&self) {
        // SAFETY: the GIL is held; pairs with a successful `try_read`.
        unsafe { *self.0.get() -= 1 };
    }

    /// Begins writing; false if there is any other borrow.
    #[inline(always)]
    pub fn try_write(&self) -> bool {
        // SAFETY: the GIL is held, so nothing else touches the cell.
        unsafe {
            if *self.0.get() != 0 {
                return false;
            }
            *self.0.get() = WRITER;
            true
        }
    }

    /// Ends writing.
    #[inline(always)]
    pub fn end_write(&self) {
        // SAFETY: the GIL is held; pairs with a successful `try_write`.
        unsafe { *self.0.get() = 0 };
    }
}

/// Number of readers, or −1 for a writer.
#[cfg(Py_GIL_DISABLED)]
pub struct BorrowFlag(AtomicIsize);

#[cfg(Py_GIL_DISABLED)]
impl BorrowFlag {
    const fn new() -> Self {
        BorrowFlag(AtomicIsize::new(0))
    }

    /// Begins reading; false if there is a writer.
    #[inline]
    pub fn try_read(&self) -> bool {
        self.0
            .fetch_update(Ordering::Acquire, Ordering::Relaxed, |count| {
                (count != WRITER).then_some(count + 1)
            })
            .is_ok()
    }

    /// Ends reading.
    #[inline]
    pub fn end_read(&self) {
        self.0.fetch_sub(1, Ordering::Release);
    }

    /// Begins writing; false if there is any other borrow.
    #[inline]
    pub fn try_write(&self) -> bool {
        self.0
            .compare_exchange(0, WRITER, Ordering::Acquire, Ordering::Relaxed)
            .is_ok()
    }

    /// Ends writing.
    #[inline]
    pub fn end_write(&self) {
        self.0.store(0, Ordering::Release);
    }
}
