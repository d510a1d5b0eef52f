"""What a library needs of others: the same for another body, and another for another need."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from ferrule.package.elf import needs

pytestmark = pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler")

BODY = "int f(int x) { return x + 1; }\n"


def library(directory: Path, source: str, *flags: str) -> bytes:
    (directory / "lib.c").write_text(source)
    command = ["cc", "-shared", "-fPIC", "-s", "lib.c", *flags, "-o", "lib.so"]
    subprocess.run(command, cwd=directory, check=True)
    return (directory / "lib.so").read_bytes()


def test_another_body_needs_the_same(tmp_path: Path) -> None:
    first = library(tmp_path, BODY)
    longer = "int f(int x) { for (int i = 0; i < x; i++) x ^= i * 77; return x; }\n"
    second = library(tmp_path, longer)
    assert first != second
    assert needs(first) is not None and needs(first) == needs(second)


@pytest.mark.parametrize(
    ("source", "flags"),
    [
        ("#include <stdlib.h>\nint f(int x) { return abs(x) + (int) random(); }\n", ()),
        ("int outside(int); int f(int x) { return outside(x); }\n", ()),
        ("int f(int x) { return x; } int g(int x) { return x; }\n", ()),
        (BODY, ("-Wl,--no-as-needed", "-lm")),
        (BODY, ("-Wl,-rpath,/somewhere",)),
        (BODY, ("-Wl,-z,execstack",)),
        (BODY, ("-Wl,-z,x86-64-v3",)),
    ],
)
def test_another_need_is_seen(tmp_path: Path, source: str, flags: tuple[str, ...]) -> None:
    try:
        other = library(tmp_path, source, *flags)
    except subprocess.CalledProcessError:
        pytest.skip(f"the linker does not know {flags}")
    assert needs(library(tmp_path, BODY)) != needs(other)


def test_symbols_for_debuggers_are_not_judged(tmp_path: Path) -> None:
    (tmp_path / "lib.c").write_text(BODY)
    subprocess.run(["cc", "-shared", "-fPIC", "lib.c", "-o", "lib.so"], cwd=tmp_path, check=True)
    assert needs((tmp_path / "lib.so").read_bytes()) is None


def test_what_is_no_library_is_not_judged(tmp_path: Path) -> None:
    whole = library(tmp_path, BODY)
    assert needs(b"") is None
    assert needs(b"\x7fELF") is None
    assert needs(b"MZ" + whole) is None
    for end in range(0, len(whole), 97):
        assert needs(whole[:end]) is None
