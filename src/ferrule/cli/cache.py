"""`ferrule cache`: what can be made again, how much of it there is, and away with it."""

from __future__ import annotations

import click


@click.group("cache")
def command() -> None:
    """Look at what Ferrule keeps to be fast, and clear it.

    \b
    ferrule cache info                      where it is, and what is in it
    ferrule cache clear --older-than 30     what was not used for 30 days
    """


@command.command("info")
@click.option("--json", "as_json", is_flag=True, help="For programs; sizes in bytes.")
def info(as_json: bool) -> None:
    """Say where the cache is, and what is in it."""
    from ferrule.base.cachedir import cache_root
    from ferrule.build import cache

    root = cache_root()
    kinds = cache.survey()
    if as_json:
        import json

        click.echo(
            json.dumps(
                {
                    "location": str(root.path),
                    "warning": root.warning,
                    "entries": sum(kind.entries for kind in kinds),
                    "size": sum(kind.size for kind in kinds),
                    "kinds": {kind.name: {"entries": kind.entries, "size": kind.size} for kind in kinds},
                },
                indent=2,
            )
        )
        return
    click.echo(root.path)
    if root.warning:
        click.echo(f"warning: {root.warning}", err=True)
    for kind in kinds:
        if kind.entries:
            click.echo(f"{_megabytes(kind.size):>10}  {kind.entries:>6}  {kind.name:<9} {kind.about}")
    total = sum(kind.size for kind in kinds), sum(kind.entries for kind in kinds)
    click.echo(f"{_megabytes(total[0]):>10}  {total[1]:>6}  in all")


@command.command("clear")
@click.option(
    "--older-than",
    type=click.FloatRange(min=0),
    default=0.0,
    metavar="DAYS",
    help="Only what was not used for so long.",
)
def clear(older_than: float) -> None:
    """Remove what Ferrule keeps; all of it can be made again. Builds that are running are left alone."""
    remove(older_than)


def remove(older_than: float) -> None:
    """Remove what has not been used for `older_than` days, and say what was removed."""
    from ferrule.base.cachedir import cache_root
    from ferrule.build import cache

    cleared = cache.clear(older_than)
    kept = f"; {cleared.kept} are in use" if cleared.kept else ""
    click.echo(
        f"removed {cleared.entries} entries, {_megabytes(cleared.size)}, from {cache_root().path}{kept}",
        err=True,
    )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
