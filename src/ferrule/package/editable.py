"""Editable installations (PEP 660): the sources stay in place, and a finder watches them.

The wheel holds a line for the directory of the Python sources, libraries that have no place beside them, and
`editable_hook` with a record of what the libraries were built from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ferrule.base.files import write_if_changed
from ferrule.base.record import record
from ferrule.build.artifact import Artifact
from ferrule.package.extras import data_entries
from ferrule.package.install import development_entries, put_beside_sources
from ferrule.package.metadata import Metadata, metadata_of
from ferrule.package.tags import tag_of
from ferrule.package.tree import Entry, native_entries
from ferrule.package.wheel import write_wheel

HOOK = Path(__file__).with_name("editable_hook.py")


@record
class Watch:
    """What a build was asked for, and what it read."""

    sources: Mapping[str, str]
    """Absolute path of each source -> content hash (blake2b, 16 bytes)."""
    settings: Mapping[str, Any]
    """Settings stronger than those of the project."""
    debug: bool
    """Whether it is unoptimised."""


def editable_wheel(artifact: Artifact, directory: Path, watch: Watch) -> Path:
    """Write the PEP 660 wheel of an artifact into `directory`.

    Raises PackageError and SystemFault as `install.develop` does.
    """
    metadata = metadata_of(artifact.project)
    put_beside_sources(artifact)
    entries = development_entries(artifact, metadata) + data_entries(artifact.project, metadata.stem)
    return write_wheel(
        directory, metadata, tag_of(artifact), [*entries, *_hook(artifact, metadata, watch)], artifact
    )


def refreshed(artifact: Artifact, record: Path, watch: Watch) -> None:
    """Put newly built libraries where an editable installation has them, and its `record` beside them.

    Raises SystemFault when they cannot be written.
    """
    put_beside_sources(artifact)
    for one in artifact.modules:
        if one.project.python_source is None:
            for entry in native_entries(one):
                mode = 0o755 if entry.executable else None
                write_if_changed(record.parent / entry.path, entry.content, mode=mode)
    write_if_changed(record, _facts(artifact, watch))


def _hook(artifact: Artifact, metadata: Metadata, watch: Watch) -> list[Entry]:
    name = f"_ferrule_{metadata.stem.partition('-')[0]}"
    modules = tuple(one.module for one in artifact.modules)
    text = HOOK.read_text(encoding="utf-8").replace("] = ()", f"] = {modules!r}")
    return [
        Entry(f"{name}.pth", f"import {name}\n".encode()),
        Entry(f"{name}.py", text.encode()),
        Entry(f"{name}.json", _facts(artifact, watch).encode()),
    ]


def _facts(artifact: Artifact, watch: Watch) -> str:
    facts = {
        "name": artifact.module,
        "root": str(artifact.project.root),
        "settings": dict(watch.settings),
        "debug": watch.debug,
        "sources": dict(watch.sources),
    }
    return json.dumps(facts, indent=1, default=str)
