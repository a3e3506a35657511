"""Which topics are taken for which, and which red flags are missed or raised for nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.eval.answered import Answered

# Stands where no topic was named.
DECLINED = "(declined)"


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One row of the confusion table: messages whose best topic this is, how many were right, what the rest became."""

    topic: str
    messages: int
    right: int
    taken_for: tuple[tuple[str, int], ...]  # the commonest first


@dataclass(frozen=True, slots=True)
class FlagRow:
    """One red flag: how often it is meant, found, raised unmeant; how often only mentioned, and raised all the same."""

    flag: str
    meant: int
    found: int
    uncalled: int
    traps: int
    trapped: int


def flag_table(answered: Sequence[Answered]) -> tuple[FlagRow, ...]:
    """Return a row for each red flag that a label or an answer names, the one missed most often first."""
    meant = Counter(flag for one in answered for flag in one.message.red_flags)
    found = Counter(flag for one in answered for flag in one.message.red_flags if flag in one.answer.red_flags)
    uncalled = Counter(flag for one in answered for flag in one.uncalled)
    traps = Counter(flag for one in answered for flag in one.traps)
    trapped = Counter(flag for one in answered for flag in one.trapped)
    flags = {*meant, *uncalled, *traps}
    rows = [FlagRow(flag, meant[flag], found[flag], uncalled[flag], traps[flag], trapped[flag]) for flag in flags]
    return tuple(sorted(rows, key=lambda row: (row.found - row.meant, -row.uncalled, row.flag)))


def confusion(answered: Sequence[Answered]) -> tuple[TopicRow, ...]:
    """Return a row for each best topic of the labels, the one with the most mistakes first."""
    by_topic: dict[str, list[Answered]] = {}
    for one in answered:
        if one.on_topic:
            by_topic.setdefault(one.message.topics[0], []).append(one)
    rows = [_row(topic, some) for topic, some in by_topic.items()]
    return tuple(sorted(rows, key=lambda row: (row.right - row.messages, row.topic)))


def _row(topic: str, some: Sequence[Answered]) -> TopicRow:
    wrong = Counter(one.first or DECLINED for one in some if not one.first_right)
    taken_for = tuple(sorted(wrong.items(), key=lambda pair: (-pair[1], pair[0])))
    return TopicRow(topic, len(some), len(some) - wrong.total(), taken_for)
