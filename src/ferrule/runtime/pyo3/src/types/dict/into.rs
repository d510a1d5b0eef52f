//! [`IntoPyDict`]: a dict from an iterator of pairs.

use super::{PyDict, PyDictMethods};
use crate::conversion::IntoPyObject;
use crate::err::PyResult;
use crate::instance::Bound;
use crate::marker::Python;

/// What a dict can be made of: an iterator of pairs whose halves convert to Python objects.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be turned into a Python dict",
    note = "expected something to iterate over that gives pairs of key and value"
)]
pub trait IntoPyDict<'py>: Sized {
    /// A dict of the pairs; of equal keys the last one counts.
    ///
    /// # Errors
    /// What a conversion reports; `TypeError` if a key is unhashable.
    fn into_py_dict(self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>>;
}

impl<'py, T, I> IntoPyDict<'py> for I
where
    T: PyDictItem<'py>,
    I: IntoIterator<Item = T>,
{
    fn into_py_dict(self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        self.into_iter().try_for_each(|item| item.add_to(&dict))?;
        Ok(dict)
    }
}

/// A pair of key and value, owned or borrowed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no item of a Python dict",
    note = "expected a pair of key and value, both convertible to Python objects"
)]
pub trait PyDictItem<'py> {
    /// Adds the pair.
    #[doc(hidden)]
    fn add_to(self, dict: &Bound<'py, PyDict>) -> PyResult<()>;
}

impl<'py, K, V> PyDictItem<'py> for (K, V)
where
    K: IntoPyObject<'py>,
    V: IntoPyObject<'py>,
{
    #[inline]
    fn add_to(self, dict: &Bound<'py, PyDict>) -> PyResult<()> {
        dict.set_item(self.0, self.1)
    }
}

impl<'a, 'py, K, V> PyDictItem<'py> for &'a (K, V)
where
    &'a K: IntoPyObject<'py>,
    &'a V: IntoPyObject<'py>,
{
    #[inline]
    fn add_to(self, dict: &Bound<'py, PyDict>) -> PyResult<()> {
        dict.set_item(&self.0, &self.1)
    }
}
