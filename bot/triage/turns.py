"""What is heard word by word: the turns of phrase of a message, and which of its words speak loudest."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING

from bot.language.context.kinds import MOODS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.knowledge.rows import Rows
    from bot.language.reading import Reading
    from bot.language.text import Span

# So many words, and pairs of them, are few: one that stands nearly alone is no louder for that.
_FEW = 15
# So many of the words that spoke loudest are shown.
_SHOWN = 3


def turns_of_phrase(stems: Sequence[str]) -> set[str]:
    """Return what is listened to: each word by its stem, and each two that follow one another ("be gone")."""
    return {*stems, *map(" ".join, pairwise(stems))}


def of_now(reading: Reading) -> Sequence[str]:
    """Return the stems of `reading`, nothing in the place of what is denied, past, supposed or meant otherwise."""
    if not (reading.gone or reading.masked):  # as of most messages
        return reading.stems
    # Halves of a crisis are read only where another may meet them: they must change nothing here.
    gone = [term for term in reading.terms if (not term.live or term.masked) and term.kind not in MOODS]
    stems = list(reading.stems)
    if len(stems) == reading.words:
        for term in gone:
            stems[term.at : term.end] = [""] * (term.end - term.at)
        return stems
    # Words that an idiom hides have no stem: then it must be looked where in the text each stands.
    over = bytearray(len(reading.written))
    for start, end in (term.span for term in gone):
        over[start:end] = b"\x01" * (end - start)
    return ["" if over[place.start] else stem for place, stem in zip(reading.places(), stems, strict=True)]


def share(turns: int) -> float:
    """Return how much each of so many counts: in a long message a word says less, in a very short one no more."""
    return 1 / sqrt(max(turns, _FEW))


def loudest(reading: Reading, stems: Sequence[str], rows: Rows, place: int) -> tuple[Span, ...]:
    """Return the words of `reading`, by their `stems`, that speak loudest for one place of `rows`, as they stand."""
    loud: dict[int, float] = {}
    for at, stem in enumerate(stems):
        loud[at] = loud.get(at, 0.0) + rows.weight(stem, place)
        if at + 1 < len(stems):
            both = rows.weight(f"{stem} {stems[at + 1]}", place) / 2
            loud[at] += both
            loud[at + 1] = both
    best = sorted((at for at in loud if loud[at] > 0), key=lambda at: -loud[at])[:_SHOWN]
    spans = reading.places()
    return tuple(spans[at] for at in sorted(best))
