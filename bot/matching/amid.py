"""Where somebody names the subject amid talk of other things: "my boss is a nightmare and i keep pooping my pants"."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from bot.language.context.kinds import PRESENT
from bot.language.parts import parts_around
from bot.matching.odds import log_odds, share_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.language.reading import Reading, Term
    from bot.language.text import Span

_ANCHOR = "anchor"
_BODY = frozenset({"part", "sign"})
# So many parts of one message are read again, each of so many characters, so that the longest message stays cheap.
_MOST, _LONGEST = 6, 200


def certainty_amid(part: float, whole: float) -> float:
    """Return how certain it is that a message is about the subject of which one part is, read by itself.

    `part` and `whole`: how certain it is of each (0 to 1). A mean of their log odds, in which the part counts twice:
    the other words may all be of another world.
    """
    return share_of((2 * log_odds(part) + log_odds(whole)) / 3)


def parts_amid(reading: Reading, gates: Mapping[str, str]) -> list[str]:
    """Return the parts of a message that name the subject by themselves: as written, those that stand first.

    `gates` maps concepts to their part in the gate. An anchor names it; and a part of the body with a sign, where
    nothing belongs to another world: "liquid under the boiler" is no such part.
    """
    elsewhere = any(gates[term.concept] == "out" for term in reading.terms)
    telling = {_ANCHOR} if elsewhere else {_ANCHOR, *_BODY}
    terms = [term for term in reading.terms if term.context in PRESENT and gates[term.concept] in telling]
    if not _names(terms, gates):  # as in most messages that are declined
        return []
    spans = parts_around(reading.written, [term.span.start for term in terms])
    naming = (span for span in spans if span.end - span.start <= _LONGEST and _names(_inside(span, terms), gates))
    return [reading.text(span) for span in islice(naming, _MOST)]


def _inside(span: Span, terms: Iterable[Term]) -> list[Term]:
    return [term for term in terms if span.start <= term.span.start < span.end]


def _names(terms: Iterable[Term], gates: Mapping[str, str]) -> bool:
    """Tell whether `terms` name the subject together."""
    said = {gates[term.concept] for term in terms}
    return _ANCHOR in said or said >= _BODY
