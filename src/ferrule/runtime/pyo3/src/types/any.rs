//! [`PyAny`], any Python object, and what can be done with one.
//!
//! Calls' argument passing lives in [`call`](super::call), text for Rust's formatter in `text`.

use core::cmp::Ordering;

use super::call::PyCallArgs;
use super::sealed::AsBound;
pub(crate) use super::text::{display, fmt_with};
use super::{PyDict, PyIterator, PyList, PyString, PySuper, PyType};
use crate::class::CompareOp;
use crate::conversion::{FromPyObject, IntoPyObject, IntoPyObjectExt};
use crate::err::{bool_or_error, error_on_minus_one, PyErr, PyResult};
use crate::exceptions::PyTypeError;
use crate::ffi;
use crate::instance::{Borrowed, Bound, BoundObject, Py};
use crate::type_object::{PyTypeCheck, PyTypeInfo};

/// Any Python object.
#[repr(transparent)]
pub struct PyAny(#[allow(dead_code)] core::cell::UnsafeCell<ffi::PyObject>);

// SAFETY: every object is an instance of `object`, whose type is a static of the interpreter.
unsafe impl PyTypeInfo for PyAny {
    const NAME: &'static str = "object";
    const MODULE: Option<&'static str> = Some("builtins");
    #[inline]
    fn type_object_raw(_py: crate::Python<'_>) -> *mut ffi::PyTypeObject {
        &raw mut ffi::PyBaseObject_Type
    }
    #[inline]
    fn is_type_of(_object: &Bound<'_, PyAny>) -> bool {
        true
    }
}

impl Bound<'_, PyAny> {
    /// Whether the object is an instance of `class` or of a subclass, by its type alone.
    #[inline]
    pub(crate) fn is_instance_of_type(&self, class: *mut ffi::PyTypeObject) -> bool {
        // SAFETY: attached, and both are alive.
        unsafe { ffi::PyObject_TypeCheck(self.as_ptr(), class) != 0 }
    }
}

/// A new reference from the C API, or the exception it set.
#[inline]
pub(crate) fn owned<'py>(
    object: &Bound<'py, PyAny>,
    result: *mut ffi::PyObject,
) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: callers pass the result of an API call that gives a new reference or sets an exception.
    unsafe { Bound::from_owned_ptr_or_err(object.py(), result) }
}

/// A result of −1 from the C API is the exception it set; else the size.
#[inline]
pub(crate) fn size_or_error(object: &Bound<'_, PyAny>, size: isize) -> PyResult<usize> {
    match usize::try_from(size) {
        Ok(size) => Ok(size),
        Err(_) => Err(PyErr::fetch(object.py())),
    }
}

macro_rules! unary_operators {
    ($($(#[$meta:meta])* $name:ident = $function:ident;)*) => {
        $($(#[$meta])*
        ///
        /// # Errors
        /// What the operator raises.
        #[inline]
        fn $name(&self) -> PyResult<Bound<'py, PyAny>> {
            let object = self.bound();
            // SAFETY: attached, and the operand is alive.
            owned(object, unsafe { ffi::$function(object.as_ptr()) })
        })*
    };
}

macro_rules! binary_operators {
    ($($(#[$meta:meta])* $name:ident = $function:ident;)*) => {
        $($(#[$meta])*
        ///
        /// # Errors
        /// What converting the operand or the operator raises.
        #[inline]
        fn $name<O>(&self, other: O) -> PyResult<Bound<'py, PyAny>>
        where
            O: IntoPyObject<'py>,
        {
            let object = self.bound();
            let other = other.into_pyobject_or_pyerr(object.py())?;
            // SAFETY: attached, and both operands are alive.
            owned(object, unsafe { ffi::$function(object.as_ptr(), other.as_ptr()) })
        })*
    };
}

macro_rules! comparisons {
    ($($(#[$meta:meta])* $name:ident = $op:ident;)*) => {
        $($(#[$meta])*
        ///
        /// # Errors
        /// What converting the operand, the comparison or the truth test of its result raises.
        #[inline]
        fn $name<O>(&self, other: O) -> PyResult<bool>
        where
            O: IntoPyObject<'py>,
        {
            let object = self.bound();
            let other = other.into_pyobject_or_pyerr(object.py())?;
            compare_bool(object, other.as_ptr(), CompareOp::$op)
        })*
    };
}

/// What any Python object can do. Implemented by `Bound<'py, PyAny>`, to which every other bound reference derefs.
pub trait PyAnyMethods<'py>: AsBound<'py, PyAny> {
    /// `self is other`.
    #[inline]
    fn is<T: AsRef<Py<PyAny>>>(&self, other: T) -> bool {
        self.bound().as_ptr() == other.as_ref().as_ptr()
    }

    /// Whether there is an attribute of this name.
    ///
    /// # Errors
    /// What reading the attribute raises, other than `AttributeError`.
    fn hasattr<N>(&self, attr_name: N) -> PyResult<bool>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        self.getattr_opt(attr_name).map(|value| value.is_some())
    }

    /// `self.attr_name`.
    ///
    /// # Errors
    /// What the access raises.
    #[inline]
    fn getattr<N>(&self, attr_name: N) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        let object = self.bound();
        let name = attr_name.into_pyobject_or_pyerr(object.py())?;
        // SAFETY: attached, and both are alive.
        owned(object, unsafe {
            ffi::PyObject_GetAttr(object.as_ptr(), name.as_ptr())
        })
    }

    /// `self.attr_name`, or `None` if it raises `AttributeError`.
    ///
    /// # Errors
    /// Anything else that the access raises.
    #[inline]
    fn getattr_opt<N>(&self, attr_name: N) -> PyResult<Option<Bound<'py, PyAny>>>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        let object = self.bound();
        let name = attr_name.into_pyobject_or_pyerr(object.py())?;
        getattr_opt(object, name.as_borrowed())
    }

    /// `self.attr_name = value`.
    ///
    /// # Errors
    /// What the assignment raises.
    #[inline]
    fn setattr<N, V>(&self, attr_name: N, value: V) -> PyResult<()>
    where
        N: IntoPyObject<'py, Target = PyString>,
        V: IntoPyObject<'py>,
    {
        let object = self.bound();
        let py = object.py();
        let name = attr_name.into_pyobject_or_pyerr(py)?;
        let value = value.into_pyobject_or_pyerr(py)?;
        // SAFETY: attached, and all three are alive.
        error_on_minus_one(py, unsafe {
            ffi::PyObject_SetAttr(object.as_ptr(), name.as_ptr(), value.as_ptr())
        })
    }

    /// `del self.attr_name`.
    ///
    /// # Errors
    /// What the deletion raises.
    fn delattr<N>(&self, attr_name: N) -> PyResult<()>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        let object = self.bound();
        let name = attr_name.into_pyobject_or_pyerr(object.py())?;
        // SAFETY: attached, and both are alive; a null value deletes.
        error_on_minus_one(object.py(), unsafe {
            ffi::PyObject_SetAttr(object.as_ptr(), name.as_ptr(), core::ptr::null_mut())
        })
    }

    /// How `self` and `other` are ordered, by `==`, `<` and `>` in turn.
    ///
    /// # Errors
    /// What a comparison raises; `TypeError` if none is true.
    fn compare<O>(&self, other: O) -> PyResult<Ordering>
    where
        O: IntoPyObject<'py>,
    {
        let object = self.bound();
        let other = other.into_pyobject_or_pyerr(object.py())?;
        for (op, ordering) in [
            (CompareOp::Eq, Ordering::Equal),
            (CompareOp::Lt, Ordering::Less),
            (CompareOp::Gt, Ordering::Greater),
        ] {
            if compare_bool(object, other.as_ptr(), op)? {
                return Ok(ordering);
            }
        }
        Err(PyTypeError::new_err(
            "PyAny::compare(): All comparisons returned false",
        ))
    }

    /// The object that comparing `self` with `other` gives.
    ///
    /// # Errors
    /// What the comparison raises.
    #[inline]
    fn rich_compare<O>(&self, other: O, compare_op: CompareOp) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>,
    {
        let object = self.bound();
        let other = other.into_pyobject_or_pyerr(object.py())?;
        // SAFETY: attached, and both are alive.
        owned(object, unsafe {
            ffi::PyObject_RichCompare(object.as_ptr(), other.as_ptr(), compare_op as _)
        })
    }

    unary_operators! {
        /// `-self`.
        neg = PyNumber_Negative;
        /// `+self`.
        pos = PyNumber_Positive;
        /// `abs(self)`.
        abs = PyNumber_Absolute;
        /// `~self`.
        bitnot = PyNumber_Invert;
    }

    comparisons! {
        /// `self < other`.
        lt = Lt;
        /// `self <= other`.
        le = Le;
        /// `self == other`.
        eq = Eq;
        /// `self != other`.
        ne = Ne;
        /// `self > other`.
        gt = Gt;
        /// `self >= other`.
        ge = Ge;
    }

    binary_operators! {
        /// `self + other`.
        add = PyNumber_Add;
        /// `self - other`.
        sub = PyNumber_Subtract;
        /// `self * other`.
        mul = PyNumber_Multiply;
        /// `self @ other`.
        matmul = PyNumber_MatrixMultiply;
        /// `self / other`.
        div = PyNumber_TrueDivide;
        /// `self // other`.
        floor_div = PyNumber_FloorDivide;
        /// `self % other`.
        rem = PyNumber_Remainder;
        /// `divmod(self, other)`.
        divmod = PyNumber_Divmod;
        /// `self << other`.
        lshift = PyNumber_Lshift;
        /// `self >> other`.
        rshift = PyNumber_Rshift;
        /// `self & other`.
        bitand = PyNumber_And;
        /// `self | other`.
        bitor = PyNumber_Or;
        /// `self ^ other`.
        bitxor = PyNumber_Xor;
    }

    /// `pow(self, other, modulus)`; give `py.None()` for no modulus.
    ///
    /// # Errors
    /// What the operator raises.
    fn pow<O1, O2>(&self, other: O1, modulus: O2) -> PyResult<Bound<'py, PyAny>>
    where
        O1: IntoPyObject<'py>,
        O2: IntoPyObject<'py>,
    {
        let object = self.bound();
        let other = other.into_pyobject_or_pyerr(object.py())?;
        let modulus = modulus.into_pyobject_or_pyerr(object.py())?;
        // SAFETY: attached, and all three are alive.
        owned(object, unsafe {
            ffi::PyNumber_Power(object.as_ptr(), other.as_ptr(), modulus.as_ptr())
        })
    }

    /// `callable(self)`.
    #[inline]
    fn is_callable(&self) -> bool {
        // SAFETY: attached, and the object is alive.
        unsafe { ffi::PyCallable_Check(self.bound().as_ptr()) != 0 }
    }

    /// `self(*args, **kwargs)`.
    ///
    /// # Errors
    /// What converting the arguments or the call raises.
    #[inline]
    fn call<A>(&self, args: A, kwargs: Option<&Bound<'py, PyDict>>) -> PyResult<Bound<'py, PyAny>>
    where
        A: PyCallArgs<'py>,
    {
        args.pass_to(self.bound(), kwargs)
    }

    /// `self()`.
    ///
    /// # Errors
    /// What the call raises.
    #[inline]
    fn call0(&self) -> PyResult<Bound<'py, PyAny>> {
        let object = self.bound();
        // SAFETY: attached, and the object is alive.
        owned(object, unsafe { ffi::PyObject_CallNoArgs(object.as_ptr()) })
    }

    /// `self(*args)`.
    ///
    /// # Errors
    /// What converting the arguments or the call raises.
    #[inline]
    fn call1<A>(&self, args: A) -> PyResult<Bound<'py, PyAny>>
    where
        A: PyCallArgs<'py>,
    {
        args.pass_to(self.bound(), None)
    }

    /// `self.name(*args, **kwargs)`.
    ///
    /// # Errors
    /// What the lookup, converting the arguments or the call raises.
    #[inline]
    fn call_method<N, A>(
        &self,
        name: N,
        args: A,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
        A: PyCallArgs<'py>,
    {
        if kwargs.is_none() {
            return self.call_method1(name, args);
        }
        args.pass_to(&self.getattr(name)?, kwargs)
    }

    /// `self.name()`.
    ///
    /// # Errors
    /// What the lookup or the call raises.
    #[inline]
    fn call_method0<N>(&self, name: N) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        self.call_method1(name, ())
    }

    /// `self.name(*args)`.
    ///
    /// # Errors
    /// What the lookup, converting the arguments or the call raises.
    #[inline]
    fn call_method1<N, A>(&self, name: N, args: A) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
        A: PyCallArgs<'py>,
    {
        let object = self.bound();
        let name = name.into_pyobject_or_pyerr(object.py())?;
        args.pass_to_method(object, name.as_borrowed())
    }

    /// `bool(self)`.
    ///
    /// # Errors
    /// What `__bool__` or `__len__` raises.
    #[inline]
    fn is_truthy(&self) -> PyResult<bool> {
        let object = self.bound();
        // SAFETY: attached, and the object is alive.
        bool_or_error(object.py(), unsafe {
            ffi::PyObject_IsTrue(object.as_ptr())
        })
    }

    /// `self is None`.
    #[inline]
    fn is_none(&self) -> bool {
        // SAFETY: the singleton's address is constant while attached.
        unsafe { ffi::Py_None() == self.bound().as_ptr() }
    }

    /// `len(self) == 0`.
    ///
    /// # Errors
    /// What `__len__` raises.
    fn is_empty(&self) -> PyResult<bool> {
        self.len().map(|len| len == 0)
    }

    /// `self[key]`.
    ///
    /// # Errors
    /// What the access raises.
    #[inline]
    fn get_item<K>(&self, key: K) -> PyResult<Bound<'py, PyAny>>
    where
        K: IntoPyObject<'py>,
    {
        let object = self.bound();
        let key = key.into_pyobject_or_pyerr(object.py())?;
        // SAFETY: attached, and both are alive.
        owned(object, unsafe {
            ffi::PyObject_GetItem(object.as_ptr(), key.as_ptr())
        })
    }

    /// `self[key] = value`.
    ///
    /// # Errors
    /// What the assignment raises.
    #[inline]
    fn set_item<K, V>(&self, key: K, value: V) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>,
    {
        let object = self.bound();
        let py = object.py();
        let key = key.into_pyobject_or_pyerr(py)?;
        let value = value.into_pyobject_or_pyerr(py)?;
        // SAFETY: attached, and all three are alive.
        error_on_minus_one(py, unsafe {
            ffi::PyObject_SetItem(object.as_ptr(), key.as_ptr(), value.as_ptr())
        })
    }

    /// `del self[key]`.
    ///
    /// # Errors
    /// What the deletion raises.
    fn del_item<K>(&self, key: K) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
    {
        let object = self.bound();
        let key = key.into_pyobject_or_pyerr(object.py())?;
        // SAFETY: attached, and both are alive.
        error_on_minus_one(object.py(), unsafe {
            ffi::PyObject_DelItem(object.as_ptr(), key.as_ptr())
        })
    }

    /// `iter(self)`.
    ///
    /// # Errors
    /// `TypeError` if the object is not iterable, or what `__iter__` raises.
    #[inline]
    fn try_iter(&self) -> PyResult<Bound<'py, PyIterator>> {
        PyIterator::from_object(self.bound())
    }

    /// `type(self)`.
    #[inline]
    fn get_type(&self) -> Bound<'py, PyType> {
        let object = self.bound();
        // SAFETY: an object's type is a valid type object.
        unsafe {
            Bound::from_borrowed_ptr(object.py(), self.get_type_ptr().cast()).cast_into_unchecked()
        }
    }

    /// The address of the object's type, borrowed.
    #[inline]
    fn get_type_ptr(&self) -> *mut ffi::PyTypeObject {
        // SAFETY: the object is alive.
        unsafe { ffi::Py_TYPE(self.bound().as_ptr()) }
    }

    /// Converts the object to a Rust value.
    ///
    /// # Errors
    /// What the conversion reports.
    #[inline]
    fn extract<'a, T>(&'a self) -> Result<T, T::Error>
    where
        T: FromPyObject<'a, 'py>,
        'py: 'a,
    {
        T::extract(self.bound().as_borrowed())
    }

    /// The object's reference count.
    fn get_refcnt(&self) -> isize {
        // SAFETY: the object is alive.
        unsafe { ffi::Py_REFCNT(self.bound().as_ptr()) as isize }
    }

    /// `repr(self)`.
    ///
    /// # Errors
    /// What `__repr__` raises.
    fn repr(&self) -> PyResult<Bound<'py, PyString>> {
        let object = self.bound();
        // SAFETY: attached, and the object is alive; `repr` checks that its result is a `str`.
        unsafe { Ok(owned(object, ffi::PyObject_Repr(object.as_ptr()))?.cast_into_unchecked()) }
    }

    /// `str(self)`.
    ///
    /// # Errors
    /// What `__str__` raises.
    fn str(&self) -> PyResult<Bound<'py, PyString>> {
        let object = self.bound();
        // SAFETY: attached, and the object is alive; `str` checks that its result is a `str`.
        unsafe { Ok(owned(object, ffi::PyObject_Str(object.as_ptr()))?.cast_into_unchecked()) }
    }

    /// `hash(self)`.
    ///
    /// # Errors
    /// `TypeError` if the object is unhashable, or what `__hash__` raises.
    fn hash(&self) -> PyResult<isize> {
        let object = self.bound();
        // SAFETY: attached, and the object is alive.
        let hash = unsafe { ffi::PyObject_Hash(object.as_ptr()) };
        error_on_minus_one(object.py(), hash)?;
        Ok(hash)
    }

    /// `len(self)`.
    ///
    /// # Errors
    /// `TypeError` if the object has no length, or what `__len__` raises.
    #[inline]
    fn len(&self) -> PyResult<usize> {
        let object = self.bound();
        // SAFETY: attached, and the object is alive.
        size_or_error(object, unsafe { ffi::PyObject_Size(object.as_ptr()) })
    }

    /// `dir(self)`.
    ///
    /// # Errors
    /// What `__dir__` raises.
    fn dir(&self) -> PyResult<Bound<'py, PyList>> {
        let object = self.bound();
        // SAFETY: attached, and the object is alive; `dir` gives a list.
        unsafe { Ok(owned(object, ffi::PyObject_Dir(object.as_ptr()))?.cast_into_unchecked()) }
    }

    /// `isinstance(self, ty)`.
    ///
    /// # Errors
    /// `TypeError` if `ty` is no type, union or tuple of types, or what `__instancecheck__` raises.
    #[inline]
    fn is_instance(&self, ty: &Bound<'py, PyAny>) -> PyResult<bool> {
        let object = self.bound();
        // SAFETY: attached, and both are alive.
        bool_or_error(object.py(), unsafe {
            ffi::PyObject_IsInstance(object.as_ptr(), ty.as_ptr())
        })
    }

    /// `type(self) is ty`.
    #[inline]
    fn is_exact_instance(&self, ty: &Bound<'py, PyAny>) -> bool {
        self.get_type_ptr() == ty.as_ptr().cast()
    }

    /// Whether the object is an instance of `T` or of a subclass.
    #[inline]
    fn is_instance_of<T: PyTypeCheck>(&self) -> bool {
        T::type_check(self.bound())
    }

    /// Whether the object's type is exactly `T`.
    #[inline]
    fn is_exact_instance_of<T: PyTypeInfo>(&self) -> bool {
        T::is_exact_type_of(self.bound())
    }

    /// `value in self`.
    ///
    /// # Errors
    /// What the test raises.
    fn contains<V>(&self, value: V) -> PyResult<bool>
    where
        V: IntoPyObject<'py>,
    {
        let object = self.bound();
        let value = value.into_pyobject_or_pyerr(object.py())?;
        // SAFETY: attached, and both are alive.
        bool_or_error(object.py(), unsafe {
            ffi::PySequence_Contains(object.as_ptr(), value.as_ptr())
        })
    }

    /// `super(type(self), self)`.
    ///
    /// # Errors
    /// What `super` raises.
    fn py_super(&self) -> PyResult<Bound<'py, PySuper>> {
        PySuper::new(&self.get_type(), self.bound())
    }
}

impl<'py> PyAnyMethods<'py> for Bound<'py, PyAny> {}

fn compare_bool(
    object: &Bound<'_, PyAny>,
    other: *mut ffi::PyObject,
    op: CompareOp,
) -> PyResult<bool> {
    // SAFETY: attached, and both are alive. Not `RichCompareBool`, which takes identity for equality.
    let result = owned(object, unsafe {
        ffi::PyObject_RichCompare(object.as_ptr(), other, op as _)
    })?;
    result.is_truthy()
}

fn getattr_opt<'py>(
    object: &Bound<'py, PyAny>,
    name: Borrowed<'_, 'py, PyString>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = object.py();
    // Both calls leave out the exception that nobody wants to see; the private one has the public one's contract.
    #[cfg(any(Py_3_13, not(Py_LIMITED_API)))]
    // SAFETY: attached, both are alive, and the new reference is ours.
    unsafe {
        #[cfg(not(Py_3_13))]
        use ffi::_PyObject_LookupAttr as get_optional;
        #[cfg(Py_3_13)]
        use ffi::PyObject_GetOptionalAttr as get_optional;

        let mut value = core::ptr::null_mut();
        bool_or_error(py, get_optional(object.as_ptr(), name.as_ptr(), &mut value))?;
        Ok(Bound::from_owned_ptr_or_opt(py, value))
    }
    #[cfg(not(any(Py_3_13, not(Py_LIMITED_API))))]
    // SAFETY: attached, both are alive, and the new reference is ours.
    unsafe {
        let value = ffi::PyObject_GetAttr(object.as_ptr(), name.as_ptr());
        let class = crate::exceptions::PyAttributeError::type_object_raw(py);
        if value.is_null() && ffi::PyErr_ExceptionMatches(class.cast()) != 0 {
            ffi::PyErr_Clear();
            return Ok(None);
        }
        owned(object, value).map(Some)
    }
}
