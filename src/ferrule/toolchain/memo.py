"""Remembers what slow questions to outside tools answered, as long as the tools' files are unchanged.

Only answers of tools are kept so (a version, a probe); what a build depends on is compared by content in
`build`. Losing or damaging the memo costs time, never correctness.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ferrule.base.cachedir import cache_root


def remember(
    kind: str, key: str, watched: Iterable[Path], ask: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Return the remembered answer to (`kind`, `key`) if no file in `watched` changed since, else `ask()`
    and remember it.
    """
    stamp = [_stamp(path) for path in watched]
    name = hashlib.sha256(key.encode()).hexdigest()[:20]
    entry = cache_root().path / "memo" / f"{kind}-{name}.json"
    known = _read(entry)
    if known is not None and known.get("key") == key and known.get("stamp") == stamp:
        value = known.get("value")
        if isinstance(value, dict):
            return value
    answer = ask()
    with contextlib.suppress(OSError):  # a memo that cannot be kept is only slow
        entry.parent.mkdir(parents=True, exist_ok=True)
        partial = entry.with_name(f"{entry.name}.{os.getpid()}")
        partial.write_text(json.dumps({"key": key, "stamp": stamp, "value": answer}), encoding="utf-8")
        partial.replace(entry)
    return answer


def _stamp(path: Path) -> list[Any]:
    try:
        status = path.stat()
    except OSError:
        return [str(path)]
    return [str(path), status.st_size, status.st_mtime_ns]


def _read(path: Path) -> dict[str, Any] | None:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None
