"""Projects and machines that are not as they should be: a sentence, an exit code, nothing half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from build_rig import HELLO, Rig, write_crate, write_file

PROJECT = '[project]\nname = "odd"\nversion = "1"\n'


@pytest.mark.parametrize(
    ("files", "code", "said"),
    [
        ({"pyproject.toml": "[project\n"}, 5, "pyproject.toml is not valid TOML"),
        ({"pyproject.toml": PROJECT + 'license = "MIT"\nlicense-files = ["GONE"]\n'}, 8, "GONE"),
        ({"pyproject.toml": PROJECT + 'license = { file = "GONE" }\n'}, 8, "GONE"),
        ({"pyproject.toml": PROJECT + 'readme = "GONE.md"\n'}, 8, "GONE.md"),
        ({"pyproject.toml": PROJECT + 'license = "No such licence"\n'}, 8, "license"),
        ({"pyproject.toml": PROJECT + 'classifiers = ["License :: Odd"]\nlicense = "MIT"\n'}, 8, "License"),
        ({"pyproject.toml": "[tool.ferrule]\nmodul-name = 'x'\n"}, 5, "Did you mean `module-name`?"),
        ({"pyproject.toml": "[tool.ferrule]\nmodule-name = 'odd.class'\n"}, 5, "keyword"),
        ({"pyproject.toml": "[tool.ferrule]\nmodule-name = 'random'\n"}, 5, "standard library"),
        ({"Cargo.toml": "[package]\nname = \n"}, 5, "Cargo.toml is not valid TOML"),
        ({"pyproject.toml": "[tool.ferrule]\ncompatibility = 'manylinux3'\n"}, 8, "no platform tag"),
    ],
)  # fmt: skip
def test_projects_with_a_mistake(
    tool: Rig, tmp_path: Path, files: dict[str, str], code: int, said: str
) -> None:
    crate = write_crate(tmp_path / "crate", "odd")
    for name, text in files.items():
        (crate / name).write_text(text)
    done = tool.ferrule("build", crate, "-o", tmp_path / "none")
    assert done.returncode == code and said in done.stderr, done.stderr
    assert "Traceback" not in done.stderr and not (tmp_path / "none").exists()


def test_two_modules_of_one_name(tool: Rig, tmp_path: Path) -> None:
    for place, other in (("pkg/same.rs", "pkg/same.py"), ("same.rs", "same/__init__.py")):
        root = tmp_path / place.replace("/", "_")
        (root / other).parent.mkdir(parents=True)
        (root / place).write_text(HELLO.replace("NAME", "same"))
        (root / "pkg").mkdir(exist_ok=True)
        (root / "pkg" / "__init__.py").write_text("")
        (root / other).write_text("")
        (root / "pyproject.toml").write_text(PROJECT)
        done = tool.ferrule("build", root, "-o", tmp_path / "none")
        assert done.returncode == 5 and f"would be made from {root / place} and from" in done.stderr, (
            done.stderr
        )
    assert not (tmp_path / "none").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable_licence(tool: Rig, tmp_path: Path) -> None:
    crate = write_crate(tmp_path / "crate", "odd")
    (crate / "LICENSE").write_text("MIT\n")
    (crate / "LICENSE").chmod(0)
    done = tool.ferrule("build", crate, "-o", tmp_path / "none")
    assert done.returncode == 7 and "LICENSE cannot be read" in done.stderr


def test_full_disk_leaves_no_half_wheel(tool: Rig, tmp_path: Path) -> None:
    source = write_file(tmp_path, "no_room")
    assert tool.ferrule("build", source, "-o", tmp_path / "first").returncode == 0
    command = " ".join(f"'{word}'" for word in tool.command("build", source, "-o", tmp_path / "dist"))
    # The library and the verdict on it are in the cache, so the wheel is the first file to meet the limit.
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 8; trap '' XFSZ; {command}"],
        env=tool.environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 7 and "cannot write" in done.stderr and "File too large" in done.stderr, (
        done.stderr
    )
    assert not list((tmp_path / "dist").iterdir())


def test_interrupted_wheel_and_sdist_leave_nothing(tool: Rig, tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    tool.variables["TMPDIR"] = str(tmp_path / "temporary")
    crate = write_crate(tmp_path / "crate", "endless")
    (crate / "pyproject.toml").write_text(PROJECT.replace("odd", "endless"))
    source = crate / "src" / "lib.rs"
    body = "const fn spin(n: u64) -> u64 { let mut i = 0; while i < n { i += 1; } i }\n"
    body += "#[allow(long_running_const_eval)]\nconst _: u64 = spin(u64::MAX);\n"
    source.write_text(source.read_text() + body)
    for words in (["build", "--check"], ["sdist"]):
        command = tool.command(*words, crate, "-o", tmp_path / "none")
        child = subprocess.Popen(command, env=tool.environment(), stderr=-1, text=True)
        assert child.stderr
        while "compiling endless" not in (line := child.stderr.readline()):
            assert line, "it ended by itself"
        time.sleep(0.2)
        child.send_signal(signal.SIGTERM)
        child.communicate(timeout=30)
        assert child.returncode == 143
        assert not (tmp_path / "none").exists() and not list((tmp_path / "temporary").iterdir())
        assert not list(tool.cache.glob("sdists/*/*")) and not list(tool.cache.glob("builds/*/tmp-*"))
