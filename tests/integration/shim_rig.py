"""A rig for the tests of the shim: real rustc, and an expander whose answers the test decides."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ferrule.expander import server
from ferrule.expander.wire import Answer, Question

ROOT = Path(__file__).resolve().parents[2] / "src"
SHIM = ROOT / "ferrule" / "runtime" / "shim"

Reply = Callable[[Question], Answer]


def rustc_path() -> str:
    """The compiler itself, without rustup's proxy in front of it."""
    sysroot = subprocess.run(
        ["rustc", "--print", "sysroot"], check=True, capture_output=True, text=True
    ).stdout
    return str(Path(sysroot.strip()) / "bin" / "rustc")


def build_shim(rustc: str, directory: Path, **environment: str) -> Path:
    """Compile the shim as Ferrule does; gives the library."""
    library = directory / "libpyo3_macros.so"
    command = [rustc, "--edition=2021", "--crate-name=pyo3_macros", "--crate-type=proc-macro", "-Dwarnings"]
    command += [str(SHIM / "src" / "lib.rs"), "-o", str(library)]
    subprocess.run(command, check=True, env={**os.environ, "FERRULE_ROOT": str(ROOT), **environment})
    return library


@dataclass
class Message:
    """One error or warning of rustc."""

    level: str
    text: str
    places: list[str]
    """`line:column-line:column` of the primary spans, columns counted from 1, the last one excluded."""
    under: list[str]
    """The source text under the primary spans that lie on one line."""


@dataclass
class Result:
    """What one run of rustc did."""

    status: int
    messages: list[Message]
    noise: str
    """What was printed and is no message."""
    questions: list[Question] = field(default_factory=list)

    @property
    def errors(self) -> list[Message]:
        return [message for message in self.messages if message.level == "error"]

    def check(self) -> Result:
        """Fail unless rustc was content."""
        assert self.status == 0, [(m.text, m.places) for m in self.messages][:4] or self.noise
        return self


def parse_messages(output: str) -> tuple[list[Message], str]:
    """The messages in the output of `rustc --error-format=json`, and the other lines."""
    messages, noise = [], []
    for line in output.splitlines():
        if not line.startswith("{"):
            noise.append(line)
            continue
        data = json.loads(line)
        if data.get("$message_type") != "diagnostic" or data["message"].startswith("aborting due to"):
            continue
        primary = [span for span in data["spans"] if span["is_primary"]]
        under = [
            line["text"][line["highlight_start"] - 1 : line["highlight_end"] - 1]
            for span in primary
            for line in span["text"]
        ]
        places = [f"{s['line_start']}:{s['column_start']}-{s['line_end']}:{s['column_end']}" for s in primary]
        messages.append(Message(data["level"], data["message"], places, under))
    return messages, "\n".join(noise)


class Rig:
    """Compiles sources against the shim."""

    def __init__(self, rustc: str, library: Path, scratch: Path) -> None:
        self.rustc, self.library, self.scratch = rustc, library, scratch
        self.count = 0

    def command(self, source: str, *options: str) -> list[str]:
        self.count += 1
        path = self.scratch / f"case{self.count}.rs"
        path.write_text(source, encoding="utf-8")
        out = self.scratch / f"libcase{self.count}.rmeta"
        return [
            self.rustc, "--edition=2021", "--crate-type=lib", "--emit=metadata", "--error-format=json",
            f"--extern=pyo3_macros={self.library}", *options, str(path), "-o", str(out),
        ]  # fmt: skip

    def run(self, source: str, *options: str, **environment: str | None) -> Result:
        """One run of rustc. A variable set to None is taken out of the environment."""
        # Nor an active environment, in which the shim would look for a Python.
        ours = ("FERRULE_", "VIRTUAL_ENV", "PYO3_PYTHON")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
        merged = {**kept, **environment}
        process = subprocess.run(
            self.command(source, *options),
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
            env={key: value for key, value in merged.items() if value is not None},
        )
        return Result(process.returncode, *parse_messages(process.stderr))

    def answered(self, source: str, reply: Reply, *options: str, kept: str = "") -> Result:
        """One run of rustc, with `reply` as the expander, and a file with answers of earlier runs."""
        questions: list[Question] = []

        def record(question: Question) -> Answer:
            questions.append(question)
            return reply(question)

        with self.served(record) as address:
            given = {"FERRULE_EXPANDER": address, "FERRULE_ANSWERS": kept}
            result = self.run(source, *options, FERRULE_PYTHON="/nowhere", PATH="", **given)
        result.questions = questions
        return result

    @contextmanager
    def served(self, reply: Reply) -> Iterator[str]:
        with server.serve_socket(self.scratch / "socket", reply) as address:
            assert address is not None
            yield address
