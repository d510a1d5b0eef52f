"""Rust text to frozen syntax nodes with spans, on top of tree-sitter and tree-sitter-rust.

`nodes` holds the nodes of items, `types` those of types with their parser, `tokens` token trees (what the
arguments of an attribute are made of), `items` the reading of items, `tree` the tree-sitter parser.

This room knows Rust and nothing of Python: which attributes mean something is not its business. Bodies of
functions are skipped, so what stands in them costs nothing. Text flattened from macro tokens
(`# [pyo3 (get)] x : Vec < f64 >`) and source as people write it are read by the same code.
"""
