"""How each term is meant: live, denied, past, supposed, about somebody else or an animal, or quoted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import partial
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from bot.knowledge.model import Context
from bot.language.asking import Asking
from bot.language.backward import PASSING, looking_back, reaches_back
from bot.language.denial import clause_between, denied_nearer, doubly_denied
from bot.language.listing import DENIABLE, QUALITY, TOLD, carry_along_lists
from bot.language.owning import Owning
from bot.language.scope import (
    ANSWERED,
    EXPERIENCE,
    asks_of_nobody,
    is_supposed,
    opened,
    reaches,
    stops_of,
    switched_off,
)
from bot.language.tale import Tales

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.language.cues import Cue, Place
    from bot.language.tense import Tenses
    from bot.language.text import Word

T = TypeVar("T")

_NAMED = frozenset({"sign", "condition", "treatment", "elsewhere"})
# A quality is denied only by a verb's "not" before it, with at most one word between: "my stool isnt black".
_OF_NOT = 1
# Rules that say who the words after them are about.
SUBJECTS = frozenset({"self", "somebody", "animal_subject"})
# An animal named behind one of these is not whom the tale is about.
_ASIDE = frozenset(
    ["ate", "eat", "eats", "eating", "eaten", "cooked", "fried", "drank", "drink", "drinking", "feeding", "fed", "feed"]
).union(
    [
        "walking",
        "walked",
        "walk",
        "riding",
        "rode",
        "ride",
        "milking",
        "milked",
        "grooming",
        "like",
        "than",
        "over",
        "off",
    ]
)
_ARTICLES = frozenset({"my", "the", "a", "an", "his", "her", "our", "their", "some"})
# What follows "after the" or "my" was done or is to come.
_OWN = frozenset({"my", "his", "her", "our"})
_THIS = frozenset({"this", "these"})
_AFTER = frozenset({"after", "since", "before", "from", "following"})
# When several rules reach one term, the first of these holds.
_ORDER = (Context.QUOTED, Context.HYPOTHETICAL, Context.NEGATED, Context.PAST)


class Around(NamedTuple):
    """What stands around a term: all words, cues and where they end, who it is about, and what is named."""

    words: Sequence[Word]
    tenses: Tenses
    tales: Tales
    asking: Asking
    acting: _Near[Cue]
    stops: _Near[Cue]
    subjects: list[Cue]
    behind: int  # so many words behind a term whom it is about may be named
    named: list[Place]
    back: _Near[tuple[Cue, int]]  # what speaks of all before it, with the first word that it speaks of
    affirming: frozenset[int]  # where denials begin that stand under another one


def judge(places: Sequence[Place], cues: Sequence[Cue], words: Sequence[Word]) -> list[tuple[Context, str]]:
    """Return for each place how it is meant and the id of the rule that says so ("" for live by default).

    `cues` stand in the order of the text. Rules reach only inside their own sentence, stop at a "stop" cue between them
    and the term, and at a comma where they say so.
    """
    claims = [place for place in places if place.kind in PASSING]
    by_rule: dict[str, list[Cue]] = {}
    for cue in cues:
        by_rule.setdefault(cue.rule.id, []).append(cue)
    if EXPERIENCE in by_rule:
        by_rule[EXPERIENCE] = [cue for cue in by_rule[EXPERIENCE] if not is_supposed(cue, words)]
    asked = asks_of_nobody(cues, words)
    asking, owning = Asking(words, places), Owning(words)
    met = cues
    cues = [
        cue
        for cue in cues
        if (asked or not cue.rule.impersonal)
        and (not cue.rule.general or asking.counts(cue))
        and (not cue.rule.only_behind or opened(cue, by_rule, words))
        and not switched_off(cue, by_rule, claims, words)
        and not (cue.rule.means in TOLD and owning.takes_back(cue))
    ]
    around = _around(places, cues, words, Tales(met, cues, words), asking)
    judged = [_judge_one(place, around) for place in places]
    carry_along_lists(judged, places, cues, words)
    return judged


def _around(
    places: Sequence[Place], cues: Sequence[Cue], words: Sequence[Word], tales: Tales, asking: Asking
) -> Around:
    acting = [cue for cue in cues if isinstance(cue.rule.means, Context) and not cue.rule.told_lists]
    back = [one for one in looking_back(cues, words) if isinstance(one[0].rule.means, Context)]
    subjects = [cue for cue in cues if cue.rule.means in SUBJECTS and not _is_named_aside(cue, words)]
    denials = [cue for cue in acting if cue.rule.means is Context.NEGATED]
    reach = partial(_farthest, acting)
    return Around(
        words=words,
        tenses=tales.tenses,
        tales=tales,
        asking=asking,
        acting=_Near(acting, _start, reach),
        stops=_Near(stops_of(cues, words), _start, reach),
        subjects=subjects,
        behind=max([cue.rule.before for cue in subjects], default=0),
        named=[place for place in places if place.kind in _NAMED],
        back=_Near(back, _start_of_first, partial(_farthest_back, back)),
        affirming=frozenset([cue.start for cue in denials if doubly_denied(cue, words)]),
    )


def _is_named_aside(cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether the animal only has something done to it, and no tale is of it: "fed the hens", "ate rabbit"."""
    if cue.rule.means != "animal_subject":
        return False
    at = cue.start - 1
    while at >= 0 and words[at].form in _ARTICLES:
        at -= 1
    return at >= 0 and words[at].form in _ASIDE and words[at].sentence == words[cue.start].sentence


_start = attrgetter("start")


def _start_of_first(one: tuple[Cue, int]) -> int:
    return one[0].start


def _farthest(acting: Iterable[Cue]) -> int:
    """Return how many words the farthest of the cues reaches."""
    return max([max(cue.rule.before, cue.rule.after + cue.end - cue.start, ANSWERED) for cue in acting], default=0)


def _farthest_back(back: Iterable[tuple[Cue, int]]) -> int:
    return max([cue.start - first for cue, first in back], default=0)


# So few are looked at one by one sooner than searched.
_FEW = 24


class _Near(Generic[T]):
    """What stands in the order of the text, so that a term is held against that alone which may reach it."""

    __slots__ = ("_items", "_reach", "_starts")

    def __init__(self, items: Sequence[T], start: Callable[[T], int], reach: Callable[[], int]) -> None:
        """Take `items`, what tells the word at which one begins, and how many words the farthest of them reaches."""
        self._items = items
        self._starts = list(map(start, items)) if len(items) > _FEW else ()
        self._reach = reach() if self._starts else 0

    def to(self, place: Place) -> Sequence[T]:
        """Return the items from which no more words lie to the term than the farthest of all reaches."""
        if not self._starts:
            return self._items
        first = bisect_left(self._starts, place.start - self._reach)
        return self._items[first : bisect_right(self._starts, place.end + self._reach)]


def _judge_one(place: Place, around: Around) -> tuple[Context, str]:
    subject = _subject(place, around)
    if subject is not None and subject.rule.means == "animal_subject":
        return Context.ANIMAL, subject.rule.id
    met = _met(place, around)
    if (not met or Context.LIVE in met) and place.kind in PASSING and (rule := around.tales.rule_of(place)):
        return Context.PAST, rule
    for means in (Context.LIVE, *_ORDER):
        if means in met:
            return means, met[means]
    if subject is not None and subject.rule.means == "somebody":
        return Context.OTHER, subject.rule.id
    return Context.LIVE, ""


def _met(place: Place, around: Around) -> dict[str, str]:
    """Return all ways in which the term may be meant, each with the first rule that says so."""
    met: dict[str, str] = {}
    cues, stops = around.acting.to(place), around.stops.to(place)
    for cue in cues:
        means = _means(cue, around)
        if means in met or not reaches(cue, place, stops, around.words, around.tenses):
            continue
        if _says(cue, place, cues, around):
            met[means] = cue.rule.id
            if means is Context.LIVE:  # nothing says more
                return met
    for cue, first in around.back.to(place):
        if reaches_back(cue, first, place, around.words, around.tenses) and (
            not cue.rule.others or _of_another(place, around)
        ):
            met.setdefault(cue.rule.means, cue.rule.id)
    return met


def _means(cue: Cue, around: Around) -> str:
    """Return how `cue` says that a term is meant: a denial of a denial affirms."""
    return Context.LIVE if cue.start in around.affirming and cue.rule.means is Context.NEGATED else cue.rule.means


def _says(cue: Cue, place: Place, cues: Sequence[Cue], around: Around) -> bool:
    """Tell whether `cue`, which reaches the term, says anything of this one."""
    if cue.rule.means is Context.LIVE:
        return not denied_nearer(cue, place, cues, around.words)
    return _applies(cue, place, around)


def _applies(cue: Cue, place: Place, around: Around) -> bool:
    if cue.rule.means is Context.NEGATED:
        if place.kind == QUALITY:
            return cue.rule.qualities and 0 <= place.start - cue.end <= _OF_NOT
        return place.kind in DENIABLE and not (
            cue.rule.comma and clause_between(cue, place, around.named, around.words)
        )
    if (cue.rule.impersonal or cue.rule.general) and place.crisis:
        return False
    if (cue.rule.general and not around.asking.together(cue, place)) or _is_certain(cue, place, around.words):
        return False
    if (cue.rule.told and not around.tenses.clause_is_past(place)) or (
        cue.rule.others and not _of_another(place, around)
    ):
        return False
    return cue.rule.means is not Context.PAST or place.kind in PASSING


def _is_certain(cue: Cue, place: Place, words: Sequence[Word]) -> bool:
    """Tell whether it is there, was done or is to come, though what may follow is only told: "bleeds after my op"."""
    if cue.rule.means not in TOLD:
        return False
    if place.kind in PASSING:
        return place.start > 0 and words[place.start - 1].form in _THIS
    if place.kind != "event":
        return False
    before = [word.form for word in words[max(0, place.start - 2) : place.start]]
    if before[-1:] == ["the"]:
        return not _AFTER.isdisjoint(before)
    return not _OWN.isdisjoint(before[-1:])


def _of_another(place: Place, around: Around) -> bool:
    subject = _subject(place, around)
    return subject is not None and subject.rule.means == "somebody"


def _subject(place: Place, around: Around) -> Cue | None:
    """Return who the term is about: the nearest subject before it, in its sentence or else the last one named before.

    "in my dogs poo": an animal named right behind the term owns it too. "my dog is fine. blood in my poo": so does "my"
    where the animal stands in another sentence.
    """
    subjects, words = around.subjects, around.words
    at = bisect_left(subjects, place.end, key=_start) if subjects else 0
    before = subjects[at - 1] if at else None
    for cue in islice(subjects, at, None):
        if cue.start - place.end >= around.behind:
            break
        if cue.rule.before and _owns(cue, place, words):
            means = cue.rule.means
            elsewhere = before is not None and words[before.start].sentence != words[place.start].sentence
            if means == "animal_subject" or elsewhere:
                return cue
    return before


def _owns(cue: Cue, place: Place, words: Sequence[Word]) -> bool:
    """Tell whether who is named behind the term is whom it is about; behind a comma only as the last word."""
    sentence = words[place.start].sentence
    if cue.start - place.end >= cue.rule.before or words[cue.start].sentence != sentence:
        return False
    ends = cue.end == len(words) or words[cue.end].sentence != sentence
    return ends or not any(word.comma for word in words[place.end : cue.start + 1])
