"""Concepts that must be met together: the one mechanism behind red flags, levels and evidence for topics."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from copy import copy
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import product
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from bot.language.context.kinds import CLAIMS, NEGATED
from bot.language.indexed import ANYWHERE
from bot.language.reading import by_concept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from bot.knowledge.model import Condition, ValueTest
    from bot.language.indexed import Index, Indexed
    from bot.language.reading import Reading, Term
    from bot.language.values import Value

C = TypeVar("C", bound="Condition")
_at = attrgetter("at")

# Only the nearest few terms of each group are tried together, so that a hostile text stays cheap.
_TRIED = 4
# So few terms are put in order one by one.
_FEW = 12
# Subjects of other kinds that a denial takes away as well ("not pregnant", "no antibiotics"); a past, only where they
# stand inside a sign that is over.
_DENIED = frozenset({"negated", "animal", "quoted", "hypothetical", "past"})
# What is said of more than its own sentence: another trouble, or another subject (a film, a nosebleed).
_OF_ALL = CLAIMS | {"elsewhere"}
_TIME = "time"


@dataclass(slots=True, eq=False)
class Match:
    """The terms that met a condition together, and whether all that it claims is live."""

    terms: tuple[Term, ...]

    @property
    def live(self) -> bool:
        """Whether every sign and condition is live, and nothing else is denied."""
        return all(map(_holds, self.terms))

    @property
    def why_not(self) -> str:
        """How the first term that does not hold is meant ("negated", ...)."""
        return "" if self.live else next(str(term.context) for term in self.terms if not _holds(term))

    @property
    def signs_hold(self) -> bool:
        """Whether no more than a condition is denied: "its not a pile, its a hot lump" has its lump."""
        return all(_holds(term) or (term.kind == "condition" and term.context is NEGATED) for term in self.terms)

    @property
    def doubtful(self) -> bool:
        """Whether a word must be taken for what it may be as well."""
        return any(term.doubtful for term in self.terms)

    @property
    def sentences(self) -> tuple[int, int]:
        """The first and the last sentence in which they stand."""
        found = sorted([term.sentence for term in self.terms])
        return (found[0], found[-1]) if found else (0, 0)


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
        self.by_concept = reading.by_concept
        if reading.masked if masked else reading.inner:  # as in few messages
            self.by_concept = by_concept([one for one in reading.terms if not (one.masked if masked else one.inner)])
        self._concepts = frozenset(self.by_concept)
        self._groups: dict[AbstractSet[str], list[Term]] = {}

    def group(self, concepts: AbstractSet[str]) -> list[Term]:
        """Return the terms that meet one of `concepts`, in the order of the text, the longest first."""
        both = concepts & self._concepts
        if len(both) == 1:
            [concept] = both
            if len(self.by_concept[concept]) == 1:  # as in most messages
                return self.by_concept[concept]
        known = self._groups.get(both)
        if known is None:
            found = [term for concept in both for term in self.by_concept[concept]]
            known = self._groups[both] = sorted(
                found, key=self._ranks.__getitem__ if len(found) > _FEW else _in_the_text
            )
        return known

    def candidates(self, index: Index[C]) -> Iterable[Indexed[C]]:
        """Return each condition of `index` in which every group has a term."""
        concepts = self._concepts
        met: dict[int, Indexed[C]] = {}
        for concept in self.by_concept:
            for one in index.by_concept.get(concept, ()):
                for group in one.others:
                    if group.isdisjoint(concepts):
                        break
                else:
                    met[one.number] = one
        return met.values()

    def best(self, one: Indexed[C]) -> Match | None:
        """Return the first live way in which a condition is met, or else the first; None if it is not met."""
        first = None
        for match in self._met(one):
            if match.live:
                return match
            first = first or match
        return first

    def matches(self, one: Indexed[C]) -> Iterable[Match]:
        """Return how a condition is met, the nearest first; nothing if it is not."""
        return self._met(one)

    @cached_property
    def anywhere(self) -> Met:
        """The same terms, where what is in `unless` counts from anywhere in the message."""
        other = copy(self)
        other._nearby = False  # noqa: SLF001 - its own copy
        return other

    def _met(self, one: Indexed[C]) -> Iterable[Match]:
        if one.values and not self.reading.values:
            return ()
        groups = [self.group(group) for group in one.groups]
        if not all(groups):
            return ()
        found: Iterable[Match] = _combinations(one, groups)
        if not one.unless.isdisjoint(self._concepts):
            undoing = [
                term
                for concept in one.unless & self._concepts
                for term in self.by_concept[concept]
                if term.live and not term.doubtful
            ]
            found = self._left(one, groups, undoing) if undoing else found
        return (match for match in found if self._valued(one, match)) if one.values else found

    def _left(self, one: Indexed[C], groups: Sequence[list[Term]], undoing: Sequence[Term]) -> Iterable[Match]:
        """Return how a condition is met by terms of which none of `undoing`, which is its `unless`, speaks."""
        if one.whole and not self._nearby:
            return ()
        # Whatever is said in these sentences is undone: nothing there need be tried.
        barred = {term.sentence for term in undoing if term.kind != _TIME or not (self._nearby and self._openings)}
        left = [[term for term in group[: 3 * _TRIED] if term.sentence not in barred] for group in groups[:1]]
        found = _combinations(one, [*left, *groups[1:]])
        return (match for match in found if not self._undone(match, undoing, whole=one.whole))

    def _undone(self, match: Match, undoing: Sequence[Term], *, whole: bool) -> bool:
        """Tell whether one of `undoing` stands near by: between the terms met, or beside them in their paragraph.

        In the sentence before or behind, a circumstance is one of the sign there, if it has one: "piles for years.
        lots of blood since noon". So is a time in a clause with a subject of its own: "he is confused, i had piles
        years ago".
        """
        (first, last), paragraphs = match.sentences, self.reading.paragraphs
        before, behind = first - (first not in paragraphs), last + (last + 1 not in paragraphs)
        met = range(first, last + 1) if whole else {term.sentence for term in match.terms}

        def is_near(term: Term) -> bool:
            if term.sentence in met:
                return not self._of_another_clause(term, match, undoing)
            beside = whole and before <= term.sentence <= behind
            return beside and (term.kind in _OF_ALL or term.sentence not in self._claiming)

        return any(map(is_near, undoing))

    def _of_another_clause(self, term: Term, match: Match, undoing: Sequence[Term]) -> bool:
        """Tell whether a time belongs to a sign of its own clause, before or behind those of `match`."""
        if term.kind != _TIME or not self._nearby or not self._openings:
            return False
        clause = partial(bisect_right, self._openings)
        mine = clause(term.at)
        met = [clause(one.at) for one in match.terms]
        return not min(met) <= mine <= max(met) and any(one not in undoing for one in self._claims.get(mine, ()))

    @cached_property
    def _claims(self) -> Mapping[int, Sequence[Term]]:
        """The signs and conditions by such clauses."""
        found: dict[int, list[Term]] = {}
        for one in self.reading.terms:
            if one.kind in CLAIMS:
                found.setdefault(bisect_right(self._openings, one.at), []).append(one)
        return found

    @cached_property
    def _openings(self) -> tuple[int, ...]:
        """The words with which a clause begins that has a subject of its own."""
        return self.reading.openings()

    @cached_property
    def _ranks(self) -> dict[Term, int]:
        """The place of each term in the order of the text: in a long message it is asked for again and again."""
        return {term: rank for rank, term in enumerate(sorted(self.reading.terms, key=_in_the_text))}

    @cached_property
    def _claiming(self) -> frozenset[int]:
        """The sentences that have a sign or condition of their own."""
        return frozenset(term.sentence for term in self.reading.terms if term.kind in CLAIMS)

    def _valued(self, one: Indexed[C], match: Match) -> bool:
        """Tell whether the numbers that a condition asks for stand in the scope of `match`."""
        sentences = None if one.whole else {term.sentence for term in match.terms}
        return all(self._values(test, sentences) for test in one.values)

    def _values(self, test: ValueTest, sentences: AbstractSet[int] | None) -> list[Value]:
        """Return the numbers that a condition asks for, those in `sentences`; None: anywhere."""
        return [
            value
            for value in self.reading.values
            if value.kind == test.kind
            and (sentences is None or value.sentence in sentences)
            and (test.at_least is None or value.number >= test.at_least)
            and (test.below is None or value.number < test.below)
        ]


def _combinations(one: Indexed[C], groups: Sequence[list[Term]]) -> Iterator[Match]:
    """Yield the terms of `groups`, one of each, that stand as near to each other as the condition asks."""
    if not groups:
        yield Match(())
        return
    if len(groups) == 1:
        yield from (Match((term,)) for term in groups[0][: 3 * _TRIED] if term.end - term.at <= one.spread)
        return
    for first in groups[0][: 3 * _TRIED]:
        near = [_nearest(first, group, one) for group in groups[1:]]
        for rest in product(*near) if all(near) else ():
            terms = (first, *rest)
            if _distinct(terms) and (one.spread >= ANYWHERE or _spread(terms) <= one.spread):
                yield Match(terms)


def _in_the_text(term: Term) -> tuple[int, int, str]:
    return term.at, -term.end, term.concept


def _nearest(first: Term, group: list[Term], one: Indexed[C]) -> list[Term]:
    """Return the terms of `group` in the scope of `first`, nearest first, live before others."""
    at, sentence, reach, whole = first.at, first.sentence, one.reach, one.whole
    if len(group) > _FEW and reach < ANYWHERE:  # it stands in the order of the text
        group = group[bisect_left(group, at - reach, key=_at) : bisect_right(group, at + reach, key=_at)]
    scope = [term for term in group if -reach <= term.at - at <= reach and (whole or term.sentence == sentence)]
    if one.apart:
        scope = [term for term in scope if term.end <= at or first.end <= term.at]
    if len(scope) < 2:  # noqa: PLR2004 - as in most messages
        return scope
    return sorted(scope, key=lambda term: abs(term.at - at) + (not term.live) * ANYWHERE)[:_TRIED]


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
