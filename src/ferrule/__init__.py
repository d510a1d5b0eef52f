"""Ferrule joins Rust to Python: Rust source in, an importable native module out.

`rust` is the one function for programs; see docs/inline.md. Importing the package costs next to nothing;
every room is imported by whoever uses it.
"""

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ferrule.importer.inline import rust

__all__ = ["__version__", "rust"]


def load_ipython_extension(ipython: object) -> None:
    """What `%load_ext ferrule` calls: makes `%%rust` known."""
    from ferrule.importer.notebook import load

    load(ipython)


def unload_ipython_extension(ipython: object) -> None:
    """What `%unload_ext ferrule` calls."""
    from ferrule.importer.notebook import unload

    unload(ipython)


def __getattr__(name: str) -> object:
    if name == "rust":
        from ferrule.importer.inline import rust

        globals()["rust"] = rust
        return rust
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
