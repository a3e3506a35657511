"""What stands around a sign in its own clause: the words, the concepts, and how the clause is built."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from bot.knowledge.model import RULE_MET
from bot.language.settle import CLAIMS
from bot.language.vocabulary import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from bot.language.reading import Reading, Term
    from bot.language.text import Span, Word

# So many words on either side of a sign are looked at.
_REACH = 25
# Said so many times is said; a hostile text repeats itself.
_TIMES = 12
# In the build of a clause, words that say what it is about stand for their kind alone; marked are where it begins and
# ends, and pauses between two.
_HIT, _NUMBER, _EDGE, _PAUSE = "H", "#", "|", ","
_KINDS: Mapping[str, str] = {
    "sign": "S",
    "condition": "S",
    "body": "B",
    "treatment": "T",
    "test": "T",
    "event": "E",
}
_ENDINGS = ("ed", "ing")
_OTHER = "x"
BUILD = "k:"
# What stands twice in a row says no more than once: "really bad red blood" is one sign.
_ONCE = frozenset({_HIT, "S", _OTHER})


def surroundings(
    reading: Reading, spans: Iterable[Span], rules: Iterable[str], small: AbstractSet[str]
) -> list[dict[str, int]]:
    """Return what stands around what `rules` met at `spans`, and wherever else it is said, for each such sentence.

    Features with the number of the word in `reading.said` that they rest on. "w:ago": a stem; "c:blood": a concept;
    "k:had H |": the build of the clause, of `small` words as they stand and of the kinds of all others; "r:...": a
    rule, which rests on no word (-1). Other sentences and clauses change nothing: they may speak of something else.
    """
    named = dict.fromkeys((RULE_MET + rule for rule in rules), -1)
    terms: dict[int, list[Term]] = {}
    for term in reading.terms:
        terms.setdefault(term.sentence, []).append(term)
    return [
        _around(reading.said, sorted(places), terms.get(sentence, ()), small) | named
        for sentence, places in islice(_places(reading, spans), _TIMES)
    ]


def _places(reading: Reading, spans: Iterable[Span]) -> Iterator[tuple[int, set[int]]]:
    """Return the words of a sign by sentence: those that were met, and where it is said again.

    Of what was met, a sentence that names no sign only says where, when or how much.
    """
    said = reading.said
    met = _words_at(said, spans)
    claims = [term for term in reading.terms if term.kind in CLAIMS and term.live and not term.masked]
    again = {term.concept for term in claims if term.at in met}
    found: dict[int, set[int]] = {}
    for at in met:
        found.setdefault(said[at].sentence, set()).add(at)
    for term in claims:
        if term.concept in again:
            found.setdefault(term.sentence, set()).update(range(term.at, term.end))
    naming = {term.sentence for term in claims} | {phrase.sentence for phrase in reading.phrases}
    some = not naming.isdisjoint(found)
    return ((sentence, places) for sentence, places in found.items() if sentence in naming or not some)


def _words_at(said: Sequence[Word], spans: Iterable[Span]) -> set[int]:
    """Return the numbers of the words that `spans` cover."""
    ends = [word.end for word in said]
    covered: set[int] = set()
    for start, end in spans:
        at = bisect_left(ends, start + 1)
        while at < len(said) and said[at].start < end:
            covered.add(at)
            at += 1
    return covered


def _around(
    said: Sequence[Word], places: Sequence[int], terms: Iterable[Term], small: AbstractSet[str]
) -> dict[str, int]:
    inside = _clauses(said, places)
    found: dict[str, int] = {}
    for at in inside:
        found.setdefault("w:" + stem(said[at].form), at)
    kinds: dict[int, str] = {}
    for term in terms:
        if term.at in inside:
            found.setdefault("c:" + term.concept, term.at)
            if term.kind in _KINDS:
                kinds.update(dict.fromkeys(range(term.at, term.end), _KINDS[term.kind]))
    kinds.update(dict.fromkeys(places, _HIT))
    signs = [kinds.get(at) or _sort(said[at].form, said[at].form in small) for at in inside]
    _build(found, list(zip(inside.values(), inside, signs, strict=True)))
    return found


def _clauses(said: Sequence[Word], places: Sequence[int]) -> dict[int, int]:
    """Return the words near `places` in the clauses that these stand in, each with the number of its clause."""
    sentence, clause = said[places[0]].sentence, 0
    clauses: dict[int, int] = {}
    for at in range(max(0, places[0] - _REACH), min(len(said), places[-1] + _REACH + 1)):
        word = said[at]
        clause += word.comma
        if word.sentence == sentence:
            clauses[at] = clause
    met = {clauses[at] for at in places}
    return {at: clause for at, clause in clauses.items() if clause in met}


def _build(found: dict[str, int], words: Sequence[tuple[int, int, str]]) -> None:
    """Add the pairs and triples of what was built of `words`: clause, number, sign."""
    one, two = "", _EDGE
    before, at, _ = words[0]
    for clause, at, sign in words:
        if clause != before:
            _add(found, one, two, _PAUSE, at)
            one, two, before = two, _PAUSE, clause
        if not (sign == two and sign in _ONCE):
            _add(found, one, two, sign, at)
            one, two = two, sign
    _add(found, one, two, _EDGE, at)


def _add(found: dict[str, int], one: str, two: str, three: str, at: int) -> None:
    found.setdefault(f"{BUILD}{two} {three}", at)
    if one:
        found.setdefault(f"{BUILD}{one} {two} {three}", at)


@lru_cache(maxsize=1 << 14)
def _sort(form: str, small: bool) -> str:  # noqa: FBT001 - kept by word
    if small:
        return form
    if form[0].isdigit():
        return _NUMBER
    return next((ending for ending in _ENDINGS if form.endswith(ending)), _OTHER)
