"""A finder that editable installations of Ferrule put into environments, as a module of their own.

Before one of the distribution's native modules is imported, the sources that it was built from are compared
with what they were. Changed ones are built again where Ferrule is installed; elsewhere the import fails with
a sentence, for a library that is not what the sources say is worse than none. This file is copied, so it
needs nothing but the standard library, and runs on every Python that modules can be built for.
"""

# Runs at every start of a program in the environment, so other modules are imported when they are needed.
# ruff: noqa: PTH100, PTH118, PTH120, PTH123

from __future__ import annotations

import sys
from _frozen_importlib_external import (  # `importlib` would load a dozen others
    ExtensionFileLoader,
    PathFinder,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

MODULES: tuple[str, ...] = ()
"""Import paths of the native modules; filled in where the copy is made."""


class WatchingFinder:
    """Finds the native modules where others would, and has them loaded with a look at the sources before."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        """The spec that Python's own finder makes, with another loader."""
        if name not in MODULES:
            return None
        spec = PathFinder.find_spec(name, path)
        if spec is not None and spec.origin and isinstance(spec.loader, ExtensionFileLoader):
            spec.loader = WatchingLoader(name, spec.origin)
        return spec


class WatchingLoader(ExtensionFileLoader):
    """Loads a library after a look at its sources. The finder does not: Python locks all imports
    while finders work, and a build needs threads that import.
    """

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The module. Raises ImportError when the sources changed and cannot be built."""
        look()
        return super().create_module(spec)


def look() -> None:
    """Compare the recorded sources with what they are now, and build again if they differ."""
    import importlib
    import json
    from os import path

    record = path.join(path.dirname(path.abspath(__file__)), f"{__name__}.json")
    with open(record, encoding="utf-8") as file:
        facts = json.load(file)
    changed = first_changed(facts["sources"])
    if changed is None:
        return
    try:
        release = importlib.import_module("ferrule.release")
    except Exception:  # it is missing, or made for newer Pythons than this one
        raise ImportError(
            f"{changed} changed since `{facts['name']}` was built, and Ferrule is not installed in this "
            f"environment to build it: run `pip install -e {facts['root']}` again.",
            name=facts["name"],
        ) from None
    release.refresh(record)


def first_changed(sources: dict[str, str]) -> str | None:
    """The first path whose content is not the recorded one, None when all are."""
    from hashlib import blake2b

    for name, content in sources.items():
        try:
            with open(name, "rb") as file:
                now = blake2b(file.read(), digest_size=16).hexdigest()
        except OSError:
            return name
        if now != content:
            return name
    return None


if MODULES:
    sys.meta_path.insert(0, WatchingFinder)
