"""Every path into the runtime crate that the glue names. A test checks that each of them exists there.

Written relative to the two names that a block imports: `GLUE` (the runtime's `glue`) and `ROOT` (its crate).
"""

from __future__ import annotations

from ferrule.emit.names import GLUE, ROOT


def _glue(name: str) -> str:
    return f"{GLUE}::{name}"


def _root(path: str) -> str:
    return f"{ROOT}::{path}"


# calling
ENTER_INIT = _glue("enter_init")
ENTER_TUPLE = _glue("enter_tuple")
RETURNS = _glue("returns")
GIVE = _glue("give")
RAISE = _glue("raise")
PROPERTY_VALUE = _glue("property_value")
WARN = _glue("warn")
DETACH = _glue("detach")
REPORT_PANICS = _glue("report_panics")
DETACHED = _glue("detached")

# descriptors
CSTR = _glue("cstr")
FUNCTION_DEF = _glue("FunctionDef")
ENTRY = _glue("Entry")
SHAPE = _glue("Shape")
TEXT = _glue("text")
OBJECT = _glue("Object")
FUNCTION = _glue("Function")
ARGUMENTS = _glue("Arguments")
ARGUMENT = _glue("argument")
GIVEN = _glue("given")
WRITTEN = _glue("written")
SCALAR = _glue("scalar")

# conversion
CONVERT = _glue("Convert")
CONVERT_WITH = _glue("convert_with")
INTO_OPTION = _glue("IntoOption")
MUT_ARGUMENT = _glue("MutArgument")
OPTIONAL_MUT = _glue("OptionalMut")
OPTIONAL_REF = _glue("OptionalRef")
REF_ARGUMENT = _glue("RefArgument")
CLASS_MUT = _glue("ClassMut")
FROM_PY_OBJECT = _root("FromPyObject")
INTO_PY_OBJECT = _root("IntoPyObject")

# derives
FIELD = _glue("derive::Field")
FAILURE = _glue("derive::Failure")
ELEMENTS = _glue("derive::elements")
GET_KEY = _glue("derive::get_key")
FIND_KEY = _glue("derive::find_key")
NO_VARIANT = _glue("derive::no_variant")
CALLED = _glue("derive::called")
INTO_ANY = _glue("derive::into_any")
PUT = _glue("derive::put")
PUT_OBJECT = _glue("derive::put_object")
COW = _glue("derive::Cow")
INTERNED = _root("sync::Interned")
BORROWED = _root("Borrowed")
FROM_PY_OBJECT_OWNED = _root("conversion::FromPyObjectOwned")
PY_DICT = _root("types::PyDict")
PY_DICT_METHODS = _root("types::PyDictMethods")
PY_TUPLE = _root("types::PyTuple")

# receivers and constructors
BORROW = _glue("borrow")
BORROW_MUT = _glue("borrow_mut")
TAKE = _glue("take")
TAKE_MUT = _glue("take_mut")
TAKE_AS = _glue("take_as")
RECEIVER = _glue("receiver")
RECEIVER_BOUND = _glue("receiver_bound")
SETTER_VALUE = _glue("setter_value")
NEW_OBJECT = _glue("new_object")
NEW_PROBE = _glue("NewProbe")
NEW_UNRELATED = _glue("NewUnrelated")
NEW_REFUSED = _glue("NewRefused")

# classes
ANY_THREAD = _glue("AnyThread")
ONE_THREAD = _glue("OneThread")
NO_SLOT = _glue("NoSlot")
OBJECT_SLOT = _glue("ObjectSlot")
CLASS_DEF = _glue("ClassDef")
LAZY_CLASS = _glue("LazyClass")
CLASS_STATE = _glue("State")
CLASS_ITEMS = _glue("ClassItems")
METHOD_BLOCK = _glue("MethodBlock")
REGISTER_BLOCK = _glue("register_block")
HAS_CONSTRUCTOR = _glue("HasConstructor")
CONSTRUCTOR = _glue("Constructor")
ATTRIBUTE = _glue("Attribute")
SLOT = _glue("Slot")
PROPERTY = _glue("Property")
SCALAR_FIELD = _glue("ScalarField")
GETTER = _glue("Getter")
FIELD_GET = _glue("FieldGet")
FIELD_GET_BY_REF = _glue("FieldGetByRef")
FIELD_GET_BY_CLONE = _glue("FieldGetByClone")
FIELD_VIEW = _glue("field_view")
COPY_PROBE = _glue("CopyProbe")
NOT_COPIED = _glue("NotCopied")
INLINE = _glue("Inline")
VIEWED = _glue("Viewed")
PROJECTED = _glue("Projected")
SUBCLASS = _glue("Subclass")
ALLOCATE = _glue("allocate")
FREE = _glue("free")
FREE_LIST = _glue("FreeList")
HAS_FREE_LIST = _glue("HasFreeList")
ASSERT_IMMUTABLE_TYPES = _glue("assert_immutable_types")
CLASS_GETITEM = _glue("CLASS_GETITEM")
FROM_BY_CLONE = _glue("FromPyObjectByClone")
BOOLEAN_TRUE = _glue("BooleanTrue")
BOOLEAN_FALSE = _glue("BooleanFalse")
PY_CLASS = _root("PyClass")
PY_TYPE_INFO = _root("PyTypeInfo")
DEREF_TO_PY_ANY = _root("type_object::DerefToPyAny")

# enums
SIMPLE_ENUM = _glue("SimpleEnum")
SINGLETON = _glue("Singleton")
SINGLETON_OBJECT = _glue("singleton")
SINGLETON_ATTRIBUTE = _glue("singleton_attribute")
TUPLE_ITEMS = _glue("TupleItems")
TUPLE_VARIANT = _glue("TupleVariant")
VARIANT_CLASS = _glue("variant_class")
VARIANT_OBJECT = _glue("variant_object")
WRONG_VARIANT = _glue("wrong_variant")

# enums of Python's own
CLASS_LIKE = _glue("ClassLike")
PYTHON_ENUM = _glue("PythonEnum")
LAZY_ENUM = _glue("LazyEnum")
ENUM_DEF = _glue("EnumDef")
ENUM_BASE = _glue("EnumBase")
ENUM_REF = _glue("EnumRef")
MEMBER = _glue("Member")
MEMBER_VALUE = _glue("MemberValue")
MEMBER_OBJECT = _glue("member")
FROM_MEMBER = _glue("from_member")
RECEIVE = _glue("receive")

# records
RECORD = _glue("Record")
RECORD_FIELD = _glue("RecordField")
REDUCE = _glue("Reduce")
REDUCE_VARIANT = _glue("ReduceVariant")
REPLACE = _glue("Replace")
BY_FIELDS = _glue("ByFields")
COMPARE_FIELDS = _glue("compare_fields")
MATCH_ARGS = _glue("match_args")
DATACLASS_FIELDS = _glue("dataclass_fields")
DATACLASS_PARAMS = _glue("dataclass_params")

# special methods
SLOT_FUNCTIONS = _glue("slot")
SLOT_CALL = _glue("slot::Call")
RAW = _glue("Raw")
MADE = _glue("Made")
HAS = _glue("slot::Has")
ABSENT = _glue("slot::Absent")
HALF = _glue("slot::Half")
HALVES = _glue("slot::Halves")
JOINED = _glue("slot::JOINED")
NOT_IMPLEMENTED = _glue("slot::not_implemented")
PROTOCOL = _glue("Protocol")
OUTPUT = _glue("Output")
COMPARE_OP = _root("pyclass::CompareOp")
PY_VISIT = _root("PyVisit")
PY_TRAVERSE_ERROR = _root("PyTraverseError")
RICHCMPFUNC = _root("ffi::richcmpfunc")
PY_HASH = _root("ffi::Py_hash_t")

# modules
MODULE = _glue("Module")
MODULE_DEF = _glue("ModuleDef")
EXPORT = _glue("Export")
CLASS_EXPORT = _glue("ClassExport")
EXEC = _glue("exec")
EXEC_RESULT = _glue("exec_result")
ADD_FUNCTION = _glue("add_function")
ADD_CLASS = _glue("add_class")
ADD_SUBMODULE = _glue("add_submodule")
ADD_VALUE = _glue("add_value")

# types
BOUND = _root("Bound")
PY_ANY = _root("PyAny")
PY_ERR = _root("PyErr")
PY_RESULT = _root("PyResult")
PYTHON = _root("Python")
PY_MODULE = _root("types::PyModule")
PY_TUPLE = _root("types::PyTuple")
PY_TYPE = _root("types::PyType")
USER_WARNING = _root("exceptions::PyUserWarning")
PY_OBJECT = _root("ffi::PyObject")
PY_TYPE_OBJECT = _root("ffi::PyTypeObject")


def ffi(name: str) -> str:
    """A name of the C API, such as `Py_tp_repr`."""
    return _root(f"ffi::{name}")
