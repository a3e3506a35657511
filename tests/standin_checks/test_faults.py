"""Faults that a test orders are met by the calls they were ordered for, and by no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.standin import faults
from tests.standin.faults import Fault

if TYPE_CHECKING:
    from tests.standin import Person, Server, Town


async def says(http: httpx.AsyncClient, to: Person, text: str = "words") -> httpx.Response:
    return await http.post("sendMessage", json={"chat_id": to.id, "text": text}, timeout=0.5)


@pytest.mark.parametrize(
    ("fault", "begin"),
    [
        (faults.too_many_requests(7), '{"ok": false, "error_code": 429'),
        (faults.server_error(), '{"ok": false, "error_code": 500'),
        (faults.bad_gateway(), "<html>"),
        (faults.conflict_409(), '{"ok": false'),
        (faults.unauthorised(), '{"ok": false'),
        (faults.refused(400, "Bad Request: TOPIC_CLOSED"), '{"ok": false'),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else "",
)
async def test_a_fault_with_an_answer_has_no_effect(
    http: httpx.AsyncClient, town: Town, server: Server, fault: Fault, begin: str
) -> None:
    ann = town.person("Ann", started=True)
    order = server.order(fault, times=2)

    answers = [await says(http, ann) for _ in range(3)]

    code = int(fault.name.split()[0])
    assert [answer.status_code for answer in answers] == [code, code, 200]
    assert answers[0].text.startswith(begin)
    assert len(ann.private.messages) == 1
    assert (order.left, [call.fault for call in order.met]) == (0, [fault.name] * 2)


async def test_too_many_requests_says_how_long_to_wait(http: httpx.AsyncClient, town: Town, server: Server) -> None:
    server.order(faults.too_many_requests(60))

    answer = await says(http, town.person("Ann", started=True))

    assert answer.json()["parameters"] == {"retry_after": 60}
    assert answer.json()["description"] == "Too Many Requests: retry after 60"


@pytest.mark.parametrize(
    ("fault", "delivered"),
    [
        (faults.timeout_before_effect(), 0),
        (faults.timeout_after_effect(), 1),
        (faults.dropped_connection(), 0),
        (faults.dropped_connection(after_effect=True), 1),
        (faults.half_an_answer(), 1),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else "",
)
async def test_a_fault_without_an_answer_may_have_had_its_effect(
    http: httpx.AsyncClient, town: Town, server: Server, fault: Fault, delivered: int
) -> None:
    ann = town.person("Ann", started=True)
    server.order(fault)

    with pytest.raises(httpx.ReadTimeout if fault.kind == "hang" else (httpx.NetworkError, httpx.RemoteProtocolError)):
        await says(http, ann)

    assert len(ann.private.messages) == delivered
    assert (server.calls[-1].status, server.calls[-1].ok) == (None, False)


async def test_an_order_picks_its_calls_by_method_chat_and_predicate(
    http: httpx.AsyncClient, town: Town, server: Server
) -> None:
    ann, bob = town.person("Ann", started=True), town.person("Bob", started=True)
    server.order(faults.server_error(), times=None, method="sendMessage", chat=ann)
    server.order(faults.server_error(503), when=lambda call: call.params.get("text") == "unlucky")

    statuses = [(await says(http, to, text)).status_code for to, text in [(ann, "a"), (bob, "b"), (bob, "unlucky")]]
    server.heal()
    healed = await says(http, ann)

    assert statuses == [500, 200, 503]
    assert healed.status_code == 200


async def test_a_server_that_was_away_comes_back_with_what_people_wrote(
    http: httpx.AsyncClient, town: Town, server: Server
) -> None:
    port = server.port
    await server.stop()
    await town.person("Ann").writes("is anybody there")
    with pytest.raises(httpx.ConnectError):
        await http.get("getMe")

    await server.start(port)

    updates = (await http.get("getUpdates")).json()["result"]
    assert [update["message"]["text"] for update in updates] == ["is anybody there"]
