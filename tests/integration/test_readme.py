"""What README.md and docs/ say is done as it is said: sources are written, commands run, outputs compared.

In a page that is listed here, a Rust block that begins with ``// NAME.rs`` is a file, a Python block that
begins with ``# NAME.py`` too, and a `console` block is a session: lines after ``$`` are typed, the others
must come out. Output ``...`` stands for anything. All blocks of a page share one directory.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from shell_rig import Shell, activated

from ferrule.cli.group import COMMANDS

ROOT = Path(__file__).parents[2]
TOLD = (
    "README.md",
    "docs/first-module.md",
    "docs/stubs.md",
    "docs/inline.md",
    "docs/packaging.md",
    "docs/classes.md",
)
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"^(?://|#) ([\w./-]+\.(?:rs|py|toml))\n")
_LINK = re.compile(r"\]\(([^)#:]+)(#[\w-]+)?\)")


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A fresh environment for all pages."""
    return activated(tmp_path_factory.mktemp("readme"))


@pytest.mark.parametrize("page", TOLD)
def test_what_a_page_tells_is_so(page: str, environment: dict[str, str], tmp_path: Path) -> None:
    shell = Shell(environment, tmp_path)
    blocks = _BLOCK.findall(text_of(page))
    assert any(kind == "console" for kind, _ in blocks)
    for kind, content in blocks:
        name = _NAME.match(content)
        if kind == "console":
            session(shell, content)
        elif name:
            path = tmp_path / name[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")


def session(shell: Shell, content: str) -> None:
    """Type the lines of a session and compare what comes out."""
    for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        if command.startswith("cd "):
            shell.directory /= command.removeprefix("cd ")
            continue
        done = shell.typed(command)
        said = done.stdout + (done.stderr if done.returncode else "")
        pattern = ".*".join(re.escape(piece) for piece in expected.rstrip("\n").split("..."))
        assert re.fullmatch(pattern, said.rstrip("\n"), re.DOTALL), f"$ {command}\n{said}{done.stderr}"


def test_the_readme_opens_with_ten_lines_of_code() -> None:
    first = [content for _, content in _BLOCK.findall(text_of("README.md"))][:2]
    lines = [line for content in first for line in content.splitlines() if line.strip()]
    assert len([line for line in lines if not line.startswith(("//", "2"))]) <= 10


def test_the_readme_has_the_two_commands_of_a_fresh_clone() -> None:
    text = text_of("README.md")
    assert "\n    python3 -m pip install . && python3 -m ferrule demo\n" in text
    assert "\n    python3 -m pip install '.[test]' && python3 -m pytest\n" in text


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    base = (ROOT / page).parent
    text = text_of(page)
    targets = [(target, anchor) for target, anchor in _LINK.findall(text)]
    for target, anchor in targets:
        path = base / target
        assert path.exists(), f"{page} links to {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
            anchors = {
                "#" + re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings
            }
            assert anchor in anchors, f"{page} links to {target}{anchor}"


@pytest.mark.parametrize("page", PAGES)
def test_commands_that_pages_name_exist(page: str) -> None:
    named = set(re.findall(r"(?:`|\$ |-m )ferrule ([a-z]+(?:-[a-z]+)*)\b", text_of(page)))
    assert named <= set(COMMANDS)
