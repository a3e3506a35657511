"""How the trie of phrases sees a word of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Symbol:
    """A message's word as the trie sees it: words that lead to the same have one, so it is told by its identity."""

    __slots__ = ("apart", "edges", "filler", "others", "plain")

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
        self.plain = not (self.others or self.apart or filler)  # goes on by its own edges alone
