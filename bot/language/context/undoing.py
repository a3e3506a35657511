"""Which context rules another one of their sentence switches off: "piles for years, still bleeding"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.context.clauses import leads
from bot.language.context.kinds import EXPERIENCE, HYPOTHETICAL, NEGATED, PAST, QUOTED, TOLD
from bot.language.context.supposing import is_supposed_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.language.context.cues import Cue, Place
    from bot.language.text import Word

# Whom a story is about: what "she had" there, she has in the story.
_THEY = frozenset({"he", "she", "hes", "shes", "they", "theyve"})
# A "but" counts so near before a question.
_NEAR_BUT = 2
# So many sentences behind what is asked an answer stands.
_ANSWERING = 2
# What "now" brings stands so near behind it.
_OF_NOW = 6


def switched_off(
    cue: Cue, by_rule: Mapping[str, Sequence[Cue]], claims: Sequence[Place], words: Sequence[Word]
) -> bool:
    """Tell whether another cue of its sentence switches `cue` off: one of `unless`, or of `unless_behind` behind it.

    `by_rule` has all cues. A "now" leaves a past alone where each has its own: "piles years ago, now i leak", "i leak
    now, piles in 2010".
    """
    rule, met = cue.rule, by_rule.keys()
    if not met.isdisjoint(rule.unless_anywhere):
        return True
    if not met.isdisjoint(rule.unless) and any(
        _undoes(other, cue, claims, words) and not _takes_back_another(other, cue, by_rule, claims)
        for name in rule.unless
        if name in by_rule
        for other in by_rule[name]
    ):
        return True
    return not met.isdisjoint(rule.unless_behind) and any(
        other.start >= cue.end and words[other.start].sentence == words[cue.start].sentence
        for name in rule.unless_behind
        for other in by_rule.get(name, ())
    )


def _undoes(other: Cue, cue: Cue, claims: Sequence[Place], words: Sequence[Word]) -> bool:
    """Tell whether `other`, one of those that undo `cue`, stands so that it does."""
    if words[other.start].sentence != words[cue.start].sentence:
        return other.rule.back > 0 and _owns_up(other, cue, words)
    if cue.start <= other.start < cue.end:
        return False
    if other.rule.id == EXPERIENCE and cue.rule.means in TOLD and is_supposed_by(cue, other, words):
        return False
    # "in the documentary she had": whom the story is about has it there.
    if cue.rule.means is QUOTED and not cue.rule.comma and words[other.start].form in _THEY:
        return False
    # "i still have no answer, but do you have to bleed": what stands before the "but" says nothing of the question.
    if cue.rule.means is HYPOTHETICAL and other.end <= cue.start:
        # "worried again, what if it bleeds": nor does an "again" beyond a pause of what only looks ahead.
        ahead = other.rule.means == "now" and not cue.rule.before
        if _turned(other, cue, words) or (ahead and _pauses(other, cue, words)):
            return False
    return not (cue.rule.means is PAST and _speaks_of_its_own(other, cue, claims, words))


def _takes_back_another(other: Cue, cue: Cue, by_rule: Mapping[str, Sequence[Cue]], claims: Sequence[Place]) -> bool:
    """Tell whether `other`, which takes back what was denied last, leaves the denial `cue` as it is.

    "no fever and no blood but there is" has blood alone; "i lied, no blood" has none.
    """
    if cue.rule.means is not NEGATED or not other.rule.back:
        return False
    if other.end <= cue.start:
        return True
    nearer = [
        one.end
        for cues in by_rule.values()
        for one in cues
        if one.rule.means is NEGATED and cue.end <= one.start and one.end <= other.start
    ]
    return any(end <= claim.start < other.start for end in nearer for claim in claims)


def _pauses(first: Cue, last: Cue, words: Sequence[Word]) -> bool:
    return any(word.comma for word in words[first.end : last.start + 1])


def _turned(first: Cue, last: Cue, words: Sequence[Word]) -> bool:
    return any(word.form == "but" for word in words[max(first.end, last.start - _NEAR_BUT) : last.start])


def _owns_up(other: Cue, cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether that cue stands in the next sentence: "i read that a lump should be seen. mines new".

    What answers with its whole clause ("he is.", "it has.") may stand one sentence later.
    """
    behind = words[other.start].sentence - words[cue.start].sentence
    if not 0 < behind <= (_ANSWERING if other.rule.ends else 1):
        return False
    return not other.rule.leads or leads(other, words)


def _speaks_of_its_own(now: Cue, past: Cue, claims: Iterable[Place], words: Sequence[Word]) -> bool:
    """Tell whether a "now" has a sign of its own behind it, or stands before the past and a comma."""
    if now.rule.means != "today":
        return False
    if now.start < past.start:
        return _pauses(now, past, words)
    return any(
        0 <= claim.start - now.end < _OF_NOW and words[claim.start].sentence == words[now.start].sentence
        for claim in claims
    )
