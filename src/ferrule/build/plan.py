"""What will be compiled and how: every decision of a build, taken before anything runs.

A `Plan` is a pure function of project, interpreter, compiler and options. Two strategies exist, and data
decides between them:
*direct* calls rustc itself, for files and for crates that need nothing but the bridge; *cargo* is for
everything else.
"""

from __future__ import annotations

from collections.abc import Iterator

from ferrule.base.errors import ProjectError, ToolchainError
from ferrule.base.record import record
from ferrule.project.discover import Project
from ferrule.project.features import DEFAULT_BRIDGE, EXTERNAL_FEATURES, Bridge, for_python, resolve
from ferrule.project.manifest import Profile
from ferrule.project.settings import Settings
from ferrule.toolchain.interpreters import OLDEST, Interpreter
from ferrule.toolchain.linker import Linker
from ferrule.toolchain.rustc import Rustc
from ferrule.toolchain.target import Target

OLDEST_CFG = 7
"""First minor version for which a ``Py_3_<minor>`` cfg exists, as PyO3 users write them."""

NEWEST_CFG = 16
"""Last one that is declared to rustc, so that conditions on coming versions do not warn."""

_WITHOUT_EFFECT = frozenset(
    {"default", "macros", "extension-module", "generate-import-lib", "auto-initialize", "full"}
)


@record
class Plan:
    """One build, decided."""

    project: Project
    """What is built."""
    interpreter: Interpreter
    """What it is built for."""
    rustc: Rustc
    """The compiler."""
    target: Target
    """The platform that it is built for."""
    linker: Linker | None
    """The linker driver; None where rustc finds its own."""
    debug: bool
    """Unoptimised, with checks, instead of optimised."""
    asked: tuple[str, ...]
    """Features that the settings ask for on this interpreter, as cargo takes them."""
    features: tuple[str, ...]
    """The crate's own features that are on."""
    bridge: Bridge
    """What is asked of the bridge crate."""
    why_cargo: str | None
    """The reason for the cargo strategy; None for the direct one."""

    @property
    def abi3(self) -> int | None:
        """Oldest minor version of the stable ABI to keep to, None for a version-specific module."""
        if self.bridge.abi3 is None or self.interpreter.free_threaded:
            return None
        return max(self.bridge.abi3 or self.interpreter.minor, OLDEST[1])

    @property
    def minor(self) -> int:
        """The minor version whose API may be used."""
        return self.interpreter.minor if self.abi3 is None else self.abi3

    @property
    def profile_name(self) -> str:
        """How people call the profile."""
        return "debug" if self.debug else "release"

    @property
    def lto(self) -> bool:
        """Whether the manifest asks for optimisation across crates."""
        manifest = self.project.manifest
        profile = None if manifest is None else (manifest.dev if self.debug else manifest.release)
        return profile is not None and profile.lto not in (None, "off")

    @property
    def bridge_features(self) -> tuple[str, ...]:
        """Features that change how the bridge crate is compiled; ``macros`` is always among them."""
        return ("macros", *(name for name in self.bridge.features if name not in _WITHOUT_EFFECT))


def make_plan(
    project: Project,
    interpreter: Interpreter,
    *,
    rustc: Rustc,
    linker: Linker | None,
    debug: bool,
    target: Target | None = None,
) -> Plan:
    """Take all decisions of a build; without a `target` it is for the platform that rustc runs on.

    Raises ProjectError for features that do not exist, and for a stable ABI newer than the interpreter;
    ToolchainError for an interpreter that cannot load the target's libraries.
    """
    target = target or Target.of_host(rustc.host)
    if interpreter.pointer_width != target.pointer_width:
        raise ToolchainError(
            f"{interpreter.executable} is a program of {interpreter.pointer_width} bits, "
            f"and cannot load modules for {target.triple}.",
            f"Choose one of {target.pointer_width} bits with `-i`.",
        )
    settings = project.settings
    asked = for_python(settings.features, interpreter.version, interpreter.implementation)
    features: tuple[str, ...] = ()
    bridge = DEFAULT_BRIDGE
    why_cargo = None
    if project.manifest is not None:
        features, bridge = resolve(
            project.manifest,
            asked,
            default=not settings.no_default_features,
            all_features=settings.all_features,
        )
        external = sorted(EXTERNAL_FEATURES.intersection(bridge.features))
        why_cargo = project.manifest.needs_cargo or _asks_for_cargo(settings)
        if why_cargo is None and external:
            why_cargo = f"pyo3's feature `{external[0]}` needs another crate"
    if (bridge.abi3 or 0) > interpreter.minor:
        raise ProjectError(
            f"`abi3-py3{bridge.abi3}` asks for Python 3.{bridge.abi3} or newer, and "
            f"{interpreter.executable} is {interpreter.short_version}.",
            "Choose a newer interpreter with `-i`.",
        )
    return Plan(
        project=project,
        interpreter=interpreter,
        rustc=rustc,
        target=target,
        linker=linker,
        debug=debug or settings.profile == "dev",
        asked=asked,
        features=features,
        bridge=bridge,
        why_cargo=why_cargo,
    )


def _asks_for_cargo(settings: Settings) -> str | None:
    """Settings that only cargo can follow."""
    for key, values in (("config", settings.config), ("unstable-flags", settings.unstable_flags)):
        if values:
            return f"`{key}` is set"
    if settings.profile not in (None, "release", "dev"):
        return f"it is built with the profile `{settings.profile}`"
    return None


def python_cfgs(plan: Plan) -> list[str]:
    """The cfgs that describe the Python that is built for, as PyO3's build configuration names them."""
    cfgs = [f"Py_3_{minor}" for minor in range(OLDEST_CFG, plan.minor + 1)]
    if plan.abi3 is not None:
        cfgs.append("Py_LIMITED_API")
    if plan.interpreter.free_threaded:
        cfgs.append("Py_GIL_DISABLED")
    if plan.interpreter.debug:
        cfgs += ['py_sys_config="Py_DEBUG"', 'py_sys_config="Py_REF_DEBUG"']
    return cfgs


def declared_cfgs() -> list[str]:
    """Arguments that tell rustc which of those cfgs exist at all."""
    versions = ", ".join(f"Py_3_{minor}" for minor in range(OLDEST_CFG, NEWEST_CFG + 1))
    others = "Py_LIMITED_API, Py_GIL_DISABLED, PyPy, GraalPy, RustPython"
    flags = 'values("Py_DEBUG", "Py_REF_DEBUG", "Py_TRACE_REFS", "COUNT_ALLOCS")'
    # Newer compilers leave `test` to cargo, which declares these two for every crate.
    always = "docsrs, test"
    names = f"cfg({versions}, {others}, {always})"
    return ["--check-cfg", names, "--check-cfg", f"cfg(py_sys_config, {flags})"]


def codegen_flags(profile: Profile | None, *, debug: bool, strip: bool | None) -> Iterator[str]:
    """rustc's arguments for a profile: the manifest's word, else cargo's defaults (The Cargo Book,
    "Profiles").
    """
    opt_level = (profile and profile.opt_level) or ("0" if debug else "3")
    yield f"-Copt-level={opt_level}"
    debuginfo = (profile and profile.debug) or ("2" if debug else None)
    if debuginfo is not None:
        yield f"-Cdebuginfo={debuginfo}"
    if debug:
        yield "-Cdebug-assertions=on"
    wanted = "none" if debug else "symbols"
    if profile and profile.strip is not None:
        wanted = profile.strip
    if strip is not None:
        wanted = "symbols" if strip else "none"
    yield f"-Cstrip={wanted}"
    if profile is None or profile.lto in (None, "off"):
        yield "-Cembed-bitcode=no"
        if profile and profile.lto == "off":
            yield "-Clto=off"
    else:
        yield f"-Clto={profile.lto}"
    if profile is None:
        return
    if profile.panic is not None:
        yield f"-Cpanic={profile.panic}"
    if profile.codegen_units is not None:
        yield f"-Ccodegen-units={profile.codegen_units}"
    if profile.overflow_checks is not None:
        yield f"-Coverflow-checks={'on' if profile.overflow_checks else 'off'}"
    if profile.debug_assertions is not None:
        yield f"-Cdebug-assertions={'on' if profile.debug_assertions else 'off'}"


def link_flags(plan: Plan) -> Iterator[str]:
    """rustc's arguments that have to do with linking an extension module."""
    if plan.linker is not None and plan.linker.asked_for:
        yield f"-Clinker={plan.linker.path}"
    if plan.target.is_apple:  # the symbols of libpython are found when the module is loaded into Python
        yield from ("-Clink-arg=-undefined", "-Clink-arg=dynamic_lookup")
