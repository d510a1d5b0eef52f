"""The tree-sitter parser: loaded once, at first use, and helped over what its grammar does not know.

When the plain parse meets an error, bodies of functions and macro definitions are blanked (they may hold
syntax newer than the grammar, and nobody reads them), as are attributes of parameters (the grammar allows
one each), which are handed back as spans.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ferrule.base.diagnostics import Span
from ferrule.base.errors import ToolchainError
from ferrule.base.record import record
from ferrule.syntax.tokens import Group, Leaf, TokenTree, is_punct, tokenize

if TYPE_CHECKING:
    from tree_sitter import Node, Tree


class ParseError(Exception):
    """The text is not Rust, or not Rust that the grammar knows."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.message = message
        self.span = span


@record
class Parsed:
    """A parsed text. The tree must be kept as long as its nodes are used."""

    tree: Tree
    lost_attributes: tuple[Span, ...] = ()
    """Attributes of parameters that were blanked for the parser, in order."""


_language: Any = None


def parse(source: bytes, start: int = 0) -> Parsed:
    """Parse the text from the byte offset `start` on; offsets of nodes count from the text's beginning.

    Raises ParseError; ToolchainError where tree-sitter is not installed.
    """
    padded = b" " * start + source[start:] if start else source
    tree = _parse(padded)
    if not tree.root_node.has_error:
        return Parsed(tree)
    blanked = bytearray(padded)
    lost: list[Span] = []
    _blank_bodies(tokenize(padded, Span(start, len(padded))), blanked, lost)
    tree = _parse(bytes(blanked))
    if tree.root_node.has_error:
        span = _first_error(tree.root_node)
        shown = span.of(source).strip().split("\n")[0][:40]
        raise ParseError(f"cannot be read as Rust: `{shown}`" if shown else "incomplete Rust", span)
    return Parsed(tree, tuple(lost))


def _parse(source: bytes) -> Tree:
    global _language  # noqa: PLW0603 - one grammar per process; building it twice would be harmless
    try:
        from tree_sitter import Language, Parser

        if _language is None:
            _language = Language(_grammar())
    except ModuleNotFoundError as error:
        raise _no_parser(error) from error
    # A parser is cheap and belongs to one thread; the grammar is shared.
    return Parser(_language).parse(source)


def _no_parser(error: ModuleNotFoundError) -> ToolchainError:
    """What to say where Ferrule is found, but not what it is built on."""
    import sys
    from sysconfig import get_config_var

    if get_config_var("Py_GIL_DISABLED"):
        mend = (
            "There is none for free-threaded Pythons: run Ferrule with a Python that has a GIL, and name "
            f"this one as the target with `-i {sys.executable}`."
        )
    else:
        mend = f"`{sys.executable} -m pip install tree-sitter tree-sitter-rust`, or Ferrule anew with pip."
    return ToolchainError(f"The parser that Ferrule reads Rust with is not installed: {error}.", mend)


def _grammar() -> Any:
    """The grammar from tree_sitter_rust's extension module, without importing the package.

    The package's `__init__` imports `importlib.resources`, which costs 12 ms, for queries that are not used.
    """
    import sys
    from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader
    from importlib.util import find_spec, module_from_spec, spec_from_file_location
    from os.path import exists, join

    if "tree_sitter_rust" not in sys.modules:
        package = find_spec("tree_sitter_rust")
        for folder in (package.submodule_search_locations or ()) if package else ():
            for suffix in EXTENSION_SUFFIXES:
                path = join(folder, f"_binding{suffix}")  # noqa: PTH118 - pathlib is not loaded yet
                if not exists(path):  # noqa: PTH110 - likewise
                    continue
                name = "tree_sitter_rust._binding"
                spec = spec_from_file_location(name, path, loader=ExtensionFileLoader(name, path))
                if spec is not None and spec.loader is not None:
                    module = module_from_spec(spec)
                    spec.loader.exec_module(module)
                    return module.language()
    import tree_sitter_rust

    return tree_sitter_rust.language()


def _blank(buffer: bytearray, span: Span) -> None:
    """Overwrite with spaces, line ends kept."""
    old = bytes(buffer[span.start : span.end])
    buffer[span.start : span.end] = bytes(10 if char == 10 else 32 for char in old)


def _blank_bodies(trees: tuple[TokenTree, ...], buffer: bytearray, lost: list[Span]) -> None:
    """Blank bodies of functions and macro definitions, and attributes of parameters."""
    in_function = in_macro = False
    for index, tree in enumerate(trees):
        if isinstance(tree, Leaf):
            following = trees[index + 1] if index + 1 < len(trees) else None
            if tree.text == "fn" and isinstance(following, Leaf) and following.kind == "ident":
                in_function = True
            elif tree.text == "macro_rules" and isinstance(following, Leaf) and is_punct(following, "!"):
                in_macro = True
                # One token for the grammar; the shim may have put a space between.
                _blank(buffer, following.span)
                buffer[tree.span.end] = ord("!")
            elif is_punct(tree, ";"):
                in_function = False
        elif in_macro or (tree.open == "{" and in_function):
            _blank(buffer, tree.inside)
            in_function = in_macro = False
        elif tree.open == "{":
            _blank_bodies(tree.trees, buffer, lost)
        elif tree.open == "(" and in_function:
            _blank_attributes(tree, buffer, lost)


def _blank_attributes(params: Group, buffer: bytearray, lost: list[Span]) -> None:
    for left, right in zip(params.trees, params.trees[1:], strict=False):
        if is_punct(left, "#") and isinstance(right, Group) and right.open == "[":
            span = Span(left.span.start, right.span.end)
            lost.append(span)
            _blank(buffer, span)


def _first_error(node: Node) -> Span:
    """The place of the first error or missing token, narrowed to what is wrong."""
    for child in node.children:
        if child.has_error or child.is_missing:
            if child.type == "ERROR" or child.is_missing:
                return Span(child.start_byte, max(child.end_byte, child.start_byte))
            return _first_error(child)
    return Span(node.start_byte, node.end_byte)
