"""The mistakes behind the figures, each with the words, concepts, context, rules and scores that led to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.assistant.assistant import Assistant
    from bot.eval.answered import Answered
    from bot.language.reading import Reading
    from bot.matching import Ranking
    from bot.triage import Assessment

Kind = Literal["topic", "decline", "missed", "alarm", "trap"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_MADE: dict[Kind, Callable[[Answered], bool]] = {
    "topic": lambda one: one.on_topic and not one.first_right,
    "decline": lambda one: not one.as_labelled,
    "missed": lambda one: one.missed,
    "alarm": lambda one: one.alarmed,
    "trap": lambda one: bool(one.trapped),
}


@dataclass(frozen=True, slots=True)
class WordRead:
    """A concept met in the message: the words, how they are meant and by which context rule, and slips mended."""

    text: str
    concept: str
    context: str
    rule: str
    edits: int


@dataclass(frozen=True, slots=True)
class FlagRead:
    """A red flag met: by which rule and words, at which level, and why it is not live ("" if it is)."""

    flag: str
    rule: str
    level: str
    words: tuple[str, ...]
    why_not: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What stands behind an answer."""

    words: tuple[WordRead, ...]
    flags: tuple[FlagRead, ...]
    evidence: tuple[tuple[str, str, float], ...]  # evidence id, topic, weight; the strongest first
    domain: float  # certainty that the message is about the subject, 0 to 1


@dataclass(frozen=True, slots=True)
class Mistake:
    """A message that was not answered as labelled, of one kind."""

    kind: Kind
    answered: Answered
    explanation: Explanation


def mistakes(assistant: Assistant, answered: Sequence[Answered], kinds: Sequence[Kind] = KINDS) -> tuple[Mistake, ...]:
    """Return the mistakes of each kind, explained, in the order of the kinds and of the messages."""
    return tuple(
        Mistake(kind, one, explain(assistant, one.message.text))
        for kind in kinds
        for one in answered
        if _MADE[kind](one)
    )


def explain(assistant: Assistant, text: str) -> Explanation:
    """Return how `text` is read."""
    reading, assessment, ranking = assistant.read(text)
    return Explanation(_words(reading), _flags(reading, assessment), _evidence(ranking), round(ranking.domain, 4))


def _words(reading: Reading) -> tuple[WordRead, ...]:
    return tuple(
        WordRead(reading.text(term.span), term.concept, str(term.context), term.rule, term.edits)
        for term in reading.terms
    )


def _flags(reading: Reading, assessment: Assessment) -> tuple[FlagRead, ...]:
    live = [hit for flag in assessment.live for hit in flag.hits]
    return tuple(
        FlagRead(hit.flag, hit.rule, hit.level.label, tuple(reading.text(span) for span in hit.spans), hit.why_not)
        for hit in (*live, *assessment.dismissed)
    )


def _evidence(ranking: Ranking) -> tuple[tuple[str, str, float], ...]:
    weights = [
        (one.evidence, topic, round(weight, 2))
        for one in (*ranking.given, *ranking.learned())
        for topic, weight in one.weights
    ]
    return tuple(sorted(weights, key=lambda one: -abs(one[2])))
