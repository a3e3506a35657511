"""What is said of all before it, over commas and full stops: "that was years ago", "im well", "i have neither"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.knowledge.model import Context

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.language.cues import Cue, Place
    from bot.language.text import Word

# What a past does not undo otherwise: a birth is past by nature.
PASSING = frozenset({"sign", "condition"})
_THAT = frozenset({"that", "thats", "this", "it", "its", "those", "these", "all", "they"})
_NUMBERS = frozenset(
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen"]
).union(["twenty", "thirty", "forty", "a", "couple", "few", "of", "some", "many"])
# Only these stand before it in its clause; a longer clause speaks of something of its own.
_SMALL = _THAT.union(
    _NUMBERS,
    ["was", "were", "is", "all", "about", "over", "nearly", "almost", "around", "roughly", "back", "way", "long"],
    ["and", "but", "so", "now", "well", "ok", "thankfully", "luckily", "ive", "im", "i", "hes", "shes", "he"],
    ["she", "my"],
    ["dry", "years", "months", "got", "had", "have", "has", "been", "then", "since", "just"],
)
# Somebody tells of what is there now, with one of these.
_PRESENT = frozenset(
    ["is", "are", "am", "im", "its", "hes", "shes", "theyre", "theres", "isnt", "arent", "have", "has", "ive", "havent"]
).union(
    ["get", "gets", "feel", "feels", "keep", "keeps", "do", "does", "dont", "doesnt", "can", "cant", "cannot", "go"],
    ["goes", "come", "comes", "coming", "bleed", "bleeds", "hurt", "hurts", "leak", "leaks", "look", "looks", "see"],
    ["say", "pass", "passes", "notice", "want", "wants", "find", "still", "been", "being"],
)
_PAST = frozenset(
    ["was", "were", "had", "did", "didnt", "wasnt", "werent", "got", "bled", "went", "came", "couldnt", "could", "wore"]
).union(["kept", "lost", "felt", "burst", "ended", "told", "took", "began", "saw", "threw", "used", "found", "said"])
_SELF = frozenset({"i", "im", "ive", "my", "me", "mine", "we"})
_LETTERS_OF_PAST = 4


def looking_back(cues: Iterable[Cue], words: Sequence[Word]) -> list[tuple[Cue, int]]:
    """Return the cues that say something of what stands before them, each with the first word that it speaks of.

    `cues` stand in the order of the text.
    """
    found: list[tuple[Cue, int]] = []
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


def reaches_back(cue: Cue, first: int, place: Place, words: Sequence[Word]) -> bool:
    """Tell whether `cue`, which speaks of all words from `first` on, speaks of the term; a past, of what is so told."""
    if place.kind not in PASSING or not first <= place.start <= place.end <= cue.start:
        return False
    return _told_as_past(place, cue, words) if cue.rule.means is Context.PAST else _not_of_oneself(place, cue, words)


def _first(cue: Cue, earliest: Mapping[str, int], latest: Mapping[str, int], words: Sequence[Word]) -> int:
    """Return the first word that the cue speaks of; its own place if there is none.

    No farther than the sentence before, or than the sentence of the date that it closes. What is said of today stands
    for its sentence, and ends it.
    """
    rule = cue.rule
    dates = [earliest[name] for name in rule.back_from if name in earliest]
    if rule.back_from and not dates:
        return cue.start
    sentence = words[min(dates)].sentence if dates else words[cue.start].sentence - 1
    ended = [words[latest[name]].sentence + 1 for name in rule.unless if name in latest]
    sentence = max([sentence, *ended])
    first = max(0, cue.start - rule.back)
    return next((at for at in range(first, cue.start) if words[at].sentence >= sentence), cue.start)


def _is_bare(cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether nothing but small words stands before it in its clause; a date, behind "that was" or the like."""
    before = {word.form for word in words[_clause_of(cue, words) : cue.start]}
    if not all(form in _SMALL or form.isdigit() for form in before):
        return False
    return cue.rule.means is not Context.PAST or not cue.rule.leads or not _THAT.isdisjoint(before)


def _clause_of(cue: Cue, words: Sequence[Word]) -> int:
    """Return where the clause of the cue begins: behind a pause, or at an "and"."""
    at = cue.start
    while at > 0 and not words[at].comma and words[at - 1].sentence == words[cue.start].sentence:
        at -= 1
        if words[at].form == "and":
            break
    return at


def _not_of_oneself(place: Place, cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether the term stands in the cue's own sentence, or in one where nobody speaks of himself."""
    sentence = words[place.start].sentence
    if sentence == words[cue.start].sentence:
        return True
    return _SELF.isdisjoint(_forms_of(sentence, cue.start, words))


def _told_as_past(place: Place, cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether the sentence of the term is told in the past tense, with nothing of the present."""
    own = _forms_of(words[place.start].sentence, _clause_of(cue, words), words)
    return _PRESENT.isdisjoint(own) and any(map(_is_past, own))


def clause_is_past(place: Place, words: Sequence[Word]) -> bool:
    """Tell whether the clause of the term is past, and its sentence up to there has nothing of the present."""
    start, end, sentence = place.start, place.end, words[place.start].sentence
    while start > 0 and not words[start].comma and words[start - 1].sentence == sentence:
        start -= 1
    while end < len(words) and not words[end].comma and words[end].sentence == sentence:
        end += 1
    if not any(_is_past(word.form) for word in words[start:end]):
        return False
    return _PRESENT.isdisjoint(_forms_of(sentence, end, words))


def _forms_of(sentence: int, end: int, words: Sequence[Word]) -> set[str]:
    """Return the forms of the words of a sentence that stand before the word `end`; all others lie between."""
    forms: set[str] = set()
    for at in range(end - 1, -1, -1):
        word = words[at]
        if word.sentence < sentence:
            break
        if word.sentence == sentence:
            forms.add(word.form)
    return forms


def _is_past(form: str) -> bool:
    return form in _PAST or (form.endswith("ed") and len(form) > _LETTERS_OF_PAST)
