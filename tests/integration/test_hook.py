"""`.rs` files imported by real Python processes, as a user's program does it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from program_rig import RUST, Program

import ferrule


def test_first_try_and_after_an_edit(program: Program) -> None:
    program.write("app.py", "import fast\nprint(fast.add(1, 2), fast.Point(3).x)\n")
    for expected in ("3 3\n", "3 3\n"):
        done = program.run("-m", "ferrule", "run", "app.py")
        assert (done.returncode, done.stdout) == (0, expected), done.stderr
    program.write("fast.rs", RUST.replace("a + b", "a + b + 100"))
    assert program.run("-m", "ferrule", "run", "app.py").stdout == "103 3\n"
    assert program.python("import fast; print(fast.add(1, 2))") == "103\n"


def test_a_compile_error_is_the_import_error_and_nothing_old_runs(program: Program) -> None:
    program.python("import fast")
    program.write("fast.rs", RUST.replace("a + b", "a + missing"))
    done = program.run(
        "-c", "import ferrule.hook\ntry: import fast\nexcept ImportError as e: print(e, e.name)"
    )
    assert done.stdout.startswith("error[E0425]: cannot find value `missing` in this scope\n")
    assert "fast.rs:6:9\n" in done.stdout
    assert "6 |     a + missing\n" in done.stdout
    assert done.stdout.endswith(" fast\n")
    assert "ferrule" not in done.stdout.lower()


def test_inside_packages(program: Program) -> None:
    program.write("pkg/__init__.py", "from .fast import add\nfrom . import fast\n")
    program.write("pkg/fast.rs", RUST)
    assert program.python("import pkg; print(pkg.add(1, 1), pkg.fast.__name__)") == "2 pkg.fast\n"


def test_which_file_of_a_name_is_imported(program: Program) -> None:
    program.write("fast/readme.txt", "no package")
    program.write("fast.py", "def add(a, b): return 'python'\n")
    assert program.python("import fast; print(fast.add(1, 2))") == "3\n"
    program.write("other.rs", "/// Has a part.\n  pub(crate) mod fast;\n")
    assert program.python("import fast; print(fast.add(1, 2))") == "python\n"
    program.write("fast/__init__.py", "def add(a, b): return 'package'\n")
    assert program.python("import fast; print(fast.add(1, 2))") == "package\n"


def test_the_order_of_the_path_decides_but_the_standard_library_stays(program: Program) -> None:
    program.write("installed/fast.py", "def add(a, b): return 'installed'\n")
    code = "import sys; sys.path.append('installed'); import fast; print(fast.add(1, 2))"
    assert program.python(code) == "3\n"
    assert program.python(code.replace("append(", "insert(0, ")) == "installed\n"
    program.write("colorsys.rs", RUST)
    assert (
        program.python("import colorsys; print(colorsys.__name__, colorsys.__file__[-3:])")
        == "colorsys .py\n"
    )


def test_a_directory_that_another_finder_looks_after(program: Program) -> None:
    code = """
import sys, importlib.machinery as m
class Other(m.FileFinder): pass
built, plain = (m.ExtensionFileLoader, m.EXTENSION_SUFFIXES), (m.SourceFileLoader, [".py"])
sys.path_hooks.insert(0, Other.path_hook(built, plain))
sys.path_importer_cache.clear()
import fast
print(fast.add(1, 2))
"""
    assert program.python(code) == "3\n"


def test_pkgutil_lists_rust_files(program: Program) -> None:
    program.write("pkg/__init__.py", "")
    program.write("pkg/inner.rs", RUST)
    program.write("pkg/fast.rs", RUST)
    program.write("pkg/fast.py", "")
    listing = "print(sorted(m.name for m in pkgutil.iter_modules(['pkg'])))"
    for order in ("import pkgutil, ferrule.hook", "import ferrule.hook, pkgutil"):
        done = program.run("-c", f"{order}\n{listing}\nferrule.hook.uninstall()\n{listing}")
        assert done.stdout == "['fast', 'inner']\n['fast']\n", done.stderr


def test_the_module_looks_like_an_extension(program: Program) -> None:
    code = """
import fast, sys, inspect, pydoc, importlib.util
assert sys.modules["fast"] is fast and fast.__spec__.name == "fast" and fast.__package__ == ""
assert fast.__spec__.origin == fast.__file__ == fast.__spec__.loader.library
assert fast.__spec__.loader.path.endswith("fast.rs")
assert "Adds two numbers." in pydoc.plain(pydoc.render_doc(fast)) and inspect.getmodule(fast.add) is fast
try: inspect.getsource(fast)
except OSError as error: print(error)
"""
    assert program.python(code) == "source code not available\n"
    found = program.python(
        "import importlib.util as u, sys; print(u.find_spec('fast').origin, 'fast' in sys.modules)"
    )
    assert found == f"{program.directory / 'fast.rs'} False\n"


def test_reload_brings_the_new_build_and_old_objects_stay(program: Program) -> None:
    code = f"""
import fast, importlib, pathlib
old = fast.add, fast.Point(7), fast.__file__
assert importlib.reload(fast) is fast and fast.add is old[0]
source = pathlib.Path("fast.rs")
source.write_text({RUST!r}.replace("a + b", "a * b"))
assert importlib.reload(fast) is fast
print(fast.add(3, 5), old[0](3, 5), old[1].x, fast.__file__ != old[2], isinstance(old[1], fast.Point))
source.write_text("fn broken(")
try: importlib.reload(fast)
except ImportError: print(fast.add(3, 5))
"""
    assert program.python(code) == "15 8 7 True False\n15\n"


def test_without_a_compiler_a_built_module_runs_and_a_changed_one_is_refused(program: Program) -> None:
    program.python("import fast")
    program.without_compiler()
    assert program.python("import fast; print(fast.add(2, 2))") == "4\n"
    program.environment["RUSTFLAGS"] = "-Copt-level=1"
    assert program.python("import fast; print(fast.add(2, 2))") == "4\n"
    program.write("fast.rs", RUST + "\n// changed\n")
    done = program.run("-c", "import ferrule.hook, fast")
    assert done.returncode == 1
    assert "ImportError: " in done.stderr
    assert "Install Rust with" in done.stderr


def test_an_unchanged_import_loads_nothing_of_the_build(program: Program) -> None:
    program.python("import fast")
    loaded = program.python(
        "import fast, sys; print(sorted(n for n in sys.modules if n.startswith('ferrule')))"
    )
    assert (
        loaded
        == str(
            [
                "ferrule",
                "ferrule.hook",
                "ferrule.importer",
                "ferrule.importer.finder",
                "ferrule.importer.loader",
                "ferrule.importer.memory",
            ]
        )
        + "\n"
    )


def test_many_processes_compile_once(program: Program) -> None:
    shim = program.write(
        "bin/rustc",
        f'#!/bin/sh\necho "$@" >> "{program.directory}/calls"\nexec {shutil.which("rustc")} "$@"\n',
    )
    shim.chmod(0o755)
    program.environment["RUSTC"] = str(shim)
    command = [sys.executable, "-c", "import ferrule.hook, fast; print(fast.add(1, 1))"]
    running = [
        subprocess.Popen(
            command, cwd=program.directory, env=program.environment, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    assert [one.communicate(timeout=120)[0] for one in running] == ["2\n"] * 4
    calls = (program.directory / "calls").read_text().splitlines()
    assert len([line for line in calls if "--crate-name=fast" in line]) == 1


def test_run_is_plain_python(program: Program) -> None:
    program.write("sub/app.py", "import sys\nprint(sys.argv, __name__, sys.path[0], __file__)\nsys.exit(7)\n")
    sub = program.directory / "sub"
    done = program.run("-m", "ferrule", "run", "sub/app.py", "--x", "-h")
    assert done.returncode == 7
    assert done.stdout == f"['sub/app.py', '--x', '-h'] __main__ {sub} {sub}/app.py\n"
    program.write("bad.py", "def f():\n    1 / 0\nf()\n")
    assert program.run("-m", "ferrule", "run", "bad.py").stderr == program.run("bad.py").stderr
    program.write("syntax.py", "def f(:\n")
    assert program.run("-m", "ferrule", "run", "syntax.py").stderr == program.run("syntax.py").stderr
    assert program.run("-m", "ferrule", "run", "none.py").returncode == 2


def test_a_failed_import_under_run_shows_the_users_frames_alone(program: Program) -> None:
    program.write("fast.rs", "fn broken(")
    program.write("app.py", "import fast\n")
    done = program.run("-m", "ferrule", "run", "app.py")
    assert done.returncode == 1
    assert done.stderr.count("  File ") == 1 and "ImportError: error: " in done.stderr


def test_uninstall(program: Program) -> None:
    done = program.run("-c", "import ferrule.hook; ferrule.hook.uninstall(); import fast")
    assert "ModuleNotFoundError: No module named 'fast'" in done.stderr


PLAIN = """\
use std::collections::HashMap;
mod helper;

#[pyo3::pyclass]
struct Point {
    #[pyo3(get)]
    x: i64,
}

#[pyo3::pyfunction]
fn point(x: i64) -> Point {
    Point { x }
}

/// The mean.
pub fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len() as f64 * crate::helper::one()
}

pub fn count(text: &str) -> HashMap<char, usize> {
    let mut counts = HashMap::new();
    for letter in text.chars() {
        *counts.entry(letter).or_insert(0) += 1
    }
    counts
}

pub fn all(b: &[u8], n: Option<i64>, w: &[&str], v: &Vec<String>, o: Option<&[f64]>) -> (u8, i64, usize) {
    (b[0], n.unwrap_or(4), w.len() + v.len() + o.map_or(0, |o| o.len()))
}

pub fn parse(text: &str) -> Result<i64, String> {
    text.parse::<i64>().map_err(|error| error.to_string())
}

pub fn trim(text: &str) -> &str {
    text.trim()
}

pub fn x_of(point: &Point) -> i64 {
    point.x
}

pub fn generic<T>(_t: T) {}
fn hidden() {}
"""


def test_plain_rust_without_any_attribute(program: Program) -> None:
    program.write("plain.rs", PLAIN)
    program.write("helper.rs", "pub fn one() -> f64 {\n    1.0\n}\n")
    code = """
import plain
print([name for name in dir(plain) if name[0] != "_"])
print(plain.mean(numbers=[1, 2.5]), plain.mean.__doc__, sorted(plain.count("aab").items()))
print(plain.all(b"a", None, ["x"], ["y", "z"], [2.5]), plain.parse("12"), plain.trim(" a "))
print(plain.x_of(plain.point(4)))
try: plain.parse("x")
except ValueError as error: print(error)
"""
    assert program.python(code).splitlines() == [
        "['Point', 'all', 'count', 'mean', 'parse', 'point', 'trim', 'x_of']",
        "1.75 The mean. [('a', 2), ('b', 1)]",
        "(97, 4, 4) 12 a",
        "4",
        "invalid digit found in string",
    ]
    program.write("helper.rs", "pub fn one() -> f64 {\n    2.0\n}\n")
    assert program.python("import plain; print(plain.mean([1.0]))") == "2.0\n"
    program.write("plain.rs", PLAIN.replace("text.trim()", "text.trims()"))
    done = program.run("-c", "import ferrule.hook, plain")
    assert "ImportError: error[E0599]: no method named `trims`" in done.stderr
    assert f"{program.directory / 'plain.rs'}:37:10\n" in done.stderr


def test_plain_rust_that_begins_with_a_comment_about_itself(program: Program) -> None:
    text = "//! Counts.\nuse std::collections::HashMap;\n"
    text += "pub fn one() -> HashMap<i64, i64> {\n    [(1, 2)].into()\n}\n"
    program.write("plain.rs", text)
    assert program.python("import plain; print(plain.one())") == "{1: 2}\n"
    program.write("plain.rs", f"{text}#[pyo3::pyfunction]\nfn private() {{}}\n")
    done = program.run("-c", "import ferrule.hook, plain")
    assert "ImportError: `private` in plain.rs must be `pub` to be exported." in done.stderr


def test_a_file_with_nothing_to_export(program: Program) -> None:
    program.write("plain.rs", "pub fn generic<T>(_t: T) {}\n")
    done = program.run("-c", "import ferrule.hook, plain")
    assert (
        "ImportError: plain.rs has nothing that can be exported to Python: `generic` is generic"
        in done.stderr
    )


def test_an_unchanged_import_does_next_to_nothing(program: Program) -> None:
    # How long it takes is a benchmark's business (benches/imports.py); this counts calls.
    place = program.directory / "site-packages"
    ignored = shutil.ignore_patterns("__pycache__", "target")
    shutil.copytree(Path(ferrule.__file__).parent, place / "ferrule", ignore=ignored)
    program.environment["PYTHONPATH"] = str(place)
    code = """
import sys
count = 0
def seen(_, event, __):
    global count
    count += event == "call"
sys.setprofile(seen)
import ferrule.hook, fast
sys.setprofile(None)
print(count)
"""
    for _ in range(2):
        count = int(program.run("-c", code).stdout)
    assert count < 1500


def test_without_a_compiler_the_python_file_beside_it_is_used_and_that_is_said(program: Program) -> None:
    program.write("fast.py", "def add(a, b): return 'python'\n")
    program.environment["FERRULE_CACHE_DIR"] = str(program.directory / "empty")
    program.without_compiler()
    program.write(
        "app.py",
        "import fast\nprint(fast.add(1, 2), fast.__file__[-7:], fast.__loader__.__class__.__name__)\n",
    )
    program.environment["PYTHONWARNINGS"] = "default"
    done = program.run("-m", "ferrule", "run", "app.py")
    assert done.stdout == "python fast.py SourceFileLoader\n", done.stderr
    said = "app.py:1: RuntimeWarning: fast.py is imported in place of fast.rs: fast.rs has not been compiled"
    assert done.stderr.count("RuntimeWarning") == 1 and said in done.stderr
    program.write("fast.rs", "fn broken(")
    assert program.run("-m", "ferrule", "run", "app.py").stdout.startswith("python")


def test_a_mistake_in_rust_is_not_hidden_by_a_python_file(program: Program) -> None:
    program.write("fast.py", "def add(a, b): return 'python'\n")
    program.write("fast.rs", "fn broken(")
    assert "ImportError: error: " in program.run("-c", "import ferrule.hook, fast").stderr


def test_a_file_edited_while_it_is_compiled_is_compiled_again(program: Program) -> None:
    source = program.directory / "fast.rs"
    edited = program.write("edited.rs", RUST.replace("a + b", "a + b + 100"))
    shim = program.write(
        "bin/rustc",
        f'#!/bin/sh\n{shutil.which("rustc")} "$@" || exit\n'
        f'case "$*" in *crate-name=fast*) mv "{edited}" "{source}" && touch "{source}";; esac 2>&-\n'
        "exit 0\n",
    )
    shim.chmod(0o755)
    program.environment["RUSTC"] = str(shim)
    code = "import fast; print(fast.add(1, 2))"
    assert [program.python(code) for _ in range(3)] == ["3\n", "103\n", "103\n"]


def test_another_compiler_compiles_again(program: Program) -> None:
    calls = program.directory / "calls"
    shim = program.write(
        "bin/rustc", f'#!/bin/sh\necho "$@" >> "{calls}"\nexec {shutil.which("rustc")} "$@"\n'
    )
    shim.chmod(0o755)
    program.environment["RUSTC"] = str(shim)
    asked = []
    for _ in range(2):
        program.python("import fast")
        asked.append(calls.read_text().count("\n"))
    assert asked[0] == asked[1] > 0
    shim.write_text(shim.read_text() + "# another\n")
    program.python("import fast")
    assert calls.read_text().count("\n") > asked[1]
