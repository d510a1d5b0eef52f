"""The demo's input, which every machine has: the source files of the running Python's standard library."""

from __future__ import annotations

import keyword
import re
import sysconfig
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ferrule.base.errors import SystemFault
from ferrule.base.record import record

_ELSEWHERE = frozenset({"site-packages", "dist-packages", "__pycache__"})
_TESTS = frozenset({"test", "tests", "idle_test"})
_DEFINITION = re.compile(r"^[ \t]*(?:async[ \t]+def|def|class)[ \t]+(\w+)", re.MULTILINE)

SHORTEST = 5
"""Names below this length are near to nearly everything."""


@record
class Corpus:
    """All texts, in the order of their paths."""

    root: Path
    """The standard library's directory."""
    paths: tuple[Path, ...]
    """Each source file that is UTF-8, relative to `root`."""
    texts: tuple[str, ...]
    """The content of each of `paths`."""
    skipped: int
    """How many files are not UTF-8: test data for Python's own decoders."""

    @property
    def characters(self) -> int:
        """The length of all texts."""
        return sum(map(len, self.texts))


def read_corpus(root: Path | None = None) -> Corpus:
    """Read all `.py` files below `root`, by default the running Python's standard library.

    Raises SystemFault when there are none, as on systems that ship compiled files only.
    """
    directory = root or Path(sysconfig.get_paths()["stdlib"])
    paths, texts = [], []
    skipped = 0
    for path in _sources(directory):
        try:
            texts.append((directory / path).read_text(encoding="utf-8"))
            paths.append(path)
        except (UnicodeDecodeError, OSError):
            skipped += 1
    if not texts:
        raise SystemFault(
            f"{directory} holds no Python sources, so the demo has nothing to read.",
            "Run it with a Python that has its standard library as source files.",
        )
    return Corpus(directory, tuple(paths), tuple(texts), skipped)


def _sources(directory: Path) -> Iterator[Path]:
    for path in sorted(directory.rglob("*.py")):
        relative = path.relative_to(directory)
        if not _ELSEWHERE.intersection(relative.parts):
            yield relative


def identifiers(corpus: Corpus, count: int) -> list[str]:
    """The `count` names that the library defines most often as functions and classes, in alphabetical order.

    Keywords, private names, names below `SHORTEST` characters and the library's own tests are left out; ties
    go by the alphabet.
    """
    found: Counter[str] = Counter()
    for path, text in zip(corpus.paths, corpus.texts, strict=True):
        if not _TESTS.intersection(path.parts):
            found.update(_DEFINITION.findall(text))
    wanted = [
        name
        for name in found
        if len(name) >= SHORTEST and not name.startswith("_") and not keyword.iskeyword(name)
    ]
    wanted.sort(key=lambda name: (-found[name], name))
    return sorted(wanted[:count])


def line_lengths(corpus: Corpus) -> list[float]:
    """The number of characters in each line of all texts, blank lines left out."""
    return [float(len(line)) for text in corpus.texts for line in text.splitlines() if line.strip()]
