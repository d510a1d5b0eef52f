"""Source distributions: the project's own files, the crates that it needs from elsewhere, and PKG-INFO in a
tar file, the same bytes for the same content.

What belongs in is said by `sdist_files` and `sdist_crates`. That it can be built from is proved by whoever
calls this, before the file is put in its place.
"""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

from ferrule.base.errors import PackageError
from ferrule.base.files import system_fault, write_atomically
from ferrule.base.record import record
from ferrule.package.cargo_fields import license_source, readme_source
from ferrule.package.epoch import source_date
from ferrule.package.metadata import Metadata, metadata_of
from ferrule.package.patterns import Excluded, included
from ferrule.package.sdist_crates import Crates
from ferrule.package.sdist_files import files_below, files_of_git, relative
from ferrule.package.tree import read_member
from ferrule.project.discover import Project


@record
class Sdist:
    """A planned source distribution."""

    stem: str
    """``name-version``: the directory in the archive, and its file's name without the ending."""
    members: Mapping[str, tuple[bytes, bool]]
    """Content of each file by its name below `stem`, and whether it can be executed."""


def plan_sdist(project: Project, out: Path) -> Sdist:
    """Collect what belongs into a project's sdist; the directory `out` does not.

    Raises PackageError for a project without pyproject.toml (pip could not build it), and for files that lead
    out of it; SystemFault for files that cannot be read.
    """
    if project.pyproject is None:
        raise PackageError(
            f"{project.root} has no pyproject.toml, and an sdist without one cannot be built by pip.",
            'Create one with: [build-system] requires = ["ferrule"], build-backend = "ferrule.backend".',
        )
    metadata = metadata_of(project)
    members = {name: _member(path) for name, path in _own_files(project, metadata, out).items()}
    for manifest in {module.manifest.path: module for module in project.modules if module.manifest}:
        if not manifest.is_relative_to(project.root):
            raise PackageError(
                f"The crate {manifest.parent} lies outside of {project.root}, and would be missing in the "
                "sdist.",
                "Put pyproject.toml beside its Cargo.toml, or above it.",
            )
        crates = Crates(manifest, project.root)
        if not crates.self_contained:
            for name, content in crates.members():
                members[name] = _member(content) if isinstance(content, Path) else (content, False)
    readme = readme_source(project)
    if readme is not None and project.manifest is not None and not readme.is_relative_to(project.root):
        members[relative(project.manifest.path.parent / readme.name, project.root)] = _member(readme)
    members["PKG-INFO"] = (metadata.text.encode(), False)
    return Sdist(metadata.stem, members)


def write_sdist(sdist: Sdist, directory: Path) -> Path:
    """Write the archive into `directory` and return its path. Raises SystemFault."""
    path = directory / f"{sdist.stem}.tar.gz"
    write_atomically(path, _archive(sdist))
    return path


def unpack(sdist: Sdist, directory: Path) -> Path:
    """Write the files below `directory`, as an unpacked archive has them; returns the project's directory.

    Raises SystemFault.
    """
    root = directory / sdist.stem
    for name, (content, executable) in sdist.members.items():
        path = root / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            path.chmod(0o755 if executable else 0o644)
        except OSError as error:
            raise system_fault(error, f"{path} cannot be written") from error
    return root


def with_vendored(sdist: Sdist, top: Path, crates: Path, settings: str, lock: bytes) -> Sdist:
    """The sdist with a directory of crates beside the manifest in `top`, cargo's settings that name it, and
    the Cargo.lock, unless the project has its own.

    Raises PackageError when the project has such settings of its own.
    """
    members = dict(sdist.members)
    config = (top / ".cargo" / "config.toml").as_posix()
    before = members.get(config, (b"", False))[0]
    if b"[source" in before:
        raise PackageError(f"{config} names sources of crates already, so none can be vendored.")
    members[config] = (before + b"\n" * bool(before) + settings.encode(), False)
    members.setdefault((top / "Cargo.lock").as_posix(), (lock, False))
    for path in sorted(crates.rglob("*")):
        if path.is_file():
            members[(top / crates.name / path.relative_to(crates)).as_posix()] = _member(path)
    return Sdist(sdist.stem, members)


def _own_files(project: Project, metadata: Metadata, out: Path) -> dict[str, Path]:
    root, settings = project.root, project.settings
    excluded = Excluded(one for one in settings.exclude if one.sdist)
    found = files_of_git(root) if settings.sdist_generator == "git" else files_below(root, {out.absolute()})
    chosen = {relative(path, root): path for path in found}
    chosen = {name: path for name, path in chosen.items() if not excluded(name)}
    for path in included(root, (one for one in settings.include if one.sdist)):
        chosen[relative(path, root)] = path
    needed = [root / "pyproject.toml", root / "Cargo.lock", *_stated(project)]
    for module in project.modules:
        needed.append(module.source)
        if module.manifest is not None:
            needed += [module.manifest.path, module.manifest.path.parent / "Cargo.lock"]
    for path in needed:
        if path.is_file() and path.is_relative_to(root):
            chosen[relative(path, root)] = path
    for name in metadata.licenses:
        chosen[name] = license_source(project, name)
    return dict(sorted(chosen.items()))


def _stated(project: Project) -> list[Path]:
    table = (project.pyproject or {}).get("project", {})
    readme = table.get("readme")
    named = readme.get("file") if isinstance(readme, dict) else readme
    return [project.root / str(named)] if named else []


def _member(path: Path) -> tuple[bytes, bool]:
    return read_member(path), bool(path.stat().st_mode & 0o111)


def _archive(sdist: Sdist) -> bytes:
    stamp = source_date(0)
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, (content, executable) in sorted(sdist.members.items()):
            info = tarfile.TarInfo(f"{sdist.stem}/{name}")
            info.size, info.mtime, info.mode = len(content), stamp, 0o755 if executable else 0o644
            tar.addfile(info, io.BytesIO(content))
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=stamp, filename="") as out:
        out.write(plain.getvalue())
    return packed.getvalue()
