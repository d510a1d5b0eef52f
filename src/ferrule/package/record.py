"""The files of a dist-info directory: WHEEL, RECORD, entry points, licences, and what a development install
adds.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable

from ferrule.package.cargo_fields import license_source
from ferrule.package.metadata import Metadata
from ferrule.package.tags import Tag
from ferrule.package.tree import Entry, read_member
from ferrule.project.discover import Project


def dist_info_entries(metadata: Metadata, tag: Tag, project: Project) -> list[Entry]:
    """Everything in the dist-info directory of a wheel but its RECORD."""
    root = metadata.dist_info
    entries = [
        Entry(f"{root}/METADATA", metadata.text.encode()),
        Entry(f"{root}/WHEEL", wheel_text(tag).encode()),
    ]
    if metadata.entry_points:
        entries.append(Entry(f"{root}/entry_points.txt", metadata.entry_points.encode()))
    for name in metadata.licenses:
        entries.append(Entry(f"{root}/licenses/{name}", read_member(license_source(project, name))))
    return entries


def install_entries(metadata: Metadata, project: Project) -> list[Entry]:
    """What an installer adds: who installed it, that it was asked for, and from where (PEP 610)."""
    root = metadata.dist_info
    entries = [Entry(f"{root}/INSTALLER", b"ferrule\n"), Entry(f"{root}/REQUESTED", b"")]
    directory = (project.manifest, project.pyproject, project.python_source) != (None, None, None)
    if directory and project.made_manifest is None:
        origin = {"dir_info": {"editable": True}, "url": project.root.as_uri()}
        entries.append(Entry(f"{root}/direct_url.json", json.dumps(origin).encode()))
    return entries


def wheel_text(tag: Tag) -> str:
    """Content of WHEEL."""
    import ferrule

    lines = [
        "Wheel-Version: 1.0",
        f"Generator: ferrule {ferrule.__version__}",
        "Root-Is-Purelib: false",
        *(f"Tag: {single}" for single in tag.each()),
    ]
    return "\n".join([*lines, ""])


def record_entry(dist_info: str, entries: Iterable[Entry]) -> Entry:
    """RECORD for a set of files; its own line holds no hash."""
    path = f"{dist_info}/RECORD"
    lines = [_line(entry) for entry in entries]
    return Entry(path, "\n".join([*lines, f"{path},,", ""]).encode())


def _line(entry: Entry) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(entry.content).digest()).rstrip(b"=").decode()
    path = f'"{entry.path}"' if "," in entry.path else entry.path
    return f"{path},sha256={digest},{len(entry.content)}"
