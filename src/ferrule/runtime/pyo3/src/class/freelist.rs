//! `#[pyclass(freelist = N)]`: memory of freed instances, kept for the next ones.

use core::ptr;
use std::sync::Mutex;

use super::object::ClassObject;
use super::PyClass;
use crate::ffi;
use crate::marker::Python;

/// Memory of instances of one class.
pub struct FreeList {
    free: Mutex<Vec<Block>>,
    limit: usize,
}

/// Memory that belonged to an instance and belongs to the list.
struct Block(*mut ffi::PyObject);

// SAFETY: raw memory that nothing else refers to.
unsafe impl Send for Block {}

impl FreeList {
    /// An empty list for at most `limit` instances.
    pub const fn new(limit: usize) -> Self {
        FreeList {
            free: Mutex::new(Vec::new()),
            limit,
        }
    }

    fn take(&self) -> Option<*mut ffi::PyObject> {
        Some(self.free.lock().ok()?.pop()?.0)
    }

    /// Keeps the memory; false if there is no room for it.
    fn keep(&self, object: *mut ffi::PyObject) -> bool {
        match self.free.lock() {
            // Without the GIL, other threads may still look at memory that has been given up.
            Ok(mut free) if free.len() < self.limit && !cfg!(Py_GIL_DISABLED) => {
                free.push(Block(object));
                true
            }
            _ => false,
        }
    }
}

/// A class with a list.
pub trait HasFreeList: PyClass {
    /// Its list.
    fn free_list() -> &'static FreeList;
}

/// Whether `class` is the class of `T` itself: memory of subclasses is of another size.
fn is_exact<T: PyClass>(class: *mut ffi::PyTypeObject) -> bool {
    // SAFETY: Python calls slots only while attached.
    let py = unsafe { Python::assume_attached() };
    class == T::type_object_raw(py)
}

/// `tp_alloc`: memory from the list if there is any.
///
/// # Safety
/// Called with a type object that is the class of `T` or a subclass.
pub unsafe extern "C" fn allocate<T: HasFreeList>(
    class: *mut ffi::PyTypeObject,
    items: ffi::Py_ssize_t,
) -> *mut ffi::PyObject {
    // SAFETY: memory in the list has the size of an instance of `T`, and whether it has a collector's header depends
    // on the class, which is the same.
    unsafe {
        if is_exact::<T>(class) {
            if let Some(object) = T::free_list().take() {
                ptr::write_bytes(object.cast::<u8>(), 0, ClassObject::<T>::size());
                let object = ffi::PyObject_Init(object, class);
                if ffi::PyType_IS_GC(class) != 0 {
                    ffi::PyObject_GC_Track(object.cast());
                }
                return object;
            }
        }
        ffi::PyType_GenericAlloc(class, items)
    }
}

/// `tp_free`: keeps the memory if there is room.
///
/// # Safety
/// Called with an emptied instance of `T` that the collector does not track.
pub unsafe extern "C" fn free<T: HasFreeList>(object: *mut core::ffi::c_void) {
    // SAFETY: the caller's contract; the header, and so the type, is still valid.
    unsafe {
        let class = ffi::Py_TYPE(object.cast());
        if is_exact::<T>(class) && T::free_list().keep(object.cast()) {
            return;
        }
        if ffi::PyType_IS_GC(class) != 0 {
            ffi::PyObject_GC_Del(object);
        } else {
            ffi::PyObject_Free(object);
        }
    }
}
