"""The knowledge grown: as many times the topics and concepts, in invented words, so that only the size changes."""

from __future__ import annotations

from dataclasses import replace
from math import log
from random import Random
from typing import TYPE_CHECKING

from bot.knowledge.rows import ZERO
from bot.language.stems import stem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.model import Concept, Evidence, Learned, Topic

_ONSETS = ("b", "br", "d", "dr", "f", "g", "gl", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v", "z")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ou")
_SEED = 5


def grown(knowledge: Knowledge, times: int) -> Knowledge:
    """Return `knowledge` with `times` as many topics, concepts, aliases and pieces of evidence."""
    chance = Random(_SEED)  # noqa: S311 - invented words
    more = [_copied(knowledge, copy, chance) for copy in range(1, times)]
    return replace(
        knowledge,
        topics=dict(knowledge.topics) | {topic.id: topic for topics, _, _ in more for topic in topics},
        concepts=dict(knowledge.concepts) | {concept.id: concept for _, concepts, _ in more for concept in concepts},
        evidence=(*knowledge.evidence, *(one for _, _, evidence in more for one in evidence)),
        learned=_learned(knowledge.learned, times),
    )


def _learned(learned: Learned, times: int) -> Learned:
    """Return what was learned, and the same of each copy: its own features (in invented words) for its own topics."""
    topics = {
        _id(feature, copy) if copy else feature: _moved(row, len(learned.order), copy, times)
        for copy in range(times)
        for feature, row in learned.topics.items()
    }
    order = (*learned.order, *(_id(topic, copy) for copy in range(1, times) for topic in learned.order))
    bias, elsewhere = learned.bias[: len(learned.order)], learned.bias[len(learned.order) :]
    # So many topics share what one had: a message is as surely about the subject as before.
    shared = tuple(one - log(times) for one in bias)
    gate = (*learned.gate, *([0.0] * (len(topics) - len(learned.gate))))
    return learned.model_copy(
        update={"order": order, "bias": shared * times + elsewhere, "topics": topics, "gate": gate}
    )


def _moved(row: str, width: int, copy: int, times: int) -> str:
    """Return a row of the topics of `copy`; what lies elsewhere stays behind all topics."""
    return ZERO * width * copy + row[:width] + ZERO * width * (times - 1 - copy) + row[width:]


def _copied(knowledge: Knowledge, copy: int, chance: Random) -> tuple[list[Topic], list[Concept], list[Evidence]]:
    invented: dict[str, str] = {}
    english = {stem(word) for word in knowledge.english | knowledge.small_words}

    def foreign(phrases: Iterable[str]) -> tuple[str, ...]:
        return tuple(" ".join(_word(word, invented, chance, english) for word in phrase.split()) for phrase in phrases)

    topics = [
        topic.model_copy(
            update={
                "id": _id(topic.id, copy),
                "title": foreign([topic.title])[0],
                "summary": foreign([topic.summary])[0],
            }
        )
        for topic in knowledge.topics.values()
    ]
    concepts = [
        concept.model_copy(
            update={
                "id": _id(concept.id, copy),
                "words": foreign(concept.words),
                "exact": foreign(concept.exact),
                "implies": tuple(_id(other, copy) for other in concept.implies),
            }
        )
        for concept in knowledge.concepts.values()
    ]
    return topics, concepts, [_evidence(one, copy) for one in knowledge.evidence]


def _evidence(one: Evidence, copy: int) -> Evidence:
    return one.model_copy(
        update={
            "id": _id(one.id, copy),
            "all": tuple(tuple(_id(concept, copy) for concept in group) for group in one.all),
            "unless": tuple(_id(concept, copy) for concept in one.unless),
            "topics": {_id(topic, copy): weight for topic, weight in one.topics.items()},
        }
    )


def _id(name: str, copy: int) -> str:
    return f"{name}_x{copy}"


def _word(word: str, invented: dict[str, str], chance: Random, english: AbstractSet[str]) -> str:
    """Return the invented word that stands for `word` in this copy: none of English, and always the same."""
    while word not in invented:
        syllables = max(len(word) // 2, 1)
        made = "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(syllables))
        if stem(made) in english:
            made += chance.choice(_ONSETS) + chance.choice(_VOWELS)
        if stem(made) not in english:
            invented[word] = made
    return invented[word]
