"""What the learned weights look at: concepts (also denied ones), words and pairs of words."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from bot.knowledge.model import Context

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


def features(reading: Reading, met: Met, small: AbstractSet[str]) -> Iterator[tuple[str, float]]:
    """Yield each feature once with its strength (0 to 1): "c:blood", "n:blood" (denied), "w:glut", "b:not heal".

    `small` are the stems of the small change of a sentence, which say nothing alone.
    """
    for concept, terms in met.by_concept.items():
        says = max(STILL_SAYS[term.context] for term in terms)
        yield "c:" + concept, says
        if says <= STILL_SAYS[Context.NEGATED]:
            yield "n:" + concept, 1.0
    stems = reading.stems
    for stem in set(stems):
        if len(stem) >= _SHORTEST_STEM and stem not in small and stem.isalpha():
            yield "w:" + stem, 1.0
    for pair in {f"b:{first} {second}" for first, second in pairwise(stems)}:
        yield pair, _PAIR_SAYS
