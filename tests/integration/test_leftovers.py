"""Builds that fail, are ended or are killed leave nothing outside of the cache, and nothing half-written."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from pathlib import Path

import pytest
from build_rig import Rig, shared_cache, write_crate, write_file

ENDLESS = (
    "const fn spin(n: u64) -> u64 { let mut i = 0; while i < n { i += 1; } i }\n"
    "#[allow(long_running_const_eval)]\nconst _: u64 = spin(u64::MAX);\n"
)
"""Makes rustc work for ever."""


@pytest.fixture
def deep(environment: Path, tmp_path: Path) -> Rig:
    """A cache below a path that is too long for a socket, and a temporary directory of the test's own."""
    place = tmp_path / ("x" * 60) / "cache"
    (tmp_path / "temporary").mkdir()
    return Rig(environment, shared_cache(place), {"TMPDIR": str(tmp_path / "temporary")})


def begin_endless(tool: Rig, directory: Path) -> subprocess.Popen[str]:
    """A build that has reached the compiler and will not end."""
    source = write_file(directory, "endless")
    source.write_text(source.read_text() + ENDLESS)
    child = subprocess.Popen(tool.command("develop", source), env=tool.environment(), stderr=-1, text=True)
    assert child.stderr
    while "compiling endless" not in (line := child.stderr.readline()):
        assert line, "it ended by itself"
    return child


def compilers_below(directory: Path) -> list[int]:
    """Processes of rustc that work on something in a directory."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            line = entry.read_bytes()
            if b"rustc" in line and str(directory).encode() in line:
                found.append(int(entry.parent.name))
    return found


def test_place_of_the_socket_is_removed(deep: Rig, tmp_path: Path) -> None:
    assert deep.ferrule("build", write_file(tmp_path, "deep_cache"), "-o", tmp_path).returncode == 0
    broken = write_file(tmp_path, "deep_broken")
    broken.write_text("fn broken( {")
    assert deep.ferrule("build", broken, "-o", tmp_path).returncode == 3
    assert not list((tmp_path / "temporary").iterdir())


def test_place_of_the_socket_is_removed_on_sigterm(deep: Rig, tmp_path: Path) -> None:
    child = begin_endless(deep, tmp_path)
    assert list((tmp_path / "temporary").glob("ferrule-*"))
    child.send_signal(signal.SIGTERM)
    child.communicate(timeout=30)
    assert child.returncode == 143 and not list((tmp_path / "temporary").iterdir())


def test_place_of_the_socket_is_removed_by_the_build_after_a_killed_one(deep: Rig, tmp_path: Path) -> None:
    child = begin_endless(deep, tmp_path)
    child.kill()
    for process in compilers_below(tmp_path):
        os.kill(process, signal.SIGKILL)
    child.communicate(timeout=30)
    assert list((tmp_path / "temporary").glob("ferrule-*"))
    assert deep.ferrule("build", write_file(tmp_path, "endless"), "-o", tmp_path).returncode == 0
    assert not list((tmp_path / "temporary").iterdir())


def test_condition_on_tests_is_known_to_the_compiler(tool: Rig, tmp_path: Path) -> None:
    more = "\n#[cfg(test)]\nmod tests {}\n#[cfg_attr(docsrs, doc(cfg(unix)))]\npub fn documented() {}\n"
    source = write_file(tmp_path, "conditional")
    source.write_text(source.read_text() + more)
    for path in (source, write_crate(tmp_path / "crate", "conditional_crate")):
        if path.is_dir():
            (path / "src" / "lib.rs").write_text((path / "src" / "lib.rs").read_text() + more)
        done = tool.ferrule("build", path, "-o", tmp_path)
        assert done.returncode == 0 and "unexpected" not in done.stderr, done.stderr
