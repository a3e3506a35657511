"""Rows of learned weights, summed up for all places at once."""

from __future__ import annotations

from functools import lru_cache
from struct import calcsize, unpack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Weights are written with three digits, so that as whole thousandths they add up exactly.
_STEP = 0.001
# A strength is counted in so many parts of one; beside what a weight can be wrong by, the rest is nothing.
_PARTS = 1024
# What one step of a total is worth.
UNIT = _STEP / _PARTS
_BITS = 32
_MIDDLE = 1 << (_BITS - 1)


@lru_cache(maxsize=1 << 16)
def pair(first: str, second: str) -> str:
    """Return the name of the row of two concepts together, in whichever order they stand."""
    return f"p:{first} {second}" if first < second else f"p:{second} {first}"


class Rows:
    """Weights by name, for so many places each.

    A row becomes one whole number with 32 bits for each place; to add two of these adds all their places in one step,
    which takes a fraction of the time of a loop. Sums of up to 2,000 are safe.
    """

    def __init__(
        self, rows: Mapping[str, tuple[float, ...]], places: int, last: Mapping[str, float] | None = None
    ) -> None:
        """Take `rows`, places and weights in turn; `last` has the weight for one more place, behind the others."""
        self._rows = rows
        self._last = last or {}
        self._places = places
        self._lanes = f"<{places + 1}i"
        self._bytes = calcsize(self._lanes)
        self._middle = sum(_MIDDLE << (_BITS * place) for place in range(places + 1))
        self._packed: dict[str, int] = {}

    def __contains__(self, name: str) -> bool:
        """Tell whether anything was learned of `name`."""
        return name in self._rows or name in self._last

    def prepare(self) -> None:
        """Pack all rows now, so that no message has to wait for it; they take some megabytes."""
        for name in (*self._rows, *self._last):
            if name not in self._packed:
                self._packed[name] = self._pack(name)

    def total(self, strengths: Iterable[tuple[str, float]]) -> tuple[int, ...]:
        """Return for each place the sum of rows by name, each times its strength, in steps of `UNIT`.

        Unknown names count nothing.
        """
        packed = self._packed
        whole = self._middle
        for name, strength in strengths:
            row = packed.get(name)
            if row is None:
                if name not in self:
                    continue
                row = packed[name] = self._pack(name)
            whole += row * int(strength * _PARTS)
        # Each place stands in the middle of its bits, which so becomes the sign.
        return unpack(self._lanes, (whole ^ self._middle).to_bytes(self._bytes, "little"))

    def weight(self, name: str, place: int) -> float:
        """Return the weight of one name at one place."""
        row = self._rows.get(name, ())
        places = row[::2]
        return row[2 * places.index(place) + 1] if place in places else 0.0

    def _pack(self, name: str) -> int:
        row = self._rows.get(name, ())
        places = zip(row[::2], row[1::2], strict=True)
        last = round(self._last.get(name, 0.0) / _STEP) << (_BITS * self._places)
        return sum([round(weight / _STEP) << (_BITS * int(place)) for place, weight in places], last)
