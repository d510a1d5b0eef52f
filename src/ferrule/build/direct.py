"""The direct strategy: one call of rustc, with the prebuilt bridge beside it."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ferrule.base.process import Adopted, Completed, adopt, run
from ferrule.base.record import record
from ferrule.build import ahead, freshness, messages, remap
from ferrule.build.plan import Plan, codegen_flags, declared_cfgs, link_flags, python_cfgs
from ferrule.build.report import Reporter
from ferrule.build.runtime import SOURCES, Runtime
from ferrule.project.discover import Project
from ferrule.project.manifest import Profile

if TYPE_CHECKING:
    from ferrule.build.ahead import Start

SMALL = 32_768
"""Bytes of Rust up to which a crate counts as small."""


@record
class Compiled:
    """What a strategy made."""

    library: Path
    """The library, still in the workspace of the build."""
    sources: tuple[Path, ...]
    """Every file that was read."""
    environment: dict[str, str | None]
    """Every environment variable that was read, with its value."""
    call: Mapping[str, Any] | None = None
    """The call of rustc as `ahead` remembers it, if it was one."""


@record
class Workplace:
    """Where a strategy works, and what it tells rustc for the macros' sake."""

    scratch: Path
    """A directory for what it makes."""
    variables: Mapping[str, str]
    """Environment variables."""


def arguments(plan: Plan) -> list[str]:
    """rustc's arguments that depend on the plan alone: what fingerprints cover."""
    project = plan.project
    manifest = project.manifest
    profile = None if manifest is None else (manifest.dev if plan.debug else manifest.release)
    made = [
        f"--crate-name={project.crate_name}",
        "--crate-type=cdylib",
        f"--edition={project.edition}",
        *codegen_flags(profile, debug=plan.debug, strip=project.settings.strip),
        *_codegen_units(plan, profile),
        *link_flags(plan),
    ]
    for feature in plan.features:
        made += ["--cfg", f'feature="{feature}"']
    for cfg in python_cfgs(plan):
        made += ["--cfg", cfg]
    made += declared_cfgs()
    if manifest is not None:
        known = ", ".join(f'"{name}"' for name in sorted(manifest.features))
        made += ["--check-cfg", f"cfg(feature, values({known}))"]
        made += [f"--{level}={lint.replace('_', '-')}" for level, lint in manifest.lints]
    return [*made, *os.environ.get("RUSTFLAGS", "").split(), *project.settings.rustc_args]


def _codegen_units(plan: Plan, profile: Profile | None) -> list[str]:
    """One unit for small crates, whose parallel compile costs more than it gains.

    Larger ones keep rustc's default number, without the round of link-time optimisation among the units
    that rustc adds by itself: it takes a fifth of the time of a 720-function module. A profile that asks
    for `lto` gets it.
    """
    if plan.debug or (profile and profile.codegen_units is not None):
        return []
    if not is_large(plan.project):
        return ["-Ccodegen-units=1"]
    return [] if profile and profile.lto is not None else ["-Clto=off"]


def is_large(project: Project) -> bool:
    """Whether there is so much Rust that the time of its compile and its size count for more than the last
    nanosecond of a call.
    """
    source = project.source
    size = 0
    for path in source.parent.rglob("*.rs") if project.manifest else [source]:
        size += path.stat().st_size if path.is_file() else 0
        if size > SMALL:
            return True
    return False


def environment(plan: Plan) -> dict[str, str]:
    """The environment that rustc runs in: ours, and what cargo would set for the crate (The Cargo Book)."""
    manifest = plan.project.manifest
    given = dict(os.environ)
    given["CARGO_CRATE_NAME"] = plan.project.crate_name
    given["CARGO_MANIFEST_DIR"] = str(plan.project.crate_root)
    version = manifest.version if manifest else "0.0.0"
    package: Mapping[str, object] = manifest.package if manifest else {}
    given["CARGO_PKG_NAME"] = manifest.name if manifest else plan.project.crate_name
    given["CARGO_PKG_VERSION"] = version
    core, _, pre = version.partition("+")[0].partition("-")
    numbers = [*core.split("."), "", "", ""][:3]
    for part, number in zip(("MAJOR", "MINOR", "PATCH", "PRE"), (*numbers, pre), strict=True):
        given[f"CARGO_PKG_VERSION_{part}"] = number
    for key in ("description", "homepage", "repository", "license", "license-file", "readme", "rust-version"):
        value = package.get(key, "")
        given[f"CARGO_PKG_{key.upper().replace('-', '_')}"] = value if isinstance(value, str) else ""
    authors = package.get("authors", [])
    given["CARGO_PKG_AUTHORS"] = ":".join(map(str, authors)) if isinstance(authors, list) else ""
    return given


def compile_direct(
    plan: Plan, runtime: Runtime, work: Workplace, report: Reporter, running: Start | None = None
) -> Compiled:
    """Run rustc into the workspace; or wait for what was started ahead in it, if that is the same.

    Raises SourceError with rustc's messages as its detail, BuildError when the linker fails.
    """
    import sys

    scratch = work.scratch
    project = plan.project
    root = project.crate_root
    source = project.source
    shown = source.relative_to(root) if source.is_relative_to(root) else source
    command = [
        str(plan.rustc.path),
        str(shown),
        *arguments(plan),
        "--error-format=json",
        *(["--json=diagnostic-rendered-ansi"] if report.colour else []),
        "--emit=link,dep-info",
        f"--out-dir={scratch}",
        f"--extern=pyo3={runtime.library}",
        f"--extern=ferrule={runtime.library}",
        *(f"-Ldependency={path}" for path in runtime.search),
        # With checks, somebody will want to look at the sources with a debugger.
        *([] if plan.debug else [remap.option(root, ".")]),
    ]
    given = environment(plan)
    given["FERRULE_PYTHON"] = sys.executable
    given["FERRULE_ROOT"] = str(SOURCES.parent.parent)
    given.update(work.variables)
    done = _completed((command, given, str(root)), running)
    found, other = messages.parse_stream(done.stderr)
    if not done.ok:
        failure = messages.failure(found, other, f"`{project.label}`", code=done.code)
        if project.manifest is None:
            failure.detail = messages.for_a_lone_file(failure.detail)
        raise failure
    for text in messages.shown_warnings(found):
        report.compiler(text)
    files, variables = messages.dependencies(scratch / f"{project.crate_name}.d", root)
    kept = {name: value for name, value in variables.items() if not name.startswith("FERRULE_")}
    needed = [runtime.library, *(path / "state.json" for path in runtime.search)]
    call = ahead.seen((command, given, str(root)), str(scratch), [str(path) for path in needed])
    return Compiled(scratch / plan.target.library_file(project.crate_name), tuple(files), kept, call)


def _completed(call: ahead.Call, running: Start | None) -> Completed:
    """The call's end: of what was started ahead if that is the same, and nobody wrote its files since: the
    import hook does, where it says itself what a file exports.
    """
    command, given, root = call
    if running is not None:
        taken = ahead.take(running, call)
        if taken is not None:
            done = adopt(Adopted(*taken), command)
            if not any(freshness.written_since(Path(name), running.begun) for name in running.sources):
                return done
        running.begun = time.time()
    return run(command, cwd=root, env=given)
