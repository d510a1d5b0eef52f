//! The smart pointers to Python objects: [`Bound`], [`Borrowed`] and [`Py`].
//!
//! One file each. All three are one pointer wide; what differs is what the type proves about attachment and ownership.

mod borrowed;
mod bound;
mod cast;
mod py;

pub use borrowed::Borrowed;
pub use bound::Bound;
pub use py::Py;

use crate::marker::Python;

/// Owned or borrowed, but bound to an attachment: what a conversion to Python may return.
pub trait BoundObject<'py, T>: bound_object::Sealed {
    /// The form for any object.
    type Any: BoundObject<'py, crate::types::PyAny>;
    /// A borrow of it.
    fn as_borrowed(&self) -> Borrowed<'_, 'py, T>;
    /// An owned reference.
    fn into_bound(self) -> Bound<'py, T>;
    /// The same, forgetting the type.
    fn into_any(self) -> Self::Any;
    /// An owned pointer.
    fn into_ptr(self) -> *mut crate::ffi::PyObject;
    /// A borrowed pointer.
    fn as_ptr(&self) -> *mut crate::ffi::PyObject;
    /// An owned reference that outlives the attachment.
    fn unbind(self) -> Py<T>;
    /// The attachment.
    fn py(&self) -> Python<'py>;
}

mod bound_object {
    pub trait Sealed {}
    impl<T> Sealed for super::Bound<'_, T> {}
    impl<T> Sealed for super::Borrowed<'_, '_, T> {}
}

impl<'py, T> BoundObject<'py, T> for Bound<'py, T> {
    type Any = Bound<'py, crate::types::PyAny>;
    #[inline]
    fn as_borrowed(&self) -> Borrowed<'_, 'py, T> {
        Bound::as_borrowed(self)
    }
    #[inline]
    fn into_bound(self) -> Bound<'py, T> {
        self
    }
    #[inline]
    fn into_any(self) -> Self::Any {
        Bound::into_any(self)
    }
    #[inline]
    fn into_ptr(self) -> *mut crate::ffi::PyObject {
        Bound::into_ptr(self)
    }
    #[inline]
    fn as_ptr(&self) -> *mut crate::ffi::PyObject {
        Bound::as_ptr(self)
    }
    #[inline]
    fn unbind(self) -> Py<T> {
        Bound::unbind(self)
    }
    #[inline]
    fn py(&self) -> Python<'py> {
        Bound::py(self)
    }
}

impl<'a, 'py, T> BoundObject<'py, T> for Borrowed<'a, 'py, T> {
    type Any = Borrowed<'a, 'py, crate::types::PyAny>;
    #[inline]
    fn as_borrowed(&self) -> Borrowed<'_, 'py, T> {
        *self
    }
    #[inline]
    fn into_bound(self) -> Bound<'py, T> {
        self.to_owned()
    }
    #[inline]
    fn into_any(self) -> Self::Any {
        Borrowed::into_any(self)
    }
    #[inline]
    fn into_ptr(self) -> *mut crate::ffi::PyObject {
        self.to_owned().into_ptr()
    }
    #[inline]
    fn as_ptr(&self) -> *mut crate::ffi::PyObject {
        Borrowed::as_ptr(*self)
    }
    #[inline]
    fn unbind(self) -> Py<T> {
        self.to_owned().unbind()
    }
    #[inline]
    fn py(&self) -> Python<'py> {
        Borrowed::py(*self)
    }
}
