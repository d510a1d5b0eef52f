"""The methods, properties and attributes of a `#[pymethods]` block as declarations."""

from __future__ import annotations

from ferrule.base.record import replace
from ferrule.model.conversions import ANY
from ferrule.model.crate import CrateBlock, CrateClass
from ferrule.model.pyclass import ClassConstant, Method, Property
from ferrule.stubs.functions import arguments, docs_of, overloads, python_names, returns
from ferrule.stubs.nodes import Annotation, Argument, ClassItem, FunctionNode, VariableNode
from ferrule.stubs.slots import EQUALITIES, OBJECT, PLAIN, SHOWN, Shown
from ferrule.stubs.types import TypeTable, without_option

SELF = "typing_extensions.Self"


class MethodNodes:
    """Makes the declarations of one of a class's blocks."""

    def __init__(self, owner: CrateClass, block: CrateBlock, table: TypeTable) -> None:
        self.owner = owner
        self.item = block.item
        self.types = block.types
        self.table = table

    def all(self) -> list[ClassItem]:
        """All of the block, in the order of the source; a property stands where it is first mentioned."""
        found: list[ClassItem] = [self.constant(one) for one in self.item.constants]
        properties = {one.name: one for one in self.item.properties}
        for method in self.item.methods:
            if method.kind in ("getter", "setter", "deleter"):
                one = properties.pop(method.name, None)
                found += [] if one is None else self.property(one)
            else:
                found += self.method(method)
        return found

    def constant(self, one: ClassConstant) -> ClassItem:
        """A `#[classattr] const`."""
        kind = self.table.of(one.type, "out", self.types, self.owner.id).text
        if one.name.value == "__hash__" and kind.endswith(("None", ANY)):
            return no_hash()
        return VariableNode(one.name.value, Annotation(f"typing.ClassVar[{kind}]"), docs=one.docs.text)

    def property(self, one: Property) -> list[ClassItem]:
        """A property; one without a getter is declared with one, since Python has no other way."""
        found: list[ClassItem] = []
        getter, setter = one.getter, one.setter
        result = Annotation(ANY)
        if getter is not None:
            result = returns(getter.function, self.table, self.types, self.owner.id)
        docs = one.docs.text
        found.append(FunctionNode(one.name, (), result, docs, ("property",), "self"))
        if setter is not None:
            given = arguments(setter.function.parameters, self.table, self.types, self.owner.id)
            value = given[0].annotation if given else Annotation(ANY)
            found.append(setter_node(one.name, value))
        if one.deleter is not None:
            nothing = Annotation("None")
            found.append(FunctionNode(one.name, (), nothing, None, (f"{one.name}.deleter",), "self"))
        return found

    def method(self, method: Method) -> list[ClassItem]:
        """Any other method."""
        if method.kind == "classattr":
            kind = returns(method.function, self.table, self.types, self.owner.id)
            shown = kind if kind.written else Annotation(f"typing.ClassVar[{kind.text}]")
            return [VariableNode(method.name, shown, docs=docs_of(method.function))]
        if method.kind == "slot":
            return self.slot(method)
        given = arguments(method.function.parameters, self.table, self.types, self.owner.id)
        docs = docs_of(method.function)
        if method.kind == "new":
            result, name = Annotation(SELF), "__new__"
        elif method.kind == "init":
            result, name = Annotation("None"), method.name
        else:
            result, name = returns(method.function, self.table, self.types, self.owner.id), method.name
        ways = overloads(method.function, self.table, self.types, self.owner.id, result)
        if method.kind == "static":
            return [FunctionNode(name, given, result, docs, ("staticmethod",), overloads=ways)]
        if method.kind == "class":
            return [FunctionNode(name, given, result, docs, ("classmethod",), "cls", ways)]
        return [FunctionNode(name, given, result, docs, (), "cls" if method.kind == "new" else "self", ways)]

    def slot(self, method: Method) -> list[ClassItem]:
        """A special method that fills a slot."""
        shown = SHOWN.get(method.name, PLAIN)
        if shown.hidden:
            return []
        if method.name == "__call__":
            given = arguments(method.function.parameters, self.table, self.types, self.owner.id)
            result = returns(method.function, self.table, self.types, self.owner.id)
            ways = overloads(method.function, self.table, self.types, self.owner.id)
            return [FunctionNode("__call__", given, result, docs_of(method.function), (), "self", ways)]
        # A slot is called on instances, also where the Rust method takes the class or nothing.
        result = self._result(method, shown)
        found: list[ClassItem] = []
        for name in shown.names or (method.name,):
            given = self._slot_arguments(method, shown, name)
            docs = docs_of(method.function)
            found.append(
                FunctionNode(name, given, result, docs, (), "self", self._slot_overloads(method, result))
            )
        return found

    def _slot_overloads(
        self, method: Method, result: Annotation
    ) -> tuple[tuple[tuple[Argument, ...], Annotation], ...]:
        ways = overloads(method.function, self.table, self.types, self.owner.id, result)
        return tuple(
            (tuple(replace(one, kind="positional_only") for one in given), gives) for given, gives in ways
        )

    def _result(self, method: Method, shown: Shown) -> Annotation:
        if method.function.returns_annotation is not None or not (shown.result or shown.unwrapped):
            return returns(method.function, self.table, self.types, self.owner.id)
        if shown.result:
            return Annotation(shown.result)
        inner = without_option(method.function.returns)
        return self.table.of(inner, "out", self.types, self.owner.id)

    def _slot_arguments(self, method: Method, shown: Shown, name: str) -> tuple[Argument, ...]:
        found: list[Argument] = []
        parameters = method.function.parameters
        if method.name in ("__richcmp__", "__ipow__"):
            parameters = parameters[:1]  # the operator and the modulus are C's
        for at, one in enumerate(parameters):
            kind = self.table.of(one.type, "in", self.types, self.owner.id)
            if one.annotation is not None:
                kind = Annotation(one.annotation, written=True)
            elif one.from_py_with is not None:
                kind = Annotation(ANY)
            fixed = shown.arguments[at] if at < len(shown.arguments) else ""
            if name in EQUALITIES:
                fixed = OBJECT
            default = shown.defaults[at] if at < len(shown.defaults) else ""
            if default == "None" and "None" not in kind.text and kind.text != ANY:
                kind = Annotation(f"{kind.text} | None")
            kind = Annotation(fixed) if fixed else kind
            found.append(Argument(one.name.value, "positional_only", kind, default))
        return python_names(found)


def setter_node(name: str, value: Annotation) -> FunctionNode:
    """The setter of a property."""
    given = (Argument("value", "positional_or_keyword", value),)
    return FunctionNode(name, given, Annotation("None"), None, (f"{name}.setter",), "self")


def no_hash() -> VariableNode:
    """`__hash__` of a class that can be compared and not hashed, as typeshed declares it."""
    kind = Annotation("typing.ClassVar[None]")
    return VariableNode("__hash__", kind, comment="type: ignore[assignment]")
