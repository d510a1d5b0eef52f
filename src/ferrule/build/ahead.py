"""The compiler's head start: a command that built something after the last edit starts rustc again in the
same way, before anything else is loaded, and plans the build while rustc runs.

What was started counts only if the plan then comes to the very same call: program, arguments, environment,
directory (`take`). Otherwise it is ended and nothing is left of it. It holds the lock of its slot from the
beginning, and is tried only when a source differs from the last build.

Nothing is imported here that Python has not loaded already, but for small modules in C: a tenth of a second
is all that there is to gain.
"""

# `pathlib`, `subprocess` and `contextlib` take longer to load than all else here:
# ruff: noqa: PTH101, PTH102, PTH109, PTH112, PTH113, PTH118, PTH123, SIM105

import marshal
import os
import sys
import time
from _thread import _local
from os import path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, BinaryIO

    Call = tuple[list[str], dict[str, str], str]
    """Program and arguments, environment, directory."""

FORMAT = 2
"""Changes when the content of a memory does."""

SCRATCH = "\0scratch"
"""Stands for the workspace in remembered arguments and variables."""

SOCKET = "x"
"""Name of the expander's socket in a workspace."""

SOURCES = "sources"
"""Name of the file in a slot that tells what was built there last."""

LONGEST = 100
"""Bytes of a socket's path up to which it is not made elsewhere: systems allow 103 bytes or more."""

_ASKED = ("VIRTUAL_ENV", "CONDA_PREFIX", "RUSTC", "RUSTFLAGS", "RUSTUP_TOOLCHAIN")
_IGNORED = (13, 25)
"""SIGPIPE and SIGXFSZ, which Python ignores and its children are not to."""


class Start:
    """A rustc that runs."""

    def __init__(self, slot: str, scratch: str, lock: "BinaryIO") -> None:
        self.slot = slot
        """The directory whose lock is held."""
        self.scratch = scratch
        """The workspace of the build, made in it."""
        self.lock = lock
        """The file that is locked."""
        self.begun = time.time()
        """When it was started, in seconds since the epoch."""
        self.sources: list[str] = []
        """Files that it will read, as far as is known."""
        self.listener = -1
        """Descriptor of the socket that is bound for the expander; -1 once somebody else sees to it."""
        self.child = 0
        """Process and group; 0 once somebody else sees to it."""
        self.pipes = (-1, -1)
        """Where its output and its messages are read."""
        self.call: Call = ([], {}, "")
        """How it was started."""

    def give_listener(self) -> int:
        """The socket's descriptor, which is the caller's from then on; -1 if it was given already."""
        listener, self.listener = self.listener, -1
        return listener


class _Session(_local):
    """What this thread started, and the calls that it made: several may import at once."""

    def __init__(self) -> None:
        self.running: Start | None = None
        self.calls: list[dict[str, Any]] = []


_session = _Session()


def key(words: "Sequence[str]") -> bytes:
    """What tells a command with these words from others. Raises OSError if the directory is gone."""
    parts = [os.getcwd(), sys.executable, *(os.environ.get(name, "") for name in _ASKED), *words]
    return "\0".join(parts).encode("utf-8", "surrogateescape")


def workspace_name() -> str:
    """A name for a workspace that none of this process's has; short, since a socket's path must be."""
    return f"tmp-{os.getpid()}-{time.monotonic_ns() // 1000 % 0x1000000:x}"


def start(memory: str, *, alone: bool = True) -> None:
    """Start the call that a file remembers, if a source was edited since. Failing to is no failure. `alone`
    says that the process has no other thread, which allows for a quicker way.
    """
    if not sys.platform.startswith("linux"):
        return
    try:
        with open(memory, "rb") as stream:
            known = marshal.loads(stream.read())
        if isinstance(known, dict) and known.get("format") == FORMAT:
            with open(path.join(known["slot"], SOURCES), "rb") as stream:
                sources = marshal.loads(stream.read())
            if _edited(known["needs"], sources):
                _begin(known, list(sources), alone=alone)
    except (OSError, ValueError, EOFError, TypeError, LookupError, AttributeError, NotImplementedError):
        _end_own()


def _edited(needs: "Sequence[str]", sources: "Mapping[str, str]") -> bool:
    """Whether everything is there, and a source is not what it was."""
    from _blake2 import blake2b

    if not all(path.isfile(name) for name in needs):
        return False
    for name, content in sources.items():
        with open(name, "rb") as stream:
            if blake2b(stream.read(), digest_size=16).hexdigest() != content:
                return True
    return False


def _begin(known: "dict[str, Any]", sources: "list[str]", *, alone: bool) -> None:
    import fcntl

    slot: str = known["slot"]
    scratch = path.join(slot, workspace_name())
    lock = open(f"{slot}.lock", "ab")  # noqa: SIM115 - held until the build ends
    try:
        fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.mkdir(scratch)
    except OSError:
        lock.close()
        raise
    running = _session.running = Start(slot, scratch, lock)
    running.sources = sources
    _listen(running)
    command = [word.replace(SCRATCH, scratch) for word in known["command"]]
    added = {name: value.replace(SCRATCH, scratch) for name, value in known["environment"].items()}
    running.call = command, {**os.environ, **added}, known["cwd"]
    if alone:
        _spawn(running)
    else:
        from ferrule.base.process import start_group

        running.child, running.pipes = start_group(*running.call)


def _listen(running: Start) -> None:
    import _socket

    name = path.join(running.scratch, SOCKET)
    if len(os.fsencode(name)) > LONGEST:
        raise OSError(name)
    listener = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    listener.bind(name)
    os.chmod(name, 0o600)
    listener.listen(64)
    running.listener = listener.detach()


def _spawn(running: Start) -> None:
    command, environment, directory = running.call
    out, err = os.pipe(), os.pipe()
    running.pipes = out[0], err[0]
    here = os.open(".", os.O_RDONLY)
    try:
        os.chdir(directory)  # there is no other thread yet
        running.child = os.posix_spawn(
            command[0],
            command,
            environment,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_DUP2, out[1], 1),
                (os.POSIX_SPAWN_DUP2, err[1], 2),
            ],
            setsid=True,
            setsigdef=_IGNORED,
        )
    finally:
        os.fchdir(here)
        for descriptor in (here, out[1], err[1]):
            os.close(descriptor)


def claim(slot: "str | os.PathLike[str]") -> "Start | None":
    """What was started in a slot: the caller's from then on, to be given to `drop`. What was started in any
    other is ended, since this process has come to build something else.
    """
    running, _session.running = _session.running, None
    if running is None or (running.slot == os.fspath(slot) and path.isdir(running.scratch)):
        return running
    drop(running)
    return None


def take(running: Start, call: "Call") -> "tuple[int, tuple[int, int]] | None":
    """Process and pipes of what was started, if it was started by just this call; they are the caller's from
    then on. None if it was not: it is ended.
    """
    if not running.child or running.call != call:
        _kill(running)
        return None
    child, running.child = running.child, 0
    pipes, running.pipes = running.pipes, (-1, -1)
    return child, pipes


def drop(running: "Start | None") -> None:
    """End what was not taken of a start, and leave nothing of it."""
    if running is None:
        return
    _kill(running)
    if running.listener >= 0:
        os.close(running.listener)
        running.listener = -1
    if path.isdir(running.scratch):
        import shutil

        shutil.rmtree(running.scratch, ignore_errors=True)
    running.lock.close()


def _kill(running: Start) -> None:
    child, running.child = running.child, 0
    if child:
        try:
            os.killpg(child, 9)
        except OSError:  # it has just ended
            pass
        os.waitpid(child, 0)
    pipes, running.pipes = running.pipes, (-1, -1)
    for descriptor in pipes:
        if descriptor >= 0:
            os.close(descriptor)


def _end_own() -> None:
    running, _session.running = _session.running, None
    drop(running)


def seen(call: "Call", scratch: str, needs: "Sequence[str]") -> "dict[str, Any]":
    """A call of rustc in a workspace, and files without which it is not worth a try, as it is remembered."""
    command, environment, directory = call
    added = {
        name: value.replace(scratch, SCRATCH)
        for name, value in environment.items()
        if os.environ.get(name) != value
    }
    words = [word.replace(scratch, SCRATCH) for word in command]
    made = {"format": FORMAT, "command": words, "environment": added, "cwd": directory}
    return made | {"needs": list(needs)}


def built(call: "Mapping[str, Any]", slot: str, sources: "Mapping[str, str]") -> bytes:
    """Say that a call built what is in a slot, from files with these hashes. Gives what is to be written as
    `SOURCES` into the slot: other commands build there, too.
    """
    _session.calls.append({**call, "slot": slot})
    return marshal.dumps(dict(sources))


def finish() -> bytes | None:
    """End what nobody claimed; gives what is to be remembered, if this process built one thing."""
    _end_own()
    return marshal.dumps(_session.calls[0]) if len(_session.calls) == 1 else None
