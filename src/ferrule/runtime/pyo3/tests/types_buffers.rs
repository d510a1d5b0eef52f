//! The buffer protocol.
#![allow(clippy::undocumented_unsafe_blocks)] // what is tested is safe by the lines above it
#![cfg(any(not(Py_LIMITED_API), Py_3_11))]

mod types_support;

use std::ffi::CStr;

use pyo3::buffer::{ElementType, PyBuffer, PyUntypedBuffer};
use pyo3::prelude::*;
use types_support::{attached, error, eval, object};

#[test]
fn reading_and_writing() {
    attached(|py| {
        let array = object(py, "import array\na = array.array('d', [1, 2, 3])", "a");
        let buffer = PyBuffer::<f64>::get(&array).unwrap();
        assert_eq!(
            (buffer.item_count(), buffer.item_size(), buffer.len_bytes()),
            (3, 8, 24)
        );
        assert_eq!(
            (buffer.dimensions(), buffer.shape(), buffer.strides()),
            (1, &[3][..], &[8][..])
        );
        assert_eq!(
            (buffer.readonly(), buffer.format(), buffer.suboffsets()),
            (false, c"d", None)
        );
        assert!(buffer.is_c_contiguous() && buffer.is_fortran_contiguous());
        assert!(buffer.obj(py).unwrap().is(&array));
        let slice = buffer.as_slice(py).unwrap();
        assert_eq!(
            (slice[1].get(), slice[2].as_ptr().cast()),
            (2.0, buffer.get_ptr(&[2]).cast_const())
        );
        buffer.as_mut_slice(py).unwrap()[1].set(20.0);
        assert_eq!(buffer.to_vec(py).unwrap(), [1.0, 20.0, 3.0]);
        buffer.copy_from_slice(py, &[4.0, 5.0, 6.0]).unwrap();
        let mut copy = [0.0; 3];
        buffer.copy_to_slice(py, &mut copy).unwrap();
        assert_eq!(copy, [4.0, 5.0, 6.0]);
        assert_eq!(
            error(buffer.copy_to_slice(py, &mut [0.0; 2])),
            "BufferError: slice to copy to (of length 2) does not match buffer length of 3"
        );
        assert_eq!(
            error(buffer.copy_from_slice(py, &[0.0; 4])),
            "BufferError: slice to copy from (of length 4) does not match buffer length of 3"
        );
        assert!(error(array.call_method1("append", (1,))).starts_with("BufferError: cannot resize"));
        assert!(types_support::panic_text(|| {
            buffer.get_ptr(&[3]);
        })
        .contains("out of range"));
        assert!(format!("{buffer:?}").starts_with("PyBuffer { buf: 0x"));
        buffer.release(py);
        array.call_method1("append", (1,)).unwrap();
        drop(PyBuffer::<f64>::get(&array).unwrap());
        array.call_method1("append", (1,)).unwrap();
    });
}

#[test]
fn what_does_not_fit_is_refused() {
    attached(|py| {
        let bytes = eval(py, "b'abc'");
        let buffer: PyBuffer<u8> = bytes.extract().unwrap();
        assert!(buffer.readonly() && buffer.as_mut_slice(py).is_none());
        assert_eq!(
            error(buffer.copy_from_slice(py, b"xyz")),
            "BufferError: cannot write to read-only buffer"
        );
        assert_eq!(
            error(PyBuffer::<i8>::get(&bytes)),
            "BufferError: buffer contents are not compatible with i8"
        );
        assert_eq!(
            error(PyBuffer::<u16>::get(&bytes)),
            "BufferError: buffer contents are not compatible with u16"
        );
        assert!(error(PyBuffer::<u8>::get(&eval(py, "'abc'")))
            .starts_with("TypeError: a bytes-like object"));
        let untyped = PyUntypedBuffer::get(&bytes).unwrap();
        assert!(untyped.as_typed::<f32>().is_err());
        assert_eq!(
            untyped.as_typed::<u8>().unwrap().to_vec(py).unwrap(),
            b"abc"
        );
        let odd = eval(py, "memoryview(bytearray(9))[1:].cast('d')");
        assert_eq!(
            error(PyBuffer::<f64>::get(&odd)),
            "BufferError: buffer contents are insufficiently aligned for f64"
        );
        assert_eq!(
            PyBuffer::<u8>::get(&eval(py, "b''"))
                .unwrap()
                .as_slice(py)
                .unwrap()
                .len(),
            0
        );
    });
}

#[test]
fn more_dimensions() {
    attached(|py| {
        let matrix = eval(py, "memoryview(bytes(range(6))).cast('B', (2, 3))");
        let buffer = PyBuffer::<u8>::get(&matrix).unwrap();
        assert_eq!(
            (buffer.shape(), buffer.strides()),
            (&[2, 3][..], &[3, 1][..])
        );
        assert!(buffer.is_c_contiguous() && !buffer.is_fortran_contiguous());
        assert!(buffer.as_fortran_slice(py).is_none() && buffer.as_fortran_mut_slice(py).is_none());
        assert_eq!(buffer.to_fortran_vec(py).unwrap(), [0, 3, 1, 4, 2, 5]);
        assert_eq!(unsafe { *buffer.get_ptr(&[1, 2]).cast::<u8>() }, 5);
        let strided = eval(py, "memoryview(b'abcdef')[::2]");
        let buffer = PyBuffer::<u8>::get(&strided).unwrap();
        assert!(buffer.as_slice(py).is_none());
        assert_eq!(buffer.to_vec(py).unwrap(), b"ace");
    });
}

#[test]
fn formats() {
    use ElementType::*;
    let cases: [(&CStr, ElementType); 12] = [
        (c"B", UnsignedInteger { bytes: 1 }),
        (c"@h", SignedInteger { bytes: 2 }),
        (
            c"l",
            SignedInteger {
                bytes: size_of::<std::ffi::c_long>(),
            },
        ),
        (c"=l", SignedInteger { bytes: 4 }),
        (
            c"n",
            SignedInteger {
                bytes: size_of::<isize>(),
            },
        ),
        (c"=n", Unknown),
        (c"?", Bool),
        (
            c"<d",
            if cfg!(target_endian = "little") {
                Float { bytes: 8 }
            } else {
                Unknown
            },
        ),
        (
            c">d",
            if cfg!(target_endian = "big") {
                Float { bytes: 8 }
            } else {
                Unknown
            },
        ),
        (c"e", Float { bytes: 2 }),
        (c"2d", Unknown),
        (c"", Unknown),
    ];
    for (format, expected) in cases {
        assert_eq!(ElementType::from_format(format), expected, "{format:?}");
    }
}
