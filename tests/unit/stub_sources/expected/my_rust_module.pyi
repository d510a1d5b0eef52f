"""Initializes the Python module and registers exported functions."""

__all__ = ["greet"]

def greet(name: str) -> str:
    """Returns a greeting string for the provided name."""
