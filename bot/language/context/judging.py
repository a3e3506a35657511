"""How each term is meant: live, denied, past, supposed, about somebody else or an animal, or quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.context.around import look_around
from bot.language.context.asking import Asking
from bot.language.context.backward import reaches_back
from bot.language.context.between import stands_between
from bot.language.context.counting import counting
from bot.language.context.denial import clause_between, denied_nearer, is_a_lack, without_tags
from bot.language.context.kinds import (
    ANIMAL,
    CLAIMS,
    DENIABLE,
    HYPOTHETICAL,
    LIVE,
    NEGATED,
    OTHER,
    PAST,
    QUALITY,
    QUOTED,
    TOLD,
)
from bot.language.context.lists import carry_along_lists
from bot.language.context.past.dating import Dating
from bot.language.context.past.tales import dating_what_is_over
from bot.language.context.reach import answers_on, reaches
from bot.language.context.told_lists import tell_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from bot.knowledge.model import Context
    from bot.language.context.around import Around
    from bot.language.context.cues import Cue, Place
    from bot.language.text import Word

# When several rules reach one term, the first of these holds.
_ORDER = (LIVE, QUOTED, HYPOTHETICAL, NEGATED, PAST)
BY_DEFAULT = (LIVE, "")
# A quality is denied only by a verb's "not" before it, with at most one word between: "my stool isnt black".
_OF_NOT = 1
# What follows "after the" or "my" was done or is to come.
_OWN = frozenset({"my", "his", "her", "our"})
_THIS = frozenset({"this", "these"})
_AFTER = frozenset({"after", "since", "before", "from", "following"})


def judge(
    places: Sequence[Place], cues: Sequence[Cue], words: Sequence[Word], asked: AbstractSet[int] = frozenset()
) -> list[tuple[Context, str]]:
    """Return for each place how it is meant and the id of the rule that says so ("" for live by default).

    `cues` stand in the order of the text. Rules reach only inside their own sentence, stop at a "stop" cue between them
    and the term, and at a comma where they say so. `asked`: the sentences that end in a question mark.
    """
    if _leave_all_live(cues, cues):
        return [BY_DEFAULT] * len(places)
    cues = dating_what_is_over(without_tags(cues, words, asked) if asked else cues, places, words)
    asking = Asking(words, places, asked)
    meant = counting(cues, places, words, asking)
    if _leave_all_live(cues, meant):
        return [BY_DEFAULT] * len(places)
    around = look_around(places, meant, words, Dating(cues, meant, places, words), asking)
    judged = [_judge_one(place, around) for place in places]
    carry_along_lists(judged, places, meant, words)
    tell_all(judged, places, meant, words)
    _deny_their_qualities(judged, places)
    return judged


def _deny_their_qualities(judged: list[tuple[Context, str]], places: Sequence[Place]) -> None:
    """Deny what is said of a sign right before it along with it: "no black stools" leaves nothing black."""
    denied = {place.start: how for place, how in zip(places, judged, strict=True) if how[0] is NEGATED}
    for index in range(len(places) - 1, -1, -1) if denied else ():
        place = places[index]
        if place.kind == QUALITY and judged[index][0] is LIVE and (how := denied.get(place.end)) is not None:
            judged[index] = how
            denied.setdefault(place.start, how)


def _leave_all_live(cues: Sequence[Cue], meant: Sequence[Cue]) -> bool:
    """Tell whether no cue dates anything, and none of those that count says anything, as in many messages."""
    for cue in cues:
        if cue.rule.dates:
            return False
    for cue in meant:  # noqa: SIM110 - a loop takes half the time, for each message
        if cue.rule.speaks:
            return False
    return True


def _judge_one(place: Place, around: Around) -> tuple[Context, str]:
    subject = around.subjects.of(place)
    if subject is not None and subject.rule.means == "animal_subject":
        return ANIMAL, subject.rule.id
    met = _met(place, around)
    if (not met or LIVE in met) and place.kind in CLAIMS and (rule := around.dating.rule_of(place)):
        return PAST, rule
    for means in _ORDER if met else ():
        if means in met:
            return means, met[means]
    if subject is not None and subject.rule.means == "somebody":
        return OTHER, subject.rule.id
    return BY_DEFAULT


def _met(place: Place, around: Around) -> dict[str, str]:
    """Return all ways in which the term may be meant, each with the first rule that says so."""
    met: dict[str, str] = {}
    cues, stops, asked = around.acting.to(place), around.stops.to(place), around.asking.asked
    for cue in cues:
        # A denial of a denial affirms.
        means = LIVE if cue.start in around.affirming and cue.rule.means is NEGATED else cue.rule.means
        if means in met or not (
            (
                stands_between(cue, place, stops, around.words)
                if cue.rule.between
                else reaches(cue, place, stops, around.words, around.tenses)
            )
            or (asked and answers_on(cue, place, around.words, asked))
        ):
            continue
        if _says(cue, place, cues, around):
            met[means] = cue.rule.id
            if means is LIVE:  # nothing says more
                return met
    for cue, first in around.back.to(place):
        if (
            cue.rule.means not in met
            and reaches_back(cue, first, place, around.words, around.tenses)
            and (not cue.rule.others or around.subjects.is_another(place))
        ):
            met[cue.rule.means] = cue.rule.id
    return met


def _says(cue: Cue, place: Place, cues: Sequence[Cue], around: Around) -> bool:
    """Tell whether `cue`, which reaches the term, says anything of this one."""
    if cue.rule.means is LIVE:
        return not denied_nearer(cue, place, cues, around.words)
    return _applies(cue, place, around)


def _applies(cue: Cue, place: Place, around: Around) -> bool:
    if cue.rule.means is NEGATED:
        if place.kind == QUALITY:
            return cue.rule.qualities and 0 <= place.start - cue.end <= _OF_NOT
        stressed = cue.rule.stresses and is_a_lack(place, around.words)
        ended = cue.rule.comma and clause_between(cue, place, around.named, around.words)
        return place.kind in DENIABLE and not stressed and not ended
    if (cue.rule.impersonal or cue.rule.general) and place.crisis:
        return False
    if (cue.rule.general and not around.asking.together(cue, place)) or _is_certain(cue, place, around.words):
        return False
    if (cue.rule.told and not around.tenses.goes_on_as_past(place)) or (
        cue.rule.others and not around.subjects.is_another(place)
    ):
        return False
    return cue.rule.means is not PAST or place.kind in CLAIMS


def _is_certain(cue: Cue, place: Place, words: Sequence[Word]) -> bool:
    """Tell whether it is there, was done or is to come, though what may follow is only told: "bleeds after my op"."""
    if cue.rule.means not in TOLD:
        return False
    if place.kind in CLAIMS:
        return place.start > 0 and words[place.start - 1].form in _THIS
    if place.kind != "event":
        return False
    before = [word.form for word in words[max(0, place.start - 2) : place.start]]
    if before[-1:] == ["the"]:
        return not _AFTER.isdisjoint(before)
    return not _OWN.isdisjoint(before[-1:])
