"""One door for several places: what is said or pressed in a group or at the desk goes to whom it concerns."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.telegram.buttons import Deed
from bot.telegram.company.door import GROUPS, spoken
from bot.telegram.company.presses import pressed_in_group
from bot.telegram.context import BotContext
from bot.telegram.desk.chat import on_desk_message
from bot.telegram.desk.presses import on_desk_press
from bot.telegram.groups.presses import on_group_press
from bot.telegram.groups.settings.offer import offer_settings
from bot.telegram.groups.talk import on_group
from bot.telegram.groups.welcome import on_standing
from bot.telegram.private.line import on_block

SETTINGS = frozenset({"settings"})
DESK_DEEDS = frozenset({Deed.CLAIM, Deed.HAND_BACK, Deed.RESOLVE, Deed.OUTCOME})


class PressesInGroups(CallbackQueryHandler[BotContext, None]):
    """Takes every press on a button in a group, whatever the button carries: the others know private chats only."""

    def check_update(self, update: object) -> bool:
        """Whether this is a press in a group."""
        return isinstance(update, Update) and pressed_in_group(update) is not None


async def on_said_in_group(update: Update, context: BotContext) -> None:
    """Take what was said or edited in a group: in the desk's chat, it may belong to a case."""
    chat, rooms = update.effective_chat, context.rooms
    if chat is not None and rooms.book.is_desk(chat.id):
        said = spoken(update, rooms.me, SETTINGS)
        if said is not None and said.command is not None:
            await offer_settings(rooms.among(chat.id), said)
        else:
            await on_desk_message(update, context)
    else:
        await on_group(update, context)


async def on_pressed_in_group(update: Update, context: BotContext) -> None:
    """Take a press in a group: on a case's card, or on an answer."""
    pressed = pressed_in_group(update)
    if pressed is not None and pressed.press is not None and pressed.press.deed in DESK_DEEDS:
        await on_desk_press(update, context)
    else:
        await on_group_press(update, context)


async def on_standing_or_block(update: Update, context: BotContext) -> None:
    """Take a change of the bot's own standing: in a group, or in the private chat of somebody who blocks it."""
    change = update.my_chat_member
    if change is not None and change.chat.type in GROUPS:
        await on_standing(update, context)
    else:
        await on_block(update, context)
