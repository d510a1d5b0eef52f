//! `chrono_tz::Tz`: `zoneinfo.ZoneInfo`, by its key.

use ::chrono_tz::Tz;

use super::common::*;
use super::into_by_copy;
use crate::exceptions::PyValueError;
use crate::intern;
use crate::types::PyTzInfo;

impl FromPyObject<'_, '_> for Tz {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let key = obj.getattr(intern!(obj.py(), "key"))?;
        key.extract::<String>()?
            .parse()
            .map_err(|error: ::chrono_tz::ParseError| PyValueError::new_err(error.to_string()))
    }
}

impl<'py> IntoPyObject<'py> for Tz {
    type Target = PyTzInfo;
    type Output = Bound<'py, PyTzInfo>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        PyTzInfo::timezone(py, self.name())
    }
}

into_by_copy!(Tz);
