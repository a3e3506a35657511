"""The webhook: what Telegram posts is answered and kept; whatever else comes to the port gets nowhere."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from typing import TYPE_CHECKING

import pytest
import structlog

from bot.telegram.port import posting, web, webhook
from bot.telegram.service import Ending, serve
from tests.ops.conftest import HEADER, PATH, SECRET, URL
from tests.standin import faults
from tests.standin.patience import PATIENCE, comes_true

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ops.conftest import Port
    from tests.scenarios.running import Running
    from tests.standin import Person, Server, Town

MEGABYTE = 1 << 20


def update(**content: object) -> bytes:
    """Write an update as Telegram would; `content` changes it."""
    chat = {"id": 5_000_000_001, "type": "private", "first_name": "Mallory"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": chat | {"is_bot": False}, "text": "i am bleeding"}
    return json.dumps({"update_id": 1, "message": message} | content).encode()


# ---------------------------------------------------------------- what Telegram does


async def test_what_is_posted_is_answered_once(hooked: Running, ann: Person, town: Town) -> None:
    await ann.writes("why do i leak after wiping")

    await ann.sees(lambda _: True)
    await town.settled()
    assert len(ann.private.messages) == 1
    assert await comes_true(lambda: hooked.rows("select count(*) from updates where content is not null") == [(0,)])


async def test_it_is_set_with_secret_limit_and_kinds_and_what_waits_is_kept(
    unhooked: Running, ann: Person, server: Server
) -> None:
    await ann.writes("written while the bot was away")

    await unhooked.start()
    await ann.sees(lambda _: True)

    (call,) = server.calls.of("setWebhook")
    assert (call.params["url"], call.params["secret_token"]) == (URL, SECRET)
    assert (call.params["max_connections"], call.params.get("drop_pending_updates", False)) == (40, False)
    assert {"message", "edited_message", "callback_query"} <= set(call.params["allowed_updates"])
    assert server.calls.of("getUpdates") == []


async def test_an_update_that_is_posted_twice_is_answered_once(
    hooked: Running, ann: Person, town: Town, server: Server
) -> None:
    server.feed.twice = True

    await ann.writes("it leaks")

    await ann.sees(lambda _: True)
    await town.settled()
    assert len(ann.private.messages) == 1
    assert hooked.deployment.webhook is not None


async def test_it_is_confirmed_only_once_it_is_safe(hooked: Running, ann: Person, server: Server) -> None:
    """Telegram does not answer: the update is written down before its post is answered, and outlives a stop."""
    server.order(faults.timeout_before_effect(), times=None, method="sendMessage")
    await ann.writes("it leaks")
    await server.world.changed.until(lambda: not server.feed.waiting, PATIENCE)

    assert hooked.rows("select count(*) from updates where content is not null") == [(1,)]
    server.heal()
    await hooked.restart()

    assert (await ann.sees(lambda _: True)).text


async def test_what_comes_during_a_restart_is_answered_after_it(
    hooked: Running, ann: Person, town: Town, server: Server
) -> None:
    await hooked.stop()
    await ann.writes("it leaks")

    await hooked.start()
    await ann.sees(lambda _: True)
    await town.settled()

    assert len(ann.private.messages) == 1
    assert len(server.calls.of("deleteWebhook")) == 0


async def test_polling_takes_the_webhook_away_and_drops_nothing(
    hooked: Running, ann: Person, server: Server, town: Town
) -> None:
    await hooked.stop()
    server.world.webhook.route = "http://127.0.0.1:9"
    await ann.writes("it leaks")

    await hooked.start(webhook=None, listener=None)
    await ann.sees(lambda _: True)
    await town.settled()

    assert not any(call.params.get("drop_pending_updates") for call in server.calls.of("deleteWebhook"))
    assert server.feed.webhook_url == ""


async def test_an_address_that_telegram_refuses_ends_it_with_the_reason(unhooked: Running, server: Server) -> None:
    server.order(faults.refused(400, "Bad Request: bad webhook: IP address is reserved"), method="setWebhook")

    assert await serve(unhooked.deployment, unhooked.assistant, asyncio.Event()) is Ending.WEBHOOK_REFUSED


async def test_an_outage_at_the_start_is_waited_out(unhooked: Running, ann: Person, server: Server) -> None:
    server.order(faults.bad_gateway(), times=1, method="setWebhook")
    await unhooked.start()
    await ann.writes("it leaks")

    assert (await ann.sees(lambda _: True)).text


async def test_a_webhook_that_was_moved_is_noticed(
    unhooked: Running, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "LOOK_SECONDS", 0.05)
    await unhooked.start()
    server.feed.webhook_url = "https://elsewhere.example.org/"

    with structlog.testing.capture_logs() as lines:
        await server.called("getWebhookInfo", times=len(server.calls.of("getWebhookInfo")) + 3)

    assert any("the webhook was moved" in line["event"] for line in lines)


def test_the_secret_is_made_of_the_token_the_same_everywhere_unless_one_was_chosen() -> None:
    made = webhook.secret_of("123:abc")

    assert made == hmac.new(b"123:abc", webhook.PURPOSE, hashlib.sha256).hexdigest()
    assert made not in {webhook.secret_of("123:abd"), hashlib.sha256(b"123:abc").hexdigest()}
    assert webhook.secret_of("123:abc", "chosen") == "chosen"


# ---------------------------------------------------------------- what others do

STRANGERS = {
    "no secret": {HEADER: ""},
    "an empty one": {HEADER: " "},
    "a wrong one": {HEADER: "s3cret_of-the-webhooj"},
    "the beginning of it": {HEADER: SECRET[:-1]},
    "more than it": {HEADER: SECRET + "x"},
    "another case": {HEADER: SECRET.upper()},
    "letters that no secret has": {HEADER: "s3cret_öf-the-wébhook"},
    "in another header": {HEADER: "", "Authorization": SECRET},
}


async def test_without_the_secret_nobody_gets_in_or_hears_why(hooked: Running, port: Port, server: Server) -> None:
    before = len(server.calls.effects)

    answers = {who: await port.post(update(), **headers) for who, headers in STRANGERS.items()}

    assert {who: (answer.status, answer.body) for who, answer in answers.items()} == dict.fromkeys(
        STRANGERS, (403, b"")
    )
    await nothing_came_of_it(hooked, server, before)


async def nothing_came_of_it(hooked: Running, server: Server, before: int) -> None:
    """See that the bot called nobody and kept nothing."""
    await server.settled(quiet=0.05)
    assert len(server.calls.effects) == before
    assert hooked.rows("select count(*) from updates") == [(0,)]


ELSEWHERE = ["/", "/hook", PATH + "/", "/hook/a b", "/hook/x/../a%20b", "/readyz/", "/hook/a%2520b", "//hook/a%20b"]
METHODS = ["GET", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "post"]


async def test_no_other_path_or_method_takes_updates(hooked: Running, port: Port, server: Server) -> None:
    before = len(server.calls.effects)

    answers = {path: (await port.post(update(), path)).status for path in ELSEWHERE}
    answers |= {method: (await port.post(update(), method=method)).status for method in METHODS}

    assert {what: status for what, status in answers.items() if status not in {400, 404, 405}} == {}
    await nothing_came_of_it(hooked, server, before)


DEEP = 100_000
FAULTY: dict[str, bytes] = {
    "nothing": b"",
    "half of it": update()[:-5],
    "words": b"hello",
    "a form": b"update_id=1&message=hello",
    "deep lists": b'{"update_id": 1, "message": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "deep mappings": b'{"update_id": 1, "message": ' + b'{"a":' * DEEP + b"1" + b"}" * DEEP + b"}",
    "a list": b"[" + update() + b"]",
    "a number": b"1",
    "null": b"null",
    "no id": b'{"message": {}}',
    "an id in quotes": update(update_id="1"),
    "an id that is true": update(update_id=True),
    "half an id": update(update_id=1.5),
    "a negative id": update(update_id=-1),
    "an id that no database holds": update(update_id=1 << 64),
    "an id of 5,000 digits": b'{"update_id": ' + b"9" * 5000 + b"}",
    "not a number": b'{"update_id": 1, "message": NaN}',
    "other letters": '{"update_id": 1, "message": {"text": "é"}}'.encode("latin-1"),
    "UTF-16": update().decode().encode("utf-16"),
    "packed": b"\x1f\x8b\x08\x00" + bytes(64),
}


async def test_what_is_no_update_is_400_even_with_the_secret(hooked: Running, port: Port, server: Server) -> None:
    before = len(server.calls.effects)

    answers = {what: await port.post(body) for what, body in FAULTY.items()}

    assert {what: (answer.status, answer.body) for what, answer in answers.items()} == dict.fromkeys(FAULTY, (400, b""))
    await nothing_came_of_it(hooked, server, before)


LIES = ["text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "image/png", ""]


async def test_the_content_decides_and_not_what_it_is_called(hooked: Running, port: Port) -> None:
    form = b"--x\r\n\r\nhello\r\n--x--"

    faulty = [(await port.post(form, Content_Type=kind)).status for kind in LIES]
    good = [(await port.post(update(), Content_Type=kind)).status for kind in LIES]

    assert (set(faulty), set(good)) == ({400}, {200})
    assert hooked.rows("select count(*) from updates") == [(1,)]


BENT: list[object] = ["hello", [], {"chat": 7}, {"message_id": {}}]


async def test_an_update_that_only_looks_like_one_costs_only_itself(
    hooked: Running, port: Port, ann: Person, town: Town
) -> None:
    bent = [update(update_id=7 + at, message=what) for at, what in enumerate(BENT)]

    answers = [(await port.post(body)).status for body in bent]
    await ann.writes("it leaks")
    await ann.sees(lambda _: True)
    await town.settled()

    assert answers == [200] * len(bent)
    assert await comes_true(lambda: hooked.rows("select count(*) from updates where content is not null") == [(0,)])


async def test_a_body_that_says_it_is_too_large_is_refused_before_it_comes(hooked: Running, port: Port) -> None:
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{HEADER}: {SECRET}\r\nContent-Length: {10 * MEGABYTE}\r\n\r\n"

    answer = await port.writes(head.encode())

    assert answer.status == 413
    assert hooked.deployment.webhook is not None


@pytest.mark.parametrize("secret", [SECRET, "wrong"])
async def test_a_body_of_10_megabytes_without_a_length_is_cut_off(
    secret: str, hooked: Running, port: Port, server: Server
) -> None:
    before, read = len(server.calls.effects), 0

    def chunks() -> Iterator[bytes]:
        nonlocal read
        yield f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{HEADER}: {secret}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        for _ in range(160):
            read += 65_536
            yield b"10000\r\n" + b" " * 65_536 + b"\r\n"

    answer = await port.writes_all(chunks())

    assert answer.status in {413, 403, None}  # None: it hung up before its answer could be read
    assert read < 10 * MEGABYTE
    await nothing_came_of_it(hooked, server, before)


LENGTHS = ["-1", "1e3", "0x10", "9" * 400, "5, 6"]


async def test_a_length_that_is_none_is_refused(hooked: Running, port: Port) -> None:
    answers = {length: (await port.post(update(), Content_Length=length)).status for length in LENGTHS}

    assert set(answers.values()) <= {400, 413}
    assert hooked.rows("select count(*) from updates") == [(0,)]


async def test_a_head_of_a_megabyte_is_cut_off(hooked: Running, port: Port) -> None:
    answer = await port.post(update(), X_Padding="x" * MEGABYTE)

    assert answer.status in {400, 431, None}  # None: it hung up before its answer could be read
    assert hooked.rows("select count(*) from updates") == [(0,)]


async def test_a_head_that_never_ends_is_hung_up_on(
    unhooked: Running, port: Port, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "HEAD_SECONDS", 0.2)
    await unhooked.start()
    slow = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n".encode()
    after_a_good_one = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HT"

    silent, begun, again = await asyncio.gather(*(port.writes(what) for what in (b"", slow, after_a_good_one)))

    assert (silent.raw, begun.raw) == (b"", b"")
    assert again.status == 200


async def test_a_body_that_never_ends_is_hung_up_on(
    hooked: Running, port: Port, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "BODY_SECONDS", 0.2)
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{HEADER}: {SECRET}\r\nContent-Length: 100\r\n\r\n"

    answer = await port.writes(head.encode(), b'{"update_id": 1')

    assert answer.status == 408
    assert hooked.deployment.webhook is not None


async def test_many_who_say_nothing_keep_nobody_out(
    unhooked: Running, port: Port, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "HEAD_SECONDS", 0.5)
    monkeypatch.setattr(web, "CONNECTIONS", 20)
    await unhooked.start()
    silent = [asyncio.ensure_future(port.writes(b"POST /")) for _ in range(40)]
    await asyncio.sleep(0.05)

    await ann.writes("it leaks")

    assert (await ann.sees(lambda _: True)).text
    assert {(await one).raw for one in silent} == {b""}


MADE_UP = ["contact:AAAAAAAAAAAAAAAAAAAAAA", "delete:everything", "open:../../etc/passwd", "", "x" * 64, "topic:"]


async def test_callback_data_that_was_made_up_tells_nobody_anything(hooked: Running, ann: Person, town: Town) -> None:
    await ann.writes("hello")
    shown = await ann.sees(lambda _: True)

    for data in MADE_UP:
        await ann.forges(data, on=shown)
    await town.settled(quiet=0.1)

    assert len(ann.private.messages) == 1
    assert hooked.desk.messages == []


async def test_a_stop_finishes_what_is_under_way(hooked: Running, ann: Person, server: Server) -> None:
    server.order(faults.slow_answer(0.5), method="sendMessage")
    await ann.writes("it leaks")
    await server.called("sendMessage", chat=ann)

    ending = await asyncio.wait_for(hooked.stop(), 10)

    assert ending is Ending.STOPPED
    assert len(ann.private.messages) == 1
