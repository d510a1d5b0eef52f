"""Wheel tags: which interpreters and platforms a wheel is for (PyPA specification "Platform compatibility
tags").

On Linux the platform is ``linux_<machine>``: a manylinux tag is a promise about symbols that nobody has
checked here.
"""

from __future__ import annotations

from ferrule.base.record import record
from ferrule.build.artifact import Artifact


@record
class Tag:
    """One compatibility tag."""

    python: str
    """E.g. ``cp312``."""
    abi: str
    """E.g. ``cp312``, ``cp313t``, ``abi3``."""
    platform: str
    """E.g. ``linux_x86_64``."""

    def __str__(self) -> str:
        """The tag as it stands in file names."""
        return f"{self.python}-{self.abi}-{self.platform}"


def tag_of(artifact: Artifact) -> Tag:
    """The tag of a wheel that holds one artifact."""
    interpreter = artifact.interpreter
    platform = interpreter.platform.replace("-", "_").replace(".", "_").replace(" ", "_")
    if artifact.abi3 is not None:
        return Tag(f"cp3{artifact.abi3}", "abi3", platform)
    python = f"cp3{interpreter.minor}"
    flags = ("t" if interpreter.free_threaded else "") + ("d" if interpreter.debug else "")
    return Tag(python, python + flags, platform)
