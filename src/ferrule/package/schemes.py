"""Files that a development installation has outside of site-packages: console scripts, and a wheel's data.

An installer of wheels does the same with what a wheel holds (PyPA specifications "Binary distribution
format", "Entry points").
"""

from __future__ import annotations

import configparser
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ferrule.base.errors import PackageError
from ferrule.build.artifact import Artifact
from ferrule.package.metadata import Metadata
from ferrule.package.tree import Entry

_LAUNCHER = """\
#!{python}
import sys
from {module} import {name}
if __name__ == "__main__":
    sys.exit({call}())
"""


def launchers(metadata: Metadata, artifact: Artifact) -> list[Entry]:
    """The programs of ``[project.scripts]``; on Windows, where programs need a binary, none."""
    if not metadata.entry_points or os.name == "nt":
        return []
    parser = configparser.ConfigParser(delimiters=("=",), interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(metadata.entry_points)
    found = []
    for section in ("console_scripts", "gui_scripts"):
        for name, target in parser.items(section) if parser.has_section(section) else ():
            found.append(_launcher(name, target, artifact))
    return found


def _launcher(name: str, target: str, artifact: Artifact) -> Entry:
    read = re.fullmatch(r"\s*([\w.]+)\s*:\s*([\w.]+)\s*(\[.*\])?\s*", target)
    if read is None:
        raise PackageError(f"The script `{name}` is `{target}`, which is not `module:function`.")
    text = _LAUNCHER.format(
        python=artifact.interpreter.executable, module=read[1], name=read[2].partition(".")[0], call=read[2]
    )
    return Entry(
        _from_site(Path(artifact.interpreter.scripts) / name, artifact), text.encode(), executable=True
    )


def installed_data(entries: Iterable[Entry], metadata: Metadata, artifact: Artifact) -> list[Entry]:
    """The entries of a wheel's data at their places in the environment."""
    return list(_installed(entries, metadata, artifact))


def _installed(entries: Iterable[Entry], metadata: Metadata, artifact: Artifact) -> Iterator[Entry]:
    interpreter = artifact.interpreter
    header = Path(interpreter.prefix) / "include" / "site" / f"python{interpreter.short_version}"
    places = {
        "scripts": Path(interpreter.scripts),
        "data": Path(interpreter.data),
        "headers": header / metadata.name,
        "purelib": Path(interpreter.purelib),
        "platlib": Path(interpreter.platlib),
    }
    for entry in entries:
        _, scheme, name = entry.path.split("/", 2)
        content = entry.content
        if scheme == "scripts" and content.startswith(b"#!python"):
            content = b"#!" + interpreter.executable.encode() + b"\n" + content.partition(b"\n")[2]
        yield Entry(_from_site(places[scheme] / name, artifact), content, executable=entry.executable)


def _from_site(path: Path, artifact: Artifact) -> str:
    return Path(os.path.relpath(path, artifact.interpreter.platlib)).as_posix()
