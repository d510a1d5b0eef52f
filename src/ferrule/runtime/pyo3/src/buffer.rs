//! The buffer protocol: the memory of arrays, `bytes`, `memoryview` and their like, without a copy.
//!
//! What the elements are is in [`element`].

use core::ffi::{c_char, c_void, CStr};
use core::marker::PhantomData;
use core::ops::Deref;
use core::ptr::NonNull;
use core::{cell, mem, slice};
use std::pin::Pin;

use crate::conversion::FromPyObject;
use crate::err::{error_on_minus_one, PyErr, PyResult};
use crate::exceptions::PyBufferError;
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::types::PyAny;

mod debug;
mod element;

pub use element::{Element, ElementType, ReadOnlyCell};

/// An object's memory, held until dropped, whatever its elements are.
pub struct PyUntypedBuffer(
    /// Pinned, because some exporters let the view point into itself.
    Pin<Box<ffi::Py_buffer>>,
);

/// An object's memory, held until dropped, whose elements are `T`.
#[repr(transparent)]
pub struct PyBuffer<T>(PyUntypedBuffer, PhantomData<[T]>);

// SAFETY: the memory is only reached with a token, and released by an attached thread.
unsafe impl Send for PyUntypedBuffer {}
// SAFETY: as above.
unsafe impl Sync for PyUntypedBuffer {}
// SAFETY: as above.
unsafe impl<T> Send for PyBuffer<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for PyBuffer<T> {}

/// The order of the elements in memory, as the C API spells it.
const C_ORDER: c_char = b'C' as c_char;
const FORTRAN_ORDER: c_char = b'F' as c_char;

impl PyUntypedBuffer {
    /// The memory of `obj`.
    ///
    /// # Errors
    /// `TypeError` if the object gives no buffer; `BufferError` if it cannot now, or leaves out shape or strides.
    pub fn get(obj: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mut view = Box::pin(ffi::Py_buffer::new());
        // SAFETY: attached; the object is alive; the view stays where it is until released.
        error_on_minus_one(obj.py(), unsafe {
            ffi::PyObject_GetBuffer(obj.as_ptr(), &mut *view, ffi::PyBUF_FULL_RO)
        })?;
        let this = PyUntypedBuffer(view);
        // The request asked for both; they say how far the memory may be read.
        if this.0.ndim > 0 {
            let missing = [("shape", this.0.shape), ("strides", this.0.strides)]
                .into_iter()
                .find(|(_, field)| field.is_null());
            if let Some((name, _)) = missing {
                return Err(PyBufferError::new_err(format!("{name} is null")));
            }
        }
        Ok(this)
    }

    /// The same memory, if its elements are `T`.
    ///
    /// # Errors
    /// `BufferError` if they are not, or not aligned.
    pub fn into_typed<T: Element>(self) -> PyResult<PyBuffer<T>> {
        self.check::<T>()?;
        Ok(PyBuffer(self, PhantomData))
    }

    /// The same memory, if its elements are `T`.
    ///
    /// # Errors
    /// `BufferError` if they are not, or not aligned.
    pub fn as_typed<T: Element>(&self) -> PyResult<&PyBuffer<T>> {
        self.check::<T>()?;
        // SAFETY: just checked; `PyBuffer` is `repr(transparent)`.
        Ok(unsafe { &*(self as *const Self).cast() })
    }

    fn check<T: Element>(&self) -> PyResult<()> {
        let name = core::any::type_name::<T>();
        if self.item_size() != mem::size_of::<T>() || !T::is_compatible_format(self.format()) {
            return Err(PyBufferError::new_err(format!(
                "buffer contents are not compatible with {name}"
            )));
        }
        if self.0.buf.align_offset(mem::align_of::<T>()) != 0 {
            return Err(PyBufferError::new_err(format!(
                "buffer contents are insufficiently aligned for {name}"
            )));
        }
        Ok(())
    }

    /// Gives the memory back at once.
    pub fn release(mut self, _py: Python<'_>) {
        // SAFETY: attached; released once, since the destructor does not run.
        unsafe {
            ffi::PyBuffer_Release(&mut *self.0);
            let view = core::ptr::read(&self.0);
            mem::forget(self);
            drop(view);
        }
    }

    /// The address of the first element.
    pub fn buf_ptr(&self) -> *mut c_void {
        self.0.buf
    }

    /// The object whose memory it is.
    pub fn obj<'py>(&self, py: Python<'py>) -> Option<&Bound<'py, PyAny>> {
        let _ = py;
        NonNull::new(self.0.obj)?;
        // SAFETY: the view owns a reference to the object.
        Some(unsafe { Bound::ref_from_slot(&self.0.obj) })
    }

    /// The address of one element.
    ///
    /// # Panics
    /// If there is not one index for each dimension, or one is out of range.
    pub fn get_ptr(&self, indices: &[usize]) -> *mut c_void {
        let shape = self.shape();
        assert_eq!(indices.len(), shape.len(), "one index for each dimension");
        assert!(
            indices
                .iter()
                .zip(shape)
                .all(|(index, length)| index < length),
            "index out of range"
        );
        // SAFETY: the view is valid; there are as many indices as dimensions, and each is in range.
        unsafe { ffi::PyBuffer_GetPointer(&*self.0, indices.as_ptr().cast()) }
    }

    /// Whether the memory must not be written.
    pub fn readonly(&self) -> bool {
        self.0.readonly != 0
    }

    /// The bytes of one element.
    pub fn item_size(&self) -> usize {
        self.0.itemsize as usize
    }

    /// The number of elements.
    pub fn item_count(&self) -> usize {
        self.len_bytes() / self.item_size().max(1)
    }

    /// The bytes of all elements, without gaps.
    pub fn len_bytes(&self) -> usize {
        self.0.len as usize
    }

    /// The number of dimensions.
    pub fn dimensions(&self) -> usize {
        self.0.ndim as usize
    }

    /// The length in each dimension.
    pub fn shape(&self) -> &[usize] {
        // SAFETY: as many as dimensions; lengths are never negative.
        unsafe { self.per_dimension(self.0.shape.cast()) }.unwrap_or(&[])
    }

    /// The bytes from one element to the next in each dimension.
    pub fn strides(&self) -> &[isize] {
        // SAFETY: as many as dimensions.
        unsafe { self.per_dimension(self.0.strides.cast()) }.unwrap_or(&[])
    }

    /// For each dimension where to go on behind a pointer, negative if there is none to follow; `None` if there are no
    /// pointers at all.
    pub fn suboffsets(&self) -> Option<&[isize]> {
        // SAFETY: as many as dimensions.
        unsafe { self.per_dimension(self.0.suboffsets.cast()) }
    }

    /// # Safety
    /// `first` is null or leads to one value for each dimension.
    unsafe fn per_dimension<N>(&self, first: *const N) -> Option<&[N]> {
        // SAFETY: the caller's contract; the view keeps them alive.
        (!first.is_null()).then(|| unsafe { slice::from_raw_parts(first, self.dimensions()) })
    }

    /// What one element is, in the notation of the module `struct`.
    pub fn format(&self) -> &CStr {
        match NonNull::new(self.0.format) {
            // SAFETY: NUL-terminated, and alive while the view is.
            Some(format) => unsafe { CStr::from_ptr(format.as_ptr()) },
            None => c"B",
        }
    }

    /// Whether the elements lie one after another, the last index varying fastest.
    pub fn is_c_contiguous(&self) -> bool {
        self.is_contiguous(C_ORDER)
    }

    /// Whether the elements lie one after another, the first index varying fastest.
    pub fn is_fortran_contiguous(&self) -> bool {
        self.is_contiguous(FORTRAN_ORDER)
    }

    fn is_contiguous(&self, order: c_char) -> bool {
        // SAFETY: the view is valid.
        unsafe { ffi::PyBuffer_IsContiguous(&*self.0, order) != 0 }
    }
}

impl Drop for PyUntypedBuffer {
    fn drop(&mut self) {
        // An interpreter that is gone took its memory with it, and is not to be started again for this.
        // SAFETY: may be asked at any time.
        if unsafe { ffi::Py_IsInitialized() } != 0 {
            Python::try_attach(|_| {
                // SAFETY: attached; released once.
                unsafe { ffi::PyBuffer_Release(&mut *self.0) }
            });
        }
    }
}

impl<T> Deref for PyBuffer<T> {
    type Target = PyUntypedBuffer;
    fn deref(&self) -> &PyUntypedBuffer {
        &self.0
    }
}

impl<T: Element> FromPyObject<'_, '_> for PyBuffer<T> {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        PyBuffer::get(&obj)
    }
}

impl<T: Element> PyBuffer<T> {
    /// The memory of `obj`, if its elements are `T`.
    ///
    /// # Errors
    /// `TypeError` if the object gives no buffer; `BufferError` if its elements are others.
    pub fn get(obj: &Bound<'_, PyAny>) -> PyResult<Self> {
        PyUntypedBuffer::get(obj)?.into_typed()
    }

    /// Gives the memory back at once.
    pub fn release(self, py: Python<'_>) {
        self.0.release(py);
    }

    /// The elements, if they lie in C order. Others may change them at any time.
    pub fn as_slice<'a>(&'a self, _py: Python<'a>) -> Option<&'a [ReadOnlyCell<T>]> {
        self.elements(C_ORDER)
    }

    /// The elements to change, if they lie in C order and may be changed. Others may change them at any time.
    pub fn as_mut_slice<'a>(&'a self, _py: Python<'a>) -> Option<&'a [cell::Cell<T>]> {
        (!self.readonly()).then(|| self.elements(C_ORDER)).flatten()
    }

    /// The elements, if they lie in Fortran order. Others may change them at any time.
    pub fn as_fortran_slice<'a>(&'a self, _py: Python<'a>) -> Option<&'a [ReadOnlyCell<T>]> {
        self.elements(FORTRAN_ORDER)
    }

    /// The elements to change, if they lie in Fortran order and may be changed. Others may change them at any time.
    pub fn as_fortran_mut_slice<'a>(&'a self, _py: Python<'a>) -> Option<&'a [cell::Cell<T>]> {
        (!self.readonly())
            .then(|| self.elements(FORTRAN_ORDER))
            .flatten()
    }

    /// The elements if contiguous. `C` is `Cell<T>` or `ReadOnlyCell<T>`.
    fn elements<C>(&self, order: c_char) -> Option<&[C]> {
        const { assert!(mem::size_of::<C>() == mem::size_of::<T>()) };
        if !self.is_contiguous(order) {
            return None;
        }
        if self.item_count() == 0 {
            return Some(&[]); // an exporter without elements may give any address
        }
        // SAFETY: contiguous elements of type `T`, checked when the buffer was taken; both cells have `T`'s layout and
        // allow for changes by others.
        Some(unsafe { slice::from_raw_parts(self.buf_ptr().cast(), self.item_count()) })
    }

    /// Copies all elements in C order.
    ///
    /// # Errors
    /// `BufferError` if the slice has another length.
    pub fn copy_to_slice(&self, py: Python<'_>, target: &mut [T]) -> PyResult<()> {
        self.copy_to(py, target, C_ORDER)
    }

    /// Copies all elements in Fortran order.
    ///
    /// # Errors
    /// `BufferError` if the slice has another length.
    pub fn copy_to_fortran_slice(&self, py: Python<'_>, target: &mut [T]) -> PyResult<()> {
        self.copy_to(py, target, FORTRAN_ORDER)
    }

    fn copy_to(&self, py: Python<'_>, target: &mut [T], order: c_char) -> PyResult<()> {
        self.check_length("to", target.len())?;
        // SAFETY: the slice has room for all elements.
        unsafe { self.copy_out(py, target.as_mut_ptr(), order) }
    }

    /// # Safety
    /// There is room for all elements at `target`.
    unsafe fn copy_out(&self, py: Python<'_>, target: *mut T, order: c_char) -> PyResult<()> {
        // SAFETY: attached; the view is valid; the caller vouches for the room.
        error_on_minus_one(py, unsafe {
            ffi::PyBuffer_ToContiguous(target.cast(), &*self.0 .0, self.0 .0.len, order)
        })
    }

    /// All elements in C order.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn to_vec(&self, py: Python<'_>) -> PyResult<Vec<T>> {
        self.copy(py, C_ORDER)
    }

    /// All elements in Fortran order.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn to_fortran_vec(&self, py: Python<'_>) -> PyResult<Vec<T>> {
        self.copy(py, FORTRAN_ORDER)
    }

    fn copy(&self, py: Python<'_>, order: c_char) -> PyResult<Vec<T>> {
        let count = self.item_count();
        let mut elements = Vec::with_capacity(count);
        // SAFETY: there is room, and all elements are written before they count.
        unsafe {
            self.copy_out(py, elements.as_mut_ptr(), order)?;
            elements.set_len(count);
        }
        Ok(elements)
    }

    /// Overwrites all elements, given in C order.
    ///
    /// # Errors
    /// `BufferError` if the memory must not be written, or the slice has another length.
    pub fn copy_from_slice(&self, py: Python<'_>, source: &[T]) -> PyResult<()> {
        self.copy_from(py, source, C_ORDER)
    }

    /// Overwrites all elements, given in Fortran order.
    ///
    /// # Errors
    /// `BufferError` if the memory must not be written, or the slice has another length.
    pub fn copy_from_fortran_slice(&self, py: Python<'_>, source: &[T]) -> PyResult<()> {
        self.copy_from(py, source, FORTRAN_ORDER)
    }

    fn copy_from(&self, py: Python<'_>, source: &[T], order: c_char) -> PyResult<()> {
        if self.readonly() {
            return Err(PyBufferError::new_err("cannot write to read-only buffer"));
        }
        self.check_length("from", source.len())?;
        // SAFETY: attached; the view is valid and may be written; the source has all elements.
        error_on_minus_one(py, unsafe {
            ffi::PyBuffer_FromContiguous(&*self.0 .0, source.as_ptr().cast(), self.0 .0.len, order)
        })
    }

    fn check_length(&self, direction: &str, length: usize) -> PyResult<()> {
        let count = self.item_count();
        if length == count {
            return Ok(());
        }
        Err(PyBufferError::new_err(format!(
            "slice to copy {direction} (of length {length}) does not match buffer length of {count}"
        )))
    }
}
