"""The figures: of which messages, what counts as right, and the share of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.knowledge.model import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.eval.answered import Answered

    Test = Callable[[Answered], bool]

Figures = dict[str, float | None]
_PLACES = 4


@dataclass(frozen=True, slots=True)
class Share:
    """A figure: of the messages `among`, the share that `counts`. None when there are no such messages."""

    name: str
    among: Test
    counts: Test

    def of(self, answered: Sequence[Answered]) -> float | None:
        """Return the share, 0 to 1."""
        return share([self.counts(one) for one in answered if self.among(one)])


def share(right: Sequence[bool]) -> float | None:
    """Return the share of True, to four places; None of nothing."""
    return round(sum(right) / len(right), _PLACES) if right else None


def _any(_: Answered) -> bool:
    return True


def _domain(name: str) -> Test:
    return lambda one: one.message.domain == name


def _labelled(level: Level) -> Test:
    return lambda one: one.message.wanted is level


def _off_topic_and_calm(one: Answered) -> bool:
    return one.message.domain == "out" and one.calm


def _emergency(one: Answered) -> bool:
    return one.answer.level is Level.EMERGENCY


# In the order in which they are shown.
SHARES: tuple[Share, ...] = (
    Share("topic top-1", lambda one: one.on_topic, lambda one: one.first_right),
    Share("topic top-3", lambda one: one.on_topic, lambda one: one.three_right),
    Share("in domain, not declined", lambda one: one.on_topic, lambda one: one.answer.decision != "decline"),
    Share("in domain, answered with certainty", lambda one: one.on_topic, lambda one: one.sure),
    Share("answers that are right", lambda one: one.sure, lambda one: one.message.domain == "in" and one.first_right),
    Share("decision accepted", _any, lambda one: one.as_labelled),
    Share("off topic declined", _domain("out"), lambda one: one.as_labelled),
    Share("off topic answered", _domain("out"), lambda one: one.sure),
    Share("near declined", _domain("near"), lambda one: one.as_labelled),
    Share(
        "emergencies found",
        _labelled(Level.EMERGENCY),
        lambda one: _emergency(one) or one.answer.level in one.message.accepted,
    ),
    Share("urgent found", _labelled(Level.URGENT), lambda one: not one.missed),
    Share("see-doctor found", _labelled(Level.SEE_DOCTOR), lambda one: not one.missed),
    Share("level accepted", _any, lambda one: one.answer.level in one.message.accepted),
    Share("level too low", _any, lambda one: one.missed),
    Share("level too high", _any, lambda one: one.alarmed),
    Share("false emergencies", lambda one: one.calm, _emergency),
    Share("false emergencies off topic", _off_topic_and_calm, _emergency),
)


def figures(answered: Sequence[Answered]) -> Figures:
    """Return the figures by name: shares from 0 to 1 (None of nothing), and two numbers that say so in their names."""
    shares: Figures = {one.name: one.of(answered) for one in SHARES}
    return {
        "messages": len(answered),
        **_with_mean(shares, answered),
        "traps cleared": share([flag not in one.trapped for one in answered for flag in one.traps]),
        "flags recall": share([flag in one.answer.red_flags for one in answered for flag in one.message.red_flags]),
        "flags nobody named, per 100 messages": _per_hundred(answered),
    }


def _with_mean(shares: Mapping[str, float | None], answered: Sequence[Answered]) -> Figures:
    """Put the mean over topics behind the figures that it belongs with."""
    placed: Figures = {}
    for name, value in shares.items():
        placed[name] = value
        if name == "topic top-3":
            placed["topic top-1, mean over topics"] = _mean_over_topics(answered)
    return placed


def _mean_over_topics(answered: Sequence[Answered]) -> float | None:
    """Return the mean of each best topic's own top-1, so that two common topics do not decide."""
    right: dict[str, list[bool]] = {}
    for one in answered:
        if one.on_topic:
            right.setdefault(one.message.topics[0], []).append(one.first_right)
    means = [sum(some) / len(some) for some in right.values()]
    return round(sum(means) / len(means), _PLACES) if means else None


def _per_hundred(answered: Sequence[Answered]) -> float | None:
    return round(100 * sum(len(one.uncalled) for one in answered) / len(answered), 1) if answered else None
