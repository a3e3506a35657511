"""A long list of words that takes little more memory than its text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_T = TypeVar("_T")
_BEGINNING = 3  # letters: of 75,000 English words some 20 begin alike
# Words that stand below each other and begin alike, the short ones each alone.
_ALIKE = re.compile(r"^(\S{3})\S*(?:\n\1\S*)*$|^\S{1,2}$", re.MULTILINE)


class WordList(AbstractSet[str]):
    """The words of a text, one in a line; those that begin with the same letters stand in one piece of it.

    75,000 words take 6 MiB as a frozenset of strings, and one so.
    """

    __slots__ = ("_pieces",)

    def __init__(self, text: str = "") -> None:
        """Take the words of `text`; where they are in order, it is cut into the fewest pieces."""
        pieces: defaultdict[str, str] = defaultdict(lambda: "\n")
        for found in _ALIKE.finditer("\n".join(text.split())):
            pieces[found[0][:_BEGINNING]] += f"{found[0]}\n"
        self._pieces = dict(pieces)

    @classmethod
    def _from_iterable(cls, it: Iterable[_T]) -> AbstractSet[_T]:
        """Return what `&`, `|` and `-` make."""
        return frozenset(it)

    def __contains__(self, word: object) -> bool:
        """Tell whether `word` is one of them."""
        if not isinstance(word, str) or (piece := self._pieces.get(word[:_BEGINNING])) is None:
            return False
        return f"\n{word}\n" in piece

    def __iter__(self) -> Iterator[str]:
        """Yield each word."""
        for piece in self._pieces.values():
            yield from dict.fromkeys(piece.split())

    def __len__(self) -> int:
        """Return how many words there are."""
        return sum(1 for _ in self)
