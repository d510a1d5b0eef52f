"""Structures against the C headers, and direct reads against live objects, for each interpreter."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from ffi_rig import Interpreter, compile_rust, find_interpreters, run

INTERPRETERS = find_interpreters()

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("cc") or not shutil.which("rustc"), reason="needs cc and rustc"),
]

EVERY = range(0, 100)
BEFORE_12, FROM_12 = range(0, 12), range(12, 100)

STRUCTURES: list[tuple[str, range, str]] = [
    ("PyObject", EVERY, "ob_type"),
    ("PyVarObject", EVERY, "ob_base ob_size"),
    (
        "PyTypeObject",
        EVERY,
        "ob_base tp_name tp_basicsize tp_itemsize tp_dealloc tp_vectorcall_offset tp_getattr "
        "tp_setattr tp_as_async tp_repr tp_as_number tp_as_sequence tp_as_mapping tp_hash tp_call "
        "tp_str tp_getattro tp_setattro tp_as_buffer tp_flags tp_doc tp_traverse tp_clear "
        "tp_richcompare tp_weaklistoffset tp_iter tp_iternext tp_methods tp_members tp_getset tp_base "
        "tp_dict tp_descr_get tp_descr_set tp_dictoffset tp_init tp_alloc tp_new tp_free tp_is_gc "
        "tp_bases tp_mro tp_cache tp_subclasses tp_weaklist tp_del tp_version_tag tp_finalize "
        "tp_vectorcall",
    ),
    ("PyTypeObject", FROM_12, "tp_watched"),
    ("PyTypeObject", range(13, 100), "tp_versions_used"),
    (
        "PyNumberMethods",
        EVERY,
        "nb_add nb_power nb_bool nb_int nb_reserved nb_inplace_add nb_index nb_inplace_matrix_multiply",
    ),
    ("PySequenceMethods", EVERY, "sq_length sq_item was_sq_slice sq_ass_item sq_contains sq_inplace_repeat"),
    ("PyMappingMethods", EVERY, "mp_length mp_subscript mp_ass_subscript"),
    ("PyAsyncMethods", EVERY, "am_await am_aiter am_anext"),
    ("PyAsyncMethods", range(10, 100), "am_send"),
    ("PyBufferProcs", EVERY, "bf_getbuffer bf_releasebuffer"),
    ("PyType_Slot", EVERY, "slot pfunc"),
    ("PyType_Spec", EVERY, "name basicsize itemsize flags slots"),
    ("PyMethodDef", EVERY, "ml_name ml_meth ml_flags ml_doc"),
    ("PyGetSetDef", EVERY, "name get set doc closure"),
    ("PyMemberDef", EVERY, "name offset flags doc"),
    ("PyModuleDef_Base", EVERY, "ob_base m_init m_index m_copy"),
    ("PyModuleDef_Slot", EVERY, "slot value"),
    ("PyModuleDef", EVERY, "m_base m_name m_doc m_size m_methods m_slots m_traverse m_clear m_free"),
    ("PyCFunctionObject", EVERY, "ob_base m_ml m_self m_module m_weakreflist vectorcall"),
    ("PyCMethodObject", EVERY, "func mm_class"),
    ("PyFloatObject", EVERY, "ob_base ob_fval"),
    ("PyComplexObject", EVERY, "ob_base cval"),
    ("Py_complex", EVERY, "real imag"),
    ("PyLongObject", BEFORE_12, "ob_base ob_digit"),
    ("PyLongObject", FROM_12, "ob_base long_value"),
    ("_PyLongValue", FROM_12, "lv_tag ob_digit"),
    ("PyASCIIObject", EVERY, "ob_base length hash state"),
    ("PyASCIIObject", BEFORE_12, "wstr"),
    ("PyCompactUnicodeObject", EVERY, "_base utf8_length utf8"),
    ("PyCompactUnicodeObject", BEFORE_12, "wstr_length"),
    ("PyUnicodeObject", EVERY, "_base data"),
    ("PyBytesObject", EVERY, "ob_base ob_sval"),
    ("PyByteArrayObject", EVERY, "ob_base ob_alloc ob_bytes ob_start ob_exports"),
    ("PyListObject", EVERY, "ob_base ob_item allocated"),
    ("PyTupleObject", EVERY, "ob_base ob_item"),
    ("PyDictObject", EVERY, "ob_base ma_used ma_keys ma_values"),
    ("setentry", EVERY, "key hash"),
    ("PySetObject", EVERY, "ob_base fill used mask table hash finger smalltable weakreflist"),
    ("PySliceObject", EVERY, "ob_base start stop step"),
    ("Py_buffer", EVERY, "buf obj len itemsize readonly ndim format shape strides suboffsets internal"),
    ("PyBaseExceptionObject", EVERY, "dict args traceback context cause suppress_context"),
    ("PyBaseExceptionObject", range(11, 100), "notes"),
    ("PyStopIterationObject", EVERY, "value"),
    ("PyStructSequence_Field", EVERY, "name doc"),
    ("PyStructSequence_Desc", EVERY, "name doc fields n_in_sequence"),
    ("PyMemAllocatorEx", EVERY, "ctx malloc calloc realloc free"),
    ("PyCompilerFlags", EVERY, "cf_flags cf_feature_version"),
    ("PyDateTime_Delta", EVERY, "ob_base hashcode days seconds microseconds"),
    ("PyDateTime_Date", EVERY, "ob_base hashcode hastzinfo data"),
    ("PyDateTime_Time", EVERY, "ob_base hashcode hastzinfo data fold tzinfo"),
    ("PyDateTime_DateTime", EVERY, "ob_base hashcode hastzinfo data fold tzinfo"),
    (
        "PyDateTime_CAPI",
        EVERY,
        "DateType DateTimeType TimeType DeltaType TZInfoType TimeZone_UTC Date_FromDate "
        "DateTime_FromDateAndTime Time_FromTime Delta_FromDelta TimeZone_FromTimeZone "
        "DateTime_FromTimestamp Date_FromTimestamp DateTime_FromDateAndTimeAndFold "
        "Time_FromTimeAndFold",
    ),
]
"""Structure, minor versions of Python 3, fields in the spelling of C and Rust alike."""

CONSTANTS = (
    "Py_TPFLAGS_DEFAULT Py_TPFLAGS_BASETYPE Py_TPFLAGS_HEAPTYPE Py_TPFLAGS_HAVE_GC "
    "Py_TPFLAGS_LONG_SUBCLASS Py_TPFLAGS_TYPE_SUBCLASS Py_TPFLAGS_HAVE_VECTORCALL "
    "Py_TPFLAGS_METHOD_DESCRIPTOR Py_TPFLAGS_IS_ABSTRACT METH_VARARGS METH_KEYWORDS METH_NOARGS "
    "METH_O METH_CLASS METH_STATIC METH_COEXIST METH_FASTCALL METH_METHOD PyBUF_SIMPLE PyBUF_WRITABLE "
    "PyBUF_FORMAT PyBUF_ND PyBUF_STRIDES PyBUF_C_CONTIGUOUS PyBUF_F_CONTIGUOUS PyBUF_ANY_CONTIGUOUS "
    "PyBUF_INDIRECT PyBUF_FULL PyBUF_FULL_RO PyBUF_READ PyBUF_WRITE Py_LT Py_GE Py_mod_create "
    "Py_mod_exec PYTHON_API_VERSION Py_eval_input Py_file_input Py_single_input Py_tp_new "
    "Py_tp_getset Py_nb_add Py_sq_contains Py_mp_subscript Py_am_anext Py_bf_getbuffer Py_tp_finalize "
    "T_OBJECT_EX T_PYSSIZET READONLY PY_VECTORCALL_ARGUMENTS_OFFSET PyUnicode_1BYTE_KIND "
    "PyUnicode_4BYTE_KIND PyTrace_OPCODE Py_MARSHAL_VERSION PyLong_SHIFT CO_VARARGS CO_COROUTINE "
    "Py_DTSF_ADD_DOT_0"
)
"""Constants of the headers, in the spelling of C and Rust alike."""


def measures(minor: int) -> list[tuple[str, str, str]]:
    """What to compare: (label, C expression, Rust expression), each a number."""
    found = []
    sizes = set()
    for name, versions, fields in STRUCTURES:
        if minor not in versions:
            continue
        if name not in sizes:
            sizes.add(name)
            found.append((f"sizeof {name}", f"sizeof({name})", f"size_of::<{name}>()"))
        for field in fields.split():
            found.append((f"{name}.{field}", f"offsetof({name}, {field})", f"offset_of!({name}, {field})"))
    found += [(name, name, name) for name in CONSTANTS.split()]
    return found


@pytest.mark.parametrize("python", INTERPRETERS, ids=lambda it: it.label)
def test_structures_and_constants_are_those_of_the_headers(python: Interpreter, tmp_path: Path) -> None:
    items = measures(python.minor)
    lines = "".join(f'    printf("{label} %lld\\n", (long long)({c}));\n' for label, c, _ in items)
    includes = "".join(
        f"#include <{it}>\n"
        for it in ("stddef.h", "Python.h", "structmember.h", "datetime.h", "marshal.h", "frameobject.h")
    )
    longs = "#include <longintrepr.h>\n" if python.minor < 11 else ""
    source = tmp_path / "layout.c"
    source.write_text(f"{includes}{longs}int main(void) {{\n{lines}    return 0;\n}}\n", encoding="utf-8")
    run(["cc", "-w", f"-I{python.include}", str(source), "-o", str(tmp_path / "layout")])

    body = "".join(f'    println!("{label} {{}}", {rust} as i64);\n' for label, _, rust in items)
    program = f"use ffi::*;\nuse std::mem::{{offset_of, size_of}};\nfn main() {{\n{body}}}\n"
    binary = compile_rust(program, "bin", python.cfgs, tmp_path / "rust")

    assert run([str(binary)]).splitlines() == run([str(tmp_path / "layout")]).splitlines()


@pytest.mark.parametrize("python", INTERPRETERS, ids=lambda it: it.label)
def test_direct_reads_agree_with_live_objects(python: Interpreter, tmp_path: Path) -> None:
    here = Path(__file__).parent
    probe = (here / "layout_probe.rs").read_text(encoding="utf-8")
    library = compile_rust(probe, "cdylib", python.cfgs, tmp_path)
    run([python.executable, "-I", str(here / "layout_live.py"), str(library)])
