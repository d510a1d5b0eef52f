//! Paths: what `os.fspath` accepts on the way in, `pathlib.Path` on the way out.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::{FromPyObject, IntoPyObject};
use crate::err::{PyErr, PyResult};
use crate::ffi;
use crate::instance::{Borrowed, Bound, Py};
use crate::marker::Python;
use crate::sync::PyOnceLock;
use crate::types::{PyAny, PyAnyMethods, PyType};

impl FromPyObject<'_, '_> for PathBuf {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        // SAFETY: attached, and the object is alive; the result is null or a new reference.
        let path = unsafe {
            Bound::<PyAny>::from_owned_ptr_or_err(obj.py(), ffi::PyOS_FSPath(obj.as_ptr()))?
        };
        path.as_borrowed().extract::<OsString>().map(PathBuf::from)
    }
}

impl<'a> FromPyObject<'a, '_> for Cow<'a, Path> {
    type Error = PyErr;

    fn extract(obj: Borrowed<'a, '_, PyAny>) -> PyResult<Self> {
        if let Ok(Cow::Borrowed(text)) = obj.extract::<Cow<'a, OsStr>>() {
            return Ok(Cow::Borrowed(Path::new(text)));
        }
        obj.extract::<PathBuf>().map(Cow::Owned)
    }
}

fn make<'py>(py: Python<'py>, path: &Path) -> PyResult<Bound<'py, PyAny>> {
    static PATH: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    PATH.import(py, "pathlib", "Path")?
        .as_any()
        .call1((path.as_os_str(),))
}

macro_rules! path_into_py {
    ($($type:ty)*) => { $(
        impl<'py> IntoPyObject<'py> for $type {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;

            fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
                make(py, self.as_ref())
            }
        }
    )* };
}

path_into_py!(&Path PathBuf &PathBuf Cow<'_, Path> &Cow<'_, Path>);
