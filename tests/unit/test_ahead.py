"""What is started before a build is planned: when it is, when it counts, and that nothing is left of it."""

from __future__ import annotations

import fcntl
import marshal
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ferrule.base import process
from ferrule.build import ahead, direct, store
from ferrule.build.freshness import digest
from ferrule.build.report import Quiet

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there")


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    ahead.finish()
    ahead._session.calls.clear()


class Place:
    """A slot, a source, and a memory of the shell that was run for it."""

    def __init__(self, root: Path) -> None:
        self.slot = root / "builds" / "it"
        self.slot.mkdir(parents=True)
        self.source = root / "lib.rs"
        self.source.write_text("edited")
        self.memory = root / "memory"
        self.root = root
        self.call = (
            ["/bin/sh", "-c", "echo said; echo $MARK$PWD >&2"],
            {**os.environ, "MARK": "m "},
            str(root),
        )

    def remember(self, **changes: Any) -> None:
        known = ahead.seen(self.call, str(self.slot / "scratch"), [])
        sources = changes.pop("sources", {str(self.source): digest(b"before")})
        known |= {"slot": str(self.slot), **changes}
        (self.slot / ahead.SOURCES).write_bytes(ahead.built(known, str(self.slot), sources))
        self.memory.write_bytes(marshal.dumps(known))

    def started(self) -> ahead.Start | None:
        ahead.start(str(self.memory))
        return ahead.claim(self.slot)

    def left(self) -> list[str]:
        return [path.name for path in self.slot.iterdir() if path.name != ahead.SOURCES]


@pytest.fixture
def place() -> Iterator[Place]:
    with tempfile.TemporaryDirectory(prefix="f") as short:  # a socket's path must be
        yield Place(Path(short))


def test_a_slot_too_deep_for_a_socket_starts_nothing(tmp_path: Path) -> None:
    place = Place(tmp_path / ("deep" * 30))
    place.remember()
    assert place.started() is None and place.left() == []


def test_the_same_call_counts(place: Place) -> None:
    place.remember()
    running = place.started()
    assert running is not None
    taken = ahead.take(running, place.call)
    assert taken is not None
    done = process.adopt(process.Adopted(*taken), place.call[0])
    assert (done.code, done.stdout, done.stderr) == (0, "said\n", f"m {place.root}\n")
    ahead.drop(running)
    assert place.left() == []


def test_the_workspace_has_its_own_name_each_time(place: Place) -> None:
    scratch = str(place.slot / "scratch")
    place.call = (["/bin/sh", "-c", f"echo {scratch}"], {**os.environ, "AT": f"{scratch}/x"}, str(place.root))
    place.remember()
    running = place.started()
    assert running is not None and running.scratch != scratch
    assert running.call[0][2] == f"echo {running.scratch}" and running.call[1]["AT"] == f"{running.scratch}/x"
    ahead.drop(running)


@pytest.mark.parametrize("part", ["argument", "variable", "directory"])
def test_another_call_ends_what_runs(place: Place, part: str) -> None:
    words, variables, directory = place.call = (["/bin/sleep", "60"], dict(os.environ), str(place.root))
    place.remember()
    running = place.started()
    assert running is not None
    child = running.child
    other = {
        "argument": ([*words, "1"], variables, directory),
        "variable": (words, {**variables, "MORE": "1"}, directory),
        "directory": (words, variables, "/"),
    }[part]
    assert ahead.take(running, other) is None
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    ahead.drop(running)
    assert place.left() == []


def test_what_read_a_file_before_it_was_written_does_not_count(place: Place) -> None:
    """The hook writes what a file exports, and the compiler may have read what it exported before."""
    place.call = (["/bin/sh", "-c", f"cat {place.source}"], dict(os.environ), str(place.root))
    place.remember()
    running = place.started()
    assert running is not None
    first = running.begun
    assert direct._completed(place.call, running).stdout == "edited"
    ahead.drop(running)
    running = place.started()
    assert running is not None
    time.sleep(0.05)
    place.source.write_text("edited again")
    assert direct._completed(place.call, running).stdout == "edited again"
    assert running.begun > first + 0.05
    ahead.drop(running)


@pytest.mark.parametrize("alone", [True, False])
def test_with_other_threads_the_same_is_started(place: Place, alone: bool) -> None:
    place.remember()
    ahead.start(str(place.memory), alone=alone)
    running = ahead.claim(place.slot)
    assert running is not None
    taken = ahead.take(running, place.call)
    assert taken is not None
    done = process.adopt(process.Adopted(*taken), place.call[0])
    assert (done.code, done.stdout, done.stderr) == (0, "said\n", f"m {place.root}\n")
    ahead.drop(running)
    assert place.left() == []


def test_each_thread_has_its_own(place: Place) -> None:
    place.call = (["/bin/sleep", "60"], dict(os.environ), str(place.root))
    place.remember()
    ahead.start(str(place.memory), alone=False)
    seen: list[object] = []
    other = threading.Thread(target=lambda: seen.extend([ahead.claim(place.slot), ahead.finish()]))
    other.start()
    other.join()
    assert seen == [None, None]
    running = ahead.claim(place.slot)
    assert running is not None
    os.kill(running.child, 0)
    ahead.drop(running)


def test_unchanged_sources_start_nothing(place: Place) -> None:
    place.remember(sources={str(place.source): digest(b"edited")})
    assert place.started() is None and place.left() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"needs": ["/nowhere/libpyo3.rlib"]},
        {"sources": {"/nowhere/lib.rs": ""}},
        {"format": 0},
        {"slot": "/nowhere/slot"},
        {"cwd": "/nowhere"},
        {"command": ["/nowhere/rustc"]},
        {"command": []},
    ],
)
def test_what_cannot_be_started_leaves_nothing(place: Place, changes: dict[str, Any]) -> None:
    place.remember(**changes)
    assert place.started() is None
    assert place.left() == []
    with store.locked(place.slot, Quiet(), "it"):
        pass


def test_what_another_command_built_since_starts_nothing(place: Place) -> None:
    place.remember()
    built = ahead.built({}, str(place.slot), {str(place.source): digest(b"edited")})
    (place.slot / ahead.SOURCES).write_bytes(built)
    assert place.started() is None
    (place.slot / ahead.SOURCES).write_bytes(b"noise")
    assert place.started() is None
    (place.slot / ahead.SOURCES).unlink()
    assert place.started() is None


@pytest.mark.parametrize("data", [b"", b"noise", marshal.dumps([]), marshal.dumps({"format": ahead.FORMAT})])
def test_a_damaged_memory_starts_nothing(place: Place, data: bytes) -> None:
    place.memory.write_bytes(data)
    assert place.started() is None


def test_another_build_of_the_slot_has_its_way(place: Place) -> None:
    place.remember()
    with Path(f"{place.slot}.lock").open("ab") as other:
        fcntl.flock(other.fileno(), fcntl.LOCK_EX)
        assert place.started() is None
    assert place.left() == []


def test_the_lock_goes_over_to_the_build(place: Place) -> None:
    place.remember()
    old = place.slot / "tmp-1-1"
    old.mkdir()
    running = place.started()
    assert running is not None
    with store.locked(place.slot, Quiet(), "it", running), store.workspace(place.slot, running) as scratch:
        assert str(scratch) == running.scratch and not old.exists()
        with store.held_by_nobody(place.slot) as free:
            assert not free
    assert not scratch.exists()
    ahead.drop(running)
    with store.held_by_nobody(place.slot) as free:
        assert free


def test_what_is_for_another_slot_is_ended(place: Place, tmp_path: Path) -> None:
    place.call = (["/bin/sleep", "60"], dict(os.environ), str(place.root))
    place.remember()
    ahead.start(str(place.memory))
    assert ahead.claim(tmp_path / "other") is None
    assert place.left() == []


def test_a_cleared_cache_ends_it(place: Place) -> None:
    place.remember()
    ahead.start(str(place.memory))
    (scratch,) = place.slot.glob("tmp-*")
    (scratch / ahead.SOCKET).unlink()
    scratch.rmdir()
    assert ahead.claim(place.slot) is None


def test_only_one_call_is_remembered(place: Place) -> None:
    call = ahead.seen(place.call, "/scratch", [])
    assert ahead.finish() is None
    ahead.built(call, str(place.slot), {})
    kept = ahead.finish()
    assert kept is not None and marshal.loads(kept)["slot"] == str(place.slot)
    ahead.built(call, str(place.slot), {})
    assert ahead.finish() is None


def test_an_adopted_child_can_be_ended() -> None:
    out, err = os.pipe(), os.pipe()
    pid = os.posix_spawn("/bin/sleep", ["sleep", "60"], os.environ, setsid=True)
    os.close(out[1]), os.close(err[1])
    child = process.Adopted(pid, (out[0], err[0]))
    with pytest.raises(process.subprocess.TimeoutExpired):
        child.wait(0.01)
    begun = time.monotonic()
    process._end(child)
    process._close(child)
    assert time.monotonic() - begun < 30 and child.wait() == -15
