//! Operators: forward, reflected, in place, unary, with arguments and results of many types.

use pyo3::prelude::*;

#[pymodule]
mod arithmetic {
    use pyo3::exceptions::{PyValueError, PyZeroDivisionError};
    use pyo3::prelude::*;
    use pyo3::types::PyNotImplemented;

    #[pyclass]
    #[derive(Clone, Debug)]
    struct Num(i64);

    #[pymethods]
    impl Num {
        #[new]
        fn new(value: i64) -> Self {
            Num(value)
        }
        fn __repr__(&self) -> String {
            format!("Num({})", self.0)
        }
        fn __add__(&self, other: &Num) -> Num {
            Num(self.0.wrapping_add(other.0))
        }
        fn __sub__(&self, other: i64) -> Num {
            Num(self.0.wrapping_sub(other))
        }
        fn __rsub__(&self, other: i64) -> Num {
            Num(other.wrapping_sub(self.0))
        }
        fn __mul__(&self, other: PyRef<'_, Num>) -> PyResult<Num> {
            if other.0 == 2 {
                return Err(PyValueError::new_err("two"));
            }
            Ok(Num(self.0.wrapping_mul(other.0)))
        }
        fn __rmul__(&self, other: f64) -> f64 {
            other * self.0 as f64
        }
        fn __truediv__(&self, other: f64) -> PyResult<f64> {
            if other == 0.0 {
                return Err(PyZeroDivisionError::new_err("nought"));
            }
            Ok(self.0 as f64 / other)
        }
        fn __floordiv__<'py>(&self, other: &Bound<'py, PyAny>) -> Bound<'py, PyAny> {
            other.clone()
        }
        fn __rfloordiv__(slf: Py<Self>, other: Py<PyAny>) -> (Py<Self>, Py<PyAny>) {
            (slf, other)
        }
        fn __mod__(slf: PyRef<'_, Self>, other: Option<i64>) -> Option<i64> {
            other.map(|o| o.wrapping_add(slf.0))
        }
        fn __divmod__(&self, other: (i64, i64)) -> (i64, i64) {
            other
        }
        fn __matmul__(&self, py: Python<'_>, other: String) -> PyResult<Py<PyAny>> {
            if other == "a" {
                return Ok(py.NotImplemented());
            }
            Ok(other.into_pyobject(py)?.into_any().unbind())
        }
        fn __rmatmul__<'py>(&self, py: Python<'py>, _other: &Bound<'py, PyAny>) -> Borrowed<'py, 'py, PyNotImplemented> {
            PyNotImplemented::get(py)
        }
        fn __pow__(&self, other: u32, modulo: Option<i64>) -> String {
            format!("{} ** {other} % {modulo:?}", self.0)
        }
        fn __rpow__(&self, other: i32, modulo: Option<i32>) -> String {
            format!("{other} ** {} % {modulo:?}", self.0)
        }
        fn __lshift__(&mut self, other: u8) -> i64 {
            self.0 = i64::from(other);
            self.0
        }
        fn __and__(&self, other: bool) -> bool {
            other
        }
        fn __rand__(&self, other: Vec<i64>) -> usize {
            other.len()
        }
        fn __or__(slf: &Bound<'_, Self>, other: &Bound<'_, Self>) -> bool {
            slf.is(other)
        }
        fn __xor__(&self, other: &Bound<'_, PyAny>) -> PyResult<i64> {
            Err(other.extract::<i64>().unwrap_err())
        }
        fn __neg__(&self) -> Num {
            Num(self.0.wrapping_neg())
        }
        fn __pos__(slf: Py<Self>) -> Py<Self> {
            slf
        }
        fn __abs__(&self) -> PyResult<Num> {
            if self.0 == 1 {
                return Err(PyValueError::new_err("one"));
            }
            Ok(Num(self.0.wrapping_abs()))
        }
        fn __invert__(&self) -> &'static str {
            "inverted"
        }
        fn __index__(&self) -> i64 {
            self.0
        }
        fn __int__(&self) -> f64 {
            1.5
        }
        fn __float__(&self) -> f64 {
            self.0 as f64 + 0.5
        }
        fn __bool__(&self) -> PyResult<bool> {
            if self.0 == 2 {
                return Err(PyValueError::new_err("neither"));
            }
            Ok(self.0 != 0)
        }
        fn __complex__(&self) -> f64 {
            3.0
        }
        #[pyo3(signature = (digits = None))]
        fn __round__(&self, digits: Option<i32>) -> String {
            format!("{digits:?}")
        }
        fn __trunc__(&self) -> i64 {
            11
        }
        fn __floor__(&self) -> i64 {
            12
        }
    }

    #[pyclass]
    #[derive(Debug, Default)]
    struct InPlace {
        log: Vec<String>,
    }

    #[pymethods]
    impl InPlace {
        #[new]
        fn new() -> Self {
            InPlace::default()
        }
        fn __repr__(&self) -> String {
            self.log.join(";")
        }
        fn __iadd__(&mut self, other: i64) {
            self.log.push(format!("+{other}"));
        }
        fn __isub__(&mut self, other: PyRef<'_, InPlace>) {
            self.log.push(format!("-{}", other.log.len()));
        }
        fn __imul__(&mut self, other: f64) -> PyResult<()> {
            if other.is_nan() {
                return Err(PyValueError::new_err("nan"));
            }
            self.log.push(format!("*{other}"));
            Ok(())
        }
        fn __imatmul__(slf: PyRefMut<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<()> {
            let mut slf = slf;
            slf.log.push(other.str()?.to_string());
            Ok(())
        }
        fn __itruediv__(slf: &Bound<'_, Self>, other: String) -> PyResult<()> {
            slf.try_borrow_mut()?.log.push(other);
            Ok(())
        }
        fn __ifloordiv__(&mut self, _other: Option<bool>) {}
        fn __imod__(&mut self, other: (i32, String)) {
            self.log.push(format!("{other:?}"));
        }
        fn __ipow__(&mut self, other: i64, modulo: Option<i64>) {
            self.log.push(format!("{other} {modulo:?}"));
        }
        fn __ilshift__(&mut self, other: u8) {
            self.log.push(format!("<<{other}"));
        }
        fn __irshift__(&mut self, other: Vec<u8>) {
            self.log.push(format!(">>{other:?}"));
        }
        fn __iand__(&mut self, _other: &Bound<'_, pyo3::types::PyDict>) {}
        fn __ixor__(&mut self, other: Py<PyAny>) {
            drop(other);
        }
        fn __ior__(&mut self, other: std::collections::BTreeSet<i32>) {
            self.log.push(format!("|{other:?}"));
        }
        fn __add__(&self, other: &str) -> String {
            other.to_owned()
        }
    }

    #[pyclass]
    struct Both(i32);

    #[pymethods]
    impl Both {
        #[new]
        fn new(a: i32) -> Self {
            Both(a)
        }
        fn __add__(lhs: PyRef<'_, Self>, rhs: Bound<'_, PyAny>) -> PyResult<String> {
            Ok(format!("{} + {}", lhs.0, rhs.get_type().name()?))
        }
        fn __radd__(rhs: PyRef<'_, Self>, lhs: Bound<'_, PyAny>) -> PyResult<String> {
            Ok(format!("{} + {}", lhs.get_type().name()?, rhs.0))
        }
        fn __sub__(&self, other: PyRefMut<'_, Both>) -> i32 {
            other.0
        }
        fn __mul__(&mut self, other: PyRef<'_, Both>) -> i32 {
            other.0
        }
        fn __pow__(&self, other: PyRef<'_, Both>, modulo: Option<PyRef<'_, Both>>) -> Option<i32> {
            modulo.map(|m| m.0 + other.0)
        }
        fn __concat__(&self, other: &str) -> String {
            format!("concat {other}")
        }
        fn __repeat__(&self, times: isize) -> String {
            format!("repeat {times}")
        }
        fn __inplace_concat__(&mut self, other: i32) -> i32 {
            other
        }
        fn __inplace_repeat__(&mut self, times: isize) -> i32 {
            times as i32
        }
        fn __divmod__(&self, _other: i64) {}
        fn __mod__(&self, other: i64) -> Result<i64, std::num::TryFromIntError> {
            Ok(i64::from(u8::try_from(other)?))
        }
        fn __rmod__(&self, other: char) -> char {
            other
        }
        fn __rshift__(&self, other: u64) -> u64 {
            panic!("shift {other}")
        }
        fn __and__(&self, other: Both2) -> i32 {
            other.0
        }
        fn __index__(&self) -> &str {
            "no int"
        }
        fn __float__(&self) -> i32 {
            4
        }
        fn __int__(&self) -> PyResult<i32> {
            Err(PyValueError::new_err("int"))
        }
        fn __bool__(&self) -> bool {
            panic!("bool")
        }
        fn __hash__(&self) -> i64 {
            -1
        }
        fn __len__(&self) -> usize {
            usize::MAX
        }
        fn __neg__(&mut self) -> PyResult<()> {
            self.0 += 1;
            Ok(())
        }
    }

    #[pyclass(from_py_object)]
    #[derive(Clone)]
    struct Both2(i32);

    #[pymethods]
    impl Both2 {
        #[new]
        fn new() -> Self {
            Both2(77)
        }
        fn __rand__(&self, other: &Bound<'_, Both>) -> i32 {
            other.borrow().0
        }
        fn __rsub__(&self, other: i32) -> i32 {
            other
        }
        fn __rpow__(&self, other: i32, modulo: Option<i32>) -> (i32, Option<i32>) {
            (other, modulo)
        }
        fn __str__(&self) -> PyResult<String> {
            Err(PyValueError::new_err("str"))
        }
        fn __hash__(&self) -> PyResult<u64> {
            Ok(u64::MAX - 5)
        }
        fn __len__(&self) -> PyResult<usize> {
            Err(PyValueError::new_err("len"))
        }
    }
}
