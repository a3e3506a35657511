"""The same words in another order: "tonight i end it" is "end it tonight", "slime and blood" is "blood and slime"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

# What stands between a time that is said first and what happens then: nothing, or who it happens to.
_WHO = ("", "i ", "im ", "ill ", "im going to ", "im gonna ")
_AND = " and "
# "No gas and vomiting" changed over would be "no vomiting and gas".
_NOT = frozenset({"no", "not", "never", "without", "cant", "dont", "wont", "isnt", "hasnt", "havent", "nothing"})


def in_any_order(
    phrases: Iterable[str], times: AbstractSet[str], small: AbstractSet[str], *, joined: bool = True
) -> Iterator[str]:
    """Yield `phrases`, and those that say the same in another order; `times` are the words that tell when.

    A time at the end may stand at the beginning, but for one with a single of the `small` words before it ("my last
    night"), and of two things `joined` by "and" each may come first.
    """
    for phrase in phrases:
        yield phrase
        yield from _time_first(phrase, times, small)
        if joined and phrase.count(_AND) == 1 and _NOT.isdisjoint(phrase.split(" ")):
            yield from _changed_over(*phrase.split(_AND))


def _changed_over(first: str, second: str) -> Iterator[str]:
    """Yield what is joined changed over as a whole, and the words beside the joint alone: "woke up wet and sore"."""
    yield f"{second}{_AND}{first}"
    before, _, one = first.rpartition(" ")
    other, _, behind = second.partition(" ")
    if before or behind:
        yield f"{before} {other}{_AND}{one} {behind}".strip()


def _time_first(phrase: str, times: AbstractSet[str], small: AbstractSet[str]) -> Iterator[str]:
    words = phrase.split(" ")
    for at in range(1, len(words)):
        if (when := " ".join(words[at:])) in times:
            if at > 1 or words[0] not in small:
                yield from (f"{when} {who}{' '.join(words[:at])}" for who in _WHO)
            return
