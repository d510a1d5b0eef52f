//! Fieldless enums as Python's own: `enum.Enum`, `IntEnum`, `StrEnum`, `Flag`, `IntFlag`.
//!
//! The class is made by calling Python's metaclass; its methods, if there are any, stand in a base class of ours, which
//! adds nothing to an instance. A value is converted by its member's address.

use core::ffi::CStr;
use core::ops::Deref;
use core::ptr::{self, NonNull};
use core::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

use super::enums::Singleton;
use super::lazy::{initializing, LazyClass};
use crate::err::PyResult;
use crate::exceptions::PyValueError;
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::type_object::PyTypeInfo;
use crate::types::any::PyAnyMethods;
use crate::types::module::PyModuleMethods;
use crate::types::{PyAny, PyModule, PyString, PyTuple};

/// Which of Python's classes is the base.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum EnumBase {
    /// `enum.Enum`.
    Enum,
    /// `enum.IntEnum`.
    IntEnum,
    /// `enum.StrEnum`; before Python 3.11, `str` and `Enum` with its `__str__` and `__format__`.
    StrEnum,
    /// `enum.Flag`.
    Flag,
    /// `enum.IntFlag`.
    IntFlag,
}

/// What Python sees as a member's `value`.
pub enum MemberValue {
    /// The variant's discriminant.
    Int(i128),
    /// A text.
    Text(&'static str),
}

/// One variant.
pub struct Member {
    /// Its place in the table of members.
    pub index: usize,
    /// Its name in Python.
    pub name: &'static str,
    /// Its value in Python.
    pub value: MemberValue,
    /// Its documentation, empty for none.
    pub doc: &'static CStr,
}

/// What `#[pyclass]` says of an enum.
pub struct EnumDef {
    /// The class's name.
    pub name: &'static str,
    /// `__module__`, if the enum names one.
    pub module: Option<&'static str>,
    /// Its documentation, empty for none.
    pub doc: &'static CStr,
    /// Its base.
    pub base: EnumBase,
    /// Its variants.
    pub members: &'static [Member],
    /// Where its methods are.
    pub methods: &'static LazyClass,
}

/// The class of an enum, made on first use. It lives forever, and its members with it.
pub struct LazyEnum {
    def: EnumDef,
    class: AtomicPtr<ffi::PyTypeObject>,
    adopted: AtomicBool,
}

/// An enum whose class Python made.
///
/// # Safety
/// `at` is the inverse of `index`, and `singletons` has a place for each index in the definition.
pub unsafe trait PythonEnum: PyTypeInfo + 'static {
    /// The class.
    fn lazy() -> &'static LazyEnum;
    /// One place for each member's object, by index.
    fn singletons() -> &'static [Singleton];
    /// The variant's index.
    fn index(&self) -> usize;
    /// The variant of an index.
    fn at(index: usize) -> Self;
}

/// A value that was converted from a member.
pub struct EnumRef<T>(T);

impl<T> Deref for EnumRef<T> {
    type Target = T;
    #[inline]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl LazyEnum {
    /// A class that has not been made.
    pub const fn new(def: EnumDef) -> Self {
        LazyEnum {
            def,
            class: AtomicPtr::new(ptr::null_mut()),
            adopted: AtomicBool::new(false),
        }
    }

    /// The class.
    ///
    /// # Panics
    /// If it cannot be made, after printing why.
    #[inline]
    pub fn get(&self, py: Python<'_>) -> *mut ffi::PyTypeObject {
        let class = self.class.load(Ordering::Acquire);
        if !class.is_null() {
            return class;
        }
        self.get_or_try_init(py).unwrap_or_else(|error| {
            error.write_unraisable(py, None);
            panic!("failed to create type object for {}", self.def.name)
        })
    }

    /// The class, made if it is not there yet.
    ///
    /// # Errors
    /// `RuntimeError` with the cause attached if making it fails.
    pub fn get_or_try_init(&self, py: Python<'_>) -> PyResult<*mut ffi::PyTypeObject> {
        let class = self.class.load(Ordering::Acquire);
        if !class.is_null() {
            return Ok(class);
        }
        let methods = if self.def.methods.has_blocks() {
            self.def.methods.get_or_try_init(py)?
        } else {
            ptr::null_mut()
        };
        let made = make(py, &self.def, methods)
            .map_err(|cause| initializing(py, &format!("class {}", self.def.name), cause))?
            .into_ptr()
            .cast();
        match self.class.compare_exchange(
            ptr::null_mut(),
            made,
            Ordering::AcqRel,
            Ordering::Acquire,
        ) {
            Ok(_) => Ok(made),
            Err(other) => {
                // Another thread was first, or a class attribute needed a member.
                // SAFETY: attached, and the reference is ours.
                unsafe { ffi::Py_DECREF(made.cast()) };
                Ok(other)
            }
        }
    }

    fn bound<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let class = self.get_or_try_init(py)?;
        // SAFETY: a live type object.
        Ok(unsafe { Bound::from_borrowed_ptr(py, class.cast()) })
    }

    /// Makes the class, and adds it to a module. The first becomes its `__module__` if it names none.
    ///
    /// # Errors
    /// If the class cannot be made or an attribute cannot be set.
    pub fn add_to(&self, module: &Bound<'_, PyModule>) -> PyResult<()> {
        let class = self.bound(module.py())?;
        if self.def.module.is_none() && !self.adopted.swap(true, Ordering::Relaxed) {
            class.setattr("__module__", module.name()?)?;
        }
        module.add(self.def.name, class)
    }
}

/// Calls the metaclass with the members, as a `class` statement does.
fn make<'py>(
    py: Python<'py>,
    def: &EnumDef,
    methods: *mut ffi::PyTypeObject,
) -> PyResult<Bound<'py, PyAny>> {
    let module = py.import("enum")?;
    let text = py.get_type::<PyString>().into_any();
    let mut bases = Vec::new();
    if !methods.is_null() {
        // SAFETY: a live type object.
        bases.push(unsafe { Bound::<PyAny>::from_borrowed_ptr(py, methods.cast()) });
    }
    let name = match def.base {
        EnumBase::Enum => "Enum",
        EnumBase::IntEnum => "IntEnum",
        EnumBase::StrEnum => "StrEnum",
        EnumBase::Flag => "Flag",
        EnumBase::IntFlag => "IntFlag",
    };
    let mixed = def.base == EnumBase::StrEnum && !module.hasattr(name)?;
    let base = if mixed {
        bases.push(text.clone());
        module.getattr("Enum")?
    } else {
        module.getattr(name)?
    };
    let metaclass = base.get_type();
    bases.push(base);
    let bases = PyTuple::new(py, bases)?;
    let space = metaclass.call_method1("__prepare__", (def.name, &bases))?;
    space.set_item("__module__", def.module.unwrap_or("builtins"))?;
    space.set_item("__qualname__", def.name)?;
    if !def.doc.is_empty() {
        space.set_item("__doc__", text_of(def.doc))?;
    }
    if mixed {
        for method in ["__str__", "__format__"] {
            space.set_item(method, text.getattr(method)?)?;
        }
    }
    for member in def.members {
        match member.value {
            MemberValue::Int(value) => space.set_item(member.name, value)?,
            MemberValue::Text(value) => space.set_item(member.name, value)?,
        }
    }
    let class = metaclass.call1((def.name, bases, space))?;
    if !methods.is_null() {
        add_methods(py, def, &class)?;
    }
    for member in def.members.iter().filter(|member| !member.doc.is_empty()) {
        class.getattr(member.name)?.setattr("__doc__", member.doc)?;
    }
    Ok(class)
}

/// Gives the class itself the methods of its base that are called on a member: Python calls a method the fast way where
/// the class that it was made for is that of the object.
fn add_methods(py: Python<'_>, def: &EnumDef, class: &Bound<'_, PyAny>) -> PyResult<()> {
    for function in def.methods.instance_methods()? {
        let name = function.name();
        if name.starts_with("__") || def.members.iter().any(|member| member.name == name) {
            continue;
        }
        // The class lives for ever.
        let definition = Box::leak(Box::new(function.method()));
        // SAFETY: attached; the class is a type, and the definition is whole. A null result has an exception.
        let method = unsafe {
            let method = ffi::PyDescr_NewMethod(class.as_ptr().cast(), definition);
            Bound::<PyAny>::from_owned_ptr_or_err(py, method)?
        };
        class.setattr(name, method)?;
    }
    Ok(())
}

fn text_of(text: &CStr) -> &str {
    text.to_str().unwrap_or_default()
}

/// The object of a member.
///
/// # Errors
/// If the class cannot be made.
#[inline]
pub fn member<'py, T: PythonEnum>(py: Python<'py>, value: &T) -> PyResult<Bound<'py, T>> {
    let object = T::singletons()[value.index()].get();
    if object.is_null() {
        load::<T>(py)?;
        return member(py, value);
    }
    // SAFETY: an instance of the class, which lives forever.
    unsafe { Ok(Bound::from_borrowed_ptr(py, object).cast_into_unchecked()) }
}

/// Enters the objects of all members.
#[cold]
fn load<T: PythonEnum>(py: Python<'_>) -> PyResult<()> {
    let class = T::lazy().bound(py)?;
    for member in T::lazy().def.members {
        T::singletons()[member.index].keep(class.getattr(member.name)?);
    }
    Ok(())
}

/// The value of a member.
///
/// # Errors
/// `TypeError` for anything but an instance of the class, `ValueError` for several flags at once.
#[inline]
pub fn from_member<T: PythonEnum>(object: Borrowed<'_, '_, PyAny>) -> PyResult<T> {
    match find::<T>(object) {
        Some(index) => Ok(T::at(index)),
        None => from_other(object),
    }
}

#[inline]
fn find<T: PythonEnum>(object: Borrowed<'_, '_, PyAny>) -> Option<usize> {
    let wanted = object.as_ptr();
    T::singletons().iter().position(|one| one.get() == wanted)
}

#[cold]
fn from_other<T: PythonEnum>(object: Borrowed<'_, '_, PyAny>) -> PyResult<T> {
    // SAFETY: a live object.
    unsafe { super::check_subclass(object.as_ptr(), T::type_object_raw(object.py()))? };
    load::<T>(object.py())?;
    find::<T>(object).map(T::at).ok_or_else(|| {
        PyValueError::new_err(format!(
            "{} is not one member of {}",
            object.repr().map_or_else(
                |_| "an object without a value".to_owned(),
                |text| text.to_string()
            ),
            T::NAME
        ))
    })
}

/// Borrows the value of a method's receiver.
///
/// # Errors
/// As [`from_member`].
///
/// # Safety
/// Attached; `object` is alive.
pub unsafe fn receive<T: PythonEnum>(object: NonNull<ffi::PyObject>) -> PyResult<EnumRef<T>> {
    // SAFETY: the caller's contract.
    let object = unsafe { Borrowed::from_ptr(Python::assume_attached(), object.as_ptr()) };
    from_member(object).map(EnumRef)
}
