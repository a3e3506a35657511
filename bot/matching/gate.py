"""Whether a message is about the article's subject at all: the whole message decides, never one ambiguous word."""

from __future__ import annotations

from enum import StrEnum
from math import sqrt
from typing import TYPE_CHECKING

from bot.language.context.kinds import ANIMAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.language.conditions import Met
    from bot.language.reading import Reading, Term

# A word for the place and a sign belong together within so many words of one sentence.
_PAIR_REACH = 9
# Up to so many words a message made only of small and of medical words is health talk.
_SHORT = 8
_MOST_IDEA = 6.0
_NO_PART = "none"
_MEDICAL = frozenset({"anchor", "part", "sign", "general"})
# What so many different words say together: each more says less.
_AT_MOST_THREE = (0.0, 1.0, sqrt(2), sqrt(3))


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
_NAMES = {signal: f"s:{signal}" for signal in Signal}


def signals(reading: Reading, met: Met, gates: Mapping[str, str], idea: float) -> dict[Signal, float]:
    """Return the gate's features of a reading.

    `gates` maps concepts to their part in the gate, `idea` is the strongest evidence for any topic.
    """
    distinct: dict[str, int] = {}  # how many concepts each part of the gate has
    parts: list[Term] = []
    signs: list[Term] = []
    for concept, terms in met.by_concept.items():
        gate = gates[concept]
        if gate == _NO_PART:
            continue
        said = [term for term in terms if term.context is not ANIMAL]
        distinct[gate] = distinct.get(gate, 0) + bool(said)
        if gate == "part":
            parts += said
        elif gate == "sign":
            signs += said
    many = distinct.get
    anchors, near, out, idioms = many("anchor", 0), many("near", 0), many("out", 0), len(reading.idioms)
    paired = _paired(parts, signs)
    beside = anchors > 0 or paired
    medical = reading.unknown == 0 and not (near or out or idioms or _MEDICAL.isdisjoint(distinct))
    near, out, idioms = min(near, 3), min(out, 3), min(idioms, 2)
    # In the order of the signals.
    values = (
        _AT_MOST_THREE[min(anchors, 3)],
        float(paired),
        _AT_MOST_THREE[min(many("part", 0), 3)],
        _AT_MOST_THREE[min(many("sign", 0), 3)],
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
    return dict(zip(_SIGNALS, values, strict=True))


def as_features(seen: Mapping[Signal, float]) -> dict[str, float]:
    """Return the signals of a message alone as features like others ("s:anchor"), with their strength."""
    return {_NAMES[signal]: value for signal, value in seen.items() if value}


def _paired(parts: list[Term], signs: list[Term]) -> bool:
    return any(
        part.sentence == sign.sentence and 0 < abs(part.at - sign.at) <= _PAIR_REACH for part in parts for sign in signs
    )
