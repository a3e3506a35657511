"""`continence-bot run` as a user starts it: a process, its exit code, and what it says."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import structlog

from bot.cli.main import main
from bot.telegram.service import Ending, serve
from tests.standin import faults
from tests.standin.server import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.knowledge.knowledge import Knowledge
    from tests.scenarios.running import Process, Running
    from tests.standin import Person, Server

    # Given the line that is to be said, and settings: what was said.
    Fails = Callable[..., str]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
async def test_a_signal_ends_it_in_time_with_code_0(name: str, process: Process, ann: Person) -> None:
    process.counted = True
    await process.start()
    await ann.writes("hello")
    await ann.sees(lambda _: True)

    assert process.process is not None
    process.process.send_signal(getattr(signal, name))

    assert await process.ends(within=10) == 0
    assert "Traceback" not in process.said


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
async def test_a_signal_ends_it_in_time_although_telegram_does_not_answer(
    process: Process, ann: Person, server: Server
) -> None:
    await process.start()
    await ann.writes("hello")
    await ann.sees(lambda _: True)
    server.order(faults.timeout_before_effect(), times=None)
    await ann.writes("and now")
    await server.called("sendMessage", chat=ann, times=2)

    assert await process.terminate(within=10) == 0


@pytest.fixture
def fails_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Fails]:
    """Run the command in this process, which takes a tenth of the time of one of its own."""
    root, showwarning = logging.getLogger(), warnings.showwarning
    handlers, level = root.handlers[:], root.level
    monkeypatch.chdir(tmp_path)

    def fails(line: str, **settings: str) -> str:
        usual = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": "http://127.0.0.1:9"}
        for name, value in (usual | settings).items():
            monkeypatch.setenv(name, value)
        code, said = main(["run"]), capsys.readouterr().err

        assert code not in {0, 70}, said
        assert line in said
        assert "Traceback" not in said
        return said

    yield fails
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    warnings.showwarning = showwarning
    structlog.reset_defaults()


async def ends_with(process: Process, line: str, **settings: str) -> None:
    """Start it; it must end with a code that is not 0, say the line, and show no traceback."""
    await process.start(**settings)
    code = await process.ends()

    assert code not in {0, 70}, process.said
    assert line in process.said
    assert "Traceback" not in process.said


def test_without_a_token_it_says_how_to_get_one(fails_with: Fails, knowledge: Knowledge) -> None:
    fails_with(knowledge.words["fault.no_token"], TELEGRAM_BOT_TOKEN="")


async def test_a_token_file_is_read(process: Process, ann: Person, server: Server, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{server.token}\n", encoding="utf-8")
    await process.start(TELEGRAM_BOT_TOKEN="", TELEGRAM_BOT_TOKEN_FILE=str(tmp_path / "token"))

    await ann.writes("hello")

    await ann.sees(lambda _: True)


async def test_a_wrong_token_is_said_to_be_wrong(process: Process, knowledge: Knowledge) -> None:
    wrong = "123456789:wrong"
    await ends_with(process, knowledge.words["fault.wrong_token"], TELEGRAM_BOT_TOKEN=wrong)

    assert wrong not in process.said


async def test_no_network_is_said_to_be_none(idle: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.service.PAUSE", 0.01)
    nowhere = replace(idle.deployment, api_url="http://127.0.0.1:9")

    assert await serve(nowhere, idle.assistant, asyncio.Event()) is Ending.NO_NETWORK


def test_a_database_that_cannot_be_opened_is_named(fails_with: Fails, knowledge: Knowledge, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    line = knowledge.words["fault.database_not_opened"]

    fails_with(line, DATABASE_URL=f"sqlite:///{tmp_path}/file/bot.sqlite3")


def test_a_file_that_is_no_database_is_named(fails_with: Fails, knowledge: Knowledge, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir or Madam, " * 100, encoding="utf-8")
    line = knowledge.words["fault.database_no_database"]

    fails_with(line, DATABASE_URL=f"sqlite:///{tmp_path}/letter.txt")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/dev/full is a device of Linux")
def test_a_full_disk_is_said_to_be_full(fails_with: Fails, knowledge: Knowledge) -> None:
    fails_with(knowledge.words["fault.database_full"], DATABASE_URL="sqlite:////dev/full")


def test_settings_that_cannot_be_used_are_all_named(fails_with: Fails) -> None:
    said = fails_with("RETENTION_DAYS", RETENTION_DAYS="soon", OWNER_IDS="me", ESCALATION_CHAT_ID="desk")

    assert "OWNER_IDS" in said
    assert "ESCALATION_CHAT_ID" in said
