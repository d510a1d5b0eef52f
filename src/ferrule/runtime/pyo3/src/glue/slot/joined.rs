//! The functions of [`pairs`](super::pairs) over what a class has, for the rows of its tables.

use core::ffi::c_void;

use super::pairs::{self, BinaryMethod, CompareMethod, SetMethod};
use super::{Half, Raw};
use crate::class::like::ClassLike;

/// Each has the name of the function that it picks.
macro_rules! joined {
    ($($name:ident<$($class:ident)?; $($half:ident),+>: $bound:path;)*) => {$(
        /// The function of this name over these methods.
        pub const fn $name<$($class: ClassLike,)? $($half: $bound),+>(
            $(_: &Half<$half>),+
        ) -> *const c_void {
            pairs::$name::<$($class,)? $($half),+> as *const c_void
        }
    )*};
}

joined! {
    binary<T; F, R>: BinaryMethod<(Raw,)>;
    power<T; F, R>: BinaryMethod<(Raw, Raw)>;
    compare<T; Lt, Le, Eq, Ne, Gt, Ge>: CompareMethod;
    getattr<; First, Fallback>: CompareMethod;
}

macro_rules! set_and_delete {
    ($($name:ident<$set:ty, $delete:ty>;)*) => {$(
        /// The function of this name over these methods.
        pub const fn $name<S: SetMethod<$set>, D: SetMethod<$delete>>(
            _: &Half<S>,
            _: &Half<D>,
        ) -> *const c_void {
            pairs::$name::<S, D> as *const c_void
        }
    )*};
}

set_and_delete! {
    setattr<(Raw, Raw), (Raw,)>;
    set_item<(Raw, Raw), (Raw,)>;
    descr_set<(Raw, Raw), (Raw,)>;
}
