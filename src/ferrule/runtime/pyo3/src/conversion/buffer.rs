//! Numbers out of another object's memory: NumPy arrays, `array.array` and `memoryview`, without making an object of
//! each.
//!
//! Only these three classes: their items are what their memory holds. Anything else, and any buffer of another type
//! or shape, is left to iteration.

use crate::instance::Borrowed;
use crate::types::PyAny;

/// A type of number and the buffers that hold it.
pub trait Number: Copy {
    /// The `struct` format characters of this kind of number; its width is checked apart.
    const FORMATS: &'static [u8];
}

macro_rules! numbers {
    ($($formats:literal: $($type:ident)*;)*) => { $($(
        impl Number for $type {
            const FORMATS: &'static [u8] = $formats;
        }
    )*)* };
}

numbers! {
    b"bhilqn": i8 i16 i32 i64 i128 isize;
    b"BHILQN": u8 u16 u32 u64 u128 usize;
    b"fd": f32 f64;
}

/// The numbers in a one-dimensional buffer of exactly this type; `None` if `object` has no such buffer.
#[cfg(Py_LIMITED_API)]
pub fn read<T: Number>(_object: Borrowed<'_, '_, PyAny>) -> Option<Vec<T>> {
    None
}

#[cfg(not(Py_LIMITED_API))]
pub use strided::read;

#[cfg(not(Py_LIMITED_API))]
mod strided {
    use core::ffi::CStr;

    use super::{Borrowed, Number, PyAny};
    use crate::err::PyErr;
    use crate::ffi;

    /// A buffer held for reading. Never moved while held: its shape may point into the structure itself.
    struct View {
        buffer: ffi::Py_buffer,
        held: bool,
    }

    impl View {
        /// Asks for the object's memory with its format and strides; `None` if it has none to give.
        fn hold(&mut self, object: Borrowed<'_, '_, PyAny>) -> Option<&ffi::Py_buffer> {
            let buffer = &raw mut self.buffer;
            // SAFETY: attached, and the object is alive; on success the buffer is ours to release.
            if unsafe { ffi::PyObject_GetBuffer(object.as_ptr(), buffer, ffi::PyBUF_RECORDS_RO) }
                != 0
            {
                drop(PyErr::take(object.py()));
                return None;
            }
            self.held = true;
            Some(&self.buffer)
        }
    }

    impl Drop for View {
        fn drop(&mut self) {
            if self.held {
                // SAFETY: filled by `PyObject_GetBuffer`, released once; views live only while attached.
                unsafe { ffi::PyBuffer_Release(&mut self.buffer) };
            }
        }
    }

    /// Whether the object's items are known to be what its memory holds.
    fn holds_numbers(object: Borrowed<'_, '_, PyAny>) -> bool {
        // SAFETY: attached; a type's name is a NUL-terminated text that lives as long as the type.
        let name = unsafe { CStr::from_ptr((*ffi::Py_TYPE(object.as_ptr())).tp_name) };
        matches!(
            name.to_bytes(),
            b"numpy.ndarray" | b"array.array" | b"memoryview"
        )
    }

    /// Whether a `struct` format names one native number of `T`'s kind.
    fn is_native<T: Number>(format: &[u8]) -> bool {
        let little = cfg!(target_endian = "little");
        match format {
            [code] | [b'@' | b'=', code] => T::FORMATS.contains(code),
            [b'<', code] => little && T::FORMATS.contains(code),
            [b'>' | b'!', code] => !little && T::FORMATS.contains(code),
            _ => false,
        }
    }

    /// The numbers in a one-dimensional buffer of exactly this type; `None` if `object` has no such buffer.
    pub fn read<T: Number>(object: Borrowed<'_, '_, PyAny>) -> Option<Vec<T>> {
        if !holds_numbers(object) {
            return None;
        }
        let mut view = View {
            buffer: ffi::Py_buffer::new(),
            held: false,
        };
        let view = view.hold(object)?;
        if view.ndim != 1 || view.itemsize != size_of::<T>() as isize || view.format.is_null() {
            return None;
        }
        // SAFETY: a granted format is a NUL-terminated text; shape and strides have one entry per dimension, and
        // `buf` is valid for reading `shape[0]` items that far apart. Nothing runs Python code meanwhile.
        unsafe {
            if !is_native::<T>(CStr::from_ptr(view.format).to_bytes()) || !view.suboffsets.is_null()
            {
                return None;
            }
            let (len, stride) = (usize::try_from(*view.shape).ok()?, *view.strides);
            let start = view.buf.cast::<u8>().cast_const();
            let mut values = Vec::<T>::new();
            values.try_reserve_exact(len).ok()?;
            if stride == size_of::<T>() as isize {
                core::ptr::copy_nonoverlapping(
                    start,
                    values.as_mut_ptr().cast::<u8>(),
                    len * size_of::<T>(),
                );
                values.set_len(len);
            } else {
                values.extend(
                    (0..len as isize)
                        .map(|i| start.offset(i * stride).cast::<T>().read_unaligned()),
                );
            }
            Some(values)
        }
    }
}
