"""The whole story on one page: a path becomes a project, is built for an interpreter, and is installed or
packed.

    path ─discover─▶ Project ─┐
                              ├─build─▶ Artifact ─▶ install.develop | wheel.build_wheel
    -i   ─choose───▶ Interpreter                └─▶ (import hook, notebook)

The only module that imports every stage; each import is where it is used, so that a command pays for its
own stages alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ferrule.base.errors import SourceError
from ferrule.base.record import record, replace

if TYPE_CHECKING:
    from ferrule.build.artifact import Artifact
    from ferrule.build.report import Description, Reporter, Services
    from ferrule.check.entry import Finding
    from ferrule.expander.kept import Kept
    from ferrule.expander.wire import Answer, Question
    from ferrule.package.install import Installed
    from ferrule.project.discover import Project
    from ferrule.toolchain.environment import Choice

    Load = Callable[[], None]


def nothing() -> None:
    """Nothing to load."""


@record
class Options:
    """What a user can ask of a build, from the command line, a build frontend or the import hook."""

    path: Path
    """A `.rs` file, a project's directory, or its Cargo.toml."""
    debug: bool = False
    """Unoptimised, with checks."""
    python: str | None = None
    """Interpreter to build for; None for the active environment."""
    force: bool = False
    """Compile even when nothing changed."""
    settings: Mapping[str, Any] | None = None
    """Settings stronger than those of pyproject.toml and the environment."""
    target: str | None = None
    """Rust's name of the platform to build for; None for the machine's own."""
    editable: bool = False
    """Built for development: `editable-profile` says how, where it is set."""


@record
class Wheel:
    """A wheel that was written."""

    path: Path
    artifact: Artifact
    """What is in it."""


def open_project(options: Options) -> Project:
    """Find out what the path is. Raises ProjectError or UsageError."""
    from ferrule.project.discover import discover

    project = discover(options.path, options.settings or {})
    if options.editable and project.settings.editable_profile is not None:
        settings = replace(project.settings, profile=project.settings.editable_profile)
        return replace(project, settings=settings)
    return project


def choose_python(options: Options, project: Project) -> Choice:
    """The interpreter to build for. Raises ToolchainError."""
    from ferrule.toolchain.environment import choose

    return choose(options.python, project.root)


def build_artifact(options: Options, report: Reporter, load: Load = nothing) -> Artifact:
    """Build the module, or return the cached result; of several modules the first, with the others in its
    `more`. `load` is called while rustc works, to load what comes afterwards. Raises any FerruleError.
    """
    from ferrule.build.run import Request, build

    def services() -> Services:
        return _services(load)

    project = open_project(options)
    _tell_programs(project, report)
    interpreter = choose_python(options, project).interpreter
    request = Request(project, interpreter, debug=options.debug, force=options.force, target=options.target)
    try:
        if project.more:
            from ferrule.build.several import build_together

            artifact = build_together(request, services, report)
        else:
            artifact = build(request, services(), report)
    except SourceError as error:
        from ferrule.check.entry import explain

        explain(error, project)
        raise
    if any(one.rebuilt for one in artifact.modules):
        from ferrule.project.discover import remarks

        for text in remarks(project):
            report.warn(text)
    return artifact


def check(options: Options) -> list[Finding]:
    """What a project uses that Ferrule does not have, and attributes that the macros would refuse, without
    building. Raises ProjectError or UsageError when it is no project.
    """
    from ferrule.check.entry import check_project

    project = open_project(options)
    return [found for one in project.modules for found in check_project(one)]


def _services(load: Load) -> Services:
    from ferrule.build.report import Services

    macros = Macros(load)
    return Services(serve=macros.serve, describe=macros.describe)


def _tell_programs(project: Project, report: Reporter) -> None:
    if "setuptools-rust" in (project.pyproject or {}).get("tool", {}):
        from ferrule.project.setuptools_rust import programs

        names = programs(project.pyproject or {})
        if names:
            report.warn(
                f"programs of setuptools-rust are left out, since Ferrule builds modules: {', '.join(names)}"
            )


def build_for_development(options: Options, report: Reporter, load: Load = nothing) -> Artifact:
    """As `build_artifact`, with `editable-profile`. Raises any FerruleError."""
    return build_artifact(replace(options, editable=True), report, load)


def load_install() -> None:
    """Load what `install` needs."""
    import ferrule.package.install  # noqa: F401


def load_packing() -> None:
    """Load what `packed` needs."""
    import zipfile  # noqa: F401

    import ferrule.package.wheel  # noqa: F401
    from ferrule.package.audit import load

    load()


def install(artifact: Artifact) -> Installed:
    """Install what was built into the interpreter's environment. Raises PackageError and SystemFault."""
    from ferrule.package.install import develop

    return develop(artifact)


def develop(options: Options, report: Reporter) -> tuple[Artifact, Installed]:
    """Build, and install into the interpreter's environment. Raises any FerruleError."""
    artifact = build_for_development(options, report, load_install)
    return artifact, install(artifact)


def build_wheel(options: Options, directory: Path, report: Reporter) -> Path:
    """Build, and write a wheel into `directory`. Raises any FerruleError."""
    return packed(build_artifact(options, report, load_packing), directory, report).path


def packed(artifact: Artifact, directory: Path, report: Reporter) -> Wheel:
    """An artifact in a wheel in `directory`. Raises PackageError and SystemFault."""
    from ferrule.package.audit import portability
    from ferrule.package.wheel import build_wheel as write

    settings = artifact.project.settings
    wanted = portability(settings.compatibility, settings.auditwheel)
    return Wheel(write(artifact, directory, wanted, report.warn), artifact)


class Macros:
    """The two uses of the macro rooms during a build: answers for rustc, and the stubs.

    rustc waits for answers, and threads of Python share one lock. So the rooms are loaded once rustc has been
    started, if answers of the last build do not serve, and the stubs are written when rustc has stopped
    asking, while it compiles.
    """

    QUIET = 0.012
    """Seconds without a question after which rustc is taken to be compiling."""

    def __init__(self, load: Load) -> None:
        import threading

        self._load_next = load
        self._asked_last = 0.0
        self._asking: set[int] = set()
        self._large = False
        self._ended = threading.Event()
        self._kept: Kept | None = None

    @contextmanager
    def serve(self, socket: Path, answers: Path, listening: int, large: bool) -> Iterator[Mapping[str, str]]:
        """Answer the macro shim's questions about a large crate or a small one at a socket while the block
        runs; gives what rustc is told of it. The answers of earlier builds are in a file that the shim reads,
        and new ones are added to it.
        """
        import threading

        from ferrule.expander.kept import VARIABLE, Kept
        from ferrule.expander.server import serve_socket

        self._kept, self._large = Kept(answers), large
        loading = threading.Timer(0.004, self._load)
        loading.daemon = True
        loading.start()
        try:
            with serve_socket(socket, self._reply, listening) as name:
                yield {VARIABLE: str(answers), **({} if name is None else {"FERRULE_EXPANDER": name})}
        finally:
            loading.cancel()
            self._ended.set()
            self._kept.write()

    def describe(self, project: Project) -> Description:
        """The module's stubs and what there is to remark on it, made when rustc does not wait for answers."""
        import time

        begun = time.monotonic()
        while not self._ended.wait(0.004):
            last = self._asked_last or (begun if self._all_known() else time.monotonic())
            if time.monotonic() - last > self.QUIET and not self._asking:
                break
        try:
            return description(project)
        finally:
            with suppress(Exception):  # whoever needs it says why it cannot be loaded
                self._load_next()

    def _all_known(self) -> bool:
        """Whether rustc may have nothing to ask."""
        return self._kept is not None and self._kept.file.is_file()

    def _reply(self, question: Question) -> Answer:
        import threading
        import time

        from ferrule.expander.answer import answer

        asker = threading.get_ident()
        self._asking.add(asker)
        try:
            assert self._kept is not None
            return self._kept.answered(question, lambda asked: answer(asked, large=self._large))
        finally:
            self._asked_last = time.monotonic()
            self._asking.discard(asker)

    def _load(self) -> None:
        from ferrule.expander.answer import load

        load()


def with_module(
    path: Path, name: str, header_of: bytes | None = None, report: Reporter | None = None
) -> Path:
    """The file to build for the module `name` made from the Rust file `path`: one in the cache that includes
    it, and exports what it can if it has no #[pymodule]; the file itself if it has one and prints nothing.

    `header_of` is a text whose header applies instead of the file's own; `report` is told what cannot be
    exported. Raises SourceError or SystemFault.
    """
    from ferrule.base.rust_text import declares_module, prints
    from ferrule.crate.export import exporting_root, including_root

    try:
        source = path.read_bytes()
    except OSError as error:
        from ferrule.base.files import system_fault

        raise system_fault(error, f"{path} cannot be read") from error
    if not declares_module(source):
        exported = exporting_root(source, path, path.stem)
        text = None if exported is None else exported.root
        if exported is not None and report is not None:
            for function, why in exported.skipped:
                report.warn(f"`{function}` of {path.name} is not exported: it {why}")
    else:
        text = including_root(source, path) if header_of is not None or prints(source) else None
    if text is None:
        return path
    from ferrule.project.header import read_header

    header = read_header(header_of or source, path)
    if header is not None:
        text = header.lines() + text
    from ferrule.base.files import write_if_changed
    from ferrule.build.store import slot

    made = slot("roots", path.stem, str(path), name) / path.name
    write_if_changed(made, text)
    return made


def header_text(tables: Mapping[str, Any]) -> str:
    """Comment lines for the top of a `.rs` file that say how to build it, from tables of Cargo.toml."""
    from ferrule.project.header import comment_lines

    return comment_lines(tables)


def toml_value(text: str) -> Any:
    """One value of TOML, such as an inline table. Raises ValueError."""
    from ferrule.project.toml import parse

    return parse(f"value = {text}")["value"]


def stub_files(project: Project) -> dict[str, str]:
    """A module's `.pyi` files by path, straight from its sources; none without a #[pymodule]."""
    return dict(description(project).stubs)


def description(project: Project) -> Description:
    """What a project's sources tell of its module, and what to remark on it."""
    from ferrule.build.report import Description
    from ferrule.crate.entry import crate_model
    from ferrule.stubs.copies import copies, remarks
    from ferrule.stubs.entry import stub_files as write

    model = crate_model(project.source, project.module)
    # Nobody is told on each build what a whole project was written to do.
    lone = project.manifest is None or project.made_manifest is not None
    return Description(write(model), remarks(model) if lone else (), tuple(copies(model)))


def written_stubs(project: Project) -> dict[Path, str]:
    """The same as they are written beside the sources: by place, with the line that says who made them."""
    from ferrule.package.tree import marked

    base = project.python_source or project.root
    return {base / path: text for path, text in marked(stub_files(project), project).items()}
