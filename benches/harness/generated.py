"""The sources of the large modules: 720 functions, one for each order of six scalar types; 200 classes."""

from __future__ import annotations

import itertools

CLASSES = 200
SCALARS = ("u16", "i32", "u32", "i64", "u64", "f32")
NAMES = "abcdef"
_CLASS = """\
#[pyclass]
struct Item{at} {{
    #[pyo3(get, set)]
    width: f64,
    #[pyo3(get, set)]
    count: i64,
}}

#[pymethods]
impl Item{at} {{
    #[new]
    fn new(width: f64, count: i64) -> Self {{
        Item{at} {{ width, count }}
    }}

    fn total(&self) -> f64 {{
        self.width * self.count as f64 + {at} as f64
    }}

    fn scale(&mut self, factor: f64) {{
        self.width *= factor;
    }}

    fn add(&mut self, count: i64, twice: bool) -> i64 {{
        self.count += if twice {{ 2 * count }} else {{ count }};
        self.count
    }}

    fn label(&self, prefix: &str) -> String {{
        format!("{{prefix}}{{}}", self.count)
    }}

    fn wider(&self, other: &Item{at}) -> bool {{
        self.width > other.width
    }}
}}
"""


def functions(module: str) -> str:
    """Rust text of 720 functions, for PyO3 and Ferrule alike; `edition` is there to be edited."""
    items = [_function(at, types) for at, types in enumerate(itertools.permutations(SCALARS))]
    return _module(
        module, items, [f"m.add_function(wrap_pyfunction!(sum_{at}, m)?)?" for at in range(len(items))]
    )


def classes(module: str) -> str:
    """Rust text of 200 classes of a constructor, two properties and five methods; `edition` as above."""
    items = [_CLASS.format(at=at) for at in range(CLASSES)]
    return _module(module, items, [f"m.add_class::<Item{at}>()?" for at in range(CLASSES)])


def _module(module: str, items: list[str], added: list[str]) -> str:
    return "\n".join(
        [
            "use pyo3::prelude::*;\n",
            "#[pyfunction]\nfn edition() -> u32 {\n    0\n}\n",
            *items,
            f"#[pymodule]\nfn {module}(m: &Bound<'_, PyModule>) -> PyResult<()> {{",
            "    m.add_function(wrap_pyfunction!(edition, m)?)?;",
            *(f"    {statement};" for statement in added),
            "    Ok(())\n}\n",
        ]
    )


def _function(at: int, types: tuple[str, ...]) -> str:
    parameters = ", ".join(f"{name}: {kind}" for name, kind in zip(NAMES, types, strict=True))
    total = " + ".join(f"{name} as f32" for name in NAMES)
    return f"#[pyfunction]\nfn sum_{at}({parameters}) -> f32 {{\n    {total}\n}}\n"
