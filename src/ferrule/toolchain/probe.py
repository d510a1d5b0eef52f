"""The questions put to a Python interpreter, answered by that interpreter itself.

This file is run as a script by the interpreter in question (any CPython from 3.8 on, standard library only)
and prints one JSON object; for the running interpreter `facts()` is called in-process. It does not judge
what it finds: `interpreters` does.
"""

import os
import struct
import sys
import sysconfig
from importlib.machinery import EXTENSION_SUFFIXES


def facts():  # type: ignore[no-untyped-def]  # runs under interpreters older than the annotations we would want
    """Return a JSON-ready dict; keys are the fields of `interpreters.Interpreter` with the same meaning."""
    abiflags = getattr(sys, "abiflags", "")
    paths = sysconfig.get_paths()
    return {
        "executable": sys.executable,
        "implementation": sys.implementation.name,
        "version": list(sys.version_info[:3]),
        "release_level": sys.version_info[3],
        "abiflags": abiflags,
        "debug": hasattr(sys, "gettotalrefcount"),
        "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
        "extension_suffixes": list(EXTENSION_SUFFIXES),
        "soabi": sysconfig.get_config_var("SOABI"),
        "platform": sysconfig.get_platform(),
        "pointer_width": struct.calcsize("P") * 8,
        "byteorder": sys.byteorder,
        "purelib": paths["purelib"],
        "platlib": paths["platlib"],
        "scripts": paths["scripts"],
        "data": paths["data"],
        "include": paths["include"],
        "prefix": sys.prefix,
        "base_prefix": getattr(sys, "base_prefix", sys.prefix),
        "externally_managed": os.path.exists(  # noqa: PTH110 - Python 2 era paths must not crash the probe
            os.path.join(paths["stdlib"], "EXTERNALLY-MANAGED")  # noqa: PTH118
        ),
    }


if __name__ == "__main__":
    import json

    sys.stdout.write(json.dumps(facts()))  # type: ignore[no-untyped-call]
