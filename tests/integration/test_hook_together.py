"""Many importers at once, killed ones, and caches that cannot be written."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import build_rig
import pytest
from program_rig import RUST, Program

IMPORT = "import ferrule.hook, fast; print(fast.add(1, 1))"


def counting(program: Program, before: str = "") -> Path:
    """Put a rustc in front that notes each compile of `fast`; returns the file with the notes."""
    calls = program.directory / "calls"
    shim = program.write(
        "bin/rustc",
        f'#!/bin/sh\ncase "$*" in *--crate-name=fast*) echo $$ >> "{calls}"; {before}\n;; esac\n'
        f'exec {shutil.which("rustc")} "$@"\n',
    )
    shim.chmod(0o755)
    program.environment["RUSTC"] = str(shim)
    return calls


def test_threads_and_forks(program: Program) -> None:
    calls = counting(program)
    code = """
import os, sys, threading
import ferrule.hook
found = []
def work():
    import fast
    found.append(fast.add(1, 1))
threads = [threading.Thread(target=work) for _ in range(8)]
for one in threads: one.start()
for one in threads: one.join()
print(found)
child = os.fork()
if not child:
    import importlib
    import fast
    importlib.reload(fast)
    os._exit(fast.add(20, 22))
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    program.environment["PYTHONWARNINGS"] = "default"
    done = program.run("-c", code)
    assert done.stdout == f"{[2] * 8}\n42\n", done.stderr
    assert len(calls.read_text().splitlines()) == 1


def test_processes_that_are_spawned(program: Program) -> None:
    calls = counting(program)
    program.write(
        "app.py",
        "import multiprocessing as m\nimport ferrule.hook\n\n"
        "def work(n):\n    import fast\n    return fast.add(n, 1)\n"
        "if __name__ == '__main__':\n    with m.get_context('spawn').Pool(4) as pool:\n"
        "        print(sorted(pool.map(work, range(8))))\n",
    )
    assert program.run("app.py").stdout == "[1, 2, 3, 4, 5, 6, 7, 8]\n"
    assert len(calls.read_text().splitlines()) == 1


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_an_importer_that_is_killed_leaves_nothing_that_others_wait_for(
    program: Program, number: signal.Signals
) -> None:
    calls = counting(program, f'[ -f "{program.directory}/quick" ] || exec sleep 60')
    started = subprocess.Popen(
        [sys.executable, "-c", IMPORT],
        cwd=program.directory,
        env=program.environment,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while not calls.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    started.send_signal(number)
    started.wait(30)
    program.write("quick", "")
    assert program.run("-c", IMPORT).stdout == "2\n"
    for line in calls.read_text().split():  # the compiler of a killed importer is its own process
        try:
            os.kill(int(line), signal.SIGKILL)
        except ProcessLookupError:
            continue


def test_a_cache_that_cannot_be_made_is_replaced_with_a_warning(program: Program) -> None:
    program.write("blocked", "a file, where a directory should be")
    program.environment["FERRULE_CACHE_DIR"] = str(program.directory / "blocked" / "cache")
    program.environment["TMPDIR"] = str(program.directory / "tmp")
    fallback = program.directory / "tmp" / f"ferrule-cache-{os.getuid()}"
    fallback.mkdir(parents=True)
    build_rig.shared_cache(fallback)
    for _ in range(2):
        done = program.run("-c", IMPORT)
        assert done.stdout == "2\n", done.stderr
    assert len(list((fallback / "builds").glob("fast-*/state.json"))) == 1


def test_a_full_disk_is_one_sentence_and_leaves_a_cache_that_works(program: Program) -> None:
    program.environment["FERRULE_CACHE_DIR"] = str(build_rig.shared_cache(program.directory / "cache"))
    program.write("other.rs", RUST.replace("mod fast", "mod other"))
    # Files larger than 200 kB cannot be written, so the compiler cannot put down its library.
    code = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    code += "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\nimport ferrule.hook, other"
    done = program.run("-c", code)
    assert done.returncode == 1 and "ImportError: " in done.stderr and done.stderr.count("  File ") == 1
    assert program.run("-c", "import ferrule.hook, other; print(other.add(1, 2))").stdout == "3\n"


def test_a_damaged_cache_is_made_anew(program: Program) -> None:
    cache = build_rig.shared_cache(program.directory / "cache")
    program.environment["FERRULE_CACHE_DIR"] = str(cache)
    assert program.run("-c", IMPORT).stdout == "2\n"
    for memory in (cache / "imports").iterdir():
        memory.write_bytes(b"\xff" * 10)
    assert program.run("-c", IMPORT).stdout == "2\n"
    for library in (cache / "builds").glob("fast-*/*.so"):
        library.unlink()
    assert program.run("-c", IMPORT).stdout == "2\n"
    for state in (cache / "builds").glob("fast-*/state.json"):
        state.write_text("{")
    shutil.rmtree(cache / "imports")
    assert program.run("-c", IMPORT).stdout == "2\n"
