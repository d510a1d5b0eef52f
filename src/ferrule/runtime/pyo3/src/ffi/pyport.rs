//! Scalar types of the C API (`pyport.h`) and the opaque C types that only ever appear behind a pointer.

pub type Py_ssize_t = isize;
pub type Py_hash_t = Py_ssize_t;
pub type Py_uhash_t = usize;
pub type Py_uintptr_t = usize;
pub type Py_intptr_t = isize;
/// Nanoseconds.
#[cfg(Py_3_13)]
pub type PyTime_t = i64;
pub type Py_UCS4 = u32;
pub type Py_UCS2 = u16;
pub type Py_UCS1 = u8;
/// C's `time_t` as the interpreters of the supported platforms see it.
pub type time_t = i64;

#[cfg(windows)]
pub type wchar_t = u16;
#[cfg(not(windows))]
pub type wchar_t = i32;

pub const PY_SSIZE_T_MIN: Py_ssize_t = Py_ssize_t::MIN;
pub const PY_SSIZE_T_MAX: Py_ssize_t = Py_ssize_t::MAX;

/// Declares types whose fields are not ours to know: only pointers to them are passed around.
macro_rules! opaque {
    ($($(#[$meta:meta])* $name:ident),* $(,)?) => {$(
        $(#[$meta])*
        #[repr(C)]
        pub struct $name {
            _private: [u8; 0],
            _not_send: core::marker::PhantomData<(*mut u8, core::marker::PhantomPinned)>,
        }
    )*};
}
pub(crate) use opaque;

opaque!(
    /// C's `FILE`.
    FILE
);
