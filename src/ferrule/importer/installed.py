"""Modules that `ferrule develop` installed, compared with their sources at each import where the hook is on.

What an installation was built from is remembered under the place of its library. Without the hook, an import
of an installed module loads nothing of ours.
"""

# `pathlib` would take longer to load than all else here:
# ruff: noqa: PTH110, PTH113, PTH118

import marshal
from _frozen_importlib_external import ExtensionFileLoader
from os import path

from ferrule.importer import memory
from ferrule.importer.loader import unseen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _frozen_importlib import ModuleSpec
    from types import ModuleType
    from typing import Any

    from ferrule.build.artifact import Artifact
    from ferrule.pipeline import Options

_KEY = "installed"


def compared(spec: "ModuleSpec") -> None:
    """Let a module be compared when it is loaded, if `ferrule develop` installed it."""
    file = memory.place(memory.usual_root(), str(spec.origin), _KEY)
    if path.isfile(file):
        spec.loader = InstalledLoader(spec.name, str(spec.origin), file)


class InstalledLoader(ExtensionFileLoader):
    """Builds and installs a module again when its sources changed, and loads it."""

    def __init__(self, name: str, library: str, file: str) -> None:
        super().__init__(name, library)
        self.memory = file

    @unseen
    def create_module(self, spec: "ModuleSpec") -> "ModuleType":
        """Compare, build if need be, and make the module. Raises ImportError with the rendered mistakes."""
        known = memory.read(self.memory)
        # Where the project is gone, what is installed is all there is.
        if known is not None and path.exists(known["path"]):
            unchanged = memory.holds(known)
            if not (unchanged and memory.current(known)):
                _renewed(spec.name, known, unchanged)
        return super().create_module(spec)


@unseen
def _renewed(name: str, known: "dict[str, Any]", unchanged: bool) -> None:
    from ferrule.importer.compile import develop_again

    try:
        develop_again(name, known, unchanged=unchanged)
    except (ImportError, KeyboardInterrupt) as error:
        raise error.with_traceback(None) from None


def remember(options: "Options", artifact: "Artifact") -> None:
    """Write down what the modules of an installation were built from. Failing to costs a comparison."""
    from ferrule.importer.compile import facts_of

    for one in artifact.modules:
        facts = facts_of(one)
        if facts is None:
            continue
        place = _place(one)
        facts |= {"path": str(options.path.absolute()), "debug": options.debug, "library": place}
        facts["asked"] = dict(options.settings or {})
        try:
            memory.write(memory.place(memory.usual_root(), place, _KEY), marshal.dumps(facts))
        except ValueError:  # settings that are not plain values: only programs can give such
            continue


def _place(one: "Artifact") -> str:
    """Where the library of a module is installed."""
    *packages, last = one.module.split(".")
    source = one.project.python_source
    if source is not None:
        return path.join(str(source), *packages, one.file_name)
    suffix = one.file_name.removeprefix(last)
    return path.join(one.interpreter.platlib, one.module, f"__init__{suffix}")
