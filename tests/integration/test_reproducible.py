"""The same sources give the same bytes, wherever they lie and however often they are built."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from build_rig import Rig, write_crate, write_file

from ferrule.build import remap


def crate_with_helpers(root: Path) -> Path:
    """A workspace of two, and a crate outside of it; all of them name their files in panics."""
    (root / "outer").mkdir(parents=True)
    for place, name in (("space/helper", "helper"), ("outer", "outer")):
        (root / place / "src").mkdir(parents=True)
        (root / place / "Cargo.toml").write_text(
            f'[package]\nname = "{name}"\nversion = "0.1.0"\nedition = "2021"\n'
        )
        (root / place / "src" / "lib.rs").write_text("pub fn of(x: Option<i64>) -> i64 { x.unwrap() }\n")
    (root / "space" / "Cargo.toml").write_text('[workspace]\nmembers = ["helper", "main"]\nresolver = "2"\n')
    more = 'helper = { path = "../helper" }\nouter = { path = "../../outer" }\n'
    crate = write_crate(root / "space" / "main", "helped", more)
    source = crate / "src" / "lib.rs"
    source.write_text(source.read_text().replace("2 * x", "helper::of(Some(x)) + outer::of(Some(x))"))
    return crate


def wheel_of(tool: Rig, path: Path, out: Path) -> Path:
    done = tool.ferrule("build", path, "--force", "--compatibility", "linux", "-o", out)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


@pytest.mark.parametrize("layout", ["file", "crate", "cargo"])
def test_wheels_from_two_directories_are_equal(tool: Rig, tmp_path: Path, layout: str) -> None:
    first, second = tmp_path / "first", tmp_path / "another" / "second"
    first.mkdir()
    match layout:
        case "file":
            path = write_file(first, "placeless")
        case "crate":
            path = write_crate(first / "crate", "placeless")
        case _:
            path = crate_with_helpers(first)
    second.parent.mkdir()
    shutil.copytree(first, second)
    made = [wheel_of(tool, path, tmp_path / "out1"), wheel_of(tool, path, tmp_path / "out2")]
    made.append(wheel_of(tool, second / path.relative_to(first), tmp_path / "out3"))
    assert len({wheel.read_bytes() for wheel in made}) == 1
    with zipfile.ZipFile(made[0]) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert str(tmp_path).encode() not in content and str(Path.home()).encode() not in content


def test_times_are_those_that_are_asked_for(tool: Rig, tmp_path: Path) -> None:
    source = write_file(tmp_path, "dated")
    tool.variables["SOURCE_DATE_EPOCH"] = "1600000000"
    with zipfile.ZipFile(wheel_of(tool, source, tmp_path / "dist")) as archive:
        assert {info.date_time[:3] for info in archive.infolist()} == {(2020, 9, 13)}
        assert {info.external_attr >> 16 & 0o777 for info in archive.infolist()} == {0o644, 0o755}
    tool.variables["SOURCE_DATE_EPOCH"] = "soon"
    done = tool.ferrule("build", source, "-o", tmp_path / "none")
    assert done.returncode == 2 and "SOURCE_DATE_EPOCH is `soon`" in done.stderr
    assert not (tmp_path / "none").exists()


def test_arguments_that_the_user_gives_rustc_stay() -> None:
    flags = ["--remap-path-prefix=a=b"]
    assert remap.rustflags({}, flags) == ({}, ['--config=build.rustflags=["--remap-path-prefix=a=b"]'])
    expected = {"CARGO_ENCODED_RUSTFLAGS": "-Ca=1\x1f-Cb=2\x1f--remap-path-prefix=a=b"}
    assert remap.rustflags({"RUSTFLAGS": "-Ca=1 -Cb=2"}, flags) == (expected, [])
    given = {"CARGO_ENCODED_RUSTFLAGS": "-Ca=1\x1f-Cb=2", "RUSTFLAGS": "-Cc=3"}
    assert remap.rustflags(given, flags) == (expected, [])


def test_directories_beside_the_workspace_are_shown_by_name(tmp_path: Path) -> None:
    assert remap.shown_directory(Path("/a/b c/helper"), Path("/a/space")) == "b c/helper"
    assert remap.wrapper(tmp_path, [], {}) == {}
    outside = [(Path("/a/b c"), "b c")]
    made = remap.wrapper(tmp_path, outside, {"RUSTC_WRAPPER": "echo"})
    done = subprocess.run([made["RUSTC_WRAPPER"], "rustc", "x y"], capture_output=True, text=True, check=True)
    assert done.stdout == "rustc x y --remap-path-prefix=/a/b c=b c\n"
