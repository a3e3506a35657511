"""`continence-bot run` with a port, as a platform starts it: a process, its settings, what it says, how it ends."""

from __future__ import annotations

import socket
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.cli.run import _listener
from bot.errors import BotError
from tests.ops.conftest import URL, Port
from tests.scenarios.examples import HEAVY
from tests.standin import faults

if TYPE_CHECKING:
    from bot.knowledge.knowledge import Knowledge
    from tests.scenarios.running import Process
    from tests.standin import Server, Town

FORGED = b'{"update_id": 1, "message": {"message_id": 1, "text": "xylophone forged"}}'


@pytest.fixture
def free() -> Port:
    """A port that nobody has."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        number: int = taken.getsockname()[1]
    return Port(number)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
async def test_over_the_webhook_planted_words_names_secret_and_token_are_in_no_log_at_any_level(
    process: Process, town: Town, server: Server, free: Port
) -> None:
    zoe = town.person("Zoexylophone", username="zoexylophone")
    desk = town.group("Desk", [town.person("Vera", started=True)])
    server.world.webhook.route, server.world.webhook.retry_after = free.url, 0.05
    server.order(faults.bad_gateway(), times=1, method="sendMessage")
    server.order(faults.refused(400, "Bad Request: can't parse xylophone"), times=1, method="editMessageText")
    settings = {"WEBHOOK_URL": URL, "PORT": str(free.number), "ESCALATION_CHAT_ID": str(desk.id)}
    await process.start(LOG_LEVEL="debug", LOG_FORMAT="json", **settings)
    await server.called("setWebhook")
    server.feed.push_raw({"message": {"message_id": "xylophone", "chat": {"id": zoe.id}, "text": "xylophone"}})

    await zoe.writes(f"xylophone {HEAVY}")
    shown = await zoe.sees(lambda _: True)
    await zoe.edits(await zoe.writes("hello xylophone"), "xylophone again")
    await zoe.forges("xylophone:xylophone", on=shown)
    wrong = await free.post(FORGED, X_Telegram_Bot_Api_Secret_Token="xylophone")
    guessed = await free.post(FORGED)
    await free.post(FORGED, "/xylophone?xylophone=1")
    await free.writes(b"xylophone xylophone\r\n\r\n")
    await town.settled()

    assert (wrong.status, guessed.status) == (403, 403)
    assert (await free.get("/readyz")).status == 200
    assert await process.terminate() == 0
    assert "update safe" in process.said
    assert "update handled" in process.said
    assert "Invalid HTTP" not in process.said
    assert "xylophone" not in process.said.lower()
    assert str(zoe.id) not in process.said
    assert server.token.partition(":")[2] not in process.said
    assert server.world.webhook.secret not in process.said
    assert "127.0.0.1" not in process.said


def test_a_port_that_is_taken_is_said_to_be(knowledge: Knowledge) -> None:
    with closing(socket.create_server(("", 0))) as taken:
        number = taken.getsockname()[1]

        with pytest.raises(BotError, match=str(number)) as raised:
            _listener(number, knowledge.words)

    assert str(raised.value) == knowledge.words.get("fault.port", port=number)
