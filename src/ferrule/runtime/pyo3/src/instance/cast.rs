//! Casting between reference types: a type check and no copy.

use super::{Borrowed, Bound};
use crate::err::{CastError, CastIntoError};
use crate::type_object::{PyTypeCheck, PyTypeInfo};

impl<'py, T> Bound<'py, T> {
    /// The same object as a `U`.
    ///
    /// # Errors
    /// If it is not an instance of `U`.
    #[inline]
    pub fn cast<U: PyTypeCheck>(&self) -> Result<&Bound<'py, U>, CastError<'_, 'py>> {
        if U::type_check(self.as_any()) {
            // SAFETY: just checked.
            Ok(unsafe { self.cast_unchecked() })
        } else {
            Err(CastError::new(
                self.as_any().as_borrowed(),
                U::classinfo_object(self.py()),
            ))
        }
    }

    /// The same object as a `U`, handing over the reference.
    ///
    /// # Errors
    /// If it is not an instance of `U`; the error keeps the object.
    #[inline]
    pub fn cast_into<U: PyTypeCheck>(self) -> Result<Bound<'py, U>, CastIntoError<'py>> {
        if U::type_check(self.as_any()) {
            // SAFETY: just checked.
            Ok(unsafe { self.cast_into_unchecked() })
        } else {
            let class = U::classinfo_object(self.py());
            Err(CastIntoError::new(self.into_any(), class))
        }
    }

    /// The same object as a `U`, refusing instances of subclasses.
    ///
    /// # Errors
    /// If its type is not exactly `U`.
    #[inline]
    pub fn cast_exact<U: PyTypeInfo>(&self) -> Result<&Bound<'py, U>, CastError<'_, 'py>> {
        if U::is_exact_type_of(self.as_any()) {
            // SAFETY: just checked.
            Ok(unsafe { self.cast_unchecked() })
        } else {
            let class = U::type_object(self.py()).into_any();
            Err(CastError::new(self.as_any().as_borrowed(), class))
        }
    }

    /// The same object as a `U`, refusing instances of subclasses and handing over the reference.
    ///
    /// # Errors
    /// If its type is not exactly `U`; the error keeps the object.
    #[inline]
    pub fn cast_into_exact<U: PyTypeInfo>(self) -> Result<Bound<'py, U>, CastIntoError<'py>> {
        if U::is_exact_type_of(self.as_any()) {
            // SAFETY: just checked.
            Ok(unsafe { self.cast_into_unchecked() })
        } else {
            let class = U::type_object(self.py()).into_any();
            Err(CastIntoError::new(self.into_any(), class))
        }
    }

    /// The same object as a `U`, unchecked.
    ///
    /// # Safety
    /// The object is a `U`.
    #[inline]
    pub unsafe fn cast_unchecked<U>(&self) -> &Bound<'py, U> {
        // SAFETY: same representation; the caller vouches for the type.
        unsafe { &*(self as *const Self).cast() }
    }

    /// The same object as a `U`, unchecked, handing over the reference.
    ///
    /// # Safety
    /// The object is a `U`.
    #[inline]
    pub unsafe fn cast_into_unchecked<U>(self) -> Bound<'py, U> {
        // SAFETY: the reference moves over; the caller vouches for the type.
        unsafe { Bound::from_non_null(self.into_non_null()) }
    }
}

impl<'a, 'py, T> Borrowed<'a, 'py, T> {
    /// The same object as a `U`.
    ///
    /// # Errors
    /// If it is not an instance of `U`.
    #[inline]
    pub fn cast<U: PyTypeCheck>(self) -> Result<Borrowed<'a, 'py, U>, CastError<'a, 'py>> {
        let any = self.to_any();
        if U::type_check(&any) {
            // SAFETY: just checked.
            Ok(unsafe { self.cast_unchecked() })
        } else {
            Err(CastError::new(any, U::classinfo_object(self.py())))
        }
    }

    /// The same object as a `U`, refusing instances of subclasses.
    ///
    /// # Errors
    /// If its type is not exactly `U`.
    #[inline]
    pub fn cast_exact<U: PyTypeInfo>(self) -> Result<Borrowed<'a, 'py, U>, CastError<'a, 'py>> {
        let any = self.to_any();
        if U::is_exact_type_of(&any) {
            // SAFETY: just checked.
            Ok(unsafe { self.cast_unchecked() })
        } else {
            Err(CastError::new(any, U::type_object(self.py()).into_any()))
        }
    }
}
