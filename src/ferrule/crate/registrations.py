"""What the body of a function adds to a module, read off its tokens.

Followed are the names of variables that hold modules: the function's own argument, and
`let child = PyModule::new(py, "child")?`. What is added by a loop, a closure or a macro is not understood,
and is reported as unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ferrule.base.diagnostics import Span
from ferrule.base.record import record
from ferrule.lower.pyfn import attributes_at, function_end, pyfn_arguments
from ferrule.syntax.tokens import Group, Leaf, TokenTree, is_punct, normal_text, split, string_value, tokenize

Action = Literal[
    "function",  # wrap_pyfunction!(path)
    "local",  # #[pyfn(m)] fn ..: the span is the function with its attributes
    "class",  # add_class::<path>()
    "module",  # wrap_pymodule!(path)
    "value",  # add("NAME", value)
    "variable",  # add_submodule(&variable)
    "call",  # path(.., m, ..): the function adds more
    "new",  # let variable = PyModule::new(py, "name")?
    "unknown",
]


@record
class Registration:
    """One thing that the body does to a module."""

    action: Action
    target: str
    """The variable of the module that it is done to; for `new` the variable that is made."""
    span: Span
    path: str = ""
    """A path in Rust; for `variable` the variable's name, for `unknown` why."""
    name: str = ""
    """Name in Python, for `value` and `new`."""
    value: tuple[TokenTree, ...] = ()
    """The expression of a `value`."""
    position: int = 0
    """For `call`, which argument the module is."""


_METHODS = """
    py name filename as_any as_ptr clone getattr hasattr index gil_used repr str get_type call_method
    call_method0 call_method1 unbind bind into_any is borrow as_borrowed
    """
_HARMLESS_METHODS = frozenset(_METHODS.split())
"""Methods of a module that add nothing."""

_NOT_MEMBERS = ("__doc__", "__name__", "__file__", "__path__", "__package__", "__loader__", "__spec__")
"""Names that every module has."""

_NAMING_MACROS = frozenset(("wrap_pyfunction", "wrap_pyfunction_bound", "wrap_pymodule"))
"""Macros that may be given the module, and add nothing by themselves."""


def read_registrations(source: bytes, body: Span, module: str) -> tuple[Registration, ...]:
    """The registrations in a function's body, in the order of the text; `module` is its argument's name."""
    reader = _Reader(module, source)
    reader.walk(tokenize(source, body))
    return tuple(reader.found)


class _Reader:
    """Walks token trees; knows the variables that hold modules and those that hold functions."""

    def __init__(self, module: str, source: bytes) -> None:
        self.source = source
        self.found: list[Registration] = []
        self.modules = {module}
        self.functions: dict[str, str] = {}
        """Variables made by `wrap_pyfunction!`, with the paths of their functions."""

    def walk(self, trees: Sequence[TokenTree]) -> None:
        at = 0
        while at < len(trees):
            tree = trees[at]
            if isinstance(tree, Group):
                self.walk(tree.trees)
                at += 1
            elif tree.kind == "ident" and tree.text == "let":
                at = self._let(trees, at)
            elif tree.kind == "ident":
                at = self._word(trees, at, tree)
            elif is_punct(tree, "#"):
                at = self._attributes(trees, at)
            else:
                at += 1

    def _attributes(self, trees: Sequence[TokenTree], at: int) -> int:
        """Attributes, and the function behind them if they make it one of the module's."""
        attrs, after = attributes_at(self.source, trees, at)
        mark = next((attr for attr in attrs if attr.name == "pyfn"), None)
        end = None if mark is None else function_end(trees, after)
        if mark is None or end is None:
            return max(after, at + 1)
        target = self._is_module(pyfn_arguments(mark)[0])
        if target:
            span = Span(attrs[0].span.start, trees[end].span.end)
            self.found.append(Registration("local", target, span))
        else:
            self._unknown(trees[at], "the module of a `#[pyfn]` comes from elsewhere")
        return end + 1

    def _let(self, trees: Sequence[TokenTree], at: int) -> int:
        """`let [mut] NAME [: T] = expression;`; returns where the walk goes on."""
        at += 1
        if at < len(trees) and _is_word(trees[at], "mut"):
            at += 1
        head = trees[at] if at < len(trees) else None
        if not isinstance(head, Leaf) or head.kind != "ident":
            return at
        end = at
        while end < len(trees) and not is_punct(trees[end], ";"):
            end += 1
        equals = next((i for i in range(at, end) if is_punct(trees[i], "=")), end)
        expression = trees[equals + 1 : end]
        name = _new_module(expression)
        if name is not None:
            self.modules.add(head.text)
            self.found.append(Registration("new", head.text, head.span, name=name))
            return end
        wrapped = _wrapped(expression)
        if wrapped is not None:
            self.functions[head.text] = wrapped[1]
            return end
        if len(expression) == 2 and is_punct(expression[0], "&") and self._is_module(expression):
            self._unknown(trees[at], "the module is given another name")
        return equals + 1

    def _word(self, trees: Sequence[TokenTree], at: int, leaf: Leaf) -> int:
        after = trees[at + 1] if at + 1 < len(trees) else None
        before = trees[at - 1] if at else None
        if leaf.text in self.modules and is_punct(after, ".") and not is_punct(before, "."):
            return self._method(trees, at, leaf.text)
        if is_punct(after, "!") and at + 2 < len(trees):
            group = trees[at + 2]
            if isinstance(group, Group):
                self._macro(leaf, group)
                return at + 3
        if isinstance(after, Group) and after.open == "(" and not is_punct(before, "."):
            self._call(trees, at, after)
        return at + 1

    def _macro(self, leaf: Leaf, group: Group) -> None:
        if leaf.text in _NAMING_MACROS:
            return
        if any(word.text in self.modules for word in _flat(group.trees)):
            self._unknown(leaf, f"`{leaf.text}!` is given the module")

    def _call(self, trees: Sequence[TokenTree], at: int, group: Group) -> None:
        """`path(.., m, ..)`: a function that is given the module."""
        for position, argument in enumerate(split(group.trees)):
            variable = self._is_module(argument)
            if variable:
                start = at
                while start >= 2 and is_punct(trees[start - 1], "::") and isinstance(trees[start - 2], Leaf):
                    start -= 2
                path = normal_text(trees[start : at + 1])
                if path in ("Ok", "Some"):
                    return
                span = trees[at].span
                self.found.append(Registration("call", variable, span, path, position=position))

    def _is_module(self, argument: Sequence[TokenTree]) -> str:
        """The variable, when an argument is `m`, `&m` or `m.clone()`."""
        words = [tree for tree in argument if not is_punct(tree, "&")]
        head = words[0] if words else None
        if not isinstance(head, Leaf) or head.text not in self.modules:
            return ""
        if len(words) == 1 or (len(words) == 4 and _is_word(words[2], "clone")):
            return head.text
        return ""

    def _method(self, trees: Sequence[TokenTree], at: int, target: str) -> int:
        """`m.method::<T>(..)`; returns where the walk goes on."""
        name = trees[at + 2] if at + 2 < len(trees) else None
        position = at + 3
        generic: list[TokenTree] = []
        if position + 1 < len(trees) and is_punct(trees[position], "::"):
            position += 2
            depth = 1
            while position < len(trees):
                depth += is_punct(trees[position], "<") - is_punct(trees[position], ">")
                if depth == 0:
                    break
                generic.append(trees[position])
                position += 1
            position += 1
        group = trees[position] if position < len(trees) else None
        if not isinstance(name, Leaf) or not isinstance(group, Group):
            return at + 2
        self._add(target, name, generic, group)
        return position + 1

    def _add(self, target: str, method: Leaf, generic: Sequence[TokenTree], group: Group) -> None:
        arguments = split(group.trees)
        span = method.span
        if method.text == "add_class" and generic:
            self.found.append(Registration("class", target, span, normal_text(generic)))
        elif method.text in ("add_function", "add_wrapped") and len(arguments) == 1:
            self._wrapped(target, method, arguments[0])
        elif method.text in ("add", "setattr") and len(arguments) == 2:
            self._value(target, method, arguments)
        elif method.text == "add_submodule" and len(arguments) == 1:
            variable = self._is_module(arguments[0])
            wrapped = _wrapped(arguments[0])
            if variable:
                self.found.append(Registration("variable", target, span, variable))
            elif wrapped is not None:
                self.found.append(Registration(wrapped[0], target, span, wrapped[1]))
            else:
                self._unknown(method, "a submodule comes from elsewhere", target)
        elif method.text in _HARMLESS_METHODS:
            self.walk(group.trees)
        else:
            self._unknown(method, f"`{method.text}` may add anything", target)

    def _wrapped(self, target: str, method: Leaf, argument: Sequence[TokenTree]) -> None:
        wrapped = _wrapped(argument)
        head = argument[0] if argument else None
        if wrapped is None and isinstance(head, Leaf) and head.text in self.functions:
            wrapped = ("function", self.functions[head.text])
        if wrapped is None:
            self._unknown(method, "the function comes from elsewhere", target)
        else:
            self.found.append(Registration(wrapped[0], target, method.span, wrapped[1]))

    def _value(self, target: str, method: Leaf, arguments: Sequence[Sequence[TokenTree]]) -> None:
        key = arguments[0][0] if len(arguments[0]) == 1 else None
        name = string_value(key.text) if isinstance(key, Leaf) else None
        if len(arguments[0]) == 3 and _is_word(arguments[0][0], "intern"):
            inside = arguments[0][2]
            last = inside.trees[-1] if isinstance(inside, Group) and inside.trees else None
            name = string_value(last.text) if isinstance(last, Leaf) else None
        if name is None:
            self._unknown(method, "a name is computed", target)
            return
        if name in _NOT_MEMBERS:
            return
        if name == "__all__":
            self._unknown(method, "`__all__` is set", target)
            return
        value = tuple(arguments[1])
        wrapped = _wrapped(value)
        head = value[0]
        if wrapped is None and isinstance(head, Leaf) and head.text in self.functions:
            wrapped = ("function", self.functions[head.text])
        variable = self._is_module(value)
        if variable:
            self.found.append(Registration("variable", target, method.span, variable, name))
        elif wrapped is not None:
            self.found.append(Registration(wrapped[0], target, method.span, wrapped[1], name))
        else:
            self.found.append(Registration("value", target, method.span, name=name, value=value))

    def _unknown(self, at: TokenTree, why: str, target: str = "") -> None:
        for module in [target] if target else sorted(self.modules):
            self.found.append(Registration("unknown", module, at.span, why))


def _is_word(tree: TokenTree | None, text: str) -> bool:
    return isinstance(tree, Leaf) and tree.kind == "ident" and tree.text == text


def _flat(trees: Sequence[TokenTree]) -> list[Leaf]:
    found: list[Leaf] = []
    for tree in trees:
        found += _flat(tree.trees) if isinstance(tree, Group) else [tree]
    return found


def _wrapped(expression: Sequence[TokenTree]) -> tuple[Literal["function", "module"], str] | None:
    """What a `wrap_pyfunction!(path, ..)` or `wrap_pymodule!(path)` names."""
    for at, tree in enumerate(expression[:-2]):
        if not isinstance(tree, Leaf) or tree.text not in _NAMING_MACROS:
            continue
        group = expression[at + 2]
        if is_punct(expression[at + 1], "!") and isinstance(group, Group):
            arguments = split(group.trees)
            if arguments and arguments[0]:
                kind: Literal["function", "module"] = "module" if "module" in tree.text else "function"
                return kind, normal_text(arguments[0])
    return None


def _new_module(expression: Sequence[TokenTree]) -> str | None:
    """The name in `PyModule::new(py, "name")`; an empty text when it is computed, None for anything else."""
    for at, tree in enumerate(expression[:-3]):
        method = expression[at + 2]
        if not _is_word(tree, "PyModule") or not isinstance(method, Leaf):
            continue
        group = expression[at + 3]
        if method.text in ("new", "new_bound") and isinstance(group, Group):
            arguments = split(group.trees)
            last = arguments[-1][0] if arguments and len(arguments[-1]) == 1 else None
            return (string_value(last.text) if isinstance(last, Leaf) else "") or ""
    return None
