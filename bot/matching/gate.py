"""Whether a message is about the article's subject at all: the whole message decides, never one ambiguous word."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from bot.knowledge.model import Context

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
_MEDICAL = ("anchor", "part", "sign", "general")


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


_NAMES = {signal: f"s:{signal}" for signal in Signal}


def signals(reading: Reading, met: Met, gates: Mapping[str, str], idea: float) -> dict[Signal, float]:
    """Return the gate's features of a reading.

    `gates` maps concepts to their part in the gate, `idea` is the strongest evidence for any topic.
    """
    by_gate: dict[str, list[Term]] = {}
    distinct: dict[str, int] = {}  # how many concepts each part of the gate has
    for concept, terms in met.by_concept.items():
        gate = gates[concept]
        if gate != _NO_PART:
            said = [term for term in terms if term.context is not Context.ANIMAL]
            by_gate.setdefault(gate, []).extend(said)
            distinct[gate] = distinct.get(gate, 0) + bool(said)
    many = distinct.get
    anchors, near, out = many("anchor", 0), many("near", 0), many("out", 0)
    idioms = len(reading.idioms)
    paired = _paired(by_gate.get("part", []), by_gate.get("sign", []))
    beside = float(anchors > 0 or paired)
    short = 0 < reading.words <= _SHORT
    medical = any(gate in by_gate for gate in _MEDICAL) and not (near or out or idioms) and reading.unknown == 0
    return {
        Signal.ANCHOR: min(anchors, 3) ** 0.5,
        Signal.PAIR: float(paired),
        Signal.PART: min(many("part", 0), 3) ** 0.5,
        Signal.SIGN: min(many("sign", 0), 3) ** 0.5,
        Signal.GENERAL: min(many("general", 0), 2),
        Signal.NEAR: min(near, 3),
        Signal.OUT: min(out, 3),
        Signal.IDIOM: min(idioms, 2),
        Signal.NEAR_BESIDE: beside * min(near, 3),
        Signal.OUT_BESIDE: beside * min(out, 3),
        Signal.IDIOM_BESIDE: beside * min(idioms, 2),
        Signal.UNKNOWN: reading.unknown / max(reading.words, _SHORT),
        Signal.SHORT_MEDICAL: float(short and medical),
        Signal.IDEA: min(idea, _MOST_IDEA),
    }


def as_features(seen: Mapping[Signal, float]) -> dict[str, float]:
    """Return the signals of a message alone as features like others ("s:anchor"), with their strength."""
    return {_NAMES[signal]: value for signal, value in seen.items() if value}


def _paired(parts: list[Term], signs: list[Term]) -> bool:
    return any(
        part.sentence == sign.sentence and 0 < abs(part.at - sign.at) <= _PAIR_REACH for part in parts for sign in signs
    )
