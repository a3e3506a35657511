"""What is said of one thing in a list holds for the others: "no blood, mucus or pain" denies all three."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.context.kinds import DENIABLE, LIVE, QUALITY, TOLD

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from bot.knowledge.model import Context
    from bot.language.context.cues import Cue, Place
    from bot.language.text import Word

_OR = frozenset({"or", "nor"})
# What is quoted, or asked of in general, goes on along a list that ends with "and" too, qualities and all.
AND = _OR | {"and"}
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
    if not lists:  # as in most messages
        return
    rules = {cue.rule.id for cue in lists}
    ends = {cue.end for cue in lists}
    oneself = {words[cue.start].sentence: cue.start for cue in cues if cue.rule.means == "self"}  # the last of each
    # Whether the term before stands in a list of that kind, whether that was carried to it, and what goes on over a
    # quality to its sign: "or black stools", "severe pain or".
    told = carried = False
    held: tuple[Context, str] | None = None
    for index in range(1, len(places)):
        before, here = places[index - 1], places[index]
        context, rule = held or judged[index - 1]
        if rule not in rules:
            told, carried, held = False, False, None
            continue
        told = told or (
            context in TOLD
            and _begins_a_list(before, ends)
            # "i read about fever, pain and blood in my poo" goes on to the person.
            and oneself.get(words[before.start].sentence, -1) < before.end
        )
        in_list = (
            _is_one(before, here, carried=carried)
            or (held is not None and before.start <= here.start <= before.end)
            or _joined(before, places[index : index + _LONGEST_LIST], words, AND if told else _OR)
        )
        told = told and in_list
        quality = here.kind == QUALITY and (told or before.kind == QUALITY)
        carries = in_list and judged[index][0] is LIVE and (here.kind in DENIABLE or quality)
        if carries:
            judged[index] = (context, rule)
        carried = in_list and (carried or carries)
        held = (context, rule) if in_list and not carries and here.kind == QUALITY else None


def _is_one(before: Place, here: Place, *, carried: bool) -> bool:
    """Tell whether both are said with the same words, or some in the last of a list ("or rectal bleeding")."""
    same = (here.start, here.end) == (before.start, before.end)
    return same or (carried and before.start <= here.start < before.end)


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
