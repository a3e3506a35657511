"""Concepts that must be met together: the one mechanism behind red flags, levels and evidence for topics."""

from __future__ import annotations

from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeAlias, TypeVar

from bot.language.settle import CLAIMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from bot.knowledge.model import Condition, ValueTest
    from bot.language.reading import Reading, Term

C = TypeVar("C", bound="Condition")
Groups: TypeAlias = "tuple[frozenset[str], ...]"

# Only the nearest few terms of each group are tried together, so that a hostile text stays cheap.
_TRIED = 4
# Subjects of other kinds that a denial takes away as well ("not pregnant", "no antibiotics"); a past, only where they
# stand inside a sign that is over.
_DENIED = frozenset({"negated", "animal", "quoted", "hypothetical", "past"})
# What is said of more than its own sentence: another trouble, or another subject (a film, a nosebleed).
_OF_ALL = CLAIMS | {"elsewhere"}


class Match(NamedTuple):
    """The terms that met a condition together, and whether all that it claims is live."""

    terms: tuple[Term, ...]

    @property
    def live(self) -> bool:
        """Whether every sign and condition is live, and nothing else is denied."""
        return all(_holds(term) for term in self.terms)

    @property
    def why_not(self) -> str:
        """How the first term that does not hold is meant ("negated", ...)."""
        return next((str(term.context) for term in self.terms if not _holds(term)), "")

    @property
    def sentences(self) -> tuple[int, int]:
        """The first and the last sentence in which they stand."""
        found = [term.sentence for term in self.terms]
        return min(found, default=0), max(found, default=0)


def _holds(term: Term) -> bool:
    return term.live or (term.kind not in CLAIMS and str(term.context) not in _DENIED)


class Met:
    """A reading's terms by concept, made once for all conditions."""

    def __init__(self, reading: Reading, *, masked: bool = False, nearby: bool = False) -> None:
        """Index the terms of `reading`: for flags (`masked`) without those in a look-alike, else without inner ones.

        `nearby`: of what a condition over the whole message has in `unless`, only that counts which stands near by:
        what is told of one trouble takes no other one back.
        """
        self.reading = reading
        self._nearby = nearby
        self.by_concept: dict[str, list[Term]] = {}
        for term in reading.terms:
            if not (term.masked if masked else term.inner):
                self.by_concept.setdefault(term.concept, []).append(term)

    def group(self, concepts: AbstractSet[str]) -> list[Term]:
        """Return the terms that meet one of `concepts`, in the order of the text, the longest first."""
        met = self.by_concept
        if len(concepts) < len(met):
            found = [term for concept in concepts if concept in met for term in met[concept]]
        else:
            found = [term for concept, terms in met.items() if concept in concepts for term in terms]
        return found if len(found) < 2 else sorted(found, key=_in_the_text)  # noqa: PLR2004

    def candidates(self, index: Index[C]) -> Iterable[Indexed[C]]:
        """Return each condition of `index` in which every group has a term."""
        by_concept = self.by_concept
        met: dict[int, Indexed[C]] = {}
        for concept in by_concept:
            for one in index.by_concept.get(concept, ()):
                for group in one.others:
                    if group.isdisjoint(by_concept):
                        break
                else:
                    met[one.number] = one
        return met.values()

    def best(self, condition: Condition, groups: Groups) -> Match | None:
        """Return the first live way in which the condition is met, or else the first; None if it is not met."""
        first = None
        for match in self._met(condition, groups):
            if match.live:
                return match
            first = first or match
        return first

    def matches(self, condition: Condition, groups: Groups) -> list[Match]:
        """Return how the condition is met, live ones first; empty if it is not. `groups`: its own, indexed."""
        return sorted(self._met(condition, groups), key=lambda match: not match.live)

    def _met(self, condition: Condition, groups: Groups) -> Iterator[Match]:
        met = [self.group(group) for group in groups]
        if not all(met):
            return
        found = self._combinations(condition, met)
        if condition.unless or condition.values:
            found = (match for match in found if self._allowed(condition, match))
        yield from found

    def _combinations(self, condition: Condition, groups: list[list[Term]]) -> Iterator[Match]:
        if not groups:
            yield Match(())
            return
        most = condition.near or _ANYWHERE
        for first in groups[0][: 3 * _TRIED]:
            near = [_nearest(first, group, condition) for group in groups[1:]]
            for rest in product(*near):
                terms = (first, *rest)
                if _distinct(terms) and _spread(terms) <= most:
                    yield Match(terms)

    def _allowed(self, condition: Condition, match: Match) -> bool:
        whole = condition.within == "message"
        sentences = {term.sentence for term in match.terms}
        undoing = [term for concept in condition.unless for term in self.by_concept.get(concept, ()) if term.live]
        if any(self._undoes(term, sentences, whole=whole) for term in undoing):
            return False
        return all(self._value(test, None if whole else sentences) for test in condition.values)

    def _undoes(self, term: Term, sentences: AbstractSet[int], *, whole: bool) -> bool:
        """Tell whether `term`, one of a condition's `unless`, speaks of what was met in `sentences`.

        Near by is what stands between them, and the sentence beside them in their paragraph; there a circumstance is
        one of the sign of its own sentence, if it has one: "piles for years. lots of blood since noon".
        """
        if not whole:
            return term.sentence in sentences
        if not (self._nearby and sentences):
            return True
        first, last, paragraphs = min(sentences), max(sentences), self.reading.paragraphs
        if first <= term.sentence <= last:
            return True
        if not first - (first not in paragraphs) <= term.sentence <= last + (last + 1 not in paragraphs):
            return False
        return term.kind in _OF_ALL or term.sentence not in self._claiming

    @cached_property
    def _claiming(self) -> frozenset[int]:
        """The sentences that have a sign or condition of their own."""
        return frozenset(term.sentence for term in self.reading.terms if term.kind in CLAIMS)

    def _value(self, test: ValueTest, sentences: set[int] | None) -> bool:
        return any(
            value.kind == test.kind
            and (sentences is None or value.sentence in sentences)
            and (test.at_least is None or value.number >= test.at_least)
            and (test.below is None or value.number < test.below)
            for value in self.reading.values
        )


def _in_the_text(term: Term) -> tuple[int, int, str]:
    return term.at, -term.end, term.concept


def _nearest(first: Term, group: list[Term], condition: Condition) -> list[Term]:
    """Return the terms of `group` in the scope of `first`, nearest first, live before others."""
    at, sentence, within = first.at, first.sentence, condition.within
    reach = _CLAUSE if within == "clause" else _ANYWHERE
    if condition.near is not None:
        reach = min(reach, condition.near)
    scope = [
        term for term in group if -reach <= term.at - at <= reach and (term.sentence == sentence or within == "message")
    ]
    if len(scope) < 2:  # noqa: PLR2004 - as in most messages
        return scope
    return sorted(scope, key=lambda term: abs(term.at - at) + (not term.live) * _ANYWHERE)[:_TRIED]


# Further than any two words of a message.
_ANYWHERE = 1 << 16
# People write without commas: a clause is taken as so many words on either side.
_CLAUSE = 7


def _distinct(terms: Sequence[Term]) -> bool:
    if len(terms) == 1:
        return True
    if len(terms) == 2:  # noqa: PLR2004 - most conditions have two groups
        first, second = terms
        return first.at != second.at or first.concept != second.concept
    return len({(term.at, term.concept) for term in terms}) == len(terms)


def _spread(terms: Sequence[Term]) -> int:
    if len(terms) == 1:
        return terms[0].end - terms[0].at
    if len(terms) == 2:  # noqa: PLR2004
        first, second = terms
        return max(first.end, second.end) - min(first.at, second.at)
    return max([term.end for term in terms]) - min([term.at for term in terms])


class Indexed(NamedTuple, Generic[C]):
    """A condition with its number, from 0, and its groups."""

    number: int
    condition: C
    groups: Groups
    others: Groups  # those that it is not found by


class Index(Generic[C]):
    """Conditions by the concepts of their smallest group, each with its groups: most fail there at a glance."""

    def __init__(self, conditions: Iterable[C]) -> None:
        """Index `conditions`."""
        self.by_concept: dict[str, list[Indexed[C]]] = {}
        for number, condition in enumerate(conditions):
            groups = tuple(map(frozenset, condition.all))
            place = min(range(len(groups)), key=lambda at: len(groups[at]), default=0)
            indexed = Indexed(number, condition, groups, (*groups[:place], *groups[place + 1 :]))
            for concept in groups[place] if groups else ():
                self.by_concept.setdefault(concept, []).append(indexed)
