"""What `--json` prints: one object on stdout about what a command did, or why it failed.

The keys are an interface for programs; the words for people go to stderr as ever.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from ferrule.base.errors import FerruleError

if TYPE_CHECKING:
    from ferrule.build.artifact import Artifact


@contextmanager
def account(command: str, *, wanted: bool) -> Iterator[dict[str, Any]]:
    """A dict to fill, printed with the whole time when the block ends; on failure with the error.

    Prints nothing unless `wanted`.
    """
    said: dict[str, Any] = {"command": command, "ok": True}
    begin = time.perf_counter()
    try:
        yield said
    except FerruleError as error:
        said.update(ok=False, error=failure(error))
        raise
    finally:
        said["seconds"] = {**said.get("seconds", {}), "total": round(time.perf_counter() - begin, 4)}
        if wanted:
            click.echo(json.dumps(said, indent=2))


def failure(error: FerruleError) -> dict[str, Any]:
    """An error as data."""
    return {
        "exit_code": error.exit_code,
        "summary": error.summary,
        "next_step": error.next_step,
        "detail": error.detail,
    }


def built(artifact: Artifact) -> dict[str, Any]:
    """What was built, for which Python, and why; `rebuilt` is null where the cached build was good."""
    return {
        "python": {
            "executable": artifact.interpreter.executable,
            "version": ".".join(map(str, artifact.interpreter.version)),
            "abi": artifact.interpreter.soabi,
        },
        "modules": [
            {
                "name": one.module,
                "source": str(one.project.source),
                "library": str(one.library),
                "file_name": one.file_name,
                "stubs": sorted(one.stubs),
                "abi3": None if one.abi3 is None else f"3.{one.abi3}",
                "rebuilt": one.rebuilt,
            }
            for one in artifact.modules
        ],
    }
