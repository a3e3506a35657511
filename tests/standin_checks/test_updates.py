"""Updates reach the bot at least once, in order, until confirmed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import Conflict

if TYPE_CHECKING:
    import httpx
    from telegram import Bot

    from tests.standin import Server, Town


async def test_an_update_waits_until_the_offset_confirms_it(bot: Bot, town: Town) -> None:
    await town.person("Ann").writes("hello")

    first = await bot.get_updates()
    again = await bot.get_updates()
    after = await bot.get_updates(offset=first[-1].update_id + 1)

    assert [u.message and u.message.text for u in first] == ["hello"]
    assert [u.update_id for u in again] == [u.update_id for u in first]
    assert after == ()


async def test_a_long_poll_ends_as_soon_as_somebody_writes(bot: Bot, town: Town) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)

    await town.person("Ann").writes("hello")

    assert len(await asyncio.wait_for(poll, 5)) == 1


async def test_a_second_poller_ends_the_first_with_a_conflict(bot: Bot, http: httpx.AsyncClient) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)

    second = await http.get("getUpdates", params={"timeout": 0})

    assert second.json() == {"ok": True, "result": []}
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first


async def test_a_set_webhook_makes_polling_fail(bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")

    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()


async def test_only_allowed_kinds_of_updates_come(bot: Bot, town: Town) -> None:
    ann = town.person("Ann")
    await bot.get_updates(allowed_updates=["edited_message"])

    message = await ann.writes("hello")
    await ann.edits(message, "hello there")

    (update,) = await bot.get_updates()
    assert update.edited_message
    assert update.edited_message.text == "hello there"


async def test_updates_can_be_ordered_twice_and_out_of_order(bot: Bot, town: Town, server: Server) -> None:
    ann = town.person("Ann")
    server.feed.hold()
    for text in ("one", "two", "three"):
        await ann.writes(text)

    server.feed.release(reversed)
    server.feed.again(server.feed.last_id)

    texts = [u.message and u.message.text for u in await bot.get_updates()]
    assert texts == ["three", "two", "one", "three"]


async def test_poison_cannot_be_parsed_and_the_next_update_can(bot: Bot, http: httpx.AsyncClient, town: Town) -> None:
    town.poison()
    await town.person("Ann").writes("hello")

    poison, sound = (await http.get("getUpdates")).json()["result"]

    with pytest.raises((TypeError, AttributeError, KeyError, ValueError)):
        Update.de_json(poison, bot)
    parsed = Update.de_json(sound, bot)
    assert parsed.message
    assert parsed.message.text == "hello"


async def test_a_long_queue_is_handed_out_in_order_a_hundred_at_a_time(http: httpx.AsyncClient, town: Town) -> None:
    ann = town.person("Ann")
    for number in range(250):
        await ann.writes(str(number))

    texts: list[str] = []
    sizes: list[int] = []
    offset = 0
    while batch := (await http.get("getUpdates", params={"offset": offset})).json()["result"]:
        texts += [update["message"]["text"] for update in batch]
        sizes.append(len(batch))
        offset = batch[-1]["update_id"] + 1

    assert (texts, sizes) == ([str(number) for number in range(250)], [100, 100, 50])


async def test_an_update_delivered_twice_at_once_is_confirmed_like_any_other(
    bot: Bot, town: Town, server: Server
) -> None:
    server.feed.twice = True
    await town.person("Ann").writes("hello")

    twice = await bot.get_updates()

    assert len({update.update_id for update in twice}) == 1
    assert len(twice) == 2
    assert await bot.get_updates(offset=twice[-1].update_id + 1) == ()


async def test_an_update_long_confirmed_can_come_again_once(bot: Bot, town: Town, server: Server) -> None:
    await town.person("Ann").writes("hello")
    (first,) = await bot.get_updates()
    offset = first.update_id + 1
    await bot.get_updates(offset=offset)

    server.feed.again(first.update_id)

    assert [update.update_id for update in await bot.get_updates(offset=offset)] == [first.update_id]
    assert await bot.get_updates(offset=offset) == ()


async def test_a_story_of_asking_pressing_and_seeing_the_edit(bot: Bot, town: Town) -> None:
    ann = town.person("Ann")
    await ann.writes("hello")
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Piles", callback_data="t:piles")]])
    await bot.send_message(ann.id, "<b>Leaking</b> & so on", parse_mode="HTML", reply_markup=markup)
    press = await ann.presses("Piles")
    updates = await bot.get_updates()
    query = updates[-1].callback_query
    assert query
    await query.answer("One moment")
    await query.edit_message_text("Piles")

    assert (await press.answered()).text == "One moment"
    (message,) = ann.private.messages
    assert (message.text, message.history[0].html) == ("Piles", "<b>Leaking</b> &amp; so on")
