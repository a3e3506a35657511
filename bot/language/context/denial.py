"""How far a denial goes: where it ends though no comma says so, and when two of them affirm."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from bot.language.context.clauses import begins_clause, closes_its_sentence, opens_its_sentence
from bot.language.context.kinds import NEGATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from bot.language.context.cues import Cue, Place
    from bot.language.text import Word

_start = attrgetter("start")
_OR = frozenset({"or", "nor", "and", "any"})
# What is said of a term stands so near behind it.
_NEAR = 4
_WHERE_AND_WHEN = frozenset(
    ["in", "on", "from", "near", "round", "around", "out", "down", "by", "next", "coming", "everywhere", "all"]
).union(["when", "whenever", "every", "each", "after", "since", "today", "now", "tonight"])
_LIKE_ADJECTIVES = ("ing", "y", "ful", "ed", "en", "al", "ous", "ic", "able", "less", "ive", "red", "sore", "ish")
_VERBS = frozenset(
    ["is", "are", "was", "were", "has", "looks", "feels", "hurts", "keeps", "comes", "came", "gets", "got", "went"]
)
# "there isnt a day that i dont bleed", "i wouldnt say i dont" affirm: a second denial right behind one of these words,
# which stands under a first one.
_OCCASIONS = frozenset(
    ["day", "night", "morning", "evening", "week", "weekend", "month", "hour", "time", "wipe", "trip", "visit", "meal"]
).union(
    ["poo", "poop", "bm", "movement", "shift", "journey", "flight", "run", "wee"],
    ["say", "said", "saying", "claim", "pretend", "swear", "true"],
)
_FIRST_DENIALS = frozenset(
    ["no", "not", "never", "isnt", "wasnt", "hasnt", "hardly", "rarely", "barely", "scarcely", "seldom", "cant", "dont"]
).union(
    ["doesnt", "havent", "didnt", "hadnt", "nobody", "wish", "arent", "werent", "theres", "wouldnt", "couldnt", "wont"]
)
_WITHOUT = "without"
_FAR = 8
_BREAKS = frozenset({"and", "but", "or", "so", "because", "just", "only"})
_HEAD = frozenset({"could", "i", "a", "one", "single", "been", "go", "goes", "bowel", "any", "toilet", "loo", "of"})
_TAIL = frozenset(["that", "when", "where", "which", "i", "he", "she", "we", "my"]).union(
    ["on", "goes", "go", "by", "passes", "went", "passed"],
    ["there", "theres", "it", "its", "is", "was", "im", "ive", "hes", "shes", "as", "if", "like"],
)
# What stands right under a denial with one of these affirms as well: "not that i dont bleed", "not as if theres none".
_FRAMES = frozenset({"that", "if", "like"})


def without_tags(cues: Sequence[Cue], words: Sequence[Word], asked: AbstractSet[int]) -> Sequence[Cue]:
    """Return `cues` but for a "no" that only asks for a yes: "i pooed blood, no?". `asked`: sentences with a "?"."""
    return [cue for cue in cues if not (cue.rule.ends and words[cue.start].sentence in asked and _is_a_tag(cue, words))]


def _is_a_tag(cue: Cue, words: Sequence[Word]) -> bool:
    return cue.rule.means is NEGATED and closes_its_sentence(cue, words) and not opens_its_sentence(cue, words)


def is_a_lack(place: Place, words: Sequence[Word]) -> bool:
    """Tell whether the term says itself that something is not there or cannot be done: "cant pee", "no feeling"."""
    return not _FIRST_DENIALS.isdisjoint(word.form for word in words[place.start : place.end])


def doubly_denied(cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether the denial `cue` stands under another one, and so affirms: "not a day without blood"."""
    if words[cue.start].form == _WITHOUT:
        return _denied_before(cue.start, words)
    under = _back_over(_TAIL, cue.start, words)
    if under is None:
        return False
    if words[under].form in _FIRST_DENIALS:
        return not _FRAMES.isdisjoint(word.form for word in words[under + 1 : cue.start])
    first = _back_over(_HEAD, under, words) if words[under].form in _OCCASIONS else None
    return first is not None and words[first].form in _FIRST_DENIALS


def _back_over(allowed: frozenset[str], at: int, words: Sequence[Word]) -> int | None:
    """Return the place before word `at`, over those of `allowed` before it; None if its clause begins there."""
    while not begins_clause(at, words):
        at -= 1
        if words[at].form not in allowed:
            return at
    return None


def _denied_before(at: int, words: Sequence[Word]) -> bool:
    """Tell whether a denial stands near before in the same clause: "i havent had a poo without blood"."""
    for back in range(at - 1, max(at - _FAR, -1), -1):
        pause = words[back + 1].comma or words[back].sentence != words[at].sentence
        if pause or words[back].form in _BREAKS:
            return False
        if words[back].form in _FIRST_DENIALS:
            return True
    return False


def denied_nearer(live: Cue, place: Place, cues: Iterable[Cue], words: Sequence[Word]) -> bool:
    """Tell whether a denial is nearer to the term than what affirms beyond a comma: "not just that, no blood"."""
    before = live.end <= place.start
    if not before and (live.rule.comma or not any(word.comma for word in words[place.end : live.start + 1])):
        return False
    return any(
        cue.rule.means is NEGATED
        and 0 <= place.start - cue.end < cue.rule.after
        and words[cue.start].sentence == words[place.start].sentence
        and (not before or (live.end <= cue.start and any(word.comma for word in words[live.end : cue.start + 1])))
        and not any(word.comma for word in words[cue.start + 1 : place.start + 1])
        for cue in cues
    )


def clause_between(cue: Cue, place: Place, named: Sequence[Place], words: Sequence[Word]) -> bool:
    """Tell whether a new clause begins behind what a rule denies, at the term or before: "no fever lump is red".

    `named` stand in the order of the text.
    """
    if place.start < cue.end:
        return False
    reached = named[bisect_left(named, cue.end, key=_start) : bisect_right(named, place.start, key=_start)]
    return len(reached) > 1 and any(_begins_a_clause(one, reached, words) for one in reached)


def _begins_a_clause(place: Place, named: Iterable[Place], words: Sequence[Word]) -> bool:
    """Tell whether what is named second has a verb, or says where or when, and so is not denied with the first.

    "no fever blood in my poo" names blood, "no painful lump on my bum" no lump. Nor does a list: "no fever or lump".
    """
    before = max((one.end for one in named if one.end <= place.start), default=0)
    if not before or not _OR.isdisjoint(word.form for word in words[before : place.start]):
        return False
    return _followed_by_verb(place, words) or (before == place.start and _says_where(place, words))


def _says_where(place: Place, words: Sequence[Word]) -> bool:
    if words[place.start - 1].form.endswith(_LIKE_ADJECTIVES):
        return False
    last = place.end + (place.end < len(words) and words[place.end].sentence == words[place.start].sentence)
    return any(word.form in _WHERE_AND_WHEN or word.form in _VERBS for word in words[place.start + 1 : last])


def _followed_by_verb(place: Place, words: Sequence[Word]) -> bool:
    for word in words[place.end : place.end + _NEAR]:
        if word.comma or word.sentence != words[place.start].sentence:
            return False
        if word.form in _VERBS:
            return True
    return False
