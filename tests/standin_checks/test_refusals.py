"""Requests that Telegram turns down, each with its own words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden

if TYPE_CHECKING:
    import httpx
    from telegram import Bot

    from tests.standin import Person, Server, Town


@dataclass(frozen=True)
class Example:
    """A call to Ann's private chat (message 1 is her own, message 2 the bot's) and the refusal it meets."""

    name: str
    method: str
    params: dict[str, Any]
    refusal: str
    to_ann: bool = field(default=True)


def buttons(*row: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(row)]}


def pressed(text: str = "Go", **action: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"text": text, **action}


HTML = {"parse_mode": "HTML"}
SAID = {"text": "words"}
EXAMPLES = [
    Example("no text", "sendMessage", {}, "message text is empty"),
    Example("only spaces", "sendMessage", {"text": " \n "}, "message text is empty"),
    Example("only tags", "sendMessage", {"text": "<b> </b>"} | HTML, "message text is empty"),
    Example("too long", "sendMessage", {"text": "x" * 4097}, "message is too long"),
    Example("too long in units", "sendMessage", {"text": "😀" * 2049}, "message is too long"),
    Example("bad HTML", "sendMessage", {"text": "a <br> b"} | HTML,
            "can't parse entities: Unsupported start tag \"br\" at byte offset 2"),
    Example("no chat", "sendMessage", SAID, "chat_id is empty", to_ann=False),
    Example("unknown chat", "sendMessage", SAID | {"chat_id": 4711}, "chat not found", to_ann=False),
    Example("data of 65 bytes", "sendMessage", SAID | {"reply_markup": buttons(pressed(callback_data="é" * 32 + "x"))},
            "BUTTON_DATA_INVALID"),
    Example("empty data", "sendMessage", SAID | {"reply_markup": buttons(pressed(callback_data=""))},
            "BUTTON_DATA_INVALID"),
    Example("button without deed", "sendMessage", SAID | {"reply_markup": buttons(pressed())},
            "text buttons are unallowed in the inline keyboard"),
    Example("button of two kinds", "sendMessage",
            SAID | {"reply_markup": buttons(pressed(callback_data="a", url="x.org"))}, "BUTTON_TYPE_INVALID"),
    Example("bad address", "sendMessage", SAID | {"reply_markup": buttons(pressed(url="nowhere"))},
            "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
    Example("link to a stranger", "sendMessage", SAID | {"reply_markup": buttons(pressed(url="tg://user?id=4711"))},
            "BUTTON_USER_INVALID"),
    Example("flat keyboard", "sendMessage", SAID | {"reply_markup": {"inline_keyboard": [pressed(callback_data="a")]}},
            'field "inline_keyboard" of the InlineKeyboardMarkup should be an Array of Arrays'),
    Example("keyboard that is no JSON", "sendMessage", SAID | {"reply_markup": "{"},
            "can't parse reply keyboard markup JSON object"),
    Example("too many buttons", "sendMessage", SAID | {"reply_markup": buttons(*[pressed(callback_data="a")] * 101)},
            "reply markup is too long"),
    Example("reply to nothing", "sendMessage", SAID | {"reply_parameters": {"message_id": 99}},
            "message to be replied not found"),
    Example("topic in a private chat", "sendMessage", SAID | {"message_thread_id": 5}, "message thread not found"),
    Example("same text again", "editMessageText", {"message_id": 2, "text": "answer"},
            "message is not modified: specified new message content and reply markup are exactly the same as a current "
            "content and reply markup of the message"),
    Example("edit of nothing", "editMessageText", {"message_id": 99} | SAID, "message to edit not found"),
    Example("edit of hers", "editMessageText", {"message_id": 1} | SAID, "message can't be edited"),
    Example("edit without id", "editMessageText", SAID, "message identifier is not specified"),
    Example("delete nothing", "deleteMessage", {"message_id": 99}, "message to delete not found"),
    Example("copy nothing", "copyMessage", {"from_chat_id": 4711, "message_id": 1}, "chat not found"),
    Example("document without file", "sendDocument", {}, "there is no document in the request"),
    Example("caption too long", "sendDocument", {"caption": "x" * 1025, "document": "x"},
            "message caption is too long"),
    Example("unknown action", "sendChatAction", {"action": "dance"}, "wrong parameter action in request"),
    Example("made-up query", "answerCallbackQuery", {"callback_query_id": "1"},
            "query is too old and response timeout expired or query ID is invalid"),
    Example("command too long", "setMyCommands", {"commands": [{"command": "a" * 33, "description": "x"}]},
            "command length must not exceed 32"),
    Example("command in capitals", "setMyCommands", {"commands": [{"command": "Ask", "description": "x"}]},
            "BOT_COMMAND_INVALID"),
    Example("command undescribed", "setMyCommands", {"commands": [{"command": "ask", "description": ""}]},
            "command description must be non-empty"),
    Example("command described at length", "setMyCommands",
            {"commands": [{"command": "ask", "description": "x" * 257}]},
            "command description length must not exceed 256"),
    Example("101 commands", "setMyCommands", {"commands": [{"command": "a", "description": "x"}] * 101},
            "BOT_COMMANDS_TOO_MUCH"),
    Example("long description", "setMyDescription", {"description": "x" * 513}, "BOT_DESCRIPTION_TOO_LONG"),
    Example("long short description", "setMyShortDescription", {"short_description": "x" * 121},
            "BOT_SHORT_DESCRIPTION_TOO_LONG"),
    Example("bad secret", "setWebhook", {"url": "https://x.org", "secret_token": "no spaces"},
            "secret token contains unallowed characters"),
    Example("member of a private chat", "getChatMember", {"user_id": 4711}, "invalid user_id specified"),
    Example("ephemeral in private", "sendMessage", SAID | {"ephemeral_message_parameters": {"receiver_user_id": 1}},
            "CHAT_TYPE_INVALID"),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
async def test_a_request_is_refused_in_telegrams_words(example: Example, http: httpx.AsyncClient, town: Town) -> None:
    ann = town.person("Ann")
    await ann.writes("question")
    await http.post("sendMessage", json={"chat_id": ann.id, "text": "answer"})

    answer = await http.post(example.method, json=({"chat_id": ann.id} if example.to_ann else {}) | example.params)

    assert answer.status_code == 400
    assert answer.json() == {"ok": False, "error_code": 400, "description": f"Bad Request: {example.refusal}"}
    assert [message.text for message in ann.private.messages] == ["answer"]


async def test_the_longest_text_and_data_are_accepted(http: httpx.AsyncClient, town: Town) -> None:
    ann = town.person("Ann", started=True)
    markup = buttons(pressed(callback_data="x" * 64))

    answer = await http.post("sendMessage", json={"chat_id": ann.id, "text": "😀" * 2048, "reply_markup": markup})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("method", "status", "description"),
    [("makeCoffee", 404, "Not Found: method not found"), ("GETME", 200, None)],
)
async def test_methods_are_known_without_case(
    http: httpx.AsyncClient, method: str, status: int, description: str | None
) -> None:
    answer = await http.get(method)

    assert (answer.status_code, answer.json().get("description")) == (status, description)


async def test_a_wrong_token_is_unauthorised(http: httpx.AsyncClient, server: Server) -> None:
    answer = await http.get(f"{server.url}/bot1:wrong/getMe")

    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def stranger(town: Town) -> Person:
    return town.person("Ann")


async def blocker(town: Town) -> Person:
    ann = town.person("Ann", started=True)
    await ann.blocks_bot()
    return ann


async def deleted_account(town: Town) -> Person:
    ann = town.person("Ann", started=True)
    ann.user.deactivated = True
    return ann


async def machine(town: Town) -> Person:
    return town.other_bot("Echo")


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        (stranger, "bot can't initiate conversation with a user"),
        (blocker, "bot was blocked by the user"),
        (deleted_account, "user is deactivated"),
        (machine, "bots can't send messages to bots"),
    ],
)
async def test_people_whom_the_bot_cannot_reach(bot: Bot, town: Town, to: Any, reason: str) -> None:  # noqa: ANN401
    person = await to(town)

    with pytest.raises(Forbidden, match=reason):
        await bot.send_message(person.id, "words")


@pytest.mark.parametrize(
    ("standing", "reason"),
    [("kicked", "Forbidden: bot was kicked from the supergroup chat"),
     ("left", "Forbidden: bot is not a member of the supergroup chat"),
     (None, "Chat not found"),
     ("muted", "Not enough rights to send text messages to the chat")],
)  # fmt: skip
async def test_groups_that_are_closed_to_the_bot(bot: Bot, town: Town, standing: str | None, reason: str) -> None:
    muted = standing == "muted"
    group = town.group("Help", bot="member" if muted else standing)
    if muted:
        await group.mutes_bot()

    with pytest.raises((Forbidden, BadRequest), match=reason):
        await bot.send_message(group.id, "words")


async def test_a_group_that_became_a_supergroup_tells_its_new_id(bot: Bot, town: Town) -> None:
    group = town.group("Help", [town.person("Ann")], basic=True)
    old = group.id
    await group.upgrades()

    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old, "words")

    assert moved.value.new_chat_id == group.id
    told = [u.message for u in await bot.get_updates() if u.message]
    assert [(m.chat.id, m.migrate_to_chat_id, m.migrate_from_chat_id) for m in told] == [
        (old, group.id, None),
        (group.id, None, old),
    ]


async def test_a_button_to_somebody_who_forbids_links_is_refused(bot: Bot, http: httpx.AsyncClient, town: Town) -> None:
    ann = town.person("Ann", started=True)
    ann.user.hides_link = True
    link = f"tg://user?id={ann.id}"

    answer = await http.post(
        "sendMessage", json={"chat_id": ann.id, "text": "x", "reply_markup": buttons(pressed(url=link))}
    )
    message = await bot.send_message(ann.id, f'<a href="{link}">Ann</a>', parse_mode="HTML")

    assert answer.json()["description"] == "Bad Request: BUTTON_USER_PRIVACY_RESTRICTED"
    assert message.entities == ()
