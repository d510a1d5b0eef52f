"""What the figures were measured on, without anything that tells whose machine it is."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from pathlib import Path


def describe() -> str:
    """One line: processor, cores, operating system, Python, rustc, C compiler."""
    parts = [
        f"{_processor()}, {os.cpu_count()} cores",
        f"{platform.system()} {platform.machine()}",
        f"{platform.python_implementation()} {platform.python_version()}",
        _first_line(["rustc", "--version"], r"rustc [\d.]+\S*"),
        _first_line(["cc", "--version"], r".*") or "no C compiler",
    ]
    return "; ".join(part for part in parts if part)


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        text = ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    if found:
        return found.group(1).strip()
    if sys.platform == "darwin":
        return _first_line(["sysctl", "-n", "machdep.cpu.brand_string"], r".*")
    return platform.processor() or platform.machine()


def _first_line(command: list[str], pattern: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    found = re.match(pattern, done.stdout)
    return found.group(0).strip() if found else ""
