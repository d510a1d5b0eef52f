"""Source distributions: what is in them, and that the wheel from one is the wheel from the tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest
from build_rig import HELLO, MANIFEST, Rig, write_crate

PYPROJECT = """\
[build-system]
requires = ["ferrule"]
build-backend = "ferrule.backend"

[project]
name = "packed"
dynamic = ["version", "readme"]
"""


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def pure(root: Path, pyproject: str = PYPROJECT) -> Path:
    """A crate with what an sdist takes, and what it does not."""
    write_crate(root, "packed")
    return write(root, {
        "pyproject.toml": pyproject, "README.md": "# Packed\n", "LICENSE": "MIT\n",
        ".gitignore": "*.log\n!keep.log\n", "a.log": "", "keep.log": "kept\n",
        "target/debug/x": "", "dist/old.whl": "", "docs/dist/page.md": "page\n",
        "docs/.gitignore": "draft*\n", "docs/draft.md": "", ".git/HEAD": "", ".cargo/config.toml": "",
        "packed.pyi": "def twice(x: int) -> int: ...\n", "__pycache__/x.pyc": "", "notes/n.txt": "n\n",
    })  # fmt: skip


def inside(path: Path) -> set[str]:
    with tarfile.open(path) as archive:
        return {member.name.partition("/")[2] for member in archive.getmembers()}


def sdist(tool: Rig, root: Path, *more: str) -> Path:
    done = tool.ferrule("sdist", root, "-o", root.parent / "sdists", *more)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def same_wheel(tool: Rig, root: Path, packed: Path, scratch: Path) -> None:
    """The wheel from the sdist holds byte for byte what the wheel from the tree holds."""
    with tarfile.open(packed) as archive:
        archive.extractall(scratch, filter="data")
    wheels = []
    for place in (root, scratch / packed.name.removesuffix(".tar.gz")):
        out = scratch / f"wheel{len(wheels)}"
        done = tool.ferrule("build", place, "--compatibility", "linux", "-o", out)
        assert done.returncode == 0, done.stderr
        wheels.append(Path(done.stdout.strip()))
    assert wheels[0].name == wheels[1].name
    if wheels[0].read_bytes() != wheels[1].read_bytes():
        contents = []
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as archive:
                contents.append({name: archive.read(name) for name in archive.namelist()})
        assert sorted(contents[0]) == sorted(contents[1])
        assert not [name for name in contents[0] if contents[0][name] != contents[1][name]]


def test_files_of_a_crate(tool: Rig, tmp_path: Path) -> None:
    root = pure(tmp_path / "project")
    packed = sdist(tool, root)
    assert inside(packed) == {
        "PKG-INFO", "Cargo.toml", "src/lib.rs", "pyproject.toml", "README.md", "LICENSE", ".gitignore",
        "keep.log",
        "docs/dist/page.md", "docs/.gitignore", ".cargo/config.toml", "packed.pyi", "notes/n.txt",
    }  # fmt: skip
    same_wheel(tool, root, packed, tmp_path)
    again = tool.ferrule("sdist", root, "-o", tmp_path / "again")
    assert (tmp_path / "again" / packed.name).read_bytes() == packed.read_bytes(), again.stderr
    assert not list(tool.cache.glob("sdists/*/*"))


def test_include_exclude_and_what_git_knows(tool: Rig, tmp_path: Path) -> None:
    settings = '[tool.ferrule]\nexclude = ["docs", { path = "README.md", format = "wheel" }]\n'
    settings += 'include = ["a.log", { path = "target/debug/*", format = "wheel" }]\n'
    root = pure(tmp_path / "project", PYPROJECT + settings)
    found = inside(sdist(tool, root, "--no-build"))
    assert "a.log" in found and "README.md" in found and not any(name.startswith("docs") for name in found)
    (root / "pyproject.toml").write_text(PYPROJECT + '[tool.ferrule]\nsdist-generator = "git"\n')
    shutil.rmtree(root / ".git")
    done = tool.ferrule("sdist", root, "-o", tmp_path / "none", "--no-build")
    assert done.returncode == 8 and "git does not know" in done.stderr and not (tmp_path / "none").exists()
    subprocess.run(["git", "init", "-q", root], check=True)
    found = inside(sdist(tool, root, "--no-build"))
    assert "docs/dist/page.md" in found and not {"a.log", "docs/draft.md"} & found


def workspace(root: Path) -> Path:
    """A member of a workspace that inherits from it, with a crate of the workspace and one outside of it."""
    member = write(root / "space" / "member", {
        "pyproject.toml": PYPROJECT,
        "src/lib.rs": HELLO.replace("NAME", "packed").replace("2 * x", "helper::of(x)"),
        "Cargo.toml": (
            MANIFEST.replace("NAME", "packed").replace('version = "0.1.0"', "version.workspace = true")
            .replace("edition =", "readme.workspace = true\nedition =")
            + "helper.workspace = true\n[lints]\nworkspace = true\n"
        ),
    })  # fmt: skip
    write(root, {
        "space/Cargo.toml": (
            '[workspace]\nmembers = ["member", "helper", "unneeded"]\nresolver = "2"\n'
            '[workspace.package]\nversion = "3.1.0"\nreadme = "README.md"\n'
            '[workspace.dependencies]\nhelper = { path = "helper" }\n'
            '[workspace.lints.rust]\nunused = "allow"\n[profile.release]\nopt-level = 2\n'
        ),
        "space/README.md": "# The workspace\n",
        "space/Cargo.lock": (
            'version = 4\n\n[[package]]\nname = "helper"\nversion = "0.1.0"\ndependencies = [\n "outer",\n]\n'
            '\n[[package]]\nname = "outer"\nversion = "0.1.0"\n'
            '\n[[package]]\nname = "unneeded"\nversion = "0.1.0"\n'
        ),
        "space/helper/Cargo.toml": (
            '[package]\nname = "helper"\nversion = "0.1.0"\nedition = "2021"\n'
            '[dependencies]\nouter = { path = "../../outer" }\n'
        ),
        "space/helper/src/lib.rs": "pub fn of(x: i64) -> i64 { outer::factor(Some(x)) }\n",
        "space/unneeded/Cargo.toml": '[package]\nname = "unneeded"\nversion = "0.1.0"\nedition = "2021"\n',
        "space/unneeded/src/lib.rs": "",
        "outer/Cargo.toml": '[package]\nname = "outer"\nversion = "0.1.0"\nedition = "2021"\n',
        "outer/src/lib.rs": "pub fn factor(x: Option<i64>) -> i64 { 2 * x.unwrap() }\n",
    })  # fmt: skip
    return member


@pytest.mark.slow
def test_crates_from_outside_are_brought_in(tool: Rig, tmp_path: Path) -> None:
    member = workspace(tmp_path / "tree")
    packed = sdist(tool, member)
    found = inside(packed)
    assert {"Cargo.lock", "README.md", "local_dependencies/helper/src/lib.rs"} <= found
    assert "local_dependencies/outer/Cargo.toml" in found and not any("unneeded" in name for name in found)
    with tarfile.open(packed) as archive:
        read = {member.name.partition("/")[2]: archive.extractfile(member) for member in archive.getmembers()}
        lock = read["Cargo.lock"].read().decode()  # type: ignore[union-attr]
        info = read["PKG-INFO"].read().decode()  # type: ignore[union-attr]
    assert '"outer"' in lock and "unneeded" not in lock
    assert "Version: 3.1.0" in info and "# The workspace" in info
    unpacked = tmp_path / "elsewhere"
    with tarfile.open(packed) as archive:
        archive.extractall(unpacked, filter="data")
    shutil.rmtree(tmp_path / "tree")
    done = tool.ferrule("build", unpacked / "packed-3.1.0", "-o", tmp_path)
    assert done.returncode == 0, done.stderr
    tool.pip("install", done.stdout.strip())
    assert tool.run("import packed; print(packed.twice(4))") == "8"
    tool.pip("uninstall", "-y", "packed")


def test_sdist_that_cannot_be_built_is_not_written(tool: Rig, tmp_path: Path) -> None:
    root = pure(tmp_path / "project", PYPROJECT + '[tool.ferrule]\nexclude = ["notes"]\n')
    source = root / "src" / "lib.rs"
    source.write_text(source.read_text() + 'const _: &str = include_str!("../notes/n.txt");\n')
    done = tool.ferrule("sdist", root, "-o", tmp_path / "none")
    assert done.returncode == 3 and "The sdist cannot be built from" in done.stderr, done.stderr
    assert not (tmp_path / "none").exists() and not list(tool.cache.glob("sdists/*/*"))
    assert tool.ferrule("sdist", root, "-o", tmp_path / "dist", "--no-build").returncode == 0


def test_members_that_escape_are_refused(tool: Rig, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret\n")
    (tmp_path / "secrets").mkdir()
    for name, target in (("link.txt", "../secret.txt"), ("links", "../secrets"), ("loop", ".")):
        root = pure(tmp_path / name.partition(".")[0])
        (root / name).symlink_to(target)
        done = tool.ferrule("sdist", root, "-o", tmp_path / "none", "--no-build")
        assert done.returncode == 8 and f"{root / name} is a link" in done.stderr, done.stderr
    root = pure(tmp_path / "included", PYPROJECT + '[tool.ferrule]\ninclude = ["../secret.txt"]\n')
    done = tool.ferrule("sdist", root, "-o", tmp_path / "none", "--no-build")
    assert done.returncode == 8 and "leads out of the project's directory" in done.stderr
    bare = write_crate(tmp_path / "bare", "bare")
    done = tool.ferrule("sdist", bare, "-o", tmp_path / "none")
    assert done.returncode == 8 and "has no pyproject.toml" in done.stderr
    assert not (tmp_path / "none").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable_member(tool: Rig, tmp_path: Path) -> None:
    root = pure(tmp_path / "project")
    (root / "keep.log").chmod(0)
    done = tool.ferrule("sdist", root, "-o", tmp_path / "none", "--no-build")
    assert done.returncode == 7 and "keep.log cannot be read" in done.stderr


@pytest.mark.slow
def test_vendored_crates_need_no_network_and_no_repository(tool: Rig, tmp_path: Path) -> None:
    repository = write(tmp_path / "repository", {
        "Cargo.toml": '[package]\nname = "far"\nversion = "0.1.0"\nedition = "2021"\n',
        "src/lib.rs": "pub fn factor() -> i64 { 5 }\n",
    })  # fmt: skip
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@x", "-C", str(repository)]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *words], check=True)
    root = tmp_path / "project"
    crate = write_crate(root, "packed", f'far = {{ git = "file://{repository}" }}\n')
    write(root, {"pyproject.toml": PYPROJECT})
    source = crate / "src" / "lib.rs"
    source.write_text(source.read_text().replace("2 * x", "far::factor() * x"))
    tool.variables["CARGO_HOME"] = str(tmp_path / "cargo1")
    done = tool.ferrule("sdist", root, "--vendor", "--no-build", "-o", tmp_path)
    assert done.returncode == 0, done.stderr
    packed = Path(done.stdout.strip())
    assert {"vendor/far-0.1.0/src/lib.rs", ".cargo/config.toml"} <= inside(packed)
    with tarfile.open(packed) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    shutil.rmtree(repository)
    tool.variables |= {"CARGO_HOME": str(tmp_path / "cargo2"), "CARGO_NET_OFFLINE": "true"}
    done = tool.ferrule("build", tmp_path / "unpacked" / "packed-0.1.0", "-o", tmp_path)
    assert done.returncode == 0, done.stderr
