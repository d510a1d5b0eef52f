"""The result of a build, as data: all that packaging, installing and importing need to know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ferrule.base.errors import SourceError
from ferrule.base.record import record
from ferrule.project.discover import Project
from ferrule.toolchain.interpreters import Interpreter
from ferrule.toolchain.target import Target

_INIT = re.compile(rb"\0_?PyInit_(\w+)(?=\0)")


@record
class Artifact:
    """One built native module."""

    project: Project
    """What it was built from."""
    interpreter: Interpreter
    """What it was built for."""
    target: Target
    """The platform that it runs on."""
    library: Path
    """The built file, in the cache; never changed once it is there."""
    module: str
    """Dotted import path."""
    file_name: str
    """What the file must be called to be imported, e.g. ``fast.cpython-312-x86_64-linux-gnu.so``."""
    abi3: int | None
    """Oldest minor version that can load it when it keeps to the stable ABI, else None."""
    stubs: Mapping[str, str]
    """Texts of its `.pyi` files by path below site-packages; empty when there are none."""
    source_hash: str
    """Content hash of everything that it was built from."""
    rebuilt: str | None
    """Why it was compiled just now; None when the cached build was good."""
    more: tuple[Artifact, ...] = ()
    """The other native modules of the same distribution."""

    @property
    def modules(self) -> tuple[Artifact, ...]:
        """All native modules of the distribution, this one first."""
        return (self, *self.more)

    def serves(self, interpreter: Interpreter) -> bool:
        """Whether another interpreter can load it too, since both keep to the stable ABI."""
        return (
            all(one.abi3 is not None and interpreter.minor >= one.abi3 for one in self.modules)
            and not interpreter.free_threaded
            and (interpreter.implementation, interpreter.platform, interpreter.pointer_width)
            == (self.interpreter.implementation, self.interpreter.platform, self.interpreter.pointer_width)
        )


def exported_modules(library: bytes) -> set[str]:
    """Names `m` for which a library defines ``PyInit_m``.

    Symbol names stand NUL-separated in the string tables of ELF, Mach-O and PE alike, so no format is parsed.
    """
    return {name.decode() for name in _INIT.findall(library)}


def check_exports(library: bytes, project: Project) -> None:
    """Raise SourceError, naming both sides, when Python would not find the module in the library."""
    wanted = project.module.rpartition(".")[2]
    found = exported_modules(library)
    if wanted in found:
        return
    if not found:
        raise SourceError(
            f"{project.source.name} defines no Python module: it has no #[pymodule].",
            f"Add one that is called `{wanted}`, and export the functions and classes from it.",
        )
    names = ", ".join(f"`{name}`" for name in sorted(found))
    other = sorted(found)[0]
    if project.manifest is None:
        mend = f"Rename it to `{wanted}`, or the file to `{other}.rs`."
        whose = f"the file is {project.source.name}"
    elif project.settings.module_name:
        mend = f"Rename it to `{wanted}`, or correct `module-name`."
        whose = f"`module-name` is `{project.settings.module_name}`"
    else:
        mend = f'Rename it to `{wanted}`, or write `name = "{other}"` in [lib] of {project.manifest.path}.'
        whose = f"the library is called `{wanted}`"
    raise SourceError(
        f"The #[pymodule] is called {names}, but {whose}, and Python looks for that name.", mend
    )
