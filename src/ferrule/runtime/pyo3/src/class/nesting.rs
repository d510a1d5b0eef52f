//! Deallocation of deeply nested instances: beyond some depth an instance waits until those around it are gone.
//!
//! Dropping an instance drops what its fields hold, often more instances; a chain of a million would take a million
//! stack frames. CPython's own containers wait in the same way.

use core::cell::Cell;
use core::ptr;

use super::dealloc::Dealloc;
use crate::ffi;

/// Deallocations within deallocations that may be under way on a thread.
const LIMIT: u32 = 48;

#[derive(Clone, Copy)]
struct State {
    depth: u32,
    /// Instances that wait, and how each is deallocated; null if there are none.
    waiting: *mut Vec<(*mut ffi::PyObject, Dealloc)>,
}

thread_local! {
    static STATE: Cell<State> = const {
        Cell::new(State { depth: 0, waiting: ptr::null_mut() })
    };
}

/// Deallocations under way.
pub struct Nested;

impl Nested {
    /// Begins one, which [`end`](Self::end) ends; false if `dealloc` will be called with the object later.
    ///
    /// # Safety
    /// `object` is being deallocated by `dealloc`, which returns at once where this is false.
    pub unsafe fn begin(object: *mut ffi::PyObject, dealloc: Dealloc) -> bool {
        STATE.with(|cell| {
            let state = cell.get();
            if state.depth >= LIMIT {
                wait(cell, object, dealloc);
                return false;
            }
            cell.set(State {
                depth: state.depth + 1,
                ..state
            });
            true
        })
    }

    /// Ends one.
    pub fn end() {
        STATE.with(|cell| {
            let state = cell.get();
            if state.depth == 1 && !state.waiting.is_null() {
                end_waiting(cell);
            }
            let state = cell.get();
            cell.set(State {
                depth: state.depth - 1,
                ..state
            });
        });
    }
}

#[cold]
fn wait(cell: &Cell<State>, object: *mut ffi::PyObject, dealloc: Dealloc) {
    let mut state = cell.get();
    if state.waiting.is_null() {
        state.waiting = Box::into_raw(Box::default());
        cell.set(state);
    }
    // SAFETY: made by a box, and nothing else refers to it: it is taken out of the cell before it is read.
    unsafe { (*state.waiting).push((object, dealloc)) };
}

/// Deallocates what waits, and what comes to wait meanwhile.
#[cold]
fn end_waiting(cell: &Cell<State>) {
    loop {
        let state = cell.replace(State {
            waiting: ptr::null_mut(),
            ..cell.get()
        });
        if state.waiting.is_null() {
            return;
        }
        // SAFETY: made by a box in `wait`, and taken out of the cell; each object was left to us once.
        unsafe {
            for (object, dealloc) in *Box::from_raw(state.waiting) {
                dealloc(object);
            }
        }
    }
}
