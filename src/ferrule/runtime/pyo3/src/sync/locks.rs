//! The locks of `lock_api` and `parking_lot`, taken like the standard library's: whoever waits does so detached.

use ::lock_api::{
    GetThreadId, Mutex, MutexGuard, RawMutex, RawRwLock, ReentrantMutex, ReentrantMutexGuard,
    RwLock, RwLockReadGuard, RwLockWriteGuard,
};

use super::ext::{sealed::Sealed, MutexExt, RwLockExt};
use crate::gil::DetachGuard;
use crate::marker::Python;

/// What trying gave, else what waiting detached gives.
fn lock<G>(py: Python<'_>, tried: Option<G>, wait: impl FnOnce() -> G) -> G {
    tried.unwrap_or_else(|| {
        let _detached = DetachGuard::new(py);
        wait()
    })
}

macro_rules! mutexes {
    ($([$($generics:tt)*] $Mutex:ty => $Guard:ty, $tried:ident, $wait:ident;)+) => { $(
        impl<$($generics)*, T> Sealed for $Mutex {}

        impl<$($generics)*, T> MutexExt<T> for $Mutex {
            type LockResult<'a>
                = $Guard
            where
                Self: 'a;

            fn lock_py_attached(&self, py: Python<'_>) -> Self::LockResult<'_> {
                lock(py, self.$tried(), || self.$wait())
            }
        }
    )+ };
}

mutexes! {
    [R: RawMutex] Mutex<R, T> => MutexGuard<'a, R, T>, try_lock, lock;
    [R: RawMutex, G: GetThreadId] ReentrantMutex<R, G, T> => ReentrantMutexGuard<'a, R, G, T>, try_lock, lock;
}

macro_rules! rw_locks {
    ($($Lock:ty => $Read:ty, $Write:ty, $try_read:ident, $read:ident, $try_write:ident, $write:ident;)+) => { $(
        impl<R: RawRwLock, T> Sealed for $Lock {}

        impl<R: RawRwLock, T> RwLockExt<T> for $Lock {
            type ReadLockResult<'a>
                = $Read
            where
                Self: 'a;
            type WriteLockResult<'a>
                = $Write
            where
                Self: 'a;

            fn read_py_attached(&self, py: Python<'_>) -> Self::ReadLockResult<'_> {
                lock(py, self.$try_read(), || self.$read())
            }

            fn write_py_attached(&self, py: Python<'_>) -> Self::WriteLockResult<'_> {
                lock(py, self.$try_write(), || self.$write())
            }
        }
    )+ };
}

rw_locks! {
    RwLock<R, T> => RwLockReadGuard<'a, R, T>, RwLockWriteGuard<'a, R, T>, try_read, read, try_write, write;
}

#[cfg(feature = "arc_lock")]
mod arc {
    //! The same behind an `Arc`, with guards that own it.

    use super::*;
    use ::lock_api::{
        ArcMutexGuard, ArcReentrantMutexGuard, ArcRwLockReadGuard, ArcRwLockWriteGuard,
    };
    use std::sync::Arc;

    mutexes! {
        [R: RawMutex] Arc<Mutex<R, T>> => ArcMutexGuard<R, T>, try_lock_arc, lock_arc;
        [R: RawMutex, G: GetThreadId] Arc<ReentrantMutex<R, G, T>> => ArcReentrantMutexGuard<R, G, T>,
            try_lock_arc, lock_arc;
    }

    rw_locks! {
        Arc<RwLock<R, T>> => ArcRwLockReadGuard<R, T>, ArcRwLockWriteGuard<R, T>,
            try_read_arc, read_arc, try_write_arc, write_arc;
    }
}

#[cfg(feature = "parking_lot")]
mod once {
    use ::parking_lot::{Once, OnceState};

    use super::Sealed;
    use crate::gil::DetachGuard;
    use crate::marker::Python;
    use crate::sync::OnceExt;

    impl Sealed for Once {}

    impl OnceExt for Once {
        type OnceState = OnceState;

        fn call_once_py_attached(&self, py: Python<'_>, f: impl FnOnce()) {
            if self.state().done() {
                return;
            }
            let detached = DetachGuard::new(py);
            self.call_once(move || {
                drop(detached);
                f();
            });
        }

        fn call_once_force_py_attached(&self, py: Python<'_>, f: impl FnOnce(&OnceState)) {
            if self.state().done() {
                return;
            }
            let detached = DetachGuard::new(py);
            self.call_once_force(move |state| {
                drop(detached);
                f(&state);
            });
        }
    }
}
