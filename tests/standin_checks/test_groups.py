"""Groups, forums and channels: what the bot is told, where its words land, what it may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from telegram.error import BadRequest, Forbidden

from tests.standin.media import FILES, OTHERS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram import Bot, Message

    from tests.standin import Group, Person, Town


async def told(bot: Bot) -> list[Message]:
    return [update.message for update in await bot.get_updates() if update.message]


async def chatter(ann: Person, group: Group, _bot: Bot) -> Any:  # noqa: ANN401
    return await ann.writes("morning all", to=group)


async def command(ann: Person, group: Group, _bot: Bot) -> Any:  # noqa: ANN401
    return await ann.writes("/ask leaking", to=group)


async def own_command(ann: Person, group: Group, _bot: Bot) -> Any:  # noqa: ANN401
    return await ann.writes("/ask@standin_test_bot leaking", to=group)


async def another_bots_command(ann: Person, group: Group, _bot: Bot) -> Any:  # noqa: ANN401
    return await ann.writes("/ask@other_bot leaking", to=group)


async def mention(ann: Person, group: Group, _bot: Bot) -> Any:  # noqa: ANN401
    return await ann.writes("hey @standin_test_bot", to=group)


async def reply_to_the_bot(ann: Person, group: Group, bot: Bot) -> Any:  # noqa: ANN401
    await bot.send_message(group.id, "here")
    return await ann.writes("thanks", to=group, reply_to=group.last)


async def reply_to_somebody(ann: Person, group: Group, _bot: Bot) -> Any:  # noqa: ANN401
    return await ann.writes("me too", to=group, reply_to=group.log[0])


async def via_the_bot(ann: Person, group: Group, _bot: Bot) -> Any:  # noqa: ANN401
    return await ann.writes("a topic", to=group, via=ann.world.bot.user)


@pytest.mark.parametrize(
    ("deed", "member_is_told"),
    [
        (chatter, False),
        (command, True),
        (own_command, True),
        (another_bots_command, False),
        (mention, False),
        (reply_to_the_bot, True),
        (reply_to_somebody, False),
        (via_the_bot, True),
    ],
)
@pytest.mark.parametrize("standing", ["member", "administrator", "member without privacy mode"])
async def test_privacy_mode_hides_chatter_from_a_plain_member(
    bot: Bot,
    town: Town,
    standing: str,
    deed: Callable[[Person, Group, Bot], Awaitable[Any]],
    member_is_told: bool,
) -> None:
    ann, bob = town.person("Ann"), town.person("Bob")
    group = town.group("Help", [ann, bob], bot=standing.partition(" ")[0])
    town.bot.privacy_mode = "without" not in standing
    await bob.writes("something earlier", to=group)
    earlier = len(await told(bot))

    await deed(ann, group, bot)

    assert (len(await told(bot)) > earlier) is (member_is_told or standing != "member")


async def test_other_bots_are_heard_only_if_that_was_switched_on(bot: Bot, town: Town) -> None:
    echo = town.other_bot("Echo")
    group = town.group("Help", [echo], bot="administrator")

    await echo.writes("beep", to=group)
    unheard = await told(bot)
    town.bot.sees_bots = True
    await echo.writes("boop", to=group)

    assert unheard == []
    assert [message.text for message in await told(bot)] == ["boop"]


async def test_an_anonymous_administrator_writes_as_the_group(bot: Bot, town: Town) -> None:
    ann = town.person("Ann")
    group = town.group("Help", admins=[ann], bot="administrator")

    await ann.writes("/settings", to=group, anonymous=True)

    (message,) = await told(bot)
    assert message.from_user
    assert message.sender_chat
    assert (message.from_user.id, message.sender_chat.id) == (1087968824, group.id)


async def test_a_channel_post_comes_to_its_group_as_automatic_forward(bot: Bot, town: Town) -> None:
    group = town.group("Discussion", bot="administrator")
    channel = town.channel("News", linked=group)

    await channel.posts("leaking is common")

    (message,) = await told(bot)
    assert message.is_automatic_forward
    assert message.sender_chat
    assert (message.chat.id, message.sender_chat.id) == (group.id, channel.id)


async def test_in_a_topic_an_answer_to_nothing_replies_to_what_opened_the_topic(bot: Bot, town: Town) -> None:
    ann = town.person("Ann")
    forum = town.group("Help", [ann], bot="administrator", forum=True)
    topic = await forum.topic("Nights", by=ann)

    await ann.writes("hello", to=forum, topic=topic)
    await ann.writes("hello", to=forum)

    opened, inside, general = await told(bot)
    assert opened.forum_topic_created
    assert (inside.message_thread_id, inside.is_topic_message) == (topic.thread_id, True)
    assert inside.reply_to_message
    assert inside.reply_to_message.message_id == topic.thread_id
    assert (general.message_thread_id, general.reply_to_message) == (None, None)


async def test_the_bots_words_land_in_the_topic_that_it_names(bot: Bot, town: Town) -> None:
    ann = town.person("Ann")
    forum = town.group("Help", [ann], bot="administrator", forum=True)
    made = await bot.create_forum_topic(forum.id, "Case 1")
    asked = await ann.writes("hello", to=forum, topic=forum.chat.topics[made.message_thread_id])

    await bot.send_message(forum.id, "in topic", message_thread_id=made.message_thread_id)
    await bot.send_message(forum.id, "as reply", reply_parameters={"message_id": asked.message_id})  # type: ignore[arg-type]
    await bot.send_message(forum.id, "lost in General")

    thread = made.message_thread_id
    assert [(m.text, m.thread_id) for m in forum.messages] == [
        ("in topic", thread),
        ("as reply", thread),
        ("lost in General", None),
    ]


async def test_topics_are_closed_renamed_and_guarded(bot: Bot, town: Town) -> None:
    forum = town.group("Desk", bot="administrator", forum=True)
    thread = (await bot.create_forum_topic(forum.id, "Case 1")).message_thread_id

    await bot.edit_forum_topic(forum.id, thread, name="Case 1, resolved")
    await bot.close_forum_topic(forum.id, thread)

    topic = forum.chat.topics[thread]
    assert (topic.name, topic.closed) == ("Case 1, resolved", True)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum.id, "x", message_thread_id=1)
    await forum.promotes_bot("can_delete_messages")
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(forum.id, "x", message_thread_id=thread)
    with pytest.raises(BadRequest, match="Not enough rights to create a topic"):
        await bot.create_forum_topic(forum.id, "Case 2")


async def test_the_bot_hears_of_its_own_coming_promotion_and_going(bot: Bot, town: Town) -> None:
    ann = town.person("Ann")
    group = town.group("Help", admins=[ann], bot=None)

    await group.adds_bot(by=ann)
    await group.promotes_bot()
    await group.removes_bot()

    changes = [u.my_chat_member for u in await bot.get_updates() if u.my_chat_member]
    assert [(c.old_chat_member.status, c.new_chat_member.status) for c in changes] == [
        ("left", "member"),
        ("member", "administrator"),
        ("administrator", "kicked"),
    ]


async def test_comings_and_goings_of_others_reach_an_administrator_that_asked(bot: Bot, town: Town) -> None:
    group = town.group("Help", bot="administrator")
    await bot.get_updates(allowed_updates=["chat_member"])

    await group.adds(town.person("Ann"))

    (update,) = await bot.get_updates()
    assert update.chat_member
    assert update.chat_member.new_chat_member.status == "member"


async def test_a_block_in_private_is_told_as_kicked(bot: Bot, town: Town) -> None:
    ann = town.person("Ann", started=True)

    await ann.blocks_bot()

    (update,) = await bot.get_updates()
    assert update.my_chat_member
    assert update.my_chat_member.new_chat_member.status == "kicked"


async def test_chats_and_members_can_be_asked_for(bot: Bot, town: Town) -> None:
    ann, bob, zoe = town.person("Ann"), town.person("Bob"), town.person("Zoe", started=True)
    group = town.group("Help", [bob], admins=[ann], bot="administrator", forum=True)

    chat = await bot.get_chat(group.id)
    administrators = await bot.get_chat_administrators(group.id)
    statuses = [(await bot.get_chat_member(group.id, who.id)).status for who in (ann, bob, zoe)]

    assert (chat.title, chat.is_forum) == ("Help", True)
    assert (await bot.get_chat(zoe.id)).first_name == "Zoe"
    assert [member.user.first_name for member in administrators] == ["Ann", "Stand-in"]
    assert statuses == ["creator", "member", "left"]


async def test_a_bot_that_left_cannot_write(bot: Bot, town: Town) -> None:
    group = town.group("Help")

    await bot.leave_chat(group.id)

    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(group.id, "x")


@pytest.mark.parametrize("kind", sorted(FILES | OTHERS))
async def test_every_kind_of_media_can_be_parsed_and_copied(bot: Bot, town: Town, kind: str) -> None:
    ann, bob = town.person("Ann"), town.person("Bob", started=True)

    sent = await ann.sends(kind, "see here")
    (message,) = await told(bot)
    await bot.copy_message(bob.id, ann.id, sent.message_id)

    assert getattr(message, kind)
    assert message.caption == "see here"
    assert (bob.private.last.text, list(bob.private.last.media)) == ("see here", [kind])


async def test_a_forward_names_its_sender_unless_they_forbid_it(bot: Bot, town: Town) -> None:
    ann, bob = town.person("Ann"), town.person("Bob", started=True)
    asked = await ann.writes("hello")

    open_one = await bot.forward_message(bob.id, ann.id, asked.message_id)
    ann.user.hides_link = True
    hidden = await bot.forward_message(bob.id, ann.id, asked.message_id)

    assert open_one.forward_origin
    assert hidden.forward_origin
    assert (open_one.forward_origin.type, hidden.forward_origin.type) == ("user", "hidden_user")
