"""Ephemeral messages: shown to one member of a group, refused elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from telegram import BotCommand
from telegram.error import BadRequest, EndPointNotFound

if TYPE_CHECKING:
    from telegram import Bot, Message

    from tests.standin import Group, Person, Town

MARKUP = {"inline_keyboard": [[{"text": "More", "callback_data": "more"}]]}


async def whisper(bot: Bot, group: Group, to: Person, **options: Any) -> Message:  # noqa: ANN401
    parameters = {"receiver_user_id": to.id} | options
    return await bot.send_message(
        group.id,
        "only for you",
        reply_markup=MARKUP,  # type: ignore[arg-type]
        api_kwargs={"ephemeral_message_parameters": parameters},
    )


async def test_an_ephemeral_message_is_seen_by_its_receiver_alone(bot: Bot, town: Town) -> None:
    ann, bob = town.person("Ann"), town.person("Bob")
    group = town.group("Help", [ann, bob], bot="administrator")

    message = await whisper(bot, group, ann)

    assert message.message_id == 0
    assert message.api_kwargs["ephemeral_message_id"] > 0
    assert [m.text for m in ann.shown_in(group)] == ["only for you"]
    assert (bob.shown, group.messages) == ([], [])


async def test_its_button_is_answered_by_editing_and_deleting(bot: Bot, town: Town) -> None:
    ann = town.person("Ann")
    group = town.group("Help", [ann], bot="administrator")
    sent = await whisper(bot, group, ann)
    where = {
        "chat_id": group.id,
        "receiver_user_id": ann.id,
        "ephemeral_message_id": sent.api_kwargs["ephemeral_message_id"],
    }

    press = await ann.presses("More")
    assert await bot.do_api_request("editEphemeralMessageText", api_kwargs=where | {"text": "more"})
    await bot.answer_callback_query(press.id)

    (update,) = await bot.get_updates()
    assert update.callback_query
    assert update.callback_query.message
    assert update.callback_query.message.api_kwargs["ephemeral_message_id"] == where["ephemeral_message_id"]
    assert [m.text for m in ann.shown] == ["more"]
    assert await bot.do_api_request("deleteEphemeralMessage", api_kwargs=where)
    assert ann.shown == []


@pytest.mark.parametrize("standing", ["member", "administrator"])
async def test_it_needs_an_administrator_bot_and_a_member(bot: Bot, town: Town, standing: str) -> None:
    ann = town.person("Ann")
    group = town.group("Help", bot=standing)

    with pytest.raises(BadRequest, match="Bot_not_admin" if standing == "member" else "User_not_participant"):
        await whisper(bot, group, ann)


async def test_a_press_is_good_for_fifteen_seconds(bot: Bot, town: Town) -> None:
    ann = town.person("Ann")
    group = town.group("Help", [ann], bot="administrator")
    await whisper(bot, group, ann)
    press = await ann.presses("More")

    await whisper(bot, group, ann, callback_query_id=press.id)
    town.clock.advance(16)

    with pytest.raises(BadRequest, match="Query is too old"):
        await whisper(bot, group, ann, callback_query_id=press.id)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(press.id)


async def test_somebody_offline_may_never_see_it(bot: Bot, town: Town) -> None:
    ann = town.person("Ann")
    group = town.group("Help", [ann], bot="administrator")
    ann.user.offline = True

    await whisper(bot, group, ann)

    assert ann.shown == []


async def test_an_ephemeral_command_is_seen_by_its_sender_and_the_bot_alone(bot: Bot, town: Town) -> None:
    ann = town.person("Ann")
    group = town.group("Help", [ann], bot="administrator")
    await bot.set_my_commands([BotCommand("ask", "Ask in private", api_kwargs={"is_ephemeral": True})])

    await ann.writes("/ask leaking", to=group)

    (update,) = await bot.get_updates()
    assert update.message
    assert (update.message.text, update.message.message_id) == ("/ask leaking", 0)
    assert update.message.api_kwargs["ephemeral_message_id"]
    assert group.messages == []


async def test_a_server_that_is_older_posts_it_for_all_to_see(bot: Bot, town: Town) -> None:
    ann = town.person("Ann")
    group = town.group("Help", [ann], bot="administrator")
    town.world.knows_ephemeral = False

    await whisper(bot, group, ann)

    assert [m.text for m in group.messages] == ["only for you"]
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("deleteEphemeralMessage", api_kwargs={"chat_id": group.id})


async def test_a_group_can_refuse_for_reasons_of_its_own(bot: Bot, town: Town) -> None:
    ann = town.person("Ann")
    group = town.group("Help", [ann], bot="administrator")
    group.chat.ephemeral_refusal = "EPHEMERAL_MESSAGES_DISABLED"

    with pytest.raises(BadRequest, match="Ephemeral_messages_disabled"):
        await whisper(bot, group, ann)
