"""Finding rustc, linkers and interpreters, and saying what is missing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ferrule.base.errors import ToolchainError
from ferrule.base.record import replace
from ferrule.toolchain import memo
from ferrule.toolchain.cargo import find_cargo
from ferrule.toolchain.environment import choose, find_all
from ferrule.toolchain.interpreters import Interpreter, probe_executable, this_interpreter
from ferrule.toolchain.linker import find_linker
from ferrule.toolchain.rustc import MINIMUM, find_rustc, locate_rustc
from ferrule.toolchain.target import Host, Target


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache that nothing was remembered in."""
    monkeypatch.setenv("FERRULE_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def script(path: Path, body: str) -> Path:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def test_running_interpreter_describes_itself_as_a_probe_of_it_does(cache: Path, tmp_path: Path) -> None:
    here = this_interpreter()
    assert here.version == sys.version_info[:3]
    assert Interpreter.from_facts(here.to_facts()) == here
    other = tmp_path / "python"
    other.symlink_to(Path(sys.executable).resolve())
    asked = probe_executable(other)
    assert asked.abi_identity == here.abi_identity
    assert asked.extension_suffixes == here.extension_suffixes


def test_extension_suffixes() -> None:
    here = this_interpreter()
    assert here.extension_suffix(abi3=False) == here.extension_suffixes[0]
    if sys.platform != "win32":
        assert here.extension_suffix(abi3=True) == ".abi3.so"


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"implementation": "pypy"}, "CPython"),
        ({"version": (3, 8, 1)}, "too old"),
        ({"version": (3, 99, 0)}, "newer than"),
        ({"byteorder": "big"}, "big-endian"),
    ],
)
def test_refusals(changes: dict[str, object], word: str) -> None:
    refusal = replace(this_interpreter(), **changes).refusal()
    assert refusal is not None and word in refusal
    assert this_interpreter().refusal() is None


def test_active_environment_is_taken(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    (tmp_path / "venv" / "pyvenv.cfg").write_text(f"home = {Path(sys.executable).resolve().parent}\n")
    (tmp_path / "venv" / "bin" / "python").symlink_to(Path(sys.executable).resolve())
    monkeypatch.delenv("CONDA_PREFIX", raising=False)
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "venv"))
    choice = choose(None, tmp_path)
    assert choice.why == "VIRTUAL_ENV is set"
    assert choice.interpreter.prefix == str(tmp_path / "venv")
    assert choice.interpreter.in_virtual_environment
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "nothing"))
    with pytest.raises(ToolchainError, match="holds no Python interpreter"):
        choose(None, tmp_path)
    monkeypatch.delenv("VIRTUAL_ENV")
    assert choose(None, tmp_path).interpreter.executable == sys.executable
    assert choose(str(tmp_path / "venv"), tmp_path).interpreter.prefix == str(tmp_path / "venv")


def test_asked_for_interpreters(cache: Path, tmp_path: Path) -> None:
    assert choose(sys.executable, tmp_path).interpreter.executable == sys.executable
    with pytest.raises(ToolchainError, match="No Python interpreter at `pyhton9`"):
        choose("pyhton9", tmp_path)
    with pytest.raises(ToolchainError, match="directory without a Python"):
        choose(str(tmp_path), tmp_path)
    with pytest.raises(ToolchainError, match="does not answer like a Python interpreter: oops"):
        choose(str(script(tmp_path / "fake", "echo oops; exit 3")), tmp_path)


def test_old_interpreter_is_refused_with_a_way_out(cache: Path, tmp_path: Path) -> None:
    old = [
        found for found in find_all(tmp_path) if found.interpreter and found.interpreter.version < (3, 9, 0)
    ]
    if not old:
        pytest.skip("no old interpreter here")
    with pytest.raises(ToolchainError, match=r"too old.*doctor"):
        choose(str(old[0].path), tmp_path)


def test_all_interpreters_hold_the_running_one_once(cache: Path, tmp_path: Path) -> None:
    found = [item.interpreter.prefix for item in find_all(tmp_path) if item.interpreter]
    assert found.count(sys.prefix) == 1


def test_rustc_is_found_and_remembered(cache: Path, tmp_path: Path) -> None:
    first = find_rustc(tmp_path)
    assert first.version >= MINIMUM and first.host.triple in first.verbose_version
    assert list((cache / "memo").glob("rustc-*.json"))
    assert find_rustc(tmp_path) == first
    assert find_cargo(first).path.exists()


def test_no_rustc(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUSTC", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CARGO_HOME", str(tmp_path / "cargo"))
    assert locate_rustc() is None
    with pytest.raises(ToolchainError, match=r"No Rust compiler.*rustup"):
        find_rustc(tmp_path)
    monkeypatch.setenv("RUSTC", "no-such-rustc")
    with pytest.raises(ToolchainError, match="RUSTC is set"):
        find_rustc(tmp_path)


def test_old_and_broken_rustc(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = r"printf 'rustc 1.70.0 (x)\nhost: x86_64-unknown-linux-gnu\nrelease: 1.70.0\n'"
    monkeypatch.setenv("RUSTC", str(script(tmp_path / "rustc", old)))
    with pytest.raises(ToolchainError, match=r"rustc 1\.70\.0 is too old.*rustup update"):
        find_rustc(tmp_path)
    monkeypatch.setenv(
        "RUSTC", str(script(tmp_path / "rustc2", "echo 'error: no such toolchain' >&2; exit 1"))
    )
    with pytest.raises(ToolchainError, match="failed: no such toolchain"):
        find_rustc(tmp_path)


def test_no_linker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = Target.of_host(Host("x86_64-unknown-linux-gnu"))
    found = find_linker(target)
    assert found is not None and not found.asked_for
    monkeypatch.setenv("CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER", sys.executable)
    named = find_linker(target)
    assert named is not None and named.asked_for
    monkeypatch.delenv("CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolchainError, match=r"No C linker.*Install one"):
        find_linker(target)
    assert find_linker(Target("x86_64-pc-windows-msvc")) is None


def test_library_names() -> None:
    assert Target("aarch64-apple-darwin").library_file("a") == "liba.dylib"
    assert Target("x86_64-pc-windows-msvc").library_file("a") == "a.dll"
    assert Target("x86_64-unknown-linux-musl").library_file("a") == "liba.so"


def test_memo_forgets_when_a_file_changes_and_survives_damage(cache: Path, tmp_path: Path) -> None:
    watched = tmp_path / "tool"
    watched.write_text("1")
    asked: list[int] = []

    def ask() -> dict[str, int]:
        asked.append(1)
        return {"count": len(asked)}

    assert memo.remember("x", "key", [watched], ask) == {"count": 1}
    assert memo.remember("x", "key", [watched], ask) == {"count": 1}
    watched.write_text("22")
    assert memo.remember("x", "key", [watched], ask) == {"count": 2}
    for entry in (cache / "memo").iterdir():
        entry.write_text("{ half")
    assert memo.remember("x", "key", [watched], ask) == {"count": 3}
    assert not [path for path in (cache / "memo").iterdir() if path.suffix != ".json"]
