"""`ferrule doctor`: what was found, what is missing, and the command that mends it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ferrule.base.errors import FerruleError, ToolchainError
from ferrule.base.record import record

COLOURS = {"ok": "green", "MISSING": "red", "no": "yellow"}
"""Mark -> colour on a terminal."""


@record
class Finding:
    """One thing that was looked for."""

    what: str
    """E.g. ``rustc``."""
    ok: bool
    """Whether it can be used."""
    needed: bool
    """Whether nothing works without it."""
    text: str
    """What was found, or why it cannot be used."""
    mend: str
    """The command or step that helps; empty when nothing has to be done."""


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(as_json: bool) -> int:
    """Say which rustc, linker, cargo and Python interpreters were found, and how to mend what is missing.

    Ends with exit code 4 when something that every build needs is missing.

    \b
    ferrule doctor
    ferrule doctor --json
    """
    findings = examine(Path.cwd())
    if as_json:
        click.echo(json.dumps([finding.__dict__ for finding in findings], indent=2))
    else:
        for finding in findings:
            _show(finding)
    broken = [finding for finding in findings if finding.needed and not finding.ok]
    if not as_json:
        click.echo()
        click.echo(f"{len(broken)} thing(s) to mend." if broken else "Everything that a build needs is here.")
    return ToolchainError.exit_code if broken else 0


def examine(directory: Path) -> list[Finding]:
    """Look for everything that a build in `directory` would use."""
    import ferrule

    findings = [
        Finding(
            "ferrule", ok=True, needed=True, text=f"{ferrule.__version__} at {ferrule.__path__[0]}", mend=""
        )
    ]
    findings += _rust(directory)
    findings += _pythons(directory)
    findings.append(_cache())
    return findings


def _rust(directory: Path) -> list[Finding]:
    from ferrule.toolchain.cargo import find_cargo
    from ferrule.toolchain.linker import find_linker
    from ferrule.toolchain.rustc import find_rustc
    from ferrule.toolchain.target import Target

    try:
        rustc = find_rustc(directory)
    except FerruleError as error:
        missing = Finding("rustc", ok=False, needed=True, text=error.summary, mend=error.next_step)
        return [missing]
    found = [
        Finding(
            "rustc",
            ok=True,
            needed=True,
            text=f"{rustc.short_version} at {rustc.path} ({rustc.host.triple})",
            mend="",
        )
    ]
    try:
        linker = find_linker(Target.of_host(rustc.host))
        text = str(linker.path) if linker else "rustc looks for Visual Studio's itself"
        found.append(Finding("linker", ok=True, needed=True, text=text, mend=""))
    except FerruleError as error:
        found.append(Finding("linker", ok=False, needed=True, text=error.summary, mend=error.next_step))
    try:
        text = f"{find_cargo(rustc).path} (for crates with dependencies)"
        found.append(Finding("cargo", ok=True, needed=False, text=text, mend=""))
    except FerruleError as error:
        found.append(Finding("cargo", ok=False, needed=False, text=error.summary, mend=error.next_step))
    return found


def _pythons(directory: Path) -> list[Finding]:
    from ferrule.toolchain.environment import choose, find_all

    try:
        choice = choose(None, directory)
        text = f"{choice.interpreter.label} at {choice.interpreter.executable}, since {choice.why}"
        found = [Finding("target", ok=True, needed=True, text=text, mend="")]
    except FerruleError as error:
        found = [Finding("target", ok=False, needed=True, text=error.summary, mend=error.next_step)]
    for other in find_all(directory):
        label = other.interpreter.label if other.interpreter else "?"
        text = (
            f"{label} at {other.path}"
            if other.refusal is None
            else f"{label} at {other.path}: {other.refusal}"
        )
        found.append(Finding("python", ok=other.refusal is None, needed=False, text=text, mend=""))
    return found


def _cache() -> Finding:
    from ferrule.base.cachedir import cache_root

    root = cache_root()
    if root.warning:
        return Finding(
            "cache",
            ok=False,
            needed=False,
            text=root.warning,
            mend="set FERRULE_CACHE_DIR to a writable directory",
        )
    return Finding("cache", ok=True, needed=False, text=str(root.path), mend="")


def _show(finding: Finding) -> None:
    mark = "ok" if finding.ok else ("MISSING" if finding.needed else "no")
    shown = click.style(f"{mark:8}", fg=COLOURS[mark], bold=mark == "MISSING")
    click.echo(f"{shown}{finding.what:8} {finding.text}")
    if finding.mend:
        click.echo(f"{'':17}{finding.mend}")
