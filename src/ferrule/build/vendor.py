"""Crates of others copied out of registries and repositories, for a source distribution that builds offline.

cargo decides which they are, in a mirror of the project with our crates patched in, so ours are not among
them.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from ferrule.base.errors import BuildError
from ferrule.base.process import run
from ferrule.base.record import record
from ferrule.build import bridge_crate
from ferrule.build.cargo import requirements_of
from ferrule.build.mirror import make_mirror
from ferrule.build.report import Reporter
from ferrule.project.manifest import Manifest
from ferrule.toolchain.cargo import find_cargo
from ferrule.toolchain.rustc import find_rustc

DIRECTORY = "vendor"
"""Where the crates lie, from the root of the workspace."""


@record
class Vendored:
    """What goes with a directory of crates."""

    settings: str
    """cargo's settings that make it take crates from the directory."""
    lock: bytes
    """A Cargo.lock for the crates, which cargo needs where they come from repositories."""


def vendor(manifest: Manifest, scratch: Path, report: Reporter) -> Vendored | None:
    """Copy the crates that a package needs into ``scratch/vendor``; None when it needs none.

    Raises BuildError with cargo's words when it cannot.
    """
    mirror = make_mirror(manifest, scratch / "mirror", report)
    versions = bridge_crate.versions_asked(mirror.lock, mirror.own_lock, requirements_of(mirror))
    rustc = find_rustc(manifest.path.parent)
    place = scratch / DIRECTORY
    base = [str(find_cargo(rustc).path), "vendor", "--versioned-dirs", f"--manifest-path={mirror.manifest}"]
    environment = {**os.environ, "RUSTC": str(rustc.path)}
    here = mirror.manifest.parent
    while True:
        patches = [f"--config={line}" for line in bridge_crate.patches(versions, mirror.stand_ins, report)]
        done = run([*base, "--offline", *patches, str(place)], cwd=here, env=environment)
        if not done.ok:
            with report.progress("fetching crates to vendor"):
                done = run([*base, *patches, str(place)], cwd=here, env=environment)
        missed = [version for version in bridge_crate.not_ours(mirror.own_lock) if version not in versions]
        if not missed:
            break
        shutil.rmtree(place, ignore_errors=True)
        versions = sorted({*versions, *missed})
    if not done.ok:
        detail = mirror.real(done.stderr)
        raise BuildError(
            f"cargo cannot vendor the crates of {manifest.path}.", "Its words are above.", detail=detail
        )
    if not place.is_dir() or not any(place.iterdir()):
        return None
    settings = re.sub(r'(?m)^directory = ".*"$', f'directory = "{DIRECTORY}"', done.stdout)
    return Vendored(settings, mirror.own_lock.read_bytes())
