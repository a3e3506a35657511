"""Health, readiness and figures, asked over the port as a platform asks."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest_asyncio
from prometheus_client.parser import text_string_to_metric_families

from bot.storage.counts import Counts, Pile
from bot.storage.inspection import inspect
from bot.telegram import observed
from bot.telegram.metrics import Metrics
from bot.telegram.port import health
from tests.scenarios.examples import HEAVY
from tests.standin import faults
from tests.standin.patience import comes_true

if TYPE_CHECKING:
    import socket

    import pytest

    from tests.ops.conftest import Port
    from tests.scenarios.running import Running
    from tests.standin import Person, Server, Town

FINE = {"database": "ok", "engine": "ok", "knowledge": "ok", "telegram": "ok"}


@pytest_asyncio.fixture
async def polling(idle: Running, listener: socket.socket) -> Running:
    """A bot that polls, with an open port."""
    return await idle.start(listener=listener)


async def state(port: Port) -> tuple[int | None, dict[str, str]]:
    """Ask whether it is ready."""
    answer = await port.get("/readyz")
    return answer.status, json.loads(answer.body)


async def figures(port: Port) -> dict[str, float]:
    """Ask for the figures: `name{label="value"}` and what it stands at."""
    page = (await port.get("/metrics")).body.decode()
    samples = (sample for family in text_string_to_metric_families(page) for sample in family.samples)
    return {f"{sample.name}{','.join(sample.labels.values())}": sample.value for sample in samples}


async def test_with_a_port_a_polling_bot_says_that_it_is_alive_and_ready(polling: Running, port: Port) -> None:
    alive = await port.get("/healthz")

    assert (alive.status, alive.body) == (200, b"ok")
    assert await state(port) == (200, FINE)
    assert polling.deployment.webhook is None


async def test_a_polling_bot_takes_no_updates_at_its_port(polling: Running, port: Port) -> None:
    answers = [(await port.post(b'{"update_id": 1}', path)).status for path in ("/", "/healthz", "/hook/a%20b")]

    assert set(answers) <= {404, 405}
    assert polling.rows("select count(*) from updates") == [(0,)]


async def test_without_a_database_it_is_not_ready_and_says_which_part(
    polling: Running, port: Port, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PROBE_SECONDS", 0.2)
    with closing(sqlite3.connect(polling.database)) as other:
        other.execute("drop table updates")

    status, parts = await state(port)

    assert status == 503
    assert parts["database"] != "ok"
    assert (parts["knowledge"], parts["telegram"]) == ("ok", "ok")


async def test_on_postgresql_it_is_ready_and_counts_and_doctor_sees_its_tables(
    postgres_address: str, idle: Running, listener: socket.socket, port: Port, ann: Person
) -> None:
    new = await inspect(postgres_address)
    await idle.start(database=postgres_address, listener=listener)
    await ann.asks("do i need a pad")

    used, counted = await inspect(postgres_address), await figures(port)

    assert await state(port) == (200, FINE)
    assert counted["bot_updates_totalmessage"] == 1
    assert counted["bot_queue_oldest_secondsjobs"] < 5
    assert counted["bot_quarantine"] == 0
    assert (new.engine, new.version, new.trouble) == ("postgresql", None, None)
    assert (used.version, used.known, used.trouble) == (used.head, True, None)


async def test_what_nobody_works_on_is_noticed(polling: Running, port: Port) -> None:
    with closing(sqlite3.connect(polling.database)) as other:
        other.execute("insert into updates (bot, id, arrived_at, lane, content) values (1, 1, '2026-01-01', 1, '{}')")
        other.commit()

    assert await state(port) == (503, FINE | {"engine": "behind"})
    assert (await figures(port))["bot_queue_waitingupdates"] == 1


async def test_without_word_from_telegram_it_is_not_ready_until_a_hello_is_answered(
    polling: Running, port: Port, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "SILENCE_SECONDS", 0.0)
    monkeypatch.setattr(health, "KEPT_SECONDS", 0.0)
    server.order(faults.bad_gateway(), method="getMe")

    assert await state(port) == (503, FINE | {"telegram": "no contact"})
    assert await state(port) == (200, FINE)
    assert polling.deployment.api_url == server.url


async def test_the_figures_count_updates_answers_calls_and_cases(
    polling: Running, port: Port, ann: Person, town: Town, server: Server
) -> None:
    server.order(faults.too_many_requests(1), method="sendMessage", chat=ann)
    town.poison()
    await ann.writes(HEAVY)
    await ann.sees(lambda _: True)
    assert await comes_true(lambda: polling.rows("select count(*) from cases") == [(1,)])
    assert await comes_true(lambda: polling.rows("select count(*) from jobs where due is null") == [(0,)])
    await town.settled()

    counted = await figures(port)

    assert counted["bot_updates_totalmessage"] == 2
    assert (counted["bot_updates_set_aside_total"], counted["bot_quarantine"]) == (1, 1)
    assert sum(n for name, n in counted.items() if name.startswith("bot_answers_total")) == 1
    assert sum(n for name, n in counted.items() if name.startswith("bot_answers_total") and "emergency" in name) == 1
    assert counted["bot_calls_totalsendMessage,429"] == 1
    assert counted["bot_call_seconds_countsendMessage"] == len(server.calls.of("sendMessage"))
    assert counted["bot_casesopen"] == 1
    assert (counted["bot_queue_waitingupdates"], counted["bot_queue_waitingjobs"]) == (0, 0)
    assert polling.rows("select count(*) from cases") == [(1,)]


async def test_no_words_names_or_ids_are_in_what_the_port_shows(hooked: Running, port: Port, town: Town) -> None:
    zoe = town.person("Zoexylophone", username="zoexylophone")
    await zoe.writes(f"xylophone {HEAVY}")
    await zoe.sees(lambda _: True)
    await town.settled()

    await port.post(b"xylophone", X_Telegram_Bot_Api_Secret_Token="xylophone")
    shown = [(await port.get(path)).body.decode() for path in ("/metrics", "/readyz", "/healthz", "/xylophone")]

    every = "\n".join(shown)
    assert "bot_answers_total" in every
    assert 'bot_webhook_refused_total{status="403"} 1.0' in every
    assert "xylophone" not in every.lower()
    assert re.search(rf"{zoe.id}|{hooked.desk.id}|{hooked.deployment.token}|{'s3cret'}", every) is None


def test_what_the_database_no_longer_tells_is_not_shown_as_it_was() -> None:
    metrics = Metrics()
    known = metrics.page(Counts(Pile(3), Pile(2), 1, {"open": Pile(4)})).decode()

    unknown = metrics.page(None).decode()

    assert all(line in known for line in ('bot_cases{state="open"} 4.0', "bot_quarantine 1.0"))
    assert all(line not in unknown for line in ("bot_cases{", "bot_queue_waiting{", "bot_quarantine 1.0"))


async def test_many_who_ask_make_one_look() -> None:
    looks = 0

    async def look() -> str:
        nonlocal looks
        looks += 1
        await asyncio.sleep(0)
        return "ok"

    fresh = health.Fresh(look)
    await asyncio.gather(*(fresh() for _ in range(50)))

    assert looks == 1


async def test_a_part_that_hangs_or_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PROBE_SECONDS", 0.01)

    async def hangs() -> str:
        await asyncio.sleep(60)
        return "ok"

    async def fails() -> str:
        raise KeyError("xylophone")

    assert await health.look_at({"one": hangs, "two": fails}) == {"one": "slow", "two": "KeyError"}


def test_a_call_is_counted_by_its_method_alone() -> None:
    assert observed.method_of("http://x/bot123:abc/getUpdates?offset=5&x=/y") == "getUpdates"
