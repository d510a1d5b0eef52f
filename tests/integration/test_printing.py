"""What Rust prints goes where Python prints: `sys.stdout` where something has taken its place, else the
process's own stream; and what a detached body may hold.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from program_rig import Program

from ferrule import pipeline
from ferrule.base.errors import SourceError
from ferrule.build.report import Quiet

LOUD = """\
mod helper;

pub fn speak(text: &str) -> i64 {
    println!("out {text}");
    print!("{}", helper::half());
    eprintln!("err {text:?} {n}", n = 1);
    eprint!("");
    println!();
    dbg!(text.len() as i64 + 1)
}

pub fn fail(text: &str) {
    panic!("oh {text}");
}

pub fn from_thread() {
    std::thread::scope(|scope| {
        scope.spawn(|| println!("from a thread"));
    });
}
"""

DECLARED = """\
use pyo3::prelude::*;

#[pyfunction]
fn speak() {
    println!("declared");
}

#[pymodule]
mod declared {
    #[pymodule_export]
    use super::speak;
}
"""

CAPTURED = """\
import contextlib, io, sys
import ferrule, ferrule.hook, loud, declared, pytest

OUT, ERR = "out é\\nhalf\\n", 'err "é" 1\\n['

def test_capsys(capsys):
    print("before")
    assert loud.speak("é") == 3
    print("after")
    declared.speak()
    said = capsys.readouterr()
    assert said.out == f"before\\n{OUT}after\\ndeclared\\n"
    assert said.err.startswith(ERR) and "loud.rs:9:5] text.len() as i64 + 1 = 3\\n" in said.err

def test_capfd(capfd):
    loud.speak("é")
    loud.from_thread()
    said = capfd.readouterr()
    assert sorted(said.out.splitlines()) == sorted([*OUT.splitlines(), "from a thread"])

def test_panics(capsys):
    with pytest.raises(BaseException, match="oh no"):
        loud.fail("no")
    said = capsys.readouterr()
    assert said.err.startswith("panicked at ") and said.err.endswith("loud.rs:13:5:\\noh no\\n")

def test_redirected():
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()):
        loud.speak("é")
    assert out.getvalue() == OUT

def test_inline(capsys):
    ferrule.rust('pub fn f() { println!("inline"); }').f()
    assert capsys.readouterr().out == "inline\\n"

def test_streams_that_fail(capsys):
    class Broken:
        def __init__(self, error): self.error = error
        def write(self, text): raise self.error
        def flush(self): pass
    with pytest.raises(KeyboardInterrupt), contextlib.redirect_stdout(Broken(KeyboardInterrupt())):
        declared.speak()
    seen = []
    sys.unraisablehook, before = seen.append, sys.unraisablehook
    with contextlib.redirect_stdout(Broken(OSError("no"))):
        declared.speak()
    sys.unraisablehook = before
    assert [str(one.exc_value) for one in seen] == ["no"]
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    made = Program(tmp_path / "loud")
    made.write("loud.rs", LOUD)
    made.write("helper.rs", 'pub fn half() -> &\'static str {\n    print!("ha");\n    "lf"\n}\n')
    made.write("declared.rs", DECLARED)
    made.environment.pop("RUST_BACKTRACE", None)
    return made


def test_prints_follow_pythons_streams(program: Program) -> None:
    program.write("test_it.py", CAPTURED)
    done = program.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py")
    assert done.returncode == 0, done.stdout + done.stderr
    # Without a capture, all is as in any Rust program.
    code = "import loud, declared\nloud.speak('é'); declared.speak(); loud.from_thread()"
    done = program.run("-c", f"import ferrule.hook, {code[7:]}")
    assert done.stdout == "out é\nhalf\ndeclared\nfrom a thread\n"
    assert done.stderr.startswith('err "é" 1\n[')
    done = program.run("-c", "import ferrule.hook, loud; loud.fail('no')")
    assert "panicked at " in done.stderr and "PanicException: oh no" in done.stderr


def test_what_is_printed_last_is_not_lost(program: Program) -> None:
    code = """
import ferrule.hook, loud, sys
class Other:
    def write(self, text): sys.__stdout__.write(text.upper())
    def flush(self): pass
sys.stdout = Other()
loud.speak("bye")
"""
    assert program.run("-c", code).stdout == "OUT BYE\nHALF\n"


def test_a_lock_that_is_held_while_printing_does_not_stop_other_threads(program: Program) -> None:
    program.write(
        "locked.rs",
        "use std::sync::Mutex;\nstatic LOCK: Mutex<i64> = Mutex::new(0);\n"
        "pub fn bump() -> i64 {\n    let mut n = LOCK.lock().unwrap();\n    *n += 1;\n"
        '    println!("{n}");\n    *n\n}\n',
    )
    code = """
import ferrule.hook, locked, io, sys, threading, faulthandler
faulthandler.dump_traceback_later(60, exit=True)
class Slow(io.StringIO):
    def write(self, text):
        for _ in range(2000): pass
        return super().write(text)
sys.setswitchinterval(1e-6)
sys.stdout = out = Slow()
threads = [threading.Thread(target=lambda: [locked.bump() for _ in range(500)]) for _ in range(4)]
for one in threads: one.start()
for one in threads: one.join()
sys.stdout = sys.__stdout__
print(len(out.getvalue().split()), locked.bump())
"""
    assert program.run("-c", code).stdout.splitlines()[-1] == "2000 2001"


def refused(tmp_path: Path, text: str) -> str:
    source = tmp_path / "held.rs"
    source.write_text(f"use pyo3::prelude::*;\n{text}\n#[pymodule]\nmod held {{\n{EXPORT}}}\n")
    with pytest.raises(SourceError) as caught:
        pipeline.build_artifact(pipeline.Options(source), Quiet())
    return caught.value.detail


EXPORT = "    #[pymodule_export]\n    use super::f;\n"


def test_what_an_alias_hides_from_detach_is_refused_at_its_place(tmp_path: Path) -> None:
    said = refused(tmp_path, "type Any<'a> = Bound<'a, PyAny>;\n#[pyfunction(detach)]\nfn f(_a: Any<'_>) {}")
    assert "cannot be sent between threads safely" in said
    assert "held.rs:4:10\n" in said
    said = refused(
        tmp_path,
        "#[pyclass(unsendable)]\nstruct A(*const u8);\n#[pyfunction(detach)]\nfn f(_a: &A) {}",
    )
    assert "`*const u8` cannot be shared between threads safely" in said
    assert "held.rs:5:10\n" in said
    said = refused(
        tmp_path,
        "#[pyfunction(detach)]\nfn f() -> Result<std::rc::Rc<i64>, PyErr> { unimplemented!() }",
    )
    assert "`Rc<i64>`" in said and "held.rs:3:11\n" in said
