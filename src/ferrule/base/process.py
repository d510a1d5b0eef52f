"""Child processes: run to the end, output captured, ended with their children when the user interrupts."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from ferrule.base.errors import ToolchainError
from ferrule.base.record import record


@record
class Completed:
    """How a child process ended."""

    command: tuple[str, ...]
    """Program and arguments."""
    code: int
    """Exit code; negative when ended by a signal."""
    stdout: str
    """Standard output, decoded as UTF-8 with replacement."""
    stderr: str
    """Standard error, likewise."""

    @property
    def ok(self) -> bool:
        """Whether it ended with code 0."""
        return self.code == 0


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | str | None = None,
    env: Mapping[str, str] | None = None,
    stdin: bytes = b"",
    on_stdout: Callable[[str], None] | None = None,
    on_stderr: Callable[[str], None] | None = None,
) -> Completed:
    """Run a program to its end and return how it ended, whatever its exit code.

    `env` is the whole environment, not an addition. `on_stdout` and `on_stderr` are given each line
    without its newline as soon as it comes, from other threads than the caller's; both streams are
    captured all the same. On KeyboardInterrupt, SIGTERM and SIGHUP the child and its children are ended, then
    it is raised on (SystemExit for the signals).

    Raises ToolchainError when the program cannot be started.
    """
    words = tuple(os.fspath(word) for word in command)
    try:
        # A session of its own, so that Ctrl-C reaches the child through us alone and ends its children too.
        child = subprocess.Popen(
            words,
            cwd=cwd,
            env=None if env is None else dict(env),
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except FileNotFoundError as error:
        if cwd is not None and not Path(cwd).is_dir():
            raise ToolchainError(f"The folder {cwd} does not exist.") from error
        raise ToolchainError(
            f"The program {words[0]!r} was not found.", "Install it, or put its folder on PATH."
        ) from error
    except OSError as error:
        raise ToolchainError(f"The program {words[0]!r} cannot be started: {error.strerror}.") from error
    return _finish(child, words, stdin, (on_stdout, on_stderr))


class Adopted:
    """A child in a session of its own that `subprocess` did not start, with what is asked of a `Popen`."""

    stdin = None

    def __init__(self, pid: int, pipes: tuple[int, int]) -> None:
        self.pid = pid
        self.stdout, self.stderr = (os.fdopen(descriptor, "rb") for descriptor in pipes)
        self._code: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code once it ended, negative for a signal. Raises TimeoutExpired."""
        import time

        until = None if timeout is None else time.monotonic() + timeout
        while self._code is None:
            try:
                pid, status = os.waitpid(self.pid, 0 if until is None else os.WNOHANG)
            except ChildProcessError:  # somebody else has waited for it, and `Popen` says the same then
                self._code = 0
                break
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
            elif until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
            else:
                time.sleep(0.005)
        return self._code


def start_group(
    command: Sequence[str], environment: Mapping[str, str], directory: str
) -> tuple[int, tuple[int, int]]:
    """Start a program in a session of its own: the process, and where its two streams are read. The caller
    waits for it and closes them. Raises OSError.
    """
    out, err = os.pipe(), os.pipe()
    try:
        child = subprocess.Popen(
            command,
            cwd=directory,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=out[1],
            stderr=err[1],
            start_new_session=True,
        )
    except BaseException:
        os.close(out[0])
        os.close(err[0])
        raise
    finally:
        os.close(out[1])
        os.close(err[1])
    child.returncode = 0  # so that `subprocess` does not wait for it
    return child.pid, (out[0], err[0])


def adopt(child: Adopted, command: Sequence[str]) -> Completed:
    """As `run`, for a child that runs already."""
    return _finish(child, tuple(command), b"", (None, None))


_Child = subprocess.Popen[bytes] | Adopted
_Listener = Callable[[str], None] | None


def _finish(
    child: _Child, words: tuple[str, ...], stdin: bytes, each: tuple[_Listener, _Listener]
) -> Completed:
    out: list[bytes] = []
    err: list[bytes] = []
    _running.add(child)
    pumps = [_pump(child.stdout, out, each[0]), _pump(child.stderr, err, each[1])]
    try:
        with exit_on_termination():
            if stdin and child.stdin is not None:
                with contextlib.suppress(BrokenPipeError):
                    child.stdin.write(stdin)
                    child.stdin.close()
            code = child.wait()
            for pump in pumps:
                pump.join()
    except BaseException:
        _end(child)
        raise
    finally:
        _running.discard(child)
        _close(child)
    return Completed(words, code, _decode(out), _decode(err))


_running: set[_Child] = set()
"""Children of all threads."""


def end_all() -> None:
    """End the children of all threads; whoever waits for one is told that it ended by a signal."""
    for child in list(_running):
        _end(child)


@contextlib.contextmanager
def exit_on_termination() -> Iterator[None]:
    """Make SIGTERM and SIGHUP raise SystemExit while the block runs, so that what it holds is cleaned up and
    a child in a session of its own does not outlive us. May be nested; does nothing outside the main thread.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    numbers = [getattr(signal, name) for name in names]
    changed = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in changed:
        signal.signal(number, leave)
    try:
        yield
    finally:
        for number in changed:
            signal.signal(number, signal.SIG_DFL)


def _pump(
    stream: IO[bytes] | None, into: list[bytes], each: Callable[[str], None] | None
) -> threading.Thread:
    def work() -> None:
        assert stream is not None
        with contextlib.suppress(ValueError):  # the stream is closed under us after an interrupt
            for line in stream:
                into.append(line)
                if each is not None:
                    each(line.decode("utf-8", "replace").rstrip("\r\n"))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def _end(child: _Child, grace: float = 2.0) -> None:
    """End the child's whole process group: politely, then by force."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, number)
        try:
            child.wait(grace)
            return
        except subprocess.TimeoutExpired:
            continue


def _close(child: _Child) -> None:
    for stream in (child.stdin, child.stdout, child.stderr):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


def _decode(chunks: list[bytes]) -> str:
    return b"".join(chunks).decode("utf-8", "replace")
