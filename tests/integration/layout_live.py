"""Run by ``test_layout.py`` with the path of the probe: compares the probe's answers with Python's."""

import ctypes
import datetime
import sys
import sysconfig

lib = ctypes.PyDLL(sys.argv[1])
FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
OBJECT, CHECKS = (
    ctypes.py_object,
    (
        lambda x: isinstance(x, type),
        lambda x: isinstance(x, int),
        lambda x: isinstance(x, bool),
        lambda x: isinstance(x, float),
        lambda x: isinstance(x, str),
        lambda x: isinstance(x, bytes),
        lambda x: isinstance(x, list),
        lambda x: isinstance(x, tuple),
        lambda x: isinstance(x, dict),
        lambda x: isinstance(x, set),
        lambda x: isinstance(x, BaseException),
        lambda x: type(x) is int,
        lambda x: type(x) is dict,
        lambda x: x is None,
        lambda x: x is True,
        lambda x: isinstance(x, type) and issubclass(x, BaseException),
    ),
)


def function(name, result, *arguments):
    """A function of the probe with its C signature."""
    it = getattr(lib, name)
    it.restype, it.argtypes = result, arguments
    return it


class Text(str):
    """A string that is not compact."""


class Whole(int):
    """An instance of a subtype of int."""


def check_numbers():
    """Floats and integers at the edges of digits and of machine words."""
    read = function("probe_float", ctypes.c_double, OBJECT)
    for number in (0.0, -1.5, 1e300, float("inf")):
        assert read(number) == number
    powers = [1 << bits for bits in (0, 15, 29, 30, 31, 59, 60, 61, 62, 63, 64, 65, 90)]
    edges = {sign * power + near for power in powers for near in (-1, 0, 1) for sign in (-1, 1)}
    for name, kind, low, high in (
        ("probe_i64", ctypes.c_int64, -(1 << 63), (1 << 63) - 1),
        ("probe_u64", ctypes.c_uint64, 0, (1 << 64) - 1),
        ("probe_compact", ctypes.c_int64, 1 - (1 << 30), (1 << 30) - 1),
    ):
        read = function(name, ctypes.c_int, OBJECT, ctypes.POINTER(kind))
        for number in [*sorted(edges), True, False, Whole(7), Whole(-(1 << 40))]:
            out = kind(99)
            got = out.value if read(number, ctypes.byref(out)) else None
            assert got == (number if low <= number <= high else None), (name, number, got)


def check_sequences():
    """Items in order, with references kept right; bytes and dicts."""
    copy = function("probe_copy", OBJECT, OBJECT)
    for items in ((), (1,), tuple(object() for _ in range(100))):
        before = [sys.getrefcount(item) for item in items]
        again = copy(items)
        assert again == items
        del again
        assert [sys.getrefcount(item) for item in items] == before
    length = function("probe_dict_len", ctypes.c_size_t, OBJECT)
    assert [length({}), length({1: 2, "a": 3})] == [0, 2]


def check_text():
    """Every kind of string, with and without cached UTF-8."""
    view, utf8 = function("probe_str", OBJECT, OBJECT), function("probe_utf8", OBJECT, OBJECT)
    for text, kind, codec in (
        ("", 1, "latin-1"),
        ("plain", 1, "latin-1"),
        ("caf\u00e9", 1, "latin-1"),
        ("\u20ac uro", 2, "utf-16-le"),
        ("\U0001f600!", 4, "utf-32-le"),
    ):
        for value in (text, Text(text)):
            data, size, width, ascii_only = view(value)
            assert (data, size, width, ascii_only) == (text.encode(codec), len(text), kind, text.isascii())
        expected = text.encode() if text.isascii() else None
        fresh = "".join([text[:1], text[1:]]) if len(text) > 1 else text
        assert utf8(fresh) == expected
        ctypes.pythonapi.PyUnicode_AsUTF8.argtypes = [OBJECT]
        ctypes.pythonapi.PyUnicode_AsUTF8(fresh)
        # What another thread may be about to store is not looked at where there is no GIL.
        assert utf8(fresh) == (expected if FREE_THREADED else fresh.encode())
    build = function("probe_ascii", OBJECT, OBJECT)
    assert [build(b""), build(b"abc"), build(b"x" * 5000)] == ["", "abc", "x" * 5000]


def check_objects():
    """Reference counts, type tests, calls, dates."""
    count = function("probe_count", ctypes.c_ssize_t, OBJECT, ctypes.c_ssize_t)
    assert count(object(), 1000) == 1000
    if sys.version_info >= (3, 12):
        assert [count(it, 10) for it in (None, True, 5, (), "")] == [0] * 5
    test = function("probe_checks", ctypes.c_int, OBJECT)
    values = [int, OSError, 1, True, 1.5, "a", b"a", [], (), {}, set(), OSError(), None, Whole(1), object()]
    for value in values:
        expected = sum(bool(check(value)) << i for i, check in enumerate(CHECKS))
        assert test(value) == expected, value
    calls = function("probe_calls", OBJECT, OBJECT, OBJECT, OBJECT)
    assert calls(len, "abc", "upper") == (3, "ABC")
    assert calls(lambda x: [*x, 1], [0], "copy") == ([0, 1], [0])
    assert calls(Text, "abc", "title") == ("abc", "Abc")
    fields = function("probe_datetime", OBJECT, OBJECT)
    for zone in (None, datetime.timezone.utc):
        moment = datetime.datetime(2024, 2, 29, 23, 59, 58, 999_999, tzinfo=zone, fold=1)
        assert fields(moment) == (1, 2024, 2, 29, 23, 999_999, 1, zone)


check_numbers()
check_sequences()
check_text()
check_objects()
