"""How soon a person should be seen: the red flags of a reading, live or dismissed, and the level that leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.knowledge.model import Level
from bot.language.conditions import Met
from bot.language.indexed import Index
from bot.triage.crisis import CrisisEar
from bot.triage.learned import Heard, LearnedAlarms
from bot.triage.levels import FlagLevels, Hit, LiveFlag, level_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.knowledge.model import Alarms, Crises, RedFlag
    from bot.language.conditions import Match
    from bot.language.reading import Phrase, Reading
    from bot.language.text import Span

# Found on our own messages: with less certainty that it is about health at all, the examples alone are mostly wrong.
# Where they name no flag, they need more of it; and only to say "see a doctor", that the subject is more likely than
# not: where it is not, they were right once in six times.
_NAMED, _UNNAMED, _ONLY_A_DOCTOR = 0.02, 0.06, 0.5
# Who says one of these speaks of himself.
_ONESELF = frozenset({"i", "im", "i'm", "me", "my", "myself", "meself"})


@dataclass(frozen=True, slots=True)
class Assessment:
    """What triage found: the leading level, live flags with the highest first, and what was dismissed."""

    level: Level
    pathway: str | None
    live: tuple[LiveFlag, ...]
    dismissed: tuple[Hit, ...]
    sounds_like: tuple[str, ...] = ()  # red flags of crises, likely enough to ask about, yet not raised


class Triage:
    """The red flags of the knowledge folder, indexed by the concepts that can fire them."""

    def __init__(
        self, flags: Mapping[str, RedFlag], alarms: Alarms | None = None, crises: Crises | None = None
    ) -> None:
        """Index `flags`, ids to flags in the order of the files; go by what was learned from examples too, if given."""
        self._learned = LearnedAlarms(alarms) if alarms is not None else None
        self._ear = CrisisEar(crises) if crises is not None else None
        self._flags = flags
        self._unnamed = next((flag.id for flag in flags.values() if flag.unnamed), None)
        rules = [(flag.id, rule) for flag in flags.values() for rule in flag.rules]
        self._index = Index([rule for _, rule in rules])
        # What a rule says when it is met, by its number.
        self._says = [(flag, level_of(rule.level), rule.id) for flag, rule in rules]
        self._order = {flag: place for place, flag in enumerate(flags)}
        self._levels = {flag.id: FlagLevels(flag) for flag in flags.values()}

    def prepare(self) -> None:
        """Do all that would otherwise be done when a sign is first met."""
        if self._learned is not None:
            self._learned.prepare()
        if self._ear is not None:
            self._ear.prepare()

    def assess(self, reading: Reading) -> Assessment:
        """Return the red flags of `reading`. Pure; never looks at whether the message is in the article's domain."""
        met = Met(reading, masked=True, nearby=True)
        hits = [hit for hit in self._phrase_hits(reading) if hit.flag in self._flags] + [*self._rule_hits(met)]
        live = self._live([hit for hit in hits if not hit.why_not], met)
        left = {hit.flag for hit in hits if hit.why_not} | {flag.flag for flag in live if flag.lowered}
        live = self._raised(live, left, reading)
        live, sounds_like = self._sounding(live, hits, reading)
        return self._assessment(self._yielding(live), hits, sounds_like)

    def beside(self, assessment: Assessment, domain: float) -> Assessment:
        """Return `assessment` of a message that is so certainly (0 to 1) about the subject.

        Only what the examples alone say asks for that: in talk about engines they hear things.
        """
        live = tuple(flag for flag in assessment.live if not flag.learned or domain >= _least(flag))
        if len(live) == len(assessment.live):
            return assessment
        return self._assessment(live, assessment.dismissed, assessment.sounds_like)

    def _assessment(self, live: tuple[LiveFlag, ...], hits: Sequence[Hit], sounds_like: tuple[str, ...]) -> Assessment:
        named = {flag.flag for flag in live}
        return Assessment(
            level=max((flag.level for flag in live), default=Level.NONE),
            pathway="crisis" if any(self._flags[flag.flag].pathway for flag in live) else None,
            live=live,
            dismissed=tuple(_once(hit for hit in hits if hit.why_not and hit.flag not in named)),
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
        """Tell whether a phrase is live, or supposes of oneself what nobody supposes without meaning it."""
        context = str(phrase.context)
        if context == "hypothetical" and phrase.flag in self._flags and self._flags[phrase.flag].supposed:
            return not _ONESELF.isdisjoint(reading.text(phrase.span).lower().split())
        return context in {"live", "other"}

    def _rule_hits(self, met: Met) -> Iterator[Hit]:
        for one in met.candidates(self._index):
            if (best := met.best(one)) is not None:
                unclear = any(term.edits for term in best.terms)
                yield Hit(*self._says[one.number], _spans(best), best.why_not, unclear, best.sentences)

    def _live(self, hits: list[Hit], met: Met) -> tuple[LiveFlag, ...]:
        by_flag: dict[str, list[Hit]] = {}
        for hit in hits:
            by_flag.setdefault(hit.flag, []).append(hit)
        live = [self._levels[flag].of(mine, met) for flag, mine in by_flag.items()]
        return self._sorted(flag for flag in live if flag.level)

    def _sorted(self, live: Iterable[LiveFlag]) -> tuple[LiveFlag, ...]:
        return tuple(sorted(live, key=lambda flag: (-flag.level, self._order[flag.flag])))

    def _raised(self, live: tuple[LiveFlag, ...], denied: set[str], reading: Reading) -> tuple[LiveFlag, ...]:
        """Add what the examples say, if it is more than the rules say; what they saw denied or lowered is theirs."""
        heard = self._learned.heard(reading) if self._learned is not None else None
        if heard is None or (heard.flags and heard.flags[0][0] in denied):
            return live
        above = max((flag.level for flag in live), default=Level.NONE)
        known = {flag.flag for flag in live}
        likely = [flag for flag, _ in heard.flags if flag not in denied]
        # Of a flag that the rules met, they know the level.
        sure = (flag for flag, sure in heard.flags if sure and flag in likely and flag not in known)
        level = max([heard.level, *(level_of(self._flags[flag].level) for flag in sure)])
        if level > above:
            live = self._with(live, likely[0] if likely else None, level, heard)
        whole = max((flag.level for flag in live), default=Level.NONE)
        for flag in likely if whole else ():
            if flag not in known:
                live = self._with(live, flag, min(level_of(self._flags[flag].level), whole), heard)
        return live

    def _with(self, live: tuple[LiveFlag, ...], flag: str | None, level: Level, heard: Heard) -> tuple[LiveFlag, ...]:
        """Add a flag that the examples name at a level, or raise it; None: what no flag names."""
        unsaid = flag is None
        if flag is None:
            # Who calls for an emergency must be able to say of what.
            flag, level = self._unnamed, min(level, Level.URGENT)
        spans = heard.spans()
        # An alarm rests on words, or there is none.
        if flag is None or not spans or any(one.flag == flag and one.level >= level for one in live):
            return live
        hits = [hit for one in live if one.flag == flag for hit in one.hits]
        hits.append(Hit(flag, level, "learned", spans, unclear=True))
        return self._sorted(
            [*(one for one in live if one.flag != flag), LiveFlag(flag, level, tuple(hits), unsaid=unsaid)]
        )

    def _sounding(
        self, live: tuple[LiveFlag, ...], hits: Iterable[Hit], reading: Reading
    ) -> tuple[tuple[LiveFlag, ...], tuple[str, ...]]:
        """Add the crises that a message surely sounds like; return them, and those that it may be.

        What the rules saw denied, over or meant otherwise is asked about at most.
        """
        if self._ear is None or not (sounds := self._ear.heard(reading)).likely:
            return live, ()
        known = {flag.flag for flag in live}
        denied = {hit.flag for hit in hits if hit.why_not}
        raised = [flag for flag in sounds.sure if flag not in known | denied]
        for flag in raised:
            hit = Hit(flag, level_of(self._flags[flag].level), "sounds", self._ear.spans(reading, flag), unclear=True)
            live = self._sorted([*live, LiveFlag(flag, hit.level, (hit,))])
        return live, tuple(flag for flag in sounds.likely if flag not in known and flag not in raised)

    def _yielding(self, live: tuple[LiveFlag, ...]) -> tuple[LiveFlag, ...]:
        """Leave out what another live flag, as high or higher, says as well: the level never falls by it."""
        levels = {flag.flag: flag.level for flag in live}
        return tuple(
            flag
            for flag in live
            if not any(levels.get(other, Level.NONE) >= flag.level for other in self._flags[flag.flag].yields_to)
        )


def _least(flag: LiveFlag) -> float:
    """Return how certainly a message must be about the subject for what the examples alone say of it."""
    if not flag.unsaid:
        return _NAMED
    return _ONLY_A_DOCTOR if flag.level is Level.SEE_DOCTOR else _UNNAMED


def _spans(match: Match) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(term.span for term in match.terms))


def _once(hits: Iterable[Hit]) -> list[Hit]:
    """Keep one dismissal for each flag and span, the first reason."""
    seen: dict[tuple[str, tuple[Span, ...]], Hit] = {}
    for hit in hits:
        seen.setdefault((hit.flag, hit.spans), hit)
    return list(seen.values())
