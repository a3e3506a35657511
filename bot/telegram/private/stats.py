"""What the owners see: counts by day, kind, level and topic, times to claim and resolve, what was asked in vain.

Plots are made of text. There is nobody in it: no texts, no ids.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from bot.storage.desk_store import DeskStore
from bot.storage.group_store import GroupStore
from bot.telegram.cases.card import kind_of, span
from bot.telegram.pages import LINE, Piece, laid_out
from bot.telegram.private.commands import on_unknown
from bot.telegram.render import Outgoing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from telegram import Update

    from bot.desk.case import Case
    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.model import Topic
    from bot.knowledge.words import InterfaceWords
    from bot.storage.group_store import Tally
    from bot.storage.store import Store
    from bot.telegram.context import BotContext

DAYS = 14
SHOWN = 8
BAR = 12  # blocks of the longest bar
FULL, EIGHTHS = "█", " ▏▎▍▌▋▊▉"


async def on_stats(update: Update, context: BotContext) -> None:
    """Show the owners what has happened: /stats. For anybody else there is no such command."""
    user, rooms = update.effective_user, context.rooms
    if user is None or user.id not in rooms.owners:
        await on_unknown(update, context)
        return
    since = rooms.now() - timedelta(days=DAYS - 1)
    midnight = since.replace(hour=0, minute=0, second=0, microsecond=0)

    async def counted(store: Store) -> tuple[tuple[Tally, ...], tuple[Case, ...]]:
        tallies = await GroupStore(store.connection).counted(since.date().isoformat())
        return tallies, await DeskStore(store.connection).cases_since(midnight)

    tallies, cases = await rooms.memory.ask(counted, ((), ()))
    pieces = report(tallies, cases, rooms.knowledge, since)
    await rooms.speaker.say(user.id, Outgoing(laid_out(pieces)))


def report(tallies: Sequence[Tally], cases: Sequence[Case], knowledge: Knowledge, since: datetime) -> Iterator[Piece]:
    """Lay out all counts since a day. Pure."""
    words = knowledge.words
    yield Piece(words.get("stats.title", days=DAYS), "b")
    days = [(since + timedelta(days=number)).date().isoformat() for number in range(DAYS)]
    by_day = Counter[str]()
    for tally in tallies:
        by_day[tally.day] += tally.count if tally.what == "where" else 0
    yield from _plotted(words["stats.by_day"], [(day[5:], by_day[day]) for day in days])
    for what in ("where", "decision", "level"):
        named = [(words[f"stats.{name}"], count) for name, count in _most(tallies, what)]
        yield from _plotted(words[f"stats.by_{what}"], named, share=what == "decision")
    told = [(knowledge.topics[name], count) for name, count in _most(tallies, "topic") if name in knowledge.topics]
    yield from _plotted(words["stats.by_kind"], _by_kind(told, words))
    yield from _plotted(words["stats.by_topic"], [(topic.title, count) for topic, count in told[:SHOWN]])
    lacking = [(name.replace("_", " "), count) for name, count in _most(tallies, "lacking")]
    yield from _plotted(words["stats.by_lacking"], lacking[:SHOWN])
    yield from _of_cases(cases, knowledge)


def _by_kind(told: Iterable[tuple[Topic, int]], words: InterfaceWords) -> list[tuple[str, int]]:
    kinds = Counter[str]()
    for topic, count in told:
        kinds[words[f"kind.{topic.kind}"]] += count
    return kinds.most_common()


def _most(tallies: Iterable[Tally], what: str) -> list[tuple[str, int]]:
    counts = Counter[str]()
    for tally in tallies:
        if tally.what == what:
            counts[tally.name] += tally.count
    return counts.most_common()


def _plotted(title: str, rows: Sequence[tuple[str, int]], *, share: bool = False) -> Iterator[Piece]:
    """Yield a plot of text: a bar for each row, as long as its count is high."""
    if not rows:
        return
    yield Piece(title, "b")
    top, total = max(count for _, count in rows), sum(count for _, count in rows)
    for name, count in rows:
        percent = f" ({count / total:.0%})" if share and total else ""
        yield Piece(f"{bar(count, top)} {count}{percent} {name}".strip(), gap=LINE)


def bar(count: int, top: int) -> str:
    """Draw a bar: `count` of `top`, in eighths of a block."""
    eighths = round(count / top * BAR * 8) if top else 0
    return FULL * (eighths // 8) + EIGHTHS[eighths % 8].strip()


def _middle(times: Sequence[timedelta]) -> timedelta:
    return timedelta(seconds=median(time.total_seconds() for time in times))


def _of_cases(cases: Sequence[Case], knowledge: Knowledge) -> Iterator[Piece]:
    words = knowledge.words
    if not cases:
        return
    yield Piece(words.get("stats.cases", count=len(cases)), "b")
    claims = [case.claimed_at - case.opened_at for case in cases if case.claimed_at]
    ends = [case.ended_at - case.opened_at for case in cases if case.ended_at]
    for line, times in (("stats.to_claim", claims), ("stats.to_resolve", ends)):
        if times:
            yield Piece(words.get(line, span=span(_middle(times), words), count=len(times)), gap=LINE)
    kinds = Counter(kind_of(case, words) for case in cases)
    yield from _plotted(words["stats.by_case"], kinds.most_common())
    outcomes = Counter(words[f"card.over_{case.outcome}"] for case in cases if case.outcome)
    yield from _plotted(words["stats.by_outcome"], outcomes.most_common())
