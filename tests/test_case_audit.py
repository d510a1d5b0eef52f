"""Every class option and every special method has cases: one that is run, and one that is rejected."""

from __future__ import annotations

import re

import casefile
import pytest

from ferrule.model.options import FieldOptions, PyClassOptions, VariantOptions
from ferrule.model.slots import SLOTS

CASES = [casefile.read(path) for path in casefile.listed()]
RUN = [case for case in CASES if not case.rejected and "run" in case.sections]
REJECTED = [case for case in CASES if case.rejected]
ATTRIBUTE = re.compile(r"#\[(?:pyclass|pyo3)\s*\((.*?)\)\]", re.DOTALL)
OPTIONS = sorted({name for table in (PyClassOptions, FieldOptions, VariantOptions) for name in table.rows()})


def attributes(cases: list[casefile.Case]) -> str:
    sources = (re.sub(r"//[^\n]*", "", case.sections["source"]) for case in cases)
    return "\n".join(match[1] for source in sources for match in ATTRIBUTE.finditer(source))


@pytest.mark.parametrize("cases", [RUN, REJECTED], ids=["run", "rejected"])
def test_options(cases: list[casefile.Case]) -> None:
    written = attributes(cases)
    assert [name for name in OPTIONS if not re.search(rf'(?<![\w"]){name}(?![\w"])', written)] == []


@pytest.mark.parametrize("cases", [RUN, REJECTED], ids=["run", "rejected"])
def test_special_methods(cases: list[casefile.Case]) -> None:
    source = "\n".join(case.sections["source"] for case in cases)
    missing = [name for name in SLOTS if not re.search(rf"\bfn {name}\b", source)]
    assert [name for name in missing if name != "__new__" or "#[new]" not in source] == []
