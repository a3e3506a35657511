"""A group on trial: for a week the bot says nothing there, and counts what it would have done. No texts are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.assistant.manners import Manners, Move, Speak
from bot.jobs.keys import take_key
from bot.storage.group_store import GroupStore, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.assistant.gist import Gist
    from bot.knowledge.knowledge import Knowledge
    from bot.storage.group_store import Group
    from bot.storage.store import Store
    from bot.telegram.company.door import Spoken
    from bot.telegram.context import Rooms

LASTS = timedelta(days=7)
TOPICS_SHOWN = 8


def running(group: Group) -> bool:
    """Whether a group is on trial: for the week, and then until an administrator has answered."""
    return group.trial_until is not None


def as_if(manners: Manners) -> Manners:
    """Return the manners that a trial counts by: as if it might speak unasked."""
    return replace(manners, speak=Speak.ASKED)


async def count(rooms: Rooms, update: int, said: Spoken, gist: Gist, what: Move) -> None:
    """Count what would have been answered: called or not, and about which topic; no longer once the week is over.

    Of a danger, which is acted on, the fact alone is counted. A message is counted once, also if it is edited, or its
    job repeated after a crash.
    """
    now, group = rooms.now(), rooms.book.of(said.chat)
    day = now.date().isoformat()
    if group.trial_until is None or now > group.trial_until:
        return

    async def counted(store: Store) -> None:
        if not await take_key(store.connection, f"trial:{said.chat}:{said.message or update}", now):
            return
        kept = GroupStore(store.connection)
        if what is Move.ALARM:
            await kept.count(day, "would", "alarm", said.chat)
            return
        await kept.count(day, "would", "called" if said.called else "unasked", said.chat)
        await kept.count(day, "topic", gist.topic or str(gist.decision), said.chat)

    await rooms.memory.tell(counted)


def report(tallies: Iterable[Tally], knowledge: Knowledge) -> str:
    """Say in lines what would have been done."""
    words, sums = knowledge.words, dict[tuple[str, str], int]()
    for tally in tallies:
        sums[tally.what, tally.name] = sums.get((tally.what, tally.name), 0) + tally.count
    called, unasked = sums.get(("would", "called"), 0), sums.get(("would", "unasked"), 0)
    topics = sorted(((n, name) for (what, name), n in sums.items() if what == "topic"), reverse=True)[:TOPICS_SHOWN]
    alarms = sums.get(("would", "alarm"), 0)
    lines = [words.get("trial.alarms", count=alarms)] if alarms else []
    lines.append(words.get("trial.counts", called=called, unasked=unasked))
    for number, name in topics:
        title = knowledge.topics[name].title if name in knowledge.topics else words[f"stats.{name}"]
        lines.append(words.get("trial.topic", topic=title, count=number))
    return "\n".join(lines)
