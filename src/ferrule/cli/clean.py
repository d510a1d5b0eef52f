"""`ferrule clean`: remove what can be made again."""

from __future__ import annotations

import shutil
from pathlib import Path

import click


@click.command("clean")
@click.argument("path", type=click.Path(path_type=Path), required=False)
def command(path: Path | None) -> None:
    """Remove PATH's builds from the cache, or the whole cache (runtime included) when no PATH is given.

    \b
    ferrule clean fast.rs     the builds of one file
    ferrule clean             everything; the next build compiles the runtime again
    """
    from ferrule.base.cachedir import cache_root

    root = cache_root().path
    if path is None:
        size = sum(file.stat().st_size for file in root.rglob("*") if file.is_file())
        for entry in root.iterdir():
            shutil.rmtree(entry, ignore_errors=True) if entry.is_dir() else entry.unlink(missing_ok=True)
        click.echo(f"removed {size / 1e6:.1f} MB from {root}", err=True)
        return
    from ferrule.project.discover import discover

    crates = list(dict.fromkeys(one.crate_name for one in discover(path).modules))
    found = [entry for crate in crates for entry in (root / "builds").glob(f"{crate}-*")]
    for entry in found:
        shutil.rmtree(entry, ignore_errors=True) if entry.is_dir() else entry.unlink(missing_ok=True)
    count = sum(1 for entry in found if entry.suffix != ".lock")
    click.echo(f"removed {count} build(s) of {', '.join(crates)}", err=True)
