"""What the learned weights look at: concepts (also denied ones), words and pairs of words."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from bot.knowledge.model import Context
from bot.knowledge.rows import pair

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

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
_SHORTEST_STEM = 3
# Two words in a row say a little less than a concept does.
_PAIR_SAYS = 0.7
# In a long message each word says less: a few of many words are about what troubles somebody.
_FULL_SAY = 5
# A concept is paired with so many that follow it in its sentence, so that the longest message stays cheap.
_PARTNERS = 5
# Kinds that pair: who, when and how much make too many pairs that say nothing.
_PAIRING = frozenset({"sign", "condition", "body", "treatment", "test", "event", "intent"})


def features(reading: Reading, met: Met, small: AbstractSet[str]) -> Iterator[tuple[str, float]]:
    """Yield each feature once with its strength (0 to 1).

    "c:blood" a concept, "n:blood" a denied one, "p:blood stool" two in a sentence, "w:glut" a stem, "b:not heal" two
    in a row. `small` are the stems of the small change of a sentence, which say nothing alone.
    """
    for concept, terms in met.by_concept.items():
        says = max(STILL_SAYS[term.context] for term in terms)
        yield "c:" + concept, says
        if says <= STILL_SAYS[Context.NEGATED]:
            yield "n:" + concept, 1.0
    yield from _pairs(reading)
    yield from _words(reading.stems, small)


def _pairs(reading: Reading) -> Iterator[tuple[str, float]]:
    found: dict[str, float] = {}
    terms = [term for term in reading.terms if term.kind in _PAIRING]
    for place, first in enumerate(terms):
        for second in terms[place + 1 : place + 1 + _PARTNERS]:
            if second.sentence != first.sentence:
                break
            if first.concept != second.concept:
                name = pair(first.concept, second.concept)
                says = min(STILL_SAYS[first.context], STILL_SAYS[second.context])
                found[name] = max(found.get(name, 0.0), says)
    yield from found.items()


def _words(stems: tuple[str, ...], small: AbstractSet[str]) -> Iterator[tuple[str, float]]:
    words = {stem for stem in stems if len(stem) >= _SHORTEST_STEM and stem not in small and stem.isalpha()}
    says = min(1.0, _FULL_SAY / len(words)) if words else 1.0
    for word in words:
        yield "w:" + word, says
    for name in {f"b:{first} {second}" for first, second in pairwise(stems)}:
        yield name, _PAIR_SAYS * says
