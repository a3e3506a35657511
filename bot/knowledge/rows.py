"""Rows of learned weights: one character for each weight in the file, one sum for all places at once in use."""

from __future__ import annotations

from functools import lru_cache
from operator import add, ge, mul
from struct import calcsize, unpack
from sys import intern
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, KeysView, Mapping, Sequence

# A weight is written as one character, "#" to "}": so many steps above or below this one, which stands for nothing.
ZERO = "P"
STEPS = 45
# Weights of the last place, which has numbers of its own, are counted in thousandths.
_LAST_STEP = 0.001
# A strength is counted in so many parts of one; beside what a weight can be wrong by, the rest is nothing.
_PARTS = 1024
_BITS = 32
_BYTES = _BITS // 8
_MIDDLE = 1 << (_BITS - 1)
# How the names of the rows of pairs begin.
_PAIR = "p:"
# What a row is looked up by: its name, or the two concepts of a pair, whose names are only put together to be written.
Sign: TypeAlias = "str | tuple[str, str]"


def pair(first: str, second: str) -> tuple[str, str]:
    """Return the sign of two concepts together, in whichever order they stand."""
    return (first, second) if first < second else (second, first)


def named(sign: Sign) -> str:
    """Return the name of a sign: of a pair "p:blood stool"."""
    return sign if isinstance(sign, str) else f"{_PAIR}{sign[0]} {sign[1]}"


def sign_of(name: str) -> Sign:
    """Return the sign of that name."""
    if not name.startswith(_PAIR):
        return name
    first, _, second = name.removeprefix(_PAIR).partition(" ")
    return intern(first), intern(second)  # there are as few concepts as there are many pairs


def written(weights: Iterable[float], step: float) -> str:
    """Return `weights` as a row: a character for each, in whole steps, at most `STEPS` of them up or down."""
    return "".join(chr(ord(ZERO) + max(-STEPS, min(STEPS, round(weight / step)))) for weight in weights)


class Rows:
    """Weights by name, for so many places each.

    A row becomes one whole number with 32 bits for each place; to add two of these adds all their places in one step,
    which takes a fraction of the time of a loop. Safe are sums of 40,000 of the largest weights, and of up to 2,000 in
    the last place.
    """

    def __init__(
        self,
        rows: Mapping[str, str],
        bias: Sequence[float],
        step: float,
        last: Mapping[str, float] | None = None,
    ) -> None:
        """Take `rows`, the `bias` of their places, and what a `step` of a weight is worth.

        `last` has the weight for one more place, behind the others.
        """
        self.bits = _BITS * (len(bias) + 1)  # of a row, or of a sum of rows
        self._rows = rows
        self._bias = (*bias, 0.0)
        self._step = step
        self._last = last or {}
        places = len(self._bias)
        self._units = (*([step / _PARTS] * (places - 1)), _LAST_STEP / _PARTS)
        self._lanes = f"<{places}i"
        self._bytes = calcsize(self._lanes)
        self._middle = _in_all(places, _MIDDLE)
        self._packed: dict[Sign, int] = {}
        self._all_packed = False

    @property
    def names(self) -> KeysView[str]:
        """The names that have a row."""
        return self._rows.keys()

    def prepare(self, signs: Iterable[Sign] | None = None) -> None:
        """Pack all rows now, or those of the only `signs` to be asked for: no message has to wait for it.

        They take some megabytes.
        """
        self._ready(map(sign_of, self._rows) if signs is None else signs)
        self._all_packed = True

    def total(self, strengths: Mapping[Sign, float], sums: Iterable[tuple[float, int]] = ()) -> list[float]:
        """Return for each place its bias and the sum of rows by sign, each times its strength; then the last.

        `sums`: sums of more rows, of as many places, each with a strength. Unknown signs count nothing.
        """
        whole = _times_strength(sums)
        if strengths:  # as in few messages
            whole += self._shared(strengths)
        return self._weights(self._parts(whole))

    def _shared(self, strengths: Mapping[Sign, float]) -> int:
        row_of = (self._packed if self._all_packed else self._ready(strengths)).get
        # Most names are as strong as some others: each strength is multiplied with once.
        shared: dict[float, int] = {}
        for name, strength in strengths.items():
            if row := row_of(name):
                shared[strength] = shared[strength] + row if strength in shared else row
        return _times_strength(shared.items())

    def of_sum(self, whole: int) -> list[float]:
        """Return what `total` does for names that are all of full strength, by the sum of their rows."""
        return self._weights(self._parts(_PARTS * whole))

    def near(self, sums: Iterable[tuple[float, int]], least: Sequence[float]) -> list[float] | None:
        """Return what `total` does for sums of rows, each with their strength.

        None if no place comes near its `least`, made by `nearly`.
        """
        parts = self._parts(_times_strength(sums))
        return self._weights(parts) if any(map(ge, parts, least)) else None

    def nearly(self, limits: Iterable[float]) -> tuple[float, ...]:
        """Return from how many parts of a step on each place comes near its limit: never later than it is reached."""
        places = zip(limits, self._bias, self._units, strict=False)
        return tuple((limit - bias) / unit - 1 for limit, bias, unit in places)

    def sum_of(self, signs: Collection[Sign]) -> int:
        """Return the sum of the rows of different signs; unknown signs count nothing."""
        row_of = (self._packed if self._all_packed else self._ready(signs)).get
        return sum(filter(None, map(row_of, signs)))

    def _ready(self, signs: Iterable[Sign]) -> Mapping[Sign, int]:
        """Return the rows as numbers, those of `signs` among them."""
        packed = self._packed
        for sign in signs:
            if sign not in packed and named(sign) in self._rows:
                packed[sign] = self.packed(sign)
        return packed

    def _parts(self, whole: int) -> tuple[int, ...]:
        """Return what stands at each place of a sum of rows, in parts of a step."""
        whole += self._middle
        # Each place stands in the middle of its bits, which so becomes the sign.
        return unpack(self._lanes, (whole ^ self._middle).to_bytes(self._bytes, "little"))

    def _weights(self, parts: tuple[int, ...]) -> list[float]:
        """Return the same in whole weights, each with its bias."""
        return list(map(add, self._bias, map(mul, self._units, parts)))

    def weight(self, sign: Sign, place: int) -> float:
        """Return the weight of one sign at one place."""
        row = self._rows.get(named(sign), "")
        return self._step * (ord(row[place]) - ord(ZERO)) if place < len(row) else 0.0

    def packed(self, sign: Sign) -> int:
        """Return the row of a sign as a number; 0 if it has none."""
        name = named(sign)
        row = self._rows.get(name, "")
        lanes = bytearray(_BYTES * len(row))
        lanes[::_BYTES] = row.encode("ascii")
        last = round(self._last.get(name, 0.0) / _LAST_STEP) << (_BITS * (len(self._bias) - 1))
        return int.from_bytes(lanes, "little") - _in_all(len(row), ord(ZERO)) + last


def _times_strength(sums: Iterable[tuple[float, int]]) -> int:
    """Return the sum of `sums`, each times its strength in parts."""
    whole = 0
    for strength, sum_ in sums:
        if strength:
            whole += sum_ * int(strength * _PARTS)
    return whole


@lru_cache(maxsize=64)
def _in_all(places: int, number: int) -> int:
    """Return `number` at each of so many places."""
    return sum(number << (_BITS * place) for place in range(places))


# Where nothing was learned.
NO_ROWS = Rows({}, (), 1.0)
