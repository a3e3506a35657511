"""People who write, press, edit, block: what they do reaches the bot, and what the bot does they see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlparse

from tests.standin.entities import found_in
from tests.standin.markup import parse_html
from tests.standin.message import Button
from tests.standin.model import Member
from tests.standin.patience import PATIENCE
from tests.standin.places import Place
from tests.standin.presses import InlineQuery, Press
from tests.standin.watching import Wanted, awaited
from tests.standin.writing import said, say

if TYPE_CHECKING:
    from tests.standin.message import Message
    from tests.standin.model import Chat, User
    from tests.standin.places import Group
    from tests.standin.world import World

START = re.compile(r"[A-Za-z0-9_-]{1,64}")  # core.telegram.org/bots/features, "Deep linking"


class Person:
    """Somebody with an account. `private` is the chat with the bot; `to=group` takes a deed elsewhere."""

    def __init__(self, world: World, user: User) -> None:
        self.world = world
        self.user = user
        self.private = Place(world, world.chats[user.id])

    @property
    def id(self) -> int:
        """The user id, which is the id of the private chat too."""
        return self.user.id

    @property
    def name(self) -> str:
        """The first name."""
        return self.user.first_name

    @property
    def shown(self) -> list[Message]:
        """What the bot has said that this person can see now, wherever, in order."""
        seen = [message for chat in self._chats() for message in chat.ours if self._can_see(message)]
        return sorted(seen, key=lambda message: message.sequence)

    def _chats(self) -> list[Chat]:
        inside = [chat for chat in self.world.groups if chat.member(self.user).present]
        return [self.private.chat, *inside]

    def _can_see(self, message: Message) -> bool:
        return not message.deleted and not message.lost and message.receiver in {None, self.user}

    def shown_in(self, place: Place) -> list[Message]:
        """Give what the bot has said in one place that this person can see, ephemeral messages too."""
        return [message for message in place.chat.ours if self._can_see(message)]

    async def sees(self, wanted: Wanted, within: float = PATIENCE) -> Message:
        """Wait for a message of the bot that holds a text or fits a predicate, in any chat."""
        return await awaited(self.world, lambda: self.shown, wanted, within)

    async def asks(self, text: str, within: float = PATIENCE, **where: Any) -> Message:  # noqa: ANN401 - as for `writes`
        """Write, and wait for the next message of the bot that this person sees."""
        before = self.world.next_id()
        await self.writes(text, **where)
        return await self.sees(lambda message: message.sequence > before, within)

    async def presses_start(self, payload: str = "") -> Message:
        """Open the private chat by its Start button, from a deep link perhaps."""
        assert not payload or START.fullmatch(payload), f"Telegram does not carry the start parameter {payload!r}"
        return await self.writes(f"/start {payload}".strip())

    async def writes(self, text: str, **where: Any) -> Message:  # noqa: ANN401 - the fields of Said
        """Write to the bot, or with `to=group`; see `Said` for topic, reply_to, anonymous, as_chat, via, extra."""
        return say(self.world, said(self.user, self.private, text=text, **where))

    async def sends(self, kind: str, caption: str = "", **where: Any) -> Message:  # noqa: ANN401 - as for `writes`
        """Send media of a kind (`photo`, `voice`, `sticker`, `document`, `video`, `poll`, `location` ...)."""
        return say(self.world, said(self.user, self.private, text=caption, kind=kind, **where))

    async def sends_photo(self, caption: str = "", **where: Any) -> Message:  # noqa: ANN401 - as for `writes`
        """Send a photo."""
        return await self.sends("photo", caption, **where)

    async def sends_voice(self, **where: Any) -> Message:  # noqa: ANN401 - as for `writes`
        """Send a voice message."""
        return await self.sends("voice", **where)

    async def sends_sticker(self, **where: Any) -> Message:  # noqa: ANN401 - as for `writes`
        """Send a sticker."""
        return await self.sends("sticker", **where)

    async def edits(self, message: Message, text: str) -> Message:
        """Edit a message (its caption, where there is media)."""
        message.revise(text, found_in(text), message.reply_markup, self.world.now())
        self.world.edited(message)
        return message

    async def deletes(self, message: Message) -> None:
        """Delete a message; Telegram tells no bot of it."""
        message.deleted = True
        self.world.changed.ring()

    async def presses(self, wanted: str, on: Message | None = None) -> Press:
        """Press a button, by label or data, on the last message shown that has buttons.

        A button that opens the bot's private chat is followed. Raises AssertionError where there is no such button.
        """
        message = on or next((m for m in reversed(self.shown) if m.buttons), None)
        assert message is not None, f"{self.name} sees no buttons; the bot has said {self.shown}"
        assert self._can_see(message), f"{self.name} cannot see {message}"
        return await self._presses(message, message.button(wanted))

    async def forges(self, data: str, on: Message) -> Press:
        """Send a callback query with made-up data, as a changed client can."""
        return await self._presses(on, Button("forged", data))

    async def _presses(self, message: Message, button: Button) -> Press:
        world = self.world
        press = Press(world.query_id(), self.user, message, button, world.clock.now(), world.changed)
        if button.url is not None:
            press.url, press.is_answered = button.url, True
            if self._leads_to_bot(button.url):
                press.sent = await self.follows(button.url)
            return press
        world.presses[press.id] = press
        query = {"id": press.id, "from": self.user.wire(), "message": message.wire(), "data": button.data}
        press.update_id = world.feed.push("callback_query", query | {"chat_instance": str(message.chat.id)})
        return press

    def _leads_to_bot(self, url: str) -> bool:
        return f"t.me/{self.world.bot.user.username}".lower() in url.lower() and "start=" in url

    async def follows(self, link: str) -> Message:
        """Follow a deep link to the bot's private chat; the bot gets `/start` with the link's parameter."""
        assert self._leads_to_bot(link), f"{link} does not open the bot"
        return await self.presses_start(parse_qs(urlparse(link).query).get("start", [""])[0])

    async def asks_inline(self, query: str, within: float = PATIENCE) -> InlineQuery:
        """Type `@bot query` in some chat, and wait for what the bot offers."""
        asked = InlineQuery(self.world.query_id(), self.user, query, self.world.changed)
        self.world.inline_queries[asked.id] = asked
        wire = {"id": asked.id, "from": self.user.wire(), "query": query, "offset": "", "chat_type": "private"}
        self.world.feed.push("inline_query", wire)
        return await asked.answered(within)

    async def picks(self, query: InlineQuery, title: str, to: Group) -> Message:
        """Send one of the offered inline results to a group: it comes `via` the bot."""
        result = next(result for result in query.results if title in str(result.get("title")))
        content = result["input_message_content"]
        text = content["message_text"]
        if str(content.get("parse_mode")).lower() == "html":
            text, _ = parse_html(text)
        extra = {"reply_markup": result["reply_markup"]} if "reply_markup" in result else {}
        return await self.writes(text, to=to, via=self.world.bot.user, extra=extra)

    async def blocks_bot(self) -> None:
        """Block the bot in private."""
        self.user.blocked = True
        self._private_standing("member", "kicked")

    async def unblocks_bot(self) -> None:
        """Take the block back."""
        self.user.blocked = False
        self._private_standing("kicked", "member")

    def _private_standing(self, old: str, new: str) -> None:
        bot = self.world.bot.user
        change = {"chat": self.private.chat.wire(), "from": self.user.wire(), "date": self.world.now()}
        change["old_chat_member"], change["new_chat_member"] = Member(bot, old).wire(), Member(bot, new).wire()
        self.world.feed.push("my_chat_member", change)

    def __str__(self) -> str:
        """Name the person in a failing test."""
        return self.name
