//! Functions of primitive parameters only: the runtime converts their arguments in one loop over the letters that
//! their descriptors hold, so that a function adds no code for it.

use super::convert::RawConvert;
use super::function::{Arguments, FunctionDef};
use super::{errors, Raw};
use crate::conversion::private::Token;
use crate::conversion::{FromPyObject, IntoPyObject};
use crate::err::PyResult;
use crate::marker::Python;

/// A primitive type that an argument can be converted to by the runtime's loop: at most 8 bytes, dropped by doing
/// nothing.
pub trait Scalar: Copy {
    /// The letter that stands for it in descriptors.
    const LETTER: u8;
}

macro_rules! scalars {
    ($($letter:literal $kind:ident),*) => {
        $(impl Scalar for $kind {
            const LETTER: u8 = $letter;
        })*

        /// Conversions by their letters, from [`FIRST`] on.
        static CONVERSIONS: [RawConvert; (b'q' - FIRST + 1) as usize] = {
            let mut table: [RawConvert; (b'q' - FIRST + 1) as usize] = [unknown; (b'q' - FIRST + 1) as usize];
            $(table[($letter - FIRST) as usize] = <$kind as FromPyObject<'_, '_>>::CONVERT.raw;)*
            table
        };

        /// Functions that make objects of values, by the same letters.
        static MAKERS: [Maker; (b'q' - FIRST + 1) as usize] = {
            let mut table: [Maker; (b'q' - FIRST + 1) as usize] = [nothing; (b'q' - FIRST + 1) as usize];
            $(table[($letter - FIRST) as usize] = make::<$kind>;)*
            table
        };
    };
}

/// The least letter.
const FIRST: u8 = b'?';

/// What stands where there is no letter.
unsafe fn unknown(_: Raw, _: *mut u8) -> PyResult<()> {
    unreachable!("not a scalar's letter")
}

/// Makes an object of the value at an address, or null with an exception pending.
type Maker = unsafe fn(*const u8) -> Raw;

/// What stands where there is no letter.
unsafe fn nothing(_: *const u8) -> Raw {
    unreachable!("not a scalar's letter")
}

/// A [`Maker`].
///
/// # Safety
/// Attached; there is an `S`.
unsafe fn make<'py, S: Scalar + IntoPyObject<'py>>(value: *const u8) -> Raw {
    // SAFETY: the caller's contract.
    unsafe {
        value
            .cast::<S>()
            .read_unaligned()
            .into_raw_return(Python::assume_attached(), Token)
    }
}

/// An object made of the value at an address; null with an exception pending.
///
/// # Safety
/// Attached; `letter` is that of the value.
#[inline(always)]
pub unsafe fn made(letter: u8, value: *const u8) -> Raw {
    // SAFETY: the caller's contract.
    unsafe { (MAKERS.get_unchecked((letter - FIRST) as usize))(value) }
}

/// Converts one object.
///
/// # Errors
/// What the conversion reports.
///
/// # Safety
/// Attached; `object` is alive; `letter` is one of a scalar.
#[inline(always)]
pub unsafe fn one(letter: u8, object: Raw, bits: &mut u64) -> PyResult<()> {
    // SAFETY: the caller's contract; there is room for every scalar.
    unsafe {
        (CONVERSIONS.get_unchecked((letter - FIRST) as usize))(
            object,
            core::ptr::from_mut(bits).cast(),
        )
    }
}

// The letters are those of `emit/signature.py`.
scalars!(
    b'?' bool, b'c' char, b'b' i8, b'B' u8, b'h' i16, b'H' u16, b'i' i32, b'I' u32, b'q' i64, b'Q' u64, b'n' isize,
    b'N' usize, b'f' f32, b'd' f64
);

/// Converts objects one for one.
///
/// # Errors
/// What a conversion reports, with a note that names the argument.
///
/// # Safety
/// `objects` are as many live ones as `def` has parameters, and `values` has 8 bytes for each.
#[inline(always)]
pub(super) unsafe fn convert(
    py: Python<'_>,
    def: &'static FunctionDef,
    objects: *const Raw,
    values: *mut u64,
) -> PyResult<()> {
    let letters = def.text.as_ptr();
    for index in 0..def.shape.positional as usize {
        // SAFETY: the caller's contract; a descriptor of scalars begins with a letter for each, and a conversion
        // writes one of them.
        let done = unsafe {
            let letter = (*letters.add(index) - FIRST) as usize;
            debug_assert!(letter < CONVERSIONS.len());
            (CONVERSIONS.get_unchecked(letter))(*objects.add(index), values.add(index).cast())
        };
        if let Err(error) = done {
            return Err(errors::parameter(py, error, def, index));
        }
    }
    Ok(())
}

/// Reads a converted value.
///
/// # Safety
/// The descriptor's letter at `index` is that of `T`, and the arguments were converted by it.
#[inline(always)]
pub unsafe fn scalar<T: Scalar>(arguments: Arguments, index: usize) -> T {
    // SAFETY: the caller's contract.
    unsafe { arguments.add(index).cast::<T>().read() }
}
