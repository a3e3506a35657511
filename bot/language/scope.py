"""How far a context rule reaches: past its words to a term, or not."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from bot.knowledge.model import Context
from bot.language.backward import PASSING, SELF
from bot.language.listing import TOLD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.language.cues import Cue, Place
    from bot.language.tense import Tenses
    from bot.language.text import Word

# Means of the rules that end the reach of others: some of all, the rest of denials that a comma stops too.
STOPS = frozenset({"stop", "today", "clause", "experience"})
_OF_ALL = frozenset({"stop", "today"})
_CLAUSES = frozenset({Context.NEGATED, Context.LIVE})
# A sign asked about stands so near before the answer.
ANSWERED = 4
# So many words make the head of a clause.
_LEAD = 3
# So many words at most lie between what opens a rule and its cue; with one of these between, the tale has turned.
_OPENED = 8
_THEY = frozenset({"he", "she", "hes", "shes", "they", "theyve"})
_TURNS = frozenset({"i", "im", "ive", "id", "me", "we", "and", "but", "so", "because", "cos", "then", "now", "today"})
# A "but" counts so near before a question.
_NEAR_BUT = 2
# So many sentences behind what is asked an answer stands.
_ANSWERING = 2
# What "now" brings stands so near behind it.
_OF_NOW = 6
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
# What is quoted or supposed goes on over an "and", unless it comes to the person: "what if it bursts and bleeds".
_OF_ONES_OWN = frozenset({"my", "the", "i", "im", "ive", "now", "today", "still", "theres", "there", "its", "it"})
# Who tells of himself: "i have", "i feel"; behind these words he only supposes it.
EXPERIENCE = "experience"
_WHAT_IF = frozenset(
    {("what", "if"), ("ring", "if"), ("call", "if"), ("phone", "if"), ("back", "if"), ("in", "case")}
).union([("i", "dreamt"), ("i", "dreamed"), ("dreamt", "that"), ("dreamed", "that")])
_GOES_ON_NOW = frozenset(
    {"keep", "keeps", "bleeding", "leaking", "having", "getting", "noticed", "found", "been", "on"}
)
# What somebody is told to do or asked: "what do i do if i cant" asks of what is there.
_TO_RING = frozenset(
    ["ring", "call", "phone", "come", "back", "go", "told", "asked", "asks", "whether", "whenever"]
).union(["id", "dreamt", "dreamed", "suppose", "imagine", "nightmares", "nightmare"])
# So near behind that, and with none of these between, he only supposes it too.
_INSIDE = 4
_BETWEEN = frozenset({"the", "this", "that", "my", "and", "but", "it", "its", "theres", "there", "because", "so"})
# These stand before a question without changing it.
_OPENERS = frozenset({"so", "and", "but", "also", "hi", "hey", "hello", "ok", "well"})
# What only gives a reason or goes on telling: it ends no past.
_GOING_ON = frozenset({"because", "cos", "coz", "cuz", "bc", "so", "then", "while"})
_AND_THEN = _GOING_ON | {"and then", "and the", "and he", "and she"}


def switched_off(
    cue: Cue, by_rule: Mapping[str, Sequence[Cue]], claims: Sequence[Place], words: Sequence[Word]
) -> bool:
    """Tell whether another cue of its sentence switches `cue` off: one of `unless`, or of `unless_behind` behind it.

    `by_rule` has all cues. A "now" leaves a past alone where each has its own: "piles years ago, now i leak", "i leak
    now, piles in 2010".
    """
    rule, met = cue.rule, by_rule.keys()
    if not met.isdisjoint(rule.unless_anywhere):
        return True
    if not met.isdisjoint(rule.unless) and any(
        _undoes(other, cue, claims, words) for name in rule.unless if name in by_rule for other in by_rule[name]
    ):
        return True
    return not met.isdisjoint(rule.unless_behind) and any(
        other.start >= cue.end and words[other.start].sentence == words[cue.start].sentence
        for name in rule.unless_behind
        for other in by_rule.get(name, ())
    )


def is_supposed(cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether somebody only supposes to have or feel it: "what if i cant pee". What he keeps doing is there."""
    before = tuple(word.form for word in words[max(0, cue.start - 2) : cue.start])
    return before in _WHAT_IF and words[cue.end - 1].form not in _GOES_ON_NOW


def opened(cue: Cue, by_rule: Mapping[str, Sequence[Cue]], words: Sequence[Word]) -> bool:
    """Tell whether `cue`, whose rule asks for that, counts: one of `only_behind` stands near before it in its sentence.

    "the leaflet in the box says"; not "the leaflet is no good and the nurse says".
    """
    rule = cue.rule
    return any(_opens(_last_before(cue, by_rule.get(name, ())), cue, words) for name in rule.only_behind)


def _last_before(cue: Cue, others: Sequence[Cue]) -> Cue | None:
    at = bisect_right(others, cue.start, key=lambda other: other.end)
    return others[at - 1] if at else None


def _opens(other: Cue | None, cue: Cue, words: Sequence[Word]) -> bool:
    far = max(_OPENED, cue.rule.before) if cue.rule.into_clause else _OPENED
    if other is None or cue.start - other.end > far or words[other.start].sentence != words[cue.start].sentence:
        return False
    return cue.rule.into_clause or _TURNS.isdisjoint(word.form for word in words[other.end : cue.start])


def _undoes(other: Cue, cue: Cue, claims: Sequence[Place], words: Sequence[Word]) -> bool:
    """Tell whether `other`, one of those that undo `cue`, stands so that it does."""
    if words[other.start].sentence != words[cue.start].sentence:
        return other.rule.back > 0 and _owns_up(other, cue, words)
    if cue.start <= other.start < cue.end:
        return False
    if other.rule.id == EXPERIENCE and cue.rule.means in TOLD and _is_inside(other, cue, words):
        return False
    # "in the documentary she had": whom the story is about has it there.
    if cue.rule.means is Context.QUOTED and not cue.rule.comma and words[other.start].form in _THEY:
        return False
    # "i still have no answer, but do you have to bleed": what stands before the "but" says nothing of the question.
    if cue.rule.means is Context.HYPOTHETICAL and other.end <= cue.start:
        # "worried again, what if it bleeds": nor does an "again" beyond a pause of what only looks ahead.
        ahead = other.rule.means == "now" and not cue.rule.before
        if _turned(other, cue, words) or (ahead and _pauses(other, cue, words)):
            return False
    return not (cue.rule.means is Context.PAST and _speaks_of_its_own(other, cue, claims, words))


def _is_inside(other: Cue, cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether what somebody tells of himself is only what `cue` supposes: "what if one day i cant"."""
    between = words[cue.end : other.start + 1]
    if _TO_RING.isdisjoint(word.form for word in words[cue.start : cue.end]):
        return False
    if not 0 < len(between) <= _INSIDE or words[other.end - 1].form in _GOES_ON_NOW:
        return False
    return not any(word.comma or word.form in _BETWEEN for word in between)


def _pauses(first: Cue, last: Cue, words: Sequence[Word]) -> bool:
    return any(word.comma for word in words[first.end : last.start + 1])


def _turned(first: Cue, last: Cue, words: Sequence[Word]) -> bool:
    return any(word.form == "but" for word in words[max(first.end, last.start - _NEAR_BUT) : last.start])


def _owns_up(other: Cue, cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether that cue stands in the next sentence: "i read that a lump should be seen. mines new".

    What answers with its whole clause ("he is.", "it has.") may stand one sentence later.
    """
    behind = words[other.start].sentence - words[cue.start].sentence
    if not 0 < behind <= (_ANSWERING if other.rule.ends else 1):
        return False
    return not other.rule.leads or _leads(other, words)


def _speaks_of_its_own(now: Cue, past: Cue, claims: Iterable[Place], words: Sequence[Word]) -> bool:
    """Tell whether a "now" has a sign of its own behind it, or stands before the past and a comma."""
    if now.rule.means != "today":
        return False
    if now.start < past.start:
        return _pauses(now, past, words)
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


def reaches(cue: Cue, place: Place, stops: Iterable[Cue], words: Sequence[Word], tenses: Tenses) -> bool:
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
        return rule.ends and gap < ANSWERED and _answers(cue, place, words)
    if gap >= reach:
        return False
    if first == cue.end and ((rule.leads and not _leads(cue, words)) or (rule.impersonal and not _begins(cue, words))):
        return False
    if rule.comma and _paused(cue, first, last, words) and not _frames(cue, place, words, tenses):
        return False
    clauses = rule.comma and rule.means in _CLAUSES and not rule.into_clause
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
    if said == "and" and cue.rule.means in TOLD:
        in_a_story = cue.rule.only_behind and not cue.rule.comma
        return bool(in_a_story) or words[stop.end : stop.end + 1][0].form not in _OF_ONES_OWN
    story = cue.rule.others or (cue.rule.means is Context.QUOTED and not cue.rule.comma)
    return said in (_AND_THEN if story else _GOING_ON if cue.rule.means is Context.PAST else ())


def _holds(cue: Cue, place: Place) -> bool:
    return cue.start < place.start and place.end <= cue.end


def _frames(cue: Cue, place: Place, words: Sequence[Word], tenses: Tenses) -> bool:
    """Tell whether a date at the head of a sentence dates the term beyond a comma: "in 2014, i bled, i was in bed"."""
    rule = cue.rule
    if rule.means is not Context.PAST or not rule.leads or place.start < cue.end:
        return False
    return _leads(cue, words) and tenses.clause_is_past(place)


def _paused(cue: Cue, first: int, last: int, words: Sequence[Word]) -> bool:
    """Tell whether a comma stands between; one right beside the cue counts only where it denies what follows.

    What affirms and stands between two commas speaks of what follows: "no cough, yes, a bit of blood".
    """
    if first == cue.end:
        first += cue.rule.means is not Context.NEGATED
    elif cue.rule.means is Context.LIVE and words[cue.start].comma and cue.end < len(words) and words[cue.end].comma:
        return True
    return any(word.comma for word in words[first : last + 1])


def _answers(cue: Cue, place: Place, words: Sequence[Word]) -> bool:
    """Tell whether the cue alone makes up the sentence behind the term's: "blood in my poo? no."."""
    sentence = words[cue.start].sentence
    alone = cue.end == len(words) or words[cue.end].sentence != sentence
    return alone and place.end <= cue.start and words[cue.start - 1].sentence == words[place.start].sentence


def asks_of_nobody(cues: Iterable[Cue], words: Iterable[Word]) -> bool:
    """Tell whether one of `cues` asks of nobody, and nobody speaks of himself; "should i see a doctor" is somebody."""
    return any(cue.rule.impersonal for cue in cues) and not any(word.form in SELF for word in words)


def _begins(cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether the cue begins its sentence, but for a "so" or a greeting."""
    at = cue.start
    while at > 0 and words[at - 1].sentence == words[cue.start].sentence and words[at - 1].form in _OPENERS:
        at -= 1
    return at == 0 or words[at - 1].sentence != words[cue.start].sentence


def _leads(cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether at most two words stand before the cue in its clause: "well years ago i had"."""
    for at in range(cue.start, cue.start - _LEAD, -1):
        if at == 0 or words[at].comma or words[at - 1].sentence != words[cue.start].sentence:
            return True
    return False
