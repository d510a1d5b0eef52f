"""Wheels: planned entries written as a zip file, the same bytes for the same content, in place only when
complete.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ferrule.base.errors import PackageError
from ferrule.base.files import write_atomically
from ferrule.base.record import replace
from ferrule.build.artifact import Artifact
from ferrule.package.epoch import source_date
from ferrule.package.extras import wheel_entries
from ferrule.package.metadata import Metadata, metadata_of
from ferrule.package.record import dist_info_entries, record_entry
from ferrule.package.tags import Tag, tag_of
from ferrule.package.tree import Entry

if TYPE_CHECKING:
    from ferrule.package.audit import Portability

_EARLIEST = 315532800
"""1980-01-01, the first time that a zip file can hold."""


def build_wheel(
    artifact: Artifact,
    directory: Path,
    wanted: Portability | None = None,
    warn: Callable[[str], None] = lambda _: None,
) -> Path:
    """Write the wheel of an artifact into `directory` and return its path.

    `wanted` is what a Linux wheel's tag must promise; None is for the machine's own tag, which promises
    nothing. `warn` is told why a tag is not better. Raises PackageError for metadata that no wheel can have
    and for a promise that cannot be kept, SystemFault when the directory cannot be written.
    """
    metadata = metadata_of(artifact.project)
    tag = tag_of(artifact)
    entries = wheel_entries(artifact, metadata.stem)
    if wanted is not None and wanted.mode != "skip" and artifact.target.is_linux:
        from ferrule.package.audit import Auditor

        target = artifact.target
        auditor = Auditor(
            wanted,
            machine=target.linux_machine,
            musl=target.is_musl,
            draft=lambda place: write_wheel(place, metadata, tag, entries, artifact),
        )
        platform, entries = auditor.audited(entries, warn)
        tag = replace(tag, platform=platform)
    return write_wheel(directory, metadata, tag, entries, artifact)


def write_wheel(
    directory: Path, metadata: Metadata, tag: Tag, entries: Sequence[Entry], artifact: Artifact
) -> Path:
    """Write a wheel with these entries and the dist-info that belongs to them."""
    full = [
        *sorted(entries, key=lambda entry: entry.path),
        *dist_info_entries(metadata, tag, artifact.project),
    ]
    full.append(record_entry(metadata.dist_info, full))
    _refuse_doubles(full)
    path = directory / f"{metadata.stem}-{tag}.whl"
    write_atomically(path, zip_bytes(full))
    return path


def zip_bytes(entries: Sequence[Entry]) -> bytes:
    """A zip file of the entries; times are SOURCE_DATE_EPOCH or 1980, so that content alone decides the
    bytes.
    """
    import zipfile

    stamp = time.gmtime(max(_EARLIEST, source_date(_EARLIEST)))[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries:
            info = zipfile.ZipInfo(entry.path, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = (0o100755 if entry.executable else 0o100644) << 16
            archive.writestr(info, entry.content)
    return out.getvalue()


def _refuse_doubles(entries: Sequence[Entry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.path in seen:
            raise PackageError(f"Two files want to be {entry.path} in the wheel.")
        seen.add(entry.path)
