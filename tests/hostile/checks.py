"""What the scripts that misuse classes check with: a count, and what failed."""

import gc
import sys

failed = []
count = [0]


def expect(wanted, call, *args):
    """`wanted` is an exception class or several, or the value."""
    count[0] += 1
    kinds = wanted if isinstance(wanted, tuple) else (wanted,)
    raises = all(isinstance(one, type) and issubclass(one, BaseException) for one in kinds)
    where = sys._getframe(1).f_lineno
    try:
        found = call(*args)
    except BaseException as error:
        if not raises or not isinstance(error, kinds):
            failed.append(f"line {where}: {type(error).__name__}: {error}")
        return
    if raises or found != wanted:
        failed.append(f"line {where}: {found!r:.80} and not {wanted!r:.80}")


def anything(call, *args):
    """Whatever it does, as long as it is Python."""
    count[0] += 1
    try:
        return call(*args)
    except Exception:
        return None


def run(*parts):
    """Runs the parts and ends the process: with the number of checks, or with what failed."""
    for part in parts:
        part()
        gc.collect()
    print("\n".join(failed) or f"{count[0]} checks")
    sys.exit(1 if failed else 0)
