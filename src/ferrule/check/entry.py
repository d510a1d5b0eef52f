"""The door of this room: a project, or a crate's root source, in; findings out."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from ferrule.base.diagnostics import line_and_column, render
from ferrule.base.errors import SourceError
from ferrule.base.record import record
from ferrule.check.attributes import refused_attributes
from ferrule.check.features import missing_features
from ferrule.check.paths import missing_paths
from ferrule.check.surface import surface
from ferrule.crate.scopes import Crate
from ferrule.model.crate import FileDiagnostic
from ferrule.project.discover import Project
from ferrule.project.features import for_python, resolve
from ferrule.project.manifest import BRIDGE

_NAMED = 3
"""How many findings the sentence of a failed build names."""


@record
class Finding:
    """Something that a project uses and Ferrule does not have, or does not allow."""

    path: str
    """The file."""
    line: int
    """From 1."""
    column: int
    """From 1, in characters."""
    message: str
    """One line, without a full stop."""
    kind: str
    """``name``, ``attribute`` or ``feature``."""
    notes: tuple[str, ...] = ()
    """How to mend it."""
    shown: str = ""
    """The place as rustc would show it."""

    def one_line(self) -> str:
        """For editors and people: place and message."""
        notes = "".join(f" ({note})" for note in self.notes)
        return f"{self.path}:{self.line}:{self.column}: {self.message}{notes}"


def check_project(project: Project) -> list[Finding]:
    """Everything that a project uses and Ferrule does not have, and what the macros would refuse.

    Raises ProjectError for features that the project itself does not have.
    """
    names, findings = {BRIDGE}, []
    manifest, settings = project.manifest, project.settings
    if manifest is not None:
        names |= {item.name for item in manifest.dependencies if item.package == BRIDGE}
        asked = for_python(settings.features, sys.version_info[:3], sys.implementation.name)
        default = not settings.no_default_features
        _, bridge = resolve(manifest, asked, default=default, all_features=settings.all_features)
        wrong = missing_features(manifest.path, bridge.features)
        findings = _sorted("feature", wrong, project.root)
    return findings + check_sources(project.source, frozenset(names), project.root)


def check_sources(root: Path, crate_names: frozenset[str], shown_from: Path) -> list[Finding]:
    """Judge a crate by its root source file.

    `crate_names` are the names by which its code knows `pyo3`; paths are shown relative to `shown_from`
    where they lie below it. Never raises for odd sources: what cannot be read has no findings.
    """
    crate = Crate(root)
    missing = [
        FileDiagnostic(str(scope.file.path), scope.source, diagnostic)
        for scope in crate.root.walk()
        if scope.readable
        for diagnostic in missing_paths(scope, crate_names, surface())
    ]
    refused = refused_attributes(crate)
    return [*_sorted("name", missing, shown_from), *_sorted("attribute", refused, shown_from)]


def explain(error: SourceError, project: Project) -> None:
    """Put what is not there before the compiler's messages, most of which follow from it. The macros' own
    messages are among those already.
    """
    found = [one for part in project.modules for one in check_project(part) if one.kind != "attribute"]
    if not found:
        return
    error.detail = "\n\n".join([*(one.shown for one in found), error.detail])
    what = "; ".join(one.one_line() for one in found[:_NAMED])
    more = f"; and {len(found) - _NAMED} more, which `ferrule check` lists" if len(found) > _NAMED else ""
    error.next_step = f"It uses what Ferrule does not have: {what}{more}."


def _sorted(kind: str, found: Iterable[FileDiagnostic], shown_from: Path) -> list[Finding]:
    made = [_finding(kind, one, shown_from) for one in found]
    return sorted(made, key=lambda one: (one.path, one.line, one.column))


def _finding(kind: str, found: FileDiagnostic, shown_from: Path) -> Finding:
    path = Path(found.path)
    shown = str(path.relative_to(shown_from) if path.is_relative_to(shown_from) else path)
    diagnostic = found.diagnostic
    line, column = line_and_column(found.source, diagnostic.span.start)
    return Finding(
        path=shown,
        line=line,
        column=column,
        message=diagnostic.message,
        kind=kind,
        notes=diagnostic.notes,
        shown=render(diagnostic, found.source, shown),
    )
