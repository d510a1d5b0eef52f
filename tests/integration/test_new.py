"""`ferrule new` and `ferrule init`: every template builds, passes its tests and packs; what they refuse."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from build_rig import Rig

from ferrule.cli.group import COMMANDS
from ferrule.project.templates import TEMPLATES
from ferrule.toolchain.interpreters import NEWEST, OLDEST


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_project_builds_and_passes_its_tests(tool: Rig, tmp_path: Path, template: str) -> None:
    name = f"Made-of.{template}"
    module = f"made_of_{template}"
    done = tool.ferrule("new", name, "--template", template, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    root = tmp_path / name
    assert "ferrule develop" in (root / "README.md").read_text()
    done = tool.ferrule("develop", cwd=root)
    assert done.returncode == 0 and "warning" not in done.stderr, done.stderr
    paths = [str(tool.site), str(root / "python"), *(one for one in sys.path if one.endswith("-packages"))]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and "2 passed" in done.stdout, done.stdout
    tool.pip("uninstall", "-y", name)
    done = tool.ferrule("build", cwd=root)
    assert done.returncode == 0, done.stderr
    tool.pip("install", root / done.stdout.strip())
    assert tool.run(f"import {module}; print({module}.mean([1, 2]), {module}.mean.__module__)").startswith(
        "1.5"
    )
    tool.pip("uninstall", "-y", name)
    assert not list(tool.site.glob("made_of*"))


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_workflow_runs_commands_that_exist(template: str) -> None:
    text = TEMPLATES[template][".github/workflows/wheels.yml"]
    assert set(re.findall(r"run: ferrule ([a-z-]+)", text)) <= set(COMMANDS)
    yaml = pytest.importorskip("yaml")
    jobs = yaml.safe_load(text)["jobs"]
    assert list(jobs) == ["build", "test", "publish"] and jobs["publish"]["needs"] == "test"
    every = [f"3.{minor}" for minor in range(OLDEST[1], NEWEST[1] + 1)]
    assert jobs["test"]["strategy"]["matrix"]["python"] == every
    assert jobs["build"]["steps"][1]["with"]["python-version"].split() == every
    assert re.findall(r"-i (3\.\d+)", text) == every


def test_init_keeps_what_is_there_and_refuses_to_overwrite(tool: Rig, tmp_path: Path) -> None:
    root = tmp_path / "my  words"
    root.mkdir()
    (root / "README.md").write_text("mine\n")
    assert tool.ferrule("init", cwd=root).returncode == 0
    assert (root / "README.md").read_text() == "mine\n" and (root / "my_words.rs").is_file()
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    done = tool.ferrule("init", root, "-t", "mixed")
    assert done.returncode == 5 and "pyproject.toml" in done.stderr and "nothing was written" in done.stderr
    assert before == {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    done = tool.ferrule("new", root)
    assert done.returncode == 5 and "exists and is not empty" in done.stderr and "ferrule init" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["class"], 5, "is a keyword of Python"),
        (["loop"], 2, "keyword of Rust"),
        (["json"], 5, "standard library"),
        (["x", "--name", "a b"], 2, "for example `a_b`"),
        (["x", "--name", "-"], 2, "cannot be the name"),
        (["2fast"], 5, "`_2fast`"),
        (["gruß"], 2, "for example `gru`"),
        (["words", "-t", "mixd"], 2, "mixd"),
        (["a_file"], 5, "exists and is not empty"),
        (["a_file/below"], 7, "cannot write"),
    ],
)
def test_what_new_refuses(tool: Rig, tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    (tmp_path / "a_file").write_text("")
    done = tool.ferrule("new", *arguments, cwd=tmp_path)
    assert done.returncode == code and re.search(said, done.stderr), done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name != "cache"] == ["a_file"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not stop this user")
def test_new_where_nothing_may_be_written(tool: Rig, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    done = tool.ferrule("new", locked / "words")
    assert done.returncode == 7 and "Check the permissions" in done.stderr
    assert not list(locked.iterdir())
