"""Random values against conversions: what fits comes back equal, what does not raises what Python would.

Run as `python script_properties.py`.
"""

import os
import struct
import sys
from datetime import timedelta

import hostile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
many = settings(max_examples=400, deadline=None, database=None, suppress_health_check=list(HealthCheck))

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary()
    | st.complex_numbers()
    | st.text(alphabet=st.characters(categories=["Cs", "Lu"])),
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(), inner)
        | st.sets(st.integers())
        | st.builds(iter, st.lists(inner))
    ),
    max_leaves=8,
)
ALLOWED = (TypeError, ValueError, OverflowError, UnicodeError)
FUNCTIONS = [getattr(hostile, name) for name in dir(hostile) if name.startswith("same_")]


@many
@given(st.sampled_from(FUNCTIONS), anything)
def never_anything_else(function, value):
    try:
        function(value)
    except ALLOWED:
        pass


@many
@given(st.integers(), st.sampled_from([8, 16, 32, 64, 128]))
def integers(value, bits):
    for function, low, high in (
        (getattr(hostile, f"same_i{bits}"), -(2 ** (bits - 1)), 2 ** (bits - 1)),
        (getattr(hostile, f"same_u{bits}"), 0, 2**bits),
    ):
        try:
            found = function(value)
        except OverflowError:
            assert not low <= value < high
        else:
            assert found == value and low <= value < high


def same_float(a, b):
    return struct.pack("d", a) == struct.pack("d", b) or (a != a and b != b)


@many
@given(st.lists(st.floats() | st.integers(-(2**53), 2**53)))
def floats(values):
    found = hostile.same_floats(values)
    assert len(found) == len(values)
    assert all(type(one) is float and same_float(one, float(other)) for one, other in zip(found, values))


@many
@given(st.lists(st.integers(-(2**63), 2**63 - 1)))
def lists_of_ints(values):
    assert hostile.same_ints(values) == values
    assert hostile.same_ints(tuple(values)) == values


@many
@given(st.lists(st.text()), st.dictionaries(st.text(), st.integers(-(2**63), 2**63 - 1)), st.sets(st.text()))
def texts(values, table, names):
    assert hostile.same_strings(values) == values
    assert hostile.same_map(table) == table
    assert hostile.same_set(names) == names
    for value in values:
        assert hostile.same_string(value) == value and hostile.length_of_str(value) == len(value.encode())


@many
@given(
    st.binary(),
    st.lists(st.lists(st.floats(allow_nan=False))),
    st.lists(st.tuples(st.integers(-9, 9), st.text())),
)
def others(data, nested, pairs):
    assert hostile.same_bytes(data) == data == hostile.same_bytes(bytearray(data))
    assert hostile.same_nested(nested) == nested
    assert hostile.same_pairs(pairs) == pairs


@many
@given(st.timedeltas(min_value=timedelta(0)))
def durations(value):
    assert hostile.same_duration(value) == value


@many
@given(st.lists(anything, max_size=5), st.dictionaries(st.text(max_size=3), anything, max_size=4))
def calls(args, kwargs):
    for function in (hostile.full, hostile.length_of_str, hostile.after_owned, hostile.Box_):
        try:
            function(*args, **kwargs)
        except ALLOWED:
            pass


for check in (never_anything_else, integers, floats, lists_of_ints, texts, others, durations, calls):
    check()
print("every property holds")
sys.exit(0)
