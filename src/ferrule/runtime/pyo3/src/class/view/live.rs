//! What views of containers have in common: the object that holds the owner, borrows, and the making of their classes.

use core::ffi::{c_int, c_uint, c_void, CStr};
use core::ptr::{self, NonNull};
use std::sync::atomic::{AtomicPtr, Ordering};

use super::super::borrow::BorrowFlag;
use super::super::guard::{PyBorrowError, PyBorrowMutError};
use super::Owner;
use crate::err::{PyErr, PyResult};
use crate::exceptions::{PyRuntimeError, PyTypeError};
use crate::ffi;
use crate::instance::Bound;
use crate::marker::Python;
use crate::types::any::PyAnyMethods;
use crate::types::PyAny;

/// A view of a container: `O` is the table of what can be done with it. The layout is the same for each.
#[repr(C)]
pub struct Live<O: 'static> {
    header: ffi::PyObject,
    owner: *mut ffi::PyObject,
    /// Null if the owner is frozen.
    guard: *const BorrowFlag,
    foreign: unsafe fn(*mut ffi::PyObject) -> Option<&'static str>,
    place: *mut c_void,
    pub(super) operations: &'static O,
}

/// Ends a borrow, also where a conversion panics.
struct Ends<'a>(&'a BorrowFlag, fn(&BorrowFlag));

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        (self.1)(self.0);
    }
}

impl<O> Live<O> {
    /// A new view, of a class made by [`make_class`].
    ///
    /// # Errors
    /// If there is no memory.
    ///
    /// # Safety
    /// As for [`LiveField::view`](super::LiveField::view); `operations` are those of what is at `place`.
    pub(super) unsafe fn create(
        py: Python<'_>,
        class: *mut ffi::PyTypeObject,
        owner: Owner<'_>,
        place: *mut c_void,
        operations: &'static O,
    ) -> PyResult<NonNull<ffi::PyObject>> {
        // SAFETY: the class's instances are `Live<O>`, which the collector meets zeroed or complete.
        unsafe {
            let object = super::object::allocate(py, class)?;
            ffi::Py_INCREF(owner.object);
            let live = object.as_ptr().cast::<Self>();
            (&raw mut (*live).guard).write(owner.guard.map_or(ptr::null(), ptr::from_ref));
            (&raw mut (*live).foreign).write(owner.foreign);
            (&raw mut (*live).place).write(place);
            (&raw mut (*live).operations).write(operations);
            (&raw mut (*live).owner).write(owner.object);
            Ok(object)
        }
    }

    fn check_thread(&self) -> PyResult<()> {
        // SAFETY: the owner is alive as long as the view.
        match unsafe { (self.foreign)(self.owner) } {
            None => Ok(()),
            Some(name) => Err(PyRuntimeError::new_err(format!(
                "{name} is unsendable, but sent to another thread"
            ))),
        }
    }

    /// Reads the container; `read` gets its place.
    ///
    /// # Errors
    /// If the owner is mutably borrowed; what `read` reports.
    pub(super) fn read<R>(&self, read: impl FnOnce(*mut c_void) -> PyResult<R>) -> PyResult<R> {
        self.check_thread()?;
        // SAFETY: the bookkeeping lives as long as the owner.
        let guard = unsafe { self.guard.as_ref() };
        if !guard.is_none_or(BorrowFlag::try_read) {
            return Err(PyBorrowError::new().into());
        }
        let _ends = guard.map(|guard| Ends(guard, BorrowFlag::end_read));
        read(self.place)
    }

    /// Changes the container; `write` gets its place, and runs nothing of Python's.
    ///
    /// # Errors
    /// If the owner is borrowed or frozen.
    pub(super) fn write<R>(&self, write: impl FnOnce(*mut c_void) -> PyResult<R>) -> PyResult<R> {
        self.check_thread()?;
        // SAFETY: as above.
        let Some(guard) = (unsafe { self.guard.as_ref() }) else {
            return Err(PyTypeError::new_err(
                "a field of a frozen class cannot be changed",
            ));
        };
        if !guard.try_write() {
            return Err(PyBorrowMutError::new().into());
        }
        let _ends = Ends(guard, BorrowFlag::end_write);
        write(self.place)
    }
}

/// The object as a view.
///
/// # Safety
/// It is an instance of a class made for `Live<O>`, alive for `'a`.
pub(super) unsafe fn live<'a, O>(object: *mut ffi::PyObject) -> &'a Live<O> {
    // SAFETY: the caller's contract.
    unsafe { &*object.cast::<Live<O>>() }
}

/// A borrowed pointer as a bound reference.
///
/// # Safety
/// `object` is alive.
pub(super) unsafe fn bound(py: Python<'_>, object: *mut ffi::PyObject) -> Bound<'_, PyAny> {
    // SAFETY: the caller's contract.
    unsafe { Bound::from_borrowed_ptr(py, object) }
}

/// The arguments of a method that takes as many as `counts` says.
///
/// # Errors
/// `TypeError` if there are others.
///
/// # Safety
/// `args` is a live tuple.
pub(super) unsafe fn arguments<'py>(
    py: Python<'py>,
    args: *mut ffi::PyObject,
    name: &str,
    counts: core::ops::RangeInclusive<usize>,
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    // SAFETY: the caller's contract.
    let args: Vec<_> = unsafe { bound(py, args) }.extract()?;
    if counts.contains(&args.len()) {
        return Ok(args);
    }
    Err(PyTypeError::new_err(format!(
        "{name} expected {} to {} arguments, got {}",
        counts.start(),
        counts.end(),
        args.len()
    )))
}

unsafe extern "C" fn dealloc(object: *mut ffi::PyObject) {
    // SAFETY: Python's contract; a view owns its reference to the owner.
    unsafe {
        let class = ffi::Py_TYPE(object);
        ffi::PyObject_GC_UnTrack(object.cast());
        ffi::Py_XDECREF((*object.cast::<Live<()>>()).owner);
        super::super::dealloc::free(object, class);
    }
}

unsafe extern "C" fn traverse(
    object: *mut ffi::PyObject,
    visit: ffi::visitproc,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: the collector's contract. There is no `tp_clear`: a cycle leads through what the owner holds.
    unsafe {
        let stop = visit(ffi::Py_TYPE(object).cast(), arg);
        let owner = (*object.cast::<Live<()>>()).owner;
        if stop != 0 || owner.is_null() {
            return stop;
        }
        visit(owner, arg)
    }
}

/// What a class of views is made of.
pub(super) struct ClassParts {
    /// Dotted.
    pub name: &'static CStr,
    /// Its documentation.
    pub doc: &'static CStr,
    /// Slots beside those that every view has.
    pub slots: Vec<ffi::PyType_Slot>,
    /// Methods.
    pub methods: Vec<ffi::PyMethodDef>,
    /// The class in `collections.abc` that it is registered with, and the methods taken from there.
    pub abstract_class: &'static str,
    pub inherited: &'static [&'static str],
}

/// The class in `cell`, made if it is not there yet.
///
/// # Errors
/// If it cannot be made.
pub(super) fn class_of(
    py: Python<'_>,
    cell: &AtomicPtr<ffi::PyTypeObject>,
    parts: impl FnOnce() -> ClassParts,
) -> PyResult<*mut ffi::PyTypeObject> {
    let found = cell.load(Ordering::Acquire);
    if !found.is_null() {
        return Ok(found);
    }
    let made = make_class(py, parts())?;
    match cell.compare_exchange(ptr::null_mut(), made, Ordering::AcqRel, Ordering::Acquire) {
        Ok(_) => Ok(made),
        Err(other) => {
            // SAFETY: attached; another thread was first, and ours was never seen.
            unsafe { ffi::Py_DECREF(made.cast()) };
            Ok(other)
        }
    }
}

/// What the runtime's classes do not offer: instances are made by getters alone.
unsafe extern "C" fn no_instances(
    _class: *mut ffi::PyTypeObject,
    _args: *mut ffi::PyObject,
    _kwargs: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    crate::glue::guard(|_| {
        Err(PyTypeError::new_err(
            "a live view is made by reading a field",
        ))
    })
}

fn make_class(py: Python<'_>, mut parts: ClassParts) -> PyResult<*mut ffi::PyTypeObject> {
    // SAFETY: all zeroes end both tables.
    parts.methods.push(unsafe { core::mem::zeroed() });
    let methods = Box::leak(parts.methods.into_boxed_slice()).as_mut_ptr();
    let slots = &mut parts.slots;
    let mut slot = |slot, pfunc| slots.push(ffi::PyType_Slot { slot, pfunc });
    slot(ffi::Py_tp_doc, parts.doc.as_ptr() as *mut c_void);
    slot(ffi::Py_tp_methods, methods.cast());
    slot(ffi::Py_tp_new, no_instances as *mut c_void);
    slot(ffi::Py_tp_dealloc, dealloc as *mut c_void);
    slot(ffi::Py_tp_traverse, traverse as *mut c_void);
    slot(
        ffi::Py_tp_hash,
        ffi::PyObject_HashNotImplemented as *mut c_void,
    );
    slot(0, ptr::null_mut());
    let mut spec = ffi::PyType_Spec {
        name: parts.name.as_ptr(),
        basicsize: size_of::<Live<()>>() as c_int,
        itemsize: 0,
        flags: (ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_HAVE_GC) as c_uint,
        slots: parts.slots.as_mut_ptr(),
    };
    // SAFETY: the specification is complete and ends with a zero slot; what the type points into is leaked.
    let class = unsafe { ffi::PyType_FromSpec(&mut spec) };
    // SAFETY: null, or a new reference to a type.
    let object = unsafe { Bound::<PyAny>::from_owned_ptr_or_opt(py, class) };
    let object = object.ok_or_else(|| PyErr::fetch(py))?;
    let abstract_class = py
        .import("collections.abc")?
        .getattr(parts.abstract_class)?;
    for name in parts.inherited {
        object.setattr(*name, abstract_class.getattr(*name)?)?;
    }
    abstract_class.call_method1("register", (&object,))?;
    Ok(object.into_ptr().cast())
}
