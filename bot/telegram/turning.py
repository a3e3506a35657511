"""Lists that are longer than a screen: one page of them, and the buttons that turn it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from bot.telegram.buttons import Deed, Key, key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.knowledge.words import InterfaceWords

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """What one page of a list shows; pages are counted from 0 to `last`."""

    shown: Sequence[T]
    page: int
    last: int

    def turning(self, words: InterfaceWords, deed: Deed, before: str) -> tuple[Key, ...]:
        """Make the buttons that turn the page; `before` is what stands before its number."""
        back = (key(words["button.page_back"], deed, f"{before}{self.page - 1}"),) if self.page else ()
        on = (key(words["button.page_on"], deed, f"{before}{self.page + 1}"),) if self.page < self.last else ()
        return (*back, *on)


def leaf(items: Sequence[T], page: int, size: int) -> Leaf[T]:
    """Return one page of a list; a page that does not exist is the last."""
    last = max(0, (len(items) - 1) // size)
    page = min(page, last)
    return Leaf(items[page * size :][:size], page, last)


def in_rows(keys: Sequence[Key], wide: int) -> tuple[tuple[Key, ...], ...]:
    """Lay buttons out in rows, so many beside each other."""
    return tuple(tuple(keys[start : start + wide]) for start in range(0, len(keys), wide))
