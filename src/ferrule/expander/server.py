"""The loops that serve questions: over stdin and stdout of an own process, or over a build tool's socket.

A question that cannot be answered gets an error as its answer; a loop ends only when the other end is gone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from ferrule.base.diagnostics import Span
from ferrule.expander import wire

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    Reply = Callable[[wire.Question], wire.Answer]


def serve_stream(reader: wire.Reader, writer: wire.Writer, reply: Reply) -> None:
    """Greet, then answer questions until `reader` ends. Raises OSError when the other end breaks off."""
    wire.write_frame(writer, wire.greeting())
    while True:
        try:
            fields = wire.read_frame(reader)
            if fields is None:
                return
            given = reply(wire.question(fields))
        except wire.WireError as error:
            # The stream may be out of step, so this is the last answer on it.
            broken = wire.Answer(errors=((Span(0, 0), f"Ferrule's expander was sent {error}"),))
            wire.write_frame(writer, wire.answer_fields(broken))
            return
        wire.write_frame(writer, wire.answer_fields(given))


def serve_pipes() -> None:
    """Serve the process that started this one, until it closes our stdin."""
    from ferrule.expander.answer import answer

    pipe_in, pipe_out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # What a library prints must not get into the answers.
    os.dup2(2, 1)
    with suppress(BrokenPipeError, KeyboardInterrupt):
        serve_stream(pipe_in, pipe_out, answer)
    # No clean-up is worth the milliseconds: rustc has already gone.
    sys.stderr.flush()
    os._exit(0)


@contextmanager
def serve_socket(
    path: str | os.PathLike[str], reply: Reply | None = None, listening: int = -1
) -> Iterator[str | None]:
    """Serve every process that connects to the Unix socket `path`, in threads, while the block runs.

    Gives what the environment variable FERRULE_EXPANDER has to be for rustc (or cargo) to be served, or None
    where Python has no Unix sockets: then the variable is left unset and every rustc starts its own expander.
    Raises OSError when the socket cannot be made (no such directory, a path of over about 100 bytes).
    `reply` answers the questions; it is called from several threads at once. `listening` is the descriptor of
    a socket that listens at the path already, which is closed afterwards.
    """
    import socket
    import threading
    from pathlib import Path

    if not hasattr(socket, "AF_UNIX"):
        yield None
        return
    if reply is None:
        from ferrule.expander import answer

        reply = answer.answer
        # Paid here, while rustc starts, and not at the first question.
        threading.Thread(target=answer.load, daemon=True).start()
    name = os.fspath(path)
    with _listener(name) if listening < 0 else socket.socket(fileno=listening) as listener:
        threading.Thread(target=_accept, args=(listener, reply), daemon=True).start()
        try:
            yield name
        finally:
            # Without the shutdown, the thread would wait in accept for ever.
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            Path(name).unlink(missing_ok=True)


def _listener(name: str) -> socket.socket:
    import socket
    from pathlib import Path

    listener = socket.socket(socket.AF_UNIX)
    try:
        listener.bind(name)
        Path(name).chmod(0o600)
        listener.listen(64)
    except BaseException:
        listener.close()
        raise
    return listener


def _accept(listener: socket.socket, reply: Reply) -> None:
    import threading

    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_serve_connection, args=(connection, reply), daemon=True).start()


def _serve_connection(connection: socket.socket, reply: Reply) -> None:
    # An OSError says that rustc was stopped: nobody waits for the answer.
    with suppress(OSError), connection, connection.makefile("rb") as reader:
        serve_stream(reader, connection.makefile("wb"), reply)
