"""`ferrule run` beside plain Python: the same programs, and nothing may differ."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import zipfile

import pytest
from program_rig import Program

FACTS = """
import sys
main = sys.modules["__main__"]
print(sys.argv, sys.path[0], __name__, globals().get("__file__"), __spec__ and __spec__.name, __package__)
print(__doc__, sorted(vars(main)), type(__loader__).__name__, vars(main) is globals())
"""


def both(program: Program, *words: str, text: str = "", flags: tuple[str, ...] = ()) -> tuple[str, str, int]:
    """What plain Python gives for a program, after checking that `ferrule run` gives the same."""
    results = []
    for start in (("-m", "ferrule", "run"), ()):
        command = [sys.executable, *flags, *start, *words]
        done = subprocess.run(
            command,
            cwd=program.directory,
            env=program.environment,
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )
        results.append((done.stdout, done.stderr, done.returncode))
    assert results[0] == results[1]
    return results[1]


def test_what_a_program_sees_of_itself(program: Program) -> None:
    program.write("sub/app.py", FACTS)
    program.write("pkg/__init__.py", "")
    program.write("pkg/__main__.py", FACTS)
    with zipfile.ZipFile(program.directory / "app.zip", "w") as archive:
        archive.writestr("__main__.py", FACTS)
    for words in (
        ("sub/app.py", "-x", "--help"),
        ("./sub/app.py",),
        ("sub/../sub/app.py",),
        (str(program.directory / "sub" / "app.py"),),
        ("-m", "sub.app", "one", "-m"),
        ("-msub.app",),
        ("-m", "pkg", "-c"),
        ("pkg", "x"),
        ("app.zip", "x"),
    ):
        out, err, code = both(program, *words)
        assert out and not err and code == 0
    (program.directory / "link.py").symlink_to("sub/app.py")
    both(program, "link.py")
    assert (
        both(program, "-c", "import sys; print(sys.argv, sys.path[0])", "-a", "b")[0]
        == "['-c', '-a', 'b'] \n"
    )
    assert both(program, "-", "a", text="import sys; print(sys.argv)")[0] == "['-', 'a']\n"


def test_exit_codes_and_tracebacks(program: Program) -> None:
    raising = "def f():\n    1 / 0\nf()\n"
    program.write("bad.py", raising)
    program.write("syntax.py", "x = 1\ndef f(:\n")
    program.write(
        "chained.py", "try:\n    import gone\nexcept ImportError as e:\n    raise KeyError('x') from e\n"
    )
    program.write("hook.py", "import sys\nsys.excepthook = lambda *a: print('mine', a[0].__name__)\n1 / 0\n")
    program.write("late.py", "import atexit\natexit.register(print, 'late')\nraise ValueError('é')\n")
    for name in ("bad", "syntax", "chained", "hook", "late"):
        assert both(program, f"{name}.py")[2] == 1
        assert both(program, "-m", name)[2] == 1
    assert both(program, "-c", raising)[2] == 1
    assert both(program, "-", text=raising)[2] == 1
    for value, code in (("7", 7), ("None", 0), ("'words'", 1)):
        assert both(program, "-c", f"import sys; sys.exit({value})")[2] == code
    assert both(program, "gone.py")[2] == 2
    assert both(program, "-m", "gone")[2] == 1
    assert both(program, "app_directory")[2] == 2


def test_switches_of_python(program: Program) -> None:
    program.write("sub/beside.py", "")
    program.write("sub/app.py", "import sys\nprint(sys.flags.optimize, __debug__)\nassert 0\nimport beside\n")
    both(program, "sub/app.py")
    assert both(program, "sub/app.py", flags=("-O",))[0] == "1 False\n"
    if sys.version_info >= (3, 11):
        assert "No module named 'beside'" in both(program, "sub/app.py", flags=("-OP",))[1]


def test_a_script_that_python_warns_about_is_warned_about_each_time(program: Program) -> None:
    program.environment["PYTHONWARNINGS"] = "always"
    program.environment.pop("PYTHONDONTWRITEBYTECODE", None)
    program.write("app.py", "print('\\d')\n")
    for _ in range(2):
        assert "invalid escape sequence" in both(program, "app.py")[1]
    program.write("app.py", "print('one')\n")
    for _ in range(2):
        assert both(program, "app.py")[0] == "one\n"
    program.write("app.py", "print('two')\n")
    assert both(program, "app.py")[0] == "two\n"


@pytest.mark.parametrize("start", [("-m", "ferrule", "run"), ()])
def test_ctrl_c_ends_the_program_as_python_does(program: Program, start: tuple[str, ...]) -> None:
    program.write(
        "app.py",
        "import atexit, signal, time\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "atexit.register(print, 'cleaned', flush=True)\nprint('up', flush=True)\ntime.sleep(60)\n",
    )
    running = subprocess.Popen(
        [sys.executable, *start, "app.py"],
        cwd=program.directory,
        env=program.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "up\n"
    time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert (out, running.returncode) == ("cleaned\n", -signal.SIGINT)
    assert err.count("  File ") == 1 and err.endswith("KeyboardInterrupt\n")


def test_other_tools_run_the_program(program: Program) -> None:
    program.write("app.py", "import fast\ndef f():\n    return fast.add(1, 2)\nprint(f())\n")
    program.write("test_it.py", "import fast\ndef test(): assert fast.add(1, 2) == 3\n")
    done = program.run("-m", "ferrule", "run", "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py")
    assert done.returncode == 0, done.stdout
    done = program.run("-m", "ferrule", "run", "-m", "cProfile", "app.py")
    assert done.stdout.startswith("3\n"), done.stderr
    done = program.run(
        "-m", "ferrule", "run", "-m", "trace", "--count", "--missing", "-C", "counts", "app.py"
    )
    assert done.stdout.startswith("3\n"), done.stderr


def test_usage(program: Program) -> None:
    assert program.run("-m", "ferrule", "run").returncode == 2
    assert "Usage: ferrule run SCRIPT" in program.run("-m", "ferrule", "run", "--help").stdout
    for word in ("-x", "-m", "-c"):
        done = program.run("-m", "ferrule", "run", word)
        assert done.returncode == 2 and word in done.stderr, done.stderr
