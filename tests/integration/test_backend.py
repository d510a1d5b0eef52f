"""The hooks of PEP 517 and PEP 660 under real frontends: pip, uv and build."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from build_rig import HELLO, MANIFEST, SOURCE, Rig

from ferrule import backend

PYPROJECT = """\
[build-system]
requires = ["ferrule"]
build-backend = "ferrule.backend"

[project]
name = "Front.Pkg"
version = "1.0"

[tool.ferrule]
module-name = "front_pkg._core"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A package with a crate, whose Rust has a feature."""
    root = tmp_path / "project"
    (root / "src").mkdir(parents=True)
    (root / "front_pkg").mkdir()
    (root / "pyproject.toml").write_text(PYPROJECT)
    (root / "Cargo.toml").write_text(MANIFEST.replace("NAME", "front_core") + "\n[features]\nten = []\n")
    body = 'if cfg!(feature = "ten") { 10 * x } else if cfg!(debug_assertions) { -x } else { 2 * x }'
    (root / "src" / "lib.rs").write_text(HELLO.replace("NAME", "_core").replace("2 * x", body))
    (root / "front_pkg" / "__init__.py").write_text("from ._core import twice\n")
    return root


def around(tool: Rig, *, ferrule: bool = True) -> dict[str, str]:
    """An environment for frontends: with Ferrule and what it depends on, from where the tests run."""
    path = os.pathsep.join([str(SOURCE), sysconfig.get_path("purelib")]) if ferrule else ""
    # What is activated in the shell is not what the frontend builds for.
    return tool.environment() | {"PYTHONPATH": path, "VIRTUAL_ENV": "/nonexistent"}


def frontend(tool: Rig, name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Install by pip or uv, without isolation."""
    if name == "uv":
        uv = shutil.which("uv", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
        if uv is None:
            pytest.skip("no uv here")
        command = [uv, "pip", "install", "--no-cache", "--python", str(tool.python)]
    else:
        command = [str(tool.python), "-m", "pip", "--disable-pip-version-check", "install"]
    command += ["--no-build-isolation", "--no-deps", *map(str, arguments)]
    return subprocess.run(command, env=around(tool), capture_output=True, text=True, check=False)


def snapshot(tool: Rig) -> set[str]:
    found = (path.relative_to(tool.venv).as_posix() for path in tool.venv.rglob("*") if path.is_file())
    return {name for name in found if "__pycache__" not in name and name != ".lock"}


@pytest.mark.parametrize("name", ["pip", "uv"])
def test_installed_used_and_uninstalled(tool: Rig, project: Path, name: str) -> None:
    before = snapshot(tool)
    for arguments in ([project], ["-e", project]):
        done = frontend(tool, name, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        assert tool.run("import front_pkg; print(front_pkg.twice(4))") == "8"
        tool.pip("uninstall", "-y", "front-pkg")
        assert snapshot(tool) == before


def test_debug_is_a_config_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert backend._options({"debug": "true", "strip": "no"}).settings == {"strip": "no"}
    assert backend._options({"debug": "true"}).debug and not backend._options({"debug": "0"}).debug
    monkeypatch.setenv("MATURIN_PEP517_ARGS", "--debug -F 'a b' -i 3.12")
    asked = backend._options(None)
    assert asked.debug and asked.python == "3.12" and (asked.settings or {})["features"] == "a b"


def test_config_settings(tool: Rig, project: Path) -> None:
    for setting, answer in (
        ("features=ten", "40"),
        ("build-args=-F ten --strip", "40"),
    ):
        done = frontend(tool, "pip", "--config-settings", setting, project)
        assert done.returncode == 0, done.stdout + done.stderr
        assert tool.run("import front_pkg; print(front_pkg.twice(4))") == answer
        tool.pip("uninstall", "-y", "front-pkg")
    done = frontend(tool, "pip", "-v", "--config-settings", "featurs=ten", project)
    assert "the config-setting `featurs` is unknown" in done.stdout + done.stderr
    tool.pip("uninstall", "-y", "front-pkg")
    done = frontend(tool, "pip", "--config-settings", "build-args=--no-such", project)
    assert done.returncode != 0 and "`build-args` cannot be read" in done.stdout + done.stderr


def test_changed_source_of_an_editable_installation(tool: Rig, project: Path) -> None:
    done = frontend(tool, "pip", "-e", project)
    assert done.returncode == 0, done.stdout + done.stderr
    code = "import front_pkg; print(front_pkg.twice(4))"
    plain = [str(tool.python), "-c", code]

    def run(*, ferrule: bool) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            plain, env=around(tool, ferrule=ferrule), capture_output=True, text=True, check=False
        )

    assert run(ferrule=False).stdout == "8\n"
    source = project / "src" / "lib.rs"
    source.write_text(source.read_text().replace("2 * x", "3 * x"))
    refused = run(ferrule=False)
    last = refused.stderr.strip().splitlines()[-1]
    assert refused.returncode == 1 and last.startswith(f"ImportError: {source} changed since"), refused.stderr
    assert "Ferrule is not installed in this environment" in last
    rebuilt = run(ferrule=True)
    assert rebuilt.stdout == "12\n", rebuilt.stderr
    assert run(ferrule=False).stdout == "12\n"
    source.write_text(source.read_text().replace("3 * x", "3 * y"))
    broken = run(ferrule=True)
    assert broken.returncode == 1 and "src/lib.rs:6:" in broken.stderr and "cannot be built" in broken.stderr
    source.write_text(source.read_text().replace("3 * y", "3 * x"))
    assert run(ferrule=True).stdout == "12\n"
    tool.pip("uninstall", "-y", "front-pkg")


def test_python_of_the_frontend_is_built_for(tool: Rig, project: Path) -> None:
    code = f"import os; os.chdir({str(project)!r}); from ferrule import backend; "
    code += "print(backend.build_wheel('out'))"
    done = subprocess.run(
        [tool.python, "-c", code], env=around(tool), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert f"cp3{sys.version_info.minor}-linux_" in done.stdout


def test_build_makes_the_sdist_and_the_wheel_from_it(tool: Rig, project: Path) -> None:
    pytest.importorskip("build")
    command = [sys.executable, "-m", "build", "--no-isolation", "--skip-dependency-check", str(project)]
    done = subprocess.run(command, env=around(tool), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    names = sorted(path.name for path in (project / "dist").iterdir())
    assert names[0].startswith("front_pkg-1.0-cp3") and names[1] == "front_pkg-1.0.tar.gz"


def test_requirements(tool: Rig, tmp_path: Path) -> None:
    code = "from ferrule import backend; print(backend.get_requires_for_build_wheel())"

    def required(**variables: str) -> str:
        given = around(tool) | variables
        done = subprocess.run(
            [tool.python, "-c", code], env=given, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    bare = {"PATH": str(tmp_path), "HOME": str(tmp_path), "CARGO_HOME": str(tmp_path)}
    assert required() == "[]"
    if not os.environ.get("RUSTC"):
        assert required(**bare) == "['puccinialin>=0.1']"
        assert required(**bare, FERRULE_NO_INSTALL_RUST="1") == "[]"
