"""What is asked of platform tags, and what is said when nobody can check it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ferrule.base.errors import PackageError
from ferrule.package import audit
from ferrule.package.audit import Auditor, Portability, portability
from ferrule.package.tree import Entry

ENTRIES = [Entry("fast/__init__.so", b"\x7fELF native", executable=True)]


@pytest.mark.parametrize(
    ("compatibility", "mode", "wanted"),
    [
        (None, None, Portability("auto", "repair")),
        ("auto", "warn", Portability("auto", "warn")),
        ("pypi", "check", Portability("pypi", "check")),
        ("linux", None, Portability("linux", "skip")),
        ("off", None, Portability("linux", "skip")),
        ("2_17", None, Portability("manylinux_2_17", "repair")),
        ("manylinux_2_28", None, Portability("manylinux_2_28", "repair")),
        ("manylinux2014", None, Portability("manylinux_2_17", "repair")),
        ("2010", None, Portability("manylinux_2_12", "repair")),
        ("manylinux1", None, Portability("manylinux_2_5", "repair")),
        ("musllinux_1_2", None, Portability("musllinux_1_2", "repair")),
        ("manylinux_2_17", "skip", Portability("linux", "skip")),
    ],
)
def test_settings(compatibility: str | None, mode: str | None, wanted: Portability) -> None:
    assert portability(compatibility, mode) == wanted


@pytest.mark.parametrize("compatibility", ["manylinux", "manylinux3", "macosx_11_0", "2.17", "musllinux_1"])
def test_policies_that_do_not_exist(compatibility: str) -> None:
    with pytest.raises(PackageError, match=f"`{compatibility}` is no platform tag"):
        portability(compatibility, None)


def auditor(wanted: Portability, machine: str = "x86_64") -> Auditor:
    def draft(_: Path) -> Path:
        raise AssertionError("nothing is to be judged")

    return Auditor(wanted, machine=machine, musl=False, draft=draft)


def test_without_auditwheel_the_tag_is_honest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "_available", lambda: False)
    said: list[str] = []
    got = auditor(Portability("auto", "repair")).audited(ENTRIES, said.append)
    assert got == ("linux_x86_64", ENTRIES)
    assert len(said) == 1 and "auditwheel is not installed" in said[0] and "ferrule[manylinux]" in said[0]
    for policy in ("pypi", "manylinux_2_28"):
        with pytest.raises(PackageError, match="auditwheel is not installed"):
            auditor(Portability(policy, "repair")).audited(ENTRIES, said.append)


def test_processor_without_policies(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("auditwheel")
    said: list[str] = []
    platform, _ = auditor(Portability("auto", "repair"), "armv6l").audited(ENTRIES, said.append)
    assert platform == "linux_armv6l" and "knows no policies for armv6l" in said[0]
    with pytest.raises(PackageError, match="cannot be manylinux_2_28: auditwheel knows no policies"):
        auditor(Portability("manylinux_2_28", "repair"), "armv6l").audited(ENTRIES, said.append)
