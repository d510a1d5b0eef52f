"""What settings and metadata put into wheels, and what an installation makes of it."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest
from build_rig import HELLO, MANIFEST, Rig, write_crate

PYPROJECT = """\
[build-system]
requires = ["ferrule"]
build-backend = "ferrule.backend"

[project]
name = "Full.Pkg"
dynamic = ["version", "description", "urls"]
requires-python = ">=3.9"
readme = { file = "docs/about.rst", content-type = "text/x-rst" }
license = "MIT AND (Apache-2.0 OR BSD-2-Clause)"
license-files = ["LICENSES/*.txt"]
keywords = ["one", "two"]
authors = [{ name = "A B", email = "a@b.org" }]
maintainers = [{ name = "C D" }]
classifiers = ["Programming Language :: Rust"]
dependencies = []

[project.optional-dependencies]
fast = ["numpy>=1.26; python_version >= '3.10'"]

[project.scripts]
full-four = "full_pkg:four"

[project.entry-points."full.plugins"]
core = "full_pkg._core"

[tool.maturin]
module-name = "full_pkg._core"
python-source = "python"
python-packages = ["full_extra"]
data = "extra.data"
include = [
    "notes/*.txt",
    { path = "for_sdist.txt", format = "sdist" },
    { path = "python/full_pkg/model.bin", format = ["wheel"] },
]
exclude = [{ path = "python/full_pkg/secret*", format = "wheel" }, "*.bak"]
"""


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def full_project(root: Path) -> Path:
    manifest = MANIFEST.replace("NAME", "full_core").replace("0.1.0", "1.0.0-rc.1", 1)
    manifest = manifest.replace(
        "edition", 'description = "All of it."\nrepository = "https://x.org/y"\nedition', 1
    )
    return write(
        root,
        {
            "pyproject.toml": PYPROJECT,
            "Cargo.toml": manifest,
            "src/lib.rs": HELLO.replace("NAME", "_core"),
            "docs/about.rst": "About\n=====\n",
            "LICENSES/MIT.txt": "MIT\n",
            "LICENSES/Apache.txt": "Apache\n",
            "python/full_pkg/__init__.py": (
                "from ._core import twice\n\ndef four():\n    print(twice(2))\n    return 3\n"
            ),
            "python/full_pkg/secret.txt": "no\n",
            "python/full_pkg/old.bak": "no\n",
            "python/full_pkg/model.bin": "weights\n",
            "python/full_extra/__init__.py": "x = 1\n",
            "notes/first.txt": "first\n",
            "for_sdist.txt": "no\n",
            "extra.data/scripts/full-tool": "#!python\nimport full_extra\nprint(full_extra.x)\n",
            "extra.data/data/share/full/table.csv": "1,2\n",
            "extra.data/headers/full.h": "int full;\n",
        },
    )


def test_everything_that_a_project_states(tool: Rig, tmp_path: Path) -> None:
    root = full_project(tmp_path / "project")
    done = tool.ferrule("build", root, "--compatibility", "linux", "-o", tmp_path)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(done.stdout.strip()) as archive:
        inside = {name for name in archive.namelist() if not name.startswith("full_pkg/_core.")}
        metadata = archive.read("full_pkg-1.0.0rc1.dist-info/METADATA").decode()
    stem = "full_pkg-1.0.0rc1"
    assert inside == {
        "full_pkg/__init__.py", "full_pkg/model.bin", "full_extra/__init__.py", "notes/first.txt",
        f"{stem}.data/scripts/full-tool", f"{stem}.data/data/share/full/table.csv",
        f"{stem}.data/headers/full.h",
        *(f"{stem}.dist-info/{name}" for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt")),
        f"{stem}.dist-info/licenses/LICENSES/MIT.txt", f"{stem}.dist-info/licenses/LICENSES/Apache.txt",
    }  # fmt: skip
    for line in (
        "Metadata-Version: 2.4", "Name: Full.Pkg", "Version: 1.0.0rc1", "Summary: All of it.",
        "License-Expression: MIT AND (Apache-2.0 OR BSD-2-Clause)", "License-File: LICENSES/Apache.txt",
        "Keywords: one,two", "Author-Email: A B <a@b.org>", "Maintainer: C D", "Requires-Python: >=3.9",
        "Project-URL: Source Code, https://x.org/y", "Provides-Extra: fast",
        "Description-Content-Type: text/x-rst", "Classifier: Programming Language :: Rust", "About\n=====",
    ):  # fmt: skip
        assert line in metadata, line

    # An installer of wheels and a development installation make the same of it, and leave nothing behind.
    before = snapshot(tool.venv)
    for install in (
        lambda: tool.pip("install", "--no-deps", done.stdout.strip()),
        lambda: develop(tool, root),
    ):
        install()
        run = subprocess.run([tool.venv / "bin" / "full-four"], capture_output=True, text=True, check=False)
        assert (run.stdout, run.returncode) == ("4\n", 3), run.stderr
        run = subprocess.run([tool.venv / "bin" / "full-tool"], capture_output=True, text=True, check=False)
        assert run.stdout == "1\n", run.stderr
        assert (tool.venv / "share" / "full" / "table.csv").read_text() == "1,2\n"
        assert list((tool.venv / "include").rglob("full.h"))
        tool.pip("uninstall", "-y", "full-pkg")
        assert snapshot(tool.venv) == before


def develop(tool: Rig, root: Path) -> None:
    done = tool.ferrule("develop", root)
    assert done.returncode == 0, done.stderr


def snapshot(venv: Path) -> set[str]:
    """Files of an environment, without what Python caches."""
    found = (path.relative_to(venv).as_posix() for path in venv.rglob("*") if path.is_file())
    return {name for name in found if "__pycache__" not in name}


def test_licence_and_readme_of_the_workspace_are_found(tool: Rig, tmp_path: Path) -> None:
    crate = write_crate(tmp_path / "space" / "member", "inheriting")
    manifest = crate / "Cargo.toml"
    manifest.write_text(
        manifest.read_text().replace(
            "edition", "readme.workspace = true\nlicense.workspace = true\nedition", 1
        )
    )
    write(tmp_path / "space", {
        "Cargo.toml": '[workspace]\nmembers = ["member"]\n'
                      '[workspace.package]\nreadme = "README.md"\nlicense = "MIT"\n',
        "README.md": "# Of the workspace\n", "LICENSE": "MIT\n",
    })  # fmt: skip
    code = "from ferrule.package.metadata import metadata_of; from ferrule.project.discover import discover\n"
    code += f"made = metadata_of(discover({str(crate)!r})); print(made.licenses, made.text)"
    command = [tool.command()[0], "-c", code]
    done = subprocess.run(command, env=tool.environment(), capture_output=True, text=True, check=True)
    assert "('LICENSE',)" in done.stdout and "License-File: LICENSE" in done.stdout
    assert "# Of the workspace" in done.stdout and "License-Expression: MIT" in done.stdout


@pytest.mark.parametrize(
    ("settings", "files", "code", "said"),
    [
        ('data = "gone"', {}, 8, "`data` names"),
        ("", {"odd.data/programs/x": ""}, 8, "cannot be put into a wheel's data"),
        ('include = ["../*"]', {}, 8, "leads out of the project's directory"),
        ('include = ["/etc/passwd"]', {}, 8, "leads out of the project's directory"),
        ('include = [{ path = "x", from = "out-dir", to = "y" }]', {}, 8, "build script"),
        ('python-packages = ["gone"]', {"odd/__init__.py": ""}, 8, "does not exist"),
    ],
)
def test_settings_that_cannot_be_followed(
    tool: Rig, tmp_path: Path, settings: str, files: dict[str, str], code: int, said: str
) -> None:
    crate = write_crate(tmp_path / "crate", "odd")
    write(crate, {"pyproject.toml": f"[tool.ferrule]\n{settings}\n", **files})
    if files.get("odd/__init__.py") is not None:
        (crate / "src" / "lib.rs").write_text(HELLO.replace("NAME", "odd"))
    done = tool.ferrule("build", crate, "-o", tmp_path / "none")
    assert done.returncode == code and said in done.stderr, done.stderr
    assert not (tmp_path / "none").exists()
