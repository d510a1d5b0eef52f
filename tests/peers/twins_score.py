"""The same Rust modules built with PyO3 and with Ferrule, and called in the same ways: what differs.

    python tests/peers/twins_score.py [--only NAME,...] [--random SEED[-SEED]] [--python PATH] [--all]

Modules are those in tests/peers/twins/sources, or with `--random` such as `twins/grammar.py` makes from
seeds. `twins/driver.py` calls all that is in a module, once for either side; `twins/expected.py` says which
differences are meant. Needs cargo and access to crates.io. Ends with 1 where something differs that is not.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "twins"), str(HERE.parent)]

from case_build import plan_for  # noqa: E402
from expected import reason_for  # noqa: E402

from ferrule.build import direct  # noqa: E402
from ferrule.build.report import Quiet  # noqa: E402
from ferrule.build.runtime import ensure_runtime  # noqa: E402
from ferrule.expander.server import serve_socket  # noqa: E402

MANIFEST = """
[workspace]
[package]
name = "twins"
version = "0.0.0"
edition = "2021"
[dependencies]
pyo3 = { version = "=0.29.2", features = ["multiple-pymethods"] }
[profile.dev]
debug = 0
incremental = false
"""
EXAMPLE = '[[example]]\nname = "{name}"\npath = "{path}"\ncrate-type = ["cdylib"]\n'


@dataclass
class Side:
    """What one side made of a module."""

    failure: str = ""
    """rustc's errors."""
    said: dict[str, str] = field(default_factory=dict)
    """Outcome by probe."""


def main() -> None:
    """Compare the modules that are asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default="", help="names of modules; default: all")
    parser.add_argument("--random", default="", help="seeds for modules of the grammar instead, as in 1-20")
    parser.add_argument("--python", default=sys.executable, help="interpreter to build for and to run")
    parser.add_argument("--work", type=Path, default=None, help="where to build; default: a new directory")
    parser.add_argument("--all", action="store_true", help="show each difference, not three of a kind")
    given = parser.parse_args()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    work = (given.work or Path(tempfile.mkdtemp(prefix="twins-"))).resolve()
    sources = generated(given.random, work) if given.random else sorted((HERE / "twins/sources").glob("*.rs"))
    chosen = [path for path in sources if not given.only or path.stem in given.only.split(",")]
    upstream = build_upstream(chosen, work, given.python)
    ours = build_ours(chosen, work, given.python)
    different = 0
    for path in chosen:
        sides = [Side(failure=built.get(path.stem, "")) for built in (upstream, ours)]
        for name, side in zip(("pyo3", "ferrule"), sides, strict=True):
            if not side.failure:
                side.said = run(path.stem, work / name, given.python)
        different += compare(path.stem, *sides, limit=10**6 if given.all else 3)
    print(f"{different} differences that are not expected")
    raise SystemExit(1 if different else 0)


def generated(seeds: str, work: Path) -> list[Path]:
    """A file for each seed."""
    from grammar import module_of

    first, _, last = seeds.partition("-")
    folder = work / "random"
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for seed in range(int(first), int(last or first) + 1):
        paths.append(folder / f"random{seed}.rs")
        text = module_of(seed)
        if not paths[-1].exists() or paths[-1].read_text() != text:
            paths[-1].write_text(text)
    return paths


def build_upstream(sources: list[Path], work: Path, python: str) -> dict[str, str]:
    """Each module with PyO3; errors by name."""
    package = work / "package"
    (package / "src").mkdir(parents=True, exist_ok=True)
    (package / "src/lib.rs").write_text("")
    listed = (EXAMPLE.format(name=path.stem, path=path) for path in sources)
    (package / "Cargo.toml").write_text(MANIFEST + "\n".join(listed))
    version = subprocess.check_output([python, "-c", "import sys; print(*sys.version_info[:2])"], text=True)
    target = work / ("target" + version.replace(" ", "").strip())
    own = {**os.environ, "CARGO_TARGET_DIR": str(target), "PYO3_PYTHON": python, "RUSTFLAGS": "-A warnings"}
    command = ["cargo", "build", "--examples", "--keep-going", "--message-format", "json"]
    done = subprocess.run(command, cwd=package, env=own, capture_output=True, text=True, check=False)
    failures: dict[str, str] = {}
    folder = work / "pyo3"
    folder.mkdir(exist_ok=True)
    for line in done.stdout.splitlines():
        said = json.loads(line)
        name = said.get("target", {}).get("name", "")
        if said.get("reason") == "compiler-message" and said["message"]["level"] == "error":
            failures[name] = failures.get(name, "") + said["message"]["rendered"]
    if done.returncode and not failures:
        raise SystemExit(done.stderr)
    for path in sources:
        link(target / "debug/examples" / f"lib{path.stem}.so", folder / f"{path.stem}.so")
    return failures


def link(library: Path, place: Path) -> None:
    """Make the library importable."""
    with contextlib.suppress(FileNotFoundError):
        place.unlink()
    with contextlib.suppress(FileNotFoundError):
        os.link(library, place)


def build_ours(sources: list[Path], work: Path, python: str) -> dict[str, str]:
    """Each module with Ferrule, by rustc directly; errors by name."""
    folder = work / "ferrule"
    folder.mkdir(exist_ok=True)
    failures = {}
    with serve_socket(folder / "socket") as expander:
        for path in sources:
            plan = plan_for(path, python)
            runtime = ensure_runtime(plan, Quiet())
            library = folder / f"{path.stem}.so"
            command = [
                str(plan.rustc.path), str(path), *direct.arguments(plan), "-Awarnings", "-o", str(library),
                f"--extern=pyo3={runtime.library}", *(f"-Ldependency={each}" for each in runtime.search),
            ]  # fmt: skip
            own = {**direct.environment(plan), "FERRULE_PYTHON": sys.executable}
            if expander is not None:
                own["FERRULE_EXPANDER"] = expander
            library.unlink(missing_ok=True)
            done = subprocess.run(command, env=own, capture_output=True, text=True, check=False)
            if done.returncode:
                failures[path.stem] = done.stderr
    return failures


def run(name: str, folder: Path, python: str) -> dict[str, str]:
    """Outcomes of all probes of a module; those that crash are outcomes too."""
    output = folder / f"{name}.jsonl"
    output.write_text("")
    said: dict[str, str] = {}
    first = 0
    for _ in range(50):
        command = [python, str(HERE / "twins/driver.py"), str(folder), name, str(output), str(first)]
        own = {**os.environ, "PYTHONHASHSEED": "0", "TZ": "UTC"}
        done = subprocess.run(command, env=own, capture_output=True, text=True, check=False, timeout=1800)
        lines = output.read_text(encoding="utf-8").splitlines()
        if lines and lines[-1] == "done":
            break
        if not lines or not lines[-1].startswith("["):
            said["(start)"] = f"ended with {done.returncode}: {done.stderr[-600:]}"
            break
        with output.open("a", encoding="utf-8") as out:
            out.write(json.dumps(f"crashed ({done.returncode})") + "\n")
        first = json.loads(lines[-1])[0] + 1
    lines = output.read_text(encoding="utf-8").splitlines()
    for key, value in zip(lines[::2], lines[1::2], strict=False):
        said[json.loads(key)[1]] = json.loads(value)
    return said


def compare(name: str, theirs: Side, ours: Side, limit: int) -> int:
    """Print what differs; how much of it is not expected."""
    if theirs.failure or ours.failure:
        only = "" if ours.failure and theirs.failure else "only " + ("PyO3" if ours.failure else "Ferrule")
        print(f"== {name}: {only or 'neither'} compiles it\n{ours.failure or theirs.failure}")
        return 1
    crashed = any(said.startswith("crashed") for said in theirs.said.values())
    keys = list(theirs.said if crashed else dict.fromkeys([*theirs.said, *ours.said]))
    found: dict[str, list[tuple[str, str, str]]] = {}
    meant: dict[str, int] = {}
    for key in keys:
        pair = theirs.said.get(key, "no such probe"), ours.said.get(key, "no such probe")
        if pair[0] == pair[1]:
            continue
        reason = reason_for(key, *pair)
        if reason:
            meant[reason] = meant.get(reason, 0) + 1
        else:
            found.setdefault(shape(*pair), []).append((key, *pair))
    count = sum(map(len, found.values()))
    total = sum(meant.values())
    print(f"== {name}: {len(keys)} probes, {count} differ in {len(found)} ways, {total} are meant to")
    for reason, number in meant.items():
        print(f"     {number:5} {reason}")
    for rows in sorted(found.values(), key=len, reverse=True):
        print(f"  -- {len(rows)} such")
        show(rows[:limit])
    return count


def show(rows: Iterable[tuple[str, str, str]]) -> None:
    """Print differences."""
    for key, theirs, ours in rows:
        print(f"     {key}\n       pyo3     {theirs}\n       ferrule  {ours}")


def shape(theirs: str, ours: str) -> str:
    """What differences of one cause have in common: the parts that differ, without names and numbers."""
    parts = [text.split(" | ") for text in (theirs, ours)]
    only = [[part for part in parts[side] if part not in parts[1 - side]] for side in (0, 1)]
    return re.sub(
        r"'[^']*'|\"[^\"]*\"|\d+|\b[A-Z]\w*\.?\w*", "_", " / ".join(" | ".join(p)[:100] for p in only)
    )


if __name__ == "__main__":
    main()
