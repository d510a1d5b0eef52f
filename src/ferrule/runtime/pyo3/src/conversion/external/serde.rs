//! `Py<T>` as the value inside, for serde: a class that can be written or read makes references to it so.

use ::serde::{de, ser, Deserialize, Deserializer, Serialize, Serializer};

use crate::class::init::PyClassInitializer;
use crate::class::PyClass;
use crate::instance::Py;
use crate::marker::Python;

impl<T: PyClass + Serialize> Serialize for Py<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Python::attach(|py| {
            self.try_borrow(py)
                .map_err(|error| ser::Error::custom(error.to_string()))?
                .serialize(serializer)
        })
    }
}

impl<'de, T> Deserialize<'de> for Py<T>
where
    T: PyClass + Into<PyClassInitializer<T>> + Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Py<T>, D::Error> {
        let value = T::deserialize(deserializer)?;
        Python::attach(|py| {
            Py::new(py, value).map_err(|error| de::Error::custom(error.to_string()))
        })
    }
}
