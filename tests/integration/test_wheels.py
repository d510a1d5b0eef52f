"""Wheels, sdists and hooks, installed by real pip; layouts; the cargo strategy; several interpreters."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sysconfig
import zipfile
from pathlib import Path

import pytest
from build_rig import HELLO, MANIFEST, SOURCE, Rig, write_crate, write_file

from ferrule.toolchain.environment import find_all


def names(wheel: str) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return sorted(archive.namelist())


def test_wheel_of_a_file(tool: Rig, tmp_path: Path) -> None:
    done = tool.ferrule("build", write_file(tmp_path, "in_wheel"), "-o", tmp_path / "dist")
    assert done.returncode == 0, done.stderr
    wheel = done.stdout.strip()
    assert Path(wheel).name.startswith("in_wheel-0.0.0-cp3")
    assert "in_wheel/py.typed" in names(wheel)
    tool.pip("install", wheel)
    assert tool.run("import in_wheel; print(in_wheel.twice(5))") == "10"
    tool.pip("check")
    tool.pip("uninstall", "-y", "in_wheel")
    assert not list(tool.site.glob("in_wheel*"))


def test_wheel_is_the_same_bytes_each_time(tool: Rig, tmp_path: Path) -> None:
    crate = write_crate(tmp_path / "crate", "reproducible")
    digests = set()
    for directory in ("one", "two"):
        done = tool.ferrule("build", crate, "--force", "-o", tmp_path / directory)
        digests.add(hashlib.sha256(Path(done.stdout.strip()).read_bytes()).hexdigest())
    assert len(digests) == 1


def test_metadata_comes_from_cargo(tool: Rig, tmp_path: Path) -> None:
    crate = write_crate(tmp_path / "crate", "described")
    manifest = crate / "Cargo.toml"
    extra = (
        'description = "Doubles numbers."\nlicense = "MIT/Apache-2.0"\nauthors = ["A '
        'B <a@b.org>"]\nrepository = "https://x.org/y"\n'
    )
    manifest.write_text(manifest.read_text().replace('edition = "2021"\n', f'edition = "2021"\n{extra}'))
    (crate / "README.md").write_text("# Hello\n")
    (crate / "LICENSE-MIT").write_text("MIT\n")
    done = tool.ferrule("build", crate, "-o", tmp_path / "dist")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(done.stdout.strip()) as archive:
        text = archive.read("described-0.1.0.dist-info/METADATA").decode()
        assert "described-0.1.0.dist-info/licenses/LICENSE-MIT" in archive.namelist()
    for line in ("Summary: Doubles numbers.", "License-Expression: MIT OR Apache-2.0", "# Hello", "a@b.org"):
        assert line in text


def with_packages(tool: Rig) -> dict[str, str]:
    """An environment for hooks: Ferrule and what it depends on, from where the tests run."""
    path = os.pathsep.join([str(SOURCE), sysconfig.get_path("purelib")])
    return tool.environment() | {"PYTHONPATH": path}


def write_mixed(root: Path) -> Path:
    """A project with a Python package and a native module inside it, as maturin lays it out."""
    (root / "src").mkdir(parents=True)
    (root / "python" / "mixed_pkg").mkdir(parents=True)
    (root / "Cargo.toml").write_text(MANIFEST.replace("NAME", "mixed_core"))
    (root / "src" / "lib.rs").write_text(HELLO.replace("NAME", "_core"))
    (root / "python" / "mixed_pkg" / "__init__.py").write_text(
        "from ._core import twice\n\ndef four(x): return twice(twice(x))\n"
    )
    (root / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["ferrule"]\nbuild-backend = "ferrule.backend"\n'
        '[project]\nname = "Mixed.Pkg"\ndynamic = ["version"]\nrequires-python = ">=3.9"\n'
        '[project.scripts]\nmixed-four = "mixed_pkg:four"\n'
        '[tool.maturin]\nmodule-name = "mixed_pkg._core"\npython-source = "python"\n'
    )
    return root


def test_mixed_layout(tool: Rig, tmp_path: Path) -> None:
    root = write_mixed(tmp_path / "project")
    done = tool.ferrule("build", root, "-o", tmp_path / "dist")
    assert done.returncode == 0, done.stderr
    inside = names(done.stdout.strip())
    assert "mixed_pkg/__init__.py" in inside and any(name.startswith("mixed_pkg/_core.") for name in inside)
    assert "mixed_pkg-0.1.0.dist-info/entry_points.txt" in inside
    done = tool.ferrule("develop", root)
    assert done.returncode == 0, done.stderr
    assert tool.run("import mixed_pkg; print(mixed_pkg.four(2))") == "8"
    (root / "python" / "mixed_pkg" / "__init__.py").write_text("from ._core import twice as four\n")
    assert tool.run("import mixed_pkg; print(mixed_pkg.four(2))") == "4"
    tool.pip("uninstall", "-y", "mixed-pkg")
    assert not list(tool.site.glob("mixed_pkg*"))


def test_pip_builds_through_the_hooks(tool: Rig, tmp_path: Path) -> None:
    root = write_mixed(tmp_path / "project")
    with_ferrule = with_packages(tool)
    for arguments in ([str(root)], ["-e", str(root)]):
        command = [tool.python, "-m", "pip", "install", "--no-build-isolation", "--no-deps", *arguments]
        done = subprocess.run(command, env=with_ferrule, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert tool.run("import mixed_pkg; print(mixed_pkg.four(2))") == "8"
        tool.pip("uninstall", "-y", "mixed-pkg")


def test_sdist_builds_again(tool: Rig, tmp_path: Path) -> None:
    root = write_mixed(tmp_path / "project")
    code = (
        f"import os; os.chdir({str(root)!r}); from ferrule import backend; "
        f"print(backend.build_sdist({str(tmp_path)!r}))"
    )
    done = subprocess.run(
        [tool.python, "-c", code], env=with_packages(tool), capture_output=True, text=True, check=True
    )
    sdist = tmp_path / done.stdout.strip()
    subprocess.run(["tar", "xzf", sdist, "-C", tmp_path], check=True)
    unpacked = tmp_path / sdist.name.removesuffix(".tar.gz")
    built = tool.ferrule("build", unpacked, "-o", tmp_path / "dist")
    assert built.returncode == 0, built.stderr
    direct = tool.ferrule("build", root, "-o", tmp_path / "direct")
    assert names(built.stdout.strip()) == names(direct.stdout.strip())


def test_path_dependency_goes_through_cargo_and_leaves_the_lock_alone(tool: Rig, tmp_path: Path) -> None:
    (tmp_path / "helper" / "src").mkdir(parents=True)
    (tmp_path / "helper" / "Cargo.toml").write_text(
        '[package]\nname = "helper"\nversion = "0.1.0"\nedition = "2021"\n'
    )
    (tmp_path / "helper" / "src" / "lib.rs").write_text("pub fn factor() -> i64 { 11 }\n")
    crate = write_crate(tmp_path / "crate", "with_cargo", 'helper = { path = "../helper" }\n')
    source = crate / "src" / "lib.rs"
    source.write_text(source.read_text().replace("2 * x", "helper::factor() * x"))
    lock = crate / "Cargo.lock"
    lock.write_text('version = 4\n\n[[package]]\nname = "with_cargo"\nversion = "0.1.0"\n')
    before = lock.read_bytes()
    done = tool.ferrule("develop", crate)
    assert done.returncode == 0, done.stderr
    assert "with cargo, since it depends on helper" in done.stderr
    assert tool.run("import with_cargo; print(with_cargo.twice(2))") == "22"
    assert lock.read_bytes() == before and sorted(path.name for path in crate.iterdir()) == [
        "Cargo.lock",
        "Cargo.toml",
        "src",
    ]
    again = tool.ferrule("develop", crate)
    assert again.returncode == 0 and "up to date" in again.stderr, again.stderr
    source.write_text(source.read_text().replace("helper::factor()", "helper::nothing()"))
    done = tool.ferrule("develop", crate)
    assert done.returncode == 3 and "src/lib.rs:6:" in done.stderr and "E0425" in done.stderr


def test_older_pyo3_version_is_answered_by_the_same_crate(tool: Rig, tmp_path: Path) -> None:
    crate = write_crate(tmp_path / "crate", "asks_for_older", "\n[features]\nextra = []\n")
    manifest = crate / "Cargo.toml"
    manifest.write_text(
        manifest.read_text().replace('pyo3 = "0.29"', 'pyo3 = "0.25.1"')
        + "[target.'cfg(unix)'.dependencies]\n"
    )
    done = tool.ferrule("develop", crate)
    assert done.returncode == 0, done.stderr
    assert tool.run("import asks_for_older; print(asks_for_older.twice(2))") == "4"


@pytest.mark.slow
@pytest.mark.parametrize("version", ["3.9", "3.10", "3.12", "3.13", "3.13t", "3.14", "3.14t"])
def test_other_interpreters(tool: Rig, tmp_path: Path, version: str) -> None:
    found = [
        item
        for item in find_all(Path.cwd())
        if item.refusal is None and item.interpreter and item.interpreter.label == f"CPython {version}"
    ]
    if not found:
        pytest.skip(f"no Python {version} here")
    python = found[0].path
    subprocess.run([python, "-m", "venv", "--without-pip", tmp_path / "other"], check=True)
    other = Rig(tmp_path / "other", tool.cache)
    done = other.ferrule("develop", write_file(tmp_path, "elsewhere"))
    assert done.returncode == 0, done.stderr
    assert f"CPython {version}" in done.stderr
    assert other.run("import elsewhere; print(elsewhere.twice(3))") == "6"


@pytest.mark.slow
def test_abi3_wheel_runs_on_newer_interpreters(tool: Rig, tmp_path: Path) -> None:
    crate = write_crate(tmp_path / "crate", "stable")
    manifest = crate / "Cargo.toml"
    manifest.write_text(
        manifest.read_text().replace('pyo3 = "0.29"', 'pyo3 = { version = "0.29", features = ["abi3-py39"] }')
    )
    done = tool.ferrule("build", crate, "-o", tmp_path / "dist")
    assert done.returncode == 0, done.stderr
    wheel = Path(done.stdout.strip())
    assert "-cp39-abi3-" in wheel.name
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "unpacked")
    ran = set()
    for item in find_all(Path.cwd()):
        if item.refusal is None and item.interpreter is not None and not item.interpreter.free_threaded:
            code = "import stable; print(stable.twice(4))"
            child = {**os.environ, "PYTHONPATH": str(tmp_path / "unpacked")}
            got = subprocess.run(
                [item.path, "-c", code], env=child, capture_output=True, text=True, check=False
            )
            assert got.stdout.strip() == "8", (item.interpreter.label, got.stderr)
            ran.add(item.interpreter.short_version)
    assert ran


def test_source_tree_is_what_is_tested() -> None:
    assert (SOURCE / "ferrule" / "runtime" / "pyo3" / "Cargo.toml").is_file()
