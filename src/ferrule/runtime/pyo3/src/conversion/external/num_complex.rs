//! `num_complex::Complex`: `complex`, and on the way in what has `__complex__` or is a number.

use ::num_complex::Complex;
use core::convert::Infallible;

use super::common::*;
use super::into_by_copy;
use crate::ffi;
use crate::intern;
use crate::types::PyComplex;

/// Real and imaginary part.
fn parts(object: Borrowed<'_, '_, PyAny>) -> PyResult<(f64, f64)> {
    let py = object.py();
    // SAFETY: attached, and the object is alive.
    if unsafe { ffi::PyComplex_Check(object.as_ptr()) } != 0 {
        return read(&object);
    }
    let class = object.get_type();
    match class.as_any().getattr_opt(intern!(py, "__complex__"))? {
        Some(convert) => {
            let made = convert.call1((object,))?;
            made.cast::<PyComplex>()?;
            read(&made)
        }
        None => Ok((object.extract::<f64>()?, 0.0)),
    }
}

/// Of an instance of `complex`.
fn read(object: &Bound<'_, PyAny>) -> PyResult<(f64, f64)> {
    // SAFETY: attached, and an instance of `complex`: neither function fails.
    let parts = unsafe {
        (
            ffi::PyComplex_RealAsDouble(object.as_ptr()),
            ffi::PyComplex_ImagAsDouble(object.as_ptr()),
        )
    };
    Ok(parts)
}

macro_rules! complex {
    ($number:ident) => {
        impl FromPyObject<'_, '_> for Complex<$number> {
            type Error = PyErr;

            fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
                let (real, imaginary) = parts(obj)?;
                Ok(Complex::new(real as $number, imaginary as $number))
            }
        }

        impl<'py> IntoPyObject<'py> for Complex<$number> {
            type Target = PyComplex;
            type Output = Bound<'py, PyComplex>;
            type Error = Infallible;

            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
                Ok(PyComplex::from_doubles(
                    py,
                    f64::from(self.re),
                    f64::from(self.im),
                ))
            }
        }

        into_by_copy!(Complex<$number>);
    };
}

impl PyComplex {
    /// A `complex` of a complex number.
    ///
    /// # Panics
    /// If out of memory.
    pub fn from_complex_bound<F: Into<f64>>(
        py: Python<'_>,
        complex: Complex<F>,
    ) -> Bound<'_, PyComplex> {
        PyComplex::from_doubles(py, complex.re.into(), complex.im.into())
    }
}

complex!(f32);
complex!(f64);
