"""Differences between PyO3 and Ferrule that are meant, each with its reason."""

import re

SAME_ONCE = (
    ("the path to the bad element is a note of its own", r" \| note: at [^|]*(?= \||$)", ""),
    ("notes name raw identifiers as Python sees them", r"processing 'r#", "processing '"),
    ("items of a variant with unnamed fields have no note", r" \| note: while processing 'idx'", ""),
    ("constructors of variants name the enum", r"\b[A-Z]\w*\.(\w+\.__new__\(\))", r"\1"),
    (
        "items of a variant are indexed by a C long",
        r"int too big to convert(?= \||$)|Python int too large to convert to C long(?= \||$)",
        "",
    ),
    ("classes that cannot be made are named with their module", r"cannot create '\w+\.", "cannot create '"),
    ("the C name of a variant is its name in Python", r"\b[a-z]+\.(Long|Renamed)\b", "Long"),
    ("the C name of a variant is its name in Python", r"\bLong\.__new__|\bRenamed\.__new__", "Long.__new__"),
)
"""(reason, pattern, replacement): texts are the same once these parts are replaced on either side."""

ENUM_NEW = "a simple enum has a `__new__`, which refuses"
MEANT = (
    (
        "notes of setters name the property, not the Rust parameter or field",
        r" = ",
        r"note: while processing '\w*'",
        r"note: while processing '[\w-]+'",
    ),
    (
        "variants with unnamed fields are indexed and reversed as tuples",
        r"^getitem |__getitem__|^reversed ",
        r"IndexError: tuple index|negative int to unsigned|is not a sequence",
        r"",
    ),
    ("`__class_getitem__` takes its argument by position", r"", r"\(key\)", r"\(key, /\)"),
    ("a constructor's class is no parameter", r": (text_)?signature$|: help$|cls=1", r"cls", r""),
    ("PyO3 crashed", r"", r"^crashed", r"^(?!crashed)"),
    ("the C name of a variant is its name in Python", r"Renamed", r"\bLong\b|^no such probe", r"Renamed"),
    ("a constructor's class is no parameter", r"^ClassNew\(", r"", r"^no such probe$"),
    ("PyO3 crashed", r"^\(start\)$", r"^ended with -11", r""),
    ("arrays are read by iteration", r"\bsequence\b", r"IndexError: evil", r"expected a sequence of length"),
    ("`()` is None from special methods too", r"", r"^builtins.tuple\[\]", r"^builtins.NoneType None"),
    (
        "properties that give copies say so",
        r" itself$|: help$",
        r"",
        r"A copy: changing it does not change the object",
    ),
    (
        "negative numbers are shown in signatures",
        r" itself$|signature$|: help$|: doc$",
        r"=Ellipsis|=\.\.\.",
        r"=-\d",
    ),
    (ENUM_NEW, r": signature$", r"str '\(\)'", r"no signature found"),
    (ENUM_NEW, r": (names|help)$|: del new$", r"", r"__new__|NoneType None"),
    (ENUM_NEW, r"__new__", r"object\.__new__", r""),
)
"""(reason, pattern of the probe, pattern of PyO3's outcome, pattern of Ferrule's)."""


def reason_for(key: str, theirs: str, ours: str) -> str:
    """Why a difference is meant; empty where it is not."""
    reasons = []
    for reason, pattern, replacement in SAME_ONCE:
        texts = [re.sub(pattern, replacement, text) for text in (theirs, ours)]
        if texts != [theirs, ours]:
            reasons.append(reason)
        theirs, ours = texts
    if theirs == ours:
        return "; ".join(reasons)
    for reason, *patterns in MEANT:
        if all(re.search(p, text) for p, text in zip(patterns, (key, theirs, ours), strict=True)):
            return reason
    return ""
