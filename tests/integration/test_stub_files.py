"""Stub files: checked against the sources without a build, and those written by hand win, file by file."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from build_rig import HELLO, Rig, write_crate, write_file

GALLERY = Path(__file__).parents[1] / "unit" / "stub_sources" / "gallery"


def test_check_finds_what_is_not_current(tool: Rig, tmp_path: Path) -> None:
    source = write_file(tmp_path, "checked")
    done = tool.ferrule("stubs", source, "--check")
    assert done.returncode == 1 and "checked.pyi is missing" in done.stderr
    assert tool.ferrule("stubs", source, "--out", tmp_path).returncode == 0
    assert tool.ferrule("stubs", source, "--check").returncode == 0
    source.write_text(source.read_text().replace("x: i64", "y: i64").replace("2 * x", "2 * y"))
    done = tool.ferrule("stubs", "--check", source)
    assert done.returncode == 1 and "is not current" in done.stderr
    assert "-def twice(x: SupportsIndex) -> int:" in done.stdout
    assert "+def twice(y: SupportsIndex) -> int:" in done.stdout
    (tmp_path / "checked.pyi").write_text("def twice(y: int) -> int: ...\n")
    done = tool.ferrule("stubs", "--check", source)
    assert done.returncode == 0 and "by hand, and is not compared" in done.stderr
    assert tool.ferrule("stubs", "--check", source, "--out", tmp_path / "elsewhere").returncode == 1
    assert not (tmp_path / "elsewhere").exists()


def test_check_knows_every_module_of_a_project(tool: Rig, tmp_path: Path) -> None:
    package = tmp_path / "stubbed_pkg"
    package.mkdir()
    (package / "__init__.py").write_text("")
    for name in ("one", "two"):
        (package / f"{name}.rs").write_text(HELLO.replace("NAME", name))
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "stubbed"\nversion = "1"\n')
    done = tool.ferrule("stubs", tmp_path, "--check")
    assert done.returncode == 1 and done.stderr.count("is missing") == 2
    assert tool.ferrule("develop", tmp_path).returncode == 0
    assert tool.ferrule("stubs", tmp_path, "--check").returncode == 0
    tool.pip("uninstall", "-y", "stubbed")


def test_a_stub_by_hand_replaces_its_own_file_alone(tool: Rig, tmp_path: Path) -> None:
    root = tmp_path / "gallery"
    shutil.copytree(GALLERY, root, ignore=shutil.ignore_patterns("target"))
    (root / "gallery" / "shapes").mkdir(parents=True)
    (root / "gallery" / "shapes" / "solid.pyi").write_text("by_hand: int\n")
    done = tool.ferrule("build", root, "-o", tmp_path / "dist", "--auditwheel", "skip")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(done.stdout.strip()) as archive:
        assert archive.read("gallery/shapes/solid.pyi") == b"by_hand: int\n"
        assert b"class Thermometer" in archive.read("gallery/__init__.pyi")
        assert "gallery/shapes/__init__.pyi" in archive.namelist()


def test_a_stub_by_hand_of_a_crate(tool: Rig, tmp_path: Path) -> None:
    crate = write_crate(tmp_path / "crate", "hand_made")
    (crate / "hand_made.pyi").write_text("def twice(x: int) -> int: ...  # mine\n")
    done = tool.ferrule("develop", crate)
    assert done.returncode == 0, done.stderr
    assert b"mine" in (tool.site / "hand_made" / "__init__.pyi").read_bytes()
    assert (tool.site / "hand_made" / "py.typed").is_file()
    tool.pip("uninstall", "-y", "hand_made")
