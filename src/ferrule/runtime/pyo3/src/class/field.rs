//! Fields of primitive types as properties, by data alone: where the field is, and a letter for its type. No class has
//! code of its own for them.

use core::ffi::{c_int, c_void};
use core::ptr;

use super::borrow::BorrowFlag;
use super::guard::{reading_refused, writing_refused};
use super::object::{self, ClassObject};
use super::property::{missing, Property};
use super::{BooleanFalse, PyClass};
#[cfg(not(Py_LIMITED_API))]
use crate::conversion::read;
use crate::err::PyErr;
use crate::ffi;
use crate::glue::{guard_int, guard_or, scalar, Scalar};
use crate::marker::Python;

/// Where the value of an instance is, and its borrow bookkeeping.
type Locate = unsafe fn(*mut ffi::PyObject) -> (*mut u8, Option<&'static BorrowFlag>);

/// A field of a primitive type.
#[derive(Clone, Copy)]
pub struct ScalarField {
    /// Where an instance has its value, unless all have it at one place and any thread may touch it.
    locate: Option<Locate>,
    /// Where the field is: in an instance, or else in the value.
    at: u32,
    /// Where the borrow bookkeeping is in an instance; 0 if there is none, or if it is located with the value.
    flag: u32,
    letter: u8,
    size: u8,
    pub(super) get: bool,
    pub(super) set: bool,
}

impl ScalarField {
    /// None.
    pub(super) const NONE: ScalarField = ScalarField {
        locate: None,
        at: 0,
        flag: 0,
        letter: 0,
        size: 0,
        get: false,
        set: false,
    };

    /// A field that can be read, `at` so many bytes from the beginning of a `T`.
    ///
    /// # Panics
    /// At compile time if the value is larger than 4 GiB.
    ///
    /// # Safety
    /// There stands an `S`.
    pub const unsafe fn read<T: PyClass, S: Scalar>(at: usize) -> Self {
        let (locate, at, flag): (Option<Locate>, _, _) = match ClassObject::<T>::PLACES {
            Some((value, flag)) => (None, value + at, flag),
            None => (Some(locate::<T>), at, 0),
        };
        assert!(at <= u32::MAX as usize && flag <= u32::MAX as usize);
        ScalarField {
            locate,
            at: at as u32,
            flag: flag as u32,
            letter: S::LETTER,
            size: size_of::<S>() as u8,
            get: true,
            set: false,
        }
    }

    /// A field that can be written.
    ///
    /// # Panics
    /// As [`read`](Self::read).
    ///
    /// # Safety
    /// As for [`read`](Self::read).
    pub const unsafe fn write<T: PyClass<Frozen = BooleanFalse>, S: Scalar>(at: usize) -> Self {
        ScalarField {
            get: false,
            set: true,
            // SAFETY: the caller's contract.
            ..unsafe { Self::read::<T, S>(at) }
        }
    }

    /// A field that can be read and written.
    ///
    /// # Panics
    /// As [`read`](Self::read).
    ///
    /// # Safety
    /// As for [`read`](Self::read).
    pub const unsafe fn both<T: PyClass<Frozen = BooleanFalse>, S: Scalar>(at: usize) -> Self {
        ScalarField {
            set: true,
            // SAFETY: the caller's contract.
            ..unsafe { Self::read::<T, S>(at) }
        }
    }

    /// Where the field of an instance is, and what guards it.
    ///
    /// # Panics
    /// On a thread that may not touch the value.
    ///
    /// # Safety
    /// `object` is an instance of the class, alive for as long as what is returned is used.
    #[inline(always)]
    unsafe fn place(&self, object: *mut ffi::PyObject) -> (*mut u8, Option<&'static BorrowFlag>) {
        // SAFETY: the caller's contract; the constructors know the layout.
        unsafe {
            if let Some(locate) = self.locate {
                let (value, flag) = locate(object);
                return (value.add(self.at as usize), flag);
            }
            let begin = object.cast::<u8>();
            let flag = match self.flag {
                0 => None,
                flag => Some(&*begin.add(flag as usize).cast::<BorrowFlag>()),
            };
            (begin.add(self.at as usize), flag)
        }
    }
}

/// [`Locate`] for a class whose instances differ, or belong to a thread.
///
/// # Safety
/// As for [`ScalarField::place`].
unsafe fn locate<T: PyClass>(object: *mut ffi::PyObject) -> (*mut u8, Option<&'static BorrowFlag>) {
    // SAFETY: the caller's contract.
    unsafe {
        if !ClassObject::<T>::SENDABLE {
            object::check_thread::<T>(object);
        }
        (
            object::value_ptr::<T>(object).cast(),
            object::flag::<T>(object),
        )
    }
}

/// Reads a field.
///
/// # Safety
/// Called by Python with an instance of the class; the closure is the property of a [`ScalarField`].
pub(super) unsafe extern "C" fn get(
    object: *mut ffi::PyObject,
    closure: *mut c_void,
) -> *mut ffi::PyObject {
    // SAFETY: Python's contract.
    unsafe {
        let field = &(*closure.cast::<Property>()).field;
        if field.locate.is_some() {
            return guard_or(ptr::null_mut(), |_| Ok(read(object, field)));
        }
        read(object, field)
    }
}

/// # Safety
/// As for [`get`].
#[inline(always)]
unsafe fn read(object: *mut ffi::PyObject, field: &ScalarField) -> *mut ffi::PyObject {
    // SAFETY: the caller's contract; the letter is that of what stands at the place.
    unsafe {
        let (place, flag) = field.place(object);
        // Making an object of a scalar runs no code of anyone's.
        if let Some(flag) = flag {
            if !flag.try_read() {
                reading_refused();
                return ptr::null_mut();
            }
        }
        let made = scalar::made(field.letter, place);
        if let Some(flag) = flag {
            flag.end_read();
        }
        made
    }
}

/// Writes a field.
///
/// # Safety
/// Called by Python with an instance of the class; the closure is the property of a [`ScalarField`].
pub(super) unsafe extern "C" fn set(
    object: *mut ffi::PyObject,
    value: *mut ffi::PyObject,
    closure: *mut c_void,
) -> c_int {
    #[cfg(not(Py_LIMITED_API))]
    // SAFETY: Python's contract; a null value deletes. A double is read and written without running code of anyone's.
    unsafe {
        let field = &(*closure.cast::<Property>()).field;
        if field.letter == f64::LETTER && field.locate.is_none() && !value.is_null() {
            if let Some(double) = read::float(value) {
                let (place, flag) = field.place(object);
                if let Some(flag) = flag.filter(|flag| flag.try_write()) {
                    place.cast::<f64>().write_unaligned(double);
                    flag.end_write();
                    return 0;
                }
            }
        }
    }
    // SAFETY: Python's contract.
    unsafe { set_guarded(object, value, closure) }
}

/// [`set`] for any type of field, and any value.
///
/// # Safety
/// As for [`set`].
#[inline(never)]
unsafe extern "C" fn set_guarded(
    object: *mut ffi::PyObject,
    value: *mut ffi::PyObject,
    closure: *mut c_void,
) -> c_int {
    guard_int(|py| {
        // SAFETY: Python's contract; a null value deletes.
        unsafe {
            let property = &*closure.cast::<Property>();
            if value.is_null() {
                return Err(missing(true));
            }
            write(py, object, value, property)
        }
    })
}

/// # Safety
/// As for [`get`]; `value` is alive.
#[inline]
pub(super) unsafe fn write(
    py: Python<'_>,
    object: *mut ffi::PyObject,
    value: *mut ffi::PyObject,
    property: &Property,
) -> Result<(), PyErr> {
    let field = &property.field;
    let mut bits = 0_u64;
    // SAFETY: the caller's contract; there is room for every scalar, of which as many bytes are written as it has.
    unsafe {
        if let Err(error) = scalar::one(field.letter, value, &mut bits) {
            return Err(refused(py, error, property));
        }
        let (place, flag) = field.place(object);
        if !flag.is_some_and(BorrowFlag::try_write) {
            writing_refused();
            return Err(PyErr::fetch(py));
        }
        match field.size {
            8 => place.cast::<u64>().write_unaligned(bits),
            4 => place.cast::<u32>().write_unaligned(bits as u32),
            2 => place.cast::<u16>().write_unaligned(bits as u16),
            _ => place.write(bits as u8),
        }
        if let Some(flag) = flag {
            flag.end_write();
        }
    }
    Ok(())
}

/// The error of a conversion, with a note that names the property.
#[cold]
#[inline(never)]
fn refused(py: Python<'_>, error: PyErr, property: &Property) -> PyErr {
    crate::glue::argument_error(py, error, property.name())
}
