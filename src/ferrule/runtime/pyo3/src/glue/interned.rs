//! The names of functions' parameters as Python's interned strings, which the keywords of nearly all calls are: these
//! are found by address. Made when a function is first called with keywords, and kept.

use core::ptr;
use core::sync::atomic::{AtomicPtr, Ordering};

use super::function::FunctionDef;
use super::Raw;
use crate::ffi;

/// The parameters of one function that have a name which callers can use, in the descriptor's order.
pub(super) struct Names {
    def: *const FunctionDef,
    /// The names as interned strings, then null, which is nobody's name.
    texts: Vec<Raw>,
    /// Whether a call must fill the parameter.
    required: Vec<bool>,
    /// For each parameter the note on an argument that could not be converted; null until there was one.
    notes: Vec<AtomicPtr<ffi::PyObject>>,
    /// Another function's, in the same list.
    next: *const Names,
}

impl Names {
    /// Whether a parameter has this name.
    ///
    /// # Safety
    /// `index` is at most the count, for which the answer is no; `name` is not null.
    #[inline(always)]
    pub(super) unsafe fn is(&self, index: usize, name: Raw) -> bool {
        // SAFETY: the caller's contract.
        unsafe { *self.texts.get_unchecked(index) == name }
    }

    /// The parameter with a name that is the interned string.
    pub(super) fn find(&self, name: Raw) -> Option<usize> {
        self.texts.iter().position(|text| *text == name)
    }

    /// Whether a call must fill the parameter.
    pub(super) fn required(&self, index: usize) -> bool {
        self.required.get(index).is_some_and(|required| *required)
    }
}

const LISTS: usize = 256;

/// Lists by the addresses of descriptors. What is in one is never removed.
static KNOWN: [AtomicPtr<Names>; LISTS] = [const { AtomicPtr::new(ptr::null_mut()) }; LISTS];

/// Descriptors are at least 32 bytes apart.
#[inline(always)]
fn list(def: &FunctionDef) -> &'static AtomicPtr<Names> {
    &KNOWN[(ptr::from_ref(def) as usize >> 5) % LISTS]
}

/// The note on an argument that could not be converted, as a borrowed string. `None` for a parameter without a name, or
/// without memory.
pub(super) fn note(def: &'static FunctionDef, index: usize) -> Option<Raw> {
    let kept = names(def)?.notes.get(index)?;
    let note = kept.load(Ordering::Acquire);
    if !note.is_null() {
        return Some(note);
    }
    let text = super::errors::processing(def.parameter(index));
    // SAFETY: attached, as conversions are; the reference is kept for good.
    let made =
        unsafe { ffi::PyUnicode_FromStringAndSize(text.as_ptr().cast(), text.len() as isize) };
    if made.is_null() {
        // SAFETY: attached.
        unsafe { ffi::PyErr_Clear() };
        return None;
    }
    kept.store(made, Ordering::Release);
    Some(made)
}

/// The names of a function's parameters; `None` without memory for them.
#[inline(always)]
pub(super) fn names(def: &'static FunctionDef) -> Option<&'static Names> {
    let mut next = list(def).load(Ordering::Acquire).cast_const();
    // SAFETY: what is in a list stays, and is not changed.
    while let Some(known) = unsafe { next.as_ref() } {
        if ptr::eq(known.def, def) {
            return Some(known);
        }
        next = known.next;
    }
    intern(def)
}

#[cold]
#[inline(never)]
fn intern(def: &'static FunctionDef) -> Option<&'static Names> {
    let count = def.shape.named();
    let mut texts = Vec::with_capacity(count + 1);
    for index in 0..count {
        let name = def.parameter(index);
        // SAFETY: attached, as calls are; the reference is kept for good.
        let text = unsafe {
            let mut text =
                ffi::PyUnicode_FromStringAndSize(name.as_ptr().cast(), name.len() as isize);
            if text.is_null() {
                ffi::PyErr_Clear();
                return None;
            }
            ffi::PyUnicode_InternInPlace(&mut text);
            text
        };
        texts.push(text);
    }
    texts.push(ptr::null_mut());
    let list = list(def);
    let made = Box::leak(Box::new(Names {
        def,
        texts,
        required: (0..count).map(|index| def.required(index)).collect(),
        notes: (0..count).map(|_| AtomicPtr::default()).collect(),
        next: ptr::null(),
    }));
    // Two threads may do this at once: one of both is found from then on, and both are right.
    made.next = list.load(Ordering::Acquire);
    while let Err(first) = list.compare_exchange(
        made.next.cast_mut(),
        made,
        Ordering::AcqRel,
        Ordering::Acquire,
    ) {
        made.next = first;
    }
    Some(made)
}
