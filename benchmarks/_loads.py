"""Loads on our bot in a process of its own: a burst, a minute, chatter, a day. How fast, how soon, how much is left."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

import psycopg

from benchmarks._apart import Apart
from benchmarks._delivered import Row, databases, seconds_until
from tests.scenarios.crashing import outcome
from tests.scenarios.examples import sure_question
from tests.standin import Server, Town

if TYPE_CHECKING:
    from bot import Assistant
    from tests.standin import Call, Group, Person

BURST, ASKED = 1000, 200
PEOPLE, AGAIN, MINUTE = 1000, 100, 60.0
LINES, LOOKS = 50_000, (10_000, 30_000, 50_000)
HOURS, AN_HOUR, LINES_AN_HOUR, LOOK_HOURS = 24, 200, 1000, (1, 6, 12, 24)
WIPED = 3.0  # seconds after which the database's log is empty
HOUR, GONE = 3600.0, 49  # seconds; hours after which nothing is left of what is kept for 48
TABLES = ("updates", "answers", "conversations", "jobs", "calls", "people")


async def engines(assistant: Assistant) -> list[Row]:
    """Each engine: answers a second, idle latency, memory, and what a message leaves in the database."""
    rows: list[Row] = []
    async with databases() as addresses:
        for name, address in addresses.items():
            async with Server() as server, Apart(server, address) as apart:
                town, question = Town(server), sure_question(assistant)
                took = await _idle(server, town, question)
                await asyncio.sleep(WIPED)
                before = size_of(address)
                rate = BURST / await _burst(server, town.people(BURST), question)
                await asyncio.sleep(WIPED)
                left = (size_of(address) - before) / BURST
                memory = apart.memory("VmHWM")
            rows.append((name, f"{rate:.0f}", *_spread(took, 1000), f"{memory:.0f}", f"{left:.0f}"))
    return [("engine", "answers a second", "idle ms, median", "idle ms, 99 %", "MiB at most", "bytes a message"), *rows]


async def minute(assistant: Assistant) -> list[Row]:
    """A thousand people within a minute, some of them twice, with Telegram's limits in force."""
    rows: list[Row] = []
    async with databases() as addresses:
        for name, address in addresses.items():
            async with Server() as server:
                server.limits.on = True
                async with Apart(server, address, limits=True) as apart:
                    rows.append((name, *await _minute(server, assistant), f"{apart.memory('VmHWM'):.0f}"))
    heads = ("median, s", "99 %, s", "longest, s", "unanswered", "out of order", "429s", "MiB at most")
    return [(f"{PEOPLE} people in {MINUTE:.0f} s, {PEOPLE + AGAIN} questions", *heads), *rows]


async def _minute(server: Server, assistant: Assistant) -> tuple[str, ...]:
    first = sure_question(assistant)
    second, crowd = sure_question(assistant, other_than=first), Town(server).people(PEOPLE)
    asked, at, began = [], {}, time.time()
    for number, person in enumerate(crowd):
        await asyncio.sleep(max(0.0, began + number * MINUTE / PEOPLE - time.time()))
        for question in (first, second) if number % (PEOPLE // AGAIN) == 0 else (first,):
            asked.append(message := await person.writes(question))
            at[person.id, message.message_id] = time.time()
    await seconds_until(server, lambda: len(server.calls) > len(asked) and len(_answers(server)) >= len(asked))
    await server.settled(within=60, quiet=1.0)
    took = [
        call.at - at[int(call.chat_id or 0), call.params["reply_parameters"]["message_id"]] for call in _answers(server)
    ]
    found = outcome(asked, crowd)
    spread = (*_spread(took, 1), f"{max(took):.1f}")
    return (*spread, str(found.unanswered), str(found.out_of_order), str(server.limits.refused))


def _answers(server: Server) -> list[Call]:
    return [call for call in server.calls.of("sendMessage") if call.ok]


async def chatter(_: Assistant) -> list[Row]:
    """Lines of a group's chatter: how many a second, and the memory of the process after so many of them."""
    async with databases() as addresses, Server() as server, Apart(server, addresses["SQLite"]) as apart:
        town = Town(server)
        people = town.people(20)
        group = town.group("Chat", people, bot="administrator")
        server.endpoint.keep_calls = False
        seen, spent, before = [f"{apart.memory():.1f}"], 0.0, 0
        for lines in LOOKS:
            spent += await chatted(server, people, group, range(before, lines))
            seen.append(f"{apart.memory():.1f}")
            before = lines
        row = ("MiB", *seen, f"{apart.memory('VmHWM'):.1f}", f"{LINES / spent:.0f}")
    return [("lines of chatter", "at start", *(f"{lines:,}" for lines in LOOKS), "at most", "lines a second"), row]


async def chatted(server: Server, people: list[Person], group: Group, lines: range) -> float:
    """Let people chat, and return the seconds until the bot has taken all of it."""
    server.feed.hold()
    for number in lines:
        await people[number % len(people)].writes(f"see you at {number % 12} then, bring the other one", to=group)
    server.feed.release()
    return await seconds_until(server, lambda: not server.feed.waiting)


async def day(assistant: Assistant) -> list[Row]:
    """A day's traffic by a moved clock: questions of new people every hour, and chatter; then two days of silence."""
    rows: list[Row] = []
    async with databases() as addresses:
        for name, address in addresses.items():
            async with Server() as server, Apart(server, address) as apart:
                rows += [(name, *row) for row in await _day(server, apart, address, sure_question(assistant))]
    return [("engine", "hours", "questions", "lines", "MiB", *(f"rows in {table}" for table in TABLES)), *rows]


async def _day(server: Server, apart: Apart, address: str, question: str) -> list[Row]:
    town, rows = Town(server), []
    chatters = town.people(20)
    group = town.group("Chat", chatters, bot="administrator")
    for hour in range(1, HOURS + 1):
        apart.set_clock(hour * HOUR)
        await _burst(server, town.people(AN_HOUR), question)
        await chatted(server, chatters, group, range(LINES_AN_HOUR))
        if hour in LOOK_HOURS:
            rows.append(await _looked(apart, address, hour, hour))
    apart.set_clock((HOURS + GONE) * HOUR)
    return [*rows, await _looked(apart, address, HOURS + GONE, HOURS)]


async def _looked(apart: Apart, address: str, now: int, hours: int) -> Row:
    await asyncio.sleep(2.0)  # purged twice
    counted = tuple(f"{number:,}" for number in rows_in(address))
    return f"{now}", f"{hours * AN_HOUR:,}", f"{hours * LINES_AN_HOUR:,}", f"{apart.memory():.0f}", *counted


async def _idle(server: Server, town: Town, question: str) -> list[float]:
    took = []
    for person in town.people(ASKED):
        await asyncio.sleep(0.02)
        began, sent = time.perf_counter(), server.endpoint.number
        await person.writes(question)
        await seconds_until(server, lambda sent=sent: server.endpoint.number > sent)
        took.append(time.perf_counter() - began)
    return took


async def _burst(server: Server, crowd: list[Person], question: str) -> float:
    server.feed.hold()
    for person in crowd:
        await person.writes(question)
    before = server.endpoint.number
    server.feed.release()
    return await seconds_until(server, lambda: server.endpoint.number - before >= len(crowd))


def _spread(took: list[float], unit: int) -> tuple[str, str]:
    return f"{median(took) * unit:.1f}", f"{quantiles(took, n=100)[98] * unit:.1f}"


def size_of(address: str) -> int:
    """Return the bytes that a database takes on the disk."""
    if not address.startswith("sqlite"):
        with psycopg.connect(address.replace("+psycopg", "")) as connection:
            found = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        return int(found[0]) if found else 0
    file = _file(address)
    return sum(path.stat().st_size for path in file.parent.glob(f"{file.name}*"))


def rows_in(address: str) -> list[int]:
    """Count the rows of the tables that grow with traffic."""
    if address.startswith("sqlite"):
        with closing(sqlite3.connect(_file(address))) as connection:
            return [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]  # noqa: S608
    with psycopg.connect(address.replace("+psycopg", "")) as connection:
        names = [table if table != "jobs" else "procrastinate_jobs" for table in TABLES]
        found = [connection.execute(f"SELECT count(*) FROM {name}").fetchone() for name in names]  # type: ignore[arg-type, call-overload, unused-ignore]  # noqa: S608
        return [row[0] if row else 0 for row in found]


def _file(address: str) -> Path:
    return Path(address.partition(":///")[2])
