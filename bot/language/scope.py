"""How far a context rule reaches: past its words to a term, or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.knowledge.model import Context

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.language.context import Cue, Place
    from bot.language.text import Word

# Means of the rules that end the reach of others: some of all, the rest of those that a comma stops too.
STOPS = frozenset({"stop", "today", "clause", "experience"})
_OF_ALL = frozenset({"stop", "today"})
# What is said of a term stands so near behind it, and what "now" brings so near behind that.
_NEAR = 4
_OF_NOW = 6
_OR = frozenset({"or", "nor", "and", "any"})
_VERBS = frozenset(
    ["is", "are", "was", "were", "has", "looks", "feels", "hurts", "keeps", "comes", "came", "gets", "got", "went"]
)


def switched_off(cue: Cue, cues: Iterable[Cue], claims: Sequence[Place], words: Sequence[Word]) -> bool:
    """Tell whether another cue of its sentence switches `cue` off: one of `unless`, or of `unless_behind` behind it.

    A "now" behind a past that brings a sign of its own leaves it alone: "piles years ago, now i leak".
    """
    rule = cue.rule
    if not rule.unless and not rule.unless_behind:
        return False
    past = rule.means is Context.PAST
    sentence = words[cue.start].sentence
    for other in cues:
        if words[other.start].sentence != sentence:
            continue
        behind = other.start >= cue.end
        if other.rule.id in rule.unless and not (past and behind and _brings_its_own(other, claims, words)):
            return True
        if behind and other.rule.id in rule.unless_behind:
            return True
    return False


def _brings_its_own(cue: Cue, claims: Iterable[Place], words: Sequence[Word]) -> bool:
    return cue.rule.means == "today" and any(
        0 <= claim.start - cue.end < _OF_NOW and words[claim.start].sentence == words[cue.start].sentence
        for claim in claims
    )


def reaches(cue: Cue, place: Place, stops: Iterable[Cue], words: Sequence[Word]) -> bool:
    """Tell whether the cue's rule reaches the term: near enough, in its sentence, with no stop between them."""
    rule = cue.rule
    if place.start >= cue.end:
        gap, first, last, reach = place.start - cue.end, cue.end, place.start, rule.after
    elif place.end <= cue.start:
        gap, first, last, reach = cue.start - place.end, place.end, cue.start, rule.before
    else:
        return False  # a word that is part of the term never changes it
    if gap >= reach or words[cue.start].sentence != words[place.start].sentence:
        return False
    if rule.comma and any(word.comma for word in words[first : last + 1]):
        return False
    return not any(first <= stop.start <= last and (rule.comma or stop.rule.means in _OF_ALL) for stop in stops)


def begins_a_clause(cue: Cue, place: Place, claims: Iterable[Place], words: Sequence[Word]) -> bool:
    """Tell whether a term behind what a rule denies has a verb of its own: "no fever lump is red" denies no lump.

    In a list it has none: "no fever or lump was found".
    """
    if place.start < cue.end or not _followed_by_verb(place, words):
        return False
    denied = [claim.end for claim in claims if cue.end <= claim.start and claim.end <= place.start]
    return bool(denied) and _OR.isdisjoint(word.form for word in words[max(denied) : place.start])


def _followed_by_verb(place: Place, words: Sequence[Word]) -> bool:
    for word in words[place.end : place.end + _NEAR]:
        if word.comma or word.sentence != words[place.start].sentence:
            return False
        if word.form in _VERBS:
            return True
    return False
