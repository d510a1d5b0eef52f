"""Features that a manifest asks of `pyo3` and that our crate does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ferrule.base.diagnostics import Diagnostic, Span, did_you_mean
from ferrule.check.surface import SOURCE
from ferrule.model.crate import FileDiagnostic
from ferrule.project import toml


def known_features() -> frozenset[str]:
    """The features that our crate declares."""
    manifest = SOURCE.parents[1] / "Cargo.toml"
    return frozenset(toml.table(toml.load(manifest), "features", manifest))


def missing_features(manifest: Path, asked: Iterable[str]) -> Iterator[FileDiagnostic]:
    """What is wrong with the features that are asked of `pyo3`, at their places in Cargo.toml."""
    known = known_features()
    try:
        text = manifest.read_bytes()
    except OSError:
        return
    for feature in asked:
        if feature not in known and feature != "default":
            note = did_you_mean(feature, known)
            notes = (note,) if note else ()
            yield _at(
                manifest, text, feature, Diagnostic(f"pyo3 has no feature `{feature}`", Span(0, 0), notes)
            )


def _at(manifest: Path, text: bytes, feature: str, found: Diagnostic) -> FileDiagnostic:
    for written in (f'"{feature}"', f'/{feature}"', "pyo3"):
        begin = text.find(written.encode())
        if begin >= 0:
            span = Span(begin, begin + len(written))
            return FileDiagnostic(str(manifest), text, Diagnostic(found.message, span, found.notes))
    return FileDiagnostic(str(manifest), text, found)
