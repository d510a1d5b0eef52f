"""What Cargo.toml says of a distribution, as the fields of a ``[project]`` table (The Cargo Book, "The
Manifest Format").

Paths in it are relative to Cargo.toml, or to the workspace's where a field is inherited.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ferrule.base.errors import PackageError
from ferrule.base.files import system_fault
from ferrule.project.discover import Project
from ferrule.project.manifest import workspace_root

FILE_VERSION = "0.0.0"
"""Version of a module made from a file that has no manifest."""

_URLS = {"Homepage": "homepage", "Source Code": "repository", "Documentation": "documentation"}
_LICENSES = ("LICEN[CS]E*", "COPYING*", "NOTICE*", "AUTHORS*")
_READMES = ("README.md", "README.txt", "README")
_TYPES = {".md": "text/markdown", ".markdown": "text/markdown", ".rst": "text/x-rst"}


def fields_of_cargo(project: Project) -> dict[str, Any]:
    """The fields that Cargo.toml gives, or a name and a version where there is none.

    Raises PackageError when a file that it names is missing.
    """
    manifest = project.manifest
    if manifest is None:
        return {"name": project.distribution, "version": FILE_VERSION}
    package = manifest.package
    table: dict[str, Any] = {"name": manifest.name, "version": manifest.version}
    if package.get("description"):
        table["description"] = " ".join(str(package["description"]).split())
    readme = readme_source(project)
    if readme is not None:
        kind = _TYPES.get(readme.suffix.lower(), "text/plain")
        table["readme"] = {"text": _text(readme), "content-type": kind}
    if package.get("license"):
        table["license"] = {"text": str(package["license"])}
    if package.get("authors"):
        table["authors"] = [_person(str(person)) for person in package["authors"]]
    if package.get("keywords"):
        table["keywords"] = [str(word) for word in package["keywords"]]
    urls = {label: str(package[key]) for label, key in _URLS.items() if package.get(key)}
    if urls:
        table["urls"] = urls
    return table


def license_files(project: Project) -> tuple[str, ...]:
    """Licence files of a project that does not list them: the one that Cargo.toml names, and those of usual
    names (PEP 639 leaves the choice to tools). Relative to the directory that `license_source` finds them in.
    """
    found: dict[str, None] = {}
    named = project.manifest.package.get("license-file") if project.manifest else None
    if isinstance(named, str):
        found[re.sub(r"^(\.\./)+", "", named)] = None
    alone = project.manifest is None or project.made_manifest is not None
    if alone and project.pyproject is None:
        return tuple(found)  # what lies beside a lone file may be anybody's
    for directory in _places(project):
        names = sorted(
            path.name for pattern in _LICENSES for path in directory.glob(pattern) if path.is_file()
        )
        if names:
            found.update(dict.fromkeys(names))
            break
    return tuple(found)


def license_source(project: Project, name: str) -> Path:
    """Where a licence file lies. Raises PackageError when it is missing."""
    for directory in _places(project):
        if (directory / name).is_file():
            return directory / name
    raise PackageError(
        f"The licence file {project.root / name} does not exist.",
        "Create it, or correct `license-files` in pyproject.toml or `license-file` in Cargo.toml.",
    )


def _places(project: Project) -> Iterator[Path]:
    yield project.root
    if project.crate_root != project.root:
        yield project.crate_root
    workspace = workspace_root(project.manifest.path) if project.manifest else None
    if workspace is not None and workspace.parent not in (project.root, project.crate_root):
        yield workspace.parent


def readme_source(project: Project) -> Path | None:
    """The readme of Cargo.toml: the one that it names, else one of a usual name; None for a file, and where
    it wants none. Raises PackageError when it is missing.
    """
    manifest = project.manifest
    if manifest is None or project.made_manifest is not None:
        return None
    stated = manifest.package.get("readme")
    if stated is False:
        return None
    names = [stated] if isinstance(stated, str) else _READMES
    for directory in (manifest.path.parent, *_places(project)):
        for name in names:
            if (directory / name).is_file():
                return Path(os.path.normpath(directory / name))
    if isinstance(stated, str):
        raise PackageError(
            f"{manifest.path} names the readme {stated}, which does not exist.",
            "Create it, or correct `readme`.",
        )
    return None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PackageError(f"{path} is not UTF-8 text (byte {error.start}).") from error
    except OSError as error:
        raise system_fault(error, f"{path} cannot be read") from error


def _person(text: str) -> dict[str, str]:
    found = re.fullmatch(r"\s*(.*?)\s*<([^>]+)>\s*", text)
    if found is None:
        return {"name": text.strip()}
    name, email = found.groups()
    return {"name": name, "email": email} if name else {"email": email}
