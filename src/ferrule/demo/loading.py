"""Importing a built library from where it lies, without installing it."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

from ferrule.base.errors import BuildError


def load(name: str, library: Path, directory: Path, file_name: str) -> ModuleType:
    """Copy a library into `directory` under the name that Python expects, and import it as `name`.

    The module is not entered into `sys.modules`. Raises BuildError when Python cannot load it.
    """
    path = directory / file_name
    shutil.copyfile(library, path)
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise BuildError(f"Python does not take {file_name} for an extension module.")
    try:
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    except ImportError as error:
        raise BuildError(f"Python cannot import the module {name} that was just built: {error}.") from error
    return module
