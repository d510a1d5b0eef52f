"""Run the benchmarks and print their tables; with `--write`, keep them in README.md.

python benches/run.py                     all of them
python benches/run.py calls conversions   some
python benches/run.py --quick builds      few rounds: to see whether it works
python benches/run.py --write             and write the tables into benches/README.md
"""

from __future__ import annotations

import argparse
import importlib
import re
import sys
from pathlib import Path

from harness import machine
from harness.table import Section

NAMES = ("calls", "conversions", "builds", "imports", "packages", "instructions", "threads")
README = Path(__file__).resolve().parent / "README.md"


def main(arguments: list[str] | None = None) -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; default: all")
    parser.add_argument("--quick", action="store_true", help="few rounds, rough figures")
    parser.add_argument("--write", action="store_true", help="keep the tables in benches/README.md")
    given = parser.parse_args(arguments)
    unknown = sorted(set(given.names) - set(NAMES))
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]!r}; there are {', '.join(NAMES)}")
    where = machine.describe()
    print(f"{where}\n")
    for name in given.names or NAMES:
        section: Section = importlib.import_module(name).measure(quick=given.quick)
        text = section.render()
        print(f"{text}\n", flush=True)
        if given.write:
            README.write_text(
                inserted(README.read_text(encoding="utf-8"), name, text, where), encoding="utf-8"
            )


def inserted(readme: str, name: str, text: str, where: str) -> str:
    """The README with a benchmark's results in their place. Raises ValueError where there is none."""
    start, end = f"<!-- results: {name} -->", f"<!-- end: {name} -->"
    block = f"{start}\n{text}\n\nMeasured on: {where}.\n{end}"
    found, count = re.subn(
        f"{re.escape(start)}.*?{re.escape(end)}", lambda _: block, readme, count=1, flags=re.DOTALL
    )
    if not count:
        raise ValueError(f"README.md has no place for the results of {name!r}")
    return found


if __name__ == "__main__":
    sys.exit(main())
