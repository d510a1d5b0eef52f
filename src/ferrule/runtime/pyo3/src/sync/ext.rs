//! The standard library's locks, taken without holding up the interpreter: a thread that must wait detaches first.

use std::sync::{
    LockResult, Mutex, MutexGuard, Once, OnceLock, OnceState, RwLock, RwLockReadGuard,
    RwLockWriteGuard, TryLockError, TryLockResult,
};

use crate::gil::DetachGuard;
use crate::marker::Python;

pub(super) mod sealed {
    pub trait Sealed {}
    impl Sealed for std::sync::Once {}
    impl<T> Sealed for std::sync::OnceLock<T> {}
    impl<T> Sealed for std::sync::Mutex<T> {}
    impl<T> Sealed for std::sync::RwLock<T> {}
}

/// Extension of [`Once`].
pub trait OnceExt: sealed::Sealed {
    /// What is known of earlier runs.
    type OnceState;
    /// Like [`Once::call_once`], waiting detached and running `f` attached.
    fn call_once_py_attached(&self, py: Python<'_>, f: impl FnOnce());
    /// Like [`Once::call_once_force`], waiting detached and running `f` attached.
    fn call_once_force_py_attached(&self, py: Python<'_>, f: impl FnOnce(&Self::OnceState));
}

impl OnceExt for Once {
    type OnceState = OnceState;

    fn call_once_py_attached(&self, py: Python<'_>, f: impl FnOnce()) {
        if self.is_completed() {
            return;
        }
        let detached = DetachGuard::new(py);
        self.call_once(move || {
            drop(detached);
            f();
        });
    }

    fn call_once_force_py_attached(&self, py: Python<'_>, f: impl FnOnce(&OnceState)) {
        if self.is_completed() {
            return;
        }
        let detached = DetachGuard::new(py);
        self.call_once_force(move |state| {
            drop(detached);
            f(state);
        });
    }
}

/// Extension of [`OnceLock`].
pub trait OnceLockExt<T>: sealed::Sealed {
    /// Like [`OnceLock::get_or_init`], waiting detached and running `f` attached.
    fn get_or_init_py_attached<F>(&self, py: Python<'_>, f: F) -> &T
    where
        F: FnOnce() -> T;
}

impl<T> OnceLockExt<T> for OnceLock<T> {
    fn get_or_init_py_attached<F>(&self, py: Python<'_>, f: F) -> &T
    where
        F: FnOnce() -> T,
    {
        if let Some(value) = self.get() {
            return value;
        }
        let detached = DetachGuard::new(py);
        self.get_or_init(move || {
            drop(detached);
            f()
        })
    }
}

/// Extension of [`Mutex`].
pub trait MutexExt<T>: sealed::Sealed {
    /// What locking gives.
    type LockResult<'a>
    where
        Self: 'a;
    /// Locks, waiting detached.
    fn lock_py_attached(&self, py: Python<'_>) -> Self::LockResult<'_>;
}

impl<T> MutexExt<T> for Mutex<T> {
    type LockResult<'a>
        = LockResult<MutexGuard<'a, T>>
    where
        Self: 'a;

    fn lock_py_attached(&self, py: Python<'_>) -> LockResult<MutexGuard<'_, T>> {
        lock(py, self.try_lock(), || self.lock())
    }
}

/// Extension of [`RwLock`].
pub trait RwLockExt<T>: sealed::Sealed {
    /// What locking for reading gives.
    type ReadLockResult<'a>
    where
        Self: 'a;
    /// What locking for writing gives.
    type WriteLockResult<'a>
    where
        Self: 'a;
    /// Locks for reading, waiting detached.
    fn read_py_attached(&self, py: Python<'_>) -> Self::ReadLockResult<'_>;
    /// Locks for writing, waiting detached.
    fn write_py_attached(&self, py: Python<'_>) -> Self::WriteLockResult<'_>;
}

impl<T> RwLockExt<T> for RwLock<T> {
    type ReadLockResult<'a>
        = LockResult<RwLockReadGuard<'a, T>>
    where
        Self: 'a;
    type WriteLockResult<'a>
        = LockResult<RwLockWriteGuard<'a, T>>
    where
        Self: 'a;

    fn read_py_attached(&self, py: Python<'_>) -> LockResult<RwLockReadGuard<'_, T>> {
        lock(py, self.try_read(), || self.read())
    }

    fn write_py_attached(&self, py: Python<'_>) -> LockResult<RwLockWriteGuard<'_, T>> {
        lock(py, self.try_write(), || self.write())
    }
}

/// The result of trying if it did not have to wait, else that of waiting detached.
fn lock<G>(
    py: Python<'_>,
    tried: TryLockResult<G>,
    wait: impl FnOnce() -> LockResult<G>,
) -> LockResult<G> {
    match tried {
        Ok(guard) => Ok(guard),
        Err(TryLockError::Poisoned(poisoned)) => Err(poisoned),
        Err(TryLockError::WouldBlock) => {
            let _detached = DetachGuard::new(py);
            wait()
        }
    }
}
