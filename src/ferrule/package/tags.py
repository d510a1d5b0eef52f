"""Wheel tags: which interpreters and platforms a wheel is for (PyPA specification "Platform compatibility
tags").

The platform is what the target says; better ones for Linux come from `audit`.
"""

from __future__ import annotations

import os

from ferrule.base.record import record
from ferrule.build.artifact import Artifact


@record
class Tag:
    """One compatibility tag, or several that differ in their platforms."""

    python: str
    """E.g. ``cp312``."""
    abi: str
    """E.g. ``cp312``, ``cp313t``, ``abi3``."""
    platform: str
    """E.g. ``linux_x86_64``; several are joined by dots, as in
    ``manylinux_2_17_x86_64.manylinux2014_x86_64``.
    """

    def __str__(self) -> str:
        """The tag as it stands in file names."""
        return f"{self.python}-{self.abi}-{self.platform}"

    def each(self) -> list[str]:
        """The single tags, as they stand in WHEEL."""
        return [f"{self.python}-{self.abi}-{platform}" for platform in self.platform.split(".")]


def tag_of(artifact: Artifact) -> Tag:
    """The tag of a wheel that holds an artifact's modules, with the platform's own name."""
    interpreter = artifact.interpreter
    platform = artifact.target.platform_tag(os.environ)
    if platform is None:
        platform = interpreter.platform_tag
    stable = [one.abi3 for one in artifact.modules if one.abi3 is not None]
    if len(stable) == len(artifact.modules):
        return Tag(f"cp3{max(stable)}", "abi3", platform)
    return Tag(*interpreter.wheel_tags, platform)
