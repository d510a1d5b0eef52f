"""Projects of several native modules: built, installed by pip and uv, edited, uninstalled; one that fails."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import zipfile
from pathlib import Path

import pytest
from build_rig import HELLO, MANIFEST, SOURCE, Rig

PYPROJECT = """\
[build-system]
requires = ["ferrule"]
build-backend = "ferrule.backend"

[project]
name = "several"
version = "1.2"
"""


def write_files(root: Path) -> Path:
    """A package with two `.rs` files in it, one in a package below, and one module beside it."""
    package = root / "src" / "several_pkg"
    (package / "deep").mkdir(parents=True)
    (package / "__init__.py").write_text("from .fast import twice\n")
    (package / "deep" / "__init__.py").write_text("")
    (package / "fast.rs").write_text(HELLO.replace("NAME", "fast"))
    (package / "deep" / "slow.rs").write_text(HELLO.replace("NAME", "slow").replace("2 * x", "20 * x"))
    (root / "several_top.rs").write_text(HELLO.replace("NAME", "several_top").replace("2 * x", "200 * x"))
    (root / "pyproject.toml").write_text(PYPROJECT)
    return root


USE = (
    "import several_pkg.fast, several_pkg.deep.slow as slow, several_top; "
    "print(several_pkg.fast.twice(1), slow.twice(1), several_top.twice(1), slow.__name__)"
)
SAID = "2 20 200 several_pkg.deep.slow"


def test_develop_builds_all_and_one_edit_rebuilds_one(tool: Rig, tmp_path: Path) -> None:
    root = write_files(tmp_path / "project")
    done = tool.ferrule("develop", root)
    assert done.returncode == 0, done.stderr
    assert tool.run(USE) == SAID
    package = root / "src" / "several_pkg"
    assert (package / "fast.pyi").is_file() and (package / "deep" / "slow.pyi").is_file()
    slow = package / "deep" / "slow.rs"
    slow.write_text(slow.read_text().replace("20 *", "30 *"))
    done = tool.ferrule("develop", root)
    assert done.returncode == 0, done.stderr
    assert "rebuilding several_pkg.deep.slow" in done.stderr and "several_pkg.fast" not in done.stderr
    assert tool.run(USE) == SAID.replace("20 ", "30 ", 1)
    assert "up to date" in tool.ferrule("develop", root).stderr
    tool.pip("uninstall", "-y", "several")
    assert not list(tool.site.glob("several*"))


@pytest.mark.parametrize("installer", ["pip", "uv"])
@pytest.mark.parametrize("editable", [False, True])
def test_installed_and_uninstalled(tool: Rig, tmp_path: Path, installer: str, editable: bool) -> None:
    root = write_files(tmp_path / "project")
    path = ":".join([str(SOURCE), sysconfig.get_path("purelib")])
    given = tool.environment() | {"PYTHONPATH": path}
    if installer == "pip":
        command, remove = [str(tool.python), "-m", "pip"], ["uninstall", "-y", "several"]
    else:
        uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
        if uv is None:
            pytest.skip("no uv here")
        command, remove = [uv, "pip"], ["uninstall", "several"]
        given |= {"UV_CACHE_DIR": str(tmp_path / "uv"), "UV_OFFLINE": "1"}
    full = [
        *command,
        "install",
        "--no-build-isolation",
        "--no-deps",
        *(["-e"] if editable else []),
        str(root),
    ]
    done = subprocess.run(full, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert tool.run(USE) == SAID
    subprocess.run([*command, *remove], env=given, capture_output=True, check=True)
    assert not list(tool.site.glob("several*"))


def test_the_wheel_holds_libraries_and_stubs_but_no_sources(tool: Rig, tmp_path: Path) -> None:
    root = write_files(tmp_path / "project")
    (root / "src" / "several_pkg" / "fast.pyi").write_text("def twice(x: int) -> int: ...  # by hand\n")
    contents = []
    for directory in ("one", "two"):
        done = tool.ferrule("build", root, "--out", tmp_path / directory)
        assert done.returncode == 0, done.stderr
        contents.append(Path(done.stdout.strip()).read_bytes())
        tool.ferrule("develop", root)  # what it puts beside the sources is not packed
    assert contents[0] == contents[1]
    with zipfile.ZipFile(done.stdout.strip()) as archive:
        inside = archive.namelist()
        assert b"by hand" in archive.read("several_pkg/fast.pyi")
    assert not [name for name in inside if name.endswith(".rs")]
    assert len([name for name in inside if ".cpython" in name]) == 3
    assert {"several_pkg/deep/slow.pyi", "several_top/__init__.pyi", "several_top/py.typed"} <= set(inside)
    tool.pip("uninstall", "-y", "several")


def test_crates_and_files_by_the_table(tool: Rig, tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / "python" / "many_pkg").mkdir(parents=True)
    (root / "python" / "many_pkg" / "__init__.py").write_text("")
    (root / "python" / "many_pkg" / "third.rs").write_text(HELLO.replace("NAME", "third"))
    for name in ("first", "second"):
        crate = root / "crates" / name
        (crate / "src").mkdir(parents=True)
        (crate / "Cargo.toml").write_text(MANIFEST.replace("NAME", f"many-{name}"))
        (crate / "src" / "lib.rs").write_text(HELLO.replace("NAME", f"_{name}"))
    (root / "Cargo.toml").write_text('[workspace]\nmembers = ["crates/*"]\nresolver = "2"\n')
    modules = "".join(f'"many_pkg._{name}" = "crates/{name}"\n' for name in ("first", "second"))
    table = f'[tool.ferrule.modules]\n{modules}"many_pkg.third" = "python/many_pkg/third.rs"\n'
    (root / "pyproject.toml").write_text(PYPROJECT.replace("several", "many") + table)
    done = tool.ferrule("develop", root)
    assert done.returncode == 0, done.stderr
    use = "from many_pkg import _first as a, _second as b, third as c; "
    assert tool.run(f"{use} print(a.twice(1) + b.twice(2) + c.twice(3))") == "12"
    tool.pip("uninstall", "-y", "many")
    assert not list(tool.site.glob("many*"))


def test_one_that_fails_leaves_the_others_built(tool: Rig, tmp_path: Path) -> None:
    root = write_files(tmp_path / "project")
    fast = root / "src" / "several_pkg" / "fast.rs"
    fast.write_text(fast.read_text().replace("2 * x", "2 * y"))
    done = tool.ferrule("develop", root)
    assert done.returncode == 3 and "fast.rs:6" in done.stderr
    assert not list(tool.site.glob("several*")), "nothing is installed by halves"
    fast.write_text(fast.read_text().replace("2 * y", "2 * x"))
    done = tool.ferrule("develop", root)
    assert done.returncode == 0 and "several_top" not in done.stderr, done.stderr
    tool.pip("uninstall", "-y", "several")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_every_build(tool: Rig, tmp_path: Path, number: signal.Signals) -> None:
    root = write_files(tmp_path / "project")
    wrapper = tmp_path / "rustc"
    mark = tmp_path / "started"
    real = shutil.which("rustc")
    wrapper.write_text(
        f'#!/bin/sh\ncase "$*" in *--extern=pyo3=*) echo $$ >> {mark}; exec sleep 60;; esac\n'
        f'exec {real} "$@"\n'
    )
    wrapper.chmod(0o755)
    tool.variables["RUSTC"] = str(wrapper)
    child = subprocess.Popen(
        tool.command("develop", root), env=tool.environment(), stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 120
    while not mark.exists() or len(mark.read_text().split()) < 2:
        assert child.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)
    child.send_signal(number)
    _, said = child.communicate(timeout=30)
    assert child.returncode == (130 if number == signal.SIGINT else 143), said
    for process in map(int, mark.read_text().split()):
        assert (
            not Path(f"/proc/{process}/cmdline").exists() or not Path(f"/proc/{process}/cmdline").read_bytes()
        )
