"""What people do reaches the bot; what the bot does they see."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from telegram import Bot, Update

    from tests.standin import Server, Town


async def echo(bot: Bot, update: Update) -> None:
    if update.message and update.message.text:
        await bot.send_message(update.message.chat.id, f"you said {update.message.text}")
    if update.inline_query:
        content = InputTextMessageContent("a topic")
        await update.inline_query.answer(
            [InlineQueryResultArticle("1", "Topic", content)], cache_time=0, is_personal=True
        )


async def echo_for_ever(bot: Bot) -> None:
    offset = 0
    while True:
        for update in await bot.get_updates(offset=offset, timeout=10):
            offset = update.update_id + 1
            await echo(bot, update)


@asynccontextmanager
async def running(bot: Bot) -> AsyncIterator[None]:
    task = asyncio.create_task(echo_for_ever(bot))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_somebody_asks_and_sees_the_next_answer(bot: Bot, town: Town) -> None:
    ann = town.person("Ann")

    async with running(bot):
        first = await ann.asks("one")
        second = await ann.asks("two")

    assert (first.text, second.text) == ("you said one", "you said two")


async def test_many_people_each_get_their_own_answer(bot: Bot, town: Town) -> None:
    people = town.people(30)

    async with running(bot):
        answers = await asyncio.gather(*(person.asks(person.name) for person in people))

    assert [answer.text for answer in answers] == [f"you said {person.name}" for person in people]
    assert all(len(person.private.messages) == 1 for person in people)


async def test_silence_can_be_waited_for(bot: Bot, town: Town, server: Server) -> None:
    ann = town.person("Ann")

    async with running(bot):
        await ann.sends_sticker()
        await town.settled()

    assert ann.shown == []
    assert server.calls.effects == []


async def test_a_bot_that_does_not_read_never_settles(town: Town) -> None:
    await town.person("Ann").writes("hello")

    with pytest.raises(AssertionError, match="updates left"):
        await town.settled(within=0.3, quiet=0.1)


async def test_what_is_not_seen_is_said_with_what_is(bot: Bot, town: Town) -> None:
    ann = town.person("Ann", started=True)
    await bot.send_message(ann.id, "something else")

    with pytest.raises(AssertionError, match=r"'the answer' did not appear .* there is .*something else"):
        await ann.sees("the answer", within=0.1)


async def test_a_button_that_is_not_there_is_named_with_those_that_are(bot: Bot, town: Town) -> None:
    ann = town.person("Ann", started=True)
    await bot.send_message(
        ann.id, "x", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    )

    with pytest.raises(AssertionError, match=r"no button 'No' on .*; there are \['Yes'\]"):
        await ann.presses("No")


async def test_an_unanswered_press_is_told(bot: Bot, town: Town) -> None:
    ann = town.person("Ann", started=True)
    await bot.send_message(
        ann.id, "x", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    )

    press = await ann.presses("y")

    with pytest.raises(AssertionError, match="was not answered"):
        await press.answered(within=0.1)


async def test_a_button_to_the_private_chat_is_followed(bot: Bot, town: Town) -> None:
    ann = town.person("Ann")
    group = town.group("Help", [ann])
    link = f"https://t.me/{town.bot.user.username}?start=token-1"
    await bot.send_message(
        group.id, "x", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("In private", url=link)]])
    )

    await ann.presses("In private")

    (update,) = await bot.get_updates()
    assert update.message
    assert (update.message.chat.id, update.message.text) == (ann.id, "/start token-1")


@pytest.mark.parametrize("payload", ["x" * 65, "a b", "tok.en", "é"])
async def test_a_start_parameter_that_telegram_would_drop_fails_the_test(town: Town, payload: str) -> None:
    with pytest.raises(AssertionError, match="does not carry the start parameter"):
        await town.person("Ann").presses_start(payload)


async def test_inline_results_are_offered_picked_and_posted_via_the_bot(bot: Bot, town: Town) -> None:
    ann = town.person("Ann")
    group = town.group("Help", [ann])

    async with running(bot):
        query = await ann.asks_inline("leaking after wiping")
        message = await ann.picks(query, "Topic", to=group)

    assert (query.titles, query.personal, query.cache_time) == (["Topic"], True, 0)
    assert (message.text, message.extra["via_bot"]["id"]) == ("a topic", town.bot.user.id)


async def test_calls_can_be_waited_for_and_looked_at(bot: Bot, town: Town, server: Server) -> None:
    ann = town.person("Ann")

    async with running(bot):
        await ann.writes("one")
        (call,) = await server.called("sendMessage", chat=ann)

    assert (call.method, call.params["text"]) == ("sendMessage", "you said one")
    assert server.calls.of("sendMessage", "getUpdates", chat=ann)[0] is call


async def test_a_message_edited_twice_keeps_its_history(bot: Bot, town: Town) -> None:
    ann = town.person("Ann", started=True)
    sent = await bot.send_message(
        ann.id, "one", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="a")]])
    )

    await bot.edit_message_text("two", ann.id, sent.message_id)
    await bot.edit_message_text("<i>three</i>", ann.id, sent.message_id, parse_mode="HTML")

    message = ann.private.last
    assert (message.text, message.html, message.buttons) == ("three", "<i>three</i>", [])
    assert [(v.text, [b.text for row in v.buttons for b in row]) for v in message.history] == [
        ("one", ["A"]),
        ("two", []),
    ]


async def test_a_deleted_message_is_seen_no_more(bot: Bot, town: Town) -> None:
    ann = town.person("Ann", started=True)
    sent = await bot.send_message(ann.id, "one")

    await bot.delete_message(ann.id, sent.message_id)

    assert (ann.shown, ann.private.messages) == ([], [])
