//! `smallvec::SmallVec`: what a `Vec` of its items is.

use ::smallvec::{Array, SmallVec};

use super::common::*;
use crate::conversion::private::{Reference, Token};

impl<'py, A> FromPyObject<'_, 'py> for SmallVec<A>
where
    A: Array,
    A::Item: FromPyObjectOwned<'py>,
{
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let items: Vec<A::Item> = obj.extract()?;
        Ok(SmallVec::from_vec(items))
    }
}

impl<'py, A> IntoPyObject<'py> for SmallVec<A>
where
    A: Array,
    A::Item: IntoPyObject<'py>,
{
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        self.into_vec().into_pyobject(py)
    }
}

impl<'a, 'py, A> IntoPyObject<'py> for &'a SmallVec<A>
where
    A: Array,
    &'a A::Item: IntoPyObject<'py> + Reference<Base = A::Item>,
{
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        if <&'a A::Item as IntoPyObject<'py>>::AT_ONCE {
            return <&A::Item>::borrowed_slice_into_pyobject(self.as_slice(), py, Token);
        }
        <&A::Item>::sequence_into_pyobject(self.iter(), py, Token)
    }
}
