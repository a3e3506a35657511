"""What the learned weights look at: concepts (also denied ones), words and pairs of words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.knowledge.model import Context
from bot.knowledge.rows import named, pair
from bot.language.context.kinds import MOODS
from bot.language.together import said_together
from bot.matching.gate import as_features

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from bot.knowledge.rows import Sign
    from bot.language.conditions import Met
    from bot.language.reading import Reading

# What a term still says about the topic when it is not simply live: somebody who denies blood does speak of blood.
STILL_SAYS = {
    Context.LIVE: 1.0,
    Context.OTHER: 1.0,
    Context.HYPOTHETICAL: 0.9,
    Context.QUOTED: 0.8,
    Context.PAST: 0.5,
    Context.NEGATED: 0.1,
    Context.ANIMAL: 0.0,
}
_FULLY = STILL_SAYS[Context.LIVE]
_DENIED = STILL_SAYS[Context.NEGATED]
_CONCEPT, _ONE, _TWO = "c:", "w:", "b:"
# Two words in a row say a little less than a concept does.
_PAIR_SAYS = 0.7
# In a long message each word says less: a few of many words are about what troubles somebody.
_FULL_SAY = 5
# "Will it" and "does it" say half as much at most, but they tell a question to a helper from a line of chatter.
_SMALL_SAYS = 0.5
# A concept is paired with so many that follow it in its sentence, so that the longest message stays cheap.
_PARTNERS = 5
# Kinds that pair: who, when and how much make too many pairs that say nothing.
_PAIRING = frozenset({"sign", "condition", "body", "treatment", "test", "event", "intent"})


class Features(NamedTuple):
    """The features of a message: signs said `fully` (1), `signs` with a strength (0 to 1) each, words by a shared one.

    "c:blood" a concept, "n:blood" a denied one, ("blood", "stool") two in a sentence; among words "glut" is a stem, and
    "not heal" are two in a row. For learning and for what follows the last three are called "p:blood stool", "w:glut"
    and "b:not heal", and the gate's signals "s:anchor" and the like.
    """

    fully: AbstractSet[Sign]
    signs: Mapping[Sign, float]  # all others
    words: tuple[tuple[float, Collection[str]], ...]
    signals: Sequence[float]  # of the gate, in their order

    @property
    def strengths(self) -> dict[str, float]:
        """Each feature with its strength (0 to 1)."""
        said = {**dict.fromkeys(self.fully, _FULLY), **self.signs}
        signs = {named(sign): strength for sign, strength in said.items()}
        words = {called(words): strength for strength, some in self.words for words in some}
        return signs | as_features(self.signals) | words

    def strength(self, sign: Sign) -> float:
        """Return the strength of a sign; 0 where it is none of this message."""
        return _FULLY if sign in self.fully else self.signs.get(sign, 0.0)


# What `Features(...)` does beside this takes longer.
_new = tuple.__new__


def called(words: str) -> str:
    """Return the name that a word has among all features, or two in a row."""
    return (_TWO if " " in words else _ONE) + words


def uncalled(name: str) -> str | None:
    """Return the word or the two words that a feature is called by; None for other features."""
    return name[len(_ONE) :] if name.startswith((_ONE, _TWO)) else None


def features(reading: Reading, met: Met, seen: Sequence[float]) -> Features:
    """Return the features of `reading`, of which the gate has `seen` its signals."""
    concepts = [concept for concept, terms in met.by_concept.items() if terms[0].kind not in MOODS]
    if reading.gone:
        return Features(frozenset(), _said_less(concepts, reading, met), _words(reading), seen)
    together = said_together([term for term in reading.terms if term.kind in _PAIRING], _PARTNERS)
    fully = together.union([_CONCEPT + concept for concept in concepts])
    return _new(Features, (fully, {}, _words(reading), seen))


def _said_less(concepts: Iterable[str], reading: Reading, met: Met) -> dict[Sign, float]:
    """Return how strongly each concept is said, and each two together, where some of them are not there now."""
    signs: dict[Sign, float] = {}
    for concept in concepts:
        says = max([STILL_SAYS[term.context] for term in met.by_concept[concept]])
        signs[_CONCEPT + concept] = says
        if says <= _DENIED:
            signs["n:" + concept] = 1.0
    _add_pairs(signs, reading)
    return signs


def _add_pairs(found: dict[Sign, float], reading: Reading) -> None:
    terms = [term for term in reading.terms if term.kind in _PAIRING]
    for place, first in enumerate(terms):
        sentence, concept, said = first.sentence, first.concept, STILL_SAYS[first.context]
        for second in terms[place + 1 : place + 1 + _PARTNERS]:
            if second.sentence != sentence:
                break
            if second.concept != concept:
                name = pair(concept, second.concept)
                other = STILL_SAYS[second.context]
                says = other if other < said else said  # noqa: FURB136 - `min` takes longer, for each pair of a message
                if says > found.get(name, -1.0):
                    found[name] = says


def _words(reading: Reading) -> tuple[tuple[float, Collection[str]], ...]:
    """Return the words that tell something, those that hardly do, and each two in a row: with what each one says."""
    said = reading.wording
    telling = len(said.telling)
    words = telling + len(said.little)
    says = min(1.0, _FULL_SAY / telling) if telling else 1.0
    little = min(_SMALL_SAYS, _FULL_SAY / words) if words else 0.0
    return (says, said.telling), (little, said.little), (says * _PAIR_SAYS, said.pairs)
