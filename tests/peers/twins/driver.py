"""The child process of `twins_score.py`: calls everything in one module in every way, and writes what came of it.

    python driver.py FOLDER MODULE OUTPUT [FIRST]

OUTPUT gets a line of JSON for each probe: its key, then its outcome. A key without an outcome is a crash; the
parent then starts again with the probe after it (FIRST). Runs on every Python from 3.9 on.
"""

import gc
import importlib
import json
import os
import re
import signal
import sys
import warnings

from probes import probes_of

ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
LONGEST = 3000
LONGEST_SECONDS = 20
"""A probe that takes longer ends the process, which counts as a crash."""


def text(value):
    """`repr`, without what differs from run to run."""
    try:
        shown = repr(value)
    except BaseException as error:
        shown = f"<repr: {error_text(error)}>"
    return clean(shown)


def clean(shown):
    return ADDRESS.sub("0x", shown)[:LONGEST]


def kind(value):
    cls = type(value)
    return f"{cls.__module__}.{cls.__qualname__}"


def describe(value, depth=2):
    """A value as text: its type, its contents or its `repr`."""
    if isinstance(value, BaseException):
        return error_text(value)
    if depth and type(value) in (list, tuple):
        return f"{kind(value)}[{', '.join(describe(item, depth - 1) for item in value[:20])}]"
    if depth and type(value) in (set, frozenset):
        return f"{kind(value)}[{', '.join(sorted(describe(item, depth - 1) for item in value))}]"
    if depth and type(value) is dict:
        pairs = (f"{describe(key, 0)}: {describe(item, depth - 1)}" for key, item in value.items())
        return f"dict[{', '.join(sorted(pairs))}]"
    return f"{kind(value)} {text(value)}"


def error_text(error, depth=3):
    """An exception as text: type, message, notes and chain."""
    try:
        message = clean(str(error))
    except BaseException as failure:
        message = f"<str: {type(failure).__name__}>"
    parts = [f"{kind(error)}: {message}"]
    parts += [f"note: {clean(note)}" for note in getattr(error, "__notes__", ())]
    if depth:
        for name in ("cause", "context"):
            inner = getattr(error, f"__{name}__")
            if inner is not None:
                parts.append(f"{name} ({error_text(inner, depth - 1)})")
    return " | ".join(parts)


def references(operands):
    """References to each operand that is not shared with the interpreter or with other operands."""
    shared = (int, str, float, bytes, type, type(None), type(NotImplemented), type(...), type(sys), type(len))
    return [
        sys.getrefcount(each)
        for each in operands[1:]
        if type(each) not in shared and each is not operands[0] and not (type(each) is tuple and not each)
    ]


def outcome(probe, unraisable):
    """What one probe gives: value or exception, what it left behind, warnings, references."""
    operands = probe.make()
    before = references(operands)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            signal.alarm(LONGEST_SECONDS)
            value = probe.run(*operands)
            signal.alarm(0)
            said = describe(value)
            del value
        except BaseException as error:
            said = "raised " + error_text(error)
            error.__traceback__ = None
        signal.alarm(0)
    if operands and type(operands[0]).__repr__ is not object.__repr__ and probe.state:
        said += f" | then {text(operands[0])}"
    operands[:1] = [None][: len(operands)]
    if references(operands) != before:
        gc.collect()
        if references(operands) != before:
            said += f" | references {[after - first for first, after in zip(before, references(operands))]}"
    said += "".join(f" | warned {w.category.__name__}: {w.message}" for w in warned)
    said += "".join(f" | unraisable {shown}" for shown in unraisable)
    unraisable.clear()
    return said


def main():
    folder, name, output = sys.argv[1:4]
    first = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    sys.path.insert(0, folder)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # panics print themselves
    module = importlib.import_module(name)
    unraisable = []
    sys.unraisablehook = lambda said: unraisable.append(clean(f"{said.err_msg} {said.exc_value!r}"))
    gc.disable()
    with open(output, "a", encoding="utf-8") as out:
        for number, probe in enumerate(probes_of(module)):
            if number < first:
                continue
            out.write(json.dumps([number, probe.key]) + "\n")
            out.flush()
            out.write(json.dumps(outcome(probe, unraisable)) + "\n")
            if number % 5000 == 0:
                gc.collect()
        out.write("done\n")


if __name__ == "__main__":
    main()
