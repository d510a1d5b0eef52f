"""What a project uses that Ferrule does not have, found without compiling anything.

What lives here: the public names of our runtime, read off its sources (`surface`); the names that a
project's sources take from it (`paths`); its attributes, as the macros would read them (`attributes`); the
features that it asks of `pyo3` (`features`); and the door (`entry`). What does not: building, and printing.
"""
