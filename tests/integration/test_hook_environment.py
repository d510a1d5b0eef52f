"""`ferrule hook`: the opt-in that lasts, in real environments."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from program_rig import RUST, Program

import ferrule
from ferrule.base.cachedir import cache_root

SOURCE = Path(ferrule.__file__).parents[1]


class Environment(Program):
    """A virtual environment in which Ferrule is installed, by a line of a `.pth` file."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory / "program")
        self.write("fast.rs", RUST)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", directory / "venv"], check=True)
        self.executable = directory / "venv" / "bin" / "python"
        self.site = next((directory / "venv" / "lib").glob("python*/site-packages"))
        self.ours = self.site / "aaa.pth"
        self.ours.write_text(f"{SOURCE}\n{sysconfig.get_path('purelib')}\n")
        del self.environment["PYTHONPATH"]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.executable, *words],
            cwd=self.directory,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def installed(tmp_path: Path) -> Environment:
    made = Environment(tmp_path)
    assert "without the hook" in made.run("-m", "ferrule", "hook", "status").stdout
    done = made.run("-m", "ferrule", "hook", "install")
    assert done.returncode == 0 and "warning" not in done.stderr, done.stderr
    return made


def test_every_program_of_the_environment_has_the_hook(installed: Environment) -> None:
    code = "import fast; print(fast.add(1, 2))"
    assert installed.run("-c", code).stdout == "3\n"
    installed.write("app.py", code)
    assert installed.run("app.py").stdout == "3\n"
    assert installed.run("-I", "-c", f"import sys; sys.path.insert(0, '.'); {code}").stdout == "3\n"
    for switch in (("-S",), ("-IS",)):
        assert "No module named 'fast'" in installed.run(*switch, "-c", code).stderr
    installed.environment["FERRULE_HOOK"] = "0"
    assert "No module named 'fast'" in installed.run("-c", code).stderr
    assert "FERRULE_HOOK=0" in installed.run("-m", "ferrule", "hook", "status").stdout
    del installed.environment["FERRULE_HOOK"]
    assert "starts with the hook" in installed.run("-m", "ferrule", "hook", "status").stdout
    assert "removed" in installed.run("-m", "ferrule", "hook", "uninstall").stderr
    assert "No module named 'fast'" in installed.run("-c", code).stderr
    assert "was not installed" in installed.run("-m", "ferrule", "hook", "uninstall").stderr


def test_python_starts_with_hardly_anything_of_ours(installed: Environment) -> None:
    code = "import sys; print([n for n in sys.modules if n.startswith('ferrule')], 'pathlib' in sys.modules)"
    loaded = installed.run("-c", code).stdout
    assert loaded == "['ferrule', 'ferrule.importer', 'ferrule.importer.finder'] False\n"


def test_python_starts_when_ferrule_is_gone_or_broken(installed: Environment) -> None:
    installed.ours.unlink()
    for _ in range(2):
        done = installed.run("-c", "print('up')")
        assert (done.stdout, done.stderr) == ("up\n", "")
        broken = installed.site / "ferrule" / "__init__.py"
        broken.parent.mkdir(exist_ok=True)
        broken.write_text("raise RuntimeError\n")


def test_spawned_processes_have_it_too(installed: Environment) -> None:
    installed.write(
        "app.py",
        """
import multiprocessing
import fast

def work(number):
    return fast.add(number, 1)

if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        print(pool.map(work, [1, 2]))
""",
    )
    assert installed.run("app.py").stdout == "[2, 3]\n"


def test_a_module_that_develop_installed_is_compared_too(installed: Environment) -> None:
    installed.write("made/thing.rs", RUST.replace("mod fast", "mod thing"))
    done = installed.run("-m", "ferrule", "develop", "made/thing.rs")
    assert done.returncode == 0, done.stderr
    code = "import thing, sys; print(thing.add(1, 2), 'ferrule.pipeline' in sys.modules, thing.__file__)"
    library = next((installed.site / "thing").glob("__init__.*.so"))
    assert installed.run("-c", code).stdout == f"3 False {library}\n"
    source = installed.write("made/thing.rs", RUST.replace("mod fast", "mod thing").replace("a + b", "a * b"))
    assert installed.run("-c", code).stdout == f"2 True {library}\n"
    assert installed.run("-c", code).stdout == f"2 False {library}\n"
    installed.write("made/thing.rs", "fn broken(")
    done = installed.run("-c", code)
    assert "ImportError: error: " in done.stderr and done.stderr.count("  File ") == 1
    installed.environment["PATH"] = "/nonexistent"
    installed.environment["HOME"] = "/nonexistent"
    installed.environment["FERRULE_CACHE_DIR"] = str(cache_root().path)
    done = installed.run("-c", code)
    assert "ImportError: thing was installed from " in done.stderr and "be compiled here" in done.stderr
    installed.environment["FERRULE_HOOK"] = "0"
    assert installed.run("-c", code).stdout == f"2 False {library}\n"
    del installed.environment["FERRULE_HOOK"]
    source.unlink()
    assert installed.run("-c", code).stdout == f"2 False {library}\n"


def test_places_that_are_not_ours(installed: Environment) -> None:
    assert "wrote" not in installed.run("-m", "ferrule", "hook", "install", "--user").stderr
    done = installed.run("-m", "ferrule", "hook", "install", "--user")
    assert done.returncode == 2 and "does not read the user's own packages" in done.stderr
    file = installed.site / "ferrule-hook.pth"
    file.unlink()
    file.mkdir()
    done = installed.run("-m", "ferrule", "hook", "install")
    assert done.returncode == 7 and done.stderr.startswith(f"error: cannot write {file}: "), done.stderr


def test_for_the_user(tmp_path: Path) -> None:
    if sys.prefix != sys.base_prefix:
        base = Path(sysconfig.get_config_var("BINDIR")) / Path(os.path.realpath(sys.executable)).name
    else:
        base = Path(sys.executable)
    program = Environment(tmp_path)
    program.executable = base
    program.environment["PYTHONUSERBASE"] = str(tmp_path / "user")
    program.environment["PYTHONPATH"] = f"{SOURCE}{os.pathsep}{sysconfig.get_path('purelib')}"
    done = program.run("-m", "ferrule", "hook", "install", "--user")
    assert done.returncode == 0, done.stderr
    assert program.run("-c", "import fast; print(fast.add(1, 2))").stdout == "3\n"
    assert "No module named 'fast'" in program.run("-s", "-c", "import fast").stderr
    assert str(tmp_path / "user") in program.run("-m", "ferrule", "hook", "status").stdout
