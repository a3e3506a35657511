"""From a message's arrival to its answer: how many, how soon, how large; beside a bare python-telegram-bot in one run.

`python -m benchmarks.delivery [part ...]`; all parts (see PARTS), if none is named. In `answers`, `silence` and `delay`
a bot and the stand-in of Telegram share one process, and so one core; elsewhere the bot has a process of its own.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

import structlog

from benchmarks._delivered import Row, bare, databases, ours, seconds_until
from benchmarks._loads import LINES, chatted, chatter, day, engines, minute
from benchmarks._tables import table
from bot import Assistant
from bot.cli.settled import settle
from tests.scenarios.crashing import Crashes
from tests.scenarios.examples import sure_question
from tests.scenarios.running import Process
from tests.standin import Server, Town

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

ANSWERS, ASKED, CROWD, KILLS = 1000, 100, 300, 5


async def answers(assistant: Assistant) -> list[Row]:
    """Answers a second."""
    rows: list[Row] = []
    async with databases() as addresses:
        async with Server() as server, bare(server, answers=True):
            first = await _answered(server, assistant)
        rows.append(("bare python-telegram-bot", f"{first:.0f}", "1.00"))
        for name, address in addresses.items():
            async with Server() as server, ours(server, assistant, address):
                rate = await _answered(server, assistant)
            rows.append((name, f"{rate:.0f}", f"{rate / first:.2f}"))
    return [("answers", "a second", "beside bare"), *rows]


async def _answered(server: Server, assistant: Assistant) -> float:
    town, question = Town(server), sure_question(assistant)
    crowd = town.people(ANSWERS)
    server.feed.hold()
    for person in crowd:
        await person.writes(question)
    before = server.endpoint.number
    server.feed.release()
    server.world.changed.ring()
    return ANSWERS / await seconds_until(
        server, lambda: server.endpoint.number - before >= ANSWERS and _sent(server) >= ANSWERS
    )


def _sent(server: Server) -> int:
    return len(server.calls.of("sendMessage"))


async def silence(assistant: Assistant) -> list[Row]:
    """Lines of a group's chatter a second."""
    rows, rates = [], {}
    for name in ("bare python-telegram-bot, a handler that does nothing", "ours"):
        async with databases() as addresses, Server() as server:
            running = ours(server, assistant, addresses["SQLite"]) if name == "ours" else bare(server, answers=False)
            async with running:
                rates[name] = await _chatted(server)
        rows.append((name, f"{rates[name]:.0f}", f"{rates[name] / next(iter(rates.values())):.2f}"))
    return [(f"silent lines of a group ({LINES:,})", "a second", "beside bare"), *rows]


async def _chatted(server: Server) -> float:
    town = Town(server)
    people = town.people(20)
    group = town.group("Chat", people, bot="administrator")
    server.endpoint.keep_calls = False
    return LINES / await chatted(server, people, group, range(LINES))


async def delay(assistant: Assistant) -> list[Row]:
    """From arrival to send while idle, in milliseconds."""
    rows: list[Row] = []
    async with databases() as addresses:
        for name, address in addresses.items():
            async with Server() as server, ours(server, assistant, address):
                took = await _delays(server, assistant)
            rows.append((name, f"{median(took):.1f}", f"{quantiles(took, n=100)[98]:.1f}"))
    return [("idle, arrival to send, ms", "median", "99 %"), *rows]


async def _delays(server: Server, assistant: Assistant) -> list[float]:
    town, question, took = Town(server), sure_question(assistant), []
    for person in town.people(ASKED):
        await asyncio.sleep(0.02)
        began, sent = time.perf_counter(), _sent(server)
        await person.writes(question)
        await seconds_until(server, lambda sent=sent: _sent(server) > sent)
        took.append((time.perf_counter() - began) * 1000)
    return took


async def crashes(assistant: Assistant) -> list[Row]:
    """Kill -9 five times while 300 people write."""
    questions, rows = [sure_question(assistant)], []
    async with databases() as addresses:
        for name, commands in {"SQLite": ["run"], "PostgreSQL": ["run", "worker"]}.items():
            async with Server() as server:
                outcome = await _crashed(server, addresses[name], commands, questions)
            rows.append((name, *(f"{value}" for value in outcome)))
    return [(f"{KILLS} kills", "questions", "unanswered", "answered again", "out of order"), *rows]


async def _crashed(server: Server, address: str, commands: list[str], questions: list[str]) -> tuple[int, ...]:
    with tempfile.TemporaryDirectory() as folder:
        url = address.replace("+aiosqlite", "").replace("+psycopg", "")
        settings = {"TELEGRAM_BOT_TOKEN": server.token, "TELEGRAM_API_URL": server.url, "DATABASE_URL": url}
        processes = []
        for command in commands:
            place = Path(folder) / command
            place.mkdir()
            processes.append(Process(place, settings, (command,)))
        found = await Crashes(server, Town(server), processes, questions).story(CROWD, KILLS, within=180)
        for process in processes:
            await process.kill()
    return found.questions, found.unanswered, found.repeated, found.out_of_order


PARTS: dict[str, Callable[[Assistant], Coroutine[None, None, list[Row]]]] = {
    "answers": answers,
    "silence": silence,
    "delay": delay,
    "crashes": crashes,
    "engines": engines,
    "minute": minute,
    "chatter": chatter,
    "day": day,
}


def main(names: list[str]) -> int:
    """Measure, and print a table for each part."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    assistant = Assistant.load()
    # As in the bot's own process: neither bot pays for what the other has loaded.
    settle()
    for name in names or list(PARTS):
        heads, *rows = asyncio.run(PARTS[name](assistant))
        print(table(heads, rows), "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
