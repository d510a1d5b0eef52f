"""`ferrule develop` with real rustc, real environments and real pip."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from build_rig import HELLO, SOURCE, Rig, shared_cache, write_crate, write_file

SEED = """\
use pyo3::prelude::*;
/// Returns a greeting string for the provided name.
#[pyfunction]
fn greet(name: &str) -> String {
format!("Hello, {}!", name)
}
/// Initializes the Python module and registers exported functions.
#[pymodule]
fn my_rust_module(m: &Bound<'_, PyModule>) -> PyResult<()> {
m.add_function(wrap_pyfunction!(greet, m)?)?;
Ok(())
}
"""


def test_file_is_installed_listed_and_uninstalled(tool: Rig, tmp_path: Path) -> None:
    before = sorted(tool.site.iterdir())
    source = write_file(tmp_path, "one_file")
    done = tool.ferrule("develop", source)
    assert done.returncode == 0, done.stderr
    assert "building one_file" in done.stderr and "optimised" in done.stderr
    assert tool.run("import one_file; print(one_file.twice(21))") == "42"
    assert "one_file" in tool.pip("list").replace("-", "_")
    assert "ferrule" in (tool.site / "one_file-0.0.0.dist-info" / "INSTALLER").read_text()
    tool.pip("uninstall", "-y", "one_file")
    assert sorted(tool.site.iterdir()) == before


def test_unchanged_source_is_not_compiled_and_a_changed_one_says_why(tool: Rig, tmp_path: Path) -> None:
    source = write_file(tmp_path, "changing")
    assert tool.ferrule("develop", source).returncode == 0
    again = tool.ferrule("develop", source)
    assert again.returncode == 0 and "up to date" in again.stderr and "building" not in again.stderr
    source.write_text(source.read_text().replace("2 * x", "3 * x"))
    third = tool.ferrule("develop", source)
    assert "rebuilding changing" in third.stderr and "changing.rs changed" in third.stderr
    assert tool.run("import changing; print(changing.twice(2))") == "6"
    fourth = tool.ferrule("develop", source, "--debug")
    assert "unoptimised" in fourth.stderr
    assert tool.run("import changing; print(changing.twice(2))") == "6"


def test_module_in_a_second_file_is_tracked(tool: Rig, tmp_path: Path) -> None:
    source = write_file(tmp_path, "outer")
    source.write_text("mod inner;\n" + source.read_text().replace("2 * x", "inner::factor() * x"))
    (tmp_path / "inner.rs").write_text("pub fn factor() -> i64 { 5 }\n")
    assert tool.ferrule("develop", source).returncode == 0
    (tmp_path / "inner.rs").write_text("pub fn factor() -> i64 { 7 }\n")
    done = tool.ferrule("develop", source)
    assert "inner.rs changed" in done.stderr
    assert tool.run("import outer; print(outer.twice(1))") == "7"


def test_article_steps(tool: Rig, tmp_path: Path) -> None:
    crate = tmp_path / "my_rust_module"
    (crate / "src").mkdir(parents=True)
    (crate / "src" / "lib.rs").write_text(SEED)
    manifest = '[package]\nname = "my_rust_module"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\n'
    manifest += 'pyo3 = { version = "0.29.0", features = ["extension-module"] }\n\n'
    manifest += '[build-dependencies]\nmaturin = "1.9.6"\n'
    (crate / "Cargo.toml").write_text(manifest)
    refused = tool.ferrule("develop", cwd=crate)
    assert refused.returncode == 5
    assert '[lib]\n    crate-type = ["cdylib"]' in refused.stderr
    (crate / "Cargo.toml").write_text(
        manifest + '\n[lib]\ncrate-type = ["cdylib"]\nname = "my_rust_module"\n'
    )
    done = tool.ferrule("develop", cwd=crate)
    assert done.returncode == 0, done.stderr
    assert tool.run("import my_rust_module; print(my_rust_module.greet('World'))") == "Hello, World!"
    assert sorted(path.name for path in crate.iterdir()) == ["Cargo.toml", "src"]
    tool.pip("uninstall", "-y", "my_rust_module")


def test_newer_version_replaces_the_older_and_leaves_nothing(tool: Rig, tmp_path: Path) -> None:
    crate = write_crate(tmp_path / "crate", "versioned")
    before = sorted(tool.site.iterdir())
    assert tool.ferrule("develop", crate).returncode == 0
    manifest = crate / "Cargo.toml"
    manifest.write_text(manifest.read_text().replace("0.1.0", "0.2.0"))
    assert tool.ferrule("develop", crate).returncode == 0
    found = [path.name for path in tool.site.glob("versioned*")]
    assert sorted(found) == ["versioned", "versioned-0.2.0.dist-info"]
    tool.pip("uninstall", "-y", "versioned")
    assert sorted(tool.site.iterdir()) == before


def test_wheel_installed_by_pip_is_replaced(tool: Rig, tmp_path: Path) -> None:
    crate = write_crate(tmp_path / "crate", "both_ways")
    built = tool.ferrule("build", crate, "-o", tmp_path / "dist")
    assert built.returncode == 0, built.stderr
    tool.pip("install", "--no-deps", built.stdout.strip())
    assert tool.run("import both_ways; print(both_ways.twice(4))") == "8"
    assert tool.ferrule("develop", crate).returncode == 0
    assert tool.pip("list").count("both") == 1
    tool.pip("uninstall", "-y", "both_ways")
    assert not list(tool.site.glob("both_ways*"))


def test_loaded_library_is_never_written_into(tool: Rig, tmp_path: Path) -> None:
    source = write_file(tmp_path, "loaded")
    assert tool.ferrule("develop", source).returncode == 0
    code = (
        "import loaded, sys; print(loaded.twice(1), flush=True); sys.stdin.readline(); print(loaded.twice(1))"
    )
    child = subprocess.Popen([tool.python, "-I", "-c", code], stdin=-1, stdout=-1, text=True)
    assert child.stdout and child.stdout.readline() == "2\n"
    source.write_text(source.read_text().replace("2 * x", "9 * x"))
    assert tool.ferrule("develop", source).returncode == 0
    out, _ = child.communicate("\n")
    assert out == "2\n" and child.returncode == 0
    assert tool.run("import loaded; print(loaded.twice(1))") == "9"


def test_foreign_module_of_the_same_name_is_not_overwritten(tool: Rig, tmp_path: Path) -> None:
    (tool.site / "taken").mkdir()
    (tool.site / "taken" / "__init__.py").write_text("mine = True\n")
    done = tool.ferrule("develop", write_file(tmp_path, "taken"))
    assert done.returncode == 8 and "another distribution" in done.stderr
    assert tool.run("import taken; print(taken.mine)") == "True"


def test_rustc_error_is_shown_at_the_line_and_the_installed_module_stays(tool: Rig, tmp_path: Path) -> None:
    source = write_file(tmp_path, "broken")
    assert tool.ferrule("develop", source).returncode == 0
    good = source.read_text()
    source.write_text(good.replace("2 * x", 'x + "two"'))
    done = tool.ferrule("develop", source)
    assert done.returncode == 3
    assert "broken.rs:6:" in done.stderr and "does not compile: 1 error." in done.stderr
    assert "Traceback" not in done.stderr
    assert tool.run("import broken; print(broken.twice(1))") == "2"
    source.write_text(good)
    assert "up to date" in tool.ferrule("develop", source).stderr


def test_file_that_is_no_rust(tool: Rig, tmp_path: Path) -> None:
    source = tmp_path / "poem.rs"
    source.write_text("def f(x):\n    return 2 * x\n")
    done = tool.ferrule("develop", source)
    assert done.returncode == 3 and "poem.rs:1:" in done.stderr and "Traceback" not in done.stderr


def test_module_of_another_name(tool: Rig, tmp_path: Path) -> None:
    source = tmp_path / "file_name.rs"
    source.write_text(HELLO.replace("NAME", "module_name"))
    done = tool.ferrule("develop", source)
    assert done.returncode == 3
    assert "`module_name`" in done.stderr and "file_name.rs" in done.stderr and "Rename it" in done.stderr
    crate = write_crate(tmp_path / "crate", "library_name")
    (crate / "src" / "lib.rs").write_text(HELLO.replace("NAME", "module_name"))
    done = tool.ferrule("develop", crate)
    assert done.returncode == 3 and 'name = "module_name"' in done.stderr


def test_cache_that_cannot_be_written(tool: Rig, tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file where a directory should be")
    tool.variables |= {
        "FERRULE_CACHE_DIR": str(tmp_path / "blocked" / "cache"),
        "TMPDIR": str(tmp_path / "tmp"),
    }
    (tmp_path / "tmp").mkdir()
    shared_cache(tmp_path / "tmp" / f"ferrule-cache-{os.getuid()}")
    done = tool.ferrule("develop", write_file(tmp_path, "homeless"))
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("warning") == 1 and "cannot be written" in done.stderr
    assert tool.run("import homeless; print(homeless.twice(1))") == "2"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_is_one_sentence(tool: Rig, tmp_path: Path) -> None:
    fake = tmp_path / "rustc"
    fake.write_text(
        "#!/bin/sh\n"
        'case "$*" in *--emit=link*) echo "error: No space left on device (os error 28)" >&2; exit 1;; esac\n'
        f'exec {os.environ.get("RUSTC") or "rustc"} "$@"\n'
    )
    fake.chmod(0o755)
    tool.variables["RUSTC"] = str(fake)
    done = tool.ferrule("develop", write_file(tmp_path, "no_room"))
    assert (
        done.returncode == 7
        and "No space left on device" in done.stderr
        and "Free some disk space" in done.stderr
    )


@pytest.mark.parametrize(
    ("number", "code", "said_then"), [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "")]
)
def test_interrupt_ends_rustc_and_leaves_nothing_half_written(
    tool: Rig, tmp_path: Path, number: int, code: int, said_then: str
) -> None:
    source = write_file(tmp_path, "endless")
    body = "const fn spin(n: u64) -> u64 { let mut i = 0; while i < n { i += 1; } i }\n"
    body += "#[allow(long_running_const_eval)]\nconst _: u64 = spin(u64::MAX);\n"
    source.write_text(source.read_text() + body)
    assert tool.ferrule("doctor").returncode == 0
    child = subprocess.Popen(tool.command("develop", source), env=tool.environment(), stderr=-1, text=True)
    assert child.stderr
    while "building endless" not in (line := child.stderr.readline()):
        assert line, "it ended by itself"
    time.sleep(1)
    child.send_signal(number)
    try:
        _, said = child.communicate(timeout=30)
    finally:
        leftover = _children_with(str(tmp_path))
        subprocess.run(["pkill", "-f", str(tmp_path)], check=False)
    assert child.returncode == code and said_then in said and "Traceback" not in said
    assert not leftover
    assert not list(tool.cache.glob("builds/*/tmp-*")) and not list(tool.cache.glob("builds/*/*.so"))
    assert not (tool.site / "endless").exists()
    write_file(tmp_path, "endless")
    assert tool.ferrule("develop", source).returncode == 0
    tool.pip("uninstall", "-y", "endless")


def _children_with(word: str) -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if "rustc" in line and word in line:
            found.append(line)
    return found


def test_two_builds_at_once(tool: Rig, tmp_path: Path) -> None:
    source = write_file(tmp_path, "contended")
    children = [
        subprocess.Popen(tool.command("develop", source), env=tool.environment(), stderr=-1, text=True)
        for _ in range(4)
    ]
    said = [child.communicate(timeout=120)[1] for child in children]
    assert [child.returncode for child in children] == [0, 0, 0, 0], said
    assert sum("building contended" in text for text in said) == 1
    assert tool.run("import contended; print(contended.twice(3))") == "6"
    assert len(list(tool.cache.glob("builds/contended-*/*.so"))) == 1


def test_killed_build_leaves_no_lock(tool: Rig, tmp_path: Path) -> None:
    source = write_file(tmp_path, "killed")
    child = subprocess.Popen(tool.command("develop", source), env=tool.environment(), stderr=-1, text=True)
    assert child.stderr and "building" in child.stderr.readline()
    child.kill()
    child.communicate()
    done = tool.ferrule("develop", source)
    assert done.returncode == 0, done.stderr
    assert not list(tool.cache.glob("builds/*/tmp-*"))


def test_odd_paths(tool: Rig, tmp_path: Path) -> None:
    directory = tmp_path / "with space, comma and ünïcode"
    directory.mkdir()
    source = write_file(directory, "odd_path")
    (tmp_path / "link.rs").symlink_to(source)
    done = tool.ferrule("develop", source)
    assert done.returncode == 0, done.stderr
    assert "up to date" in tool.ferrule("develop", source.name, cwd=directory).stderr
    assert tool.run("import odd_path; print(odd_path.twice(1))") == "2"
    tool.pip("uninstall", "-y", "odd_path")


def test_requirements_that_are_missing_are_named(tool: Rig, tmp_path: Path) -> None:
    crate = write_crate(tmp_path / "crate", "needy")
    text = '[project]\nname = "needy"\nversion = "1"\n'
    text += 'dependencies = ["pip", "no-such-thing>=3", "x; python_version<\'3\'"]\n'
    (crate / "pyproject.toml").write_text(text)
    done = tool.ferrule("develop", crate)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("warning") == 1 and "-m pip install 'no-such-thing>=3'" in done.stderr


def test_link_time_optimisation_and_abort(tool: Rig, tmp_path: Path) -> None:
    profile = '\n[profile.release]\nlto = true\npanic = "abort"\ncodegen-units = 1\n'
    crate = write_crate(tmp_path / "crate", "optimised", profile)
    done = tool.ferrule("develop", crate)
    assert done.returncode == 0, done.stderr
    assert tool.run("import optimised; print(optimised.twice(21))") == "42"


def test_an_installation_by_another_tool_is_replaced(tool: Rig, tmp_path: Path) -> None:
    """maturin puts an `__init__.py` beside the library; it belongs to the same distribution."""
    (tool.site / "moved_over").mkdir()
    (tool.site / "moved_over" / "__init__.py").write_text("from .moved_over import *\n")
    foreign = tool.site / "moved_over-0.0.0.dist-info"
    done = tool.ferrule("develop", write_file(tmp_path, "moved_over"))
    assert done.returncode == 8 and "another distribution" in done.stderr
    foreign.mkdir()
    (foreign / "METADATA").write_text("Metadata-Version: 2.1\nName: moved_over\nVersion: 0.0.0\n")
    (foreign / "RECORD").write_text("moved_over/__init__.py,,\nmoved_over-0.0.0.dist-info/METADATA,,\n")
    done = tool.ferrule("develop", tmp_path / "moved_over.rs")
    assert done.returncode == 0, done.stderr
    assert not (tool.site / "moved_over" / "__init__.py").exists()
    assert tool.run("import moved_over; print(moved_over.twice(2))") == "4"
    tool.pip("uninstall", "-y", "moved_over")
    assert not list(tool.site.glob("moved_over*"))


def test_ferrule_at_another_place_takes_the_same_runtime(tool: Rig, tmp_path: Path) -> None:
    """As in isolated builds, each of which has a Ferrule of its own."""
    source = write_file(tmp_path, "from_elsewhere")
    assert tool.ferrule("develop", source).returncode == 0
    before = {kind: set((tool.cache / kind).iterdir()) for kind in ("runtime", "shim")}
    copy = tmp_path / "elsewhere" / "ferrule"
    shutil.copytree(SOURCE / "ferrule", copy, ignore=shutil.ignore_patterns("target", "__pycache__"))
    tool.variables["PYTHONPATH"] = str(copy.parent)
    source.write_text(source.read_text().replace("2 * x", "3 * x"))
    done = tool.ferrule("develop", source)
    assert done.returncode == 0, done.stderr
    assert before == {kind: set((tool.cache / kind).iterdir()) for kind in before}
    assert tool.run("import from_elsewhere; print(from_elsewhere.twice(2))") == "6"
    tool.pip("uninstall", "-y", "from_elsewhere")


def test_the_compiler_runs_once_after_an_edit_and_again_if_more_than_that_changed(
    tool: Rig, tmp_path: Path
) -> None:
    """It is started as the last time; the answer must be that of the build as it is now."""
    log, real = tmp_path / "log", subprocess.check_output(["rustc", "--print", "sysroot"], text=True).strip()
    wrapper = tmp_path / "rustc"
    wrapper.write_text(f'#!/bin/sh\necho "$*" >> {log}\nexec {real}/bin/rustc "$@"\n')
    wrapper.chmod(0o755)
    short = Path(tempfile.mkdtemp(prefix="f"))  # a socket's path must be
    tool = Rig(tool.venv, shared_cache(short), {"RUSTC": str(wrapper)})
    crate = write_crate(tmp_path / "crate", "again")
    source = crate / "src" / "lib.rs"

    def compiled() -> int:
        log.write_text("")
        done = tool.ferrule("develop", crate)
        assert done.returncode == 0, done.stderr
        assert not list(tool.cache.glob("builds/*/tmp-*"))
        return log.read_text().count("--crate-name=again")

    try:
        assert compiled() == 1
        for factor in (3, 4):
            source.write_text(source.read_text().replace(f"{factor - 1} * x", f"{factor} * x"))
            assert compiled() == 1
            assert tool.run("import again; print(again.twice(10))") == str(factor * 10)
        assert compiled() == 0
        source.write_text(source.read_text().replace("4 * x", 'if cfg!(feature = "f") { 5 * x } else { 0 }'))
        manifest = crate / "Cargo.toml"
        manifest.write_text(manifest.read_text() + '\n[features]\ndefault = ["f"]\nf = []\n')
        assert compiled() == 2
        assert tool.run("import again; print(again.twice(10))") == "50"
        source.write_text(source.read_text().replace("5 * x", "5 * y"))
        done = tool.ferrule("develop", crate)
        assert done.returncode == 3 and "cannot find value `y`" in done.stderr
        assert not list(tool.cache.glob("builds/*/tmp-*"))
    finally:
        shutil.rmtree(short)
        tool.pip("uninstall", "-y", "again")
