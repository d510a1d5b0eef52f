"""`[tool.maturin]`: what becomes of each key of maturin's schema (maturin 1.16).

Most keys are settings of Ferrule with the same name and meaning. The others are here, each with what happens
to it and why, which is also what the reference page says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ferrule.base.errors import ProjectError
from ferrule.project.settings import KEYS, unknown_key

OURS_ALONE = frozenset({"modules"})
"""Settings of Ferrule that maturin does not have."""

TRANSLATED: dict[str, str] = {
    "manylinux": "the older name of `compatibility`",
    "skip-auditwheel": '`true` is `auditwheel = "skip"`',
}
"""Key -> which of Ferrule's settings it becomes."""

JUDGED: dict[str, str] = {
    "bindings": "`pyo3` and `pyo3-ffi` are what Ferrule builds; `cffi`, `uniffi` and `bin` are refused",
    "targets": "the library is built; a target of the kind `bin` is refused",
}
"""Key -> which of its values are accepted; they change nothing."""

IGNORED: dict[str, str] = {
    "frozen": "Ferrule takes the versions of Cargo.lock and never writes it",
    "locked": "as for `frozen`",
    "generate-ci": "the workflow that `ferrule new` and `ferrule init` write is a file to edit",
    "generate-stubs": "Ferrule always writes stubs",
    "include-import-lib": "Ferrule makes no import library",
    "pgo-command": "Ferrule does not build with profiles of runs; put `-Cprofile-use` into `rustc-args`",
    "sbom": "Ferrule writes no list of components into wheels",
    "target": "it holds the deployment target for macOS alone, which `MACOSX_DEPLOYMENT_TARGET` gives",
    "use-base-python": "Ferrule's builds do not depend on the path of the interpreter",
}
"""Key -> why it changes nothing."""

_SERVED = ("pyo3", "pyo3-ffi")


def same() -> tuple[str, ...]:
    """The keys that mean in ``[tool.maturin]`` what they mean in ``[tool.ferrule]``."""
    return tuple(key for key in KEYS if key not in OURS_ALONE)


def translated(table: Any, where: str) -> Mapping[str, Any]:
    """The table as a layer of settings.

    Raises ProjectError for an unknown key, and for bindings and targets that Ferrule does not build.
    """
    if not isinstance(table, dict):
        raise ProjectError(f"{where} must be a table.")
    known = {**dict.fromkeys(same(), ""), **TRANSLATED, **JUDGED, **IGNORED}
    for key in table:
        if key not in known:
            raise unknown_key(key, where, known)
    _judge(table, where)
    layer = {key: value for key, value in table.items() if key in KEYS}
    if "manylinux" in table:
        layer.setdefault("compatibility", table["manylinux"])
    if table.get("skip-auditwheel") is True:
        layer.setdefault("auditwheel", "skip")
    return layer


def _judge(table: Mapping[str, Any], where: str) -> None:
    bindings = table.get("bindings")
    if bindings is not None and bindings not in _SERVED:
        raise ProjectError(
            f"`bindings` in {where} is `{bindings}`, and Ferrule builds {' and '.join(_SERVED)} alone.",
            "Build this project with maturin.",
        )
    targets = table.get("targets")
    for target in targets if isinstance(targets, list) else ():
        if isinstance(target, dict) and target.get("kind") == "bin":
            raise ProjectError(
                f"`targets` in {where} names the program `{target.get('name')}`, and Ferrule builds "
                "Python modules alone.",
                "Build this project with maturin.",
            )
