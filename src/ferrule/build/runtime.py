"""The bridge crate and the macro shim, compiled by rustc into the cache: once per compiler, Python ABI and
profile.

They have no dependencies, so no cargo is involved. A directory of the cache counts as finished when its
`state.json` is there, which is written last.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from ferrule.base.errors import BuildError
from ferrule.base.process import run
from ferrule.base.record import record
from ferrule.build import cache, messages, store
from ferrule.build.freshness import runtime_identity
from ferrule.build.plan import Plan, declared_cfgs, python_cfgs
from ferrule.build.report import Reporter

SOURCES = Path(__file__).resolve().parent.parent / "runtime"
"""The Rust sources, shipped as package data."""

EDITION = "2021"
"""Edition of both crates."""


@record
class Runtime:
    """The compiled bridge."""

    library: Path
    """`libpyo3.rlib`."""
    search: tuple[Path, ...]
    """Directories where rustc finds what the library depends on."""


def ensure_runtime(plan: Plan, report: Reporter) -> Runtime:
    """Return the compiled bridge for a plan, compiling it if it is not in the cache.

    Raises BuildError when it does not compile, SystemFault when the cache cannot be written.
    """
    shim = _ensure_shim(plan, report)
    arguments = _bridge_arguments(plan)
    label = f"py3{plan.minor}{'t' if plan.interpreter.free_threaded else ''}"
    kind = "abi3-" if plan.abi3 is not None else ""
    directory = store.slot(
        "runtime", f"{label}-{kind}{plan.profile_name}", *_identity(plan), shim.parent.name, *arguments
    )
    source = SOURCES / "pyo3" / "src" / "lib.rs"
    command = [
        str(source),
        "--crate-name=pyo3",
        "--crate-type=rlib",
        *arguments,
        f"--extern=pyo3_macros={shim}",
    ]
    what = f"the Ferrule runtime (once per Python and rustc): {plan.interpreter.label}, {plan.profile_name}"
    library = _compiled(plan, report, directory, "libpyo3.rlib", command, what)
    return Runtime(library, (library.parent, shim.parent))


def _ensure_shim(plan: Plan, report: Reporter) -> Path:
    directory = store.slot("shim", plan.rustc.short_version, *_identity(plan))
    name = _macro_library(plan)
    command = [
        str(SOURCES / "shim" / "src" / "lib.rs"),
        "--crate-name=pyo3_macros",
        "--crate-type=proc-macro",
        "--extern=proc_macro",
        "-Cprefer-dynamic",
        "-Copt-level=2",
        # A unit for each of two cores, not optimised among each other: a quarter less to do.
        "-Ccodegen-units=2",
        "-Clto=off",
        "-Cembed-bitcode=no",
    ]
    return _compiled(plan, report, directory, name, command, "the Ferrule macros (once per rustc)")


def _macro_library(plan: Plan) -> str:
    host = plan.rustc.host
    if host.is_windows:
        return "pyo3_macros.dll"
    return "libpyo3_macros.dylib" if host.is_apple else "libpyo3_macros.so"


def _identity(plan: Plan) -> tuple[str, ...]:
    return (runtime_identity(), plan.rustc.verbose_version, plan.target.triple)


def _bridge_arguments(plan: Plan) -> list[str]:
    # Few units: with rustc's default of 16, optimising among them takes a fifth of the time again.
    optimised = ["-Copt-level=3", "-Ccodegen-units=4"]
    arguments = ["-Copt-level=1", "-Cdebug-assertions=on"] if plan.debug else optimised
    if not plan.lto:  # bitcode is for optimising across crates, and takes its time to write
        arguments.append("-Cembed-bitcode=no")
    for cfg in python_cfgs(plan):
        arguments += ["--cfg", cfg]
    for feature in plan.bridge_features:
        arguments += ["--cfg", f'feature="{feature}"']
    return [*arguments, *declared_cfgs(), "--check-cfg", "cfg(feature, values(any()))"]


def _compiled(
    plan: Plan, report: Reporter, directory: Path, name: str, command: Sequence[str], what: str
) -> Path:
    library = directory / name
    if (directory / "state.json").is_file() and library.is_file():
        cache.used(directory)
        return library
    with store.locked(directory, report, "the Ferrule runtime"):
        if (directory / "state.json").is_file() and library.is_file():
            return library
        with report.progress(f"compiling {what}"), store.workspace(directory) as scratch:
            crate = Path(command[0]).parent.parent
            full = [
                str(plan.rustc.path),
                *command,
                f"--edition={EDITION}",
                "--error-format=json",
                "--cap-lints=allow",
                f"--out-dir={scratch}",
                f"--remap-path-prefix={SOURCES}=ferrule/runtime",
            ]
            done = run(full, cwd=crate, env={**os.environ, **_crate_environment(crate)})
            if not done.ok:
                found, other = messages.parse_stream(done.stderr)
                raise _failure(plan, found, other, done.code)
            (scratch / name).replace(library)
        store.write_state(directory, {"what": what, "rustc": plan.rustc.short_version})
    return library


def _failure(plan: Plan, found: list[messages.Message], other: list[str], code: int) -> BuildError:
    cause = messages.failure(found, other, "The Ferrule runtime", code=code)
    if isinstance(cause, BuildError):
        return cause
    return BuildError(
        f"The Ferrule runtime does not compile with rustc {plan.rustc.short_version} "
        f"for {plan.interpreter.label}.",
        "This is a fault of Ferrule; please report it together with the text above.",
        detail=cause.detail,
    )


def _crate_environment(crate: Path) -> dict[str, str]:
    """The variables that cargo would set for a crate and that its code may read."""
    version = "0.0.0"
    manifest = crate / "Cargo.toml"
    if manifest.is_file():
        found = re.search(r'^version\s*=\s*"([^"]+)"', manifest.read_text(encoding="utf-8"), re.MULTILINE)
        version = found.group(1) if found else version
    return {
        "CARGO_MANIFEST_DIR": str(crate),
        "CARGO_PKG_VERSION": version,
        "FERRULE_ROOT": str(SOURCES.parent.parent),
    }
