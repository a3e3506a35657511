"""What the examples add to what the rules found: alarms by concepts, and crises by words.

Of what the rules found they take nothing away, but for what a weak rule says of a crisis and no ear hears.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.knowledge.abreast import Abreast
from bot.knowledge.model import Level
from bot.knowledge.rows import NO_ROWS
from bot.language.context.kinds import CLAIMS, PAST
from bot.triage.crisis import SILENCE, CrisisEar
from bot.triage.learned import LearnedAlarms
from bot.triage.levels import Hit, LiveFlag, level_of
from bot.triage.turns import of_now, turns_of_phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.knowledge.model import Alarms, Crises, RedFlag
    from bot.knowledge.rows import Rows
    from bot.language.reading import Reading
    from bot.triage.crisis import Sounds
    from bot.triage.learned import Heard

# Found on our own messages: with less certainty that it is about health at all, the examples alone are mostly wrong.
# Where they name no flag, they need more of it; and only to say "see a doctor", that the subject is more likely than
# not: where it is not, they were right once in six times.
_NAMED, _UNNAMED, _ONLY_A_DOCTOR = 0.02, 0.06, 0.5

# Where each stands among those that listen to words; between them stand others.
_CRISES, _ALARMS = 0, 2


class Hearing:
    """What was learned from examples, as a second pair of ears beside the rules."""

    def __init__(
        self, flags: Mapping[str, RedFlag], alarms: Alarms | None, crises: Crises | None, beside: Rows
    ) -> None:
        """Index what was learned for `flags`; None: nothing was. `beside`: rows of words that others listen to."""
        self._flags = flags
        self._alarms = LearnedAlarms(alarms) if alarms is not None else None
        self._ear = CrisisEar(crises) if crises is not None else None
        # All listen to the same words. Those stand last that know the fewest: a number is no longer than it must be.
        self.words = Abreast(
            self._ear.rows if self._ear is not None else NO_ROWS,
            beside,
            self._alarms.words if self._alarms is not None else NO_ROWS,
        )
        self._unnamed = next((flag.id for flag in flags.values() if flag.unnamed), None)
        # What these rules say of a crisis, the ear must find possible; one that learned nothing of it is not asked.
        known = crises.flags if crises is not None else ()
        self._heard = {(flag, rule.id) for flag in known if flag in flags for rule in flags[flag].rules if rule.heard}
        self._to_be_heard = {flag for flag, _ in self._heard}

    def prepare(self) -> None:
        """Do all that would otherwise be done when a word is first heard."""
        self.words.prepare()
        if self._alarms is not None:
            self._alarms.prepare()

    def added(
        self, live: tuple[LiveFlag, ...], hits: Sequence[Hit], reading: Reading
    ) -> tuple[tuple[LiveFlag, ...], tuple[str, ...]]:
        """Return the `live` flags of the rules with what the examples add, and the crises that it may sound like.

        What only a weak rule says of a crisis moves from the first to the second where it sounds like none. `hits`: all
        that the rules met; what they saw denied or lowered is theirs.
        """
        said, turns = sum(reading.wording.heard(self.words)), reading.wording.turns
        heard = self._told_of(reading, turns, said)
        sounds = self._ear.heard(turns, self.words.part(said, _CRISES)) if self._ear is not None else SILENCE
        if not (live or heard is not None or sounds.likely):  # as in most messages
            return live, ()
        dismissed = {hit.flag for hit in hits if hit.why_not and not hit.signs_hold}
        lowered = {flag.flag for flag in live if flag.lowered}
        if self._ear is None:
            return self._raised(live, dismissed | lowered, set(), heard), ()
        unlike = self._to_be_heard.difference(sounds.possible)
        doubted = (
            {flag.flag for flag in live if flag.flag in unlike and self._leans_on_the_ear(flag)} if live else set()
        )
        kept = tuple([flag for flag in live if flag.flag not in doubted]) if doubted else live
        raised = self._raised(kept, dismissed | lowered, unlike, heard)
        live, likely = self._sounding(raised, dismissed, sounds, reading)
        return live, (*doubted, *likely)

    def _told_of(self, reading: Reading, turns: int, said: int) -> Heard | None:
        """Return what the alarms say of a message in which not all is over.

        `said`: the sum of the rows of its turns of phrase, of which there are so many; those count that speak of now.
        Where some of it is denied, past or supposed, what is said may be of that: a flag must be sure to be named.
        """
        if self._alarms is None:
            return None
        now = of_now(reading)
        if now is not reading.stems:
            speaking = turns_of_phrase(now)
            turns, said = len(speaking), self.words.sum_of(speaking)
        heard = self._alarms.heard(reading, turns, self.words.part(said, _ALARMS))
        if heard is None or not _some_gone(reading):
            return heard
        sure = tuple([(flag, Level.NONE) for flag, to in heard.flags if to])
        return None if _is_over(reading) else replace(heard, flags=sure)

    def _leans_on_the_ear(self, flag: LiveFlag) -> bool:
        return all((hit.flag, hit.rule) in self._heard for hit in flag.hits)

    def _raised(
        self, live: tuple[LiveFlag, ...], denied: set[str], unlike: set[str], heard: Heard | None
    ) -> tuple[LiveFlag, ...]:
        """Add what the examples say, if it is more than the rules say; what they saw denied or lowered is theirs.

        `unlike`: what it does not sound like, and what therefore is not named.
        """
        if heard is None or (heard.flags and heard.flags[0][0] in denied):
            return live
        above = max((flag.level for flag in live), default=Level.NONE)
        known = {flag.flag for flag in live}
        likely = [flag for flag, _ in heard.flags if flag not in denied | unlike]
        # Of a flag that the rules met, they know the level; of a crisis, its own ear does.
        raising = (
            (flag, to) for flag, to in heard.flags if flag in likely and not (flag in known or self._is_crisis(flag))
        )
        level = max([heard.level, *(min(level_of(self._flags[flag].level), to) for flag, to in raising)])
        if level > above:
            live = self._with(live, likely[0] if likely else None, level, heard)
        whole = max((flag.level for flag in live), default=Level.NONE)
        for flag in likely if whole else ():
            if flag not in known:
                live = self._with(live, flag, min(level_of(self._flags[flag].level), whole), heard)
        return live

    def _is_crisis(self, flag: str) -> bool:
        return self._flags[flag].pathway is not None

    def _with(self, live: tuple[LiveFlag, ...], flag: str | None, level: Level, heard: Heard) -> tuple[LiveFlag, ...]:
        """Add a flag that the examples name at a level, or raise it; None: what no flag names."""
        unsaid = flag is None
        if flag is None:
            # Who calls for an emergency must be able to say of what.
            flag, level = self._unnamed, min(level, Level.URGENT)
        if flag is None or any(one.flag == flag and one.level >= level for one in live):
            return live
        if not (spans := heard.spans()):  # an alarm rests on words, or there is none
            return live
        hits = [hit for one in live if one.flag == flag for hit in one.hits]
        hits.append(Hit(flag, level, "learned", spans, unclear=True))
        return *(one for one in live if one.flag != flag), LiveFlag(flag, level, tuple(hits), unsaid=unsaid)

    def _sounding(
        self, live: tuple[LiveFlag, ...], denied: set[str], sounds: Sounds, reading: Reading
    ) -> tuple[tuple[LiveFlag, ...], tuple[str, ...]]:
        """Add the crises that a message surely sounds like; return them, and those that it may be.

        What the rules saw denied, over or meant otherwise is asked about at most.
        """
        if self._ear is None or not sounds.likely:
            return live, ()
        known = {flag.flag for flag in live}
        raised = [flag for flag in sounds.sure if flag not in known | denied]
        for flag in raised:
            hit = Hit(flag, level_of(self._flags[flag].level), "sounds", self._ear.spans(reading, flag), unclear=True)
            live = (*live, LiveFlag(flag, hit.level, (hit,)))
        return live, tuple(flag for flag in sounds.likely if flag not in known and flag not in raised)


def _some_gone(reading: Reading) -> bool:
    """Tell whether anything that could be the matter is denied, past, supposed or not a person's."""
    return reading.gone and bool([term for term in reading.terms if not term.live and term.kind in CLAIMS])


def _is_over(reading: Reading) -> bool:
    """Tell whether nothing that is the matter is there, some of it is past, and no day of now named."""
    claims = [term for term in reading.terms if term.kind in CLAIMS and not term.masked]
    past = any(term.context is PAST for term in claims)
    return past and not (reading.today or any(term.live for term in claims))


def least_domain(flag: LiveFlag) -> float:
    """Return how certainly a message must be about the subject for what the examples alone say of it."""
    if not flag.unsaid:
        return _NAMED
    return _ONLY_A_DOCTOR if flag.level is Level.SEE_DOCTOR else _UNNAMED
