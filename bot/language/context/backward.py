"""What is said of all before it, over commas and full stops: "that was years ago", "im well", "i have neither"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.context.clauses import closes_its_sentence, start_of_sentence
from bot.language.context.kinds import CLAIMS, PAST
from bot.language.context.past.dates import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.language.context.cues import Cue, Place
    from bot.language.context.past.tense import Tenses
    from bot.language.text import Word

_THAT = frozenset({"that", "thats", "this", "it", "its", "those", "these", "all", "they"})
# So few words, the first of them one of these, only ask: "any fever? any blood on the paper?".
_ASKED_AT_MOST = 6
# A sentence that only says who asked: "any fever? the nurse asked. no".
_SAYS = frozenset({"asked", "asks", "said", "says"})
_SAYS_AT_MOST = 5
_ASKED = frozenset({"any", "is", "are", "was", "have", "has", "do", "does", "did", "can", "could", "anything"})
# Only these stand before it in its clause; a longer clause speaks of something of its own.
_SMALL = _THAT.union(
    NUMBERS,
    ["was", "were", "is", "about", "over", "nearly", "almost", "around", "roughly", "back", "way", "long", "the"],
    ["and", "but", "so", "now", "well", "ok", "thankfully", "luckily", "ive", "im", "i", "hes", "shes", "he"],
    ["she", "my", "only", "out", "to", "be", "some", "years", "months", "got", "had", "have", "has", "been", "then"],
    ["since", "just"],
)
# Who "must report any blood" tells of none.
_MAY_BE_TOLD = frozenset({"i", "im", "we"})
_MUST = frozenset({"must", "should", "shall", "need", "to"})
# Who tells of himself; "they asked me about my weight" does not.
_TELLS = frozenset({"i", "im", "ive", "id", "ill", "mine", "we"})


def looking_back(cues: Sequence[Cue], words: Sequence[Word]) -> list[tuple[Cue, int]]:
    """Return the cues that say something of what stands before them, each with the first word that it speaks of.

    `cues` stand in the order of the text.
    """
    found: list[tuple[Cue, int]] = []
    for cue in cues:
        if cue.rule.back:
            break
    else:  # as in most messages
        return found
    earliest: dict[str, int] = {}  # by rule, where it was met first and last
    latest: dict[str, int] = {}
    for cue in cues:
        if cue.rule.back and _is_bare(cue, words):
            first = _first(cue, earliest, latest, words)
            if first < cue.start:
                found.append((cue, first))
        earliest.setdefault(cue.rule.id, cue.start)
        latest[cue.rule.id] = cue.start
    return found


def reaches_back(cue: Cue, first: int, place: Place, words: Sequence[Word], tenses: Tenses) -> bool:
    """Tell whether `cue`, which speaks of all words from `first` on, speaks of the term; a past, of what is so told."""
    if place.kind not in CLAIMS or not first <= place.start <= place.end <= cue.start:
        return False
    if place.crisis and not cue.rule.leads:  # what was done to somebody may have stopped, and is not over
        return False
    if cue.rule.means is PAST:
        return tenses.told_as_past(place, _clause_of(cue, words) or 0)
    return _not_of_oneself(place, cue, words, tenses)


def _first(cue: Cue, earliest: Mapping[str, int], latest: Mapping[str, int], words: Sequence[Word]) -> int:
    """Return the first word that the cue speaks of; its own place if there is none.

    No farther than the sentence before, or than the sentence of the date that it closes. What is said of today stands
    for its sentence, and ends it.
    """
    rule = cue.rule
    dates = [earliest[name] for name in rule.back_from if name in earliest]
    if rule.back_from and not dates:
        return cue.start
    sentence = words[min(dates)].sentence if dates else _before(cue, words)
    ended = [words[latest[name]].sentence + 1 for name in rule.unless if name in latest]
    sentence = max([sentence, *ended])
    first = max(0, cue.start - rule.back)
    return next((at for at in range(first, cue.start) if words[at].sentence >= sentence), cue.start)


def _before(cue: Cue, words: Sequence[Word]) -> int:
    """Return the sentence before the cue's, or the first of short questions there: "any fever? any blood?"."""
    at = start_of_sentence(cue.start, words) - 1
    if at < 0:
        return words[cue.start].sentence - 1
    sentence = words[at].sentence
    if words[at].form in _SAYS and at - start_of_sentence(at, words) < _SAYS_AT_MOST:
        at = start_of_sentence(at, words) - 1
    while at >= 0 and cue.start - at <= cue.rule.back:
        first = start_of_sentence(at, words)
        if words[first].form not in _ASKED or at - first >= _ASKED_AT_MOST:
            break
        sentence, at = words[at].sentence, first - 1
    return sentence


def _is_bare(cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether nothing but small words stands before it in its clause; a date, behind "that was" or the like.

    A date that closes its sentence needs no "that was": "had the operation, numb legs, the lot, in 2011".
    """
    start = _clause_of(cue, words)
    if start is None:
        return False
    before = {word.form for word in words[start : cue.start]}
    if cue.rule.means is not PAST or not cue.rule.leads or not _THAT.isdisjoint(before):
        return True
    return start == cue.start and words[start].comma and closes_its_sentence(cue, words)


def _clause_of(cue: Cue, words: Sequence[Word]) -> int | None:
    """Return where the clause of the cue begins, behind a pause or at an "and"; None if it says more."""
    at = cue.start
    while at > 0 and not words[at].comma and words[at - 1].sentence == words[cue.start].sentence:
        at -= 1
        form = words[at].form
        if form == "and":
            break
        if form not in _SMALL and not form.isdigit():
            return None
    return at


def _not_of_oneself(place: Place, cue: Cue, words: Sequence[Word], tenses: Tenses) -> bool:
    """Tell whether the term stands in the cue's own sentence, or in one where nobody speaks of himself."""
    if words[place.start].sentence == words[cue.start].sentence:
        return True
    return _TELLS.isdisjoint(tenses.forms_beside(place)) or _is_told_what_to_do(place, words, tenses)


def _is_told_what_to_do(place: Place, words: Sequence[Word], tenses: Tenses) -> bool:
    """Tell whether all that somebody says of himself beside the term is what he must do: "i must report any blood"."""
    first, last = tenses.sentence_of(place)
    told = [at for at in range(first, last) if words[at].form in _TELLS]
    return all(words[at].form in _MAY_BE_TOLD and at + 1 < last and words[at + 1].form in _MUST for at in told)
