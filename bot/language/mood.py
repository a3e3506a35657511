"""How a crisis is spoken of: named and made light of, or not named and low all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.conditions import Met
from bot.language.indexed import Index

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.model import LightRule
    from bot.language.reading import Phrase, Reading, Term


class Mood:
    """The rules of the knowledge folder for what only sounds like a crisis, and for what sounds low."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Index the rules of the red flags and of the soft signals."""
        self._light: Mapping[str, Index[LightRule]] = {
            flag.id: Index(flag.lightly) for flag in knowledge.flags.values() if flag.lightly
        }
        self._low = Index(knowledge.soft_signals.rules)
        # Without any of these no rule for low words is met.
        self._words = frozenset().union(*[min(rule.all, key=len) for rule in knowledge.soft_signals.rules])

    def of(self, reading: Reading) -> Reading:
        """Return `reading` with the phrases that are made light of as look-alikes, and whether it sounds low. Pure."""
        low = not self._words.isdisjoint(reading.by_concept)
        if not (low or reading.phrases):  # as of most messages
            return reading
        if not low and self._light.keys().isdisjoint([phrase.flag for phrase in reading.phrases]):
            return reading
        met = Met(reading, nearby=True)
        light = dict(self._made_light(reading, met))
        soft = reading.soft or any(light.values()) or (low and self._sounds_low(met))
        if not light and soft == reading.soft:
            return reading
        phrases = (phrase._replace(lookalike=True) if phrase in light else phrase for phrase in reading.phrases)
        return reading._replace(phrases=tuple(phrases), soft=soft)

    def _made_light(self, reading: Reading, met: Met) -> Iterator[tuple[Phrase, bool]]:
        """Yield each phrase that a rule makes light of, and whether one of those asks for the gentle question."""
        for flag in {phrase.flag for phrase in reading.phrases} & self._light.keys():
            rules = met.candidates(self._light[flag])
            said = [
                (match.terms[0], one.condition.gentle)
                for one in rules
                for match in met.matches(one)
                if not match.doubtful
            ]
            for phrase in reading.phrases if said else ():
                gentle = [asks for term, asks in said if phrase.flag == flag and _touches(phrase, term)]
                if gentle and not phrase.lookalike:
                    yield phrase, any(gentle)

    def _sounds_low(self, met: Met) -> bool:
        return any((best := met.best(one)) is not None and best.live for one in met.candidates(self._low))


def _touches(phrase: Phrase, term: Term) -> bool:
    return phrase.at < term.end and term.at < phrase.end
