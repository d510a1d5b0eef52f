"""Answers the macros: tokens of one item in, glue out.

What lives here: the frames that the proc-macro crate (`runtime/shim`) and Python exchange (`wire`), the
loops that serve them over a pipe or a socket (`server`, `boot`), and the one function that turns a
question into an answer (`answer`).

What does not: any rule about Rust or Python. Those are in `lower`; the text of the glue is in `emit`. This
room is thin so that the macros behave the same in a build tool, under plain cargo and in an editor.
"""
