"""Things with a volume."""

from . import Square

__all__ = ["cube_volume"]

def cube_volume(face: Square) -> float: ...
