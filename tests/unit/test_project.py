"""Layout discovery, manifests, features and settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from ferrule.base.errors import ProjectError, UsageError
from ferrule.project.discover import discover
from ferrule.project.features import bridge_of, resolve
from ferrule.project.manifest import read_manifest, require_cdylib
from ferrule.project.settings import from_environment, read_settings

CRATE = '[package]\nname = "my-crate"\nversion = "0.1.0"\nedition = "2021"\n'
CDYLIB = '[lib]\ncrate-type = ["cdylib"]\n'


def crate(directory: Path, text: str = CRATE + CDYLIB) -> Path:
    (directory / "src").mkdir(parents=True, exist_ok=True)
    (directory / "src" / "lib.rs").write_text("")
    (directory / "Cargo.toml").write_text(text)
    return directory


def test_one_file(tmp_path: Path) -> None:
    source = tmp_path / "fast-path.rs"
    source.write_text("")
    project = discover(source)
    assert (project.module, project.manifest, project.python_source) == ("fast_path", None, None)
    assert discover(tmp_path).source == source
    (tmp_path / "other.rs").write_text("")
    with pytest.raises(ProjectError, match=r"several Rust files \(fast-path\.rs, other\.rs\)"):
        discover(tmp_path)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("class", "keyword"),
        ("2fast", "`_2fast`"),
        ("a b", "`a_b`"),
        ("random", "standard library"),
        ("grün", "cannot be a Python module"),
    ],
)
def test_names_that_cannot_be_imported(tmp_path: Path, name: str, said: str) -> None:
    source = tmp_path / f"{name}.rs"
    source.write_text("")
    with pytest.raises(ProjectError, match=said):
        discover(source)


def test_paths_that_are_nothing(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="does not exist"):
        discover(tmp_path / "gone.rs")
    with pytest.raises(ProjectError, match=r"neither a Cargo\.toml nor"):
        discover(tmp_path)
    (tmp_path / "app.py").write_text("")
    with pytest.raises(UsageError, match="not something that Ferrule builds"):
        discover(tmp_path / "app.py")


def test_crate(tmp_path: Path) -> None:
    project = discover(crate(tmp_path))
    assert (project.module, project.crate_name, project.edition) == ("my_crate", "my_crate", "2021")
    assert discover(tmp_path / "Cargo.toml") == project
    assert project.manifest is not None and project.manifest.needs_cargo is None


@pytest.mark.parametrize(
    ("lib", "said"),
    [
        ("", '    [lib]\n    crate-type = ["cdylib"]'),
        ('[lib]\nname = "x"\n', 'below its [lib]:\n\n    crate-type = ["cdylib"]'),
        ('[lib]\ncrate-type = ["rlib"]\n', 'crate-type = ["rlib", "cdylib"]'),
    ],
)
def test_crate_without_cdylib_is_told_the_lines_to_add(tmp_path: Path, lib: str, said: str) -> None:
    with pytest.raises(ProjectError) as caught:
        discover(crate(tmp_path, CRATE + lib))
    assert said in str(caught.value)


def test_crate_without_a_library(tmp_path: Path) -> None:
    (tmp_path / "Cargo.toml").write_text(CRATE)
    with pytest.raises(ProjectError, match="has no library"):
        require_cdylib(read_manifest(tmp_path / "Cargo.toml"))
    (tmp_path / "Cargo.toml").write_text('[workspace]\nmembers = ["a"]\n')
    with pytest.raises(ProjectError, match="a workspace without a package"):
        discover(tmp_path)


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "Cargo.toml").write_text("[package]\nname = \n")
    with pytest.raises(ProjectError, match=r"not valid TOML.*line 2"):
        discover(tmp_path)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ('[dependencies]\npyo3 = "0.29"\n', None),
        (
            (
                '[dependencies]\npyo3 = "0.29"\n[build-dependencies]\nmaturin '
                '= "1"\n[dev-dependencies]\nrand = "1"\n'
            ),
            None,
        ),
        ('[dependencies]\npyo3 = "0.29"\nrayon = "1"\n', "rayon"),
        ('[target."cfg(unix)".dependencies]\nlibc = "1"\n', "certain targets"),
    ],
)
def test_when_cargo_is_needed(tmp_path: Path, more: str, why: str | None) -> None:
    found = read_manifest(crate(tmp_path, CRATE + CDYLIB + more) / "Cargo.toml").needs_cargo
    assert found == why or (why is not None and found is not None and why in found)


def test_build_script_workspace_and_config_need_cargo(tmp_path: Path) -> None:
    root = crate(tmp_path / "one")
    (root / "build.rs").write_text("")
    assert "build script" in str(read_manifest(root / "Cargo.toml").needs_cargo)
    member = crate(
        tmp_path / "space" / "member", CRATE.replace('version = "0.1.0"', "version.workspace = true") + CDYLIB
    )
    (tmp_path / "space" / "Cargo.toml").write_text(
        '[workspace]\nmembers = ["member"]\n[workspace.package]\nversion = '
        '"3.2.1"\n[profile.release]\nopt-level = 1\n'
    )
    manifest = read_manifest(member / "Cargo.toml")
    assert manifest.version == "3.2.1" and manifest.release.opt_level == "1"
    assert "workspace" in str(manifest.needs_cargo)
    configured = crate(tmp_path / "two")
    (configured / ".cargo").mkdir()
    (configured / ".cargo" / "config.toml").write_text('[build]\nrustflags = ["-Ctarget-cpu=native"]\n')
    assert "settings" in str(read_manifest(configured / "Cargo.toml").needs_cargo)


def test_profile_and_lints(tmp_path: Path) -> None:
    text = (
        CRATE
        + CDYLIB
        + '[profile.release]\nlto = true\npanic = "abort"\nopt-level = "s"\nstrip = true\ndebug = 1\n'
    )
    text += '[lints.rust]\nunsafe_code = "forbid"\ndead_code = { level = "allow", priority = -1 }\n'
    manifest = read_manifest(crate(tmp_path, text) / "Cargo.toml")
    release = manifest.release
    assert (release.lto, release.panic, release.opt_level, release.strip, release.debug) == (
        "fat",
        "abort",
        "s",
        "symbols",
        "1",
    )
    assert manifest.lints == (("allow", "dead_code"), ("forbid", "unsafe_code"))


def test_features(tmp_path: Path) -> None:
    text = CRATE + CDYLIB + '[dependencies]\npyo3 = { version = "0.29", features = ["extension-module"] }\n'
    text += '[features]\ndefault = ["a"]\na = ["b"]\nb = ["pyo3/abi3-py310"]\nc = []\n'
    manifest = read_manifest(crate(tmp_path, text) / "Cargo.toml")
    on, bridge = resolve(manifest, ["c"], default=True, all_features=False)
    assert on == ("a", "b", "c", "default")
    assert bridge.abi3 == 10 and "macros" in bridge.features
    assert resolve(manifest, [], default=False, all_features=False)[0] == ()
    with pytest.raises(ProjectError, match=r"no feature `cc`.*mean `c`"):
        resolve(manifest, ["cc"], default=True, all_features=False)
    assert bridge_of(["abi3"]).abi3 == 0 and bridge_of([]).abi3 is None


def test_mixed_layouts(tmp_path: Path) -> None:
    root = crate(tmp_path, CRATE + CDYLIB)
    (root / "my_crate").mkdir()
    (root / "my_crate" / "__init__.py").write_text("")
    assert discover(root).module == "my_crate.my_crate"
    (root / "pyproject.toml").write_text('[tool.maturin]\nmodule-name = "pkg._x"\npython-source = "python"\n')
    with pytest.raises(ProjectError, match="`python-source` names"):
        discover(root)
    (root / "python").mkdir()
    with pytest.raises(ProjectError, match=r"package `pkg` that does not exist"):
        discover(root)
    (root / "python" / "pkg").mkdir()
    project = discover(root)
    assert (project.module, project.python_source, project.top_level) == ("pkg._x", root / "python", "pkg")


def test_settings_have_one_precedence() -> None:
    here = Path("pyproject.toml")
    table = {
        "tool": {
            "ferrule": {"features": ["f"], "profile": "dev"},
            "maturin": {"features": ["m"], "strip": True},
        }
    }
    settings = read_settings(table, here, {"profile": "release"}, from_environment({"FERRULE_PROFILE": "x"}))
    assert (settings.features, settings.profile, settings.strip) == (("f",), "release", True)
    assert read_settings(
        {}, here, from_environment({"FERRULE_FEATURES": "a b", "FERRULE_STRIP": "no"})
    ).features == ("a", "b")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"ferrule": {"modul-name": "x"}}, r"unknown key `modul-name`.*mean `module-name`"),
        ({"maturin": {"python-sorce": "x"}}, r"\[tool.maturin\].*mean `python-source`"),
        ({"ferrule": {"features": 3}}, "must be a list of strings"),
        ({"ferrule": {"strip": "perhaps"}}, "must be true or false"),
        ({"ferrule": {"module-name": ["x"]}}, "must be a string"),
        ({"ferrule": 1}, "must be a table"),
    ],
)
def test_wrong_settings(table: dict[str, object], said: str) -> None:
    with pytest.raises(ProjectError, match=said):
        read_settings({"tool": table}, Path("pyproject.toml"))
