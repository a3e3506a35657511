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
TOLD = frozenset({Context.QUOTED, Context.HYPOTHETICAL})
_LONGEST_LIST = 8
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
# There now: in whoever writes, or in somebody else.
PRESENT = frozenset({Context.LIVE, Context.OTHER})
_LISTED = frozenset({"sign", "condition", "quality"})
_JOINS = frozenset(
    {"or", "nor", "and", "any", "no", "without", "of", "in", "my", "the", "a", "from", "even", "have", "get", "got"}
)


def carry_along_lists(
    judged: list[tuple[Context, str]], places: Sequence[Place], cues: Sequence[Cue], words: Sequence[Word]
) -> None:
    """Carry what is said of a thing along the list that it stands in."""
    _carry_along(judged, places, cues, words)
    _tell_all(judged, places, [cue for cue in cues if cue.rule.told_lists], words)


def _tell_all(
    judged: list[tuple[Context, str]], places: Sequence[Place], cues: Sequence[Cue], words: Sequence[Word]
) -> None:
    """Say of each thing in a list behind a cue what the cue says: "went through the risks: fever, abscess, bleeding".

    Such a list has three short items or more, commas or an "and" between, and none of them tells of anybody.
    """
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
        if word.comma or words[behind - 1].form in _AND or word.sentence != words[at].sentence:
            return behind
    return min(len(words), at + _LONGEST_CLAUSE)


def _tells(form: str) -> bool:
    """Tell whether a word tells of somebody or of a time, or is a temperature."""
    return form in _TELLING or (form[0].isdigit() and _FEVERISH <= float(form.replace(",", ".")) <= _HOTTEST)


def _carry_along(
    judged: list[tuple[Context, str]], places: Sequence[Place], cues: Sequence[Cue], words: Sequence[Word]
) -> None:
    """Carry what is said of a thing along a list that ends with "or": "no blood, mucus or pain" denies all three.

    What is quoted or asked in general goes on to an "and" too, where the list follows the cue at once.
    """
    lists = [cue for cue in cues if cue.rule.lists]
    if not lists:
        return
    rules = {cue.rule.id for cue in lists}
    ends = {cue.end for cue in lists}
    oneself = {words[cue.start].sentence: cue.start for cue in cues if cue.rule.means == "self"}  # the last of each
    # Whether the term before stands in a list of that kind, whether that was carried to it, and what goes on over a
    # quality to its sign: "or black stools".
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
            or (held is not None and here.start == before.end)
            or _joined(before, places[index : index + _LONGEST_LIST], words, _AND if told else _OR)
        )
        told = told and in_list
        quality = here.kind == QUALITY and (told or before.kind == QUALITY)
        carries = in_list and judged[index][0] is Context.LIVE and (here.kind in DENIABLE or quality)
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
