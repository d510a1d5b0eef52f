"""Metadata, tags and trees of wheels, as data."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from ferrule.base.errors import PackageError
from ferrule.base.record import replace
from ferrule.build.artifact import Artifact
from ferrule.package.metadata import metadata_of, normalized
from ferrule.package.record import record_entry, wheel_text
from ferrule.package.tags import Tag, tag_of
from ferrule.package.tree import MARK, Entry, module_entries
from ferrule.package.wheel import zip_bytes
from ferrule.project.discover import discover
from ferrule.toolchain.interpreters import this_interpreter
from ferrule.toolchain.target import Target

PYTHON = replace(
    this_interpreter(), version=(3, 13, 0), platform="linux-x86_64", free_threaded=False, debug=False,
    extension_suffixes=(".cpython-313-x86_64-linux-gnu.so", ".abi3.so", ".so"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Metadata is kept in the cache."""
    monkeypatch.setenv("FERRULE_CACHE_DIR", str(tmp_path / "cache"))


def artifact(directory: Path, *, pyproject: str = "", version: str = "0.1.0") -> Artifact:
    (directory / "src").mkdir(parents=True, exist_ok=True)
    (directory / "src" / "lib.rs").write_text("")
    (directory / "Cargo.toml").write_text(
        f'[package]\nname = "my-crate"\nversion = "{version}"\n[lib]\ncrate-type = ["cdylib"]\n'
    )
    if pyproject:
        (directory / "pyproject.toml").write_text(pyproject)
    library = directory / "built.so"
    library.write_bytes(b"native")
    found = discover(directory)
    return Artifact(
        project=found,
        interpreter=PYTHON,
        target=Target("x86_64-unknown-linux-gnu"),
        library=library,
        module=found.module,
        file_name=found.module.rpartition(".")[2] + PYTHON.extension_suffixes[0],
        abi3=None,
        stubs={f"{found.module.replace('.', '/')}.pyi": "def f() -> int: ...\n"},
        source_hash="",
        rebuilt=None,
    )


@pytest.mark.parametrize(
    ("changes", "abi3", "tag"),
    [
        ({}, None, "cp313-cp313-linux_x86_64"),
        ({"free_threaded": True}, None, "cp313-cp313t-linux_x86_64"),
        ({"debug": True}, None, "cp313-cp313d-linux_x86_64"),
        ({}, 9, "cp39-abi3-linux_x86_64"),
        ({"free_threaded": True, "debug": True}, None, "cp313-cp313td-linux_x86_64"),
    ],
)
def test_tags(tmp_path: Path, changes: dict[str, object], abi3: int | None, tag: str) -> None:
    made = replace(artifact(tmp_path), interpreter=replace(PYTHON, **changes), abi3=abi3)
    assert str(tag_of(made)) == tag


@pytest.mark.parametrize(
    ("triple", "variables", "platform"),
    [
        ("x86_64-unknown-linux-gnu", {}, "linux_x86_64"),
        ("x86_64-unknown-linux-musl", {}, "linux_x86_64"),
        ("aarch64-unknown-linux-gnu", {}, "linux_aarch64"),
        ("i686-unknown-linux-gnu", {}, "linux_i686"),
        ("armv7-unknown-linux-gnueabihf", {}, "linux_armv7l"),
        ("powerpc64le-unknown-linux-gnu", {}, "linux_ppc64le"),
        ("s390x-unknown-linux-gnu", {}, "linux_s390x"),
        ("riscv64gc-unknown-linux-gnu", {}, "linux_riscv64"),
        ("aarch64-apple-darwin", {}, "macosx_11_0_arm64"),
        ("x86_64-apple-darwin", {}, "macosx_10_12_x86_64"),
        ("x86_64-apple-darwin", {"MACOSX_DEPLOYMENT_TARGET": "10.15"}, "macosx_10_15_x86_64"),
        ("x86_64-apple-darwin", {"MACOSX_DEPLOYMENT_TARGET": "10.9"}, "macosx_10_12_x86_64"),
        ("aarch64-apple-darwin", {"MACOSX_DEPLOYMENT_TARGET": "13.4"}, "macosx_13_0_arm64"),
        ("aarch64-apple-darwin", {"MACOSX_DEPLOYMENT_TARGET": "10.14"}, "macosx_11_0_arm64"),
        ("aarch64-apple-darwin", {"MACOSX_DEPLOYMENT_TARGET": "nonsense"}, "macosx_11_0_arm64"),
        ("x86_64-pc-windows-msvc", {}, "win_amd64"),
        ("i686-pc-windows-msvc", {}, "win32"),
        ("aarch64-pc-windows-msvc", {}, "win_arm64"),
        ("x86_64-unknown-freebsd", {}, None),
    ],
)
def test_platforms_of_targets(triple: str, variables: dict[str, str], platform: str | None) -> None:
    assert Target(triple).platform_tag(variables) == platform


@pytest.mark.parametrize(
    ("triple", "width"),
    [("x86_64-unknown-linux-gnu", 64), ("i686-pc-windows-msvc", 32), ("s390x-unknown-linux-gnu", 64),
     ("armv7-unknown-linux-gnueabihf", 32), ("aarch64-apple-darwin", 64)],
)  # fmt: skip
def test_widths_of_targets(triple: str, width: int) -> None:
    assert Target(triple).pointer_width == width


def test_wheel_of_an_unknown_platform_has_the_name_that_python_gives_it(tmp_path: Path) -> None:
    python = replace(PYTHON, platform="freebsd-14.1-RELEASE-amd64")
    made = replace(artifact(tmp_path), interpreter=python, target=Target("x86_64-unknown-freebsd"))
    assert str(tag_of(made)) == "cp313-cp313-freebsd_14_1_RELEASE_amd64"


def test_tags_of_several_platforms_stand_in_one_file_name_and_on_lines_of_their_own() -> None:
    tag = Tag("cp312", "cp312", "manylinux_2_17_x86_64.manylinux2014_x86_64")
    assert str(tag) == "cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64"
    assert "Tag: cp312-cp312-manylinux2014_x86_64\n" in wheel_text(tag)
    assert "Tag: cp312-cp312-manylinux_2_17_x86_64\n" in wheel_text(tag)


def test_pure_tree_is_a_package_whose_init_is_native(tmp_path: Path) -> None:
    entries = {entry.path: entry for entry in module_entries(artifact(tmp_path))}
    assert sorted(entries) == [
        "my_crate/__init__.cpython-313-x86_64-linux-gnu.so",
        "my_crate/__init__.pyi",
        "my_crate/py.typed",
    ]
    assert entries["my_crate/__init__.pyi"].content.startswith(MARK.encode())


def test_hand_written_stub_wins(tmp_path: Path) -> None:
    made = artifact(tmp_path)
    (tmp_path / "my_crate.pyi").write_text("x: int\n")
    entries = {entry.path: entry.content for entry in module_entries(made)}
    assert entries["my_crate/__init__.pyi"] == b"x: int\n"


def test_module_without_stub_is_not_marked_as_typed(tmp_path: Path) -> None:
    entries = module_entries(replace(artifact(tmp_path), stubs={}))
    assert [entry.path for entry in entries] == ["my_crate/__init__.cpython-313-x86_64-linux-gnu.so"]


def test_mixed_tree_leaves_built_and_generated_files_out(tmp_path: Path) -> None:
    package = tmp_path / "pkg"
    (package / "__pycache__").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "data.txt").write_text("d")
    (package / "_n.cpython-313-x86_64-linux-gnu.so").write_text("old")
    (package / "_n.pyi").write_text(f"{MARK} lib.rs; changes are lost.\nold: int\n")
    (package / "__pycache__" / "x.pyc").write_text("")
    made = artifact(tmp_path, pyproject='[tool.ferrule]\nmodule-name = "pkg._n"\n')
    entries = {entry.path: entry.content for entry in module_entries(made)}
    assert sorted(entries) == [
        "pkg/__init__.py",
        "pkg/_n.cpython-313-x86_64-linux-gnu.so",
        "pkg/_n.pyi",
        "pkg/data.txt",
    ]
    assert (
        entries["pkg/_n.cpython-313-x86_64-linux-gnu.so"] == b"native" and b"def f" in entries["pkg/_n.pyi"]
    )


def test_project_table_wins_and_dynamic_fields_come_from_cargo(tmp_path: Path) -> None:
    text = (
        '[project]\nname = "Nice.Name"\ndynamic = ["version"]\n'
        'description = "d"\ndependencies = ["numpy>=1"]\n'
    )
    text += '[project.scripts]\ngo = "m:f"\n'
    metadata = metadata_of(artifact(tmp_path, pyproject=text, version="1.0.0-alpha.2").project)
    assert (metadata.name, metadata.version, metadata.stem) == ("Nice.Name", "1.0.0a2", "nice_name-1.0.0a2")
    assert (
        "Requires-Dist: numpy>=1" in metadata.text
        and metadata.entry_points == "[console_scripts]\ngo = m:f\n"
    )
    assert metadata_of(discover(tmp_path)) == metadata  # from the cache


@pytest.mark.parametrize(
    ("pyproject", "version", "said"),
    [
        ('[project]\nname = "x"\n', "0.1.0", "version"),
        ('[project]\nname = "x"\nversion = "1"\nrequires-python = "oops"\n', "0.1.0", "wrong"),
        ("", "0.1.0-nightly.x", "none that Python packages can have"),
        ('[project]\nname = "x"\nversion = "1"\nreadme = "GONE.md"\n', "0.1.0", "GONE"),
        (
            '[project]\nname = "x"\nversion = "1"\nlicense = "MIT"\nlicense-files = ["GONE"]\n',
            "0.1.0",
            "GONE|wrong",
        ),
    ],
)
def test_wrong_metadata(tmp_path: Path, pyproject: str, version: str, said: str) -> None:
    with pytest.raises(PackageError, match=said):
        metadata_of(artifact(tmp_path, pyproject=pyproject, version=version).project)


def test_licence_with_and_without_classifiers(tmp_path: Path) -> None:
    text = '[project]\nname = "x"\nversion = "1"\nlicense = { text = "Apache-2.0" }\n'
    assert "License-Expression: Apache-2.0" in metadata_of(artifact(tmp_path, pyproject=text).project).text
    text += 'classifiers = ["License :: OSI Approved :: Apache Software License"]\n'
    old = metadata_of(artifact(tmp_path, pyproject=text).project).text
    assert "\nLicense: Apache-2.0\n" in old and "License-Expression" not in old


def test_names_are_compared_as_pip_does() -> None:
    assert normalized("My__Crate.x") == "my-crate-x"


def test_record_and_zip() -> None:
    entries = [Entry("a/b,c.txt", b"x"), Entry("a/lib.so", b"y", executable=True)]
    record = record_entry("d.dist-info", entries)
    rows = list(csv.reader(io.StringIO(record.content.decode())))
    assert [row[0] for row in rows] == ["a/b,c.txt", "a/lib.so", "d.dist-info/RECORD"]
    assert rows[0][1].startswith("sha256=") and rows[0][2] == "1" and rows[2][1:] == ["", ""]
    assert zip_bytes(entries) == zip_bytes(entries)
