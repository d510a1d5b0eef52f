"""Installing for development: straight into an environment's site-packages, in a way that pip lists and
uninstalls.

Every file appears by rename, a library that a process has loaded is never written into, RECORD comes last,
and what an older installation of the same name left is removed after that. A pure Rust module is copied; of
a mixed project only a `.pth` line is installed, and the library is put beside the Python sources.
"""

from __future__ import annotations

import contextlib
import csv
import os
import re
from collections.abc import Container, Iterable, Sequence
from pathlib import Path

from ferrule.base.errors import PackageError
from ferrule.base.files import write_if_changed
from ferrule.base.record import record
from ferrule.build.artifact import Artifact
from ferrule.package.metadata import Metadata, metadata_of, normalized
from ferrule.package.record import dist_info_entries, install_entries, record_entry
from ferrule.package.tags import tag_of
from ferrule.package.tree import MARK, Entry, native_entries, stub_texts

_REQUIRED = re.compile(r"[A-Za-z0-9._-]*")


@record
class Installed:
    """What an installation did."""

    metadata: Metadata
    """Name and version."""
    site: Path
    """The site-packages directory."""
    changed: bool
    """False when everything was there already."""
    missing: tuple[str, ...]
    """Requirements of the project that the environment lacks, as they are written."""


def develop(artifact: Artifact) -> Installed:
    """Install an artifact into the environment of the interpreter that it was built for.

    Raises PackageError when the environment is not ours to write or another distribution owns the module,
    SystemFault when it cannot be written.
    """
    interpreter = artifact.interpreter
    site = Path(interpreter.platlib)
    metadata = metadata_of(artifact.project)
    old = _older(site, metadata, {Path(interpreter.purelib)})
    recorded = _recorded(old)
    _refuse_foreign(artifact, site, recorded)
    entries = development_entries(artifact, metadata)
    entries += dist_info_entries(metadata, tag_of(artifact), artifact.project)
    entries += install_entries(metadata, artifact.project)
    entries += _outside_entries(artifact, metadata)
    entries.append(record_entry(metadata.dist_info, entries))
    stale = recorded - {entry.path for entry in entries}
    put_beside_sources(artifact)
    changed = _write(site, entries)
    changed = _remove(site, stale) or changed
    return Installed(metadata, site, changed, _missing(artifact, (site, Path(interpreter.purelib))))


def _outside_entries(artifact: Artifact, metadata: Metadata) -> list[Entry]:
    """Programs and data, whose places are not in site-packages."""
    from ferrule.package.extras import data_directory, data_entries

    if not metadata.entry_points and data_directory(artifact.project) is None:
        return []
    from ferrule.package.schemes import installed_data, launchers

    data = data_entries(artifact.project, metadata.stem)
    return launchers(metadata, artifact) + installed_data(data, metadata, artifact)


def development_entries(artifact: Artifact, metadata: Metadata) -> list[Entry]:
    """What stands in site-packages while the sources stay in place, but for the dist-info."""
    sources: dict[Path, None] = {}
    entries = []
    for one in artifact.modules:
        if one.project.python_source is None:
            entries += native_entries(one)
        else:
            sources[one.project.python_source] = None
    if sources:
        lines = "".join(f"{source}\n" for source in sources)
        entries.append(Entry(f"{metadata.stem.partition('-')[0]}.pth", lines.encode()))
    return entries


def put_beside_sources(artifact: Artifact) -> None:
    """Put libraries and stubs into the Python packages that they belong to. Raises SystemFault."""
    for one in artifact.modules:
        base = one.project.python_source
        if base is None:
            continue
        package = base.joinpath(*one.module.split(".")[:-1])
        write_if_changed(package / one.file_name, one.library.read_bytes(), mode=0o755)
        for path, text in stub_texts(one).items():
            place = base / path
            if not place.exists() or place.read_bytes().startswith(MARK.encode()):
                write_if_changed(place, text)


def _refuse_foreign(artifact: Artifact, site: Path, own: Container[str]) -> None:
    """Raise PackageError where nothing may be installed; `own` are the files of an older installation, by
    whichever tool, which this one replaces.
    """
    interpreter = artifact.interpreter
    if interpreter.externally_managed and not interpreter.in_virtual_environment:
        raise PackageError(
            f"{interpreter.executable} belongs to the operating system, "
            "which does not want packages installed into it.",
            "Make an environment with `python3 -m venv .venv`, and activate it.",
        )
    for one in artifact.modules:
        name = f"{one.project.top_level}/__init__.py"
        python = site / name
        if one.project.python_source is None and python.is_file() and name not in own:
            raise PackageError(
                f"{python} exists: another distribution already installed a module called `{one.module}`.",
                "Uninstall it, or give this module another name.",
            )


def _missing(artifact: Artifact, sites: Iterable[Path]) -> tuple[str, ...]:
    """Unconditional requirements whose distribution is not there at all; versions are pip's to judge."""
    project = (artifact.project.pyproject or {}).get("project", {})
    wanted = [str(text) for text in project.get("dependencies", []) if ";" not in str(text)]
    if not wanted:
        return ()
    names = {path.name.partition("-")[0] for site in sites for path in site.glob("*.dist-info")}
    present = {normalized(name) for name in names}
    return tuple(text for text in wanted if normalized(_REQUIRED.match(text)[0]) not in present)  # type: ignore[index]


def _older(site: Path, metadata: Metadata, more: Iterable[Path]) -> list[Path]:
    """The dist-info directories of the same distribution."""
    wanted = normalized(metadata.name)
    found = []
    for directory in {site, *more}:
        with contextlib.suppress(OSError):
            for name in os.listdir(directory):  # noqa: PTH208 - names are all that is needed
                stem, dot, kind = name.rpartition(".")
                if dot and kind == "dist-info" and normalized(stem.rpartition("-")[0]) == wanted:
                    found.append(directory / name)
    return found


def _recorded(dist_infos: Iterable[Path]) -> set[str]:
    """Every path, relative to site-packages, that older installations own."""
    paths: set[str] = set()
    for dist_info in dist_infos:
        with contextlib.suppress(OSError), (dist_info / "RECORD").open(newline="", encoding="utf-8") as file:
            paths.update(row[0] for row in csv.reader(file) if row)
        # A dotted name is what another installation is writing at this moment.
        found = [path for path in dist_info.iterdir() if path.is_file() and not path.name.startswith(".")]
        paths.update(f"{dist_info.name}/{path.name}" for path in found)
    return paths


def _write(site: Path, entries: Sequence[Entry]) -> bool:
    changed = False
    for entry in entries:
        mode = 0o755 if entry.executable else None
        changed = write_if_changed(site / entry.path, entry.content, mode=mode) or changed
    return changed


def _remove(site: Path, stale: Iterable[str]) -> bool:
    removed = False
    for name in sorted(stale):
        path = Path(os.path.normpath(site / name))
        with contextlib.suppress(OSError):
            path.unlink()
            removed = True
        _prune(path.parent, site)
    return removed


def _prune(directory: Path, site: Path) -> None:
    """Remove directories that became empty, up to site-packages."""
    while directory != site and site in directory.parents:
        cached = directory / "__pycache__"
        with contextlib.suppress(OSError):
            if cached.is_dir() and not any(entry != cached for entry in directory.iterdir()):
                for left in cached.iterdir():
                    left.unlink()
                cached.rmdir()
            directory.rmdir()
            directory = directory.parent
            continue
        return
