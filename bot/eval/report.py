"""Everything measured in one run, as one value."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from bot.eval.answered import answer_all
from bot.eval.confusion import FlagRow, TopicRow, confusion, flag_table
from bot.eval.figures import Figures, figures
from bot.eval.mistakes import Mistake, mistakes
from bot.eval.prose import sentences
from bot.eval.reliability import Reliability, reliability
from bot.eval.speed import Speed, speed
from bot.eval.stress import ProseStress, prose_stress, typo_figures
from bot.eval.typos import RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.assistant.assistant import Assistant
    from bot.eval.messages import Message
    from bot.eval.speed import Clock


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run measures: slips put into the share `typo_rate` of long words, so many sentences of prose, the dice."""

    typo_rate: float = RATE
    prose_sentences: int = 4000
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a run."""

    plan: Plan
    figures: Figures
    with_typos: Figures
    topics: tuple[TopicRow, ...]
    flags: tuple[FlagRow, ...]
    mistakes: tuple[Mistake, ...]
    reliability: Reliability
    speed: Speed | None  # None without messages
    prose: ProseStress

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values for JSON; figures are shares from 0 to 1, times milliseconds."""
        return {
            "plan": asdict(self.plan),
            "figures": self.figures,
            "figures_with_typos": self.with_typos,
            "topics": [asdict(row) for row in self.topics],
            "flags": [asdict(row) for row in self.flags],
            "mistakes": [_mistake(one) for one in self.mistakes],
            "reliability": asdict(self.reliability),
            "speed": _speed(self.speed),
            "prose": asdict(self.prose) | {"share_accepted": self.prose.share_accepted},
        }


def measure(assistant: Assistant, messages: Sequence[Message], plan: Plan, clock: Clock) -> Report:
    """Return all that is measured on `messages`; all but the speed is the same in every run.

    `clock` returns seconds.
    """
    answered = answer_all(assistant, messages)
    return Report(
        plan=plan,
        figures=figures(answered),
        with_typos=typo_figures(assistant, messages, plan.seed, plan.typo_rate),
        topics=confusion(answered),
        flags=flag_table(answered),
        mistakes=mistakes(assistant, answered),
        reliability=reliability(answered),
        speed=speed(assistant, [message.text for message in messages], clock) if messages else None,
        prose=prose_stress(assistant, sentences(plan.prose_sentences)),
    )


def _mistake(one: Mistake) -> dict[str, Any]:
    message, answer = one.answered.message, one.answered.answer
    return {
        "kind": one.kind,
        "message": message.model_dump(mode="json"),
        "got": {
            "decision": str(answer.decision),
            "topics": [{"id": topic, "score": score} for topic, score in answer.topics],
            "level": answer.level.label,
            "red_flags": sorted(answer.red_flags),
        },
        "because": asdict(one.explanation),
    }


def _speed(measured: Speed | None) -> dict[str, Any] | None:
    if measured is None:
        return None
    return asdict(measured) | {"median_ratio": measured.median_ratio, "high_ratio": measured.high_ratio}
