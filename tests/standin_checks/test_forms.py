"""The same call in each form that Telegram takes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import httpx
    from telegram import Bot

    from tests.standin import Server, Town

MARKUP = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


def as_json(params: dict[str, Any]) -> dict[str, Any]:
    return {"json": params}


def as_form(params: dict[str, Any]) -> dict[str, Any]:
    return {"data": params | {"reply_markup": json.dumps(params["reply_markup"])}}


def as_multipart(params: dict[str, Any]) -> dict[str, Any]:
    fields = {"chat_id": str(params["chat_id"]), "text": params["text"], "reply_markup": json.dumps(MARKUP)}
    return {"files": {name: (None, value) for name, value in fields.items()}}


def as_query(params: dict[str, Any]) -> dict[str, Any]:
    return {"params": params | {"reply_markup": json.dumps(params["reply_markup"])}}


@pytest.mark.parametrize("form", [as_json, as_form, as_multipart, as_query])
async def test_a_call_means_the_same_in_each_form(
    http: httpx.AsyncClient,
    town: Town,
    server: Server,
    form: Any,  # noqa: ANN401
) -> None:
    ann = town.person("Ann", started=True)

    answer = await http.post("sendMessage", **form({"chat_id": ann.id, "text": "1 true", "reply_markup": MARKUP}))

    assert answer.json()["result"]["reply_markup"] == MARKUP
    assert server.calls[-1].params == {"chat_id": ann.id, "text": "1 true", "reply_markup": MARKUP}
    assert ann.private.last.text == "1 true"


async def test_a_document_is_kept_and_can_be_fetched_again(bot: Bot, town: Town, server: Server) -> None:
    ann = town.person("Ann", started=True)

    sent = await bot.send_document(
        ann.id, b'{"kept": []}', filename="mydata.json", caption="<b>Yours</b>", parse_mode="HTML"
    )
    assert sent.document
    content = await (await bot.get_file(sent.document.file_id)).download_as_bytearray()

    assert (ann.private.last.media["document"]["file_name"], ann.private.last.html) == ("mydata.json", "<b>Yours</b>")
    assert bytes(content) == b'{"kept": []}'
    assert server.calls.of("sendDocument", chat=ann)[0].files["document"].content == b'{"kept": []}'


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
async def test_a_body_that_cannot_be_read_is_a_bad_request(http: httpx.AsyncClient, body: bytes) -> None:
    answer = await http.post("sendMessage", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 400
