"""Tables of rows that are asked for the same names: each name is looked up once, and its rows are added in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.knowledge.rows import Rows


class Abreast:
    """The rows of several tables by name, those of one name as one number: the first table's in its lowest bits."""

    def __init__(self, *tables: Rows) -> None:
        """Stand `tables` side by side."""
        self._tables = tables
        self._packed: dict[str, int] = {}
        self._whole = len(self._names())

    def prepare(self) -> None:
        """Pack all rows now, so that no message has to wait for it."""
        self._ready(self._names())

    def sums(self, names: Collection[str]) -> list[int]:
        """Return for each table the sum of its rows of different names; unknown names count nothing."""
        whole = sum(filter(None, map(self._ready(names).get, names)))
        sums: list[int] = []
        for table in self._tables:
            # A sum below nothing has borrowed from the one above it.
            half = 1 << (table.bits - 1)
            sums.append(((whole + half) & (2 * half - 1)) - half)
            whole = (whole - sums[-1]) >> table.bits
        return sums

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
        whole = shift = 0
        for table in self._tables:
            whole += table.packed(name) << shift
            shift += table.bits
        return whole
