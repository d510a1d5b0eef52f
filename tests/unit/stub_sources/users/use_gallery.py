"""Code that uses the gallery's stubs. A comment `# E: x` says that mypy finds error `x` on that line."""

from pathlib import Path

import gallery
import gallery.shapes
from gallery import Thermometer
from gallery.shapes import Square, solid
from gallery.shapes.solid import cube_volume

total: int = gallery.add(1, True)
text: str = gallery.repeat("a", 2, separator="", limit=None)
mean: float = gallery.totals(1, 2.5, a=3)[0]
found: dict[str, list[tuple[int, float]]] = gallery.containers(
    b"x", {"a": 1}, {"x"}, (1, None), Path("x"), [[1, 2.0], (3,)]
)
digest: bytes = gallery.digest(b"")
for left in gallery.countdown(3):
    number: int = left
for value in gallery.renamed([1]):
    number = value
named = gallery.NamedNumber("a", number=1, tags=("x",))
names: list[str] = named.tags

thermometer = Thermometer(1, serial=2)
thermometer.degrees = 3
history: list[float] = thermometer.list()
units: list[str] = Thermometer.units
del thermometer.count
rooms: int = gallery.ROOMS


class Outside(Thermometer):
    def record(self) -> int:
        return super().record() + 1


outside: Outside = Outside(degrees=1)
hottest: float | None = gallery.hottest([thermometer, outside])
volume: float = cube_volume(Square(1.0)) + solid.cube_volume(gallery.shapes.unit())
account: gallery.Account = gallery.shapes.price_of(3)
try:
    gallery.balance(account)
except gallery.EmptyError:
    pass
except gallery.GalleryError as error:
    print(error.args)

gallery.add(1.5, 2)  # E: arg-type
gallery.add(1)  # E: call-arg
gallery.repeat(text="a")  # E: call-arg
gallery.totals("x")  # E: arg-type
gallery.digest([1])  # E: arg-type
gallery.hottest([1.0])  # E: list-item
gallery.nothing()  # E: attr-defined
thermometer.serial = 3  # E: misc
thermometer.fahrenheit = "warm"  # E: assignment
thermometer.degree  # E: attr-defined
gallery.ROOMS = 3  # E: misc
account.transfer(None, 1)  # E: arg-type


class Inside(gallery.Account):  # E: misc
    pass
