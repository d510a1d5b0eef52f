"""`ferrule clean`: remove what can be made again."""

from __future__ import annotations

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
    if path is None:
        from ferrule.cli.cache import remove

        remove(0.0)
        return
    from ferrule.build.cache import forget
    from ferrule.project.discover import discover

    crates = list(dict.fromkeys(one.crate_name for one in discover(path).modules))
    count = sum(forget(crate) for crate in crates)
    click.echo(f"removed {count} build(s) of {', '.join(crates)}", err=True)
