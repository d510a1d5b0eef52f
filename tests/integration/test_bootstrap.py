"""Machines without Rust: what is said, and that an installed puccinialin is used. Nothing is downloaded."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from build_rig import SOURCE, Rig, write_file

FAKE = """\
import sys

def setup_rust(installation_dir=None, program=None, file=sys.stderr):
    print("Installing rust to a cache", file=file)
    {body}
"""


@pytest.fixture
def bare(tool: Rig, tmp_path: Path) -> Rig:
    """A machine where no directory of PATH has a rustc, and no home either."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("cc", "ld", "sh", "env"):
        real = shutil.which(name)
        if real is not None:
            (programs / name).symlink_to(real)
    tool.variables |= {
        "PATH": str(programs),
        "CARGO_HOME": str(tmp_path / "cargo"),
        "XDG_CACHE_HOME": str(tmp_path / "xdg"),
        "RUSTC": "<unset>",
        "CARGO": "<unset>",
        "RUSTUP_HOME": os.environ.get("RUSTUP_HOME") or str(Path.home() / ".rustup"),
    }
    return tool


def pretend(tool: Rig, tmp_path: Path, body: str | None) -> None:
    """A puccinialin that does what `body` says; with None there is none, though one be installed."""
    (tmp_path / "fake").mkdir()
    if body is None:
        text = "import sys\nsys.modules['puccinialin'] = None\n"
        (tmp_path / "fake" / "sitecustomize.py").write_text(text)
    else:
        (tmp_path / "fake" / "puccinialin.py").write_text(FAKE.format(body=body))
    tool.variables["PYTHONPATH"] = f"{SOURCE}{os.pathsep}{tmp_path / 'fake'}"


def test_without_rust_both_ways_to_get_it_are_named(bare: Rig, tmp_path: Path) -> None:
    pretend(bare, tmp_path, None)
    done = bare.ferrule("develop", write_file(tmp_path, "rustless"))
    assert done.returncode == 4 and "No Rust compiler was found on PATH." in done.stderr
    assert "sh.rustup.rs" in done.stderr and "pip install puccinialin" in done.stderr


def test_puccinialin_is_used_where_that_is_asked(bare: Rig, tmp_path: Path) -> None:
    bare.variables["FERRULE_INSTALL_RUST"] = "1"
    real = shutil.which("rustc")
    assert real is not None
    directory = Path(real).parent
    pretend(bare, tmp_path, f"import os; return {{'PATH': {str(directory)!r} + ':' + os.environ['PATH']}}")
    done = bare.ferrule("develop", write_file(tmp_path, "rust_brought"))
    assert done.returncode == 0, done.stderr
    assert "Installing rust to a cache" in done.stderr
    assert bare.run("import rust_brought; print(rust_brought.twice(2))") == "4"
    bare.pip("uninstall", "-y", "rust_brought")


def test_nothing_is_installed_unless_asked(bare: Rig, tmp_path: Path) -> None:
    pretend(bare, tmp_path, "raise AssertionError")
    done = bare.ferrule("doctor")
    assert done.returncode == 4 and "FERRULE_INSTALL_RUST=1" in done.stdout


def test_asked_without_the_package(bare: Rig, tmp_path: Path) -> None:
    pretend(bare, tmp_path, None)
    bare.variables["FERRULE_INSTALL_RUST"] = "1"
    done = bare.ferrule("develop", write_file(tmp_path, "rustless"))
    assert done.returncode == 4 and "pip install puccinialin" in done.stderr


def test_an_installation_that_fails_is_one_sentence(bare: Rig, tmp_path: Path) -> None:
    bare.variables["FERRULE_INSTALL_RUST"] = "1"
    pretend(bare, tmp_path, "raise OSError('Network is unreachable')")
    done = bare.ferrule("develop", write_file(tmp_path, "rustless"))
    assert done.returncode == 4 and "Traceback" not in done.stderr
    assert "could not be installed by puccinialin: Network is unreachable." in done.stderr
    assert "https://rustup.rs" in done.stderr


def test_what_was_installed_before_is_found_again(bare: Rig, tmp_path: Path) -> None:
    real = shutil.which("rustc")
    assert real is not None
    root = tmp_path / "xdg" / "puccinialin"
    (root / "cargo" / "bin").mkdir(parents=True)
    (root / "cargo" / "bin" / "rustc").symlink_to(real)
    (root / "rustup").symlink_to(os.environ.get("RUSTUP_HOME") or Path.home() / ".rustup")
    if not (root / "rustup" / "toolchains").is_dir():
        pytest.skip("rustc is not rustup's here")
    pretend(bare, tmp_path, "raise AssertionError('not again')")
    done = bare.ferrule("develop", write_file(tmp_path, "rust_kept"))
    assert done.returncode == 0, done.stderr
    bare.pip("uninstall", "-y", "rust_kept")
