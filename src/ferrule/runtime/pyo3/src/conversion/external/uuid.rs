//! `uuid::Uuid`: `uuid.UUID`.

use ::uuid::Uuid;

use super::common::*;
use super::into_by_copy;

fn class<'py>(py: Python<'py>) -> PyResult<&'py Bound<'py, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "uuid", "UUID")
}

impl FromPyObject<'_, '_> for Uuid {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        super::require(obj, class(obj.py())?)?;
        let number: u128 = obj.getattr("int")?.extract()?;
        Ok(Uuid::from_u128(number))
    }
}

impl<'py> IntoPyObject<'py> for Uuid {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        // UUID(hex, bytes, bytes_le, fields, int)
        let none = py.None();
        let args = (&none, &none, &none, &none, self.as_u128());
        class(py)?.as_any().call1(args)
    }
}

into_by_copy!(Uuid);
