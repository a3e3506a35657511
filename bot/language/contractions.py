"""One spelling for what people write together or apart, or soften: "do not", "dont really"; "unable to", "cannot"."""

from __future__ import annotations

from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from bot.language.stems import stem
from bot.language.vocabulary import Meant

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.language.text import Word

_or_else = attrgetter("or_else")
_TOGETHER = {
    "no longer able to": "cant",
    "no longer being able to": "cant",
    "not able to": "cant",
    "not being able to": "cant",
    "unable to": "cant",
    "being unable to": "cant",
    "inability to": "cant",
    "incapable of": "cant",
    "lack of": "no",
    "absence of": "no",
    "cannot": "cant",
    "can not": "cant",
    "could not": "couldnt",
    "do not": "dont",
    "does not": "doesnt",
    "did not": "didnt",
    "will not": "wont",
    "would not": "wouldnt",
    "is not": "isnt",
    "are not": "arent",
    "was not": "wasnt",
    "were not": "werent",
    "have not": "havent",
    "has not": "hasnt",
    "had not": "hadnt",
    "i am": "im",
    "i have": "ive",
    "he is": "hes",
    "she is": "shes",
    "he has": "hes",
    "she has": "shes",
    "they are": "theyre",
    "they have": "theyve",
    "it is": "its",
    "there is": "theres",
    "want to": "wanna",
    "wants to": "wanna",
    "going to": "gonna",
    "no one": "nobody",
    "noone": "nobody",
    "any more": "anymore",
    "kind of": "kinda",
    "sort of": "sorta",
    # Scots.
    "cannae": "cant",
    "couldnae": "couldnt",
    "dinnae": "dont",
    "didnae": "didnt",
    "isnae": "isnt",
    "wasnae": "wasnt",
    "hasnae": "hasnt",
    "havenae": "havent",
    "wouldnae": "wouldnt",
}
# What is softened, or said with more weight, is denied all the same: "i cant really feel it", "it wont even stop".
_SOFTLY = ("really", "actually", "even", "properly", "quite")
_CANNOT_SOFTLY = ("physically", "fully")
_TOGETHER |= {f"not {softly} able to": "cant" for softly in (*_SOFTLY, *_CANNOT_SOFTLY)}
_DENIED = (
    *("cant", "couldnt", "dont", "doesnt", "didnt", "wont", "wouldnt"),
    *("isnt", "arent", "wasnt", "werent", "havent", "hasnt", "hadnt"),
)
_WRITTEN_OUT = [(apart, one) for apart, one in _TOGETHER.items() if one in _DENIED and apart.split(" ")[-1] == "not"]
_WRITTEN_OUT += [("cannot", "cant"), *((denied, denied) for denied in _DENIED)]
_TOGETHER |= {
    f"{apart} {softly}": one
    for apart, one in _WRITTEN_OUT
    for softly in (*_SOFTLY, *(_CANNOT_SOFTLY if one == "cant" else ()))
}
# Only before one of these, which stay: "i no longer feel my bum" is "i cant feel my bum", but to feel no pain is good.
_FELT = ("feel when", "feel if", "feel it when", "feel my", "feel myself", "feel anything", "feel between", "feel down")
_TOLD = ("tell when", "tell if", "tell whether")
_DONE = ("pee", "wee", "urinate", "pass", "poo", "breathe", "hold", "keep", "move", "stop")
_NOT_ABLE = (
    "can no longer",
    "dont think i can",
    "dont think he can",
    "dont think she can",
    "doesnt think he can",
    "doesnt think she can",
    "doubt i can",
    "cant seem to",
    "isnt able to",
    "havent been able to",
    "hasnt been able to",
    "dont seem able to",
    "doesnt seem able to",
    "dont seem to be able to",
    "doesnt seem to be able to",
)
_BEFORE = {
    **dict.fromkeys(("barely", "hardly", "struggling to"), _FELT),
    **dict.fromkeys(("no longer", "can barely", "can hardly"), _FELT + _TOLD),
    **dict.fromkeys(("not sure i can", "not sure if i can"), _FELT + _TOLD + ("pass water", "pee", "wee", "breathe")),
    **dict.fromkeys(_NOT_ABLE, _FELT + _TOLD + _DONE),
}
# By the first word: all words of a way to say it, the one word that stands for it, and for how many of them.
_BY_FIRST: dict[str, list[tuple[tuple[str, ...], str, int]]] = {}


def _add(apart: str, one: str, stays: str = "") -> None:
    words = apart.split(" ")
    said = (*words, *stays.split())
    _BY_FIRST.setdefault(words[0], []).append((said, one, len(words)))


for _apart, _one in _TOGETHER.items():
    _add(_apart, _one)
for _apart, _staying in _BEFORE.items():
    for _stays in _staying:
        _add(_apart, "cant", _stays)
for _ways in _BY_FIRST.values():
    # Of those that begin alike the longest is met first.
    _ways.sort(key=lambda way: -len(way[0]))

# Most phrases hold none of these, and are done with at a glance.
OPENERS = frozenset(_BY_FIRST)
_ALONE = frozenset(apart for apart in _TOGETHER if " " not in apart)
_FIRST_TWO = frozenset(said[:2] for ways in _BY_FIRST.values() for said, _, _ in ways if len(said) > 1)
# Who has not done a thing "hasnt" done it: "he has not woken" is "he hasnt woken".
_HAVE = frozenset({("i", "have"), ("he", "has"), ("she", "has"), ("they", "have")})
# Phrases begin with these, whatever stands before: "have a rope" in "i have a rope".
_BEGINNING = frozenset({"have", "has", "not"})
# All words of the list: each is known as it stands.
SPELLINGS = frozenset(word for apart in _TOGETHER.items() for words in apart for word in words.split(" "))
# A slip is read as one of these: the others are rare ("dinne" is dinner, not "dinnae").
_COMMON = frozenset(word for apart in _TOGETHER if " " in apart for word in apart.split(" ")) | {"cannot"}


def contracted(forms: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a phrase in that one spelling."""
    if OPENERS.isdisjoint(forms) or _stand_as_they_are(forms):
        return tuple(forms)
    return tuple(form for form, _, _ in _contractions(forms))


def _stand_as_they_are(forms: Sequence[str]) -> bool:
    """Tell at a glance whether none of the words is put together with the next, or written otherwise."""
    return _ALONE.isdisjoint(forms) and _FIRST_TWO.isdisjoint(pairwise(forms))


def contracted_words(
    words: Sequence[Word], meant: Sequence[Meant], forms: Sequence[str]
) -> tuple[Sequence[Word], Sequence[Meant]]:
    """Return the words of a message, of these `forms`, in that spelling: where no pause or stop stands between them."""
    if any(map(_or_else, meant)):
        forms = [_likeliest(sense) if sense.or_else else sense.form for sense in meant]
    if _stand_as_they_are(forms):
        return words, meant
    kept: list[Word] = []
    senses: list[Meant] = []
    for form, first, last in _contractions(forms):
        if first == last and form == forms[first]:
            kept.append(words[first])
            senses.append(meant[first])
        elif any(word.comma or word.sentence != words[first].sentence for word in words[first + 1 : last + 1]):
            kept += words[first : last + 1]
            senses += meant[first : last + 1]
        else:
            edits = sum(sense.edits for sense in meant[first : last + 1])
            whole = words[first].spelt(form)
            whole.end = words[last].end
            kept.append(whole)
            others = meant[first].or_else if first == last else _begins(forms[last])
            senses.append(Meant(stem(form), form, edits, others))
    return kept, senses


def _likeliest(sense: Meant) -> str:
    """Return the word of the list that one may be, if it may be one: "cannto" is "cannot" sooner than "canto"."""
    return sense.form if sense.form in SPELLINGS else next(filter(_COMMON.__contains__, sense.or_else), sense.form)


def _begins(last: str) -> tuple[str, ...]:
    """Return the last of the words put together if a phrase may begin with it."""
    return (last,) if last in _BEGINNING else ()


def _contractions(forms: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield each word in that spelling, with the places of the first and last word that it stands for."""
    at = 0
    while at < len(forms):
        form, length = forms[at], 1
        for said, one, gone in _BY_FIRST.get(form, ()):
            if tuple(forms[at : at + len(said)]) == said and not (said in _HAVE and "not" in forms[at + 2 : at + 3]):
                form, length = one, gone
                break
        yield form, at, at + length - 1
        at += length
