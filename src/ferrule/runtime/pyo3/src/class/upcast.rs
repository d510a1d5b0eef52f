//! A borrow of an instance as one of its base class: `as_super` and `into_super` of the guards.

use core::mem::ManuallyDrop;

use super::guard::{ClassMut, ClassRef, PyRef, PyRefMut};
use super::object::flag;
use super::{BooleanFalse, PyClass};
use crate::ffi;

macro_rules! upcast {
    ($guard:ident, $lifetime:lifetime, [$($frozen:tt)*], [$($borrow:tt)*], $from:ident) => {
        impl<$lifetime, T: PyClass $($frozen)*> $guard<$lifetime, T>
        where
            T::Base: PyClass $($frozen)*,
        {
            /// The same borrow, of the base's value. One bookkeeping serves an instance and all its bases.
            #[inline]
            pub fn as_super($($borrow)* self) -> $($borrow)* $guard<$lifetime, T::Base> {
                // SAFETY: transparent over the reference to the instance, which is one of the base.
                unsafe { $($borrow)* *core::ptr::$from(self).cast() }
            }

            /// The same borrow, of the base's value.
            #[inline]
            pub fn into_super(self) -> $guard<$lifetime, T::Base> {
                let held = ManuallyDrop::new(self);
                // SAFETY: as in `as_super`. The borrow is ended by the new guard in place of this one, or here where
                // the base has no bookkeeping: it is frozen then, the borrow a shared one, and its value needs none.
                unsafe {
                    let object = core::ptr::from_ref(&*held).cast::<*mut ffi::PyObject>().read();
                    if let (Some(own), None) = (flag::<T>(object), flag::<T::Base>(object)) {
                        own.end_read();
                    }
                    core::ptr::from_ref(&*held)
                        .cast::<$guard<$lifetime, T::Base>>()
                        .read()
                }
            }
        }
    };
}
upcast!(PyRef, 'py, [], [&], from_ref);
upcast!(PyRefMut, 'py, [<Frozen = BooleanFalse>], [&mut], from_mut);
upcast!(ClassRef, 'a, [], [&], from_ref);
upcast!(ClassMut, 'a, [<Frozen = BooleanFalse>], [&mut], from_mut);

/// The base's value, as `self_.as_ref()` in methods.
impl<T, U> AsRef<U> for PyRef<'_, T>
where
    T: PyClass<Base = U>,
    U: PyClass,
{
    #[inline]
    fn as_ref(&self) -> &U {
        self.as_super()
    }
}

impl<T, U> AsRef<U> for PyRefMut<'_, T>
where
    T: PyClass<Base = U, Frozen = BooleanFalse>,
    U: PyClass<Frozen = BooleanFalse>,
{
    #[inline]
    fn as_ref(&self) -> &U {
        // SAFETY: as in `as_super`.
        unsafe { &*core::ptr::from_ref(self).cast::<PyRefMut<'_, U>>() }
    }
}

impl<T, U> AsMut<U> for PyRefMut<'_, T>
where
    T: PyClass<Base = U, Frozen = BooleanFalse>,
    U: PyClass<Frozen = BooleanFalse>,
{
    #[inline]
    fn as_mut(&mut self) -> &mut U {
        self.as_super()
    }
}
