"""The same module three times: by hand in C, from Rust by PyO3 and maturin, from Rust by Ferrule."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import shutil
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from harness.workspace import (
    MODULES,
    UnavailableError,
    cache,
    digest,
    ferrule_command,
    ferrule_environment,
    maturin,
    run,
)

C, AGAIN, PYO3, FERRULE = "C", "C again", "PyO3", "Ferrule"

PYO3_VERSION = "0.29"
SUFFIX = importlib.machinery.EXTENSION_SUFFIXES[0]

CARGO_TOML = """\
[package]
name = "{name}"
version = "0.1.0"
edition = "2021"

[lib]
crate-type = ["cdylib"]

[dependencies]
pyo3 = "{version}"
"""


def build_c(module: str) -> Path:
    """Compile `modules/NAME.c`. Raises UnavailableError without a C compiler."""
    compiler = os.environ.get("CC") or shutil.which("cc")
    if compiler is None:
        raise UnavailableError("there is no C compiler, so the C extension is not measured.")
    source = MODULES / f"{module}.c"
    flags = ["-O3", "-DNDEBUG", "-fPIC", "-shared", f"-I{sysconfig.get_path('include')}"]
    library = cache("c", digest(source.read_text(encoding="utf-8"), compiler, *flags)) / f"{module}{SUFFIX}"
    if not library.is_file():
        run([compiler, *flags, source, "-o", library], cwd=MODULES)
    return library


def build_c_again(module: str) -> Path:
    """A copy of the C extension: its ratio to the first shows what the noise is."""
    first = build_c(module)
    again = first.with_name("again") / first.name
    again.parent.mkdir(exist_ok=True)
    if not again.is_file():
        shutil.copy(first, again)
    return again


def pyo3_project(module: str, text: str) -> Path:
    """A project for maturin and for Ferrule, as `maturin new` lays it out."""
    project = cache("pyo3", module)
    (project / "src").mkdir(exist_ok=True)
    _write(project / "Cargo.toml", CARGO_TOML.format(name=module, version=PYO3_VERSION))
    _write(project / "src" / "lib.rs", text)
    return project


def build_pyo3(module: str) -> Path:
    """Compile `modules/NAME.rs` with `maturin build --release`. Raises UnavailableError when that fails,
    as it does without the registry.
    """
    text = (MODULES / f"{module}.rs").read_text(encoding="utf-8")
    program = maturin()
    library = cache("pyo3-built", digest(text, PYO3_VERSION, _rustc(), sys.version)) / f"{module}{SUFFIX}"
    if not library.is_file():
        project = pyo3_project(module, text)
        with tempfile.TemporaryDirectory() as out:
            environment = {**os.environ, "CARGO_TARGET_DIR": str(cache("pyo3-target"))}
            try:
                run(
                    [program, "build", "--release", "-i", sys.executable, "--out", out],
                    cwd=project,
                    env=environment,
                )
            except RuntimeError as error:
                reason = str(error).strip().splitlines()[-1]
                raise UnavailableError(f"maturin cannot build PyO3's module here ({reason}).") from error
            _extract(out, library)
    return library


def build_ferrule(module: str) -> Path:
    """Compile `modules/NAME.rs` with `ferrule build`. Raises UnavailableError when that fails."""
    source = MODULES / f"{module}.rs"
    library = cache("ferrule-built") / f"{module}{SUFFIX}"
    with tempfile.TemporaryDirectory() as out:
        try:
            run([*ferrule_command(), "build", source, "--out", out], cwd=MODULES, env=ferrule_environment())
        except RuntimeError as error:
            reason = str(error).strip().splitlines()[-1]
            raise UnavailableError(f"Ferrule cannot build its module here ({reason}).") from error
        library.unlink(missing_ok=True)
        _extract(out, library)
    return library


BUILDERS: dict[str, Callable[[str], Path]] = {
    C: build_c,
    AGAIN: build_c_again,
    PYO3: build_pyo3,
    FERRULE: build_ferrule,
}


def load(module: str, library: Path) -> ModuleType:
    """Import a library by its path, beside others of the same module name."""
    spec = importlib.util.spec_from_file_location(module, library)
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def build_all(module: str) -> tuple[dict[str, Path], list[str]]:
    """The libraries of a module by contender, and a sentence for each contender that is missing."""
    libraries, missing = {}, []
    for name, build in BUILDERS.items():
        try:
            libraries[name] = build(module)
        except UnavailableError as error:
            missing.append(str(error))
    return libraries, missing


def load_all(module: str) -> tuple[dict[str, ModuleType], list[str]]:
    """The same, imported."""
    libraries, missing = build_all(module)
    return {name: load(module, library) for name, library in libraries.items()}, missing


def _rustc() -> str:
    return run(["rustc", "-vV"], cwd=MODULES)


def _write(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _extract(directory: str, library: Path) -> None:
    (wheel,) = Path(directory).glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (inside,) = [name for name in archive.namelist() if name.endswith(".so")]
        library.write_bytes(archive.read(inside))
