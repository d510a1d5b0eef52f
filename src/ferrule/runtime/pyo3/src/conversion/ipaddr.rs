//! Internet addresses: `ipaddress.IPv4Address` and `IPv6Address`, and on the way in any text that spells one.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{FromPyObject, IntoPyObject};
use crate::err::{PyErr, PyResult};
use crate::exceptions::PyValueError;
use crate::instance::{Borrowed, Bound, Py};
use crate::marker::Python;
use crate::sync::PyOnceLock;
use crate::types::{PyAny, PyAnyMethods, PyStringMethods, PyType};

/// The bytes of an address object's `packed`, `None` if it has none.
fn packed(object: Borrowed<'_, '_, PyAny>) -> PyResult<Option<Vec<u8>>> {
    match object.getattr("packed") {
        Ok(packed) => Ok(Some(packed.as_borrowed().extract::<&[u8]>()?.to_vec())),
        Err(_) => Ok(None),
    }
}

/// The address that `str(object)` spells.
fn parse<A>(object: Borrowed<'_, '_, PyAny>) -> PyResult<A>
where
    A: std::str::FromStr<Err = std::net::AddrParseError>,
{
    Ok(object.str()?.to_cow()?.parse::<A>()?)
}

#[cold]
fn wrong_length() -> PyErr {
    PyValueError::new_err("invalid packed length")
}

impl FromPyObject<'_, '_> for IpAddr {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let Some(packed) = packed(obj)? else {
            return parse(obj);
        };
        if let Ok(octets) = <[u8; 4]>::try_from(packed.as_slice()) {
            return Ok(IpAddr::from(octets));
        }
        <[u8; 16]>::try_from(packed.as_slice())
            .map(IpAddr::from)
            .map_err(|_| wrong_length())
    }
}

macro_rules! address {
    ($type:ident, $len:literal, $number:ident, $class:literal) => {
        impl FromPyObject<'_, '_> for $type {
            type Error = PyErr;

            fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
                match packed(obj)? {
                    Some(packed) => {
                        let octets = <[u8; $len]>::try_from(packed.as_slice())
                            .map_err(|_| wrong_length())?;
                        Ok($type::from(octets))
                    }
                    None => parse(obj),
                }
            }
        }

        impl<'py> IntoPyObject<'py> for $type {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;

            fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
                static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
                CLASS
                    .import(py, "ipaddress", $class)?
                    .as_any()
                    .call1(($number::from(self),))
            }
        }

        impl<'py> IntoPyObject<'py> for &$type {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;

            fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
                (*self).into_pyobject(py)
            }
        }
    };
}

address!(Ipv4Addr, 4, u32, "IPv4Address");
address!(Ipv6Addr, 16, u128, "IPv6Address");

impl<'py> IntoPyObject<'py> for IpAddr {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        match self {
            IpAddr::V4(address) => address.into_pyobject(py),
            IpAddr::V6(address) => address.into_pyobject(py),
        }
    }
}

impl<'py> IntoPyObject<'py> for &IpAddr {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        (*self).into_pyobject(py)
    }
}
