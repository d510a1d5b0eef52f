//! [`PyComplex`]: Python's `complex`, with Rust's operators.

use core::ffi::c_double;
use core::ops::{Add, Div, Mul, Neg, Sub};

use super::sealed::AsBound;
use super::PyAnyMethods;
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;

native_type!(
    /// Python's `complex`.
    PyComplex = "complex", PyComplex_Type, PyComplex_Check, PyComplex_CheckExact
);

impl PyComplex {
    /// `complex(real, imag)`.
    ///
    /// # Panics
    /// If out of memory.
    pub fn from_doubles(py: Python<'_>, real: c_double, imag: c_double) -> Bound<'_, PyComplex> {
        // SAFETY: attached.
        unsafe {
            Bound::from_owned_ptr(py, ffi::PyComplex_FromDoubles(real, imag)).cast_into_unchecked()
        }
    }
}

/// The methods of `complex`.
pub trait PyComplexMethods<'py>: AsBound<'py, PyComplex> {
    /// The real part.
    fn real(&self) -> c_double {
        // SAFETY: a complex number, alive.
        unsafe { ffi::PyComplex_RealAsDouble(self.bound().as_ptr()) }
    }

    /// The imaginary part.
    fn imag(&self) -> c_double {
        // SAFETY: a complex number, alive.
        unsafe { ffi::PyComplex_ImagAsDouble(self.bound().as_ptr()) }
    }

    /// `abs(self)`.
    fn abs(&self) -> c_double {
        self.real().hypot(self.imag())
    }

    /// `self ** other`.
    ///
    /// # Panics
    /// Where Python raises: zero to a negative or complex power, and overflow.
    fn pow(&self, other: &Bound<'py, PyComplex>) -> Bound<'py, PyComplex> {
        let base = self.bound();
        complex(
            base.as_any().pow(other, base.py().None()),
            "Complex pow failed.",
        )
    }
}

impl<'py> PyComplexMethods<'py> for Bound<'py, PyComplex> {}

/// The result of an operator between complex numbers.
#[track_caller]
fn complex<'py>(
    result: crate::PyResult<Bound<'py, crate::PyAny>>,
    message: &str,
) -> Bound<'py, PyComplex> {
    // SAFETY: an operator of `complex` gives a complex number.
    unsafe { result.expect(message).cast_into_unchecked() }
}

/// An operator for all four ways of owning the operands, and for two that are borrowed.
macro_rules! operator {
    ($Trait:ident, $name:ident, $python:ident, $message:literal) => {
        operator!(@impl $Trait, $name, $python, $message, Bound<'py, PyComplex>, Bound<'py, PyComplex>);
        operator!(@impl $Trait, $name, $python, $message, Bound<'py, PyComplex>, &Bound<'py, PyComplex>);
        operator!(@impl $Trait, $name, $python, $message, &Bound<'py, PyComplex>, Bound<'py, PyComplex>);
        operator!(@impl $Trait, $name, $python, $message, &Bound<'py, PyComplex>, &Bound<'py, PyComplex>);
        operator!(@impl $Trait, $name, $python, $message, Borrowed<'_, 'py, PyComplex>, Borrowed<'_, 'py, PyComplex>);
    };
    (@impl $Trait:ident, $name:ident, $python:ident, $message:literal, $Left:ty, $Right:ty) => {
        impl<'py> $Trait<$Right> for $Left {
            type Output = Bound<'py, PyComplex>;
            /// # Panics
            /// Where Python raises.
            #[track_caller]
            fn $name(self, other: $Right) -> Bound<'py, PyComplex> {
                complex(self.as_any().$python(other.as_any()), $message)
            }
        }
    };
}

operator!(Add, add, add, "Complex addition failed.");
operator!(Sub, sub, sub, "Complex subtraction failed.");
operator!(Mul, mul, mul, "Complex multiplication failed.");
operator!(Div, div, div, "Complex division failed.");

impl<'py> Neg for &Bound<'py, PyComplex> {
    type Output = Bound<'py, PyComplex>;
    fn neg(self) -> Bound<'py, PyComplex> {
        PyComplex::from_doubles(self.py(), -self.real(), -self.imag())
    }
}

impl<'py> Neg for Borrowed<'_, 'py, PyComplex> {
    type Output = Bound<'py, PyComplex>;
    fn neg(self) -> Bound<'py, PyComplex> {
        -&*self
    }
}

impl<'py> Neg for Bound<'py, PyComplex> {
    type Output = Bound<'py, PyComplex>;
    fn neg(self) -> Bound<'py, PyComplex> {
        -&self
    }
}
