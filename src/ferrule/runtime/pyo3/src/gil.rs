//! Attaching to and detaching from the interpreter, and references dropped while detached.
//!
//! There is no lock and no counter on the attached path: whether a thread is attached is asked of the interpreter
//! itself, and only where an unbound reference is dropped or an attach is requested.

use core::ffi::{c_int, c_void};
use core::marker::PhantomData;
use core::ptr::NonNull;
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError};

use crate::ffi;
use crate::marker::Python;

/// Marker behind the lifetime of [`Python`]: an attachment of this thread.
pub struct Attached(PhantomData<*mut ()>);

thread_local! {
    /// True while a `__traverse__` runs on this thread: attaching is forbidden then.
    static TRAVERSING: Cell<bool> = const { Cell::new(false) };
}

/// References dropped by threads that were not attached; applied by the next attached thread.
static DEFERRED: Mutex<Vec<Deferred>> = Mutex::new(Vec::new());
static HAVE_DEFERRED: AtomicBool = AtomicBool::new(false);

/// Set when an embedded interpreter has ended: no object is alive any more, and none is to be touched.
static ENDED: AtomicBool = AtomicBool::new(false);

struct Deferred(NonNull<ffi::PyObject>);
// SAFETY: the pointer is only handed back to an attached thread, which decrements the count.
unsafe impl Send for Deferred {}

/// Whether this thread is attached.
#[cfg(not(Py_LIMITED_API))]
#[inline]
pub fn is_attached() -> bool {
    // SAFETY: may be called by any thread at any time, also without an interpreter.
    unsafe { ffi::PyGILState_Check() != 0 }
}

/// Whether this thread is attached. The stable ABI cannot be asked, so every way in is counted.
#[cfg(Py_LIMITED_API)]
#[inline]
pub fn is_attached() -> bool {
    ENTRIES.with(|count| count.get() > 0)
}

#[cfg(Py_LIMITED_API)]
thread_local! {
    /// Ways into Rust on this thread that have not been left; negative values count detachments.
    static ENTRIES: Cell<isize> = const { Cell::new(0) };
}

/// Whether this thread may use Python's objects: it is attached, and no `__traverse__` runs.
pub fn may_use_python() -> bool {
    // SAFETY: may be asked at any time.
    (unsafe { ffi::Py_IsInitialized() } != 0) && is_attached() && !TRAVERSING.with(Cell::get)
}

/// A way into Rust from an attached thread. Counted under the stable ABI, nothing elsewhere.
pub struct Entry(PhantomData<*mut ()>);

impl Entry {
    #[inline(always)]
    pub fn new(_py: Python<'_>) -> Self {
        #[cfg(Py_LIMITED_API)]
        ENTRIES.with(|count| count.set(count.get() + 1));
        Entry(PhantomData)
    }
}

#[cfg(Py_LIMITED_API)]
impl Drop for Entry {
    fn drop(&mut self) {
        ENTRIES.with(|count| count.set(count.get() - 1));
    }
}

/// Gives up one owned reference: now if attached, else (and within a `__traverse__`) when some thread next is.
///
/// # Safety
/// The caller owns one reference to `object`.
pub unsafe fn release(object: NonNull<ffi::PyObject>) {
    // Within a `__traverse__` the collector counts references, and no object may go.
    if is_attached() && !TRAVERSING.with(Cell::get) && !ENDED.load(Ordering::Relaxed) {
        // SAFETY: attached, and the reference is ours to give up.
        unsafe { ffi::Py_DECREF(object.as_ptr()) };
        return;
    }
    let first = {
        let mut deferred = DEFERRED.lock().unwrap_or_else(PoisonError::into_inner);
        deferred.push(Deferred(object));
        !HAVE_DEFERRED.swap(true, Ordering::Release)
    };
    if first {
        // SAFETY: callable without attachment; if the queue is full, the next attach applies the drops instead.
        unsafe {
            if ffi::Py_IsInitialized() != 0 {
                ffi::Py_AddPendingCall(Some(pending_call), core::ptr::null_mut());
            }
        }
    }
}

extern "C" fn pending_call(_: *mut c_void) -> c_int {
    // SAFETY: the interpreter runs pending calls on an attached thread.
    apply_deferred(unsafe { Python::assume_attached() });
    0
}

/// Applies drops that detached threads left behind. One relaxed load where there are none.
#[inline]
pub fn apply_deferred(py: Python<'_>) {
    if HAVE_DEFERRED.load(Ordering::Relaxed) {
        apply_deferred_now(py);
    }
}

#[cold]
fn apply_deferred_now(_py: Python<'_>) {
    let drops = {
        let mut deferred = DEFERRED.lock().unwrap_or_else(PoisonError::into_inner);
        HAVE_DEFERRED.store(false, Ordering::Release);
        core::mem::take(&mut *deferred)
    };
    for object in drops {
        // SAFETY: attached, and the queue owned this reference. No lock is held: a destructor may drop more.
        unsafe { ffi::Py_DECREF(object.0.as_ptr()) };
    }
}

/// Why a thread cannot attach.
#[derive(Clone, Copy, Debug)]
pub enum AttachError {
    /// No interpreter has been initialised.
    NotInitialized,
    /// The interpreter is shutting down.
    Finalizing,
    /// A `__traverse__` is running on this thread.
    Traversing,
}

impl AttachError {
    fn message(self) -> &'static str {
        match self {
            AttachError::NotInitialized => {
                "The Python interpreter is not initialized and the `auto-initialize` feature is not enabled.\n\n\
                 Call `Python::initialize()` before attempting to use Python APIs."
            }
            AttachError::Finalizing => "The Python interpreter is shutting down: no thread can attach to it any more.",
            AttachError::Traversing => {
                "Attaching to Python is forbidden while `__traverse__` runs: the garbage collector calls it."
            }
        }
    }
}

/// An attachment that ends when dropped.
pub struct AttachGuard {
    // Dropped after `state` has been given back: a field's drop comes after the guard's own.
    _entry: Entry,
    state: Option<ffi::PyGILState_STATE>,
}

impl AttachGuard {
    #[inline]
    pub fn acquire() -> Self {
        match Self::try_acquire() {
            Ok(guard) => guard,
            Err(error) => panic!("{}", error.message()),
        }
    }

    #[inline]
    pub fn try_acquire() -> Result<Self, AttachError> {
        if TRAVERSING.with(Cell::get) {
            return Err(AttachError::Traversing);
        }
        // SAFETY: any thread may ask; PyGILState_Check is only meaningful once initialised.
        unsafe {
            if ffi::Py_IsInitialized() == 0 {
                if !cfg!(feature = "auto-initialize") || ENDED.load(Ordering::Relaxed) {
                    return Err(AttachError::NotInitialized);
                }
                initialize();
            }
            if is_attached() {
                return Ok(AttachGuard {
                    _entry: Entry::new(Python::assume_attached()),
                    state: None,
                });
            }
            if finalizing() {
                return Err(AttachError::Finalizing);
            }
            Ok(Self::acquire_unchecked())
        }
    }

    /// Attaches unconditionally.
    ///
    /// # Safety
    /// As for [`Python::attach_unchecked`].
    #[inline]
    pub unsafe fn acquire_unchecked() -> Self {
        // SAFETY: the caller vouches for a running interpreter.
        let state = unsafe { ffi::PyGILState_Ensure() };
        // SAFETY: attached a moment ago.
        let py = unsafe { Python::assume_attached() };
        let guard = AttachGuard {
            _entry: Entry::new(py),
            state: Some(state),
        };
        apply_deferred(guard.python());
        guard
    }

    #[inline]
    pub fn python(&self) -> Python<'_> {
        // SAFETY: the guard is the attachment, and the token borrows from it.
        unsafe { Python::assume_attached() }
    }
}

impl Drop for AttachGuard {
    #[inline]
    fn drop(&mut self) {
        if let Some(state) = self.state {
            // SAFETY: pairs with the Ensure that made `state`, on the same thread.
            unsafe { ffi::PyGILState_Release(state) };
        }
    }
}

fn finalizing() -> bool {
    // SAFETY: reads one flag of the runtime.
    #[cfg(Py_3_13)]
    unsafe {
        ffi::Py_IsFinalizing() != 0
    }
    // SAFETY: as above; private until 3.13 but exported by every supported version.
    #[cfg(not(any(Py_3_13, Py_LIMITED_API)))]
    unsafe {
        ffi::_Py_IsFinalizing() != 0
    }
    #[cfg(all(not(Py_3_13), Py_LIMITED_API))]
    false
}

/// A detachment that ends when dropped, also by a panic.
pub struct DetachGuard {
    thread: *mut ffi::PyThreadState,
    #[cfg(Py_LIMITED_API)]
    entries: isize,
}

impl DetachGuard {
    pub fn new(_py: Python<'_>) -> Self {
        DetachGuard {
            // SAFETY: the token proves that this thread is attached.
            thread: unsafe { ffi::PyEval_SaveThread() },
            #[cfg(Py_LIMITED_API)]
            entries: ENTRIES.with(|count| count.replace(0)),
        }
    }
}

impl Drop for DetachGuard {
    fn drop(&mut self) {
        // SAFETY: pairs with SaveThread on the same thread.
        unsafe {
            ffi::PyEval_RestoreThread(self.thread);
            #[cfg(Py_LIMITED_API)]
            ENTRIES.with(|count| count.set(self.entries));
            apply_deferred(Python::assume_attached());
        }
    }
}

/// Forbids attaching on this thread until dropped.
pub struct TraverseGuard(bool);

impl TraverseGuard {
    pub fn new() -> Self {
        TraverseGuard(TRAVERSING.with(|flag| flag.replace(true)))
    }
}

impl Drop for TraverseGuard {
    fn drop(&mut self) {
        TRAVERSING.with(|flag| flag.set(self.0));
    }
}

/// Said to a program that starts a free-threaded interpreter which will not have its GIL.
#[cfg(Py_GIL_DISABLED)]
const NO_GIL: &str = "A free-threaded Python was started without its GIL: set PYTHON_GIL=1.";

/// Whether a free-threaded interpreter runs with its GIL on at this time.
#[cfg(Py_GIL_DISABLED)]
pub(crate) fn gil_is_on(py: Python<'_>) -> crate::err::PyResult<bool> {
    use crate::types::any::PyAnyMethods;
    py.import("sys")?
        .call_method0("_is_gil_enabled")?
        .is_truthy()
}

/// Starts an interpreter once per process, and leaves this thread detached. One that has no GIL is ended again.
pub fn initialize() {
    static START: Once = Once::new();
    #[cfg(Py_GIL_DISABLED)]
    static REFUSED: AtomicBool = AtomicBool::new(false);
    START.call_once(|| {
        // SAFETY: guarded by Once and by the check; signal handlers stay the host program's.
        unsafe {
            if ffi::Py_IsInitialized() == 0 {
                ffi::Py_InitializeEx(0);
                #[cfg(Py_GIL_DISABLED)]
                if !matches!(gil_is_on(Python::assume_attached()), Ok(true)) {
                    REFUSED.store(true, Ordering::Relaxed);
                    ffi::Py_FinalizeEx();
                    return;
                }
                ffi::PyEval_SaveThread();
            }
        }
    });
    #[cfg(Py_GIL_DISABLED)]
    assert!(!REFUSED.load(Ordering::Relaxed), "{NO_GIL}");
}

/// Starts an interpreter, runs `f` with it, and ends it, also if `f` panics.
///
/// # Panics
/// If there is an interpreter already, or was one that this function ended: the types of Rust classes and all else
/// that is made once in a process would be those of the old one.
///
/// # Safety
/// No object of the interpreter is used after the call; [`Py`](crate::Py) values that outlive it may be dropped.
/// No other thread uses the interpreter when `f` returns.
pub unsafe fn with_embedded_python_interpreter<F, R>(f: F) -> R
where
    F: for<'py> FnOnce(Python<'py>) -> R,
{
    struct End;
    impl Drop for End {
        fn drop(&mut self) {
            ENDED.store(true, Ordering::SeqCst);
            // SAFETY: the thread that started the interpreter is attached: whatever detached it has ended.
            unsafe { ffi::Py_FinalizeEx() };
        }
    }
    // SAFETY: starts the only interpreter of the process, which leaves this thread attached.
    let guard = unsafe {
        assert!(
            ffi::Py_IsInitialized() == 0 && !ENDED.load(Ordering::SeqCst),
            "an interpreter was started in this process already"
        );
        ffi::Py_InitializeEx(0);
        (Entry::new(Python::assume_attached()), End)
    };
    // SAFETY: attached until `guard` is dropped.
    let py = unsafe { Python::assume_attached() };
    #[cfg(Py_GIL_DISABLED)]
    assert!(matches!(gil_is_on(py), Ok(true)), "{NO_GIL}");
    let result = f(py);
    drop(guard);
    result
}
