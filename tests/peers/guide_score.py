"""How many Rust code blocks of PyO3's guide and API documentation compile and run on Ferrule's runtime; the
numbers of docs/compat.md.

    python tests/peers/guide_score.py CHECKOUT [--work DIR] [--only TEXT,...] [--features NAME,...]
                                               [--write] [--verbose]

CHECKOUT is a checkout of PyO3 at the version in docs/compat.md; it is read, never changed. The blocks become
documentation of a package of ours, so that rustdoc finds, compiles and runs them as it does PyO3's: with
hidden lines, `no_run`, `compile_fail`, `should_panic`, and with warnings denied. `ignore` marks what PyO3
does not compile either. Needs cargo and access to crates.io. Nothing of PyO3 is kept in this repository.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from pyo3_score import ROOT, cargo_environment

sys.path.insert(0, str(ROOT / "src"))

from ferrule.build.bridge_crate import stand_ins
from ferrule.build.report import Quiet
from ferrule.expander.server import serve_socket
from ferrule.project.features import EXTERNAL_FEATURES

PAGE = ROOT / "docs" / "compat.md"
BEGIN, END = "<!-- guide: begin -->", "<!-- guide: end -->"
OWN_FEATURES = {"auto-initialize", "full", "macros", "multiple-pymethods", "py-clone"}
FEATURES = sorted(EXTERNAL_FEATURES | OWN_FEATURES | {"experimental-async", "experimental-inspect"})
"""All, as PyO3 compiles its blocks."""

PACKAGE = """
[workspace]
[package]
name = "peer-guide"
version = "0.0.0"
edition = "2021"
[lib]
name = "pyo3"
[dependencies]
bridge = {{ package = "pyo3", path = "{runtime}", features = [{features}] }}
pyo3-ffi = {{ path = "{ffi}" }}
anyhow = "1"
assert_approx_eq = "1.1"
bigdecimal = "0.4"
bytes = "1"
chrono = "0.4"
chrono-tz = "0.10"
ctrlc = "3.5"
either = "1"
eyre = "0.6"
futures = "0.3"
hashbrown = "0.16"
indexmap = "2"
jiff-02 = {{ package = "jiff", version = "0.2" }}
lock_api = "0.4"
num-bigint = "0.4"
num-complex = "0.4"
num-rational = "0.4"
ordered-float = "5"
parking_lot = {{ version = "0.12", features = ["arc_lock"] }}
rayon = "1"
rust_decimal = "1"
send_wrapper = "0.6"
serde = {{ version = "1", features = ["derive"] }}
serde_json = "1"
smallvec = "1"
static_assertions = "1"
tempfile = "3"
time = "0.3"
uuid = {{ version = "1.12", features = ["v4"] }}
[build-dependencies]
pyo3-build-config = {{ path = "{build_config}" }}
[profile.dev]
debug = 0
[profile.test]
debug = 0
"""
LIBRARY = """\
#![doc(test(attr(
    deny(rust_2018_idioms, warnings),
    allow(unused, unknown_lints, unexpected_cfgs, non_local_definitions)
)))]
pub use bridge::*;
"""
"""Blocks see the crate under its name as PyO3's do, also as `crate::pyo3`."""

RESULT = re.compile(r"^test \S+ - (\w+) (?:\S+ )?\(line \d+\).* \.\.\. (\w+)", re.MULTILINE)
FAILURE = re.compile(
    r"^---- \S+ - (\w+) (?:\S+ )?\(line (\d+)\) stdout ----\n(.*?)(?=^----|^failures:)", re.M | re.S
)


def main() -> None:
    """Compile, run and count the pages that are asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--work", type=Path, default=None, help="where to build; default: a new directory")
    parser.add_argument("--only", default="", help="pages with one of these in their path")
    parser.add_argument("--features", default="", help="further features of pyo3, such as abi3-py310")
    parser.add_argument("--write", action="store_true", help="put the table into docs/compat.md")
    parser.add_argument("--verbose", action="store_true", help="the whole message of each failure")
    given = parser.parse_args()
    work = (given.work or Path(tempfile.mkdtemp(prefix="guide-score-"))).resolve()
    found = found_pages(given.checkout)
    pages = {module_name(name): (name, text) for name, text in found if wanted(name, given.only)}
    for place in (work, work / "package"):
        # Files that blocks read.
        shutil.copytree(given.checkout / "assets", place / "assets", dirs_exist_ok=True)
    more = list(filter(None, given.features.split(",")))
    write_package(work / "package", {module: text for module, (_, text) in pages.items()}, more)
    output = rustdoc(work / "package")
    (work / "log.txt").write_text(output)
    counts: dict[str, Counter[str]] = {}
    for module, result in RESULT.findall(output):
        counts.setdefault(chapter(pages[module][0]), Counter())[result] += 1
    if not counts:
        raise SystemExit(output)
    modules = list(pages)
    for module, line, text in FAILURE.findall(output):
        # rustdoc counts from the line of the page's attribute in lib.rs.
        real = int(line) - LIBRARY.count("\n") - 2 * modules.index(module)
        print(f"{pages[module][0]}:{real}: {text if given.verbose else cause(text)}")
    table = "\n".join(rows(counts))
    print(table)
    if given.write:
        text = PAGE.read_text()
        head, _, rest = text.partition(BEGIN)
        PAGE.write_text(f"{head}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}")


def wanted(name: str, only: str) -> bool:
    """Whether a page is asked for."""
    return not only or any(part in name for part in only.split(","))


def found_pages(checkout: Path) -> list[tuple[str, str]]:
    """Path and Markdown of each page with Rust code: of the guide, and of each source with documentation."""
    found = [*sorted(checkout.glob("guide/**/*.md")), checkout / "README.md"]
    pages = [(path, path.read_text()) for path in found if path.is_file()]
    sources = [*sorted(checkout.glob("src/**/*.rs")), checkout / "pyo3-macros" / "src" / "lib.rs"]
    pages += [(path, documentation(path.read_text())) for path in sources]
    named = [(str(path.relative_to(checkout)), text) for path, text in pages if "```" in text]
    # PyO3 lists the pages whose blocks it compiles.
    listed = (checkout / "src" / "lib.rs").read_text()
    return [
        (name, text if name.endswith(".rs") or f'"{name}"' in listed else ignored(text))
        for name, text in named
    ]


def ignored(text: str) -> str:
    """A page none of whose blocks are compiled."""
    return re.sub(r"^(\s*)```\s*rust\b", r"\1```rust,ignore", text, flags=re.MULTILINE)


def documentation(source: str) -> str:
    """The documentation in a Rust source as Markdown, each line of it at its number in the source.

    A block that an item's documentation leaves open ends with it.
    """
    lines = []
    fenced, brackets = False, 0
    for line in source.splitlines():
        comment = re.match(r"\s*//[/!] ?(.*)", line)
        fence = re.match(r'\s*doc = "(```(?:rust)?)"', line)
        said = comment[1] if comment else fence[1] if fence else ""
        if comment is None and (brackets or line.lstrip().startswith(("#[", "#!["))):
            brackets += line.count("[") - line.count("]")
        elif comment is None and fenced:
            said = "```"
        fenced ^= said.lstrip().startswith("```") and said.count("```") == 1
        lines.append(said)
    return "\n".join(lines)


def module_name(page: str) -> str:
    """A page's module in the package, by which rustdoc names its blocks."""
    return re.sub(r"\W", "_", page)


def write_package(space: Path, pages: dict[str, str], more: list[str]) -> None:
    """A package whose documentation is the pages."""
    crates = stand_ins({}, space.parent / "crates", Quiet())
    text = PACKAGE.format(
        runtime=crates["pyo3"],
        ffi=crates["pyo3-ffi"],
        build_config=crates["pyo3-build-config"],
        features=", ".join(f'"{name}"' for name in [*FEATURES, *more]),
    )
    (space / "src").mkdir(parents=True, exist_ok=True)
    (space / "Cargo.toml").write_text(text)
    (space / "build.rs").write_text("fn main() {\n    pyo3_build_config::use_pyo3_cfgs();\n}\n")
    for module, page in pages.items():
        (space / "src" / f"{module}.md").write_text(page)
    modules = [f'#[doc = include_str!("{module}.md")]\npub mod {module} {{}}\n' for module in pages]
    (space / "src" / "lib.rs").write_text(LIBRARY + "".join(modules))


def rustdoc(space: Path) -> str:
    """What rustdoc says about the package's blocks."""
    command = ["cargo", "test", "--doc", "--no-fail-fast"]
    with tempfile.TemporaryDirectory() as directory, serve_socket(Path(directory) / "expander") as expander:
        environment = cargo_environment(space)
        environment["RUSTDOCFLAGS"] = " ".join(f'--cfg=feature="{name}"' for name in FEATURES)
        if expander:
            environment["FERRULE_EXPANDER"] = expander
        ran = subprocess.run(command, cwd=space, env=environment, capture_output=True, text=True, check=False)
    return ran.stdout + os.linesep + ran.stderr


def cause(failure: str) -> str:
    """The line of a failure that says most."""
    said = re.search(r"^(?:error|thread .* panicked).*\n?.*", failure, re.MULTILINE)
    return " ".join(said.group().split()) if said else failure.strip().partition("\n")[0]


def chapter(page: str) -> str:
    """What a page counts as in the table: each of the guide for itself, the API's by folder."""
    if page.startswith("guide/"):
        return page.removeprefix("guide/").removeprefix("src/")
    folder, _, _ = page.rpartition("/")
    return f"API: `{folder}`" if folder else page


def rows(counts: dict[str, Counter[str]]) -> list[str]:
    """The table: chapters with what came of their blocks."""
    lines = ["| chapter | passed | failed | not compiled by PyO3 |", "|---|---|---|---|"]
    total: Counter[str] = Counter()
    for name, count in sorted(counts.items(), key=lambda one: (one[0].startswith("API"), one[0])):
        if count:
            lines.append(f"| {name} | {count['ok']} | {count['FAILED'] or ''} | {count['ignored'] or ''} |")
            total += count
    lines.append(f"| all | {total['ok']} | {total['FAILED']} | {total['ignored']} |")
    return lines


if __name__ == "__main__":
    main()
