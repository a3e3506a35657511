"""Make a lesson of the folder's follow-ups, each after some of the topics that it can follow, and of its examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.eval.examples import Example
from bot.eval.follow_ups import Lesson, Said
from bot.eval.learn import observe
from bot.knowledge.model import FollowUps
from bot.matching.following import FITS, Following
from bot.matching.odds import log_odds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from bot.assistant.assistant import Assistant
    from bot.eval.learn import Weights
    from bot.eval.thresholds import LeftOut
    from bot.eval.turns import Turn

_SEED = 3
# A follow-up is learned from after so many of the topics that it can follow, and counts as one message.
_AFTER = 5
# What starts anew in the forms of a follow-up is rare in the folder beside what goes on.
_NOWHERE_COUNTS = 1.5
# So long at most are messages of the examples that teach beside the follow-ups, and so much each of them counts: they
# are many, and nobody wrote them while something was talked about.
_WORDS = {"out": 14, "near": 14, "in": 8}
_COUNTS = {"out": 0.05, "near": 0.02, "in": 0.3}
# So many of those that name a topic of their own are enough.
_NAMED = 1500


class _Lead(NamedTuple):
    """Where a message leads, the number of its text, and how much it counts."""

    right: frozenset[str]
    group: int
    counts: float


class Lessons:
    """Makes lessons for one assistant."""

    def __init__(self, assistant: Assistant, names: Sequence[str]) -> None:
        """Take the topics of `assistant`; `names` are the features that are learned of."""
        self._assistant = assistant
        self._features = names
        self._topics = assistant.knowledge.topics
        self._names = list(self._topics)
        self._kinds = tuple(dict.fromkeys(topic.kind for topic in self._topics.values() if topic.general))
        self._following = Following(self._topics, self._names, FollowUps())
        self._chance = np.random.default_rng(_SEED)

    def lesson(self, turns: Sequence[Turn], weights: Weights, examples: Sequence[Example], left: LeftOut) -> Lesson:
        """Return the lesson of `turns`, as `weights` read them, and of `examples`, as read when `left` out."""
        said = tuple(self._turns(turns, weights)) if turns else ()
        return Lesson(said, self._strangers(examples, left), tuple(self._named(examples, left)), self._kinds)

    def _turns(self, turns: Sequence[Turn], weights: Weights) -> Iterator[Said]:
        seen, _ = observe(self._assistant, [Example(turn.text, (), "out") for turn in turns], self._features)
        logits, domain = weights.logits(seen), weights.domain(seen)
        order = self._chance.permutation(len(turns))
        for row, turn in enumerate(turns):
            cues = self._assistant.cues(turn.text, log_odds(domain[row]))
            lasts = self._chance.permutation(turn.after)[:_AFTER]
            counts = (1.0 if turn.goes_on else _NOWHERE_COUNTS) / len(lasts)
            for last in map(str, lasts):
                right = turn.accepted(last, self._topics, self._following)
                yield self._said(cues, logits[row], last, _Lead(right, int(order[row]), counts))

    def _named(self, examples: Sequence[Example], left: LeftOut) -> Iterator[Said]:
        rows = [row for row, one in enumerate(examples) if one.domain == "in" and len(one.text.split()) <= _WORDS["in"]]
        for row in self._chance.permutation(rows)[:_NAMED]:
            example = examples[row]
            cues = self._assistant.cues(example.text, log_odds(left.domain[row]))
            lead = _Lead(frozenset(example.topics), int(row), _COUNTS["in"])
            yield self._said(cues, left.logits[row], self._any(), lead)

    def _strangers(self, examples: Sequence[Example], left: LeftOut) -> list[tuple[Mapping[str, float], float]]:
        return [
            (
                self._after(self._assistant.cues(example.text, log_odds(domain)), logits, self._any()),
                _COUNTS[example.domain],
            )
            for example, logits, domain in zip(examples, left.logits, left.domain, strict=True)
            if example.domain != "in" and len(example.text.split()) <= _WORDS[example.domain]
        ]

    def _any(self) -> str:
        return str(self._chance.choice(self._names))

    def _after(self, cues: Mapping[str, float], logits: NDArray[np.float64], last: str) -> Mapping[str, float]:
        return {**cues, FITS: self._following.fits([float(weight) for weight in logits], last)}

    def _said(self, cues: Mapping[str, float], logits: NDArray[np.float64], last: str, lead: _Lead) -> Said:
        own = {self._topics[topic].kind: topic for topic in self._following.kin(last).values()}
        kin = [own[kind] if own[kind] != last else None for kind in self._kinds]
        places = tuple(None if topic is None else self._names.index(topic) for topic in (last, *kin))
        alone = np.array(self._following.asked_of([float(weight) for weight in logits], last))
        right = frozenset(map(self._names.index, lead.right))
        return Said(self._after(cues, logits, last), alone, places, right, lead.group, lead.counts)
