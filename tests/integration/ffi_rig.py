"""Finds installed interpreters with headers and compiles the C API declarations alone against each."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

RUNTIME = Path(__file__).parents[2] / "src/ferrule/runtime/pyo3/src"
"""Sources of the runtime crate."""

MINORS = range(9, 15)
"""Minor versions of Python 3 whose layouts are declared."""

_QUERY = """
import glob, json, os, sys, sysconfig
get = sysconfig.get_config_var
libraries = glob.glob(os.path.join(get("LIBDIR") or "", "libpython%s*.so*" % get("LDVERSION")))
print(json.dumps({
    "minor": sys.version_info[1], "executable": sys.executable, "include": sysconfig.get_paths()["include"],
    "free_threaded": bool(get("Py_GIL_DISABLED")), "symbols_in": [sys.executable, *libraries],
}))
"""


@dataclass(frozen=True)
class Interpreter:
    """An interpreter to test against. ``symbols_in`` are the files that may export its C API."""

    minor: int
    executable: str
    include: str
    free_threaded: bool
    symbols_in: tuple[str, ...]

    @property
    def label(self) -> str:
        """E.g. ``3.13``, or ``3.13t`` for a free-threaded one."""
        return f"3.{self.minor}{'t' if self.free_threaded else ''}"

    @property
    def cfgs(self) -> list[str]:
        """What the runtime is compiled with for this interpreter."""
        names = [f"Py_3_{minor}" for minor in range(7, self.minor + 1)]
        return [*names, "Py_GIL_DISABLED"] if self.free_threaded else names


def find_interpreters() -> list[Interpreter]:
    """One interpreter with headers for each version that is installed, with and without a GIL, from pyenv or
    the search path.
    """
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found: dict[str, Interpreter] = {}
    for name in (f"3.{minor}{threads}" for minor in MINORS for threads in ("", "t")):
        here = sorted(root.glob(f"{name.rstrip('t')}.*/bin/python{name}"))
        for path in filter(None, [*here, shutil.which(f"python{name}")]):
            answer = subprocess.run([path, "-I", "-c", _QUERY], capture_output=True, text=True, check=False)
            if answer.returncode:
                continue
            facts = json.loads(answer.stdout)
            if Path(facts["include"], "Python.h").exists():
                one = Interpreter(**{**facts, "symbols_in": tuple(facts["symbols_in"])})
                found.setdefault(one.label, one)
    return list(found.values())


def compile_rust(source: str, crate_type: str, cfgs: list[str], into: Path) -> Path:
    """Compile ``source``, which sees the declarations as ``mod ffi``; the path of what comes out."""
    into.mkdir(parents=True, exist_ok=True)
    main = into / "probe.rs"
    declarations = json.dumps(str(RUNTIME / "ffi/mod.rs"))
    main.write_text(
        f"#![allow(dead_code)]\n#[path = {declarations}]\npub mod ffi;\n{source}", encoding="utf-8"
    )
    output = into / ("probe" if crate_type == "bin" else "libprobe.so")
    flags = [part for cfg in cfgs for part in ("--cfg", cfg)]
    command = ["rustc", "--edition", "2021", "--crate-type", crate_type, *flags, str(main), "-o", str(output)]
    run(command)
    return output


def run(command: list[str]) -> str:
    """Run a command that has to succeed; its output."""
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, f"{' '.join(command)}\n{answer.stdout}{answer.stderr}"
    return answer.stdout
