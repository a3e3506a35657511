"""Whether a message is about the article's subject at all: the whole message decides, never one ambiguous word."""

from __future__ import annotations

from enum import StrEnum
from math import sqrt
from typing import TYPE_CHECKING

from bot.language.context.kinds import ANIMAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.language.conditions import Met
    from bot.language.reading import Reading, Term

# A word for the place and a sign belong together within so many words of one sentence.
_PAIR_REACH = 9
# Up to so many words a message made only of small and of medical words is health talk.
_SHORT = 8
_MOST_IDEA = 6.0
_NO_PART = "none"
_MEDICAL = frozenset({"anchor", "part", "sign", "general"})
# More different words than three say nothing more; what so many say together: each more says less.
_ONE_MORE = (1, 2, 3, 3)
_TOGETHER = (0.0, 1.0, sqrt(2), sqrt(3))


class Signal(StrEnum):
    """Features of the gate."""

    ANCHOR = "anchor"
    PAIR = "pair"
    PART = "part"
    SIGN = "sign"
    GENERAL = "general"
    NEAR = "near"
    OUT = "out"
    IDIOM = "idiom"
    # The same cues beside a word that names the subject: somebody with piles may also speak of a knee or a car.
    NEAR_BESIDE = "near_beside"
    OUT_BESIDE = "out_beside"
    IDIOM_BESIDE = "idiom_beside"
    UNKNOWN = "unknown"
    SHORT_MEDICAL = "short_medical"
    IDEA = "idea"


_SIGNALS = tuple(Signal)
# What each is called among all features, in their order.
FEATURES = tuple(f"s:{signal}" for signal in Signal)


def signals(reading: Reading, met: Met, gates: Mapping[str, str], idea: float) -> tuple[float, ...]:
    """Return the gate's features of a reading, in the order of the signals.

    `gates` maps concepts to their part in the gate, `idea` is the strongest evidence for any topic.
    """
    distinct: dict[str, int] = {}  # how many concepts each part of the gate has: three stand for any more
    parts: list[Term] = []
    signs: list[Term] = []
    animals = reading.gone and ANIMAL in [term.context for term in reading.terms]
    for concept, terms in met.by_concept.items():
        gate = gates[concept]
        if gate == _NO_PART:
            continue
        said = [term for term in terms if term.context is not ANIMAL] if animals else terms
        before = distinct.get(gate, 0)
        distinct[gate] = _ONE_MORE[before] if said else before
        if gate == "part":
            parts += said
        elif gate == "sign":
            signs += said
    many = distinct.get
    anchors, near, out, idioms = many("anchor", 0), many("near", 0), many("out", 0), len(reading.idioms)
    paired = _paired(parts, signs)
    beside = anchors > 0 or paired
    medical = reading.unknown == 0 and not (near or out or idioms or _MEDICAL.isdisjoint(distinct))
    idioms = min(idioms, 2)
    return (
        _TOGETHER[anchors],
        float(paired),
        _TOGETHER[many("part", 0)],
        _TOGETHER[many("sign", 0)],
        min(many("general", 0), 2),
        near,
        out,
        idioms,
        near * beside,
        out * beside,
        idioms * beside,
        reading.unknown / max(reading.words, _SHORT),
        float(medical and 0 < reading.words <= _SHORT),
        min(idea, _MOST_IDEA),
    )


def by_signal(seen: Sequence[float]) -> dict[Signal, float]:
    """Return the signals of a message by themselves."""
    return dict(zip(_SIGNALS, seen, strict=True))


def as_features(seen: Sequence[float]) -> dict[str, float]:
    """Return the signals of a message alone as features like others ("s:anchor"), with their strength."""
    return {name: value for name, value in zip(FEATURES, seen, strict=True) if value}


def _paired(parts: list[Term], signs: list[Term]) -> bool:
    return bool(parts and signs) and any(
        part.sentence == sign.sentence and 0 < abs(part.at - sign.at) <= _PAIR_REACH for part in parts for sign in signs
    )
