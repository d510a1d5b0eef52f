"""The hook among everything else that a Python program does with imports."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import zipfile

import pytest
from program_rig import RUST, Program

ONE = "pub fn one() -> i64 {\n    1\n}\n"


@pytest.mark.parametrize("name", ["with space", "ünïcode", 'quo"te\\', "it's", "a;b#c%20"])
def test_directories_of_any_name(program: Program, name: str) -> None:
    program.write(f"{name}/odd.rs", ONE)
    code = f"import sys; sys.path.insert(0, {name!r}); import odd; print(odd.one())"
    assert program.python(code) == "1\n"
    calls = program.python(f"{code}\nprint('ferrule.pipeline' in sys.modules)")
    assert calls == "1\nFalse\n"


@pytest.mark.parametrize("name", ["loop", "match", "fn", "std", "result"])
def test_files_with_names_that_mean_something_in_rust(program: Program, name: str) -> None:
    program.write(f"{name}.rs", ONE)
    assert program.python(f"import {name} as m; print(m.one(), m.__name__)") == (f"1 {name}\n")


def test_links_and_relative_entries(program: Program) -> None:
    program.write("real/odd.rs", ONE)
    (program.directory / "linked").mkdir()
    (program.directory / "linked" / "odd.rs").symlink_to("../real/odd.rs")
    code = "import os, sys; os.chdir('linked'); sys.path[0] = '.'; import odd; print(odd.one())"
    assert program.python(code) == "1\n"
    program.write("real/odd.rs", ONE.replace("1", "2"))
    assert program.python(code) == "2\n"


def test_beside_archives_and_namespaces(program: Program) -> None:
    program.write("ns/odd.rs", ONE)
    program.write("more/ns/plain.py", "two = 2\n")
    with zipfile.ZipFile(program.directory / "some.zip", "w") as archive:
        archive.writestr("zipped.py", "three = 3\n")
        archive.writestr("unseen.rs", ONE)
    code = """
import sys
sys.path[:0] = ["some.zip", "more", "missing", "fast.rs"]
import zipfile, ns.odd, ns.plain, zipped, json.tool
print(ns.odd.one(), ns.plain.two, zipped.three, len(ns.__path__))
try: import unseen
except ModuleNotFoundError as error: print(error)
"""
    assert program.python(code) == "1 2 3 2\nNo module named 'unseen'\n"


def test_tools_that_look_at_modules(program: Program) -> None:
    program.write("pkg/__init__.py", "")
    program.write("pkg/odd.rs", "/// One.\n///\n/// >>> one()\n/// 1\n" + ONE)
    program.write("pkg/data.txt", "text")
    code = """
import doctest, importlib, importlib.resources, inspect, io, pdb, pydoc, sys
from pkg import odd
assert importlib.resources.files("pkg").joinpath("data.txt").read_text() == "text"
assert importlib.util.find_spec("pkg.odd") is odd.__spec__
assert odd.__spec__.parent == "pkg" and odd.__package__ == "pkg"
assert odd.__spec__.has_location and odd.__spec__.submodule_search_locations is None
assert inspect.getsourcefile(odd) is None and inspect.getfile(odd) == odd.__file__ and inspect.ismodule(odd)
assert "One." in pydoc.render_doc("pkg.odd.one") and str(inspect.signature(odd.one)) == "()"
assert repr(odd) == f"<module 'pkg.odd' from {odd.__file__!r}>"
print(doctest.testmod(odd))
made = importlib.util.module_from_spec(importlib.util.find_spec("pkg.odd"))
made.__spec__.loader.exec_module(made)
print(made.one())
"""
    assert program.python(code) == "TestResults(failed=0, attempted=1)\n1\n"


def test_finding_a_module_compiles_nothing(program: Program) -> None:
    program.environment["RUSTC"] = "/nonexistent"
    code = "import importlib.util as u; s = u.find_spec('fast'); print(s.name, s.loader.path == s.origin)"
    assert program.python(code) == "fast True\n"


def test_debuggers_and_switches(program: Program) -> None:
    program.write("app.py", "import ferrule.hook\nimport fast\nprint(fast.add(1, 2))\n")
    for switches in (("-W", "error"), ("-X", "dev"), ("-B",), ("-OO",), ("-X", "importtime")):
        assert program.run(*switches, "app.py").stdout == "3\n"
    done = subprocess.run(
        [sys.executable, "-m", "pdb", "app.py"],
        cwd=program.directory,
        env=program.environment,
        input="next\nnext\nnext\ncontinue\nquit\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert "-> print(fast.add(1, 2))" in done.stdout and "(Pdb) 3\n" in done.stdout, done.stdout


def test_a_traceback_shows_the_users_line_and_nothing_else(program: Program) -> None:
    program.write("pkg/__init__.py", "from .odd import one\n")
    program.write("pkg/odd.rs", "pub fn one() -> i64 {\n    missing\n}\n")
    program.write("app.py", "import ferrule.hook\nimport pkg\n")
    lines = program.run("app.py").stderr.splitlines()
    assert [line for line in lines if line.startswith("  File")] == [
        f'  File "{program.directory}/app.py", line 2, in <module>',
        f'  File "{program.directory}/pkg/__init__.py", line 1, in <module>',
    ]
    start = next(number for number, line in enumerate(lines) if line.startswith("ImportError: "))
    assert lines[start] == "ImportError: error[E0425]: cannot find value `missing` in this scope"
    assert lines[start + 1] == f" --> {program.directory}/pkg/odd.rs:2:5"
    assert not [line for line in lines[start:] if "ferrule" in line.lower()]


def test_a_mistake_in_a_macro_points_at_the_users_token(program: Program) -> None:
    text = RUST.replace("#[pyfunction]", "#[pyfunction(signature = (a, c))]")
    program.write("fast.rs", text)
    stderr = program.run("-c", "import ferrule.hook, fast").stderr
    line = next(number for number, line in enumerate(text.splitlines(), 1) if "signature" in line)
    assert f"fast.rs:{line}:" in stderr and "^" in stderr and stderr.count("  File ") == 1


def test_a_module_that_fails_to_start(program: Program) -> None:
    program.write(
        "fast.rs",
        "use pyo3::prelude::*;\n#[pymodule]\nfn fast(_m: &Bound<'_, PyModule>) -> PyResult<()> {\n"
        '    Err(pyo3::exceptions::PyLookupError::new_err("not today"))\n}\n',
    )
    code = "import sys\ntry: import fast\nexcept LookupError as e: print(e)\nprint('fast' in sys.modules)"
    done = program.run("-c", f"import ferrule.hook\n{code}")
    assert done.stdout == "not today\nFalse\n", done.stderr


def test_old_objects_say_that_they_are_old(program: Program) -> None:
    extra = "pub fn x_of(point: &Point) -> i64 {\n    point.x\n}\n"
    plain = RUST.partition("#[pymodule]")[0] + extra
    program.write("fast.rs", plain)
    code = f"""
import fast, importlib, pathlib
old = fast.Point(1)
pathlib.Path("fast.rs").write_text({plain!r} + "pub fn more() {{}}\\n")
importlib.reload(fast)
print(fast.x_of(fast.Point(2)))
try: fast.x_of(old)
except TypeError as error: print(error)
"""
    assert program.python(code) == (
        "2\n'Point' object is not an instance of 'Point' of the module as it is now: "
        "it was made before the module was built again\n"
    )


@pytest.mark.skipif(importlib.util.find_spec("IPython") is None, reason="needs IPython")
def test_autoreload(program: Program) -> None:
    code = f"""
from IPython.core.interactiveshell import InteractiveShell
import pathlib
shell = InteractiveShell.instance()
shell.run_line_magic("load_ext", "autoreload")
shell.run_line_magic("autoreload", "2")
shell.run_cell("import fast; print(fast.add(1, 2))")
pathlib.Path("fast.rs").write_text({RUST!r}.replace("a + b", "a * b"))
shell.run_cell("print(fast.add(1, 2))")
"""
    program.environment["PYTHONWARNINGS"] = "default"
    assert program.python(code).split() in (["3", "2"], ["3", "3"])


@pytest.mark.parametrize("mode", ["prepend", "append", "importlib"])
def test_pytest(program: Program, mode: str) -> None:
    program.write("conftest.py", "import ferrule.hook\n")
    program.write("test_it.py", "import fast\ndef test(): assert fast.add(1, 2) == 3\n")
    done = program.run("-m", "pytest", "-q", "-p", "no:cacheprovider", f"--import-mode={mode}", "test_it.py")
    assert done.returncode == 0, done.stdout


def test_a_path_that_the_compiler_cannot_report(program: Program) -> None:
    program.write("new\nline/odd.rs", ONE)
    done = program.run("-c", "import ferrule.hook, sys; sys.path.insert(0, 'new\\nline'); import odd")
    assert "ImportError: The path of odd.rs has a line break in it" in done.stderr
