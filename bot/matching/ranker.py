"""Topics with calibrated scores: hand-set evidence of the knowledge folder, and weights learned from its examples."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

from bot.knowledge.model import Context
from bot.language.conditions import Met
from bot.language.contractions import contracted
from bot.language.indexed import Index
from bot.language.text import fold_phrase
from bot.language.vocabulary import stem
from bot.matching.features import STILL_SAYS, features
from bot.matching.following import Following
from bot.matching.gate import Signal, as_features, signals
from bot.matching.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.model import Topic
    from bot.language.conditions import Match
    from bot.language.reading import Reading, Term
    from bot.matching.weights import Weighed

_OFFERED = 5
# A message that is word for word a way of asking that a topic's own entry lists: worth more than anything else said.
_LISTED = 8.0
_LISTED_DOMAIN = 0.95
_LEAST_SHARE = 1e-4
# What is so far below the first on the scale of log odds adds nothing to a sum.
_NOTHING = -20.0
# A learned weight below this explains nothing to anybody.
_WORTH_TELLING = 0.3


class Given(NamedTuple):
    """Evidence met: which, for which topics, how strongly (0 to 1) what it rests on is said, and these words."""

    evidence: str
    topics: Mapping[str, float]
    says: float
    terms: tuple[Term, ...]

    @property
    def weights(self) -> Iterator[tuple[str, float]]:
        """Each topic with what this says for it, or against."""
        return ((topic, weight * self.says) for topic, weight in self.topics.items())


class Observation(NamedTuple):
    """What learning looks at: the topics' hand-set weights, the gate's signals, the features, how many words."""

    by_hand: dict[str, float]
    signals: dict[Signal, float]
    features: dict[str, float]
    words: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """Topics with scores (0 to 1), best first, the certainty that the message is in the domain, and the evidence."""

    decision: str
    topics: tuple[tuple[str, float], ...]
    domain: float
    given: tuple[Given, ...]
    learned: Callable[[], Iterable[Given]]  # what was learned, as evidence: told when somebody asks why


class Matcher:
    """The evidence of the knowledge folder, indexed by concept."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Index the evidence and the learned weights of `knowledge`."""
        self._topics = knowledge.topics
        self._gates = {concept.id: concept.gate for concept in knowledge.concepts.values()}
        self._tuning = knowledge.tuning
        self._listed = _listed(knowledge.topics.values())
        self._weigh = Weights(knowledge.learned, self._topics)
        self._following = Following(self._topics, self._weigh.names)
        self._bias: float = knowledge.tuning.gate.bias
        self._gate: dict[Signal, float] = {signal: getattr(knowledge.tuning.gate, signal.value) for signal in Signal}
        self._small = frozenset(stem(word) for word in knowledge.small_words)
        single = [one for one in knowledge.evidence if len(one.all) == 1 and not one.unless and not one.values]
        self._by_concept: dict[str, list[tuple[str, Mapping[str, float]]]] = {}
        for one in single:
            for concept in one.all[0]:
                self._by_concept.setdefault(concept, []).append((one.id, one.topics))
        alone = {one.id for one in single}
        self._index = Index([one for one in knowledge.evidence if one.id not in alone])

    def prepare(self) -> None:
        """Do all that would otherwise be done when a feature is first met."""
        self._weigh.prepare()

    def rank(self, reading: Reading, last: str | None = None) -> Ranking:
        """Return the topics of `reading`; `last` is the topic that the conversation was about."""
        met = Met(reading)
        listed = [Given("asked_as", {topic: _LISTED}, 1.0, ()) for topic in self._listed.get(reading.stems, ())]
        given = [*self.given(met), *listed]
        by_hand = total(given)
        seen = signals(reading, met, self._gates, max(by_hand.values(), default=0.0), talking=last in self._topics)
        found = self._found(reading, met, seen)
        weighed = self._weigh.weigh(by_hand, found)
        inside = self._inside(seen, weighed)
        domain = max(_share(inside), _LISTED_DOMAIN if listed else 0.0)
        topics = self._scores(weighed.topics, domain, reading.words)
        decision = self._decide(topics, domain)
        # What surely names a topic of its own goes on with no other.
        if last is not None and seen[Signal.FOLLOW_UP] and decision != "answer":
            self._following.go_on(weighed.topics, last)
            domain = _share(inside + self._gate[Signal.FOLLOW_UP] * seen[Signal.FOLLOW_UP])
            topics = self._scores(weighed.topics, domain, reading.words)
            decision = self._decide(topics, domain, going_on=True)
        return Ranking(decision, topics, domain, tuple(given), partial(self._told, topics, found, met))

    def given(self, met: Met) -> list[Given]:
        """Return the hand-set evidence that the terms of a reading meet."""
        return [*self._from_concepts(met), *self._from_pairs(met)]

    def observed(self, reading: Reading) -> Observation:
        """Return what learning looks at in a reading."""
        met = Met(reading)
        by_hand = total(self.given(met))
        seen = signals(reading, met, self._gates, max(by_hand.values(), default=0.0), talking=False)
        return Observation(by_hand, seen, self._found(reading, met, seen), reading.words)

    def _found(self, reading: Reading, met: Met, seen: Mapping[Signal, float]) -> dict[str, float]:
        found = features(reading, met, self._small)
        found.update(as_features(seen))
        return found

    def _from_concepts(self, met: Met) -> list[Given]:
        strongest: dict[str, Given] = {}
        for concept, terms in met.by_concept.items():
            if concept in self._by_concept:
                best = terms[0] if len(terms) == 1 else max(terms, key=_still_says)
                says = STILL_SAYS[best.context]
                for evidence, topics in self._by_concept[concept]:
                    if evidence not in strongest or says > strongest[evidence].says:
                        strongest[evidence] = Given(evidence, topics, says, (best,))
        return list(strongest.values())

    def _from_pairs(self, met: Met) -> list[Given]:
        given = []
        for indexed in met.candidates(self._index):
            matches = met.matches(indexed)
            if matches:
                one, best = indexed.condition, max(matches, key=_says)
                given.append(Given(one.id, one.topics, _says(best), best.terms))
        return given

    def _inside(self, seen: Mapping[Signal, float], weighed: Weighed) -> float:
        """Return how certain it is that a message is about the subject by its own words, as log odds.

        Two readings of it agree: a logistic sum of signals and features, and how far the topics together outweigh
        what lies elsewhere. Their log odds are averaged.
        """
        gate = self._gate
        sum_ = self._bias + weighed.gate
        sum_ += sum([gate[signal] * value for signal, value in seen.items() if signal is not Signal.FOLLOW_UP])
        if weighed.elsewhere:
            sum_ = (sum_ + log_sum(weighed.topics) - log_sum(weighed.elsewhere)) / 2
        return sum_

    def _scores(self, raw: Sequence[float], domain: float, words: int) -> tuple[tuple[str, float], ...]:
        """Return the best topics by their weights `raw`, scored in the measure of the first's certainty."""
        top = max(raw)
        sharpness = self._tuning.sharpness
        names = self._weigh.names
        whole = sum([exp(sharpness * (weight - top)) for weight in raw if weight - top > _NOTHING])
        sure = self._certainty(1 / whole, domain, words)
        best = sorted(range(len(raw)), key=raw.__getitem__, reverse=True)[:_OFFERED]
        return tuple((names[place], round(sure * exp(sharpness * (raw[place] - top)), 4)) for place in best)

    def _certainty(self, share: float, domain: float, words: int) -> float:
        """Return how sure the first topic is, with its share among the topics, of a message of so many words."""
        weigh = self._tuning.certainty
        sum_ = weigh.share * log_odds(share) + weigh.domain * log_odds(domain) + weigh.words * log(max(words, 1))
        return _share(weigh.bias + sum_)

    def _decide(self, topics: tuple[tuple[str, float], ...], domain: float, *, going_on: bool = False) -> str:
        if domain < self._tuning.accept:
            return "decline"
        # What goes on with a topic says little of its own.
        inside = going_on or domain >= self._tuning.sure_domain
        return "answer" if inside and topics[0][1] >= self._tuning.sure_score else "clarify"

    def _told(self, topics: tuple[tuple[str, float], ...], found: Mapping[str, float], met: Met) -> Iterable[Given]:
        """Yield what was learned about the concepts that speak for the first topic."""
        first = topics[0][0]
        for concept, terms in met.by_concept.items():
            weight = self._weigh.of("c:" + concept, first) * found.get("c:" + concept, 0.0)
            if abs(weight) >= _WORTH_TELLING:
                yield Given("learned", {first: weight}, 1.0, (terms[0],))


def log_sum(weights: Sequence[float]) -> float:
    """Return the log of the sum of what has the log odds `weights`."""
    top = max(weights)
    return top + log(sum([exp(weight - top) for weight in weights if weight - top > _NOTHING]))


def _share(odds: float) -> float:
    """Return the share (0 to 1) that has the log odds `odds`."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


def log_odds(share: float) -> float:
    """Return the log odds of `share` (0 to 1), cut off where they would tell nothing more."""
    share = min(max(share, _LEAST_SHARE), 1 - _LEAST_SHARE)
    return log(share / (1 - share))


def total(given: Iterable[Given]) -> dict[str, float]:
    """Return the sum of the evidence for each topic."""
    sums: dict[str, float] = {}
    for _, topics, says, _ in given:
        for topic, weight in topics.items():
            sums[topic] = sums.get(topic, 0.0) + weight * says
    return sums


def _listed(topics: Iterable[Topic]) -> dict[tuple[str, ...], list[str]]:
    """Return, for the stems of each way of asking, the topics that list it."""
    listed: dict[tuple[str, ...], list[str]] = {}
    for topic in topics:
        for asked in topic.asked_as:
            listed.setdefault(tuple(stem(form) for form in contracted(fold_phrase(asked))), []).append(topic.id)
    return listed


def _says(match: Match) -> float:
    return min(map(_still_says, match.terms), default=STILL_SAYS[Context.LIVE])


def _still_says(term: Term) -> float:
    return STILL_SAYS[term.context]
