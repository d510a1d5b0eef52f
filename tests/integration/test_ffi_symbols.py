"""Everything that the runtime declares for a version is exported by that version's interpreter."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from ffi_rig import RUNTIME, Interpreter, find_interpreters, run

INTERPRETERS = find_interpreters()

pytestmark = pytest.mark.skipif(not shutil.which("nm"), reason="needs nm")

BLOCK = re.compile(
    r"^(?P<cfg>#\[cfg\((?:[^\]]|\n)*?\)\]\n)?(?:#\[cfg_attr[^\]]*\]\n)?extern \"C\" \{\n(?P<body>.*?)^\}",
    re.M | re.S,
)
NAME = re.compile(r"pub (?:fn|static mut) (\w+)")


def holds(condition: str, cfgs: set[str]) -> bool:
    """Whether a ``cfg`` condition holds when ``cfgs`` are set."""
    tokens = re.findall(r"\w+(?:\s*=\s*\"[^\"]*\")?|[(),]", condition)

    def read() -> bool:
        token = tokens.pop(0)
        if not tokens or tokens[0] != "(":
            return token in cfgs
        tokens.pop(0)
        parts = []
        while tokens[0] != ")":
            parts.append(read())
            if tokens[0] == ",":
                tokens.pop(0)
        tokens.pop(0)
        return {"all": all, "any": any, "not": lambda it: not it[0]}[token](parts)

    return read()


def declared(cfgs: set[str]) -> Iterator[str]:
    """Names declared when ``cfgs`` are set, module conditions left out of account."""
    for path in sorted((RUNTIME / "ffi").glob("*.rs")):
        for block in BLOCK.finditer(path.read_text(encoding="utf-8")):
            cfg = block["cfg"]
            if cfg is None or holds(cfg.strip()[len("#[cfg(") : -len(")]")], cfgs):
                yield from NAME.findall(block["body"])


def exported(python: Interpreter) -> set[str]:
    """Names that the interpreter's program and library export."""
    lines = "".join(run(["nm", "-D", "--defined-only", path]) for path in python.symbols_in)
    return {line.split()[-1].partition("@")[0] for line in lines.splitlines() if line}


def test_conditions_are_read_as_rustc_reads_them() -> None:
    assert holds("all(Py_3_9, not(any(Py_LIMITED_API, Py_3_12)))", {"Py_3_9"})
    assert not holds("all(\n    Py_3_9,\n    not(Py_LIMITED_API),\n)", {"Py_3_9", "Py_LIMITED_API"})
    assert len(set(declared({"Py_3_9"}))) > 900


@pytest.mark.parametrize("stable", [False, True], ids=["version", "stable"])
@pytest.mark.parametrize("python", INTERPRETERS, ids=lambda it: it.label)
def test_every_declared_name_is_exported(python: Interpreter, stable: bool) -> None:
    if not subprocess.run(["nm", "-D", python.symbols_in[-1]], capture_output=True, check=False).stdout:
        pytest.skip("the interpreter's symbols cannot be listed here")
    cfgs = {*python.cfgs, *(["Py_LIMITED_API"] if stable else [])}
    assert sorted(set(declared(cfgs)) - exported(python)) == []
