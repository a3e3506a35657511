"""All that the editors wrote, checked, as one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from bot.knowledge.model import (
        Alarms,
        Article,
        Concept,
        ContextRule,
        Crises,
        Evidence,
        Idiom,
        Language,
        Learned,
        OwnWord,
        Places,
        Pleas,
        RedFlag,
        SameWords,
        SoftSignals,
        Topic,
        Tuning,
        ValueWords,
    )
    from bot.knowledge.words import InterfaceWords


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The knowledge folder. Mappings keep the order of the files.

    `wordings`: the interface's words by language; what a translation lacks is said in English.
    """

    article: Article
    topics: Mapping[str, Topic]
    concepts: Mapping[str, Concept]
    idioms: tuple[Idiom, ...]
    context_rules: tuple[ContextRule, ...]
    flags: Mapping[str, RedFlag]
    soft_signals: SoftSignals
    pleas: Pleas
    evidence: tuple[Evidence, ...]
    places: Places
    words: InterfaceWords
    wordings: Mapping[str, InterfaceWords]
    value_words: ValueWords
    languages: tuple[Language, ...]
    own_words: tuple[OwnWord, ...]
    tuning: Tuning
    learned: Learned
    alarms: Alarms
    crises: Crises
    english: AbstractSet[str]
    small_words: frozenset[str]
    courtesy: frozenset[str]
    same_words: tuple[SameWords, ...]
    spellings: Mapping[str, str]  # words as they are typed in haste: the word that each is read as

    def sentences(self) -> Iterator[str]:
        """Yield what people may write, as the files tell it: ways of asking, what a red flag fires on, examples."""
        for topic in self.topics.values():
            yield from topic.asked_as
        for flag in self.flags.values():
            for flag_rule in flag.rules:
                yield from flag_rule.fires
        for rule in self.context_rules:
            yield from (example.text for example in rule.examples)
