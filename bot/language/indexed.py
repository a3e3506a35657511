"""Conditions made ready to be looked up: by the concepts of their smallest group, where most fail at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.knowledge.model import Condition

C = TypeVar("C", bound="Condition")
# Further than any two words of a message.
ANYWHERE = 1 << 16
# People write without commas: a clause is taken as so many words on either side.
_CLAUSE = 7


class Indexed(Generic[C]):
    """A condition with its number, from 0, and all that is asked of it for each message."""

    __slots__ = (
        "apart",
        "condition",
        "groups",
        "number",
        "others",
        "reach",
        "smallest",
        "spread",
        "unless",
        "values",
        "whole",
    )

    def __init__(self, condition: C, number: int = 0) -> None:
        """Make `condition` ready."""
        self.condition = condition
        self.number = number
        self.groups = tuple(map(frozenset, condition.all))
        place = min(range(len(self.groups)), key=lambda at: len(self.groups[at]), default=0)
        self.smallest = self.groups[place] if self.groups else frozenset()
        self.others = (*self.groups[:place], *self.groups[place + 1 :])
        self.unless = frozenset(condition.unless)
        self.values = condition.values
        self.apart = condition.apart
        self.whole = condition.within == "message"
        # So many words lie at most between the first term and another, and from the first to the last.
        self.spread = condition.near or ANYWHERE
        self.reach = min(_CLAUSE if condition.within == "clause" else ANYWHERE, self.spread)


class Index(Generic[C]):
    """Conditions by the concepts of their smallest group."""

    def __init__(self, conditions: Iterable[C]) -> None:
        """Index `conditions`."""
        self.by_concept: dict[str, list[Indexed[C]]] = {}
        for number, condition in enumerate(conditions):
            indexed = Indexed(condition, number)
            for concept in indexed.smallest:
                self.by_concept.setdefault(concept, []).append(indexed)
