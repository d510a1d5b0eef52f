//! Passing arguments: tuples of Rust values go to the callee as a plain array, without a Python tuple.

use core::ptr;

use super::{PyAny, PyDict, PyString, PyTuple};
use crate::conversion::{IntoPyObject, IntoPyObjectExt};
use crate::err::PyResult;
use crate::ffi;
use crate::instance::{Borrowed, Bound, BoundObject, Py};
use crate::types::any::{owned, PyAnyMethods};

/// What can be given to a Python call as its positional arguments: a tuple of up to twelve values that convert to
/// Python objects, or a Python tuple.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be passed as the arguments of a Python call",
    label = "expected a tuple of arguments",
    note = "arguments are given as a tuple: `({Self},)` for a single one, `()` for none",
    note = "a Python tuple (`Bound<PyTuple>`, `Py<PyTuple>` or a reference to one) is accepted too"
)]
pub trait PyCallArgs<'py>: Sized + sealed::Sealed {
    /// `callable(*self, **kwargs)`.
    #[doc(hidden)]
    fn pass_to(
        self,
        callable: &Bound<'py, PyAny>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>>;

    /// `object.name(*self)`.
    #[doc(hidden)]
    #[inline]
    fn pass_to_method(
        self,
        object: &Bound<'py, PyAny>,
        name: Borrowed<'_, 'py, PyString>,
    ) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: attached, and both are alive.
        let method = owned(object, unsafe {
            ffi::PyObject_GetAttr(object.as_ptr(), name.as_ptr())
        })?;
        self.pass_to(&method, None)
    }
}

mod sealed {
    use super::{Borrowed, Bound, Py, PyTuple};

    pub trait Sealed {}
    impl Sealed for () {}
    impl Sealed for Bound<'_, PyTuple> {}
    impl Sealed for &Bound<'_, PyTuple> {}
    impl Sealed for Borrowed<'_, '_, PyTuple> {}
    impl Sealed for Py<PyTuple> {}
    impl Sealed for &Py<PyTuple> {}
}

impl<'py> PyCallArgs<'py> for () {
    #[inline]
    fn pass_to(
        self,
        callable: &Bound<'py, PyAny>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        match kwargs {
            None => callable.call0(),
            Some(_) => {
                let mut args = [ptr::null_mut()];
                // SAFETY: one spare slot and no arguments.
                unsafe { vectorcall(callable, &mut args, kwargs) }
            }
        }
    }

    #[inline]
    fn pass_to_method(
        self,
        object: &Bound<'py, PyAny>,
        name: Borrowed<'_, 'py, PyString>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let mut args = [ptr::null_mut(), object.as_ptr()];
        // SAFETY: a spare slot, then the receiver, which is alive.
        unsafe { vectorcall_method(object, name, &mut args) }
    }
}

/// `callable(*args[1..], **kwargs)`.
///
/// # Safety
/// `args[0]` is a spare slot that the callee may write to; the rest are valid objects.
#[cfg(not(Py_LIMITED_API))]
#[inline]
unsafe fn vectorcall<'py>(
    callable: &Bound<'py, PyAny>,
    args: &mut [*mut ffi::PyObject],
    kwargs: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    let count = (args.len() - 1) | ffi::PY_VECTORCALL_ARGUMENTS_OFFSET;
    // SAFETY: the caller's contract; the flag says that the slot before the first argument may be written.
    let result = unsafe {
        let first = args.as_mut_ptr().add(1);
        match kwargs {
            None => ffi::PyObject_Vectorcall(callable.as_ptr(), first, count, ptr::null_mut()),
            Some(kwargs) => {
                ffi::PyObject_VectorcallDict(callable.as_ptr(), first, count, kwargs.as_ptr())
            }
        }
    };
    owned(callable, result)
}

/// As above, by way of a tuple: the stable ABI has no such call before 3.12, and none with a dict.
///
/// # Safety
/// `args[1..]` are valid objects.
#[cfg(Py_LIMITED_API)]
unsafe fn vectorcall<'py>(
    callable: &Bound<'py, PyAny>,
    args: &mut [*mut ffi::PyObject],
    kwargs: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: the caller's contract.
    let tuple = unsafe { super::tuple::from_borrowed_ptrs(callable.py(), &args[1..]) };
    tuple.pass_to(callable, kwargs)
}

/// `object.name(*args[2..])`, with `args[1]` the object.
///
/// # Safety
/// `args[0]` is a spare slot that the callee may write to; the rest are valid objects.
#[inline]
unsafe fn vectorcall_method<'py>(
    object: &Bound<'py, PyAny>,
    name: Borrowed<'_, 'py, PyString>,
    args: &mut [*mut ffi::PyObject],
) -> PyResult<Bound<'py, PyAny>> {
    #[cfg(not(Py_LIMITED_API))]
    {
        let count = (args.len() - 1) | ffi::PY_VECTORCALL_ARGUMENTS_OFFSET;
        // SAFETY: the caller's contract; the flag says that the slot before the receiver may be written.
        owned(object, unsafe {
            ffi::PyObject_VectorcallMethod(
                name.as_ptr(),
                args.as_mut_ptr().add(1),
                count,
                ptr::null_mut(),
            )
        })
    }
    #[cfg(Py_LIMITED_API)]
    // SAFETY: attached, both are alive, and the arguments are the caller's contract.
    unsafe {
        let method = owned(
            object,
            ffi::PyObject_GetAttr(object.as_ptr(), name.as_ptr()),
        )?;
        vectorcall(&method, &mut args[1..], None)
    }
}

/// Tuples of values, and references to them where references to the values convert.
macro_rules! tuple_args {
    ($($T:ident $value:ident),+) => {
        impl<$($T),+> sealed::Sealed for ($($T,)+) {}
        impl<$($T),+> sealed::Sealed for &($($T,)+) {}

        impl<'py, $($T: IntoPyObject<'py>),+> PyCallArgs<'py> for ($($T,)+) {
            tuple_args!(@methods $($value),+);
        }

        impl<'a, 'py, $($T),+> PyCallArgs<'py> for &'a ($($T,)+)
        where
            $(&'a $T: IntoPyObject<'py>),+
        {
            tuple_args!(@methods $($value),+);
        }
    };
    (@methods $($value:ident),+) => {
        #[inline]
        fn pass_to(
            self,
            callable: &Bound<'py, PyAny>,
            kwargs: Option<&Bound<'py, PyDict>>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let ($($value,)+) = self;
            $(let $value = $value.into_pyobject_or_pyerr(callable.py())?;)+
            let mut args = [ptr::null_mut(), $($value.as_ptr()),+];
            // SAFETY: a spare slot, then arguments that are alive until the end of this function.
            unsafe { vectorcall(callable, &mut args, kwargs) }
        }

        #[inline]
        fn pass_to_method(
            self,
            object: &Bound<'py, PyAny>,
            name: Borrowed<'_, 'py, PyString>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let ($($value,)+) = self;
            $(let $value = $value.into_pyobject_or_pyerr(object.py())?;)+
            let mut args = [ptr::null_mut(), object.as_ptr(), $($value.as_ptr()),+];
            // SAFETY: a spare slot, then receiver and arguments, all alive until the end of this function.
            unsafe { vectorcall_method(object, name, &mut args) }
        }
    };
}

tuple_args!(A a);
tuple_args!(A a, B b);
tuple_args!(A a, B b, C c);
tuple_args!(A a, B b, C c, D d);
tuple_args!(A a, B b, C c, D d, E e);
tuple_args!(A a, B b, C c, D d, E e, F f);
tuple_args!(A a, B b, C c, D d, E e, F f, G g);
tuple_args!(A a, B b, C c, D d, E e, F f, G g, H h);
tuple_args!(A a, B b, C c, D d, E e, F f, G g, H h, I i);
tuple_args!(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j);
tuple_args!(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k);
tuple_args!(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l);

macro_rules! python_tuple_args {
    ($($T:ty),+) => {
        $(impl<'py> PyCallArgs<'py> for $T {
            #[inline]
            fn pass_to(
                self,
                callable: &Bound<'py, PyAny>,
                kwargs: Option<&Bound<'py, PyDict>>,
            ) -> PyResult<Bound<'py, PyAny>> {
                let kwargs = kwargs.map_or(ptr::null_mut(), |kwargs| kwargs.as_ptr());
                // SAFETY: attached; the callable and the tuple are alive; no keywords are a null pointer.
                owned(callable, unsafe { ffi::PyObject_Call(callable.as_ptr(), self.as_ptr(), kwargs) })
            }
        })+
    };
}

python_tuple_args!(
    Bound<'py, PyTuple>,
    &Bound<'py, PyTuple>,
    Borrowed<'_, 'py, PyTuple>,
    Py<PyTuple>,
    &Py<PyTuple>
);
