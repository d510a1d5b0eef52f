//! Text and bytes that stay in the Python object they came from, usable without attachment and from any thread.

use core::borrow::Borrow;
use core::cmp::Ordering;
use core::convert::Infallible;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;
use core::ptr::NonNull;
use std::sync::Arc;

use crate::conversion::{FromPyObject, IntoPyObject};
use crate::err::{CastError, PyErr, PyResult};
use crate::instance::{Borrowed, Bound, Py};
use crate::marker::Python;
use crate::type_object::PyTypeInfo;
use crate::types::{
    PyAny, PyByteArray, PyByteArrayMethods, PyBytes, PyBytesMethods, PyString, PyTuple,
};

/// The text of a Python `str`, without a copy.
pub struct PyBackedStr {
    #[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
    storage: Py<PyString>,
    /// What holds the UTF-8 form where the ABI cannot ask the `str` for it.
    #[cfg(not(any(Py_3_10, not(Py_LIMITED_API))))]
    storage: Py<PyBytes>,
    data: NonNull<str>,
}

// SAFETY: the text is immutable, and the reference that keeps it alive may cross threads.
unsafe impl Send for PyBackedStr {}
// SAFETY: as above.
unsafe impl Sync for PyBackedStr {}

impl PyBackedStr {
    /// A second reference.
    #[inline]
    pub fn clone_ref(&self, py: Python<'_>) -> Self {
        PyBackedStr {
            storage: self.storage.clone_ref(py),
            data: self.data,
        }
    }

    /// The text.
    #[inline]
    pub fn as_str(&self) -> &str {
        // SAFETY: the storage keeps the text alive and unchanged.
        unsafe { self.data.as_ref() }
    }

    /// The Python object.
    #[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
    #[inline]
    pub fn as_py_str(&self) -> &Py<PyString> {
        &self.storage
    }
}

impl Deref for PyBackedStr {
    type Target = str;
    #[inline]
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for PyBackedStr {
    fn as_ref(&self) -> &str {
        self
    }
}

impl AsRef<[u8]> for PyBackedStr {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl Borrow<str> for PyBackedStr {
    fn borrow(&self) -> &str {
        self
    }
}

impl fmt::Display for PyBackedStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

impl TryFrom<Bound<'_, PyString>> for PyBackedStr {
    type Error = PyErr;

    /// # Errors
    /// `UnicodeEncodeError` if the text holds lone surrogates.
    fn try_from(text: Bound<'_, PyString>) -> PyResult<Self> {
        #[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
        {
            let data = NonNull::from(text.as_borrowed().to_str()?);
            Ok(PyBackedStr {
                storage: text.unbind(),
                data,
            })
        }
        #[cfg(not(any(Py_3_10, not(Py_LIMITED_API))))]
        {
            let bytes = crate::types::PyStringMethods::encode_utf8(&text)?;
            // SAFETY: Python encodes to valid UTF-8.
            let data = NonNull::from(unsafe { core::str::from_utf8_unchecked(bytes.as_bytes()) });
            Ok(PyBackedStr {
                storage: bytes.unbind(),
                data,
            })
        }
    }
}

impl FromPyObject<'_, '_> for PyBackedStr {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        obj.cast::<PyString>()?.to_owned().try_into()
    }
}

impl<'py> IntoPyObject<'py> for &PyBackedStr {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = Infallible;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        #[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
        return Ok(self.storage.bind(py).clone());
        #[cfg(not(any(Py_3_10, not(Py_LIMITED_API))))]
        Ok(PyString::new(py, self))
    }
}

impl<'py> IntoPyObject<'py> for PyBackedStr {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = Infallible;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        (&self).into_pyobject(py)
    }
}

/// The bytes of a Python `bytes`, without a copy, or a copy of those of a `bytearray`.
pub struct PyBackedBytes {
    storage: Storage,
    data: NonNull<[u8]>,
}

enum Storage {
    Python(Py<PyBytes>),
    Rust(Arc<[u8]>),
}

// SAFETY: the bytes are immutable, and what keeps them alive may cross threads.
unsafe impl Send for PyBackedBytes {}
// SAFETY: as above.
unsafe impl Sync for PyBackedBytes {}

impl PyBackedBytes {
    /// A second reference.
    pub fn clone_ref(&self, py: Python<'_>) -> Self {
        let storage = match &self.storage {
            Storage::Python(bytes) => Storage::Python(bytes.clone_ref(py)),
            Storage::Rust(bytes) => Storage::Rust(bytes.clone()),
        };
        PyBackedBytes {
            storage,
            data: self.data,
        }
    }
}

impl Deref for PyBackedBytes {
    type Target = [u8];
    #[inline]
    fn deref(&self) -> &[u8] {
        // SAFETY: the storage keeps the bytes alive and unchanged.
        unsafe { self.data.as_ref() }
    }
}

impl AsRef<[u8]> for PyBackedBytes {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl Borrow<[u8]> for PyBackedBytes {
    fn borrow(&self) -> &[u8] {
        self
    }
}

impl<const N: usize> PartialEq<[u8; N]> for PyBackedBytes {
    fn eq(&self, other: &[u8; N]) -> bool {
        **self == *other
    }
}

impl<const N: usize> PartialEq<&[u8; N]> for PyBackedBytes {
    fn eq(&self, other: &&[u8; N]) -> bool {
        **self == **other
    }
}

impl<const N: usize> PartialEq<PyBackedBytes> for [u8; N] {
    fn eq(&self, other: &PyBackedBytes) -> bool {
        *self == **other
    }
}

impl<const N: usize> PartialEq<PyBackedBytes> for &[u8; N] {
    fn eq(&self, other: &PyBackedBytes) -> bool {
        **self == **other
    }
}

impl From<Bound<'_, PyBytes>> for PyBackedBytes {
    fn from(bytes: Bound<'_, PyBytes>) -> Self {
        let data = NonNull::from(bytes.as_bytes());
        PyBackedBytes {
            storage: Storage::Python(bytes.unbind()),
            data,
        }
    }
}

impl From<Bound<'_, PyByteArray>> for PyBackedBytes {
    fn from(array: Bound<'_, PyByteArray>) -> Self {
        let bytes: Arc<[u8]> = array.to_vec().into();
        PyBackedBytes {
            data: NonNull::from(&*bytes),
            storage: Storage::Rust(bytes),
        }
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for PyBackedBytes {
    type Error = CastError<'a, 'py>;

    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, Self::Error> {
        if let Ok(bytes) = obj.cast::<PyBytes>() {
            return Ok(bytes.to_owned().into());
        }
        if let Ok(array) = obj.cast::<PyByteArray>() {
            return Ok(array.to_owned().into());
        }
        let py = obj.py();
        let classes = [PyBytes::type_object(py), PyByteArray::type_object(py)];
        Err(CastError::new(
            obj,
            PyTuple::new(py, classes)
                .expect("a tuple of two")
                .into_any(),
        ))
    }
}

impl<'py> IntoPyObject<'py> for &PyBackedBytes {
    type Target = PyBytes;
    type Output = Bound<'py, PyBytes>;
    type Error = Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(match &self.storage {
            Storage::Python(bytes) => bytes.bind(py).clone(),
            Storage::Rust(bytes) => PyBytes::new(py, bytes),
        })
    }
}

impl<'py> IntoPyObject<'py> for PyBackedBytes {
    type Target = PyBytes;
    type Output = Bound<'py, PyBytes>;
    type Error = Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        (&self).into_pyobject(py)
    }
}

/// The traits of what such a value dereferences to.
macro_rules! as_target {
    ($Backed:ident, $Target:ty) => {
        #[cfg(feature = "py-clone")]
        impl Clone for $Backed {
            /// # Panics
            /// If this thread is not attached.
            fn clone(&self) -> Self {
                Python::attach(|py| self.clone_ref(py))
            }
        }

        impl fmt::Debug for $Backed {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&**self, f)
            }
        }

        impl PartialEq for $Backed {
            fn eq(&self, other: &Self) -> bool {
                **self == **other
            }
        }

        impl PartialEq<$Target> for $Backed {
            fn eq(&self, other: &$Target) -> bool {
                **self == *other
            }
        }

        impl PartialEq<&$Target> for $Backed {
            fn eq(&self, other: &&$Target) -> bool {
                **self == **other
            }
        }

        impl PartialEq<$Backed> for $Target {
            fn eq(&self, other: &$Backed) -> bool {
                *self == **other
            }
        }

        impl PartialEq<$Backed> for &$Target {
            fn eq(&self, other: &$Backed) -> bool {
                **self == **other
            }
        }

        impl Eq for $Backed {}

        impl PartialOrd for $Backed {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl PartialOrd<$Target> for $Backed {
            fn partial_cmp(&self, other: &$Target) -> Option<Ordering> {
                PartialOrd::partial_cmp(&**self, other)
            }
        }

        impl PartialOrd<$Backed> for $Target {
            fn partial_cmp(&self, other: &$Backed) -> Option<Ordering> {
                PartialOrd::partial_cmp(self, &**other)
            }
        }

        impl Ord for $Backed {
            fn cmp(&self, other: &Self) -> Ordering {
                Ord::cmp(&**self, &**other)
            }
        }

        impl Hash for $Backed {
            fn hash<H: Hasher>(&self, state: &mut H) {
                Hash::hash(&**self, state);
            }
        }
    };
}

as_target!(PyBackedStr, str);
as_target!(PyBackedBytes, [u8]);
