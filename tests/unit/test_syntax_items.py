"""Items: source as people write it, text as the shim flattens it, and what the grammar does not know."""

from __future__ import annotations

import subprocess
import sys
import sysconfig

import pytest

from ferrule.base.errors import ToolchainError
from ferrule.syntax.items import parse_file, parse_item
from ferrule.syntax.nodes import Const, Enum, Fn, Impl, MacroCall, Mod, Other, Struct, Use
from ferrule.syntax.tree import ParseError
from ferrule.syntax.types import (
    ArrayType,
    OpaqueType,
    PathType,
    PointerType,
    ReferenceType,
    SliceType,
    TupleType,
    Type,
)


def function(text: str) -> Fn:
    item = parse_item(text)
    assert isinstance(item, Fn)
    return item


FLAT = (
    '# [doc = " hi"] # [pyo3 (signature = (a , * , b = 3.0))] pub (crate) fn f < \'py , T : X > '
    "(# [pyo3 (from_py_with = g)] mut a : & 'py str , r#type : Vec < Vec < f64 >>) "
    "-> PyResult < () > where T : Y { let x = 3 ; }"
)
WRITTEN = """/// hi
#[pyo3(signature = (a, *, b = 3.0))]
pub(crate) fn f<'py, T: X>(
    #[pyo3(from_py_with = g)] mut a: &'py str,
    r#type: Vec<Vec<f64>>,
) -> PyResult<()>
where
    T: Y,
{
    let x = 3;
}
"""


@pytest.mark.parametrize("text", [FLAT, WRITTEN])
def test_function(text: str) -> None:
    fn = function(text)
    data = text.encode()
    assert (fn.name, fn.ident.of(data), fn.span.start) == ("f", "f", 0)
    assert [attr.name for attr in fn.attrs] == ["doc", "pyo3"]
    assert fn.vis is not None and fn.vis.of(data).replace(" ", "") == "pub(crate)"
    assert fn.generics is not None and fn.generics.names("lifetime") == ("'py",)
    assert fn.generics.names("type") == ("T",)
    assert [param.name for param in fn.params] == ["a", "type"]
    assert fn.params[1].ident.of(data) == "r#type"
    assert fn.params[0].attrs[0].args is not None
    assert isinstance(fn.params[0].type, ReferenceType) and fn.params[0].type.lifetime == "'py"
    assert isinstance(fn.returns, PathType) and fn.returns.segments[0].name == "PyResult"
    assert fn.where is not None and fn.where.of(data).strip().rstrip(",").replace(" ", "") == "T:Y"
    assert fn.body is not None and fn.body.of(data).startswith("{")


def test_offsets_count_from_the_beginning_of_the_text() -> None:
    text = 'name = "é"\nfn f() {}'
    start = text.encode().index(b"fn")
    assert parse_item(text, start).span.start == start


@pytest.mark.parametrize(
    ("params", "reference", "mutable", "typed"),
    [
        ("&self", True, False, False),
        ("& 'a self", True, False, False),
        ("&mut self", True, True, False),
        ("self", False, False, False),
        ("mut self", False, False, False),
        ("self: Py<Self>", False, False, True),
        ("#[x] &self, a: i32", True, False, False),
    ],
)
def test_receivers(params: str, reference: bool, mutable: bool, typed: bool) -> None:
    receiver = function(f"fn f({params}) {{}}").receiver
    assert receiver is not None
    assert (receiver.reference, receiver.mutable, receiver.type is not None) == (reference, mutable, typed)


@pytest.mark.parametrize("params", ["(a, b): (i32, i32)", "_: i32", "&x: &i32", "..."])
def test_patterns_have_no_name(params: str) -> None:
    assert [param.name for param in function(f"fn f({params}) {{}}").params] == [None]


def test_modifiers() -> None:
    assert function('const async unsafe extern "C" fn f() {}').modifiers == (
        "const",
        "async",
        "unsafe",
        "extern",
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a::b::C<D>", PathType),
        ("<T as X>::Y", PathType),
        ("&'a mut T", ReferenceType),
        ("*mut T", PointerType),
        ("()", TupleType),
        ("(A,)", TupleType),
        ("(A)", PathType),
        ("[T; 3]", ArrayType),
        ("[T]", SliceType),
        ("!", OpaqueType),
        ("_", OpaqueType),
        ("fn(A) -> B", OpaqueType),
        ("impl Fn(A) -> B", OpaqueType),
        ("dyn A + Send", OpaqueType),
        ("vec!(a)", OpaqueType),
    ],
)
def test_types(text: str, kind: type[Type]) -> None:
    returns = function(f"fn f() -> {text} {{}}").returns
    assert isinstance(returns, kind)


def test_items_of_a_file() -> None:
    text = """//! Module docs.
#![allow(x)]
use a::{b, c as d, e::{self, f}, g::*}; use ::h as _;
/** block */
pub struct P<'a>(#[x] pub i32, Vec<u8>);
struct Q;
struct R { /// field
    pub r#type: i32 }
#[repr(u8)] enum E { A = -1, #[pyo3(name = "x")] B(i32), C { x: i32 }, D() }
impl P { fn a(&self) {} const X: i32 = 3; m!(a); }
mod m { #![x] fn a() {} } mod n;
union U { a: i32 }
m! { a }
static S: &str = "x";
trait T {}
"""
    file = parse_file(text)
    assert [attr.name for attr in file.attrs] == ["doc", "allow"]
    uses, last, p, q, r, e, impl, m, n, u, call, static, trait = file.items
    assert isinstance(uses, Use) and isinstance(last, Use)
    assert [(name.path, name.name) for name in uses.names] == [
        (("a", "b"), "b"),
        (("a", "c"), "d"),
        (("a", "e"), "e"),
        (("a", "e", "f"), "f"),
        (("a", "g"), "*"),
    ]
    assert last.names[0].name == "_"
    assert isinstance(p, Struct) and p.shape == "tuple" and [one.name for one in p.fields] == ["0", "1"]
    assert p.fields[0].span.of(text.encode()) == "pub i32" and p.attrs[0].value_text == " block "
    assert isinstance(q, Struct) and q.shape == "unit"
    assert (
        isinstance(r, Struct) and r.fields[0].name == "type" and r.fields[0].attrs[0].value_text == " field"
    )
    assert isinstance(e, Enum) and [one.shape for one in e.variants] == ["unit", "tuple", "struct", "tuple"]
    assert e.variants[0].discriminant is not None and e.variants[1].attrs[0].name == "pyo3"
    assert isinstance(impl, Impl) and [type(one) for one in impl.items] == [Fn, Const, MacroCall]
    assert isinstance(m, Mod) and m.items is not None and m.inner_attrs[0].name == "x"
    assert isinstance(n, Mod) and n.items is None
    assert isinstance(u, Struct) and u.union
    assert isinstance(call, MacroCall) and call.path == ("m",)
    assert isinstance(static, Const) and static.static
    assert isinstance(trait, Other) and (trait.kind, trait.name) == ("trait_item", "T")


def test_bodies_need_not_be_known_to_the_grammar() -> None:
    fn = function("fn f(#[a] #[pyo3(x)] b: i32, #[c] d: u8) -> i32 { for < a in 3 § }")
    assert [[attr.name for attr in param.attrs] for param in fn.params] == [["a", "pyo3"], ["c"]]
    assert isinstance(fn.returns, PathType)


@pytest.mark.parametrize("head", ["macro_rules! m", "macro_rules ! m"])
def test_macro_definitions(head: str) -> None:
    """As the user writes them, and as the shim prints their tokens."""
    item = parse_item(f"mod a {{ {head} {{ ($a:item) => {{ fn f § {{}} }} }} fn after() {{}} }}")
    assert isinstance(item, Mod) and item.items is not None
    assert isinstance(item.items[-1], Fn) and item.items[-1].name == "after"


def test_many_attributes_on_a_parameter() -> None:
    fn = function("fn f(#[a] #[b] #[c] x: i32) {}")
    assert [attr.name for attr in fn.params[0].attrs] == ["a", "b", "c"]


@pytest.mark.parametrize("text", ["", "fn", "fn f(", "this is no rust at all", "fn f() {} fn g() {}"])
def test_not_one_item(text: str) -> None:
    with pytest.raises(ParseError):
        parse_item(text)


def test_start_up_imports_nothing_heavy() -> None:
    """The expander starts once per compiler run: these modules cost more than all of its work."""
    code = (
        "import sys; before = set(sys.modules)\n"
        "from ferrule.lower.entry import lower_macro\n"
        "from ferrule.base.diagnostics import Sink\n"
        "lower_macro('pyfunction', 'fn f(a: i32) {}', 0, Sink())\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"dataclasses", "inspect", "asyncio", "importlib.resources", "pathlib", "difflib", "subprocess"}
    assert not heavy & set(done.stdout.split())


@pytest.mark.parametrize(("free_threaded", "mend"), [(0, "-m pip install tree-sitter"), (1, "with `-i ")])
def test_without_its_parser(free_threaded: int, mend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which cannot be had for a free-threaded Python."""
    monkeypatch.setitem(sys.modules, "tree_sitter", None)
    monkeypatch.setattr(sysconfig, "get_config_var", {"Py_GIL_DISABLED": free_threaded}.get)
    with pytest.raises(ToolchainError, match="is not installed: import of tree_sitter halted") as caught:
        parse_file(b"fn f() {}")
    assert mend in caught.value.next_step
