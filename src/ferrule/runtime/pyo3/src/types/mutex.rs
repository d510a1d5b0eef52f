//! [`PyMutex`]: Python's own one-byte lock. Waiting for it detaches, so that it cannot deadlock against the interpreter.

use core::cell::UnsafeCell;
use core::fmt;
use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LockResult, PoisonError};
use std::thread;

use crate::ffi;

/// A lock around a value, poisoned by a panic of its holder as [`std::sync::Mutex`] is.
pub struct PyMutex<T: ?Sized> {
    mutex: UnsafeCell<ffi::PyMutex>,
    poisoned: AtomicBool,
    data: UnsafeCell<T>,
}

// SAFETY: the value is only reached by the one thread that holds the lock.
unsafe impl<T: ?Sized + Send> Send for PyMutex<T> {}
// SAFETY: as above.
unsafe impl<T: ?Sized + Send> Sync for PyMutex<T> {}

/// The held lock, given back when dropped.
pub struct PyMutexGuard<'a, T: ?Sized> {
    mutex: &'a PyMutex<T>,
    panicking: bool,
    not_send: PhantomData<*mut ()>,
}

// SAFETY: a shared guard gives shared access to the value alone.
unsafe impl<T: ?Sized + Sync> Sync for PyMutexGuard<'_, T> {}

impl<T> PyMutex<T> {
    /// An unlocked lock.
    pub const fn new(value: T) -> Self {
        PyMutex {
            mutex: UnsafeCell::new(ffi::PyMutex::new()),
            poisoned: AtomicBool::new(false),
            data: UnsafeCell::new(value),
        }
    }

    /// The value.
    ///
    /// # Errors
    /// If a holder panicked; the error has the value.
    pub fn into_inner(self) -> LockResult<T> {
        let poisoned = self.is_poisoned();
        result(self.data.into_inner(), poisoned)
    }
}

impl<T: ?Sized> PyMutex<T> {
    /// Waits for the lock. An attached thread detaches meanwhile.
    ///
    /// # Errors
    /// If a holder panicked; the error has the lock.
    pub fn lock(&self) -> LockResult<PyMutexGuard<'_, T>> {
        // SAFETY: the lock does not move while borrowed; threads with and without attachment may lock it.
        unsafe { ffi::PyMutex_Lock(self.mutex.get()) };
        let guard = PyMutexGuard {
            mutex: self,
            panicking: thread::panicking(),
            not_send: PhantomData,
        };
        result(guard, self.is_poisoned())
    }

    /// Whether a holder panicked.
    pub fn is_poisoned(&self) -> bool {
        self.poisoned.load(Ordering::Relaxed)
    }

    /// Forgets that a holder panicked.
    pub fn clear_poison(&self) {
        self.poisoned.store(false, Ordering::Relaxed);
    }

    /// Whether some thread holds the lock now.
    #[cfg(Py_3_14)]
    pub fn is_locked(&self) -> bool {
        // SAFETY: the lock is alive; its state is one atomic byte, whose lowest bit says so.
        unsafe { (*self.mutex.get())._bits.load(Ordering::Relaxed) & 1 != 0 }
    }
}

fn result<T>(value: T, poisoned: bool) -> LockResult<T> {
    if poisoned {
        Err(PoisonError::new(value))
    } else {
        Ok(value)
    }
}

impl<T> From<T> for PyMutex<T> {
    fn from(value: T) -> Self {
        PyMutex::new(value)
    }
}

impl<T: Default> Default for PyMutex<T> {
    fn default() -> Self {
        PyMutex::new(T::default())
    }
}

impl<T: ?Sized> Drop for PyMutexGuard<'_, T> {
    fn drop(&mut self) {
        if !self.panicking && thread::panicking() {
            self.mutex.poisoned.store(true, Ordering::Relaxed);
        }
        // SAFETY: this guard is the proof that the lock is held.
        unsafe { ffi::PyMutex_Unlock(self.mutex.mutex.get()) };
    }
}

impl<T: ?Sized> Deref for PyMutexGuard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        // SAFETY: the lock is held, and the guard is borrowed.
        unsafe { &*self.mutex.data.get() }
    }
}

impl<T: ?Sized> DerefMut for PyMutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the lock is held, and the guard is borrowed mutably.
        unsafe { &mut *self.mutex.data.get() }
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for PyMutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}
