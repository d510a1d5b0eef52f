"""The cache as numbers, and how it gets smaller without losing what is in use or not ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from ferrule import cli
from ferrule.build import cache, store
from ferrule.build.report import Quiet


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "cache"
    path.mkdir()
    monkeypatch.setenv("FERRULE_CACHE_DIR", str(path))
    return path


def entry(root: Path, kind: str, name: str, *, days: float = 0.0) -> Path:
    path = root / kind / name
    path.mkdir(parents=True)
    (path / "state.json").write_text("{}")
    (path / "library.so").write_bytes(bytes(998))
    (path.parent / f"{name}.lock").touch()
    then = time.time() - days * cache.DAY
    for one in (path / "state.json", path):
        os.utime(one, (then, then))
    return path


def test_info(root: Path, capfd: Any) -> None:
    entry(root, "builds", "one-1")
    entry(root, "runtime", "py311-1")
    (root / "imports").mkdir()
    (root / "imports" / "abc").write_bytes(bytes(500))
    assert cli.run_command(["cache", "info", "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert (found["location"], found["entries"], found["size"]) == (str(root), 3, 2500)
    assert found["kinds"]["builds"] == {"entries": 1, "size": 1000}
    assert cli.run_command(["cache", "info"]) == 0
    out = capfd.readouterr().out
    assert out.startswith(f"{root}\n") and "builds    built modules" in out and "3  in all" in out


def test_clear_takes_only_what_is_ours(root: Path, tmp_path: Path, capfd: Any) -> None:
    theirs = [tmp_path / "theirs" / "file", root / "notes.txt", root / "work" / "file"]
    for path in theirs:
        path.parent.mkdir(exist_ok=True)
        path.write_text("precious")
    mirror = entry(root, "mirrors", "crate-1")
    (mirror / "src").symlink_to(tmp_path / "theirs")
    (root / "builds").symlink_to(tmp_path / "theirs")
    (root / "roots").mkdir()
    (root / "roots" / "link").symlink_to(tmp_path / "theirs")
    assert cli.run_command(["cache", "clear"]) == 0
    assert "removed 2 entries" in capfd.readouterr().err
    assert [path.read_text() for path in theirs] == ["precious"] * 3
    assert sorted(path.name for path in root.iterdir()) == ["builds", "notes.txt", "work"]


def test_clear_by_age(root: Path, capfd: Any) -> None:
    old, new = entry(root, "builds", "old-1", days=8), entry(root, "builds", "new-1", days=6)
    assert cli.run_command(["cache", "clear", "--older-than", "7"]) == 0
    assert (old.exists(), new.exists()) == (False, True)
    assert cli.run_command(["cache", "clear", "--older-than", "-1"]) == 2


def test_what_a_running_build_holds_stays(root: Path) -> None:
    held = entry(root, "builds", "held-1")
    code = f"""
import sys
from pathlib import Path
from ferrule.build import store
from ferrule.build.report import Quiet
with store.locked(Path({str(held)!r}), Quiet(), "held"):
    print("up", flush=True)
    sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stdin is not None
        assert process.stdout.readline() == "up\n"
        assert cache.clear() == cache.Cleared(0, 0, 1)
        assert held.exists()
        process.stdin.close()
    assert cache.clear().kept == 0
    assert not held.exists()


def test_a_lock_that_was_cleared_is_taken_anew(root: Path) -> None:
    slot = entry(root, "builds", "slot-1")
    with store.held_by_nobody(slot) as free:
        assert free
        (slot.parent / "slot-1.lock").unlink()
    with store.locked(slot, Quiet(), "slot"):
        assert (slot.parent / "slot-1.lock").exists()


def test_the_policy(root: Path) -> None:
    kept, old = entry(root, "builds", "kept-1", days=80), entry(root, "builds", "old-1", days=91)
    runtime = entry(root, "runtime", "py311-1", days=31)
    cache.prune()
    assert (kept.exists(), old.exists(), runtime.exists()) == (True, False, False)
    late = entry(root, "builds", "late-1", days=91)
    cache.prune()
    assert late.exists()  # once a day
    cache.used(late)
    os.utime(root / "pruned", (0, 0))
    cache.prune()
    assert late.exists()


def test_every_kind_in_the_sources_has_a_row() -> None:
    package = Path(cache.__file__).parents[1]
    texts = [path.read_text(encoding="utf-8") for path in package.rglob("*.py") if path.name != "cache.py"]
    import re

    named = {
        name
        for text in texts
        for pattern in (r'\bslot\(\s*"(\w+)"', r'cache_root\(\)\.path / "(\w+)"', r'join\(root, "(\w+)"')
        for name in re.findall(pattern, text)
    }
    assert named and named <= cache.KINDS.keys()
