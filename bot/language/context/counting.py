"""Which of the context rules met in a message count there at all."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from bot.language.context.between import opened_between
from bot.language.context.kinds import CLAIMS, EXPERIENCE, TOLD
from bot.language.context.owning import Owning
from bot.language.context.supposing import is_supposed
from bot.language.context.undoing import switched_off

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.language.context.asking import Asking
    from bot.language.context.cues import Cue, Place
    from bot.language.text import Word

# Whoever says one of these speaks of himself.
_SELF = frozenset({"i", "im", "ive", "my", "me", "mine", "we"})
# So many words at most lie between what opens a rule and its cue; with one of these between, the tale has turned.
_OPENED = 8
_TURNS = frozenset({"i", "im", "ive", "id", "me", "we", "and", "but", "so", "because", "cos", "then", "now", "today"})


def counting(cues: Sequence[Cue], places: Sequence[Place], words: Sequence[Word], asking: Asking) -> list[Cue]:
    """Return those of `cues`, which stand in the order of the text, that count: opened if need be, and not undone."""
    for cue in cues:
        if not cue.rule.always:
            break
    else:
        return list(cues)
    claims = [place for place in places if place.kind in CLAIMS]
    by_rule: dict[str, list[Cue]] = {}
    for cue in cues:
        by_rule.setdefault(cue.rule.id, []).append(cue)
    if EXPERIENCE in by_rule:
        by_rule[EXPERIENCE] = [cue for cue in by_rule[EXPERIENCE] if not is_supposed(cue, words)]
    asked, owning = _asks_of_nobody(cues, words), Owning(words, cues)
    return [
        cue
        for cue in cues
        if cue.rule.always
        or (
            (asked or not cue.rule.impersonal)
            and (not cue.rule.general or asking.counts(cue))
            and (not cue.rule.only_behind or _is_opened(cue, by_rule, words))
            and not switched_off(cue, by_rule, claims, words)
            and not (cue.rule.means in TOLD and owning.takes_back(cue))
        )
    ]


def _asks_of_nobody(cues: Iterable[Cue], words: Iterable[Word]) -> bool:
    """Tell whether one of `cues` asks of nobody, and nobody speaks of himself; "should i see a doctor" is somebody."""
    return True in [cue.rule.impersonal for cue in cues] and _SELF.isdisjoint([word.form for word in words])


def _is_opened(cue: Cue, by_rule: Mapping[str, Sequence[Cue]], words: Sequence[Word]) -> bool:
    """Tell whether `cue`, whose rule asks for that, counts: one of `only_behind` stands near before it in its sentence.

    "the leaflet in the box says"; not "the leaflet is no good and the nurse says".
    """
    if cue.rule.between:
        return opened_between(cue, by_rule, words)
    return any(_opens(_last_before(cue, by_rule.get(name, ())), cue, words) for name in cue.rule.only_behind)


def _last_before(cue: Cue, others: Sequence[Cue]) -> Cue | None:
    at = bisect_right(others, cue.start, key=lambda other: other.end)
    return others[at - 1] if at else None


def _opens(other: Cue | None, cue: Cue, words: Sequence[Word]) -> bool:
    far = max(_OPENED, cue.rule.before) if cue.rule.into_clause else _OPENED
    if other is None or cue.start - other.end > far or words[other.start].sentence != words[cue.start].sentence:
        return False
    return cue.rule.into_clause or _TURNS.isdisjoint(word.form for word in words[other.end : cue.start])
