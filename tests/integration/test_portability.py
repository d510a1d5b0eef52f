"""Platform tags of real wheels: what symbols allow, libraries that are brought along, several Pythons."""

from __future__ import annotations

import os
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from build_rig import MANIFEST, Rig, write_crate, write_file

from ferrule.toolchain.environment import find_all

GRAFTED = """\
use pyo3::prelude::*;

#[link(name = "extra")]
unsafe extern "C" {
    fn triple_it(x: i64) -> i64;
}

#[pyfunction]
fn thrice(x: i64) -> i64 {
    unsafe { triple_it(x) }
}

#[pymodule]
mod grafted {
    #[pymodule_export]
    use super::thrice;
}
"""


def test_wheel_gets_the_tag_that_its_symbols_allow(tool: Rig, tmp_path: Path) -> None:
    source = write_file(tmp_path, "audited")
    done = tool.ferrule("build", source, "-o", tmp_path)
    assert done.returncode == 0, done.stderr
    wheel = Path(done.stdout.strip())
    found = re.search(r"-manylinux_2_(\d+)_\w+\.whl$", wheel.name)
    assert found is not None
    with zipfile.ZipFile(wheel) as archive:
        assert f"-manylinux_2_{found[1]}_" in archive.read("audited-0.0.0.dist-info/WHEEL").decode()
    tool.pip("install", wheel)
    assert tool.run("import audited; print(audited.twice(2))") == "4"
    tool.pip("uninstall", "-y", "audited")

    newer = tool.ferrule("build", source, "-o", tmp_path, "--compatibility", f"2_{int(found[1]) + 1}")
    assert f"manylinux_2_{int(found[1]) + 1}_" in newer.stdout
    plain = tool.ferrule("build", source, "-o", tmp_path, "--skip-auditwheel")
    assert "-linux_" in plain.stdout and "warning" not in plain.stderr
    refused = tool.ferrule("build", source, "-o", tmp_path / "none", "--manylinux", "manylinux1")
    assert refused.returncode == 8 and not (tmp_path / "none").exists()
    assert f"cannot be manylinux_2_5: it needs GLIBC_2.{found[1]}" in refused.stderr
    wrong = tool.ferrule("build", source, "-o", tmp_path / "none", "--manylinux", "manylinux_2_4")
    assert wrong.returncode == 8 and "knows no policy `manylinux_2_4`" in wrong.stderr


def write_grafted(root: Path) -> Path:
    """A crate that links a library of its own, which lies in `lib`."""
    (root / "lib").mkdir(parents=True)
    (root / "src").mkdir()
    (root / "extra.c").write_text("long triple_it(long x) { return 3 * x; }\n")
    command = ["cc", "-shared", "-fPIC", "-Wl,-soname,libextra.so.1", "-o", "lib/libextra.so.1", "extra.c"]
    subprocess.run(command, cwd=root, check=True)
    (root / "lib" / "libextra.so").symlink_to("libextra.so.1")
    (root / "Cargo.toml").write_text(MANIFEST.replace("NAME", "grafted"))
    (root / "src" / "lib.rs").write_text(GRAFTED)
    (root / "pyproject.toml").write_text(
        '[project]\nname = "grafted"\nversion = "1"\n'
        f'[tool.ferrule]\nrustc-args = ["-Lnative={root / "lib"}"]\n'
    )
    return root


def test_shared_libraries_come_along_or_are_refused(tool: Rig, tmp_path: Path) -> None:
    root = write_grafted(tmp_path / "project")
    lost = tool.ferrule("build", root, "-o", tmp_path / "none")
    assert lost.returncode == 8 and "`libextra.so.1`".strip("`") in lost.stderr
    assert "LD_LIBRARY_PATH" in lost.stderr and not (tmp_path / "none").exists()
    tool.variables["LD_LIBRARY_PATH"] = str(root / "lib")
    for mode, code in (("check", 8), ("warn", 0)):
        done = tool.ferrule("build", root, "-o", tmp_path / mode, "--auditwheel", mode)
        assert done.returncode == code and "libextra.so.1" in done.stderr, done.stderr
    assert "-linux_" in done.stdout
    done = tool.ferrule("build", root, "-o", tmp_path / "dist")
    assert done.returncode == 0 and "-manylinux_" in done.stdout, done.stderr
    again = tool.ferrule("build", root, "-o", tmp_path / "again")
    wheel = Path(done.stdout.strip())
    assert wheel.read_bytes() == Path(again.stdout.strip()).read_bytes()
    (root / "lib").rename(tmp_path / "gone")
    tool.pip("install", wheel)
    assert tool.run("import grafted; print(grafted.thrice(4))") == "12"
    assert list(tool.site.glob("grafted.libs/libextra*"))
    tool.pip("uninstall", "-y", "grafted")
    assert not list(tool.site.glob("grafted*"))


def test_one_wheel_for_each_interpreter_and_the_others_when_one_fails(tool: Rig, tmp_path: Path) -> None:
    mine = str(tool.python)
    done = tool.ferrule("build", write_file(tmp_path, "many"), "-i", "3.2", "-i", mine, "-o", tmp_path)
    assert done.returncode == 4, done.stderr
    assert len(done.stdout.split()) == 1 and Path(done.stdout.strip()).is_file()
    assert "no wheel for 3.2" in done.stderr and "1 wheel(s) written, 2 interpreters" in done.stderr


def test_one_wheel_for_the_stable_abi_serves_several_interpreters(tool: Rig, tmp_path: Path) -> None:
    crate = write_crate(tmp_path / "crate", "stable_once")
    manifest = crate / "Cargo.toml"
    stable = 'pyo3 = { version = "0.29", features = ["abi3-py39"] }'
    manifest.write_text(manifest.read_text().replace('pyo3 = "0.29"', stable))
    mine = str(tool.python)
    done = tool.ferrule("build", crate, "-i", mine, "-i", mine, "-o", tmp_path)
    assert done.returncode == 0 and len(done.stdout.split()) == 1, done.stderr
    assert "-cp39-abi3-" in done.stdout and "is served by the wheel for the stable ABI" in done.stderr


@pytest.mark.slow
def test_every_interpreter_that_fits(tool: Rig, tmp_path: Path) -> None:
    crate = write_crate(tmp_path / "crate", "fitting")
    (crate / "pyproject.toml").write_text(
        '[project]\nname = "fitting"\nversion = "1"\nrequires-python = ">=3.11,<3.13"\n'
    )
    present = {
        item.interpreter.short_version for item in find_all(crate) if item.interpreter and not item.refusal
    }
    if not present & {"3.11", "3.12"}:
        pytest.skip("neither of the two is here")
    done = tool.ferrule("build", crate, "--find-interpreter", "-o", tmp_path)
    assert done.returncode == 0, done.stderr
    built = {Path(name).name.split("-")[2] for name in done.stdout.split()}
    assert built == {f"cp3{minor}" for minor in (11, 12) if f"3.{minor}" in present}


def test_targets(tool: Rig, tmp_path: Path) -> None:
    source = write_file(tmp_path, "targeted")
    host = subprocess.run(
        [os.environ.get("RUSTC") or "rustc", "-vV"], capture_output=True, text=True, check=True
    ).stdout
    native = re.search(r"host: (\S+)", host)[1]  # type: ignore[index]
    assert tool.ferrule("build", source, "--target", native, "-o", tmp_path).returncode == 0
    done = tool.ferrule("build", source, "--target", "i686-pc-windows-msvc", "-o", tmp_path)
    assert done.returncode == 4 and "Build on a machine of that kind." in done.stderr
    done = tool.ferrule("build", source, "--target", f"{native}_", "-o", tmp_path)
    assert done.returncode == 4 and f"Did you mean `{native}`?" in done.stderr


def test_wheel_is_checked_before_it_is_put_in_place(tool: Rig, tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    tool.variables["TMPDIR"] = str(tmp_path / "temporary")
    crate = write_crate(tmp_path / "crate", "checked")
    done = tool.ferrule("build", crate, "--check", "-o", tmp_path / "dist")
    assert done.returncode == 0 and Path(done.stdout.strip()).parent == tmp_path / "dist", done.stderr
    source = crate / "src" / "lib.rs"
    source.write_text(
        source.read_text().replace(
            "    Ok(())", '    Err(pyo3::exceptions::PyValueError::new_err("not today"))'
        )
    )
    done = tool.ferrule("build", crate, "--check", "-o", tmp_path / "none")
    assert done.returncode == 8 and "`import checked` fails" in done.stderr and "not today" in done.stderr
    assert not (tmp_path / "none").exists() and not list((tmp_path / "temporary").iterdir())
