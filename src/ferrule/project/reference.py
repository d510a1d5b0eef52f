"""The settings as documents: a JSON schema for editors, and the reference page.

Both are kept in `docs/`, and a test compares them with what is made here. Nothing of this is loaded by a
build.
"""

from __future__ import annotations

import ast
import inspect
import re
from itertools import pairwise
from typing import Any

from ferrule.project import maturin, settings, setuptools_rust
from ferrule.project.kinds import kind_of
from ferrule.project.settings import KEYS, Settings

_HEAD = """\
# Settings

<!-- Made from src/ferrule/project/settings.py by `pytest tests/unit/test_settings.py --bless`. -->

Settings stand in `[tool.ferrule]` of pyproject.toml. For one run, give an environment variable
`FERRULE_<KEY>` (capitals, `_` for `-`; lists are separated by commas or spaces), a config-setting
(`pip install -C features=fast .`) or, where there is one, an option on the command line. The strongest wins:
command line, config-settings, environment, `[tool.ferrule]`, `[tool.maturin]` or else
`[tool.setuptools-rust]`, the default. Paths are relative to pyproject.toml.

Editors that read JSON schemas find one for the table in [settings.schema.json](settings.schema.json).

"""

_MATURIN = """\
## `[tool.maturin]`

A project that was written for maturin needs no other table: its keys are read as well, and those of
`[tool.ferrule]` win. These mean what they mean above:

{same}.

| key | what becomes of it |
|---|---|
"""


_SETUPTOOLS = """\
## `[[tool.setuptools-rust.ext-modules]]`

Read where there is no `[tool.maturin]`. Python packages are looked for where `[tool.setuptools]` says
(`package-dir`, `packages.find.where`). Programs (`[[tool.setuptools-rust.bins]]`) are left out, with a
sentence.

| key | what becomes of it |
|---|---|
"""


def documentation() -> dict[str, str]:
    """Key -> what it means, as the record's fields are documented, in one line each."""
    tree = ast.parse(inspect.getsource(settings))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Settings")
    found = {}
    for field, text in pairwise(body):
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            found[settings.key_of(field.target.id)] = " ".join(str(text.value.value).split())
    return found


def schema() -> dict[str, Any]:
    """The JSON schema of ``[tool.ferrule]``."""
    meanings = documentation()
    properties = {
        key: {"description": meanings[key], **kind_of(annotation).schema} for key, annotation in KEYS.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "[tool.ferrule] of pyproject.toml",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def page() -> str:
    """The reference page, as Markdown."""
    meanings = documentation()
    parts = [_HEAD, "| key | kind | meaning |\n|---|---|---|\n"]
    for key, annotation in KEYS.items():
        parts.append(f"| `{key}` | {_cell(kind_of(annotation).noun)} | {_cell(_meaning(key, meanings))} |\n")
    same = ", ".join(f"`{key}`" for key in maturin.same())
    parts.append(f"\n{_MATURIN.format(same=same)}")
    rows = [
        *maturin.TRANSLATED.items(),
        *maturin.JUDGED.items(),
        *((key, f"changes nothing: {text}") for key, text in maturin.IGNORED.items()),
    ]
    parts += [f"| `{key}` | {_cell(text)} |\n" for key, text in sorted(rows)]
    rows = [
        *setuptools_rust.READ.items(),
        *((key, f"changes nothing: {text}") for key, text in setuptools_rust.IGNORED.items()),
        *((key, f"refused: {text}") for key, text in setuptools_rust.REFUSED.items()),
    ]
    parts.append(f"\n{_SETUPTOOLS}")
    parts += [f"| `{key}` | {_cell(text)} |\n" for key, text in sorted(rows)]
    return "".join(parts)


def _meaning(key: str, meanings: dict[str, str]) -> str:
    default = Settings.__dict__.get(key.replace("-", "_"))
    said = "default" in meanings[key].lower()
    return meanings[key] if said or default in (None, (), False) else f"{meanings[key]} Default: `{default}`."


def _cell(text: str) -> str:
    return re.sub(r"\|", r"\\|", text)
