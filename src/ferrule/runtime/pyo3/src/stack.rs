//! How much stack is left: recursion between Python and Rust ends in `RecursionError`, and not in a crash.
//!
//! Python counts calls, and counts them only where Python's own code recurses: `hash`, `len`, `iter` and most other
//! slots are called without counting, and nobody knows how many bytes a call of Rust takes. So every way into Rust
//! compares the stack's address with what is kept for this thread.

use core::sync::atomic::{AtomicUsize, Ordering};
use std::cell::Cell;

use crate::err::PyErr;
use crate::exceptions::PyRecursionError;

/// The most that is kept free, in bytes: for the frames of the function that is entered, and for what Python's own code
/// takes before Rust is entered again.
const MOST_KEPT: usize = 2 << 20;

/// The part of a smaller stack that is kept free: one in so many.
const KEPT: usize = 4;

/// Addresses above this are on the main thread's stack with enough of it left. Linux puts that stack above all others;
/// elsewhere, and until it has been measured, no address is.
static ENOUGH_ON_MAIN: AtomicUsize = AtomicUsize::new(usize::MAX);

/// The stack of a thread.
#[derive(Clone, Copy, PartialEq)]
struct Stack {
    /// Its lowest address.
    low: usize,
    /// What must be above `low` where Rust is entered.
    enough: usize,
    /// The address behind it.
    high: usize,
    /// Whether it is the main thread's, which can grow as long as the limit of the system allows.
    main: bool,
}

thread_local! {
    /// This thread's stack; nothing (a stack that no address is on) until it has been measured, or if that cannot be.
    static STACK: Cell<Option<Stack>> = const { Cell::new(None) };
}

/// Where the stack is now: its pointer where that can be asked for, as a variable for the sake of its address would take
/// stack in every function that Python calls.
#[inline(always)]
fn here() -> usize {
    let here: usize;
    #[cfg(target_arch = "x86_64")]
    // SAFETY: reads a register.
    unsafe {
        core::arch::asm!("mov {}, rsp", out(reg) here, options(nomem, nostack, preserves_flags));
    }
    #[cfg(target_arch = "aarch64")]
    // SAFETY: reads a register.
    unsafe {
        core::arch::asm!("mov {}, sp", out(reg) here, options(nomem, nostack, preserves_flags));
    }
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    {
        let variable = core::mem::MaybeUninit::<u8>::uninit();
        here = &raw const variable as usize;
    }
    here
}

/// Whether too little stack is left to enter Rust.
#[inline(always)]
pub fn is_short() -> bool {
    is_unknown() && is_short_on_thread()
}

/// Whether [`is_short`] must say: this is not the main thread, or it has little stack left.
#[inline(always)]
pub fn is_unknown() -> bool {
    here() <= ENOUGH_ON_MAIN.load(Ordering::Relaxed)
}

/// [`is_short`] by what is known of this thread.
#[inline(never)]
pub fn is_short_on_thread() -> bool {
    let here = here();
    match STACK.get() {
        Some(stack) if here > stack.enough && here < stack.high => false,
        known => is_short_when_measured(here, known),
    }
}

/// [`is_short`] where nothing is known yet, or where what is known says so.
#[cold]
fn is_short_when_measured(here: usize, known: Option<Stack>) -> bool {
    if let Some(stack) = known {
        // On a stack that a library has made for itself, of which nothing can be known.
        if here < stack.low || here >= stack.high {
            return false;
        }
        if !stack.main {
            return true;
        }
    }
    let Some(stack) = system::measure() else {
        // Every address is fine.
        STACK.set(Some(Stack {
            low: 0,
            enough: 0,
            high: usize::MAX,
            main: false,
        }));
        return false;
    };
    STACK.set(Some(stack));
    if stack.main && system::MAIN_IS_HIGHEST {
        ENOUGH_ON_MAIN.store(stack.enough, Ordering::Relaxed);
    }
    here >= stack.low && here <= stack.enough
}

/// What is raised then, in Python's words.
#[cold]
pub fn exhausted() -> PyErr {
    PyRecursionError::new_err("maximum recursion depth exceeded while calling a Python object")
}

/// A stack from its lowest address and its size.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn stack(low: usize, size: usize, main: bool) -> Stack {
    Stack {
        low,
        enough: low + (size / KEPT).min(MOST_KEPT),
        high: low + size,
        main,
    }
}

#[cfg(target_os = "linux")]
mod system {
    use core::ffi::{c_int, c_ulong, c_void};
    use core::mem::MaybeUninit;

    /// The kernel puts the first thread's stack at the top, and maps everything else below.
    pub const MAIN_IS_HIGHEST: bool = true;

    /// Room for a `pthread_attr_t`, which has at most 64 bytes in the C libraries there are.
    type Attributes = MaybeUninit<[u64; 32]>;

    /// The address of random bytes that the kernel puts right above where the first thread starts.
    const AT_RANDOM: c_ulong = 25;
    const NEAR: usize = 64 << 10;

    unsafe extern "C" {
        fn pthread_self() -> c_ulong;
        fn pthread_getattr_np(thread: c_ulong, attributes: *mut Attributes) -> c_int;
        fn pthread_attr_getstack(
            attributes: *const Attributes,
            low: *mut *mut c_void,
            size: *mut usize,
        ) -> c_int;
        fn pthread_attr_destroy(attributes: *mut Attributes) -> c_int;
        fn getauxval(kind: c_ulong) -> c_ulong;
    }

    /// The stack of this thread, as it is now.
    pub fn measure() -> Option<super::Stack> {
        let mut attributes = Attributes::uninit();
        let (mut low, mut size) = (core::ptr::null_mut(), 0);
        // SAFETY: attributes have room for what the C library writes, are read if it has written them, and given back.
        let random = unsafe {
            if pthread_getattr_np(pthread_self(), &raw mut attributes) != 0 {
                return None;
            }
            let read = pthread_attr_getstack(&raw const attributes, &raw mut low, &raw mut size);
            pthread_attr_destroy(&raw mut attributes);
            if read != 0 || low.is_null() || size == 0 {
                return None;
            }
            getauxval(AT_RANDOM) as usize
        };
        let low = low as usize;
        let main = random > low && random - low < size.saturating_add(NEAR);
        Some(super::stack(low, size, main))
    }
}

#[cfg(target_vendor = "apple")]
mod system {
    use core::ffi::c_void;

    pub const MAIN_IS_HIGHEST: bool = false;

    unsafe extern "C" {
        fn pthread_self() -> *mut c_void;
        fn pthread_get_stackaddr_np(thread: *mut c_void) -> *mut c_void;
        fn pthread_get_stacksize_np(thread: *mut c_void) -> usize;
    }

    /// The stack of this thread.
    pub fn measure() -> Option<super::Stack> {
        // SAFETY: both ask for what the system knows of a thread that runs.
        let (high, size) = unsafe {
            let thread = pthread_self();
            (
                pthread_get_stackaddr_np(thread) as usize,
                pthread_get_stacksize_np(thread),
            )
        };
        Some(super::stack(high.checked_sub(size)?, size, false))
    }
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
mod system {
    pub const MAIN_IS_HIGHEST: bool = false;

    /// Nothing is known.
    pub fn measure() -> Option<super::Stack> {
        None
    }
}
