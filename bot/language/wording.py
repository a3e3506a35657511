"""How something is said, word by word: what those listen to who learned from examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from bot.knowledge.abreast import Abreast

_SHORTEST_STEM = 3


class Wording:
    """The stems of a message's words by how much they tell, and each two in a row ("be gone")."""

    __slots__ = ("_heard", "_rows", "little", "others", "pairs", "telling")

    def __init__(self, stems: Iterable[str], pairs: Iterable[str], small: AbstractSet[str]) -> None:
        """Sort `stems`; `small` are those of the small change of a sentence."""
        different = {*stems}
        words = set(filter(str.isalpha, different))
        self.telling = {stem for stem in words.difference(small) if len(stem) >= _SHORTEST_STEM}
        self.little = words - self.telling
        self.others = different - words  # numbers and the like
        self.pairs = frozenset(pairs)
        self._rows: Abreast | None = None
        self._heard = (0, 0, 0, 0)

    @property
    def turns(self) -> int:
        """How many different words and pairs there are."""
        return len(self.telling) + len(self.little) + len(self.pairs) + len(self.others)

    def heard(self, rows: Abreast) -> tuple[int, int, int, int]:
        """Return the sums of the rows of what tells, of what hardly does, of the pairs and of the others.

        They are looked up once, whoever asks first: several listen, each to his part of the same `rows`.
        """
        if self._rows is not rows:
            sum_of = rows.sum_of
            self._heard = sum_of(self.telling), sum_of(self.little), sum_of(self.pairs), sum_of(self.others)
            self._rows = rows
        return self._heard
