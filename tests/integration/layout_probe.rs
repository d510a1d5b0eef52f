// Calls the readers and builders of `ffi::layout` for `test_layout.py`, which compares them with what Python says.

use ffi::*;
use std::ffi::{c_int, c_long};

#[no_mangle]
unsafe extern "C" fn probe_float(op: *mut PyObject) -> f64 {
    layout::float_value(op)
}

#[no_mangle]
unsafe extern "C" fn probe_i64(op: *mut PyObject, out: *mut i64) -> c_int {
    layout::long_as_i64(op).map(|value| *out = value).is_some() as c_int
}

#[no_mangle]
unsafe extern "C" fn probe_u64(op: *mut PyObject, out: *mut u64) -> c_int {
    layout::long_as_u64(op).map(|value| *out = value).is_some() as c_int
}

#[no_mangle]
unsafe extern "C" fn probe_compact(op: *mut PyObject, out: *mut i64) -> c_int {
    layout::long_compact(op).map(|value| *out = value).is_some() as c_int
}

/// Without a GIL the runtime does not read lists and dicts in place; their layout is as elsewhere.
unsafe fn list_items(op: *mut PyObject) -> (*mut *mut PyObject, usize) {
    #[cfg(not(Py_GIL_DISABLED))]
    return layout::list_items(op);
    #[cfg(Py_GIL_DISABLED)]
    return (
        (*op.cast::<PyListObject>()).ob_item,
        (*op.cast::<PyListObject>()).ob_base.ob_size as usize,
    );
}

/// A list with the items of `op`, a tuple, and a tuple with the items of that list.
#[no_mangle]
unsafe extern "C" fn probe_copy(op: *mut PyObject) -> *mut PyObject {
    let (items, length) = layout::tuple_items(op);
    let list = PyList_New(length as isize);
    for i in 0..length {
        *layout::list_slots(list).add(i) = Py_NewRef(*items.add(i));
    }
    let (items, length) = list_items(list);
    let tuple = PyTuple_New(length as isize);
    for i in 0..length {
        *layout::tuple_slots(tuple).add(i) = Py_NewRef(*items.add(i));
    }
    Py_DECREF(list);
    tuple
}

#[no_mangle]
unsafe extern "C" fn probe_str(op: *mut PyObject) -> *mut PyObject {
    let Some(view) = layout::str_view(op) else {
        return Py_NewRef(Py_None());
    };
    let size = view.length * view.kind as usize;
    let data = PyBytes_FromStringAndSize(std::ptr::null(), size as isize);
    std::ptr::copy_nonoverlapping(view.data, layout::bytes_slots(data), size);
    let result = PyTuple_New(4);
    *layout::tuple_slots(result) = data;
    *layout::tuple_slots(result).add(1) = PyLong_FromLong(view.length as c_long);
    *layout::tuple_slots(result).add(2) = PyLong_FromLong(view.kind as c_long);
    *layout::tuple_slots(result).add(3) = PyBool_FromLong(view.ascii as c_long);
    result
}

#[no_mangle]
unsafe extern "C" fn probe_utf8(op: *mut PyObject) -> *mut PyObject {
    match layout::str_utf8(op) {
        None => Py_NewRef(Py_None()),
        Some((data, length)) => PyBytes_FromStringAndSize(data.cast(), length as isize),
    }
}

/// An ASCII string with the contents of `op`, a bytes object.
#[no_mangle]
unsafe extern "C" fn probe_ascii(op: *mut PyObject) -> *mut PyObject {
    let (data, length) = layout::bytes_data(op);
    let text = PyUnicode_New(length as isize, 127);
    std::ptr::copy_nonoverlapping(data, layout::ascii_slots(text), length);
    text
}

#[no_mangle]
unsafe extern "C" fn probe_dict_len(op: *mut PyObject) -> usize {
    #[cfg(not(Py_GIL_DISABLED))]
    return layout::dict_len(op);
    #[cfg(Py_GIL_DISABLED)]
    return (*op.cast::<PyDictObject>()).ma_used as usize;
}

/// Takes and gives back references; how much the count went up in between.
#[no_mangle]
unsafe extern "C" fn probe_count(op: *mut PyObject, times: isize) -> isize {
    let before = Py_REFCNT(op);
    for _ in 0..times {
        Py_INCREF(op);
    }
    let difference = Py_REFCNT(op) - before;
    for _ in 0..times {
        Py_DECREF(op);
    }
    difference
}

/// The type tests, one bit each, in the order of `test_layout.py`.
#[no_mangle]
unsafe extern "C" fn probe_checks(op: *mut PyObject) -> c_int {
    let checks = [
        PyType_Check(op),
        PyLong_Check(op),
        PyBool_Check(op),
        PyFloat_Check(op),
        PyUnicode_Check(op),
        PyBytes_Check(op),
        PyList_Check(op),
        PyTuple_Check(op),
        PyDict_Check(op),
        PySet_Check(op),
        PyExceptionInstance_Check(op),
        PyLong_CheckExact(op),
        PyDict_CheckExact(op),
        Py_IsNone(op),
        Py_IsTrue(op),
        PyExceptionClass_Check(op),
    ];
    checks
        .iter()
        .enumerate()
        .fold(0, |bits, (i, &yes)| bits | ((yes != 0) as c_int) << i)
}

/// `(callable(arg), arg.method())`.
#[no_mangle]
unsafe extern "C" fn probe_calls(
    callable: *mut PyObject,
    arg: *mut PyObject,
    method: *mut PyObject,
) -> *mut PyObject {
    let result = PyTuple_New(2);
    PyTuple_SET_ITEM(result, 0, PyObject_CallOneArg(callable, arg));
    PyTuple_SET_ITEM(result, 1, PyObject_CallMethodNoArgs(arg, method));
    result
}

/// What the accessors of the datetime C API read from `op`, the time zone last.
#[no_mangle]
unsafe extern "C" fn probe_datetime(op: *mut PyObject) -> *mut PyObject {
    PyDateTime_IMPORT();
    let numbers = [
        PyDateTime_Check(op),
        PyDateTime_GET_YEAR(op),
        PyDateTime_GET_MONTH(op),
        PyDateTime_GET_DAY(op),
        PyDateTime_DATE_GET_HOUR(op),
        PyDateTime_DATE_GET_MICROSECOND(op),
        PyDateTime_DATE_GET_FOLD(op) as c_int,
    ];
    let result = PyTuple_New(numbers.len() as isize + 1);
    for (i, &number) in numbers.iter().enumerate() {
        PyTuple_SET_ITEM(result, i as isize, PyLong_FromLong(number as c_long));
    }
    let zone = Py_NewRef(PyDateTime_DATE_GET_TZINFO(op));
    PyTuple_SET_ITEM(result, numbers.len() as isize, zone);
    result
}
