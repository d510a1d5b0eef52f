"""A shell as a user has it after `pip install ferrule` into a fresh, active environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import ferrule


def activated(directory: Path) -> dict[str, str]:
    """Make a fresh environment that has Ferrule below `directory`; returns the variables of a shell in it."""
    venv = directory / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    site = next((venv / "lib").glob("python*/site-packages"))
    # Ferrule and what it needs come from where the tests have them: installing would ask the network.
    paths = [
        str(Path(ferrule.__file__).parents[1]),
        *(path for path in sys.path if path.endswith("-packages")),
    ]
    (site / "ferrule-of-the-tests.pth").write_text("\n".join(paths) + "\n")
    script = venv / "bin" / "ferrule"
    script.write_text(f"#!{venv / 'bin' / 'python'}\nfrom ferrule.cli import main\nmain()\n")
    script.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CONDA_"))}
    return kept | {"VIRTUAL_ENV": str(venv), "PATH": f"{venv / 'bin'}{os.pathsep}{os.environ['PATH']}"}


@dataclass
class Shell:
    """An active environment, and the directory in which the shell stands."""

    environment: dict[str, str]
    directory: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command, found on the shell's PATH."""
        found = shutil.which(command[0], path=self.environment["PATH"])
        assert found is not None, command[0]
        return self._run([found, *command[1:]])

    def good(self, *command: str) -> str:
        """Run a command that must succeed, and return what it printed."""
        done = self.run(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def typed(self, line: str) -> subprocess.CompletedProcess[str]:
        """Run a line of shell language."""
        return self._run(["sh", "-c", line])

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, capture_output=True, text=True, check=False, env=self.environment, cwd=self.directory
        )
