"""How far a context rule reaches: past its words to a term, or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.context.clauses import closes_its_sentence, leads, opens_its_sentence, start_of_sentence
from bot.language.context.kinds import CLAIMS, HYPOTHETICAL, LIVE, NEGATED, PAST, QUOTED, STOPS, TOLD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from bot.language.context.cues import Cue, Place
    from bot.language.context.past.tense import Tenses
    from bot.language.text import Word

# Of the rules that end the reach of others, these end all; the rest ends denials that a comma stops too.
_OF_ALL = frozenset({"stop", "today"})
_CLAUSES = frozenset({NEGATED, LIVE})
# A sign asked about stands so near before the answer.
ANSWERED = 4
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
# An answer that goes on with one of these makes less of what was asked, but for an "only" before one of the others.
_LESS = frozenset({"just", "only", "nothing", "none", "thankfully", "luckily"})
# So begins a question about each thing in a list.
_ASKED = frozenset({"any", "is", "are", "was", "were", "have", "has", "had", "do", "does", "did", "no"})
# A question of so many words asks of the sign alone: "black poo? no".
_BARE = 4
_AT_TIMES = frozenset({"when", "if", "on", "in", "after", "at", "sometimes", "some", "now", "today", "once", "a"})
# What only gives a reason or goes on telling: it ends no past.
_GOING_ON = frozenset({"because", "cos", "coz", "cuz", "bc", "so", "then", "while"})
_AND_THEN = _GOING_ON | {"and then", "and the", "and he", "and she"}
# What a denial and a sign may share: "havent got" and "got a temp", "havent taken" and "taken an overdose".
_HAVING = frozenset({"got", "had", "have", "has", "having", "a", "any", "taken", "seen", "noticed"})


def stops_of(cues: Iterable[Cue], words: Sequence[Word]) -> list[Cue]:
    """Return the cues that end the reach of others; no clause begins behind a word that ties it to the one before."""
    return [
        cue
        for cue in cues
        if (means := cue.rule.means) in STOPS
        and not (means == "clause" and cue.start and words[cue.start - 1].form in _TIES)
    ]


def reaches(cue: Cue, place: Place, stops: Sequence[Cue], words: Sequence[Word], tenses: Tenses) -> bool:
    """Tell whether the cue's rule reaches the term: near enough, in its sentence, with no stop between them."""
    rule = cue.rule
    if place.start >= cue.end:
        gap, first, last, reach = place.start - cue.end, cue.end, place.start, rule.after
    elif place.end <= cue.start:
        gap, first, last, reach = cue.start - place.end, place.end, cue.start - 1, rule.before
    else:
        return _runs_into(cue, place, words)
    if gap >= reach and gap >= ANSWERED:  # as most are in a long message
        return False
    if words[cue.start].sentence != words[place.start].sentence:
        return rule.ends and gap < ANSWERED and closes_its_sentence(cue, words) and _answers(cue, place, words)
    if gap >= reach or (
        first == cue.end
        and ((rule.leads and not leads(cue, words)) or (rule.impersonal and not opens_its_sentence(cue, words)))
    ):
        return False
    if rule.comma and _paused(cue, first, last, words) and not _frames(cue, place, words, tenses):
        return False
    clauses = rule.comma and rule.means in _CLAUSES and not rule.into_clause
    return not stops or not any(
        first <= stop.start <= last
        and (clauses or stop.rule.means in _OF_ALL)
        and not (stop.start == cue.end and rule.means is QUOTED and stop.rule.means == "today")
        and not _goes_on(cue, stop, words)
        for stop in stops
    )


def _runs_into(cue: Cue, place: Place, words: Sequence[Word]) -> bool:
    """Tell whether a cue changes a term that it shares words with.

    No word that is part of the term does, unless they share no more than that somebody has it ("havent got" and "got a
    temp"), or the verb that a past ends with ("at 19 i took" and "took an overdose"); and a question that names a sign
    asks of it.
    """
    if cue.rule.means is PAST:
        return cue.rule.after > 0 and cue.start < place.start and cue.end == place.start + 1
    if cue.rule.means is NEGATED:
        return cue.start < place.start and _HAVING.issuperset(word.form for word in words[place.start : cue.end])
    return cue.rule.means is HYPOTHETICAL and place.kind in CLAIMS and _holds(cue, place)


def _goes_on(cue: Cue, stop: Cue, words: Sequence[Word]) -> bool:
    """Tell whether at `stop` the tale only goes on: a past with its reason, a story with what happened next."""
    said = " ".join(word.form for word in words[stop.start : stop.end])
    if said == "and" and cue.rule.others:  # of somebody else alone: "gran had dementia and the leaking"
        return True
    if said == "and" and cue.rule.means in TOLD:
        in_a_story = cue.rule.only_behind and not cue.rule.comma
        return bool(in_a_story) or words[stop.end : stop.end + 1][0].form not in _OF_ONES_OWN
    story = cue.rule.others or (cue.rule.means is QUOTED and not cue.rule.comma)
    return said in (_AND_THEN if story else _GOING_ON if cue.rule.means is PAST else ())


def _holds(cue: Cue, place: Place) -> bool:
    return cue.start < place.start and place.end <= cue.end


def _frames(cue: Cue, place: Place, words: Sequence[Word], tenses: Tenses) -> bool:
    """Tell whether a date at the head of a sentence dates the term beyond a comma: "in 2014, i bled, i was in bed"."""
    rule = cue.rule
    if rule.means is not PAST or not rule.leads or place.start < cue.end:
        return False
    return leads(cue, words) and tenses.clause_is_past(place)


def _paused(cue: Cue, first: int, last: int, words: Sequence[Word]) -> bool:
    """Tell whether a comma stands between; one right beside the cue counts only where it denies what follows.

    Or where it supposes what stands before: "blood in my poo, can it be caused by stress" asks of what is there. What
    affirms and stands between two commas speaks of what follows: "no cough, yes, a bit of blood".
    """
    if last < cue.start:
        last += cue.rule.means is HYPOTHETICAL
    if first == cue.end:
        first += cue.rule.means is not NEGATED
    elif cue.rule.means is LIVE and words[cue.start].comma and cue.end < len(words) and words[cue.end].comma:
        return True
    return any(word.comma for word in words[first : last + 1])


def answers_on(cue: Cue, place: Place, words: Sequence[Word], asked: AbstractSet[int]) -> bool:
    """Tell whether the cue answers a question and goes on: "black poo? no, just an itch"; not "no, but today".

    Only a question that is hardly more than the sign: "so much blood, piles? no" asks of something else. And only what
    makes less of it: "blood when i wipe? no, all the time". `asked`: the sentences that end in a question mark.
    """
    if words[place.start].sentence not in asked or not cue.rule.ends or place.crisis or closes_its_sentence(cue, words):
        return False
    behind = words[cue.end : cue.end + 2]
    less = behind[0].form in _LESS and not (behind[0].form == "only" and behind[-1].form in _AT_TIMES)
    if not (behind[0].comma and less and cue.start - place.end < ANSWERED and _answers(cue, place, words)):
        return False
    first = start_of_sentence(place.start, words)
    # "any movement? no, none" denies what is wanted.
    if words[first].form == "any" or cue.start - first > _BARE:
        return False
    return not any(word.comma for word in words[first + 1 : cue.start])


def _answers(cue: Cue, place: Place, words: Sequence[Word]) -> bool:
    """Tell whether the cue begins the sentence behind the term's, and answers it: "blood in my poo? no.".

    Behind a pause something else is asked ("chest pain, my arm? no."), unless all is: "any fever, any blood? no.".
    """
    if place.end > cue.start or words[cue.start - 1].sentence != words[place.start].sentence:
        return False
    paused = any(word.comma for word in words[place.end : cue.start])
    return not paused or words[start_of_sentence(place.start, words)].form in _ASKED
