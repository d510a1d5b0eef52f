"""`ferrule.inline.NAME`: the modules that `ferrule.rust` makes from texts.

Not imported by hand; pickle does, to find a class or a function by its name again. A module that is not
loaded is found by the hash in its name, for as long as its text is in the cache.
"""

from ferrule.importer.inline import InlineFinder

__path__: list[str] = []

InlineFinder.install()
