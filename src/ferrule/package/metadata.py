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
from typing import Any

from ferrule.base.cachedir import cache_root
from ferrule.base.errors import FerruleError, PackageError
from ferrule.base.files import write_atomically
from ferrule.base.record import record
from ferrule.project.discover import Project

FILE_VERSION = "0.0.0"
"""Version of a module made from a file that has no manifest."""


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
    total = hashlib.blake2b(json.dumps([2, table], sort_keys=True, default=str).encode(), digest_size=16)
    readme = table.get("readme")
    named = readme.get("file") if isinstance(readme, dict) else readme
    patterns = table.get("license-files", [])
    files = sorted(path for pattern in patterns for path in project.root.glob(str(pattern)))
    for path in [project.root / str(named)] * bool(named) + files:
        with contextlib.suppress(OSError):
            total.update(str(path).encode() + path.read_bytes())
    return total.hexdigest()


def _project_table(project: Project) -> dict[str, Any]:
    """The ``[project]`` table that the metadata is made from."""
    declared = (project.pyproject or {}).get("project")
    cargo = _from_cargo(project)
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


def _from_cargo(project: Project) -> dict[str, Any]:
    manifest = project.manifest
    if manifest is None:
        return {"name": project.distribution, "version": FILE_VERSION}
    package = manifest.package
    table: dict[str, Any] = {"name": manifest.name, "version": manifest.version}
    if package.get("description"):
        table["description"] = " ".join(str(package["description"]).split())
    # What lies beside a lone file need not be about it.
    alone = project.made_manifest is not None
    readme = False if alone else package.get("readme")
    for name in (
        [readme] if isinstance(readme, str) else ["README.md", "README.txt", "README"] * (readme is not False)
    ):
        if (project.root / name).is_file():
            table["readme"] = (
                name if name.endswith((".md", ".rst")) else {"file": name, "content-type": "text/plain"}
            )
            break
    if package.get("license"):
        table["license"] = {"text": str(package["license"])}
    licences = [] if alone else project.root.glob("LICEN[CS]E*")
    found = sorted(path.name for path in licences if path.is_file())
    if isinstance(package.get("license-file"), str):
        found = sorted({*found, package["license-file"]})
    if found:
        table["license-files"] = found
    if package.get("authors"):
        table["authors"] = [_person(str(person)) for person in package["authors"]]
    if package.get("keywords"):
        table["keywords"] = [str(word) for word in package["keywords"]]
    urls = {"Homepage": "homepage", "Source Code": "repository", "Documentation": "documentation"}
    found_urls = {label: str(package[key]) for label, key in urls.items() if package.get(key)}
    if found_urls:
        table["urls"] = found_urls
    return table


def _person(text: str) -> dict[str, str]:
    found = re.fullmatch(r"\s*(.*?)\s*<([^>]+)>\s*", text)
    if found is None:
        return {"name": text.strip()}
    name, email = found.groups()
    return {"name": name, "email": email} if name else {"email": email}


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
        text = str(standard.as_rfc822())
    except (pyproject_metadata.ConfigurationError, OSError) as error:
        raise PackageError(f"The [project] table of {where} is wrong: {str(error).rstrip('.')}.") from error
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
        licenses=tuple(path.as_posix() for path in standard.license_files or ()),
    )


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


def license_source(project: Project, name: str) -> Path:
    """Where a licence file lies. Raises PackageError when it is missing."""
    path = project.root / name
    if not path.is_file():
        raise PackageError(
            f"The licence file {path} does not exist.", "Create it, or correct `license-files`."
        )
    return path
