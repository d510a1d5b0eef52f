"""What is made for others: wheels for several interpreters, editable ones, and source distributions that are
proved.

Over the pipeline, which knows one build.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ferrule.base.errors import FerruleError, ProjectError
from ferrule.base.record import record, replace
from ferrule.pipeline import build_artifact, build_wheel, choose_python, load_packing, open_project, packed

if TYPE_CHECKING:
    from ferrule.build.artifact import Artifact
    from ferrule.build.report import Reporter
    from ferrule.package.editable import Watch
    from ferrule.package.sdist import Sdist
    from ferrule.pipeline import Options, Wheel
    from ferrule.project.discover import Project


@record
class Failure:
    """Why there is no wheel for one of several interpreters."""

    python: str
    """The interpreter as it was asked for."""
    error: FerruleError


def fitting_pythons(options: Options) -> list[str]:
    """Executables of the interpreters on this machine that the project is for, one for each ABI."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    from ferrule.toolchain.environment import find_all

    project = open_project(options)
    wanted = str((project.pyproject or {}).get("project", {}).get("requires-python", ""))
    try:
        required = SpecifierSet(wanted)
    except InvalidSpecifier:
        raise ProjectError(f"`requires-python` is `{wanted}`, which is no set of versions.") from None
    fitting: dict[str, str] = {}
    for found in find_all(project.root):
        python = found.interpreter
        if (
            found.refusal is None
            and python is not None
            and required.contains(".".join(map(str, python.version)), True)
        ):
            fitting.setdefault(python.abi_identity, str(found.path))
    return list(fitting.values())


def make_wheel(options: Options, directory: Path, report: Reporter, *, check: bool = False) -> Wheel:
    """Build, and write a wheel into `directory`; with `check` only if it can be installed and imported.

    Raises any FerruleError.
    """
    artifact = build_artifact(options, report, load_packing)
    return _checked(artifact, directory, report) if check else packed(artifact, directory, report)


def _checked(artifact: Artifact, directory: Path, report: Reporter) -> Wheel:
    import tempfile

    from ferrule.base.files import write_atomically
    from ferrule.package.check import check_wheel

    with tempfile.TemporaryDirectory(prefix="ferrule-wheel-") as place:
        made = packed(artifact, Path(place), report)
        with report.progress(f"checking {made.path.name}"):
            check_wheel(made.path, artifact)
        path = directory / made.path.name
        write_atomically(path, made.path.read_bytes())
    return replace(made, path=path)


def build_wheels(
    options: Options, pythons: Sequence[str], directory: Path, report: Reporter, *, check: bool = False
) -> Iterator[Wheel | Failure]:
    """One wheel for each interpreter, as they are ready; a failure does not stop the others.

    A wheel for the stable ABI serves the interpreters that come after it, and is not made again for them.
    """
    stable: Artifact | None = None
    for python in pythons:
        try:
            one = replace(options, python=python)
            interpreter = choose_python(one, open_project(one)).interpreter
            if stable is not None and stable.serves(interpreter):
                report.note(f"{interpreter.label} is served by the wheel for the stable ABI")
                continue
            artifact = build_artifact(one, report)
            if artifact.abi3 is not None:
                stable = artifact
            yield _checked(artifact, directory, report) if check else packed(artifact, directory, report)
        except FerruleError as error:
            yield Failure(python, error)


def build_sdist(
    options: Options, directory: Path, report: Reporter, *, proved: bool = True, vendored: bool = False
) -> Path:
    """Write a source distribution into `directory`; if `proved`, a wheel has been built from it before, and
    if `vendored`, the crates of others are in it.

    Raises any FerruleError; then nothing is written.
    """
    from ferrule.package.sdist import plan_sdist, write_sdist

    project = open_project(options)
    sdist = plan_sdist(project, directory)
    if vendored:
        sdist = _with_crates(sdist, project, report)
    if proved:
        _prove(sdist, project, options, report)
    return write_sdist(sdist, directory)


def _with_crates(sdist: Sdist, project: Project, report: Reporter) -> Sdist:
    import tempfile

    from ferrule.build.vendor import DIRECTORY, vendor
    from ferrule.package.sdist import unpack, with_vendored
    from ferrule.project.manifest import read_manifest, workspace_root

    for path in {module.manifest.path: None for module in project.modules if module.manifest}:
        with tempfile.TemporaryDirectory(prefix="ferrule-vendor-") as place:
            root = unpack(sdist, Path(place).resolve() / "sdist")
            manifest = root / path.relative_to(project.root)
            found = vendor(read_manifest(manifest), Path(place).resolve(), report)
            if found is not None:
                top = (workspace_root(manifest) or manifest).parent.relative_to(root)
                crates = Path(place).resolve() / DIRECTORY
                sdist = with_vendored(sdist, top, crates, found.settings, found.lock)
    return sdist


def _prove(sdist: Sdist, project: Project, options: Options, report: Reporter) -> None:
    """Build a wheel from the unpacked sdist, always at the same place, so that an equal one is not built
    again. What it finds is at the places of the archive.
    """
    import shutil

    from ferrule.build import store
    from ferrule.package.sdist import unpack

    place = store.slot("sdists", project.crate_name, str(project.root))
    with store.locked(place, report, f"the sdist of `{project.label}`"):
        shutil.rmtree(place / "unpacked", ignore_errors=True)
        try:
            root = unpack(sdist, place / "unpacked")
            settings = {**(options.settings or {}), "compatibility": "linux"}
            try:
                build_wheel(replace(options, path=root, settings=settings), place / "wheel", report)
            except FerruleError as error:
                error.summary = f"The sdist cannot be built from: {error.summary}"
                raise
        finally:
            shutil.rmtree(place, ignore_errors=True)


def build_editable(options: Options, directory: Path, report: Reporter) -> Path:
    """Build, and write a wheel that makes the sources themselves importable (PEP 660). Raises any
    FerruleError.
    """
    from ferrule.package.editable import editable_wheel

    options = replace(options, editable=True)
    artifact = build_artifact(options, report)
    return editable_wheel(artifact, directory, _watch(artifact, options))


def refresh(record: str) -> None:
    """Build the sources of an editable installation again, for the running Python; `record` is its file.

    Raises ImportError with what is wrong.
    """
    import json
    import sys

    from ferrule.importer.compile import ImportReporter
    from ferrule.package.editable import refreshed
    from ferrule.pipeline import Options

    facts = json.loads(Path(record).read_bytes())
    options = Options(
        Path(facts["root"]),
        debug=facts["debug"],
        python=sys.executable,
        settings=facts["settings"],
        editable=True,
    )
    try:
        artifact = build_artifact(options, ImportReporter())
        refreshed(artifact, Path(record), _watch(artifact, options))
    except FerruleError as error:
        what = f"{facts['name']} changed since it was built, and cannot be built: {error}"
        raise ImportError(f"{what}\n{error.detail}".rstrip(), name=facts["name"]) from None


def _watch(artifact: Artifact, options: Options) -> Watch:
    """What the build read in the project; crates of others do not change in place."""
    from ferrule.base.cachedir import cache_root
    from ferrule.build import store
    from ferrule.build.freshness import digest_file
    from ferrule.package.editable import Watch

    sources: dict[str, str] = {}
    for one in artifact.modules:
        state = store.read_state(one.library.parent) or {}
        names = [one.project.crate_root / name for name in state.get("sources", {})]
        names += [one.project.crate_root / "Cargo.toml", one.project.root / "pyproject.toml"]
        for path in names:
            ours = path.is_relative_to(cache_root().path) or "registry" in path.parts
            content = None if ours else digest_file(path)
            if content is not None:
                sources[str(path)] = content
    return Watch(sources, options.settings or {}, options.debug)
