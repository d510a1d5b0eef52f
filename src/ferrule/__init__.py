"""Ferrule joins Rust to Python: Rust source in, an importable native module out.

Importing the package costs next to nothing; every room is imported by whoever uses it.
"""

__version__ = "0.1.0"
