"""The settings of a group, in an administrator's private chat. Who presses is checked again at each press."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.storage.group_store import GroupStore
from bot.telegram.buttons import Deed, Keyboard, key
from bot.telegram.door import Pressed, pressed
from bot.telegram.groups import trial
from bot.telegram.groups.settings.changes import CHANGES, Changed, changed
from bot.telegram.groups.settings.trials import begin_trial, end_trial
from bot.telegram.groups.settings.wishes import Wish, is_number
from bot.telegram.groups.settings.words import in_words
from bot.telegram.groups.welcome import lacking
from bot.telegram.pages import LINE, PARAGRAPH, Piece, laid_out
from bot.telegram.render import Outgoing, plain

if TYPE_CHECKING:
    from telegram import Update

    from bot.storage.group_store import Group, Tally
    from bot.telegram.context import BotContext, Rooms

log = structlog.get_logger(__name__)

RULING = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})
GROUPS_SHOWN = 20
# Screens behind the first one, each with the chats to choose from.
CHATS = {"desk": "settings.which_desk", "backup": "settings.which_backup"}


async def rules(rooms: Rooms, chat: int, person: int) -> bool:
    """Whether somebody is an administrator of a chat, asked of Telegram at this moment."""
    try:
        member = await rooms.speaker.bot.get_chat_member(chat, person)
    except TelegramError:
        return False
    return member.status in RULING


async def open_settings(rooms: Rooms, chat: int, person: int, thread: int | None) -> None:
    """Show the settings of a group to one of its administrators; to anybody else say that they are not."""
    if not await rules(rooms, chat, person):
        await rooms.speaker.say(person, plain(rooms.words["settings.not_yours"]))
        return
    await rooms.speaker.say(person, await _screen(rooms, chat, thread or 0))


async def on_settings(update: Update, context: BotContext) -> None:
    """Show which groups of theirs can be set up: /settings in the private chat."""
    if (user := update.effective_user) is None:
        return
    rooms = context.rooms
    mine = [group for group in rooms.book.known()[:GROUPS_SHOWN] if await rules(rooms, group.chat, user.id)]
    rows = [
        (key(await title_of(rooms, group.chat), Deed.SETTING, Wish(group.chat, 0, "open").pack()),) for group in mine
    ]
    text = "settings.which" if rows else "settings.none"
    await rooms.speaker.say(user.id, plain(rooms.words[text], keyboard=tuple(rows)))


async def on_setting(update: Update, context: BotContext) -> None:
    """Change one thing, if whoever pressed may."""
    if (press := pressed(update)) is None:
        return
    rooms, wish = context.rooms, Wish.read(press.value)
    if wish is None or not _makes_sense(wish):
        await rooms.speaker.answer_press(press.chat, press.query, rooms.words["button.old"])
    elif not await rules(rooms, wish.chat, press.person.id):
        await rooms.speaker.answer_press(press.chat, press.query, rooms.words["settings.not_yours"], alert=True)
    else:
        await _granted(rooms, press, wish)


def _makes_sense(wish: Wish) -> bool:
    if wish.what in CHATS:
        return not wish.value or is_number(wish.value)
    return wish.what in {"open", "trial", *CHANGES}


async def _granted(rooms: Rooms, press: Pressed, wish: Wish) -> None:
    screen = None
    if wish.what == "trial":
        await (begin_trial if wish.value == "on" else end_trial)(rooms, wish.chat)
    elif wish.what in CHATS and not wish.value:
        screen = await _chats(rooms, wish, press.person.id)
    elif wish.what in CHATS and int(wish.value) and not await rules(rooms, int(wish.value), press.person.id):
        await rooms.speaker.answer_press(press.chat, press.query, rooms.words["settings.not_yours"], alert=True)
        return
    elif wish.what != "open":
        await _change(rooms, wish)
    await rooms.speaker.answer_press(press.chat, press.query)
    screen = screen or await _screen(rooms, wish.chat, wish.thread)
    await rooms.speaker.change(press.chat, press.message, screen.pages[0].html, screen.keyboard)


async def _change(rooms: Rooms, wish: Wish) -> None:
    group = rooms.book.of(wish.chat)
    languages = tuple(rooms.knowledge.wordings)
    after = changed(group, Changed(wish.what, wish.value, wish.thread, languages))
    if after != group:
        await rooms.book.keep(after)
        log.info("settings changed", chat=wish.chat, setting=wish.what)


async def _screen(rooms: Rooms, chat: int, thread: int) -> Outgoing:
    """Lay out what is chosen, what is missing, and a button for each change."""
    words, group = rooms.words, rooms.book.of(chat)
    title, is_forum = await _title_and_kind(rooms, chat)
    pieces = [Piece(words.get("settings.title", title=title), "b")]
    pieces += [Piece(line, gap=LINE) for line in in_words(group, words, desk=await _named_desk(rooms, group))]
    pieces += [Piece(line, gap=PARAGRAPH) for line in await lacking(rooms, group)]
    if trial.running(group):
        pieces.append(Piece(trial.report(await _tried(rooms, chat), rooms.knowledge)))
    return Outgoing(laid_out(pieces), _buttons(rooms, group, thread, is_forum=is_forum))


async def _tried(rooms: Rooms, chat: int) -> tuple[Tally, ...]:
    return await rooms.memory.ask(lambda store: GroupStore(store.connection).counted("", chat), ())


def _buttons(rooms: Rooms, group: Group, thread: int, *, is_forum: bool) -> Keyboard:
    words, chat = rooms.words, group.chat
    names = [*CHANGES, *CHATS] if not rooms.book.is_desk(chat) else ["quiet", "emergency", "others", "backup"]
    if not is_forum and "topic" in names:
        names.remove("topic")
    rows = [(key(words[f"settings.change_{name}"], Deed.SETTING, Wish(chat, thread, name).pack()),) for name in names]
    if not rooms.book.is_desk(chat):
        value = "off" if trial.running(group) else "on"
        rows.append((key(words[f"settings.trial_{value}"], Deed.SETTING, Wish(chat, thread, "trial", value).pack()),))
    return tuple(rows)


async def _chats(rooms: Rooms, wish: Wish, person: int) -> Outgoing:
    """Offer the chats that the same administrator rules, and the deployer's own."""
    rows = [(key(rooms.words["settings.usual"], Deed.SETTING, Wish(wish.chat, wish.thread, wish.what, "0").pack()),)]
    for group in rooms.book.known()[:GROUPS_SHOWN]:
        if group.chat != wish.chat and await rules(rooms, group.chat, person):
            packed = Wish(wish.chat, wish.thread, wish.what, str(group.chat)).pack()
            rows.append((key(await title_of(rooms, group.chat), Deed.SETTING, packed),))
    rows.append((key(rooms.words["button.back"], Deed.SETTING, Wish(wish.chat, wish.thread, "open").pack()),))
    return plain(rooms.words[CHATS[wish.what]], keyboard=tuple(rows))


async def _named_desk(rooms: Rooms, group: Group) -> str:
    desk = rooms.book.desk_of(group.chat)
    return await title_of(rooms, desk) if desk is not None else rooms.words["settings.no_desk"]


async def title_of(rooms: Rooms, chat: int) -> str:
    """Return a chat's title, asked of Telegram: titles are not kept."""
    return (await _title_and_kind(rooms, chat))[0]


async def _title_and_kind(rooms: Rooms, chat: int) -> tuple[str, bool]:
    """Return a chat's title, and whether it is a forum."""
    try:
        found = await rooms.speaker.bot.get_chat(chat)
    except TelegramError:
        return str(chat), False
    return found.title or str(chat), bool(found.is_forum)
