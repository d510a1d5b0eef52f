"""Random modules of classes that PyO3 accepts: what `twins_score.py --random` compares.

A seed gives the same module on every machine. Types come with an expression for a value, so that constructors,
methods and operators of any signature have bodies.
"""

from __future__ import annotations

import random

TYPES = {
    "i32": "7",
    "u8": "8",
    "i64": "-9",
    "u64": "10",
    "usize": "3",
    "isize": "-3",
    "i128": "1 << 100",
    "f64": "1.5",
    "f32": "0.5",
    "bool": "true",
    "char": "'c'",
    "String": '"s".to_string()',
    "Vec<i32>": "vec![1, 2]",
    "Vec<u8>": "vec![1]",
    "Vec<String>": 'vec!["v".to_string()]',
    "Option<i32>": "Some(1)",
    "Option<String>": "None",
    "(i32, String)": '(1, "t".to_string())',
    "[u8; 2]": "[1, 2]",
    "[i64; 2]": "[3, 4]",
    "BTreeMap<String, i32>": "BTreeMap::new()",
    "HashMap<i32, Vec<u8>>": "HashMap::new()",
    "BTreeSet<i32>": "BTreeSet::from([1])",
    "Option<Vec<Option<i64>>>": "Some(vec![None])",
    "PathBuf": 'PathBuf::from("p")',
    "Duration": "Duration::from_secs(2)",
    "IpAddr": "IpAddr::from([1, 2, 3, 4])",
    "Vec<(u8, f64)>": "vec![(1, 2.0)]",
    "NonZeroU16": "NonZeroU16::MIN",
    "OsString": 'OsString::from("o")',
}
"""Rust type -> a value of it, for fields, arguments and results alike."""

ARGUMENTS = (
    "&str",
    "&Bound<'_, PyAny>",
    "Bound<'_, PyAny>",
    "Py<PyAny>",
    "&[u8]",
    "Cow<'_, str>",
    "Bound<'_, PyDict>",
    "&Bound<'_, PyTuple>",
)
"""Types of arguments alone."""

RECEIVERS = (
    "&self",
    "&mut self",
    "slf: PyRef<'_, Self>",
    "slf: PyRefMut<'_, Self>",
    "slf: &Bound<'_, Self>",
    "slf: Py<Self>",
    "slf: Bound<'_, Self>",
    "slf: PyClassGuard<'_, Self>",
)

UNARY = (
    "__neg__",
    "__pos__",
    "__abs__",
    "__invert__",
    "__index__",
    "__int__",
    "__float__",
    "__str__",
    "__repr__",
    "__iter__",
)
BINARY = tuple(
    f"__{side}{name}__"
    for name in "add sub mul matmul floordiv truediv divmod mod lshift rshift and xor or".split()
    for side in ("", "r")
)
IN_PLACE = tuple(
    f"__i{name}__" for name in "add sub mul matmul floordiv truediv mod lshift rshift and xor or".split()
)
COMPARE = ("__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__")
DEFAULTS = {
    "i32": "5",
    "f64": "2.5",
    "bool": "false",
    "Option<i32>": "None",
    "Option<String>": "None",
    "&str": '"d"',
    "u8": "1",
    "Vec<i32>": "vec![]",
    "char": "'x'",
}
STARRED = ("Vec<i32>", "Bound<'_, PyTuple>", "Vec<Py<PyAny>>")
NAMED = ("HashMap<String, i32>", "Bound<'_, PyDict>", "BTreeMap<String, Py<PyAny>>")
NAMES = ("&str", "String", "Bound<'_, PyAny>")
HEAD = """#![allow(non_snake_case, unused)]
use pyo3::prelude::*;

#[pymodule]
mod NAME {
    use pyo3::exceptions::*;
    use pyo3::prelude::*;
    use pyo3::types::*;
    use pyo3::{PyClassGuard, PyClassInitializer};
    use std::borrow::Cow;
    use std::collections::*;
    use std::ffi::OsString;
    use std::net::IpAddr;
    use std::num::NonZeroU16;
    use std::path::PathBuf;
    use std::time::Duration;
"""


class Maker:
    """Makes one module."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.classes: list[str] = []

    def some(self, likely: float) -> bool:
        return self.random.random() < likely

    def pick(self, values: object) -> str:
        return self.random.choice(list(values))  # type: ignore[call-overload, no-any-return]

    def argument(self) -> str:
        """A type of an argument."""
        if self.classes and self.some(0.2):
            name = self.pick(self.classes)
            return self.pick(
                (
                    f"&{name}",
                    f"PyRef<'_, {name}>",
                    f"&Bound<'_, {name}>",
                    f"Py<{name}>",
                    f"Option<&{name}>",
                    f"Vec<Py<{name}>>",
                )
            )
        return self.pick(ARGUMENTS) if self.some(0.25) else self.pick(TYPES)

    def result(self) -> tuple[str, str]:
        """A type of a result, and the body that gives it."""
        kind = self.pick(TYPES)
        value = TYPES[kind]
        form = self.random.randrange(6)
        if form == 0:
            return f" -> PyResult<{kind}>", f"Ok({value})"
        if form == 1:
            error = self.pick(
                ("PyValueError", "PyKeyError", "PyOSError", "PyStopIteration", "PyZeroDivisionError")
            )
            return f" -> PyResult<{kind}>", f'Err({error}::new_err("failed"))'
        if form == 2:
            return f" -> Option<{kind}>", self.pick(("None", f"Some({value})"))
        if form == 3 and self.some(0.3):
            return f" -> {kind}", 'panic!("panicked")'
        return f" -> {kind}", value

    def signature(self, first: str) -> tuple[str, str]:
        """`#[pyo3(signature = ...)]` or nothing, and the parameters with what comes before them."""
        kinds = [self.argument() for _ in range(self.random.randrange(5))]
        names = [f"a{index}" for index in range(len(kinds))]
        parameters = ", ".join(
            [*([first] if first else []), *(f"{n}: {k}" for n, k in zip(names, kinds, strict=True))]
        )
        if self.some(0.4):
            return "", parameters
        entries, defaulted, starred = [], False, False
        for name, kind in zip(names, kinds, strict=True):
            if not starred and self.some(0.2):
                starred = True
                entries.append("*")
            if kind in DEFAULTS and (self.some(0.6) or (defaulted and not starred)):
                entries.append(f"{name} = {DEFAULTS[kind]}")
                defaulted = True
            elif defaulted and not starred:
                starred = True
                entries += ["*", name]
            else:
                entries.append(name)
        if entries and entries[0] != "*" and not starred and self.some(0.2):
            entries.append("/")
        if not starred and self.some(0.2):
            entries.append("*args")
            parameters += f"{', ' if parameters else ''}args: {self.pick(STARRED)}"
        if self.some(0.2):
            entries.append("**kwargs")
            parameters += f"{', ' if parameters else ''}kwargs: Option<{self.pick(NAMED)}>"
        return f"#[pyo3(signature = ({', '.join(entries)}))] ", parameters

    def struct(self, name: str) -> str:
        """A class with its methods."""
        options = {
            o
            for o in ("dict", "weakref", "subclass", "generic", "get_all", "set_all", "unsendable")
            if self.some(0.25)
        }
        frozen = "set_all" not in options and self.some(0.15)
        options |= {"frozen"} if frozen else set()
        options |= {self.pick(("mapping", "sequence"))} if self.some(0.2) else set()
        kinds = [self.pick(TYPES) for _ in range(self.random.randrange(1, 5))]
        eq = self.some(0.3)
        options |= {"eq"} if eq else set()
        fields = []
        for index, kind in enumerate(kinds):
            read = "get_all" not in options and self.some(0.5)
            write = not frozen and "set_all" not in options and self.some(0.5)
            helper = ", ".join(["get"] * read + ["set"] * write)
            fields.append(f"{f'#[pyo3({helper})] ' if helper else ''}f{index}: {kind}")
        values = ", ".join(f"f{index}: {TYPES[kind]}" for index, kind in enumerate(kinds))
        has_new = self.some(0.3)
        options |= {'new = "from_fields"'} if has_new else set()
        derives = "#[derive(PartialEq)] " if eq else ""
        methods = self.methods(name, frozen, eq, None if has_new else f"{name} {{ {values} }}")
        self.classes.append(name)
        return (
            f"    #[pyclass({', '.join(sorted(options))})] {derives}struct {name} {{ {', '.join(fields)} }}\n"
            f"    #[pymethods] impl {name} {{\n{methods}    }}\n"
            f"    #[pyfunction] fn make_{name}() -> {name} {{ {name} {{ {values} }} }}\n"
        )

    def methods(self, name: str, frozen: bool, eq: bool, made: str | None) -> str:
        """The body of a `#[pymethods]` block; `made` is what its constructor gives, if it has one."""
        receivers = [r for r in RECEIVERS if not frozen or ("mut" not in r.lower())]
        lines = []
        if made is not None:
            signature, parameters = self.signature("")
            lines.append(f"#[new] {signature}fn new({parameters}) -> Self {{ {made} }}")
        for index in range(self.random.randrange(1, 5)):
            signature, parameters = self.signature(self.pick(receivers))
            result, body = self.result()
            lines.append(f"{signature}fn method{index}({parameters}){result} {{ {body} }}")
        for index in range(self.random.randrange(3)):
            signature, parameters = self.signature("")
            result, body = self.result()
            kind = self.pick(("#[staticmethod] ", "#[classmethod] "))
            first = "cls: &Bound<'_, PyType>" if "class" in kind else ""
            between = ", " if first and parameters else ""
            lines.append(
                f"{kind}{signature}fn fixed{index}({first}{between}{parameters}){result} {{ {body} }}"
            )
        for index in range(self.random.randrange(3)):
            result, body = self.result()
            lines.append(f"#[getter] fn prop{index}({self.pick(receivers)}){result} {{ {body} }}")
            if self.some(0.5):
                lines.append(
                    f"#[setter] fn set_prop{index}({self.pick(receivers)}, value: {self.argument()}) {{}}"
                )
        lines += self.special(receivers, frozen, eq)
        return "".join(f"        {line}\n" for line in lines)

    def special(self, receivers: list[str], frozen: bool, eq: bool) -> list[str]:
        """Special methods: some of each kind."""
        lines = []

        def add(slot: str, more: str, result: str, body: str) -> None:
            between = ", " if more else ""
            lines.append(f"fn {slot}({self.pick(receivers)}{between}{more}){result} {{ {body} }}")

        for slot in self.random.sample(UNARY, self.random.randrange(4)):
            add(slot, "", *self.result())
        for slot in self.random.sample(BINARY, self.random.randrange(6)):
            add(slot, f"other: {self.argument()}", *self.result())
        if not frozen:
            for slot in self.random.sample(IN_PLACE, self.random.randrange(3)):
                lines.append(f"fn {slot}(&mut self, other: {self.argument()}) {{}}")
        if not eq:
            for slot in self.random.sample(COMPARE, self.random.randrange(4)):
                add(slot, f"other: {self.argument()}", *self.result())
        if self.some(0.4):
            # Of whole numbers it ends, so that iteration does.
            key, ends = self.pick(("&str", "String", "Bound<'_, PyDict>", "(i32, String)")), self.some(0.5)
            end = (" -> PyResult<i32>", "Err(PyIndexError::new_err(3))")
            add("__getitem__", "key: isize" if ends else f"key: {key}", *(end if ends else self.result()))
        if self.some(0.3):
            add("__setitem__", f"key: {self.argument()}, value: {self.argument()}", "", "")
        if self.some(0.3):
            add("__delitem__", f"key: {self.argument()}", " -> PyResult<()>", "Ok(())")
        if self.some(0.3):
            add("__contains__", f"item: {self.argument()}", " -> bool", "true")
        if self.some(0.4):
            add("__len__", "", " -> usize", "4")
        if self.some(0.3):
            add(
                "__bool__",
                "",
                *self.random.choice([(" -> bool", "false"), (" -> PyResult<bool>", "Ok(true)")]),
            )
        if self.some(0.3):
            add("__hash__", "", *self.random.choice([(" -> u64", "7"), (" -> PyResult<i32>", "Ok(-1)")]))
        if self.some(0.3):
            kind = self.pick(TYPES)
            add("__next__", "", f" -> Option<{kind}>", "None")
        if self.some(0.3):
            signature, parameters = self.signature(self.pick(receivers))
            result, body = self.result()
            lines.append(f"{signature}fn __call__({parameters}){result} {{ {body} }}")
        if self.some(0.2):
            add("__getattr__", f"name: {self.pick(NAMES)}", *self.result())
        return lines

    def enum(self, name: str) -> str:
        """A simple or a complex enum."""
        if self.some(0.5):
            variants = ", ".join(f"V{index}" for index in range(self.random.randrange(1, 4)))
            options = self.pick(
                ("", "eq", "eq, eq_int", "eq, frozen, hash", "eq, ord", 'rename_all = "lowercase"')
            )
            derives = "#[derive(PartialEq, PartialOrd, Hash, Clone)] "
        else:
            options, derives = self.pick(("", "frozen", 'rename_all = "UPPERCASE"')), ""
            parts = []
            for index in range(self.random.randrange(1, 4)):
                kinds = [self.pick(TYPES) for _ in range(self.random.randrange(3))]
                named = ", ".join(f"x{place}: {kind}" for place, kind in enumerate(kinds))
                parts.append(f"V{index} {{ {named} }}" if self.some(0.5) else f"V{index}({', '.join(kinds)})")
            variants = ", ".join(parts)
        lines = []
        for index in range(self.random.randrange(3)):
            signature, parameters = self.signature("&self")
            result, body = self.result()
            lines.append(f"        {signature}fn method{index}({parameters}){result} {{ {body} }}\n")
        self.classes.append(name)
        return f"    #[pyclass({options})] {derives}enum {name} {{ {variants} }}\n    #[pymethods] impl {name} {{\n{''.join(lines)}    }}\n"

    def function(self, name: str) -> str:
        signature, parameters = self.signature("")
        result, body = self.result()
        return f"    #[pyfunction] {signature}fn {name}({parameters}){result} {{ {body} }}\n"


def module_of(seed: int, classes: int = 8) -> str:
    """The source of the module `random<seed>`."""
    make = Maker(seed)
    parts = [HEAD.replace("NAME", f"random{seed}")]
    for index in range(classes):
        parts.append(make.enum(f"E{index}") if make.some(0.25) else make.struct(f"C{index}"))
    parts += [make.function(f"f{index}") for index in range(4)]
    return "".join(parts) + "}\n"
