//! What is learnt of functions while the library runs: the class that a method belongs to, and the definition in
//! Python's own form that callables point to. Read where a callable is made and where a call has failed, never else.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::function::FunctionDef;
use crate::ffi;

#[derive(Default)]
struct Known {
    class: Option<&'static str>,
    method: Option<&'static Definition>,
}

/// A method definition that a callable points to.
struct Definition(ffi::PyMethodDef);

// SAFETY: points to constant text and code only, and never changes.
unsafe impl Sync for Definition {}
// SAFETY: as above.
unsafe impl Send for Definition {}

/// By the address of the descriptor, which is static.
static KNOWN: Mutex<BTreeMap<usize, Known>> = Mutex::new(BTreeMap::new());

fn known() -> MutexGuard<'static, BTreeMap<usize, Known>> {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn key(def: &FunctionDef) -> usize {
    core::ptr::from_ref(def) as usize
}

/// Says which class a method belongs to.
pub(crate) fn set_class(def: &'static FunctionDef, class: &'static str) {
    known().entry(key(def)).or_default().class = Some(class);
}

/// The class that a method belongs to.
pub(super) fn class(def: &FunctionDef) -> Option<&'static str> {
    known().get(&key(def)).and_then(|known| known.class)
}

/// The definition that callables point to: one for each function, however many callables are made of it.
pub(super) fn method(def: &'static FunctionDef) -> *mut ffi::PyMethodDef {
    let mut known = known();
    let found = known.entry(key(def)).or_default();
    let method = found
        .method
        .get_or_insert_with(|| Box::leak(Box::new(Definition(def.method()))));
    core::ptr::from_ref(&method.0).cast_mut()
}
