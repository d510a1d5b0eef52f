"""Projects of several native modules: how they are found, named, and told apart."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from ferrule.base.errors import FerruleError, ProjectError, SourceError
from ferrule.build import several
from ferrule.build.report import Quiet, Services
from ferrule.build.run import Request
from ferrule.project.discover import Project, discover, remarks

DECLARES = "#[pymodule]\nfn m() {}\n"
PROJECT = '[project]\nname = "dist"\nversion = "1"\n'
CRATE = '[package]\nname = "core"\nversion = "0.1.0"\nedition = "2021"\n[lib]\ncrate-type = ["cdylib"]\n'


def write(root: Path, **files: str) -> Path:
    """Files by path; `__` in a name stands for `/`, a final `_xx` for `.xx`."""
    for name, text in files.items():
        stem, _, suffix = name.replace("__", "/").rpartition("_")
        path = root / f"{stem}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def package(directory: Path, **sources: str) -> Path:
    directory.mkdir(parents=True)
    (directory / "__init__.py").write_text("")
    return write(directory, **sources)


def names(project: Project) -> list[str]:
    return [one.module for one in project.modules]


def test_every_file_inside_packages_is_a_module(tmp_path: Path) -> None:
    write(tmp_path, pyproject_toml=PROJECT, top_rs=DECLARES, helper_rs="fn f() {}\n")
    package(
        tmp_path / "src" / "pkg", fast_rs=DECLARES, helper_rs="pub fn f() {}\n", **{"deep__a-b_rs": DECLARES}
    )
    (tmp_path / "src" / "no_package").mkdir()
    write(tmp_path / "src" / "no_package", other_rs=DECLARES)
    project = discover(tmp_path)
    assert names(project) == ["pkg.deep.a_b", "pkg.fast", "top"]
    assert [one.python_source for one in project.modules] == [tmp_path / "src", tmp_path / "src", None]
    assert (project.distribution, project.crate_name) == ("dist", "a_b")


def test_one_file_beside_pyproject_keeps_its_metadata(tmp_path: Path) -> None:
    project = discover(write(tmp_path, pyproject_toml=PROJECT, fast_rs="pub fn f() {}\n"))
    assert (project.module, project.distribution, project.more) == ("fast", "dist", ())
    write(tmp_path, pyproject_toml=PROJECT + '[tool.ferrule]\nmodule-name = "pkg.fast"\n')
    with pytest.raises(ProjectError, match="package `pkg` that does not exist"):
        discover(tmp_path)
    package(tmp_path / "pkg")
    assert discover(tmp_path).python_source == tmp_path
    write(tmp_path, second_rs="", fast_rs="")
    with pytest.raises(ProjectError, match=r"`module-name` is for one module, and .* has 2 Rust files"):
        discover(tmp_path)


def test_the_table_names_files_and_crates(tmp_path: Path) -> None:
    package(tmp_path / "pkg", fast_rs=DECLARES)
    write(tmp_path / "crates" / "core", Cargo_toml=CRATE, src__lib_rs="")
    table = '[tool.ferrule.modules]\n"pkg._core" = "crates/core"\n"pkg.quick" = "pkg/fast.rs"\n'
    project = discover(write(tmp_path, pyproject_toml=PROJECT + table, Cargo_toml="[workspace]\n"))
    assert names(project) == ["pkg._core", "pkg.quick"]
    assert project.manifest is not None and project.more[0].manifest is None
    assert remarks(project) == []


def test_a_crate_leaves_files_out_and_says_so(tmp_path: Path) -> None:
    package(tmp_path / "core", fast_rs=DECLARES)
    project = discover(write(tmp_path, pyproject_toml=PROJECT, Cargo_toml=CRATE, src__lib_rs=""))
    assert names(project) == ["core.core"]
    assert "fast.rs is not built, since the project has a Cargo.toml" in remarks(project)[0]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"class_rs": DECLARES}, "`class`, .* is a keyword"),
        ({"2d_rs": DECLARES}, "`2d`, .* cannot be a Python module's name"),
        (
            {"fast_rs": DECLARES, "fast_py": ""},
            r"`pkg\.fast` would be made from .*fast\.rs and from .*fast\.py",
        ),
        ({"fast_rs": DECLARES, "fast____init___py": ""}, r"and from .*__init__\.py"),
        (
            {"a-b_rs": DECLARES, "a_b_rs": DECLARES},
            r"`pkg\.a_b` would be made from .*a_b\.rs and from .*a-b\.rs",
        ),
    ],
)
def test_names_that_clash_or_cannot_be_imported(tmp_path: Path, files: dict[str, str], said: str) -> None:
    write(tmp_path, pyproject_toml=PROJECT)
    package(tmp_path / "pkg")
    for name, text in files.items():
        path = tmp_path / "pkg" / ("fast/__init__.py" if "____" in name else ".".join(name.rsplit("_", 1)))
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    with pytest.raises(ProjectError, match=said):
        discover(tmp_path)


def test_standard_library_names_matter_at_the_top_alone(tmp_path: Path) -> None:
    write(tmp_path, pyproject_toml=PROJECT)
    package(tmp_path / "pkg", json_rs=DECLARES)
    assert names(discover(tmp_path)) == ["pkg.json"]
    write(tmp_path, random_rs=DECLARES)
    with pytest.raises(ProjectError, match=r"`random`.*standard library"):
        discover(tmp_path)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('"pkg.fast" = "gone.rs"', r"names .*gone\.rs as the source of `pkg\.fast`, and it is no file"),
        ('"pkg.fast" = "pkg/__init__.py"', "Give a `.rs` file, or the directory of a crate"),
        ('"pkg.class" = "pkg/fast.rs"', "`class`, the name of `pkg.class` in `modules`, is a keyword"),
        ('"pkg.__init__" = "pkg/fast.rs"', r"would be made from .*fast\.rs and from .*__init__\.py"),
        ('"nopkg.fast" = "pkg/fast.rs"', "package `nopkg` that does not exist"),
        ('"pkg.fast" = "crates/none"', "is no file"),
    ],
)
def test_wrong_tables(tmp_path: Path, table: str, said: str) -> None:
    package(tmp_path / "pkg", fast_rs=DECLARES)
    write(tmp_path, pyproject_toml=f"{PROJECT}[tool.ferrule.modules]\n{table}\n")
    with pytest.raises(ProjectError, match=said):
        discover(tmp_path)


def test_the_table_excludes_settings_for_one_module(tmp_path: Path) -> None:
    package(tmp_path / "pkg", fast_rs=DECLARES)
    table = '[tool.ferrule]\nmodule-name = "x"\n[tool.ferrule.modules]\n"pkg.fast" = "pkg/fast.rs"\n'
    with pytest.raises(ProjectError, match="`modules` and `module-name` exclude each other"):
        discover(write(tmp_path, pyproject_toml=PROJECT + table))


def test_builds_run_side_by_side_and_all_failures_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, pyproject_toml=PROJECT)
    package(tmp_path / "pkg", a_rs=DECLARES, b_rs=DECLARES, c_rs=DECLARES)
    project = discover(tmp_path)
    together = threading.Barrier(2, timeout=20)

    def build(request: Request, services: Services, report: Quiet) -> object:
        if request.project.crate_name != "c":
            together.wait()
        raise SourceError(f"{request.project.module} is wrong.", detail=f"{request.project.source.name}:1")

    monkeypatch.setattr(several, "build", build)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    request = Request(project, None)  # type: ignore[arg-type]
    with pytest.raises(SourceError, match=r"3 of 3 modules .*: `pkg\.a`, `pkg\.b`, `pkg\.c`") as caught:
        several.build_together(request, lambda: None, Quiet())  # type: ignore[arg-type,return-value]
    assert caught.value.detail.count("is wrong.") == 3 and "b.rs:1" in caught.value.detail
    monkeypatch.setattr(several, "build", lambda *_: (_ for _ in ()).throw(FerruleError("No disk.")))
    with pytest.raises(FerruleError, match=r"^No disk\.$"):
        several.build_together(request, lambda: None, Quiet())  # type: ignore[arg-type,return-value]
