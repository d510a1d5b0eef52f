"""Projects that are wrong: one sentence, the next step, the exit code, and nothing half-written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from build_rig import HELLO, MANIFEST, Rig

GOOD = '[project]\nname = "bad_project"\nversion = "1"\n'
BUILD = "[build-system]\nrequires = []\n"


def project(root: Path, **files: str) -> Path:
    """A project of one module in a package; `files` by name, with `_` for the last dot, come on top."""
    package = root / "bad_pkg"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "fast.rs").write_text(HELLO.replace("NAME", "fast"))
    (root / "pyproject.toml").write_text(GOOD)
    for name, text in files.items():
        (root / ".".join(name.rsplit("_", 1))).write_text(text)
    return root


@pytest.mark.parametrize("command", ["develop", "build", "stubs", "sdist"])
@pytest.mark.parametrize(
    ("files", "code", "said"),
    [
        ({"pyproject_toml": "[project\n"}, 5, "is not valid TOML"),
        ({"pyproject_toml": GOOD + "[tool.ferrule]\nprofil = 'dev'\n"}, 5, "mean `profile`?"),
        ({"pyproject_toml": GOOD + "[tool.maturin]\nfeatures = 1\n"}, 5, "must be a list of strings"),
        ({"pyproject_toml": GOOD + "[tool.ferrule.modules]\nx = 'gone.rs'\n"}, 5, "it is no file"),
        (
            {"pyproject_toml": GOOD + "[tool.ferrule]\nmanifest-path = 'gone/Cargo.toml'\n"},
            5,
            "does not exist",
        ),
        ({"pyproject_toml": GOOD + "[tool.ferrule]\npython-source = 'gone'\n"}, 5, "is not a directory"),
        ({"bad_pkg/class_rs": "#[pymodule]\nmod class {}\n"}, 5, "is a keyword of Python"),
        ({"random_rs": "#[pymodule]\nmod random {}\n"}, 5, "standard library"),
        ({"bad_pkg/fast_py": ""}, 5, "would be made from"),
        ({"Cargo_toml": "[package]\n"}, 5, "has no `name` in [package]"),
        ({"Cargo_toml": "[workspace]\nmembers = []\n"}, 5, "a workspace without a package of its own"),
        ({"Cargo_toml": MANIFEST.replace("NAME", "bad_pkg")}, 5, "has no library"),
    ],
)
def test_one_sentence(
    tool: Rig, tmp_path: Path, command: str, files: dict[str, str], code: int, said: str
) -> None:
    root = project(tmp_path / "project", **files)
    before = sorted(root.rglob("*"))
    done = tool.ferrule(command, root, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert said in done.stderr and done.stderr.startswith("error: ") and "Traceback" not in done.stderr
    assert not done.stdout
    assert sorted(root.rglob("*")) == before and not (tmp_path / "dist").exists()
    assert not list(tool.site.glob("bad*"))


def test_a_directory_without_rust(tool: Rig, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = tool.ferrule("develop", cwd=tmp_path / "empty")
    assert done.returncode == 5 and "ferrule new NAME" in done.stderr


def test_bytes_that_are_no_text(tool: Rig, tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    (root / "pyproject.toml").write_bytes(b"[project]\nname = '\xff'\n")
    done = tool.ferrule("develop", root)
    assert done.returncode == 5 and "is not UTF-8 text (byte 18)" in done.stderr


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not stop this user")
@pytest.mark.parametrize("name", ["pyproject.toml", "bad_pkg/fast.rs"])
def test_a_file_that_cannot_be_read(tool: Rig, tmp_path: Path, name: str) -> None:
    root = project(tmp_path / "project")
    (root / name).chmod(0)
    done = tool.ferrule("develop", root)
    assert done.returncode == 5 and "cannot be read: Permission denied." in done.stderr


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not stop this user")
def test_a_package_that_cannot_be_written(tool: Rig, tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    (root / "bad_pkg").chmod(0o500)
    done = tool.ferrule("develop", root)
    (root / "bad_pkg").chmod(0o700)
    assert done.returncode == 7 and "Check the permissions of the folder." in done.stderr
    assert not list(tool.site.glob("bad*"))


def test_an_output_directory_that_is_a_file(tool: Rig, tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    (tmp_path / "out").write_text("")
    done = tool.ferrule("build", root, "--out", tmp_path / "out" / "below")
    assert done.returncode == 7 and "cannot write" in done.stderr and "Traceback" not in done.stderr


def test_a_link_in_place_of_a_package_that_goes_in_circles(tool: Rig, tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    (root / "bad_pkg" / "again").symlink_to(root / "bad_pkg", target_is_directory=True)
    done = tool.ferrule("stubs", root)
    assert done.returncode == 0, done.stderr
