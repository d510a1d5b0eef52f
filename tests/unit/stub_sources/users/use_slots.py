"""Code that uses the stubs of special methods, enums and inheritance."""

import clashes
import slots
from inherits import Animal, Dog, Register
from slots import ANSWER, Color, Figure, Table, Vector

total: Vector = Vector(1) + Vector(2) * 3
tripled: Vector = 3 * -total
power: int = total**2
smaller: bool = total < Vector(9)
same: bool = total == 3
number: int = int(total) + hash(total) + ANSWER
real: float = float(total)
places: dict[Vector, str] = {total: str(total)}

table = Table([1, 2])
table += 3
table[0] = table[1]
del table[0]
called: list[int] = table(1, 2, reverse=True)
found: bool = 3 in table and len(table) > 1
with table as entered:
    print(entered[0])

red: Color = Color.Red.mixed(Color.BLUE)
code: int = int(red)


def area(figure: Figure) -> float:
    match figure:
        case Figure.Circle(radius):
            return radius * radius
        case Figure.Box(width, height):
            return width * height
        case _:
            return figure.area()


area(Figure.Circle(radius=1)) + area(Figure.Box()) + area(Figure.Pair(1, "x"))
animals: list[Animal] = [Animal(), Dog()]
register: dict[str, int] = Register()
lists: list[int] = clashes.lists([clashes.list()])
texts: list[str] = clashes.list.property()
inside: int = clashes.list().int
second: int = clashes.list.Second(clashes.Second(1))
slots.keywords(1, is_=2)
either: str = slots.either(1) + slots.either("x")
entries: dict[str, str | int] = slots.summary("x")

total + 3  # E: operator
total.x = 3  # E: misc
table["a"]  # E: index
slots.either(None)  # E: arg-type
Color.Green.value  # E: attr-defined
{Color.Red: 1}.get(Color.Red)
