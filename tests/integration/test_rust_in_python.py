"""Rust written inside of Python files, compiled and run by real Python processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import build_rig
import pytest
from program_rig import Program

APP = '''\
import inspect, pickle, sys
from typing import Annotated, Any, Optional

import ferrule

tools = ferrule.rust("""
use pyo3::prelude::*;

/// Adds.
pub fn add(a: i64, b: i64) -> i64 { a + b }

#[pyclass(get_all, new = "from_fields", from_py_object)]
#[derive(Clone)]
struct Point { x: i64 }
""")

@ferrule.rust
def total(xs: list[float], scale: float = 2.0, *, name: Optional[str] = None) -> float:
    """
    let s: f64 = xs.iter().sum();
    s * scale + name.map_or(0.0, |n| n.len() as f64)
    """
    raise NotImplementedError

@ferrule.rust("text.parse::<i64>()?.checked_mul(2).ok_or_else(|| "
              "pyo3::exceptions::PyOverflowError::new_err(text.to_owned()))")
def double(text: str) -> int:
    """Doubles a number in a text."""
    return 2 * int(text)

@ferrule.rust("let n = text.parse::<i64>()?; if n == 0 { 7 } else { n }")
def bare(text: str) -> int: ...

@ferrule.rust("if x { Ok(vec![]) } else { Err(pyo3::exceptions::PyKeyError::new_err(1)) }", detach=True)
def branches(x: bool) -> list[int]: ...

@ferrule.rust(debug=True)
def checked(type: Annotated[int, "u8"]) -> Annotated[int, "u8"]:
    """Adds one.

    ```rust
    r#type + 1
    ```
    """
    return type + 1

@ferrule.rust("Ok((x.len()? as i64, vec![1, 2], None))")
def all_of_it(x: Any) -> tuple[int, bytes, Optional[str]]: ...

def local():
    @ferrule.rust("a")
    def same(a: "dict[str, list[int]]") -> "dict[str, list[int]]": ...
    return same

if __name__ == "__main__":
    print(tools.add(1, 2), tools.add.__doc__, tools.Point(3).x, tools.Point.__module__ == tools.__name__)
    print(total([1, 2]), total([1.0], 3, name="abc"), total.__wrapped__ is not total, total)
    print(inspect.signature(total), total.__module__, total.__name__, double.__doc__, double("21"))
    assert (bare("0"), bare("3"), branches(True)) == (7, 3, [])
    print(all_of_it([1, 2]), local()({"a": [1]}), inspect.getsource(double).splitlines()[-1].strip())
    assert pickle.loads(pickle.dumps(total)) is total
    calls = [lambda: checked(255), lambda: double("x"), lambda: double("9" * 18 + "0")]
    for call in [*calls, lambda: branches(False)]:
        try: call()
        except BaseException as error: print(type(error).__name__, error)
    assert ferrule.rust("pub fn f() {}") is ferrule.rust("pub fn f() {}")
    sys.stdout.buffer.write(pickle.dumps(tools.Point)[:0])
'''


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "in line é")


def test_texts_and_functions(program: Program) -> None:
    program.write("app.py", APP)
    optional = "str | None" if sys.version_info >= (3, 14) else "Optional[str]"
    expected = [
        "3 Adds. 3 True",
        "6.0 6.0 True <function total in Rust>",
        f"(xs: list[float], scale: float = 2.0, *, name: {optional} = None) -> float __main__ total "
        "Doubles a number in a text. 42",
        "(2, b'\\x01\\x02', None) {'a': [1]} return 2 * int(text)",
        "PanicException attempt to add with overflow",
        "ValueError invalid digit found in string",
    ]
    for _ in range(2):
        done = program.run("app.py")
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[:6] == expected
    # The second time, nothing is compiled, so no compiler is needed, and nothing of the build is loaded.
    program.without_compiler()
    code = (
        "import sys, app; print([n for n in sys.modules if n.startswith(('ferrule.build', 'ferrule.syn'))])"
    )
    assert program.run("-c", code).stdout == "[]\n"


def test_mistakes_are_shown_in_the_python_file(program: Program) -> None:
    app = program.write(
        "app.py",
        'import ferrule\n\ntry:\n    ferrule.rust("""pub fn f(a: i64) -> i64 {\n'
        '        a + missing\n    }""")\n'
        "except ImportError as error: print(error)\n\ntry:\n    @ferrule.rust\n"
        '    def g(a: int) -> int:\n        """\n        a.nothing()\n        """\n'
        "except ImportError as error: print(error)\n\n"
        'try: ferrule.rust("pub fn h() {\\n nowhere }")\nexcept ImportError as error: print(error)\n'
        "try:\n    @ferrule.rust('a + \"\"')\n    def k(a: int) -> int: ...\n"
        "except ImportError as error: print(str(error).splitlines()[1])\n",
    )
    done = program.run("app.py")
    assert done.returncode == 0, done.stderr
    assert f" --> {app}:5:13\n  |\n5 |         a + missing\n" in done.stdout
    assert f"  --> {app}:13:11\n   |\n13 |         a.nothing()\n" in done.stdout
    assert f" --> <rust in {app}, line 17>:2:2\n" in done.stdout
    assert done.stdout.splitlines()[-1] == f"  --> {app}:20:22"
    assert "inline" not in done.stdout and "ferrule" not in done.stdout.replace("@ferrule.rust", "")


def test_without_a_compiler_the_python_body_runs_and_it_is_said_once(
    program: Program, tmp_path: Path
) -> None:
    program.without_compiler()
    program.environment["FERRULE_CACHE_DIR"] = str(tmp_path / "empty")
    program.environment["PYTHONWARNINGS"] = "always"
    program.write(
        "app.py",
        'import ferrule\n@ferrule.rust("a")\ndef f(a: int) -> int: return -a\n'
        '@ferrule.rust("a")\ndef g(a: int) -> int: return -a\n'
        "print(f(3), g(4))\n"
        'try: ferrule.rust("pub fn f() {}")\nexcept ImportError as error: print(error)\n',
    )
    done = program.run("app.py")
    assert done.returncode == 0, done.stderr
    first, second, *_ = done.stdout.splitlines()
    assert (first, second.startswith("No Rust compiler was found")) == ("-3 -4", True), done.stdout
    assert done.stderr.count("RuntimeWarning: f() runs as Python, since its Rust body cannot be") == 1
    assert "app.py:3: RuntimeWarning" in done.stderr or "app.py:2: RuntimeWarning" in done.stderr
    assert "g()" not in done.stderr


def test_names_modules_and_pickles(program: Program) -> None:
    text = "use pyo3::prelude::*;\\n#[pyfunction]\\nfn f() -> i64 { 7 }\\n"
    module = "#[pymodule]\\nmod own { #[pymodule_export] use super::f; }"
    code = f"""
import ferrule, pickle, sys
a = ferrule.rust("{text}", name="fast")
b = ferrule.rust("{text}// other", name="fast")
assert a is not b and a.f() == b.f() == 7 and sys.modules["ferrule.inline.fast"] is b
assert ferrule.rust("{text}{module}").__name__ == "ferrule.inline.own"
sys.stdout.buffer.write(pickle.dumps(ferrule.rust("{text}").f))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], env=program.environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    again = program.run("-c", f"import pickle; print(pickle.loads({done.stdout!r})())")
    assert again.stdout == "7\n", again.stderr
    gone = program.run("-c", "import ferrule.inline.fast")
    assert "ModuleNotFoundError: No module named 'ferrule.inline.fast'" in gone.stderr


def test_threads_and_processes_compile_one_text_once(program: Program) -> None:
    program.write(
        "app.py",
        "import ferrule, threading, os\n"
        f"text = 'pub fn f() -> i64 {{ {os_specific()} }}'\n"
        "found = []\n"
        "def work(): found.append(ferrule.rust(text))\n"
        "threads = [threading.Thread(target=work) for _ in range(6)]\n"
        "for t in threads: t.start()\n"
        "for t in threads: t.join()\n"
        "print(len(set(map(id, found))), found[0].f())\n",
    )
    command = [sys.executable, "app.py"]
    running = [
        subprocess.Popen(
            command, cwd=program.directory, env=program.environment, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    assert [one.communicate(timeout=120)[0] for one in running] == ["1 5\n"] * 3


def os_specific() -> str:
    """A text that no earlier run has compiled."""
    import time

    return f"/* {time.time_ns()} */ 5"


def test_windows_newlines_unicode_and_nul(program: Program) -> None:
    text = '/// Grüße.\r\npub fn grüße(name: &str) -> String {\r\n    format!("é {name}")\r\n}\r\n'
    code = f"""
import ferrule
print(ferrule.rust({text!r}).grüße("✓"))
for bad in ("pub fn f() {{ \\0 }}", "pub fn f() {{", "pub fn f() {{ }} }}", "pub fn f(", "#[pymodule]"):
    try: print("compiled", ferrule.rust(bad))
    except ImportError as error: print("refused", bool(str(error)))
"""
    program.environment["PYTHONIOENCODING"] = "utf-8"
    done = program.run("-c", code)
    assert done.stdout == "é ✓\n" + "refused True\n" * 5, done.stdout + done.stderr


def test_types_as_a_checker_sees_them(tmp_path: Path) -> None:
    from mypy import api

    source = tmp_path / "app.py"
    source.write_text(
        "import ferrule\n"
        'm = ferrule.rust("")\nm.anything(1)\n'
        '@ferrule.rust("a")\ndef f(a: int) -> str: return ""\n'
        "@ferrule.rust\ndef g(a: int) -> str: return ''\n"
        "@ferrule.rust(debug=True)\ndef h(a: int) -> str: return ''\n"
        "reveal_type(f)\nreveal_type(g)\nreveal_type(h)\n"
        "ferrule.rust(3)\n"
    )
    said, _, _ = api.run(["--strict", "--no-incremental", "--follow-imports=silent", str(source)])
    assert said.count('Revealed type is "def (a: int) -> str"') == 3 or (
        said.count('Revealed type is "def (a: builtins.int) -> builtins.str"') == 3
    ), said
    assert said.count("error:") == 1 and "app.py:13: error" in said


HEADER = """\
//! Triples.
//!
//! [dependencies]
//! helper = { path = "helper" }

pub fn nine(x: i64) -> i64 {
    helper::triple(helper::triple(x))
}
"""


@pytest.fixture
def with_helper(program: Program) -> Program:
    program.write("helper/Cargo.toml", '[package]\nname = "helper"\nversion = "0.1.0"\nedition = "2021"\n')
    program.write("helper/src/lib.rs", "pub fn triple(x: i64) -> i64 { 3 * x }\n")
    return program


def test_crates_named_in_a_header(with_helper: Program) -> None:
    program = with_helper
    source = program.write("deps.rs", HEADER)
    assert program.python("import deps; print(deps.nine(2))") == "18\n"
    program.write("helper/src/lib.rs", "pub fn triple(x: i64) -> i64 { 3 * x + 1 }\n")
    assert program.python("import deps; print(deps.nine(2))") == "22\n"
    inline = """
import ferrule
head = "// [dependencies]\\n// helper = { path = 'HERE' }\\n\\n"
m = ferrule.rust(head + "pub fn f() -> i64 { helper::triple(1) }")
named = {"helper": {"path": "helper"}}
n = ferrule.rust("pub fn f() -> i64 { helper::triple(2) }", deps=named, edition="2018")
print(m.f(), n.f())
""".replace("HERE", str(program.directory / "helper"))
    assert program.python(inline) == "4 7\n"
    program.write("deps.rs", HEADER.replace('"helper"', '"nowhere"'))
    done = program.run("-c", "import ferrule.hook, deps")
    assert "ImportError: cargo cannot build `deps`." in done.stderr
    assert "nowhere" in done.stderr
    program.write("deps.rs", HEADER.replace("helper = {", "helper = ["))
    done = program.run("-c", "import ferrule.hook, deps")
    assert "ImportError: error: this is not TOML" in done.stderr
    assert f"{source}:4:" in done.stderr


def test_a_header_without_crates_needs_no_cargo(program: Program) -> None:
    program.write(
        "plain.rs",
        '// [package]\n// edition = "2018"\n// [features]\n// default = ["plus"]\n// plus = []\n\n'
        "pub fn f() -> i64 {\n    let r#async = 1; // no keyword in 2015, and raw in later editions\n"
        '    r#async + if cfg!(feature = "plus") { 10 } else { 0 }\n}\n',
    )
    program.environment["CARGO"] = "/nonexistent/cargo"
    assert program.python("import plain; print(plain.f())") == "11\n"
    program.write("deps.rs", HEADER)
    done = program.run("-c", "import ferrule.hook, deps")
    assert "ImportError: " in done.stderr and "needs cargo" in done.stderr


def test_develop_takes_a_file_with_a_header(tool: build_rig.Rig, with_helper: Program) -> None:
    source = with_helper.write(
        "hdr.rs",
        '//! [package]\n//! version = "1.2.0"\n//! description = "Nine times"\n//!\n'
        '//! [dependencies]\n//! helper = { path = "helper" }\n\n'
        "#[pyo3::pyfunction]\nfn nine(x: i64) -> i64 {\n    helper::triple(helper::triple(x))\n}\n"
        "#[pyo3::pymodule]\nmod hdr {\n    #[pymodule_export]\n    use super::nine;\n}\n",
    )
    done = tool.ferrule("develop", source)
    assert done.returncode == 0, done.stderr
    code = "import hdr, importlib.metadata as m; print(hdr.nine(1), *map(m.metadata('hdr').get, FIELDS))"
    assert tool.run(code.replace("FIELDS", "('version', 'summary')")) == "9 1.2.0 Nine times"
    with_helper.write("hdr.rs", source.read_text().replace("helper = {", "helper = "))
    done = tool.ferrule("develop", source)
    assert done.returncode == 3
    assert f"{source}:6:" in done.stderr and "this is not TOML" in done.stderr
    left = {path.name for path in with_helper.directory.iterdir()}
    assert not left & {"Cargo.toml", "Cargo.lock", "target"}


@pytest.mark.peers
def test_a_crate_of_the_registry(program: Program) -> None:
    code = """
import ferrule
text = "pub fn f(x: i64) -> String { itoa::Buffer::new().format(x).to_owned() }"
m = ferrule.rust(text, deps={"itoa": "1"})
print(m.f(-42))
"""
    assert program.python(code) == "-42\n"


def test_an_unchanged_start_loads_next_to_nothing(program: Program) -> None:
    program.write(
        "app.py",
        'import ferrule, sys\ntext = ferrule.rust("pub fn f() -> i64 { 3 }")\n'
        '@ferrule.rust("a + 1")\ndef g(a: int) -> int: ...\n'
        "heavy = ('re', 'typing', 'functools', 'pathlib', 'inspect', 'ferrule.pipeline', 'ferrule.base')\n"
        "print(text.f(), g(1), [name for name in heavy if name in sys.modules])\n",
    )
    assert program.run("app.py").returncode == 0
    done = program.run("-S", "app.py")  # `site` runs what an environment's `.pth` files say
    assert done.stdout == "3 2 []\n", done.stderr
