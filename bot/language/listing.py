"""What is said of one thing in a list holds for the others: "no blood, mucus or pain" denies all three."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.knowledge.model import Context

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from bot.language.cues import Cue, Place
    from bot.language.text import Word

# What a past, a denial or a supposition does not undo: a birth is past by nature, "a lot" denies nothing.
DENIABLE = frozenset({"sign", "condition", "treatment", "test", "event", "body", "elsewhere"})
QUALITY = "quality"
_OR = frozenset({"or", "nor"})
# What is quoted, or asked of in general, goes on along a list that ends with "and" too, qualities and all.
_AND = _OR | {"and"}
_TOLD = frozenset({Context.QUOTED, Context.HYPOTHETICAL})
_LONGEST_LIST = 8
_LISTED = frozenset({"sign", "condition", "quality"})
_JOINS = frozenset(
    {"or", "nor", "and", "any", "no", "without", "of", "in", "my", "the", "a", "from", "even", "have", "get", "got"}
)


def carry_along_lists(
    judged: list[tuple[Context, str]], places: Sequence[Place], cues: Sequence[Cue], words: Sequence[Word]
) -> None:
    """Carry what is said of a thing along a list that ends with "or": "no blood, mucus or pain" denies all three.

    What is quoted or asked in general goes on to an "and" too, where the list follows the cue at once.
    """
    lists = [cue for cue in cues if cue.rule.lists]
    rules = {cue.rule.id for cue in lists}
    ends = {cue.end for cue in lists}
    oneself = {words[cue.start].sentence: cue.start for cue in cues if cue.rule.means == "self"}  # the last of each
    told = False  # whether the term before stands in a list of that kind
    for index in range(1, len(places)):
        before, here = places[index - 1], places[index]
        context, rule = judged[index - 1]
        if rule not in rules:
            told = False
            continue
        told = told or (
            context in _TOLD
            and _begins_a_list(before, ends)
            # "i read about fever, pain and blood in my poo" goes on to the person.
            and oneself.get(words[before.start].sentence, -1) < before.end
        )
        same = (here.start, here.end) == (before.start, before.end)
        in_list = same or _joined(before, places[index : index + _LONGEST_LIST], words, _AND if told else _OR)
        told = told and in_list
        quality = here.kind == QUALITY and (told or before.kind == QUALITY)
        if in_list and judged[index][0] is Context.LIVE and (here.kind in DENIABLE or quality):
            judged[index] = (context, rule)


def _begins_a_list(place: Place, ends: AbstractSet[int]) -> bool:
    return place.kind in _LISTED and (place.start in ends or place.start - 1 in ends)


def _joined(before: Place, items: Sequence[Place], words: Sequence[Word], last: frozenset[str]) -> bool:
    """Tell whether the first of `items` stands in one list with the term before it; `last` joins the last of a list."""
    here = items[0]
    if words[before.start].sentence != words[here.start].sentence or here.start < before.end:
        return False
    between = words[before.end : here.start]
    if not all(word.form in _JOINS for word in between):
        return False
    if any(word.form in last for word in between):
        return True
    pause = any(word.comma for word in words[before.end : here.start + 1])
    return (pause or (not between and before.kind == QUALITY)) and _goes_on_to(last, items, words)


def _goes_on_to(last: frozenset[str], items: Sequence[Place], words: Sequence[Word]) -> bool:
    """Tell whether a list goes on to its last item: "no fever, vomiting or blood"; not "no fever, blood every time"."""
    end = items[0].start
    for item in items:
        if item.start > end:
            break
        end = max(end, item.end)
    return end < len(words) and words[end].form in last and words[end].sentence == words[items[0].start].sentence
