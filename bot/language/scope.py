"""How far a context rule reaches: past its words to a term, or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.knowledge.model import Context
from bot.language.backward import PASSING, clause_is_past

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.language.cues import Cue, Place
    from bot.language.text import Word

# Means of the rules that end the reach of others: some of all, the rest of denials that a comma stops too.
STOPS = frozenset({"stop", "today", "clause", "experience"})
_OF_ALL = frozenset({"stop", "today"})
_CLAUSES = frozenset({Context.NEGATED, Context.LIVE})
# What is said of a term stands so near behind it, and what "now" brings so near behind that.
_NEAR = 4
# A sign asked about stands so near before the answer.
_ANSWERED = 4
# So many words make the head of a clause.
_LEAD = 3
_OF_NOW = 6
# What stands right behind it is supposed with it: "told to ring if i have a fever".
_IF = "if"
_OR = frozenset({"or", "nor", "and", "any"})
# Behind these "my" goes on with what stands before: "no blood on my paper", "it doesnt make my bum bleed".
_TIES = frozenset(
    ["in", "on", "of", "from", "near", "round", "around", "at", "to", "with", "by", "inside", "into", "up", "down"]
).union(
    [
        "off",
        "through",
        "for",
        "under",
        "behind",
        "between",
        "about",
        "or",
        "nor",
        "any",
        "that",
        "if",
        "not",
        "without",
    ],
    ["make", "makes", "made", "making", "see", "seen", "notice", "have", "had", "want", "let", "get", "find", "feel"],
    ["think", "say", "says", "isnt", "wasnt", "arent", "werent", "aint"],
)
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
    ["say", "saying", "claim", "pretend", "swear"],
)
_FIRST_DENIALS = frozenset(
    ["no", "not", "never", "isnt", "wasnt", "hasnt", "hardly", "rarely", "barely", "scarcely", "seldom", "cant", "dont"]
).union(
    ["doesnt", "havent", "didnt", "hadnt", "nobody", "wish", "arent", "werent", "theres", "wouldnt", "couldnt", "wont"]
)
# What only gives a reason or goes on telling: it ends no past.
_GOING_ON = frozenset({"because", "cos", "coz", "cuz", "bc", "so", "then", "while"})
_AND_THEN = _GOING_ON | {"and then", "and the", "and he", "and she"}
_WITHOUT = "without"
_FAR = 8
_BREAKS = frozenset({"and", "but", "or", "so", "because", "just", "only"})
_HEAD = frozenset({"could", "i", "a", "one", "single", "been", "go", "goes", "bowel", "any", "toilet", "loo", "of"})
_TAIL = frozenset(
    {
        "that",
        "when",
        "where",
        "i",
        "he",
        "she",
        "we",
        "goes",
        "go",
        "by",
        "passes",
        "went",
        "passed",
        "my",
        "on",
        "which",
    }
)


def doubly_denied(cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether the denial `cue` stands under another one, and so affirms: "not a day without blood"."""
    at = cue.start - 1
    sentence = words[cue.start].sentence
    if words[cue.start].form == _WITHOUT:
        return _denied_before(cue.start, words)
    for allowed in (_TAIL, _HEAD):
        while at >= 0 and words[at].form in allowed and words[at].sentence == sentence and not words[at + 1].comma:
            at -= 1
        wanted = _OCCASIONS if allowed is _TAIL else _FIRST_DENIALS
        if at < 0 or words[at].form not in wanted or words[at].sentence != sentence or words[at + 1].comma:
            return False
        at -= 1
    return True


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
        cue.rule.means is Context.NEGATED
        and 0 <= place.start - cue.end < cue.rule.after
        and words[cue.start].sentence == words[place.start].sentence
        and (not before or (live.end <= cue.start and any(word.comma for word in words[live.end : cue.start + 1])))
        and not any(word.comma for word in words[cue.start + 1 : place.start + 1])
        for cue in cues
    )


def switched_off(cue: Cue, cues: Iterable[Cue], claims: Sequence[Place], words: Sequence[Word]) -> bool:
    """Tell whether another cue of its sentence switches `cue` off: one of `unless`, or of `unless_behind` behind it.

    A "now" leaves a past alone where each has its own: "piles years ago, now i leak", "i leak now, piles in 2010".
    """
    rule = cue.rule
    if not rule.unless and not rule.unless_behind:
        return False
    past = rule.means is Context.PAST
    sentence = words[cue.start].sentence
    for other in cues:
        if words[other.start].sentence != sentence:
            if other.rule.id in rule.unless and other.rule.back and _owns_up(other, cue, words):
                return True
            continue
        if cue.start <= other.start < cue.end:
            continue
        supposed = other.start == cue.end and words[other.start - 1].form == _IF
        if other.rule.id in rule.unless and not (supposed or (past and _speaks_of_its_own(other, cue, claims, words))):
            return True
        if other.start >= cue.end and other.rule.id in rule.unless_behind:
            return True
    return False


def _owns_up(other: Cue, cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether the next sentence begins with that cue: "i read that a lump should be seen. mines new"."""
    follows = words[other.start].sentence == words[cue.start].sentence + 1 and _leads(other, words)
    return follows and (not other.rule.ends or _ends(other, words))


def _speaks_of_its_own(now: Cue, past: Cue, claims: Iterable[Place], words: Sequence[Word]) -> bool:
    """Tell whether a "now" has a sign of its own behind it, or stands before the past and a comma."""
    if now.rule.means != "today":
        return False
    if now.start < past.start:
        return any(word.comma for word in words[now.end : past.start + 1])
    return any(
        0 <= claim.start - now.end < _OF_NOW and words[claim.start].sentence == words[now.start].sentence
        for claim in claims
    )


def stops_of(cues: Iterable[Cue], words: Sequence[Word]) -> list[Cue]:
    """Return the cues that end the reach of others; no clause begins behind a word that ties it to the one before."""
    return [
        cue
        for cue in cues
        if (means := cue.rule.means) in STOPS
        and not (means == "clause" and cue.start and words[cue.start - 1].form in _TIES)
    ]


def reaches(cue: Cue, place: Place, stops: Iterable[Cue], words: Sequence[Word]) -> bool:
    """Tell whether the cue's rule reaches the term: near enough, in its sentence, with no stop between them."""
    rule = cue.rule
    if place.start >= cue.end:
        gap, first, last, reach = place.start - cue.end, cue.end, place.start, rule.after
    elif place.end <= cue.start:
        gap, first, last, reach = cue.start - place.end, place.end, cue.start - 1, rule.before
    else:
        # A word that is part of the term never changes it; a question that names a sign asks of it.
        return rule.means is Context.HYPOTHETICAL and place.kind in PASSING and _holds(cue, place)
    if words[cue.start].sentence != words[place.start].sentence:
        return rule.ends and gap < _ANSWERED and _answers(cue, place, words)
    if gap >= reach:
        return False
    if (first == cue.end and rule.leads and not _leads(cue, words)) or (rule.ends and not _ends(cue, words)):
        return False
    if rule.comma and _paused(cue, first, last, words) and not _frames(cue, place, words):
        return False
    clauses = rule.comma and rule.means in _CLAUSES
    return not any(
        first <= stop.start <= last
        and (clauses or stop.rule.means in _OF_ALL)
        and not (stop.start == cue.end and rule.means is Context.QUOTED and stop.rule.means == "today")
        and not _goes_on(cue, stop, words)
        for stop in stops
    )


def _goes_on(cue: Cue, stop: Cue, words: Sequence[Word]) -> bool:
    """Tell whether at `stop` the tale only goes on: a past with its reason, a story with what happened next."""
    said = " ".join(word.form for word in words[stop.start : stop.end])
    story = cue.rule.others or (cue.rule.means is Context.QUOTED and not cue.rule.comma)
    return said in (_AND_THEN if story else _GOING_ON if cue.rule.means is Context.PAST else ())


def _holds(cue: Cue, place: Place) -> bool:
    return cue.start < place.start and place.end <= cue.end


def _frames(cue: Cue, place: Place, words: Sequence[Word]) -> bool:
    """Tell whether a date at the head of a sentence dates the term beyond a comma: "in 2014, i bled, i was in bed"."""
    rule = cue.rule
    if rule.means is not Context.PAST or not rule.leads or place.start < cue.end:
        return False
    return _leads(cue, words) and clause_is_past(place, words)


def _paused(cue: Cue, first: int, last: int, words: Sequence[Word]) -> bool:
    """Tell whether a comma stands between; one right beside the cue counts only where it denies what follows.

    What affirms and stands between two commas speaks of what follows: "no cough, yes, a bit of blood".
    """
    if first == cue.end:
        first += cue.rule.means is not Context.NEGATED
    elif cue.rule.means is Context.LIVE and words[cue.start].comma and cue.end < len(words) and words[cue.end].comma:
        return True
    return any(word.comma for word in words[first : last + 1])


def _ends(cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether the cue is the last word of its clause."""
    behind = words[cue.end] if cue.end < len(words) else None
    return behind is None or behind.comma or behind.sentence != words[cue.start].sentence


def _answers(cue: Cue, place: Place, words: Sequence[Word]) -> bool:
    """Tell whether the cue alone makes up the sentence behind the term's: "blood in my poo? no."."""
    sentence = words[cue.start].sentence
    alone = cue.end == len(words) or words[cue.end].sentence != sentence
    return alone and place.end <= cue.start and words[cue.start - 1].sentence == words[place.start].sentence


def _leads(cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether at most two words stand before the cue in its clause: "well years ago i had"."""
    for at in range(cue.start, cue.start - _LEAD, -1):
        if at == 0 or words[at].comma or words[at - 1].sentence != words[cue.start].sentence:
            return True
    return False


def clause_between(cue: Cue, place: Place, named: Iterable[Place], words: Sequence[Word]) -> bool:
    """Tell whether a new clause begins behind what a rule denies, at the term or before: "no fever lump is red"."""
    if place.start < cue.end:
        return False
    reached = [one for one in named if cue.end <= one.start <= place.start]
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
