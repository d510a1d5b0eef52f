//! Which methods of a shared slot a class has, over all of its `#[pymethods]` blocks.
//!
//! A block defines a constant of the class itself for each such method in it. The trait here has the same constants for
//! every type, and what a type has itself goes before what a trait has: so every block can name all of them, and finds
//! those of the other blocks without knowing where they are.

use core::ffi::c_int;
use core::marker::PhantomData;

use super::Absent;

/// Marks the number of a slot whose function serves all methods that share the slot.
pub const JOINED: c_int = 1 << 16;

/// What a class has for a method: `Has<M>`, or [`Absent`].
pub struct Half<H>(PhantomData<H>);

impl<H> Half<H> {
    /// The only value.
    pub const NEW: Half<H> = Half(PhantomData);
}

macro_rules! halves {
    ($($name:ident)*) => {
        /// The methods that a class does not have: all, until a block says otherwise.
        pub trait Halves {
            $(
                #[doc(hidden)]
                const $name: Half<Absent> = Half::NEW;
            )*
        }
    };
}

impl<T: ?Sized> Halves for T {}

halves! {
    __FERRULE_ADD __FERRULE_RADD
    __FERRULE_SUB __FERRULE_RSUB
    __FERRULE_MUL __FERRULE_RMUL
    __FERRULE_MATMUL __FERRULE_RMATMUL
    __FERRULE_TRUEDIV __FERRULE_RTRUEDIV
    __FERRULE_FLOORDIV __FERRULE_RFLOORDIV
    __FERRULE_MOD __FERRULE_RMOD
    __FERRULE_DIVMOD __FERRULE_RDIVMOD
    __FERRULE_POW __FERRULE_RPOW
    __FERRULE_LSHIFT __FERRULE_RLSHIFT
    __FERRULE_RSHIFT __FERRULE_RRSHIFT
    __FERRULE_AND __FERRULE_RAND
    __FERRULE_XOR __FERRULE_RXOR
    __FERRULE_OR __FERRULE_ROR
    __FERRULE_LT __FERRULE_LE __FERRULE_EQ __FERRULE_NE __FERRULE_GT __FERRULE_GE
    __FERRULE_GETATTRIBUTE __FERRULE_GETATTR
    __FERRULE_SETATTR __FERRULE_DELATTR
    __FERRULE_SETITEM __FERRULE_DELITEM
    __FERRULE_SET __FERRULE_DELETE
}
