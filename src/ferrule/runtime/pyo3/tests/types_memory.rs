//! Text and bytes kept in Python objects, capsules, weak references, and cells.
#![allow(clippy::undocumented_unsafe_blocks)] // what is tested is safe by the lines above it
#![allow(clippy::nonminimal_bool, clippy::bool_comparison)] // each operator is what is tested

mod types_support;

use std::ffi::c_void;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Once, OnceLock, RwLock};

use pyo3::marshal;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::sync::{MutexExt, OnceExt, OnceLockExt, PyOnceLock, RwLockExt};
use pyo3::types::{
    PyCapsule, PyInt, PyList, PyString, PyType, PyWeakref, PyWeakrefProxy, PyWeakrefReference,
};
use types_support::{attached, error, eval, shown};

#[test]
fn backed_text_and_bytes() {
    attached(|py| {
        let text: PyBackedStr = eval(py, "'naïve'").extract().unwrap();
        let other = std::thread::scope(|scope| {
            scope
                .spawn(|| (text.len(), text.to_uppercase()))
                .join()
                .unwrap()
        });
        assert_eq!(other, (6, "NAÏVE".to_string()));
        assert!(
            text == "naïve" && "naïve" == text && text < *"naïvf" && text == text.clone_ref(py)
        );
        assert_eq!(format!("{text} {text:?}"), "naïve \"naïve\"");
        assert!(std::collections::HashSet::from([text.clone_ref(py)]).contains("naïve"));
        assert_eq!((&text).into_pyobject(py).unwrap(), "naïve");
        assert!(text
            .as_py_str()
            .bind(py)
            .is(text.clone_ref(py).into_pyobject(py).unwrap()));
        assert_eq!(
            error(eval(py, "1").extract::<PyBackedStr>()),
            "TypeError: 'int' object is not an instance of 'str'"
        );
        assert!(
            error(eval(py, "'\\ud800'").extract::<PyBackedStr>()).starts_with("UnicodeEncodeError")
        );

        let bytes = eval(py, "b'abc'");
        let backed: PyBackedBytes = bytes.extract().unwrap();
        assert!(backed == b"abc" && backed == b"abc"[..] && *backed == *b"abc");
        assert!(
            backed.clone_ref(py).into_pyobject(py).unwrap().is(&bytes),
            "the same object"
        );
        let array = eval(py, "bytearray(b'xyz')");
        let copy: PyBackedBytes = array.extract().unwrap();
        array.call_method0("clear").unwrap();
        assert!(copy == b"xyz" && copy > backed);
        assert_eq!(shown(Ok((&copy).into_pyobject(py).unwrap())), "b'xyz'");
        let fault = eval(py, "1")
            .extract::<PyBackedBytes>()
            .map_err(PyErr::from);
        assert_eq!(
            error(fault),
            "TypeError: 'int' object is not an instance of 'bytes | bytearray'"
        );
    });
}

#[test]
fn marshalling() {
    attached(|py| {
        let value = eval(py, "{'a': [1, 2.5, None]}");
        let bytes = marshal::dumps(&value, marshal::VERSION).unwrap();
        assert!(marshal::loads(py, bytes.as_bytes())
            .unwrap()
            .eq(&value)
            .unwrap());
        assert_eq!(
            error(marshal::dumps(&eval(py, "object()"), marshal::VERSION)),
            "ValueError: unmarshallable object"
        );
        assert!(error(marshal::loads(py, b"")).starts_with("EOFError"));
    });
}

#[repr(C)]
struct Payload {
    value: u32,
    drops: Arc<AtomicUsize>,
}

impl Drop for Payload {
    fn drop(&mut self) {
        self.drops.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn capsules_own_values() {
    attached(|py| {
        let drops = Arc::new(AtomicUsize::new(0));
        let payload = || Payload {
            value: 42,
            drops: drops.clone(),
        };
        let capsule = PyCapsule::new_with_value(py, payload(), c"made.capsule").unwrap();
        let pointer = capsule
            .pointer_checked(Some(c"made.capsule"))
            .unwrap()
            .cast::<Payload>();
        assert_eq!(unsafe { pointer.as_ref() }.value, 42);
        assert_eq!(
            error(capsule.pointer_checked(Some(c"other"))),
            "ValueError: PyCapsule_GetPointer called with incorrect name"
        );
        assert!(capsule.is_valid_checked(Some(c"made.capsule")) && !capsule.is_valid_checked(None));
        assert_eq!(
            unsafe { capsule.name().unwrap().unwrap().as_cstr() },
            c"made.capsule"
        );
        let module = PyModule::from_code(py, c"", c"made.py", c"made").unwrap();
        module.add("capsule", &capsule).unwrap();
        let imported: &Payload = unsafe { PyCapsule::import(py, c"made.capsule").unwrap() };
        assert_eq!(imported.value, 42);
        assert!(PyCapsule::import_pointer(py, c"made.other").is_err());
        module.delattr("capsule").unwrap();
        drop(capsule);
        assert_eq!(drops.load(Ordering::SeqCst), 1);

        let seen = Arc::new(AtomicUsize::new(0));
        let destructor = {
            let seen = seen.clone();
            move |payload: Payload, context: *mut c_void| {
                seen.store(payload.value as usize + context as usize, Ordering::SeqCst);
            }
        };
        let capsule =
            PyCapsule::new_with_destructor(py, payload(), Some(c"owned".to_owned()), destructor)
                .unwrap();
        assert!(capsule.context().unwrap().is_null());
        capsule.set_context(8 as *mut c_void).unwrap();
        assert_eq!(capsule.context().unwrap() as usize, 8);
        drop(capsule);
        assert_eq!(
            (seen.load(Ordering::SeqCst), drops.load(Ordering::SeqCst)),
            (50, 2)
        );

        let unnamed = PyCapsule::new(py, payload(), None).unwrap();
        assert!(unnamed.name().unwrap().is_none() && unnamed.pointer_checked(None).is_ok());
        let mut number = 5u32;
        let pointer = std::ptr::NonNull::from(&mut number).cast();
        let borrowed = unsafe { PyCapsule::new_with_pointer(py, pointer, c"p") }.unwrap();
        assert_eq!(borrowed.pointer_checked(Some(c"p")).unwrap(), pointer);
        let faulty =
            PyCapsule::new_with_value_and_destructor(py, 1u8, c"x", |_, _| panic!("in destructor"))
                .unwrap();
        py.run(
            c"import sys; sys.unraisablehook = lambda u: setattr(sys, 'seen', str(u.exc_value))",
            None,
            None,
        )
        .unwrap();
        drop(faulty);
        assert_eq!(
            py.import("sys")
                .unwrap()
                .getattr("seen")
                .unwrap()
                .to_string(),
            "in destructor"
        );
        py.run(c"sys.unraisablehook = sys.__unraisablehook__", None, None)
            .unwrap();
    });
}

#[test]
fn weak_references() {
    attached(|py| {
        // Of no statement's namespace, which a free-threaded interpreter may keep for longer.
        let target = eval(py, "type('C', (), {'value': 3})()");
        let reference = PyWeakrefReference::new(&target).unwrap();
        let proxy = PyWeakrefProxy::new(&target).unwrap();
        let called = PyList::empty(py);
        let noted =
            PyWeakrefReference::new_with(&target, called.getattr("append").unwrap()).unwrap();
        let noted_proxy =
            PyWeakrefProxy::new_with(&target, called.getattr("append").unwrap()).unwrap();
        assert!(reference.upgrade().unwrap().is(&target) && proxy.upgrade().unwrap().is(&target));
        assert_eq!(shown(proxy.getattr("value")), "3");
        assert!(reference.cast::<PyWeakref>().unwrap().upgrade().is_some());
        assert!(proxy.cast::<PyWeakref>().is_ok() && proxy.cast::<PyWeakrefProxy>().is_ok());
        assert!(target.cast::<PyWeakref>().is_err());
        assert!(reference.upgrade_as::<PyAny>().unwrap().is_some());
        let fault = reference.upgrade_as::<PyInt>();
        assert_eq!(
            error(fault),
            "TypeError: 'C' object is not an instance of 'int'"
        );
        assert!(reference.upgrade_as_exact::<PyInt>().is_err());
        assert!(unsafe { reference.upgrade_as_unchecked::<PyAny>() }.is_some());
        drop(target);
        assert!(reference.upgrade().is_none() && proxy.upgrade().is_none());
        assert!(reference.upgrade_as::<PyInt>().unwrap().is_none());
        assert_eq!(
            error(proxy.getattr("value")),
            "ReferenceError: weakly-referenced object no longer exists"
        );
        assert_eq!(called.len(), 2);
        drop((noted, noted_proxy));
        assert_eq!(
            error(PyWeakrefReference::new(&eval(py, "1"))),
            "TypeError: cannot create weak reference to 'int' object"
        );
        assert!(PyWeakrefProxy::new(&eval(py, "1")).is_err());
    });
}

#[test]
fn once_cells() {
    attached(|py| {
        static CELL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        assert!(CELL.get(py).is_none());
        assert_eq!(
            error(CELL.import(py, "no_such", "X")),
            "ModuleNotFoundError: No module named 'no_such'"
        );
        assert_eq!(
            error(CELL.import(py, "math", "pi")),
            "TypeError: 'float' object is not an instance of 'type'"
        );
        assert!(CELL
            .import(py, "decimal", "Decimal")
            .unwrap()
            .is(eval(py, "__import__('decimal').Decimal")));
        assert!(CELL.get(py).is_some() && CELL.clone_ref(py).get(py).is_some());

        let mut cell = PyOnceLock::new();
        assert_eq!(cell.get_or_try_init(py, || Err::<i32, _>("no")), Err("no"));
        assert_eq!(
            (*cell.get_or_init(py, || 1), *cell.get_or_init(py, || 2)),
            (1, 1)
        );
        assert_eq!(cell.set(py, 3), Err(3));
        *cell.get_mut().unwrap() += 1;
        assert_eq!(
            (cell.take(), cell.get(py), cell.set(py, 5)),
            (Some(2), None, Ok(()))
        );
        assert_eq!(cell.into_inner(), Some(5));

        let kept: &Bound<'_, PyString> = pyo3::intern!(py, "an attribute");
        assert!(kept.is(PyString::intern(py, "an attribute")));
    });
}

#[test]
fn waiting_lets_others_attach() {
    attached(|py| {
        static CELL: PyOnceLock<usize> = PyOnceLock::new();
        static ONCE: Once = Once::new();
        static LOCK: OnceLock<usize> = OnceLock::new();
        static MUTEX: Mutex<usize> = Mutex::new(0);
        static SHARED: RwLock<usize> = RwLock::new(0);
        static RUNS: AtomicUsize = AtomicUsize::new(0);
        // Each step runs Python code that gives up the GIL while it holds the lock.
        let pause = |py: Python<'_>| {
            py.run(c"import time; time.sleep(0.005)", None, None)
                .unwrap()
        };
        let work = move || {
            Python::attach(|py| {
                let made = || {
                    pause(py);
                    RUNS.fetch_add(1, Ordering::SeqCst)
                };
                assert_eq!(*CELL.get_or_init(py, made), *CELL.get(py).unwrap());
                ONCE.call_once_py_attached(py, || {
                    made();
                });
                ONCE.call_once_force_py_attached(py, |_| {
                    made();
                });
                LOCK.get_or_init_py_attached(py, made);
                let mut guard = MUTEX.lock_py_attached(py).unwrap();
                pause(py);
                *guard += 1;
                drop(guard);
                let mut guard = SHARED.write_py_attached(py).unwrap();
                pause(py);
                *guard += 1;
                drop(guard);
                assert!(*SHARED.read_py_attached(py).unwrap() > 0);
            })
        };
        py.detach(|| {
            std::thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(work);
                }
            });
        });
        assert_eq!(RUNS.load(Ordering::SeqCst), 3);
        assert_eq!((*MUTEX.lock().unwrap(), *SHARED.read().unwrap()), (8, 8));
    });
}

#[cfg(all(Py_3_13, not(Py_LIMITED_API)))]
#[test]
fn mutex_of_python() {
    use pyo3::types::PyMutex;
    attached(|py| {
        let mutex = PyMutex::new(0);
        py.detach(|| {
            std::thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        Python::attach(|py| {
                            let mut value = mutex.lock().unwrap();
                            py.run(c"import time; time.sleep(0.002)", None, None)
                                .unwrap();
                            *value += 1;
                        })
                    });
                }
            })
        });
        assert_eq!(*mutex.lock().unwrap(), 4);
        let text = types_support::panic_text(|| {
            let _guard = mutex.lock().unwrap();
            panic!("holding");
        });
        assert_eq!(text, "holding");
        assert!(mutex.is_poisoned());
        assert_eq!(*mutex.lock().unwrap_err().into_inner(), 4);
        mutex.clear_poison();
        assert_eq!(mutex.into_inner().unwrap(), 4);
    });
}

#[test]
fn references_from_addresses_and_references() {
    attached(|py| {
        let number = eval(py, "12345678").cast_into::<PyInt>().unwrap();
        let count = || number.get_refcnt();
        let before = count();
        // SAFETY: an address that is alive, or none.
        unsafe {
            let null = std::ptr::null_mut();
            assert!(Py::<PyInt>::from_owned_ptr_or_opt(py, null).is_none());
            assert!(Py::<PyInt>::from_borrowed_ptr_or_opt(py, null).is_none());
            let same = Py::<PyInt>::from_borrowed_ptr_or_opt(py, number.as_ptr()).unwrap();
            let owned = Py::<PyInt>::from_owned_ptr_or_opt(py, number.clone().into_ptr()).unwrap();
            let again = Py::<PyInt>::from_borrowed_ptr_or_err(py, number.as_ptr()).unwrap();
            assert!(same.is(&owned) && owned.is(&again) && count() == before + 3);
            PyErr::new::<pyo3::exceptions::PyKeyError, _>("lost").restore(py);
            let raised = Py::<PyInt>::from_borrowed_ptr_or_err(py, null);
            assert_eq!(error(raised), "KeyError: 'lost'");
        }
        let (any, typed): (Bound<'_, PyAny>, Py<PyInt>) = ((&number).into(), (&number).into());
        let untyped: Py<PyAny> = (&number).into();
        assert!(any.is(&typed) && untyped.is(&number) && count() == before + 3);
        drop((any, typed, untyped));
        assert_eq!(count(), before);
        assert!(Python::version_str().starts_with("3.") && py.version() == Python::version_str());
    });
}
