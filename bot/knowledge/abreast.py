"""Tables of rows that are asked for the same names: each name is looked up once, and its rows are added in one step."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.knowledge.rows import Rows

# Where the rows stand of those who listen beside triage.
BESIDE = 1


class Abreast:
    """The rows of several tables by name, those of one name as one number: the first table's in its lowest bits."""

    def __init__(self, *tables: Rows) -> None:
        """Stand `tables` side by side."""
        self._tables = tables
        self._starts = (0, *accumulate(table.bits for table in tables))
        # Of each table where it begins, and the middle of all that stands below it, and of what it has itself.
        self._places = [
            (start, 1 << start >> 1, 1 << (table.bits - 1)) for start, table in zip(self._starts, tables, strict=False)
        ]
        self._packed: dict[str, int] = {}
        self._whole = len(self._names())

    def prepare(self) -> None:
        """Pack all rows now, so that no message has to wait for it."""
        self._ready(self._names())

    def sum_of(self, names: Collection[str]) -> int:
        """Return the sum of the rows of different names, in all tables at once; unknown names count nothing."""
        return sum(filter(None, map(self._ready(names).get, names)))

    def part(self, sum_: int, place: int) -> int:
        """Return what of such a sum is that of the table at `place`."""
        start, below, half = self._places[place]
        # A sum below nothing has borrowed from the one above it.
        return (((sum_ + below >> start) + half) & (half + half - 1)) - half

    def _ready(self, names: Collection[str]) -> Mapping[str, int]:
        """Return the rows as numbers, those of `names` among them."""
        packed = self._packed
        if len(packed) < self._whole:
            for name in names:
                if name not in packed and any(name in table.names for table in self._tables):
                    packed[name] = self._pack(name)
        return packed

    def _names(self) -> set[str]:
        return set[str]().union(*[table.names for table in self._tables])

    def _pack(self, name: str) -> int:
        return sum(table.packed(name) << start for table, start in zip(self._tables, self._starts, strict=False))
