"""Core metadata (METADATA, PKG-INFO) of a project: pyproject.toml's ``[project]``, filled up from Cargo.toml.

Where there is a ``[project]`` table, Cargo.toml fills only the fields that it lists as dynamic (PEP 621);
without one, Cargo.toml gives everything. The text is kept in the cache by content, since the libraries that
write it take longer to load than a module to compile.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ferrule.base.cachedir import cache_root
from ferrule.base.errors import FerruleError, PackageError
from ferrule.base.files import write_atomically
from ferrule.base.record import record
from ferrule.package.cargo_fields import fields_of_cargo, license_files, license_source
from ferrule.project.discover import Project

if TYPE_CHECKING:
    from pyproject_metadata import StandardMetadata


@record
class Metadata:
    """What pip is told about a distribution."""

    name: str
    """Distribution name as written."""
    version: str
    """Normalised version (PEP 440)."""
    text: str
    """Content of METADATA and PKG-INFO."""
    entry_points: str
    """Content of entry_points.txt; empty when there are none."""
    licenses: tuple[str, ...]
    """Licence files, relative to the project's root."""

    @property
    def stem(self) -> str:
        """The ``name-version`` of file names (binary distribution format)."""
        return f"{normalized(self.name).replace('-', '_')}-{self.version}"

    @property
    def dist_info(self) -> str:
        """Name of the dist-info directory."""
        return f"{self.stem}.dist-info"


def normalized(name: str) -> str:
    """A distribution's name as it is compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def metadata_of(project: Project) -> Metadata:
    """Write the metadata of a project.

    Raises PackageError when ``[project]`` breaks the standard or Cargo.toml's version is none for Python.
    """
    table = _project_table(project)
    key = _content_key(table, project)
    entry = cache_root().path / "metadata" / f"{key}.json"
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        known = json.loads(entry.read_bytes())
        known["licenses"] = tuple(known["licenses"])
        return Metadata(**known)
    made = _write(table, project)
    with contextlib.suppress(FerruleError):  # without the cache it is only written again
        write_atomically(entry, json.dumps(made.__dict__).encode())
    return made


def _content_key(table: Mapping[str, Any], project: Project) -> str:
    content = [3, table, license_files(project)]
    total = hashlib.blake2b(json.dumps(content, sort_keys=True, default=str).encode(), digest_size=16)
    names = [
        value.get("file") if isinstance(value, dict) else value
        for value in (table.get("readme"), table.get("license"))
    ]
    patterns = table.get("license-files", [])
    files = sorted(path for pattern in patterns for path in _matching(project.root, str(pattern)))
    for path in [project.root / str(name) for name in names if name] + files:
        with contextlib.suppress(OSError):
            total.update(str(path).encode() + path.read_bytes())
    return total.hexdigest()


def _matching(root: Path, pattern: str) -> list[Path]:
    try:
        return list(root.glob(pattern))
    except (ValueError, NotImplementedError):  # an empty or an absolute pattern, which will be refused
        return []


def _project_table(project: Project) -> dict[str, Any]:
    """The ``[project]`` table that the metadata is made from."""
    declared = (project.pyproject or {}).get("project")
    cargo = fields_of_cargo(project)
    if not isinstance(declared, dict):
        return cargo
    table = dict(declared)
    dynamic = [str(field) for field in table.get("dynamic", [])]
    for field in dynamic:
        if field in cargo:
            table[field] = cargo[field]
    rest = [field for field in dynamic if field not in cargo]
    if rest:
        table["dynamic"] = rest
    else:
        table.pop("dynamic", None)
    return table


def _write(table: Mapping[str, Any], project: Project) -> Metadata:
    import pyproject_metadata
    from packaging.version import InvalidVersion, Version

    where = "pyproject.toml" if (project.pyproject or {}).get("project") else "Cargo.toml"
    table = dict(table)
    if "version" in table:
        try:
            table["version"] = str(Version(str(table["version"])))
        except InvalidVersion:
            raise PackageError(
                f"The version `{table['version']}` in {where} is none that Python packages can have.",
                "Write it as numbers, with `-alpha.1`, `-beta.1` or `-rc.1` where needed.",
            ) from None
    table = _modern_license(table)
    try:
        standard = pyproject_metadata.StandardMetadata.from_pyproject(
            {"project": table}, project.root, all_errors=False
        )
        if "license-files" not in table and not isinstance(table.get("license"), dict):
            files = license_files(project)
            standard.license_files = [Path(name) for name in files] or None
        text = str(standard.as_rfc822())
    except (pyproject_metadata.ConfigurationError, OSError, UnicodeDecodeError) as error:
        raise PackageError(f"The [project] table of {where} is wrong: {str(error).rstrip('.')}.") from error
    _validate(text, where)
    groups = {
        "console_scripts": standard.scripts,
        "gui_scripts": standard.gui_scripts,
        **standard.entrypoints,
    }
    lines = [
        line
        for group, entries in groups.items()
        if entries
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in sorted(entries.items())), "")
    ]
    return Metadata(
        name=standard.name,
        version=str(standard.version),
        text=text,
        entry_points="\n".join(lines),
        licenses=_licenses(standard, project),
    )


def _licenses(standard: StandardMetadata, project: Project) -> tuple[str, ...]:
    names = {path.as_posix() for path in standard.license_files or ()}
    stated = getattr(standard.license, "file", None)  # the form before PEP 639
    if isinstance(stated, Path):
        names.add(stated.as_posix())
    for name in names:
        license_source(project, name)
    return tuple(sorted(names))


def _validate(text: str, where: str) -> None:
    from packaging.metadata import ExceptionGroup, Metadata

    try:
        Metadata.from_email(text, validate=True)
    except ExceptionGroup as group:
        first = str(group.exceptions[0]).rstrip(".")
        raise PackageError(f"The metadata made from {where} is not valid: {first}.") from group


def _modern_license(table: dict[str, Any]) -> dict[str, Any]:
    """Cargo's licence as an SPDX expression where it is one (PEP 639); old forms (`MIT/Apache-2.0`) are
    mended. Classifiers that name licences belong to the old form, which is kept then.
    """
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    stated = table.get("license")
    if not (isinstance(stated, dict) and set(stated) == {"text"}):
        return table
    table = dict(table)
    classifiers = table.get("classifiers", ())
    try:
        if any(str(name).startswith("License ::") for name in classifiers):
            raise InvalidLicenseExpression
        table["license"] = str(canonicalize_license_expression(stated["text"].replace("/", " OR ")))
    except InvalidLicenseExpression:
        table.pop("license-files", None)  # the two forms of PEP 639 cannot be mixed
    return table
