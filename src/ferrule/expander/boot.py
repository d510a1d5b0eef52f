"""The file that the shim runs: finds the packages, then serves questions over stdin and stdout.

It is started with `python -I -S`, because `site` can cost more than the rest of Python's start-up, and any
interpreter may be tried, so it is written for old ones. When it cannot serve, it says why in a greeting,
and the shim tries the next interpreter. Nothing of the expander itself is here.
"""
# Importing pathlib costs milliseconds, and an f-string keeps an old Python from saying that it is old.
# ruff: noqa: PTH100, PTH120

import os
import sys

OLDEST = (3, 10)


def import_parser() -> None:
    """Import what an interpreter may lack, or may have compiled for another one."""
    import tree_sitter  # noqa: F401

    # Only looked for: `syntax` loads the part of it that is needed, in a quarter of the time.
    if all(finder.find_spec("tree_sitter_rust", None) is None for finder in sys.meta_path):
        raise ImportError("No module named 'tree_sitter_rust'")


def add_site_packages() -> None:
    """Do what `-I -S` left out, once needed: in a checkout, or with packages in the user's directory."""
    import site

    site.main()
    site.addsitedir(site.getusersitepackages())
    sys.path += [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]


def serve() -> None:
    """Serve until stdin closes. Raises what importing the expander raises."""
    if sys.version_info < OLDEST:
        raise ImportError("Ferrule needs Python {}.{} or newer".format(*OLDEST))
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    sys.path.append(root)
    try:
        import_parser()
    except ImportError:
        add_site_packages()
        import_parser()
    from ferrule.expander import server

    server.serve_pipes()


def refuse(reason: str) -> None:
    """Send a greeting that says why there will be no answers."""
    fields = [b"failed", reason.encode("utf-8", "replace")]
    frame = [len(fields).to_bytes(4, "little")]
    for field in fields:
        frame += [len(field).to_bytes(4, "little"), field]
    os.write(1, b"".join(frame))


if __name__ == "__main__":
    try:
        serve()
    except ImportError as error:
        refuse("{} (Python {}.{})".format(error, *sys.version_info[:2]))
    except KeyboardInterrupt:
        sys.exit(130)
