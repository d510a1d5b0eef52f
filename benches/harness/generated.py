"""The source of the large module: 720 functions, one for each order of six scalar types."""

from __future__ import annotations

import itertools

SCALARS = ("u16", "i32", "u32", "i64", "u64", "f32")
NAMES = "abcdef"


def source(module: str) -> str:
    """Rust text for PyO3 and Ferrule alike; `edition` is there to be edited."""
    functions = [_function(at, types) for at, types in enumerate(itertools.permutations(SCALARS))]
    added = [f"    m.add_function(wrap_pyfunction!(sum_{at}, m)?)?;" for at in range(len(functions))]
    return "\n".join(
        [
            "use pyo3::prelude::*;\n",
            "#[pyfunction]\nfn edition() -> u32 {\n    0\n}\n",
            *functions,
            f"#[pymodule]\nfn {module}(m: &Bound<'_, PyModule>) -> PyResult<()> {{",
            "    m.add_function(wrap_pyfunction!(edition, m)?)?;",
            *added,
            "    Ok(())\n}\n",
        ]
    )


def _function(at: int, types: tuple[str, ...]) -> str:
    parameters = ", ".join(f"{name}: {kind}" for name, kind in zip(NAMES, types, strict=True))
    total = " + ".join(f"{name} as f32" for name in NAMES)
    return f"#[pyfunction]\nfn sum_{at}({parameters}) -> f32 {{\n    {total}\n}}\n"
