"""Many people, much chatter, a long day: everybody is answered in order, and nothing piles up. Long: `make bench`."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.jobs.sqlite import utc_now
from bot.telegram import chores
from tests.scenarios.crashing import outcome
from tests.scenarios.examples import sure_question
from tests.standin.patience import comes_true

if TYPE_CHECKING:
    from bot import Assistant
    from tests.scenarios.running import Process, Running
    from tests.standin import Group, Person, Server, Town

CROWD = 100
WARM, LINES, GROWN = 500, 3000, 3.0  # lines of chatter; MiB
AN_HOUR, EVERY, GONE = 10, 6, 49  # people; hours
PASSING = ("updates", "answers", "conversations", "jobs", "calls")  # tables that hold nothing for longer than 48 hours


async def test_a_crowd_is_answered_in_order(bot: Running, server: Server, town: Town, assistant: Assistant) -> None:
    first = sure_question(assistant)
    questions = (first, sure_question(assistant, other_than=first))
    crowd = town.people(CROWD)

    asked = [await person.writes(question) for question in questions for person in crowd]
    await server.called("sendMessage", times=len(asked))
    await server.settled()

    found = outcome(asked, crowd)
    assert (found.unanswered, found.repeated, found.out_of_order) == (0, 0, 0)
    assert bot.rows("SELECT * FROM jobs") == bot.rows("SELECT * FROM calls") == []


@pytest.mark.skipif(not Path("/proc").exists(), reason="memory is read from /proc")
async def test_chatter_leaves_no_memory_behind(process: Process, server: Server, town: Town) -> None:
    people = town.people(5)
    group = town.group("Chat", people, bot="administrator")
    await process.start()
    await server.called("getUpdates")
    await _chatted(server, people, group, WARM)
    before = _resident(process)

    await _chatted(server, people, group, LINES)

    assert _resident(process) - before < GROWN
    assert server.calls.of("sendMessage") == []


async def test_after_two_days_of_silence_only_the_people_are_left(
    idle: Running, server: Server, town: Town, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chores, "PURGE_EVERY", timedelta(seconds=0.05))
    ahead = timedelta()

    def now() -> datetime:
        return utc_now() + ahead

    await idle.start(now=now)
    question, rows = sure_question(assistant), []
    for hour in range(0, 24, EVERY):
        ahead = timedelta(hours=hour)
        for person in town.people(AN_HOUR):
            await person.writes(question)
        await server.settled()
        rows.append(_kept(idle))
    ahead = timedelta(hours=24 + GONE)
    await comes_true(lambda: not _kept(idle)["updates"])

    answered = 24 // EVERY * AN_HOUR
    assert [row["answers"] for row in rows] == [AN_HOUR * (number + 1) for number in range(24 // EVERY)]
    # A conversation goes after two hours: what stands is this hour's.
    assert [row["conversations"] for row in rows] == [AN_HOUR] * (24 // EVERY)
    assert _kept(idle) == dict.fromkeys(PASSING, 0) | {"people": answered}


async def _chatted(server: Server, people: list[Person], group: Group, lines: int) -> None:
    server.feed.hold()
    for number in range(lines):
        await people[number % len(people)].writes(f"see you at {number % 12} then, bring the other one", to=group)
    server.feed.release()
    await server.settled()


def _resident(process: Process) -> float:
    assert process.process is not None, "it was never started"
    status = Path(f"/proc/{process.process.pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None, status
    return int(found[1]) / 1024


def _kept(bot: Running) -> dict[str, int]:
    return {table: bot.rows(f"SELECT count(*) FROM {table}")[0][0] for table in (*PASSING, "people")}  # noqa: S608
