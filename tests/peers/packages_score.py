"""Packages from the registry that were written for PyO3: how many of their own tests pass when Ferrule builds
them, next to upstream PyO3; the table of docs/compat.md.

    python tests/peers/packages_score.py [--only NAME,...] [--work DIR] [--write]

Each sdist is fetched, unpacked twice, and built unmodified: by the backend that it names (maturin or
setuptools-rust, with PyO3 from crates.io), and by `ferrule build`. Both wheels are installed into fresh
environments, and the sdist's own tests run in both. `--write` puts the table into docs/compat.md. Needs cargo
and access to crates.io and PyPI. Nothing of the packages is kept in this repository.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import venv
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "compat.md"
BEGIN, END = "<!-- packages: begin -->", "<!-- packages: end -->"


@dataclass(frozen=True)
class Package:
    """One sdist, and how to test it."""

    name: str
    version: str
    needs: tuple[str, ...] = ()
    """Packages that its tests import."""
    files: tuple[str, ...] = ("tests",)
    """What of the sdist is copied beside the tests; nothing else of it is in reach of the tests."""
    options: tuple[str, ...] = ()
    """Further arguments for pytest."""
    kind: str = ""
    """What it uses of PyO3, for the table."""


PACKAGES = (
    Package("python-bidi", "0.6.11", kind="functions"),
    Package("bcrypt", "5.0.0", kind="functions over bytes, setuptools-rust, abi3"),
    Package("url-py", "2026.5.1", kind="classes, exceptions, comparison"),
    Package("blake3", "1.0.11", needs=("numpy",), kind="a class over buffers, threads"),
    Package("uuid-utils", "1.2.0", needs=("pytest-benchmark",), kind="a class, abi3, mixed layout"),
    Package("rpds-py", "2026.9.1", kind="generic collections, iterators, views, pickling"),
    Package(
        "rtoml",
        "0.14.0",
        needs=("dirty-equals", "hypothesis", "pytest-benchmark"),
        files=("tests", "example.py"),
        kind="functions over nested objects, a subclass of tzinfo",
    ),
    Package("jellyfish", "1.3.0", files=("tests", "testdata"), kind="functions over str, mixed layout"),
)


@dataclass
class Side:
    """One way of building a package, and what came of it."""

    seconds: float = 0.0
    failure: str = ""
    passed: frozenset[str] = frozenset()
    failed: frozenset[str] = frozenset()
    skipped: int = 0

    @property
    def text(self) -> str:
        """As the table says it."""
        if self.failure:
            return f"not built: {self.failure}"
        return f"{len(self.passed)} of {len(self.passed) + len(self.failed)}"


def main() -> None:
    """Score the packages that are asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default="", help="names of packages; default: all")
    parser.add_argument("--work", type=Path, default=None, help="where to build; default: a new directory")
    parser.add_argument("--write", action="store_true", help="put the table into docs/compat.md")
    given = parser.parse_args()
    work = (given.work or Path(tempfile.mkdtemp(prefix="packages-score-"))).resolve()
    chosen = [package for package in PACKAGES if not given.only or package.name in given.only.split(",")]
    rows = [score(package, work / package.name) for package in chosen]
    head = "| package | uses | with PyO3 | with Ferrule | skipped | only with PyO3 |"
    table = "\n".join([head, "|---|---|---|---|---|---|", *rows])
    print(table)
    if given.write:
        text = PAGE.read_text()
        head, _, rest = text.partition(BEGIN)
        PAGE.write_text(f"{head}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}")
    lost = sum("not built" in row or not row.endswith("| none |") for row in rows)
    raise SystemExit(1 if lost else 0)


def score(package: Package, space: Path) -> str:
    """Build and test one package in both ways; its row of the table."""
    space.mkdir(parents=True, exist_ok=True)
    archive = fetch(package, space)
    sides: dict[str, Side] = {}
    for name, build in (("pyo3", build_upstream), ("ferrule", build_ferrule)):
        side = sides[name] = Side()
        source = unpack(archive, space / name)
        python = environment(space / name / "venv")
        begin = time.perf_counter()
        wheel = build(source, python, space / name)
        side.seconds = time.perf_counter() - begin
        if isinstance(wheel, Path):
            test(package, source, python, wheel, side)
        else:
            side.failure = wheel
        print(f"{package.name:14} {name:8} {side.text}, built in {side.seconds:.0f} s", flush=True)
    ours, theirs = sides["ferrule"], sides["pyo3"]
    lost = sorted(theirs.passed - ours.passed)
    for name in sorted(ours.failed & theirs.passed):
        print(f"    {name}")
    shown = ", ".join(lost[:5]) + (f" and {len(lost) - 5} more" if len(lost) > 5 else "")
    cells = (f"{package.name} {package.version}", package.kind, theirs.text, ours.text, str(ours.skipped))
    return f"| {' | '.join(cells)} | {shown or 'none'} |"


def fetch(package: Package, space: Path) -> Path:
    """The sdist, from the package registry unless it is there already."""
    found = sorted(space.glob("*.tar.gz"))
    if not found:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-binary", ":all:", "--no-deps"]
        subprocess.run([*command, "-d", str(space), f"{package.name}=={package.version}"], check=True)
        found = sorted(space.glob("*.tar.gz"))
    return found[0]


def unpack(archive: Path, target: Path) -> Path:
    """The only directory in the archive, freshly unpacked."""
    shutil.rmtree(target / "source", ignore_errors=True)
    with tarfile.open(archive) as opened:
        opened.extractall(target / "source", filter="data")
    return next((target / "source").iterdir())


def environment(path: Path) -> Path:
    """The interpreter of a fresh virtual environment."""
    shutil.rmtree(path, ignore_errors=True)
    venv.create(path, with_pip=True)
    return path / "bin" / "python"


def build_upstream(source: Path, python: Path, space: Path) -> Path | str:
    """The wheel that the package's own backend makes, or why there is none."""
    shutil.rmtree(space / "dist", ignore_errors=True)
    options = ["--quiet", "--no-deps", "--wheel-dir", str(space / "dist")]
    command = [str(python), "-m", "pip", "wheel", *options, str(source)]
    own = {**os.environ, "CARGO_TARGET_DIR": str(space / "target")}
    return built(subprocess.run(command, env=own, capture_output=True, text=True, check=False), space)


def build_ferrule(source: Path, python: Path, space: Path) -> Path | str:
    """The wheel that `ferrule build` makes, or why there is none."""
    shutil.rmtree(space / "dist", ignore_errors=True)
    own = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "VIRTUAL_ENV": str(python.parents[1])}
    command = [sys.executable, "-m", "ferrule", "build", str(source), "--out", str(space / "dist")]
    return built(subprocess.run(command, env=own, capture_output=True, text=True, check=False), space)


def built(done: subprocess.CompletedProcess[str], space: Path) -> Path | str:
    """The wheel, or the first line that says what went wrong."""
    (space / "build.log").write_text(done.stdout + done.stderr)
    wheels = sorted((space / "dist").glob("*.whl"))
    if done.returncode == 0 and wheels:
        return wheels[0]
    causes = re.findall(r"^\s*(error.*)$", done.stdout + done.stderr, re.MULTILINE)
    return str(causes[0]) if causes else f"exit code {done.returncode}"


def test(package: Package, source: Path, python: Path, wheel: Path, side: Side) -> None:
    """Install the wheel and run the package's tests beside nothing but their own files."""
    install = [str(python), "-m", "pip", "install", "--quiet", str(wheel), "pytest", *package.needs]
    subprocess.run(install, check=True)
    place = source.parents[1] / "tests"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name in package.files:
        if (source / name).is_dir():
            shutil.copytree(source / name, place / name)
        elif (source / name).exists():
            shutil.copyfile(source / name, place / name)
    report = place / "report.xml"
    command = [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}"]
    done = subprocess.run(
        [*command, "-c", os.devnull, "--rootdir", str(place), *package.options, "tests"],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    (place / "pytest.log").write_text(done.stdout + done.stderr)
    if not report.is_file():
        side.failure = f"pytest ended with {done.returncode}"
        return
    passed, failed = set(), set()
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        if case.find("skipped") is not None:
            side.skipped += 1
        elif case.find("failure") is None and case.find("error") is None:
            passed.add(name)
        else:
            failed.add(name)
    side.passed, side.failed = frozenset(passed - failed), frozenset(failed)


if __name__ == "__main__":
    main()
