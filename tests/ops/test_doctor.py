"""`continence-bot doctor`: each line ok, warning or fault, with what to do; exit 1 if there is a fault."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from telegram import Bot

from bot.cli.checkup import chats, telegram
from bot.cli.checkup.content import content
from bot.cli.checkup.finding import Verdict
from bot.cli.doctor import _outside as outside
from bot.cli.doctor import doctor
from bot.desk.choices import Choices
from bot.desk.reminders import QuietHours
from bot.knowledge.model import SignOff
from bot.knowledge.sign_off import fingerprint
from bot.settings import Settings
from bot.storage.group_store import Group
from bot.storage.inspection import inspect
from tests.standin import faults
from tests.standin.methods import METHODS
from tests.standin.patience import comes_true

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

    from bot.cli.checkup.finding import Finding
    from bot.knowledge.knowledge import Knowledge
    from tests.scenarios.running import Process, Running
    from tests.standin import Server, Town

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def keys(found: Iterable[Finding]) -> dict[str, str]:
    """Name what was found, with its verdict."""
    return {finding.key: finding.verdict.value for finding in found}


def verdicts(said: str) -> dict[str, list[str]]:
    """Read what was printed: the subjects by their verdict."""
    lines = [line.split(maxsplit=1) for line in said.splitlines()]
    return {v: [rest.partition(":")[0] for label, rest in lines if label == v] for v in Verdict}


# ---------------------------------------------------------------- the command


async def test_what_is_in_order_is_said_to_be_and_the_exit_code_is_0(
    process: Process, town: Town, server: Server
) -> None:
    town.bot.privacy_mode = False
    vera = town.person("Vera", started=True)
    desk = town.group("Desk", [vera], bot="administrator", forum=True)
    process.arguments = ("doctor",)
    await town.person("Ann").writes("it leaks")

    await process.start(ESCALATION_CHAT_ID=str(desk.id), OWNER_IDS=str(vera.id))

    assert await process.ends() == 0, process.said
    said = verdicts(process.said)
    assert said["fault"] == []
    assert said["warning"] == ["Sign-off", "Menu"]
    assert {"Knowledge", "Database", "Token", "Clock", "Privacy mode", "Polling", "Desk", "Owners"} <= set(said["ok"])
    assert len(server.feed.waiting) == 1


async def test_what_is_wrong_is_said_all_at_once_with_what_to_do_and_the_exit_code_is_1(
    process: Process, town: Town, server: Server, tmp_path: Path
) -> None:
    kicked = town.group("Desk", bot="kicked")
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    server.feed.webhook_url = "https://elsewhere.example.org/"
    process.arguments = ("doctor",)

    await process.start(
        ESCALATION_CHAT_ID=str(kicked.id),
        OWNER_IDS="77",
        WEBHOOK_URL="https://bot.example.org/hook",
        DATABASE_URL=f"sqlite:///{tmp_path}/file/bot.sqlite3",
    )

    assert await process.ends() == 1, process.said
    said = verdicts(process.said)
    assert said["fault"] == ["Database", "Webhook", "Desk"]
    assert {"Sign-off", "Privacy mode", "Menu", "Owners"} <= set(said["warning"])
    assert server.token not in process.said


TROUBLES: dict[str, tuple[dict[str, str | None], str]] = {
    "no token": ({"telegram_bot_token": ""}, "token_none"),
    "a wrong token": ({"telegram_bot_token": "123456789:wrong"}, "token_wrong"),
    "no network": ({"telegram_api_url": "http://127.0.0.1:9"}, "telegram_unreachable"),
    "no file with the token": ({"telegram_bot_token": None, "telegram_bot_token_file": "nowhere"}, "settings"),
}


@pytest.mark.parametrize(("changed", "expected"), TROUBLES.values(), ids=TROUBLES)
async def test_without_a_way_to_telegram_the_rest_is_still_looked_at(
    changed: dict[str, str | None], expected: str, server: Server, tmp_path: Path, knowledge: Knowledge
) -> None:
    usual = {"telegram_bot_token": server.token, "telegram_api_url": server.url}
    settings = Settings.read(**usual | {"database_url": f"sqlite:///{tmp_path}/bot.sqlite3"} | changed)

    found = keys(await outside(settings, knowledge.words))

    assert found == {"database_new": "ok", "disk": found["disk"], expected: "fault"}


async def test_a_file_with_the_databases_password_that_cannot_be_read_is_named_and_the_rest_looked_at(
    server: Server, knowledge: Knowledge, tmp_path: Path
) -> None:
    usual = {"telegram_bot_token": server.token, "telegram_api_url": server.url}
    missing = {"database_url": "postgresql://bot@host/bot", "database_password_file": str(tmp_path / "nowhere")}

    found = await outside(Settings.read(**usual | missing), knowledge.words)

    first = found[0]
    assert (first.key, first.verdict) == ("settings", Verdict.FAULT)
    assert str(first.values["line"]).startswith("DATABASE_PASSWORD_FILE: ")
    assert {"token": "ok"}.items() <= keys(found).items()


def test_settings_and_knowledge_that_cannot_be_used_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORT", "many")
    monkeypatch.setenv("WEBHOOK_SECRET", "not allowed!")

    code = doctor(tmp_path)

    said = capsys.readouterr().out
    assert code == 1
    assert verdicts(said)["fault"] == ["Settings", "Settings", "Knowledge"]
    assert "not allowed" not in said


async def test_an_answer_that_cannot_be_read_costs_only_its_own_line(
    server: Server, town: Town, tmp_path: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = town.group("Desk")
    monkeypatch.setitem(METHODS, "getChatMember", lambda *_: {"status": "restricted"})
    monkeypatch.setattr(telegram, "POLL_SECONDS", 0)
    settings = Settings.read(
        telegram_bot_token=server.token,
        telegram_api_url=server.url,
        database_url=f"sqlite:///{tmp_path}/bot.sqlite3",
        escalation_chat_id=desk.id,
    )

    found = keys(await outside(settings, knowledge.words))

    assert found["not_understood"] == "fault"
    assert {"token", "clock", "privacy_on", "polling", "owners_none"} <= set(found)


# ---------------------------------------------------------------- what it looks at


@pytest_asyncio.fixture
async def asking(server: Server) -> AsyncIterator[Bot]:
    """The bot's account, as doctor uses it."""
    async with Bot(server.token, base_url=f"{server.url}/bot") as opened:
        yield opened


async def test_another_poller_is_noticed_and_loses_nothing(
    bot: Running, asking: Bot, server: Server, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.polling.CONFLICT_PAUSE", 0.1)

    found = await telegram.way_in(asking, None, NOW)

    assert keys(found) == {"another_poller": "warning"}
    await town.person("Ann").writes("it leaks")
    await town.settled()
    assert bot.rows("select count(*) from updates") == [(1,)]
    assert all("offset" not in call.params or call.params["offset"] >= 0 for call in server.calls.of("getUpdates"))


async def test_what_waits_at_telegram_is_not_confirmed_by_looking(asking: Bot, town: Town, server: Server) -> None:
    await town.person("Ann").writes("it leaks")

    found = await telegram.way_in(asking, None, NOW)

    assert keys(found) == {"polling": "ok"}
    assert len(server.feed.waiting) == 1


async def test_the_webhook_is_compared_with_what_telegram_has(asking: Bot, server: Server, town: Town) -> None:
    url = "https://bot.example.org/hook"
    now = datetime.now(UTC)

    seen = [keys(await telegram.way_in(asking, url, now))]
    server.feed.webhook_url = url
    seen.append(keys(await telegram.way_in(asking, url, now)))
    server.world.webhook.last_error = "Wrong response from the webhook: 403 Forbidden"
    server.world.webhook.connections = 0
    for ann in town.people(telegram.WAITING + 1):
        await ann.writes("it leaks")
    seen.append(keys(await telegram.way_in(asking, url, now)))
    server.feed.webhook_url = "https://elsewhere.example.org/"
    seen.append(keys(await telegram.way_in(asking, url, now + timedelta(hours=2))))
    seen.append(keys(await telegram.way_in(asking, None, now + timedelta(hours=2))))

    assert seen == [
        {"webhook_unset": "warning"},
        {"webhook": "ok"},
        {"webhook": "ok", "webhook_failing": "fault", "updates_waiting": "warning"},
        {"webhook_elsewhere": "fault", "updates_waiting": "warning"},
        {"webhook_left": "warning", "updates_waiting": "warning"},
    ]


async def test_the_desk_is_looked_at_for_what_the_bot_may_do_there(
    asking: Bot, town: Town, knowledge: Knowledge
) -> None:
    vera = town.person("Vera", started=True)
    muted, closed, moving = town.group("Muted", [vera]), town.group("Closed", [vera]), town.group("Old", basic=True)
    await muted.mutes_bot()
    closed.chat.members_may_write = False
    old = moving.id
    await moving.upgrades()
    places = {
        None: "desk_none",
        town.group("Plain", [vera]).id: "desk_group",
        town.group("Forum", [vera], bot="administrator", forum=True).id: "desk_forum",
        town.group("Forum", [vera], forum=True).id: "desk_no_topics",
        town.group("Left", bot="left").id: "desk_lost",
        town.channel("News", bot="administrator").id: "desk_channel",
        vera.id: "desk_private",
        -100: "desk_lost",
        muted.id: "desk_silent",
        closed.id: "desk_silent",
        old: "desk_moved",
    }

    found = {place: next(iter(keys(await chats.desk_of(asking, place, (), knowledge.words)))) for place in places}

    assert found == places


async def test_groups_are_looked_at_with_what_was_chosen_for_them(
    asking: Bot, town: Town, knowledge: Knowledge
) -> None:
    ruled, plain, left = town.group("A", bot="administrator"), town.group("B"), town.group("C", bot="left")

    desk, gone = town.group("Desk"), Group(-5, "left")
    chosen = Group(plain.id, choices=Choices(desk=desk.id, backup=-77))
    asleep = Group(desk.id, choices=Choices(quiet=QuietHours(22, 7)))
    found = await chats.groups(asking, [Group(ruled.id), chosen, asleep, Group(left.id), gone], None, knowledge.words)

    assert [finding.key for finding in found] == [
        "group_admin",
        "group_member",
        "group_lost",
        "desk_group",
        "desk_lost",
    ]
    assert any("Desk" in note for note in found[1].notes)
    assert knowledge.words.get("settings.quiet", since="22", until="07") in found[3].notes


@pytest.mark.parametrize(
    ("date_header", "expected"),
    [
        ("Wed, 25 Nov 2026 12:00:10 GMT", {"clock": "ok"}),
        ("Wed, 25 Nov 2026 11:58:00 GMT", {"clock_wrong": "warning"}),
        ("Wed, 25 Nov 2026 13:00:00 GMT", {"clock_wrong": "fault"}),
        ("yesterday", {"clock_unknown": "warning"}),
        ("", {"clock_unknown": "warning"}),
    ],
)
def test_the_clock_is_compared_with_that_of_telegrams_answer(date_header: str, expected: dict[str, str]) -> None:
    assert keys([telegram.clock_finding(date_header, NOW)]) == expected


async def test_a_poll_that_fails_is_a_fault(asking: Bot, server: Server) -> None:
    server.order(faults.server_error(500), method="getUpdates")

    assert keys(await telegram.way_in(asking, None, NOW)) == {"polling_fails": "fault"}


def test_what_is_old_is_named(knowledge: Knowledge) -> None:
    fresh, old = (keys(content(knowledge, day)) for day in (date(2026, 11, 25), date(2028, 1, 1)))

    assert fresh == {"knowledge": "ok", "numbers": "ok", "topics": "ok", "sign_off_none": "warning"}
    assert (old["numbers_old"], old["topics_old"]) == ("warning", "warning")


def test_a_sign_off_holds_until_what_was_signed_changes(knowledge: Knowledge) -> None:
    given = SignOff(by="a nurse", on=date(2026, 12, 1), of=fingerprint(knowledge))
    signed = replace(knowledge, article=knowledge.article.model_copy(update={"sign_off": given}))
    flag = next(iter(knowledge.flags.values()))
    changed = replace(signed, flags=dict(signed.flags) | {flag.id: flag.model_copy(update={"title": "Something else"})})

    assert keys(content(signed, NOW.date()))["sign_off"] == "ok"
    assert keys(content(changed, NOW.date()))["sign_off_changed"] == "warning"


async def test_a_database_is_looked_at_and_not_touched(idle: Running, town: Town) -> None:
    address, file = idle.deployment.database, idle.database
    file.unlink()
    new = await inspect(address)
    made = file.exists()
    await idle.start()
    town.group("Help", bot="member")
    await town.group("New").adds_bot()
    assert await comes_true(lambda: idle.rows("select count(*) from groups") == [(1,)])
    used = await inspect(address)
    with closing(sqlite3.connect(file)) as other:
        other.execute("update alembic_version set version_num = '9999'")
        other.commit()
    newer = await inspect(address)
    await idle.stop()

    assert (new.version, new.trouble, made) == (None, None, False)
    assert (used.version, used.known, used.trouble) == (used.head, True, None)
    assert (newer.version, newer.known) == ("9999", False)
    assert (used.free is not None, len(used.groups)) == (True, 1)


@pytest.mark.parametrize("content_", [b"", b"Dear Sir or Madam, " * 100])
async def test_a_file_that_is_no_database_is_noticed(content_: bytes, tmp_path: Path) -> None:
    (tmp_path / "letter").write_bytes(content_)

    seen = await inspect(f"sqlite:///{tmp_path / 'letter'}")

    assert (seen.trouble is not None) == bool(content_)
    assert (tmp_path / "letter").read_bytes() == content_
