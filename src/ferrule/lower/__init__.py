"""Syntax to model: every rule about what may be written, and nearly every message that a Rust author sees.

`entry` is the door: one macro call in, a model item and the ranges to cut out. `options` reads the tables of
`model.options`; `attributes` sorts what stands before an item; `types`, `docs`, `names` and `signature`
serve the rooms of items: `function`, `methods`, `pyclass`, `module`, `derive`.

Nothing here writes Rust or Python, and nothing looks beyond the one item.
"""
