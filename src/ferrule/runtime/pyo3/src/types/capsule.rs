//! [`PyCapsule`]: a pointer that native code hands through Python to other native code.

use core::ffi::{c_char, c_int, c_void, CStr};
use core::ptr::{self, NonNull};
use std::ffi::CString;

use super::function::guard_drop;
use super::sealed::AsBound;
use crate::err::{error_if_pending, error_on_minus_one, PyErr, PyResult};
use crate::exceptions::PyValueError;
use crate::ffi;
use crate::instance::Bound;
use crate::marker::Python;

native_type!(
    /// A Python capsule.
    PyCapsule = "PyCapsule", PyCapsule_Type, final
);

/// A capsule's name.
#[derive(Clone, Copy, Debug)]
pub struct CapsuleName(NonNull<c_char>);

impl CapsuleName {
    /// The text.
    ///
    /// # Safety
    /// The capsule still has this name for all of `'a`.
    pub unsafe fn as_cstr<'a>(self) -> &'a CStr {
        // SAFETY: a capsule's name is NUL-terminated; the caller vouches for its life.
        unsafe { CStr::from_ptr(self.as_ptr()) }
    }

    /// The address of the text.
    pub fn as_ptr(self) -> *const c_char {
        self.0.as_ptr()
    }
}

/// What a capsule made from a Rust value owns. The value comes first: the capsule's pointer leads to it.
#[repr(C)]
struct Contents<T, F> {
    value: T,
    destructor: F,
    /// The capsule points into it.
    name: Option<CString>,
}

impl PyCapsule {
    /// A capsule that owns `value` and leads to it.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_with_value<'py, T>(
        py: Python<'py>,
        value: T,
        name: &'static CStr,
    ) -> PyResult<Bound<'py, PyCapsule>>
    where
        T: 'static + Send,
    {
        PyCapsule::new_with_value_and_destructor(py, value, name, |_, _| {})
    }

    /// As [`PyCapsule::new_with_value`], with an owned name or none.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new<T>(py: Python<'_>, value: T, name: Option<CString>) -> PyResult<Bound<'_, PyCapsule>>
    where
        T: 'static + Send,
    {
        PyCapsule::new_with_destructor(py, value, name, |_, _| {})
    }

    /// A capsule that owns `value` and leads to it. When it goes, `destructor` gets the value and the capsule's context.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_with_value_and_destructor<'py, T, F>(
        py: Python<'py>,
        value: T,
        name: &'static CStr,
        destructor: F,
    ) -> PyResult<Bound<'py, PyCapsule>>
    where
        T: 'static + Send,
        F: FnOnce(T, *mut c_void) + Send + 'static,
    {
        owning(
            py,
            Contents {
                value,
                destructor,
                name: None,
            },
            name.as_ptr(),
        )
    }

    /// As [`PyCapsule::new_with_value_and_destructor`], with an owned name or none.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_with_destructor<T, F>(
        py: Python<'_>,
        value: T,
        name: Option<CString>,
        destructor: F,
    ) -> PyResult<Bound<'_, PyCapsule>>
    where
        T: 'static + Send,
        F: FnOnce(T, *mut c_void) + Send + 'static,
    {
        // The text does not move with the `CString`.
        let text = name.as_ref().map_or(ptr::null(), |name| name.as_ptr());
        owning(
            py,
            Contents {
                value,
                destructor,
                name,
            },
            text,
        )
    }

    /// A capsule that leads to `pointer` and owns nothing.
    ///
    /// # Errors
    /// `MemoryError`.
    ///
    /// # Safety
    /// `pointer` is valid for what users of this name do with it, for as long as they may.
    pub unsafe fn new_with_pointer<'py>(
        py: Python<'py>,
        pointer: NonNull<c_void>,
        name: &'static CStr,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // SAFETY: the caller's contract.
        unsafe { PyCapsule::new_with_pointer_and_destructor(py, pointer, name, None) }
    }

    /// A capsule that leads to `pointer`. When it goes, `destructor` gets the capsule.
    ///
    /// # Errors
    /// `MemoryError`.
    ///
    /// # Safety
    /// As for [`PyCapsule::new_with_pointer`]; `destructor` fits the pointer and may run on any attached thread.
    pub unsafe fn new_with_pointer_and_destructor<'py>(
        py: Python<'py>,
        pointer: NonNull<c_void>,
        name: &'static CStr,
        destructor: Option<ffi::PyCapsule_Destructor>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // SAFETY: attached; the pointer is not null; the name is static.
        unsafe {
            let capsule = ffi::PyCapsule_New(pointer.as_ptr(), name.as_ptr(), destructor);
            Ok(Bound::from_owned_ptr_or_err(py, capsule)?.cast_into_unchecked())
        }
    }

    /// What the capsule `module.attribute` leads to, where `name` is that path and the capsule's name.
    ///
    /// # Errors
    /// What the import raises; `AttributeError` if the attribute is no capsule of that name; `ValueError` if the
    /// address is not aligned for a `T`.
    ///
    /// # Safety
    /// The capsule leads to a `T` that lives as long as the interpreter.
    pub unsafe fn import<'py, T>(py: Python<'py>, name: &CStr) -> PyResult<&'py T> {
        let pointer = PyCapsule::import_pointer(py, name)?.cast::<T>();
        if !pointer.is_aligned() {
            return Err(PyValueError::new_err(format!(
                "capsule {name:?} leads to an address that no {} can have",
                core::any::type_name::<T>()
            )));
        }
        // SAFETY: the caller's contract.
        Ok(unsafe { pointer.as_ref() })
    }

    /// The pointer of the capsule `module.attribute`, where `name` is that path and the capsule's name.
    ///
    /// # Errors
    /// What the import raises; `AttributeError` if the attribute is no capsule of that name.
    pub fn import_pointer(py: Python<'_>, name: &CStr) -> PyResult<NonNull<c_void>> {
        // SAFETY: attached; the name is NUL-terminated.
        NonNull::new(unsafe { ffi::PyCapsule_Import(name.as_ptr(), c_int::from(false)) })
            .ok_or_else(|| PyErr::fetch(py))
    }
}

/// A capsule that owns `contents` and leads to the value in them.
fn owning<T, F>(
    py: Python<'_>,
    contents: Contents<T, F>,
    name: *const c_char,
) -> PyResult<Bound<'_, PyCapsule>>
where
    T: 'static + Send,
    F: FnOnce(T, *mut c_void) + Send + 'static,
{
    let contents = Box::into_raw(Box::new(contents));
    // SAFETY: attached; the capsule owns the contents from here on, and its destructor knows their type; the name is
    // static or among the contents.
    unsafe {
        let capsule = ffi::PyCapsule_New(contents.cast(), name, Some(destroy::<T, F>));
        let capsule = Bound::from_owned_ptr_or_err(py, capsule)
            .inspect_err(|_| drop(Box::from_raw(contents)))?;
        Ok(capsule.cast_into_unchecked())
    }
}

/// Destroys what the capsule owns.
///
/// # Safety
/// Called by Python when a capsule goes whose pointer leads to a `Contents<T, F>`.
unsafe extern "C" fn destroy<T, F: FnOnce(T, *mut c_void)>(capsule: *mut ffi::PyObject) {
    guard_drop(|| {
        // SAFETY: the caller's contract. The name is asked of the capsule: users may have changed it.
        unsafe {
            let context = ffi::PyCapsule_GetContext(capsule);
            let pointer = ffi::PyCapsule_GetPointer(capsule, ffi::PyCapsule_GetName(capsule));
            let Contents {
                value,
                destructor,
                name,
            } = *Box::from_raw(pointer.cast::<Contents<T, F>>());
            destructor(value, context);
            drop(name);
        }
    });
}

/// A capsule's methods.
pub trait PyCapsuleMethods<'py>: AsBound<'py, PyCapsule> {
    /// Attaches a second pointer.
    ///
    /// # Errors
    /// None that Python documents for a valid capsule.
    #[allow(clippy::not_unsafe_ptr_arg_deref)] // the pointer is stored, never followed
    fn set_context(&self, context: *mut c_void) -> PyResult<()> {
        let capsule = self.bound();
        // SAFETY: attached; a capsule, alive.
        error_on_minus_one(capsule.py(), unsafe {
            ffi::PyCapsule_SetContext(capsule.as_ptr(), context)
        })
    }

    /// The second pointer, null if none was attached.
    ///
    /// # Errors
    /// None that Python documents for a valid capsule.
    fn context(&self) -> PyResult<*mut c_void> {
        let capsule = self.bound();
        // SAFETY: attached; a capsule, alive.
        let context = unsafe { ffi::PyCapsule_GetContext(capsule.as_ptr()) };
        if context.is_null() {
            error_if_pending(capsule.py())?;
        }
        Ok(context)
    }

    /// The pointer, if the capsule's name is `name`.
    ///
    /// # Errors
    /// `ValueError` if the name is another.
    fn pointer_checked(&self, name: Option<&CStr>) -> PyResult<NonNull<c_void>> {
        let capsule = self.bound();
        // SAFETY: attached; a capsule, alive; the name is NUL-terminated or null.
        let pointer = unsafe { ffi::PyCapsule_GetPointer(capsule.as_ptr(), name_ptr(name)) };
        NonNull::new(pointer).ok_or_else(|| PyErr::fetch(capsule.py()))
    }

    /// Whether the capsule's name is `name`.
    fn is_valid_checked(&self, name: Option<&CStr>) -> bool {
        // SAFETY: attached; a capsule, alive; the name is NUL-terminated or null.
        unsafe { ffi::PyCapsule_IsValid(self.bound().as_ptr(), name_ptr(name)) != 0 }
    }

    /// The name if the capsule has one.
    ///
    /// # Errors
    /// None that Python documents for a valid capsule.
    fn name(&self) -> PyResult<Option<CapsuleName>> {
        let capsule = self.bound();
        // SAFETY: attached; a capsule, alive.
        let name = unsafe { ffi::PyCapsule_GetName(capsule.as_ptr()) };
        if name.is_null() {
            error_if_pending(capsule.py())?;
        }
        Ok(NonNull::new(name.cast_mut()).map(CapsuleName))
    }
}

impl<'py> PyCapsuleMethods<'py> for Bound<'py, PyCapsule> {}

fn name_ptr(name: Option<&CStr>) -> *const c_char {
    name.map_or(ptr::null(), CStr::as_ptr)
}
