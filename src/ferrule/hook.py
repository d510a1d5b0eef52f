"""`import ferrule.hook` makes `.rs` files importable, compiled when they are imported.

`install()` and `uninstall()` do and undo it; see docs/import-hook.md.
"""

from ferrule.importer.finder import install, uninstall

__all__ = ["install", "uninstall"]

install()
