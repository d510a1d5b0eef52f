"""House rules: who may import whom, how long things may be, and what must be written beside unsafe code.

The borders are section 2 of the design ("The rooms"); `ARCHITECTURE.md` says what each room is for. A waiver
names one present exception and the reason; a waiver that is no longer needed fails, so the lists can only
shrink.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import ferrule
from ferrule import pipeline
from ferrule.base.errors import FerruleError
from ferrule.build.report import Quiet
from ferrule.emit import runtime_api
from ferrule.model.slots import ROWS

ROOT = Path(__file__).parents[1]
PACKAGE = Path(ferrule.__file__).parent
RUNTIME = PACKAGE / "runtime"

MAY_IMPORT = {
    "base": set(),
    "syntax": {"base"},
    "model": {"base"},
    "lower": {"base", "syntax", "model"},
    "emit": {"base", "model"},
    "stubs": {"base", "model"},
    "expander": {"base", "syntax", "model", "lower", "emit", "stubs"},
    "crate": {"base", "syntax", "lower", "model"},
    "project": {"base"},
    "check": {"base", "syntax", "model", "lower", "emit", "crate", "project"},
    "toolchain": {"base"},
    "build": {"base", "project", "toolchain"},
    "package": {"base", "project", "build.artifact"},
    "demo": {"base"},
    "importer": {"base", "pipeline", "build"},
    "hook": {"importer"},
    "inline": {"importer"},  # the package whose modules `ferrule.rust` makes
    "release": {"base", "project", "toolchain", "build", "package", "pipeline", "importer"},
    "backend": {"base", "pipeline", "release"},
    "cli": {"base", "pipeline", "release", "project", "demo", "importer"},
    "pipeline": {
        "base", "syntax", "model", "lower", "emit", "stubs", "expander", "crate", "project", "toolchain",
        "build", "package", "check",
    },
    "__main__": {"cli", "importer"},
    "__init__": {"importer", "pipeline"},
}  # fmt: skip
"""Room -> what it may import: rooms, or single modules of them. Its own modules are always allowed."""

BORDER_WAIVERS: dict[tuple[str, str], str] = {
    ("backend", "cli"): "a build frontend's user sees failures in the form of the command line",
    ("backend", "package"): "PEP 517's metadata hook needs no build, and so no artifact",
    ("backend", "project"): "config-settings are settings",
    ("cli.__init__", "build"): "the compiler is started before the pipeline is loaded",
    ("cli.cache", "build"): "the command shows what this room keeps",
    ("cli.clean", "build"): "likewise",
    ("backend", "toolchain"): "a frontend is told whether a Rust compiler is missing",
    ("cli.doctor", "toolchain"): "the command shows what this room finds",
    ("cli.list_python", "toolchain"): "likewise",
    ("cli.account", "build"): "it names the type of what was built, for the type checker",
    ("cli.quick", "build"): "likewise",
    ("cli.quick", "package"): "likewise",
    ("cli.expand", "expander"): "the command shows what this room answers",
    ("cli.expand", "syntax"): "likewise",
    ("cli.expand", "model"): "likewise",
}
"""(module, room that it imports) -> reason."""

FILE_LINES = 400
TABLE_LINES = 800
FUNCTION_LINES = 60
PARAMETERS = 6

TABLES = ("runtime/pyo3/src/ffi/",)
"""Rust files below these are declarations of one outer interface, and may be as long as tables."""

SIZE_WAIVERS: dict[str, str] = {
    "runtime/pyo3/src/instance/py.rs": "one type with its traits",
    "runtime/pyo3/src/types/any.rs": "one trait with about sixty methods, most of them three lines",
}
"""`file` or `file:function` -> reason."""


def python_files() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)


def rust_files() -> list[Path]:
    """The runtime's own sources, without its tests."""
    return sorted(path for path in RUNTIME.rglob("*.rs") if not {"target", "tests"}.intersection(path.parts))


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room_of(dotted: str) -> str:
    return dotted.partition(".")[0]


def ours(tree: ast.AST, package: str) -> Iterator[str]:
    """Every module of ours that is imported anywhere in a tree, without the leading `ferrule.`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in {package}"
            base = node.module or ""
            names = [f"{base}.{alias.name}" if is_package(base) else base for alias in node.names]
        else:
            continue
        for name in names:
            if name.startswith("ferrule."):
                yield name.removeprefix("ferrule.")


def is_package(dotted: str) -> bool:
    """Whether names that are imported from here are modules rather than things in a module."""
    parts = dotted.split(".")
    return parts[0] == "ferrule" and PACKAGE.joinpath(*parts[1:]).is_dir()


def border_crossings() -> list[tuple[str, str]]:
    found = []
    for path in python_files():
        relative = path.relative_to(PACKAGE).with_suffix("")
        room = relative.parts[0]
        allowed = MAY_IMPORT.get(room)
        assert allowed is not None, f"{name_of(path)} lies in no room; see MAY_IMPORT"
        dotted = ".".join(relative.parts)
        for target in ours(ast.parse(path.read_text(encoding="utf-8")), dotted):
            if room_of(target) == room or room_of(target).startswith("__"):
                continue
            if not any(target == one or target.startswith(f"{one}.") for one in allowed):
                found.append((dotted, room_of(target)))
    return found


def test_rooms_import_only_what_the_design_allows() -> None:
    crossings = set(border_crossings())
    assert not crossings - BORDER_WAIVERS.keys(), "a room imports what it must not"
    assert not BORDER_WAIVERS.keys() - crossings, "remove waivers that are no longer needed"


def python_sizes() -> Iterator[tuple[str, str]]:
    for path in python_files():
        text = path.read_text(encoding="utf-8")
        name = name_of(path)
        if text.count("\n") > FILE_LINES:
            yield name, f"{text.count(chr(10))} lines"
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            place = f"{name}:{node.name}"
            assert node.end_lineno is not None
            if node.end_lineno - node.lineno + 1 > FUNCTION_LINES:
                yield place, f"{node.end_lineno - node.lineno + 1} lines"
            positional = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
            bare = [argument for argument in positional if argument not in ("self", "cls")]
            if len(bare) + len(node.args.kwonlyargs) > PARAMETERS:
                yield place, f"{len(bare) + len(node.args.kwonlyargs)} parameters"


_RUST_FUNCTION = re.compile(r"^(?P<indent> *)(?:[\w()]+ )*(?:extern \"C\" )?fn (?P<name>\w+)")


def rust_sizes() -> Iterator[tuple[str, str]]:
    for path in rust_files():
        lines = path.read_text(encoding="utf-8").splitlines()
        name = name_of(path)
        limit = TABLE_LINES if name.startswith(TABLES) else FILE_LINES
        if len(lines) > limit:
            yield name, f"{len(lines)} lines"
        begun: tuple[int, str, str] | None = None
        for number, line in enumerate(lines):
            # rustfmt puts a function's closing brace in the column of its first word.
            match = _RUST_FUNCTION.match(line)
            if match and not line.rstrip().endswith((";", "}")):
                begun = (number, match["indent"], match["name"])
            elif begun and line == begun[1] + "}":
                if number - begun[0] + 1 > FUNCTION_LINES:
                    yield f"{name}:{begun[2]}", f"{number - begun[0] + 1} lines"
                begun = None


def test_sizes_stay_within_the_budgets() -> None:
    found = dict([*python_sizes(), *rust_sizes()])
    too_long = {place: size for place, size in found.items() if place not in SIZE_WAIVERS}
    assert not too_long, "split these"
    assert not SIZE_WAIVERS.keys() - found.keys(), "remove waivers that are no longer needed"


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_every_module_says_what_lives_in_it(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", rust_files(), ids=name_of)
def test_every_rust_file_says_what_lives_in_it(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("//!")


# Unsafe code -----------------------------------------------------------------------------------------------

_UNSAFE_BLOCK = re.compile(r"\bunsafe\s*(\{|impl\b)")


def code(line: str) -> str:
    """A line without its comment and its string literals."""
    return re.sub(r'"(?:[^"\\]|\\.)*"', '""', line).partition("//")[0]


def unsafe_without_reason(text: str) -> Iterator[str]:
    """Unsafe blocks and implementations without a `SAFETY:` comment above their statement."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if _UNSAFE_BLOCK.search(code(line)) and not has_reason(lines, number):
            yield f"line {number + 1}: {line.strip()}"


def has_reason(lines: list[str], number: int) -> bool:
    """Whether a comment with SAFETY stands on the line, or above it with only the same statement between."""
    if "SAFETY:" in lines[number]:
        return True
    for above in range(number - 1, max(-1, number - 12), -1):
        text = lines[above].strip()
        if "SAFETY:" in text:
            return True
        if not text or text.endswith((";", "}")):
            return False
    return False


def test_every_unsafe_block_has_a_reason() -> None:
    gaps = {
        name_of(path): list(unsafe_without_reason(path.read_text(encoding="utf-8"))) for path in rust_files()
    }
    assert not {name: places for name, places in gaps.items() if places}


_UNSAFE_FN = re.compile(r"^\s*pub(?:\([^)]*\))? (?:const )?unsafe (?:extern \"C\" )?fn (\w+)")


def undocumented_contracts(text: str) -> Iterator[str]:
    """Unsafe functions that other files may call, without a `# Safety` section."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        match = _UNSAFE_FN.match(line)
        if match is None:
            continue
        above = number
        while above and lines[above - 1].lstrip().startswith(("///", "#[")):
            above -= 1
        if not any("# Safety" in comment for comment in lines[above:number]):
            yield match[1]


def test_every_unsafe_function_states_its_contract() -> None:
    # The C API's functions share one contract, stated in `ffi/mod.rs`.
    files = [path for path in rust_files() if not name_of(path).startswith(TABLES)]
    gaps = {name_of(path): list(undocumented_contracts(path.read_text(encoding="utf-8"))) for path in files}
    assert not {name: functions for name, functions in gaps.items() if functions}


# What the glue names ---------------------------------------------------------------------------------------


def runtime_paths() -> list[str]:
    """Every path of `ferrule.emit.runtime_api`, e.g. ``glue::call`` or ``types::PyModule``."""
    values = [value for name, value in vars(runtime_api).items() if name.isupper() and isinstance(value, str)]
    roots = (runtime_api.GLUE, runtime_api.ROOT)
    found = []
    for value in values:
        if value.startswith(f"{roots[0]}::"):
            found.append("glue::" + value.removeprefix(f"{roots[0]}::"))
        elif value.startswith(f"{roots[1]}::"):
            found.append(value.removeprefix(f"{roots[1]}::"))
    return found


def slot_names() -> set[str]:
    """The C API's name of every slot that a special method fills."""
    return {f"Py_{part}" for row in ROWS for part in re.split(r"[+|]", row.slot)}


def test_every_path_of_the_glue_exists_in_the_runtime(tmp_path: Path) -> None:
    paths = [*runtime_paths(), *(f"ffi::{name}" for name in sorted(slot_names()))]
    assert len(paths) > 100
    uses = "".join(f"    use pyo3::{path} as p{number};\n" for number, path in enumerate(paths))
    source = tmp_path / "every_path.rs"
    source.write_text(
        f"#[allow(unused_imports)]\nmod paths {{\n{uses}}}\n\n#[pyo3::pymodule]\nmod every_path {{}}\n"
    )
    report = Quiet()
    try:
        pipeline.build_artifact(pipeline.Options(source, python=sys.executable), report)
    except FerruleError as error:
        pytest.fail(f"{error}\n{error.detail}")


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("let a = unsafe { f() };", 1),
        ("// SAFETY: f is sound.\nlet a = unsafe { f() };", 0),
        ("// SAFETY: f is sound.\nlet a =\n    unsafe { f() };", 0),
        ("// SAFETY: f is sound.\nf();\nlet a = unsafe { f() };", 1),
        ("// unsafe { f() }", 0),
        ('let text = "unsafe {";', 0),
        ("unsafe impl Send for A {}", 1),
        ("unsafe fn f() {", 0),
    ],
)
def test_the_search_for_reasons_finds_gaps(text: str, gaps: int) -> None:
    assert len(list(unsafe_without_reason(text))) == gaps
