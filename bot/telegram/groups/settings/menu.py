"""The settings of a group, in an administrator's private chat. Who presses is checked again at each press."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.storage.group_store import GroupStore
from bot.telegram.buttons import Deed, Keyboard, key
from bot.telegram.door import Pressed, pressed
from bot.telegram.groups import trial
from bot.telegram.groups.settings.changes import CHANGES, CHOSEN, Changed, changed
from bot.telegram.groups.settings.lists import (
    CHATS,
    ZONE,
    groups_of,
    rules,
    sensible,
    title_and_kind,
    to_choose_from,
    zone_in,
)
from bot.telegram.groups.settings.trials import begin_trial, end_trial
from bot.telegram.groups.settings.wishes import Wish
from bot.telegram.groups.settings.words import in_words, of_a_desk
from bot.telegram.groups.welcome import lacking
from bot.telegram.pages import LINE, PARAGRAPH, Piece, laid_out
from bot.telegram.render import Outgoing, plain

if TYPE_CHECKING:
    from telegram import Update

    from bot.storage.group_store import Group, Tally
    from bot.telegram.context import BotContext, Rooms

log = structlog.get_logger(__name__)

# What there is to choose for a desk; a group has all of it.
OF_A_DESK = ("language", "quiet", "zone", "emergency", "others", "backup")


async def open_settings(rooms: Rooms, chat: int, person: int, thread: int | None) -> None:
    """Show the settings of a group to one of its administrators; to anybody else say that they are not."""
    rooms = rooms.among(chat)
    if not await rules(rooms, chat, person):
        await rooms.speaker.say(person, plain(rooms.words["settings.not_yours"]))
        return
    await rooms.speaker.say(person, await _screen(rooms, chat, thread or 0))


async def on_settings(update: Update, context: BotContext) -> None:
    """Show which groups of theirs can be set up: /settings in the private chat."""
    if (user := update.effective_user) is None:
        return
    rooms = context.rooms
    named = [(chat, (await title_and_kind(rooms, chat))[0]) for chat in await groups_of(rooms, user.id)]
    rows = tuple((key(title, Deed.SETTING, Wish(chat, 0, "open").pack()),) for chat, title in named)
    await rooms.speaker.say(user.id, plain(rooms.words["settings.which" if rows else "settings.none"], keyboard=rows))


async def on_setting(update: Update, context: BotContext) -> None:
    """Change one thing, if whoever pressed may."""
    if (press := pressed(update)) is None:
        return
    rooms, wish = context.rooms, Wish.read(press.value)
    if wish is None or not _makes_sense(wish):
        await rooms.speaker.answer_press(press.chat, press.query, rooms.words["button.old"])
        return
    rooms = rooms.among(wish.chat)
    if not await _may(rooms, press.person.id, wish):
        await rooms.speaker.answer_press(press.chat, press.query, rooms.words["settings.not_yours"], alert=True)
    else:
        await _granted(rooms, press, wish)


def _makes_sense(wish: Wish) -> bool:
    if wish.what in CHATS and wish.value == str(wish.chat):
        return False  # no group is its own desk: it would hear nothing more of its people
    return sensible(wish) if wish.what in CHOSEN else wish.what in {"open", "trial", *CHANGES}


async def _may(rooms: Rooms, person: int, wish: Wish) -> bool:
    """Whether somebody rules the group, and the chat that is to be told as well."""
    chats = [wish.chat]
    if wish.what in CHATS and wish.value not in {"", "0"}:
        chats.append(int(wish.value))
    return all([await rules(rooms, chat, person) for chat in chats])


async def _granted(rooms: Rooms, press: Pressed, wish: Wish) -> None:
    screen = await to_choose_from(rooms, wish, press.person.id) if wish.what in CHOSEN else None
    if wish.what == "trial":
        await (begin_trial if wish.value == "on" else end_trial)(rooms, wish.chat)
    elif wish.what != "open" and screen is None:
        await _change(rooms, wish)
        rooms = rooms.among(wish.chat)
    await rooms.speaker.answer_press(press.chat, press.query)
    screen = screen or await _screen(rooms, wish.chat, wish.thread)
    await rooms.speaker.change(press.chat, press.message, screen.pages[0].html, screen.keyboard)


async def _change(rooms: Rooms, wish: Wish) -> None:
    group = rooms.book.of(wish.chat)
    languages = tuple(rooms.knowledge.wordings)
    value = (zone_in(wish.value) or "") if wish.what == ZONE else wish.value
    after = changed(group, Changed(wish.what, value, wish.thread, languages))
    if after != group:
        await rooms.book.keep(after)
        log.info("settings changed", chat=wish.chat, setting=wish.what)


async def _screen(rooms: Rooms, chat: int, thread: int) -> Outgoing:
    """Lay out what is chosen, what is missing, and a button for each change."""
    words, group = rooms.words, rooms.book.of(chat)
    title, is_forum = await title_and_kind(rooms, chat)
    pieces = [Piece(words.get("settings.title", title=title), "b")]
    pieces += [Piece(line, gap=LINE) for line in await _chosen(rooms, group)]
    pieces += [Piece(line, gap=PARAGRAPH) for line in await lacking(rooms, group)]
    if trial.running(group):
        pieces.append(Piece(trial.report(await _tried(rooms, chat), rooms.knowledge)))
    return Outgoing(laid_out(pieces), _buttons(rooms, group, thread, is_forum=is_forum))


async def _chosen(rooms: Rooms, group: Group) -> tuple[str, ...]:
    if rooms.book.is_desk(group.chat):
        return tuple(of_a_desk(group.choices, rooms.words))
    desk = rooms.book.desk_of(group.chat)
    title = (await title_and_kind(rooms, desk))[0] if desk is not None else rooms.words["settings.no_desk"]
    return tuple(in_words(group, rooms.words, desk=title))


async def _tried(rooms: Rooms, chat: int) -> tuple[Tally, ...]:
    return await rooms.memory.ask(lambda store: GroupStore(store.connection).counted("", chat), ())


def _buttons(rooms: Rooms, group: Group, thread: int, *, is_forum: bool) -> Keyboard:
    words, chat = rooms.words, group.chat
    names = list(OF_A_DESK) if rooms.book.is_desk(chat) else [*CHANGES, *CHOSEN]
    idle = {"topic": not is_forum, "language": len(rooms.knowledge.wordings) == 1}
    names = [name for name in names if not idle.get(name)]
    rows = [(key(words[f"settings.change_{name}"], Deed.SETTING, Wish(chat, thread, name).pack()),) for name in names]
    if not rooms.book.is_desk(chat):
        value = "off" if trial.running(group) else "on"
        rows.append((key(words[f"settings.trial_{value}"], Deed.SETTING, Wish(chat, thread, "trial", value).pack()),))
    return tuple(rows)
