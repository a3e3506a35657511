"""What is told of a whole list holds for each thing in it: "went through the risks: fever, abscess, bleeding"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.knowledge.model import Context
from bot.language.context.kinds import DENIABLE, PRESENT, QUALITY
from bot.language.context.lists import AND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.language.context.cues import Cue, Place
    from bot.language.text import Word

_FEWEST_ITEMS = 3
_LONGEST_ITEM = 6
_LONGEST_CLAUSE = 20
# Here somebody begins to tell what he has.
_ANEW = frozenset(
    {"symptoms", "i", "im", "ive", "now", "today", "got", "have", "had", "keep", "since", "still", "but", "hes", "shes"}
)
# "fever, bleeding, cramps, all yes": who says so has it all.
_YES = "yes"
# Degrees Celsius: such a number was read off somebody.
_FEVERISH, _HOTTEST = 36, 43
# An item with one of these tells of somebody, or of when it was.
_TELLING = frozenset(
    ["i", "im", "ive", "id", "my", "me", "we", "he", "hes", "she", "shes", "his", "her", "it", "its", "theres", "they"]
).union(
    ["is", "are", "was", "were", "have", "has", "had", "got", "get", "keep", "keeps", "now", "today", "since", "still"],
    ["for", "every", "each", "yesterday", "tonight", "again", "but", "so", "when", "because", "this", "mine", "says"],
    ["days", "weeks", "months", "hours", "yes", "started", "not", "said"],
)


def tell_all(
    judged: list[tuple[Context, str]], places: Sequence[Place], cues: Sequence[Cue], words: Sequence[Word]
) -> None:
    """Say of each thing in a list behind a cue what the cue says: "went through the risks: fever, abscess, bleeding".

    Such a list has three short items or more, commas or an "and" between, and none of them tells of anybody.
    """
    cues = [cue for cue in cues if cue.rule.told_lists]
    if not cues:  # as in most messages
        return
    said: dict[int, Cue] = {}  # by each word of such a list
    last = -1  # a list is looked at for one cue only
    for cue in cues:
        if cue.end > last and (found := _list_behind(cue.end, words)):
            last = found.stop
            said.update(dict.fromkeys(found, cue))
    for index, place in enumerate(places if said else ()):
        one = said.get(place.start)
        if one is None or said.get(place.end - 1) is not one or judged[index][0] not in PRESENT:
            continue
        if place.kind in DENIABLE or place.kind == QUALITY:
            judged[index] = (Context(one.rule.means), one.rule.id)


def _list_behind(start: int, words: Sequence[Word]) -> range:
    """Return where the list behind word `start` stands in its sentence, if there is one.

    It begins at once, or behind what else the clause of the cue says: "the list before my op: fever, abscess".
    """
    first, at, items = start, start, 0
    while at < len(words) and words[at].sentence == words[start - 1].sentence:
        behind = _end_of_item(at, words)
        forms = {word.form for word in words[at:behind]}
        if behind - at > _LONGEST_ITEM or any(map(_tells, forms)):
            if _YES in forms:
                return range(0)
            if at > start or not _ANEW.isdisjoint(forms):
                break
            first = behind
        else:
            items += 1
        at = behind
    return range(first, at if items >= _FEWEST_ITEMS else first)


def _end_of_item(at: int, words: Sequence[Word]) -> int:
    """Return where the item of a list ends that begins at word `at`: before a pause, or behind its "and"."""
    for behind in range(at + 1, min(len(words), at + _LONGEST_CLAUSE)):
        word = words[behind]
        if word.comma or words[behind - 1].form in AND or word.sentence != words[at].sentence:
            return behind
    return min(len(words), at + _LONGEST_CLAUSE)


def _tells(form: str) -> bool:
    """Tell whether a word tells of somebody or of a time, or is a temperature."""
    return form in _TELLING or (form[0].isdigit() and _FEVERISH <= float(form.replace(",", ".")) <= _HOTTEST)
