"""How the trie of phrases sees a word of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

# Each edge has one of so many marks: whether any of some edges may be among others is told by two numbers, without
# looking for one of them. They hold in this process alone, in which a text has one hash: nobody keeps them for others.
_MARKS = 240
ALL_MARKS = (1 << _MARKS) - 1


def marks_of(edges: Iterable[str]) -> int:
    """Return the marks of `edges`: where two have none in common, no edge is in both."""
    marks = 0
    for edge in edges:
        marks |= 1 << hash(edge) % _MARKS
    return marks


class Symbol:
    """A message's word as the trie sees it: words that lead to the same have one, so it is told by its identity."""

    __slots__ = ("apart", "begins", "edges", "filler", "marks", "others")

    def __init__(
        self,
        edges: Iterable[str],
        *,
        filler: int,
        others: Iterable[Symbol] = (),
        apart: Iterable[tuple[Symbol, Symbol]] = (),
    ) -> None:
        """Follow `edges`: its stem, the word itself, the groups of same words; phrases may pass over a filler (not 0).

        `others`: the words that it may be as well; `apart`: the two words that it may be.
        """
        self.edges = tuple(dict.fromkeys(edges))
        self.others = tuple(others)
        self.apart = tuple(apart)
        self.filler = filler
        # What else it may be, and what is passed over, goes on where its own edges do not.
        self.marks = ALL_MARKS if self.others or self.apart or filler else marks_of(self.edges)
        self.begins: Any = None  # where a phrase stands behind it that begins so, once that was looked for (`State`)
