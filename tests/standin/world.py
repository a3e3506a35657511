"""The world behind the Bot API: one bot, people, chats, what was said, and what the bot is told of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.standin.clock import Bell, Clock
from tests.standin.feed import Feed
from tests.standin.limits import Limits
from tests.standin.model import ANONYMOUS_BOT, CHANNEL_BOT, TELEGRAM, Chat, User
from tests.standin.privacy import bot_is_told
from tests.standin.webhook import Webhook

if TYPE_CHECKING:
    from tests.standin.message import Message
    from tests.standin.presses import InlineQuery, Press


@dataclass
class BotAccount:
    """What BotFather was told of the bot, and what it has set itself. Commands are kept by scope and language."""

    user: User
    privacy_mode: bool = True
    sees_mentions: bool = False
    sees_bots: bool = False
    inline: bool = True
    commands: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    description: str = ""
    short_description: str = ""

    def ephemeral_commands(self) -> set[str]:
        """Name the commands that are typed unseen by others."""
        return {c["command"] for commands in self.commands.values() for c in commands if c.get("is_ephemeral")}


class World:
    """Everything that the stand-in knows. Changes ring `changed`."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.clock = Clock()
        self.changed = Bell()
        self.feed = Feed(self.changed)
        self.bot = BotAccount(User(int(token.partition(":")[0]), "Stand-in", "standin_test_bot", is_bot=True))
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.groups: list[Chat] = []
        self.presses: dict[str, Press] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.files: dict[str, bytes] = {}
        self.limits = Limits()
        self.webhook = Webhook(self.feed, self.changed)
        self.knows_ephemeral = True
        self._ids = count(1)
        self.add_user(self.bot.user)
        self.add_user(User(ANONYMOUS_BOT, "Group", "GroupAnonymousBot", is_bot=True))
        self.add_user(User(CHANNEL_BOT, "Channel", "Channel_Bot", is_bot=True))
        self.add_user(User(TELEGRAM, "Telegram"))

    def next_id(self) -> int:
        """Count up; unique over users, chats and files."""
        return next(self._ids)

    def query_id(self) -> str:
        """Make up an id of a callback or inline query."""
        return str(secrets.randbits(60))

    def now(self) -> int:
        """Give the time as Telegram writes dates: whole seconds."""
        return int(self.clock.now())

    def add_user(self, user: User) -> User:
        """Open an account, with its private chat to the bot."""
        self.users[user.id] = user
        self.chats[user.id] = Chat(user.id, "private", first_name=user.first_name, username=user.username)
        return user

    def add_chat(self, chat: Chat) -> Chat:
        """Found a group or channel."""
        self.chats[chat.id] = chat
        self.groups.append(chat)
        return chat

    def person_of(self, chat: Chat) -> User:
        """Give the person a private chat is with."""
        return self.users[chat.id]

    def post(self, message: Message) -> Message:
        """Put a message into its chat, and tell the bot of it where Telegram would."""
        message.sequence = self.next_id()
        message.chat.log.append(message)
        if message.from_bot_under_test:
            message.lost = message.receiver is not None and message.receiver.offline
            message.chat.ours.append(message)
        elif bot_is_told(message, self.bot):
            self.feed.push("channel_post" if message.chat.type == "channel" else "message", message.wire())
        self.changed.ring()
        return message

    def edited(self, message: Message) -> None:
        """Tell the bot that somebody has edited a message."""
        if bot_is_told(message, self.bot):
            kind = "edited_channel_post" if message.chat.type == "channel" else "edited_message"
            self.feed.push(kind, message.wire())
        self.changed.ring()

    def spend(self, chat: Chat) -> None:
        """Count one message of the bot. Raises Refusal 429 where the limits in force are exceeded."""
        self.limits.spend(chat, self.clock.now(), rules=chat.member(self.bot.user).rules)

    def file_id(self, content: bytes) -> str:
        """Keep a file, and give the id that it can be asked for by."""
        number = f"file{self.next_id()}"
        self.files[number] = content
        return number
