"""Pieces of text with a tag each, laid out on pages that Telegram takes. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Literal

from bot.telegram.limits import PAGE_UNITS, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Tag = Literal["", "b", "i", "blockquote"]
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
PARAGRAPH, LINE = "\n\n", "\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or line: plain text, the tag around all of it, and what divides it from the piece before."""

    text: str
    tag: Tag = ""
    gap: str = PARAGRAPH
    link: str | None = None
    safety: bool = False

    @property
    def html(self) -> str:
        """The piece as Telegram's HTML; whatever the text holds is escaped."""
        inner = escape(self.text, quote=False)
        if self.link is not None:
            inner = f'<a href="{escape(self.link)}">{inner}</a>'
        return f"<{self.tag}>{inner}</{self.tag}>" if self.tag else inner


@dataclass(frozen=True, slots=True)
class Page:
    """The pieces of one message."""

    pieces: tuple[Piece, ...]

    @property
    def html(self) -> str:
        """The page as Telegram's HTML."""
        return "".join(_joined(self.pieces, html=True))

    @property
    def text(self) -> str:
        """The page as the person reads it."""
        return "".join(_joined(self.pieces, html=False))

    def saying(self, piece: Piece) -> Page:
        """Return the page with one more piece below what is to be done first, or at its end."""
        last = max((number for number, known in enumerate(self.pieces, start=1) if known.safety), default=None)
        at = len(self.pieces) if last is None else last
        return Page((*self.pieces[:at], piece, *self.pieces[at:]))


def _joined(pieces: tuple[Piece, ...], *, html: bool) -> Iterator[str]:
    for number, piece in enumerate(pieces):
        if number:
            yield piece.gap
        yield piece.html if html else piece.text


def laid_out(pieces: Iterable[Piece], limit: int = PAGE_UNITS) -> tuple[Page, ...]:
    """Lay pieces out on as few pages as hold them in order; a piece that is too long is cut between sentences.

    A cut never falls inside a tag: each part carries the tag itself. Lengths are UTF-16 units after entities.
    """
    pages: list[tuple[Piece, ...]] = []
    room = 0
    for piece in (part for whole in pieces if whole.text.strip() for part in _cut(whole, limit)):
        size = units(piece.text) + len(piece.gap)
        if pages and size <= room:
            pages[-1] = (*pages[-1], piece)
            room -= size
        else:
            pages.append((piece,))
            room = limit - units(piece.text)
    return tuple(Page(page) for page in pages)


def _cut(piece: Piece, limit: int) -> Iterator[Piece]:
    rest = piece.text.strip()
    while units(rest) > limit:
        at = _last_good_cut(rest, limit)
        yield replace(piece, text=rest[:at].rstrip())
        rest = rest[at:].lstrip()
    if rest:
        yield replace(piece, text=rest)


def _last_good_cut(text: str, limit: int) -> int:
    fitting = within(text, limit)
    ends = [match.end() for match in SENTENCE_END.finditer(fitting)]
    # A sentence that fills more than half a page alone is better broken at a word.
    good = [end for end in ends if end > len(fitting) // 2]
    space = fitting.rfind(" ")
    return good[-1] if good else space + 1 if space > 0 else len(fitting)


def within(text: str, limit: int) -> str:
    """Return as much of the beginning of `text` as fits into `limit` UTF-16 units."""
    if units(text) <= limit:
        return text
    return text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", "ignore")
