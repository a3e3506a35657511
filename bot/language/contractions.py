"""One spelling for what people write together or apart: "do not", "dont"; "unable to", "cannot"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from bot.language.vocabulary import Meant, stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.language.text import Word

# The longest stands first of those that begin alike.
_TOGETHER = {
    "no longer able to": "cant",
    "not able to": "cant",
    "unable to": "cant",
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
_BY_FIRST: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _apart, _one in _TOGETHER.items():
    _BY_FIRST.setdefault(_apart.split(" ")[0], []).append((tuple(_apart.split(" ")), _one))


# Most phrases hold none of these, and are done with at a glance.
OPENERS = frozenset(_BY_FIRST)
_ALONE = frozenset(apart for apart in _TOGETHER if " " not in apart)
_FIRST_TWO = frozenset(tuple(apart.split(" ")[:2]) for apart in _TOGETHER if " " in apart)
# Phrases begin with these, whatever stands before: "have a rope" in "i have a rope".
_BEGINNING = frozenset({"have", "has", "not"})
# All words of the list: each is known as it stands.
SPELLINGS = frozenset(word for apart in _TOGETHER.items() for words in apart for word in words.split(" "))
# A slip is read as one of these: the others are rare ("dinne" is dinner, not "dinnae").
_COMMON = frozenset(word for apart in _TOGETHER if " " in apart for word in apart.split(" ")) | {"cannot"}


def contracted(forms: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a phrase in that one spelling."""
    if OPENERS.isdisjoint(forms):
        return tuple(forms)
    return tuple(form for form, _, _ in _contractions(forms))


def contracted_words(words: list[Word], meant: list[Meant]) -> tuple[list[Word], list[Meant]]:
    """Return the words of a message in that spelling, where no pause or sentence's end stands between them."""
    forms = [_likeliest(sense) if sense.or_else else sense.form for sense in meant]
    if _ALONE.isdisjoint(forms) and _FIRST_TWO.isdisjoint(pairwise(forms)):
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
        for apart, one in _BY_FIRST.get(form, ()):
            if tuple(forms[at : at + len(apart)]) == apart:
                form, length = one, len(apart)
                break
        yield form, at, at + length - 1
        at += length
