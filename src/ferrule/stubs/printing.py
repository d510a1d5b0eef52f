"""Declarations to text: layout, docstrings, imports, in the style of typeshed."""

from __future__ import annotations

import keyword
from collections.abc import Mapping

from ferrule.base.text import Writer
from ferrule.stubs.names import Names
from ferrule.stubs.nodes import (
    AliasNode,
    Argument,
    ClassNode,
    FunctionNode,
    ModuleNode,
    SubmoduleNode,
    VariableNode,
    member_names,
)

WIDTH = 100
"""Longer declarations are broken into one line for each parameter."""


def print_module(module: ModuleNode, places: Mapping[str, tuple[str, str]]) -> str:
    """The text of one stub file. `places` says where each class is declared: module and name, by id."""
    names = Names(module.name, member_names(module.body), places, package=module.package)
    printer = _Printer(names)
    for item in module.body:
        printer.item(item)
    if module.all_names is None:
        incomplete = names.text("_typeshed.Incomplete")
        printer.writer.section()
        printer.writer.line(f"def __getattr__(name: {names.text('str')}) -> {incomplete}: ...")
    head = Writer()
    if module.docs:
        head.line(docstring(module.docs))
        head.section()
    head.lines(*names.import_lines(), *printer.imports)
    if module.all_names is not None:
        head.section()
        _write_all(head, module.all_names)
    for local, name in sorted(names.aliases.items()):
        printer.writer.section()
        printer.writer.line(f"{local} = {name}")
    body = str(printer.writer)
    text = str(head)
    return f"{text}\n{body}" if text and body else text or body


def _write_all(writer: Writer, all_names: tuple[str, ...]) -> None:
    inline = ", ".join(f'"{name}"' for name in all_names)
    if len(inline) < WIDTH - 14:
        writer.line(f"__all__ = [{inline}]")
        return
    writer.line("__all__ = [")
    with writer.indented():
        writer.lines(*(f'"{name}",' for name in all_names))
    writer.line("]")


def docstring(text: str) -> str:
    """A text as a docstring literal, on as many lines as it has."""
    shown = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    shown = "".join(char if char.isprintable() or char in "\n\t" else ascii(char)[1:-1] for char in shown)
    shown = "\n".join(line.rstrip() for line in shown.split("\n")).strip("\n")
    if shown.endswith('"'):
        shown = f'{shown[:-1]}\\"'
    return f'"""{shown}\n"""' if "\n" in shown else f'"""{shown}"""'


class _Printer:
    """Writes the declarations of one file."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.writer = Writer()
        self.imports: list[str] = []
        self._hidden: frozenset[str] = frozenset()
        """Names of the classes around the present place."""
        self._gap = False
        """Whether an empty line is due before the next declaration."""
        self._first = False
        """Whether the next declaration is the first in a class, with nothing above it."""

    def _begin(self, *, spaced: bool = False, joined: bool = False) -> None:
        """Begin a declaration: with an empty line before it when it or the last one is `spaced`."""
        if (spaced or self._gap) and not joined and not self._first:
            self.writer.section()
        self._gap = self._first = False

    def item(self, item: object) -> None:
        """One declaration; what cannot be written in Python is left out."""
        if not _writable(getattr(item, "name", "")):
            return
        if isinstance(item, FunctionNode):
            self.function(item)
        elif isinstance(item, ClassNode):
            self.class_(item)
        elif isinstance(item, VariableNode):
            self.variable(item)
        elif isinstance(item, AliasNode):
            module, name = self.names.places[item.id]
            self.imports.append(f"from {self.names.relative(module)} import {name} as {item.name}")
        elif isinstance(item, SubmoduleNode):
            self.imports.append(f"from . import {item.name} as {item.name}")

    def function(self, node: FunctionNode) -> None:
        for at, (given, gives) in enumerate(node.overloads):
            decorators = ("typing.overload", *node.decorators)
            docs = None if at else node.docs
            self.function(FunctionNode(node.name, given, gives, docs, decorators, node.first))
        if node.overloads:
            return
        spaced = bool(node.docs or node.decorators)
        accessor = any(one.endswith((".setter", ".deleter")) for one in node.decorators)
        self._begin(spaced=spaced, joined=accessor)
        for decorator in node.decorators:
            own = decorator.partition(".")[0] in self._hidden and decorator.endswith(("setter", "deleter"))
            shown = decorator if own else self.names.text(decorator, self._hidden)
            self.writer.line(f"@{shown}")
        result = self.names.annotation(node.returns, self._hidden)
        parts = _parameters(node, [self._argument(one) for one in node.arguments])
        line = f"def {node.name}({', '.join(parts)}) -> {result}:"
        tail = "" if node.docs else " ..."
        if len(line) + len(tail) <= WIDTH or not parts:
            self.writer.line(line + tail)
        else:
            self.writer.line(f"def {node.name}(")
            with self.writer.indented():
                self.writer.lines(*(f"{part}," for part in parts))
            self.writer.line(f") -> {result}:{tail}")
        if node.docs:
            with self.writer.indented():
                self.writer.line(docstring(node.docs))
        self._gap = spaced

    def _argument(self, one: Argument) -> str:
        stars = {"var_positional": "*", "var_keyword": "**"}.get(one.kind, "")
        default = f" = {one.default}" if one.default else ""
        return f"{stars}{one.name}: {self.names.annotation(one.annotation, self._hidden)}{default}"

    def variable(self, node: VariableNode) -> None:
        kind = self.names.annotation(node.annotation, self._hidden) if node.annotation is not None else ""
        self._begin()
        value = f" = {node.value}" if node.value else ""
        comment = f"  # {node.comment}" if node.comment else ""
        colon = ": " if kind else ""
        self.writer.line(f"{node.name}{colon}{kind}{value}{comment}")
        if node.docs:
            self.writer.line(docstring(node.docs))

    def class_(self, node: ClassNode) -> None:
        self._begin(spaced=True)
        for decorator in node.decorators:
            self.writer.line(f"@{self.names.text(decorator, self._hidden)}")
        bases = [self.names.annotation(base, self._hidden) for base in node.bases]
        head = f"class {node.name}({', '.join(bases)}):" if bases else f"class {node.name}:"
        body = [item for item in node.body if _writable(item.name)]
        if not body and not node.docs:
            self.writer.line(f"{head} ...")
        else:
            self.writer.line(head)
            outer = self._hidden
            self._hidden = outer | member_names(tuple(body))
            with self.writer.indented():
                if node.docs:
                    self.writer.line(docstring(node.docs))
                self._gap, self._first = bool(node.docs), not node.docs
                for item in body:
                    self.item(item)
            self._hidden = outer
        self._gap = True


def _writable(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


def _parameters(node: FunctionNode, shown: list[str]) -> list[str]:
    """The texts of the parameters with `/` and `*` between them where the kinds ask for it."""
    parts: list[str] = [node.first] if node.first else []
    previous = "positional_only" if node.first else ""
    slash = any(one.kind == "positional_only" for one in node.arguments)
    for one, text in zip(node.arguments, shown, strict=True):
        if slash and one.kind != "positional_only":
            parts.append("/")
            slash = False
        if one.kind == "keyword_only" and previous not in ("keyword_only", "var_positional"):
            parts.append("*")
        parts.append(text)
        previous = one.kind
    if slash:
        parts.append("/")
    return parts
