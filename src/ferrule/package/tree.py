"""Which file goes where below site-packages, planned as data before a byte is written.

A pure Rust module `fast` is installed as a package whose `__init__` is the native library itself::

    fast/__init__.cpython-312-x86_64-linux-gnu.so    the module: `import fast` loads it and nothing else
    fast/__init__.pyi                                its types
    fast/py.typed                                    without which type checkers ignore the stub (PEP 561)

PEP 561 has no place for types beside a lone `fast.so`, so there has to be a package; a Python `__init__.py`
that re-exports from an inner library would cost a second import, hide private names and give classes a
wrong `__module__`. CPython looks for ``__init__`` with every extension suffix
(`importlib.machinery.FileFinder`), and names the init function after the package.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ferrule.base.errors import PackageError
from ferrule.base.files import system_fault
from ferrule.base.record import record
from ferrule.build.artifact import Artifact
from ferrule.project.discover import Project

MARK = "# Made by Ferrule from the Rust source"
"""First line of a stub that Ferrule wrote, which it may write again; one without it is the user's own."""


@record
class Entry:
    """One file to be."""

    path: str
    """Place below site-packages, with ``/``."""
    content: bytes
    """What it holds."""
    executable: bool = False
    """Whether its mode says so."""


def module_entries(artifact: Artifact) -> list[Entry]:
    """The native modules with their types, and the Python files of the packages that they lie in."""
    python = list(_python_files(artifact))
    taken = {entry.path for entry in python}
    native = [entry for one in artifact.modules for entry in native_entries(one)]
    return [*python, *(entry for entry in native if entry.path not in taken)]


def native_entries(artifact: Artifact) -> list[Entry]:
    """One native module with its types."""
    library = Entry(_library_path(artifact), read_member(artifact.library), executable=True)
    stubs = [Entry(path, text.encode()) for path, text in stub_texts(artifact).items()]
    # Without a stub the mark would make type checkers believe that the module is empty.
    alone = artifact.project.python_source is None and stubs
    typed = [Entry(f"{artifact.module}/py.typed", b"")] if alone else []
    return [*typed, *stubs, library]


def stub_texts(artifact: Artifact) -> dict[str, str]:
    """The module's types by path: of each file the user's own wins over the generated one, where it lies
    beside the sources.
    """
    project = artifact.project
    name = artifact.module.replace(".", "/")
    if project.python_source is not None and _by_hand(project.python_source / f"{name}.pyi"):
        return {}  # packed with the Python files, and about all of the module
    made = marked(artifact.stubs, project) or {f"{name}.pyi": ""}
    alone = project.python_source is None
    package = name.rpartition("/")[0]
    found: dict[str, str] = {}
    for path, text in made.items():
        own = _own_stub(project, path.removeprefix(f"{package}/"))
        place = f"{name}/__init__.pyi" if alone and path == f"{name}.pyi" else path
        if own is not None:
            found[place] = read_member(own).decode("utf-8", "replace")
        elif text:
            found[place] = text
    return found


def marked(stubs: Mapping[str, str], project: Project) -> dict[str, str]:
    """Generated stubs with the line that says so."""
    head = f"{MARK} {project.source.name}; changes are lost.\n"
    return {path: head + text for path, text in stubs.items()}


def _own_stub(project: Project, path: str) -> Path | None:
    """The user's own stub for a generated one: `fast.pyi` or `fast/__init__.pyi`, either for either."""
    stem = path.removesuffix("/__init__.pyi").removesuffix(".pyi")
    for directory in (project.root, project.crate_root):
        for name in (f"{stem}.pyi", f"{stem}/__init__.pyi"):
            if _by_hand(directory / name):
                return directory / name
    return None


def _by_hand(path: Path) -> bool:
    return path.is_file() and not _generated(path)


def _library_path(artifact: Artifact) -> str:
    if artifact.project.python_source is None:
        suffix = artifact.file_name.removeprefix(artifact.module)
        return f"{artifact.module}/__init__{suffix}"
    package = artifact.module.rpartition(".")[0].replace(".", "/")
    return f"{package}/{artifact.file_name}" if package else artifact.file_name


def _python_files(artifact: Artifact) -> Iterator[Entry]:
    suffixes = tuple(artifact.interpreter.extension_suffixes)
    libraries = {_library_path(one).partition(".")[0] for one in artifact.modules}
    for base, package in _packages(artifact):
        root = base / package
        if not root.is_dir():
            raise PackageError(f"The Python package {root} does not exist.")
        for path in sorted(root.rglob("*")):
            if not path.is_file() or "__pycache__" in path.parts or path.suffix in (".pyc", ".rs"):
                continue
            place = path.relative_to(base).as_posix()
            if (
                place.endswith(suffixes)
                and f"{place.rpartition('/')[0]}/{path.name.partition('.')[0]}" in libraries
            ):
                continue  # a library that `develop` put beside the sources
            if _generated(path):
                continue
            yield Entry(place, read_member(path))


def _packages(artifact: Artifact) -> list[tuple[Path, str]]:
    """The Python packages of a distribution, each with the directory that it lies in."""
    found: dict[tuple[Path, str], None] = {}
    for one in artifact.modules:
        base = one.project.python_source
        if base is not None:
            found[base, one.project.top_level] = None
            found.update(dict.fromkeys((base, name) for name in one.project.settings.python_packages))
    return list(found)


def _generated(path: Path) -> bool:
    return path.suffix == ".pyi" and read_member(path).startswith(MARK.encode())


def read_member(path: Path) -> bytes:
    """The content of a file that goes into an archive. Raises SystemFault when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise system_fault(error, f"{path} cannot be read") from error
