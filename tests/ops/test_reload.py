"""SIGHUP: the knowledge is read again, if it has no faults, and conversations go on."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from bot.cli.reloading import serve_on
from bot.cli.signals import Asked
from bot.knowledge.folder import shipped_folder
from bot.storage.database import StorageError, Trouble
from bot.telegram.service import Ending, serve
from tests.standin.patience import comes_true

if TYPE_CHECKING:
    from pathlib import Path

    from bot import Assistant
    from tests.scenarios.running import Process, Running
    from tests.standin import Person, Server, Town

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGHUP")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder that can be edited."""
    return shutil.copytree(shipped_folder(), tmp_path / "knowledge")


def edit(folder: Path, before: str, after: str) -> None:
    """Let an editor change a word of the interface."""
    words = folder / "words.yaml"
    text = words.read_text(encoding="utf-8")
    assert before in text
    words.write_text(text.replace(before, after), encoding="utf-8")


async def hup(process: Process, until: str, server: Server) -> None:
    """Ask for a reload, and wait until the log says `until`."""
    assert process.process is not None
    before = process.said.count(until)
    process.process.send_signal(signal.SIGHUP)
    assert await comes_true(lambda: process.said.count(until) > before), process.said
    await server.settled()


async def test_the_knowledge_is_read_again_with_conversations_kept_and_a_fault_keeps_the_old_one(
    process: Process, folder: Path, ann: Person, town: Town, server: Server
) -> None:
    await process.start(KNOWLEDGE_DIR=str(folder))
    first = await ann.asks("do i need a pad")
    assert first.labels

    edit(folder, 'button.else: "Something else"', 'button.else: "Another matter"')
    await hup(process, "listening", server)
    second = await ann.asks("what about at night")
    stranger = await town.person("Bob").asks("what about at night")

    edit(folder, 'button.else: "Another matter"', "button.else: [1, 2]")
    await hup(process, "knowledge not taken over", server)
    third = await ann.asks("what about at night")

    assert "Another matter" in second.labels
    assert "Another matter" in third.labels
    assert second.text == third.text != stranger.text
    assert "words.yaml" in process.said
    assert await process.terminate() == 0


async def test_over_the_webhook_nobody_who_writes_meanwhile_is_refused_or_answered_twice(
    unhooked: Running, town: Town, server: Server
) -> None:
    asked, people = Asked(), town.people(30)
    serving = asyncio.create_task(
        serve_on(lambda *turn: serve(unhooked.deployment, *turn), unhooked.assistant, None, asked)
    )
    try:
        await server.called("setWebhook")

        asked.reload.set()
        for person in people:
            await person.writes("do i need a pad")
            await asyncio.sleep(0.05)
        await server.called("setWebhook", times=2)
        await comes_true(lambda: all(person.private.messages for person in people))
        await server.settled()
    finally:
        asked.end.set()  # however it went: a bot that is left running keeps its port
        ending = await serving

    assert ending is Ending.STOPPED
    assert {len(person.private.messages) for person in people} == {1}
    assert server.world.webhook.last_error is None


async def test_an_outage_just_after_a_reload_is_waited_out(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.reloading.PAUSE", 0.0)
    asked, turns = Asked(), 0

    async def serve(_: Assistant, turn: asyncio.Event) -> Ending:
        nonlocal turns
        turns += 1
        if turns == 2:
            return Ending.NO_NETWORK
        if turns == 3:
            raise StorageError(Trouble.LOCKED)
        (asked.end if turns == 4 else asked.reload).set()
        await turn.wait()
        return Ending.STOPPED

    assert await serve_on(serve, assistant, None, asked) is Ending.STOPPED
    assert turns == 4


async def test_what_fails_at_the_first_start_ends_it(assistant: Assistant) -> None:
    async def serve(_: Assistant, __: asyncio.Event) -> Ending:
        return Ending.NO_NETWORK

    async def fails(_: Assistant, __: asyncio.Event) -> Ending:
        raise StorageError(Trouble.FULL)

    assert await serve_on(serve, assistant, None, Asked()) is Ending.NO_NETWORK
    with pytest.raises(StorageError):
        await serve_on(fails, assistant, None, Asked())
