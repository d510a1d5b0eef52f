//! `num_rational::Ratio`: `fractions.Fraction`, and on the way in what has a `numerator` and a `denominator`.

use ::num_rational::Ratio;

use super::common::*;
use crate::exceptions::PyZeroDivisionError;

macro_rules! ratio {
    ($number:ty) => {
        impl FromPyObject<'_, '_> for Ratio<$number> {
            type Error = PyErr;

            fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
                let above: $number = obj.getattr("numerator")?.extract()?;
                let below: $number = obj.getattr("denominator")?.extract()?;
                if below == <$number>::from(0_i8) {
                    return Err(PyZeroDivisionError::new_err("a denominator is zero"));
                }
                Ok(Ratio::new(above, below))
            }
        }

        impl<'py> IntoPyObject<'py> for Ratio<$number> {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;

            fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
                (&self).into_pyobject(py)
            }
        }

        impl<'py> IntoPyObject<'py> for &Ratio<$number> {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;

            fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
                static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
                let class = CLASS.import(py, "fractions", "Fraction")?;
                class.as_any().call1((self.numer(), self.denom()))
            }
        }
    };
}

ratio!(i8);
ratio!(i16);
ratio!(i32);
ratio!(i64);
ratio!(isize);
#[cfg(feature = "num-bigint")]
ratio!(::num_bigint::BigInt);
