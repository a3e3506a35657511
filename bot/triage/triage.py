"""How soon a person should be seen: the red flags of a reading, live or dismissed, and the level that leads."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from bot.knowledge.model import Level
from bot.knowledge.rows import NO_ROWS
from bot.language.conditions import Met
from bot.language.indexed import Index
from bot.triage.hearing import Hearing, least_domain
from bot.triage.levels import FlagLevels, Hit, LiveFlag, level_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.knowledge.model import Alarms, Crises, RedFlag
    from bot.knowledge.rows import Rows
    from bot.language.conditions import Match
    from bot.language.reading import Phrase, Reading
    from bot.language.text import Span

_NONE = Level.NONE
_slipped = attrgetter("edits")
# Who says one of these speaks of himself.
_ONESELF = frozenset({"i", "im", "i'm", "me", "my", "myself", "meself"})


class Assessment(NamedTuple):
    """What triage found: the leading level, live flags with the highest first, and what was dismissed."""

    level: Level
    pathway: str | None
    live: tuple[LiveFlag, ...]
    dismissed: tuple[Hit, ...]
    sounds_like: tuple[str, ...] = ()  # red flags of crises, likely enough to ask about, yet not raised


_NOTHING = Assessment(_NONE, None, (), ())


class Triage:
    """The red flags of the knowledge folder, indexed by the concepts that can fire them."""

    def __init__(
        self,
        flags: Mapping[str, RedFlag],
        alarms: Alarms | None = None,
        crises: Crises | None = None,
        beside: Rows = NO_ROWS,
    ) -> None:
        """Index `flags`, ids to flags in the order of the files; go by what was learned from examples too, if given.

        `beside`: rows of words that others listen to, who then find them in `words`, at the place `BESIDE`.
        """
        self._hearing = Hearing(flags, alarms, crises, beside)
        self.words = self._hearing.words
        self._flags = flags
        rules = [(flag.id, rule) for flag in flags.values() for rule in flag.rules]
        self._index = Index([rule for _, rule in rules])
        # What a rule says when it is met, by its number.
        self._says = [(flag, level_of(rule.level), rule.id) for flag, rule in rules]
        self._order = {flag: place for place, flag in enumerate(flags)}
        self._levels = {flag.id: FlagLevels(flag) for flag in flags.values()}

    def prepare(self) -> None:
        """Do all that would otherwise be done when a sign is first met."""
        self._hearing.prepare()

    def assess(self, reading: Reading) -> Assessment:
        """Return the red flags of `reading`. Pure; never looks at whether the message is in the article's domain."""
        met = Met(reading, masked=True, nearby=True)
        hits = [*self._rule_hits(met)]
        if reading.phrases:
            hits = [hit for hit in self._phrase_hits(reading) if hit.flag in self._flags] + hits
        live = self._live([hit for hit in hits if not hit.why_not], met) if hits else ()
        added, sounds_like = self._hearing.added(live, hits, reading)
        live = live if added is live else self._sorted(added)
        return self._assessment(self._yielding(live), hits, sounds_like)

    def beside(self, assessment: Assessment, domain: float) -> Assessment:
        """Return `assessment` of a message that is so certainly (0 to 1) about the subject.

        Only what the examples alone say asks for that: in talk about engines they hear things.
        """
        if not assessment.live:
            return assessment
        live = tuple([flag for flag in assessment.live if not flag.learned or domain >= least_domain(flag)])
        if len(live) == len(assessment.live):
            return assessment
        return self._assessment(live, assessment.dismissed, assessment.sounds_like)

    def _assessment(self, live: tuple[LiveFlag, ...], hits: Sequence[Hit], sounds_like: tuple[str, ...]) -> Assessment:
        if not (live or hits or sounds_like):  # as of most messages
            return _NOTHING
        named = {flag.flag for flag in live}
        return Assessment(
            level=max([flag.level for flag in live], default=_NONE),
            pathway="crisis" if any(self._flags[flag.flag].pathway for flag in live) else None,
            live=live,
            dismissed=tuple(_once([hit for hit in hits if hit.why_not and hit.flag not in named])),
            sounds_like=sounds_like,
        )

    def _phrase_hits(self, reading: Reading) -> Iterator[Hit]:
        for phrase in reading.phrases:
            if phrase.lookalike:
                yield Hit(phrase.flag, Level.NONE, "lookalike", (phrase.span,), "lookalike")
            else:
                why_not = "" if self._is_meant(phrase, reading) else str(phrase.context)
                level, sentences = level_of(phrase.level), (phrase.sentence, phrase.sentence)
                yield Hit(phrase.flag, level, "phrase", (phrase.span,), why_not, sentences=sentences)

    def _is_meant(self, phrase: Phrase, reading: Reading) -> bool:
        """Tell whether a phrase is live, tells what lasts, or supposes of oneself what nobody supposes in jest."""
        context = str(phrase.context)
        if context == "past" and phrase.flag in self._flags and self._flags[phrase.flag].lasting:
            return True
        if context == "hypothetical" and phrase.flag in self._flags and self._flags[phrase.flag].supposed:
            return not _ONESELF.isdisjoint(reading.text(phrase.span).lower().split())
        return context in {"live", "other"}

    def _rule_hits(self, met: Met) -> Iterator[Hit]:
        for one in met.candidates(self._index):
            if (best := met.best(one)) is not None:
                unclear, why_not = any(map(_slipped, best.terms)), best.why_not
                signs_hold = not why_not or best.signs_hold
                yield Hit(*self._says[one.number], _spans(best), why_not, unclear, best.sentences, signs_hold)

    def _live(self, hits: list[Hit], met: Met) -> tuple[LiveFlag, ...]:
        by_flag: dict[str, list[Hit]] = {}
        for hit in hits:
            by_flag.setdefault(hit.flag, []).append(hit)
        live = [self._levels[flag].of(mine, met) for flag, mine in by_flag.items()]
        return self._sorted([flag for flag in live if flag.level])

    def _sorted(self, live: Iterable[LiveFlag]) -> tuple[LiveFlag, ...]:
        return tuple(sorted(live, key=lambda flag: (-flag.level, self._order[flag.flag])))

    def _yielding(self, live: tuple[LiveFlag, ...]) -> tuple[LiveFlag, ...]:
        """Leave out what another live flag, as high or higher, says as well: the level never falls by it.

        What the examples alone say may yet be taken back, `beside` a subject that is not ours: nothing yields to that.
        """
        if len(live) < 2:  # noqa: PLR2004 - as in most messages
            return live
        levels = {flag.flag: flag.level for flag in live if not flag.learned}
        return tuple(
            flag
            for flag in live
            if not any(levels.get(other, Level.NONE) >= flag.level for other in self._flags[flag.flag].yields_to)
        )


def _spans(match: Match) -> tuple[Span, ...]:
    return tuple(dict.fromkeys([term.span for term in match.terms]))


def _once(hits: Iterable[Hit]) -> list[Hit]:
    """Keep one dismissal for each flag and span, the first reason."""
    seen: dict[tuple[str, tuple[Span, ...]], Hit] = {}
    for hit in hits:
        seen.setdefault((hit.flag, hit.spans), hit)
    return list(seen.values())
