"""The cargo strategy: for projects with dependencies, build scripts or workspaces, which cargo knows how to
build.

Cargo runs in a mirror of the project (see `mirror`), with the bridge crate patched in (see `bridge_crate`)
and a target directory of our own, shared by all projects for one Python ABI and Ferrule version, so that
common dependencies are compiled once.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ferrule.base.errors import BuildError, FerruleError, ProjectError
from ferrule.base.files import write_if_changed
from ferrule.base.process import Completed, run
from ferrule.base.record import record
from ferrule.build import bridge_crate, cache, messages, remap, store
from ferrule.build.direct import Compiled, Workplace
from ferrule.build.freshness import macro_identity
from ferrule.build.mirror import Mirror, make_mirror
from ferrule.build.plan import Plan, link_flags
from ferrule.build.report import Reporter
from ferrule.build.runtime import SOURCES
from ferrule.project import toml
from ferrule.project.graph import dependency_rows
from ferrule.toolchain.cargo import find_cargo


def compile_with_cargo(plan: Plan, work: Workplace, report: Reporter) -> Compiled:
    """Run cargo, and copy the library into the workspace.

    Raises SourceError with rustc's messages as its detail, ProjectError when cargo refuses the manifest,
    BuildError when something else fails.
    """
    manifest = plan.project.manifest
    assert manifest is not None
    slot = store.slot("mirrors", manifest.crate_name, str(manifest.path))
    target_directory = store.slot(
        "cargo", plan.interpreter.abi_identity, macro_identity(), plan.rustc.verbose_version
    )
    with store.locked(target_directory, report, "another cargo project"):
        if plan.project.made_manifest is not None:
            write_if_changed(manifest.path, plan.project.made_manifest)
        mirror = make_mirror(manifest, slot, report)
        cache.used(slot)
        cache.used(target_directory)
        done = _run(plan, mirror, target_directory, work, report)
        said = _read(done, mirror)
        if not done.ok:
            raise _failure(plan, said, done, mirror)
        for text in messages.shown_warnings(said.diagnostics):
            report.compiler(mirror.real(text))
        if said.library is None:
            raise BuildError(f"cargo built `{plan.project.label}`, but made no library of the type `cdylib`.")
        copied = work.scratch / said.library.name
        shutil.copyfile(said.library, copied)
        sources = _sources(said.library.with_suffix(".d"), mirror, target_directory)
    return Compiled(copied, sources, {})


def _run(plan: Plan, mirror: Mirror, target: Path, work: Workplace, report: Reporter) -> Completed:
    """Run cargo with our crates patched in; again if another package of the graph asked for a version that
    the project's own files do not show.
    """
    versions = bridge_crate.versions_asked(mirror.lock, mirror.own_lock, requirements_of(mirror))
    base, environment = _command(plan, mirror, target, report), _environment(plan, work)
    environment["PYO3_CONFIG_FILE"] = str(_python_facts(plan, target))
    variables, options = remap.rustflags(environment, remap.for_cargo(environment))
    environment |= variables | remap.wrapper(mirror.tree.parent, _outside(mirror), environment)
    base += options
    while True:
        lines = bridge_crate.patches(versions, mirror.stand_ins, report)
        patches = [f"--config={line}" for line in lines]
        command = [*base, *patches, "--", *link_flags(plan), *plan.project.settings.rustc_args]
        done = _offline_first(command, mirror, environment)
        missed = [version for version in bridge_crate.not_ours(mirror.own_lock) if version not in versions]
        if not missed:
            return done
        versions = sorted({*versions, *missed})


def _outside(mirror: Mirror) -> list[tuple[Path, str]]:
    """Directories of path dependencies beside the workspace, as cargo sees them, and as they are shown."""
    root = mirror.lock.parent
    places = sorted(path.parent for path in mirror.local if not path.is_relative_to(root))
    return [
        (mirror.tree / place.relative_to(place.anchor), remap.shown_directory(place, root))
        for place in places
    ]


def requirements_of(mirror: Mirror) -> list[str]:
    """What the project's own manifests require of our crates."""
    return [
        requirement for path in sorted(mirror.local) if path.is_file() for requirement in _requirements(path)
    ]


def _requirements(manifest: Path) -> Iterator[str]:
    """What one manifest requires of our crates."""
    for name, row in dependency_rows(toml.load(manifest)):
        version = row.get("version") if isinstance(row, dict) else row
        if name in bridge_crate.CRATES and isinstance(version, str):
            yield version


def _command(plan: Plan, mirror: Mirror, target: Path, report: Reporter) -> list[str]:
    """The command, up to the patches and rustc's own arguments."""
    settings = plan.project.settings
    manifest = plan.project.manifest
    assert manifest is not None
    profile = "dev" if plan.debug else (settings.profile or "release")
    rendered = "json-diagnostic-rendered-ansi" if report.colour else "json"
    command = [
        str(find_cargo(plan.rustc).path),
        "rustc",
        "--lib",
        "--crate-type=cdylib",
        f"--manifest-path={mirror.manifest}",
        f"--target-dir={target}",
        f"--profile={profile}",
        f"--message-format={rendered}",
    ]
    if settings.all_features:
        command.append("--all-features")
    if settings.no_default_features:
        command.append("--no-default-features")
    if plan.asked:
        command.append(f"--features={','.join(plan.asked)}")
    command += [f"--config={value}" for value in settings.config]
    command += [f"-Z{flag}" for flag in settings.unstable_flags]
    strip = settings.strip
    if not plan.debug and strip is None and manifest.release.strip is None:
        strip = True
    if strip is not None:
        command += ["--config", f'profile.{profile}.strip="{"symbols" if strip else "none"}"']
    return command


def _environment(plan: Plan, work: Workplace) -> dict[str, str]:
    """Ours, without what would make cargo rebuild for nothing (pains of `PATH` and `VIRTUAL_ENV` in
    fingerprints).
    """
    given = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "CONDA_PREFIX")}
    given["RUSTC"] = str(plan.rustc.path)
    given["PYO3_PYTHON"] = plan.interpreter.executable
    given["PYO3_BUILD_EXTENSION_MODULE"] = "1"
    given["FERRULE_ROOT"] = str(SOURCES.parent.parent)
    given["FERRULE_PYTHON"] = sys.executable
    given.update(work.variables)
    return given


def _python_facts(plan: Plan, directory: Path) -> Path:
    """A file that tells `pyo3-build-config` about the interpreter. It says what two environments of one ABI
    have in common, so that building for another one compiles nothing again.

    Raises SystemFault when it cannot be written.
    """
    python = plan.interpreter
    flags = {"Py_DEBUG": python.debug, "Py_REF_DEBUG": python.debug, "Py_GIL_DISABLED": python.free_threaded}
    lines = [
        "implementation=CPython",
        f"version={python.short_version}",
        f"pointer_width={python.pointer_width}",
        f"build_flags={','.join(name for name, on in flags.items() if on)}",
        "shared=true",
    ]
    if plan.target.is_windows:  # where even extension modules name the library
        lines.append(f"lib_dir={Path(python.base_prefix) / 'libs'}")
        lines.append(f"lib_name=python3{python.minor}{'t' if python.free_threaded else ''}")
    path = directory / "python.txt"
    write_if_changed(path, "\n".join(lines) + "\n")
    return path


def _offline_first(command: list[str], mirror: Mirror, environment: dict[str, str]) -> Completed:
    """Run cargo without the network, and only if something is missing with it."""
    here = mirror.manifest.parent
    done = run([*command[:2], "--offline", *command[2:]], cwd=here, env=environment)
    if done.ok or "offline" not in done.stderr:
        return done
    return run(command, cwd=here, env=environment)


@record
class _Said:
    """What cargo reported."""

    diagnostics: list[messages.Message]
    """Messages of rustc, about any crate of the graph."""
    library: Path | None
    """The built library."""


def _read(done: Completed, mirror: Mirror) -> _Said:
    diagnostics: list[messages.Message] = []
    library: Path | None = None
    for line in done.stdout.splitlines():
        try:
            raw: dict[str, Any] = json.loads(line)
        except ValueError:
            continue
        origin = str(raw.get("manifest_path", ""))
        if raw.get("reason") == "compiler-message":
            found = messages.parse_diagnostic(raw["message"])
            # Warnings in the bridge crate and in other people's crates are not the user's to mend.
            if found.is_error or origin.startswith(str(mirror.tree)):
                diagnostics.append(found)
        elif raw.get("reason") == "compiler-artifact" and origin == str(mirror.manifest):
            kinds = raw.get("target", {}).get("crate_types", ())
            files = [Path(name) for name in raw.get("filenames", ()) if "cdylib" in kinds]
            library = next((path for path in files if path.suffix in (".so", ".dylib", ".dll")), library)
    return _Said(diagnostics, library)


def _failure(plan: Plan, said: _Said, done: Completed, mirror: Mirror) -> FerruleError:
    words = [mirror.real(line) for line in done.stderr.splitlines()]
    what = f"`{plan.project.label}`"
    if any(message.is_error for message in said.diagnostics):
        error = messages.failure(said.diagnostics, words, what, code=done.code)
        error.detail = mirror.real(error.detail)
        return error
    wrong = next((number for number, line in enumerate(words) if line.startswith("error")), 0)
    detail = "\n".join(words[wrong:])
    if "failed to run custom build command" in done.stderr:
        return BuildError(f"A build script that {what} needs failed.", "Its words are above.", detail=detail)
    return ProjectError(f"cargo cannot build {what}.", "Its words are above.", detail=detail)


def _sources(dep_info: Path, mirror: Mirror, target: Path) -> tuple[Path, ...]:
    """The files that cargo's own dep-info names for the library, without those that build scripts wrote below
    `target`: what these depend on is named too.
    """
    try:
        text = dep_info.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ()
    _, _, listed = text.partition(": ")
    names = listed.replace("\\ ", "\0").split()
    files = (Path(mirror.real(name.replace("\0", " "))) for name in names)
    return tuple(path for path in files if not path.is_relative_to(target))
