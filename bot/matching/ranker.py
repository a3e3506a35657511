"""Topics with calibrated scores: hand-set evidence of the knowledge folder, and weights learned from its examples."""

from __future__ import annotations

from functools import partial
from math import exp, log
from operator import attrgetter, mul
from typing import TYPE_CHECKING, NamedTuple

from bot.knowledge.abreast import BESIDE, Abreast
from bot.knowledge.rows import NO_ROWS
from bot.language.conditions import Met
from bot.language.context.kinds import LIVE
from bot.language.contractions import contracted
from bot.language.indexed import Index
from bot.language.stems import stem
from bot.language.text import fold_phrase
from bot.matching.amid import certainty_amid, parts_amid
from bot.matching.features import STILL_SAYS, Features, features
from bot.matching.following import FITS, Following, Known, cues
from bot.matching.gate import Signal, by_signal, signals
from bot.matching.odds import log_odds, log_sum, share_of
from bot.matching.weights import Weights, of_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.model import Topic
    from bot.language.conditions import Match
    from bot.language.reading import Reading, Term
    from bot.matching.weights import Weighed

_OFFERED = 5
_ELSEWHERE = "elsewhere"
_LIKELIER = 0.5
# A message that is word for word a way of asking that a topic's own entry lists: worth more than anything else said.
_LISTED = 8.0
_LISTED_DOMAIN = 0.95
_LIVE_SAYS = STILL_SAYS[LIVE]
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


# A message makes so many of these that what `Given(...)` and the like do beside this counts.
_new = tuple.__new__


class Observation(NamedTuple):
    """What learning looks at: the topics' hand-set weights, the gate's signals, the features, how many words."""

    by_hand: dict[str, float]
    signals: dict[Signal, float]
    features: dict[str, float]
    words: int


class Ranking(NamedTuple):
    """Topics with scores (0 to 1), best first, the certainty that the message is in the domain, and the evidence.

    `goes_on`: it is read as going on with the topic that was talked about.
    """

    decision: str
    topics: tuple[tuple[str, float], ...]
    domain: float
    given: tuple[Given, ...]
    learned: Callable[[], Iterable[Given]]  # what was learned, as evidence: told when somebody asks why
    goes_on: bool = False


class Matcher:
    """The evidence of the knowledge folder, indexed by concept."""

    def __init__(self, knowledge: Knowledge, words: Abreast | None = None) -> None:
        """Index the evidence and the learned weights of `knowledge`.

        `words`: where the rows of words stand that others listen to as well, its own at the place `BESIDE`.
        """
        self._words = Abreast(NO_ROWS, of_words(knowledge.learned)) if words is None else words
        self._topics = knowledge.topics
        self._gates = {concept.id: concept.gate for concept in knowledge.concepts.values()}
        self._tuning = knowledge.tuning
        self._listed = _listed(knowledge.topics.values())
        self._weigh = Weights(knowledge.learned, self._topics)
        self._following = Following(self._topics, self._weigh.names, knowledge.tuning.follow_ups)
        self._bias: float = knowledge.tuning.gate.bias
        self._gate: tuple[float, ...] = tuple(getattr(knowledge.tuning.gate, signal.value) for signal in Signal)
        self._small = frozenset(stem(word) for word in knowledge.small_words)
        self._known = Known(self._small, {concept.id: concept.kind for concept in knowledge.concepts.values()})
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
        self._words.prepare()

    def rank(self, reading: Reading, last: str | None = None, *, in_any_case: bool = False) -> Ranking:
        """Return the topics of `reading`; `last` is the topic that the conversation was about.

        What is declined has none, except `in_any_case`.
        """
        met = Met(reading)
        given = self.given(met)
        if listed := self._listed.get(reading.stems):
            given += [Given("asked_as", {topic: _LISTED}, 1.0, ()) for topic in listed]
        by_hand = total(given)
        seen = signals(reading, met, self._gates, max(by_hand.values(), default=0.0))
        found = features(reading, met, seen)
        weighed = self._weigh.weigh(by_hand, found, self._heard(reading))
        inside = self._inside(seen, weighed)
        domain = max(share_of(inside), _LISTED_DOMAIN if listed else 0.0)
        declines = domain < self._tuning.accept
        topics = () if declines and not in_any_case else self._scores(weighed.topics, domain, reading.words)
        decision = "decline" if declines else self._decide(topics, domain)
        told = partial(self._told, weighed.topics, found, met)
        alone = _new(Ranking, (decision, topics, domain, tuple(given), told, False))
        if last is None or last not in self._topics or _greets(met):
            return alone
        going = cues(found.strengths, by_signal(seen), inside, reading.words, self._known)
        return self._after(last, alone, weighed.topics, going)

    def _after(self, last: str, alone: Ranking, weights: Sequence[float], seen: Mapping[str, float]) -> Ranking:
        """Return the ranking of a message with the cues `seen` that follows the topic `last`.

        `alone`: its ranking by its own words, by these `weights` of the topics.
        """
        if alone.decision == "answer" and seen["named"]:
            return alone  # what surely names a topic of its own goes on with no other
        tuning = self._tuning.follow_ups
        going = self._following.going({**seen, FITS: self._following.fits(weights, last)})
        on = share_of(going.on)
        if on < tuning.accept:
            return alone
        topics = self._shares(self._following.weights(weights, last, going), on)
        first, score = topics[0]
        # Who is told that there is no more of the last topic is not told anything wrong: likelier than not will do.
        decision = "answer" if score >= (_LIKELIER if first == last else tuning.sure) else "clarify"
        return alone._replace(decision=decision, topics=topics, domain=max(alone.domain, on), goes_on=True)

    def amid(self, whole: Ranking, reading: Reading, read: Callable[[str], Reading]) -> Ranking:
        """Return how a declined message is ranked of which one part, read by itself, is about the subject.

        Whoever speaks of many other things there is asked which topic is meant. `whole` where there is no such part.
        """
        parts = [self.rank(read(text), in_any_case=True) for text in self.parts(reading)]
        best = max(parts, key=_domain, default=None)
        domain = certainty_amid(best.domain, whole.domain) if best else 0.0
        if best is None or domain < self._tuning.accept_part:
            return whole
        # What was learned of the whole message says nothing of these topics.
        return whole._replace(decision="clarify", topics=best.topics, domain=domain, learned=tuple)

    def parts(self, reading: Reading) -> list[str]:
        """Return the parts of a message that name the subject by themselves, as written."""
        return parts_amid(reading, self._gates)

    def given(self, met: Met) -> list[Given]:
        """Return the hand-set evidence that the terms of a reading meet."""
        return [*self._from_concepts(met), *self._from_pairs(met)]

    def observed(self, reading: Reading) -> Observation:
        """Return what learning looks at in a reading."""
        met = Met(reading)
        by_hand = total(self.given(met))
        seen = signals(reading, met, self._gates, max(by_hand.values(), default=0.0))
        found = features(reading, met, seen).strengths
        return Observation(by_hand, by_signal(seen), found, reading.words)

    def cues(self, seen: Observation, inside: float) -> dict[str, float]:
        """Return what tells how a message goes on; `inside`: the log odds that it is in the domain by itself."""
        return cues(seen.features, seen.signals, inside, seen.words, self._known)

    def _from_concepts(self, met: Met) -> list[Given]:
        strongest: dict[str, Given] = {}
        for concept, terms in met.by_concept.items():
            if concept in self._by_concept:
                best = terms[0] if len(terms) == 1 else max(terms, key=_still_says)
                says = STILL_SAYS[best.context]
                for evidence, topics in self._by_concept[concept]:
                    if evidence not in strongest or says > strongest[evidence].says:
                        strongest[evidence] = _new(Given, (evidence, topics, says, (best,)))
        return list(strongest.values())

    def _from_pairs(self, met: Met) -> list[Given]:
        given = []
        for indexed in met.candidates(self._index):
            best, says = _strongest(met.matches(indexed))
            if best is not None:
                one = indexed.condition
                given.append(_new(Given, (one.id, one.topics, says, best.terms)))
        return given

    def _heard(self, reading: Reading) -> list[int]:
        """Return the sums of its own rows: of the words that tell something, of those that hardly do, of the pairs."""
        part = self._words.part
        return [part(sum_, BESIDE) for sum_ in reading.wording.heard(self._words)[:3]]

    def _inside(self, seen: Sequence[float], weighed: Weighed) -> float:
        """Return how certain it is that a message is about the subject by its own words, as log odds.

        Two readings of it agree: a logistic sum of signals and features, and how far the topics together outweigh
        what lies elsewhere. Their log odds are averaged.
        """
        sum_: float = self._bias + weighed.gate + sum(map(mul, self._gate, seen))
        if weighed.elsewhere:
            sum_ = (sum_ + log_sum(weighed.topics) - log_sum(weighed.elsewhere)) / 2
        return sum_

    def _scores(self, raw: Sequence[float], domain: float, words: int) -> tuple[tuple[str, float], ...]:
        """Return the best topics by their weights `raw`, scored in the measure of the first's certainty."""
        top = max(raw)
        sharpness = self._tuning.sharpness
        names = self._weigh.names
        whole = sum(map(exp, [sharpness * (weight - top) for weight in raw]))
        sure = self._certainty(1 / whole, domain, words)
        best = sorted(range(len(raw)), key=raw.__getitem__, reverse=True)[:_OFFERED]
        return tuple([(names[place], round(sure * exp(sharpness * (raw[place] - top)), 4)) for place in best])

    def _shares(self, raw: Sequence[float], on: float) -> tuple[tuple[str, float], ...]:
        """Return the best topics of a message that goes on with the certainty `on`, with their shares of that."""
        whole = log_sum(raw)
        best = sorted(range(len(raw)), key=raw.__getitem__, reverse=True)[:_OFFERED]
        return tuple((self._weigh.names[place], round(on * exp(raw[place] - whole), 4)) for place in best)

    def _certainty(self, share: float, domain: float, words: int) -> float:
        """Return how sure the first topic is, with its share among the topics, of a message of so many words."""
        weigh = self._tuning.certainty
        sum_ = weigh.share * log_odds(share) + weigh.domain * log_odds(domain) + weigh.words * log(max(words, 1))
        return share_of(weigh.bias + sum_)

    def _decide(self, topics: tuple[tuple[str, float], ...], domain: float) -> str:
        """Return what a message in the domain gets."""
        inside = domain >= self._tuning.sure_domain
        return "answer" if inside and topics[0][1] >= self._tuning.sure_score else "clarify"

    def _told(self, raw: Sequence[float], found: Features, met: Met) -> Iterable[Given]:
        """Yield what was learned about the concepts that speak for the first topic, by the weights `raw` of all."""
        first = self._weigh.names[raw.index(max(raw))]
        for concept, terms in met.by_concept.items():
            weight = self._weigh.of("c:" + concept, first) * found.strength("c:" + concept)
            if abs(weight) >= _WORTH_TELLING:
                yield Given("learned", {first: weight}, 1.0, (terms[0],))


_domain = attrgetter("domain")


def _greets(met: Met) -> bool:
    """Tell whether a message says nothing but what belongs elsewhere ("hello"): that goes on with no topic."""
    terms = met.by_concept.values()
    return bool(terms) and all(mine[0].kind == _ELSEWHERE for mine in terms)


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


def _strongest(matches: Iterable[Match]) -> tuple[Match | None, float]:
    """Return the first of the matches that are said most strongly, and how strongly; None if there is none."""
    best, most = None, -1.0
    for match in matches:
        says = min(map(_still_says, match.terms), default=_LIVE_SAYS)
        if says > most:
            best, most = match, says
            if says == _LIVE_SAYS:  # nothing says more
                break
    return best, most


def _still_says(term: Term) -> float:
    return STILL_SAYS[term.context]
