//! What the elements of a buffer are: formats in the notation of the module `struct`, and the Rust types they match.

use core::cell::UnsafeCell;
use core::ffi::{c_double, c_float, c_int, c_long, c_longlong, c_short, CStr};
use core::mem::size_of;

/// What kind of number an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementType {
    /// A two's complement integer.
    SignedInteger {
        /// Its size.
        bytes: usize,
    },
    /// An integer without a sign.
    UnsignedInteger {
        /// Its size.
        bytes: usize,
    },
    /// A truth value in one byte.
    Bool,
    /// An IEEE 754 number.
    Float {
        /// Its size.
        bytes: usize,
    },
    /// Anything else: a structure, a pointer, foreign byte order.
    Unknown,
}

impl ElementType {
    /// Reads a format of a single element.
    pub fn from_format(format: &CStr) -> ElementType {
        match format.to_bytes() {
            [code] | [b'@', code] => native(*code),
            [order, code] if is_native_order(*order) => standard(*code),
            _ => ElementType::Unknown,
        }
    }
}

/// Whether a mark of byte order, with standard sizes, means this machine's.
fn is_native_order(order: u8) -> bool {
    match order {
        b'=' => true,
        b'<' => cfg!(target_endian = "little"),
        b'>' | b'!' => cfg!(target_endian = "big"),
        _ => false,
    }
}

/// An element of the size that this machine's C compiler gives it.
fn native(code: u8) -> ElementType {
    use ElementType::{Bool, Float, SignedInteger, Unknown, UnsignedInteger};
    match code {
        b'c' | b'B' => UnsignedInteger { bytes: 1 },
        b'b' => SignedInteger { bytes: 1 },
        b'?' => Bool,
        b'h' => SignedInteger {
            bytes: size_of::<c_short>(),
        },
        b'H' => UnsignedInteger {
            bytes: size_of::<c_short>(),
        },
        b'i' => SignedInteger {
            bytes: size_of::<c_int>(),
        },
        b'I' => UnsignedInteger {
            bytes: size_of::<c_int>(),
        },
        b'l' => SignedInteger {
            bytes: size_of::<c_long>(),
        },
        b'L' => UnsignedInteger {
            bytes: size_of::<c_long>(),
        },
        b'q' => SignedInteger {
            bytes: size_of::<c_longlong>(),
        },
        b'Q' => UnsignedInteger {
            bytes: size_of::<c_longlong>(),
        },
        b'n' => SignedInteger {
            bytes: size_of::<isize>(),
        },
        b'N' => UnsignedInteger {
            bytes: size_of::<usize>(),
        },
        b'e' => Float { bytes: 2 },
        b'f' => Float {
            bytes: size_of::<c_float>(),
        },
        b'd' => Float {
            bytes: size_of::<c_double>(),
        },
        _ => Unknown,
    }
}

/// An element of the size that is the same on all machines.
fn standard(code: u8) -> ElementType {
    use ElementType::{SignedInteger, Unknown, UnsignedInteger};
    match code {
        b'i' | b'l' => SignedInteger { bytes: 4 },
        b'I' | b'L' => UnsignedInteger { bytes: 4 },
        b'n' | b'N' => Unknown,
        _ => native(code),
    }
}

/// A number that buffers may hold.
///
/// # Safety
/// Any bytes are a valid value, and `is_compatible_format` is true only for formats of this very type.
pub unsafe trait Element: Copy {
    /// Whether elements of this format are of this type.
    fn is_compatible_format(format: &CStr) -> bool;
}

macro_rules! elements {
    ($($kind:ident: $($Type:ty),+;)+) => {
        $($(
        // SAFETY: a plain number, compared by kind and size.
        unsafe impl Element for $Type {
            fn is_compatible_format(format: &CStr) -> bool {
                ElementType::from_format(format) == ElementType::$kind { bytes: size_of::<$Type>() }
            }
        })+)+
    };
}

elements! {
    SignedInteger: i8, i16, i32, i64, isize;
    UnsignedInteger: u8, u16, u32, u64, usize;
    Float: f32, f64;
}

/// An element that may be read, and that others may change.
#[repr(transparent)]
pub struct ReadOnlyCell<T: Element>(UnsafeCell<T>);

impl<T: Element> ReadOnlyCell<T> {
    /// The present value.
    #[inline]
    pub fn get(&self) -> T {
        // SAFETY: the cell lies in memory that outlives it, and any bytes are a value.
        unsafe { *self.0.get() }
    }

    /// The address.
    #[inline]
    pub fn as_ptr(&self) -> *const T {
        self.0.get()
    }
}
