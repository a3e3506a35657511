"""Where people and bot meet: what has been said there, and what happens to the bot's standing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.standin.events import bot_standing, service, standing, topic_created
from tests.standin.message import Message
from tests.standin.model import ADMINISTRATOR_RIGHTS, TELEGRAM, Chat, Member
from tests.standin.patience import PATIENCE
from tests.standin.watching import Wanted, awaited

if TYPE_CHECKING:
    from tests.standin.model import Topic, User
    from tests.standin.people import Person
    from tests.standin.world import World


class Place:
    """A chat. `messages` is what the bot has said there for all to see; `log` what anybody has said."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat

    @property
    def id(self) -> int:
        """The chat id."""
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """The bot's messages as they stand now; deleted and ephemeral ones left out."""
        return [message for message in self.chat.ours if not message.deleted and message.receiver is None]

    @property
    def log(self) -> list[Message]:
        """Everything said here, by anybody; deleted messages left out."""
        return [message for message in self.chat.log if not message.deleted]

    @property
    def last(self) -> Message:
        """The bot's newest message. Raises AssertionError if there is none."""
        assert self.messages, f"the bot has said nothing in {self}"
        return self.messages[-1]

    def opens_with(self, text: str) -> bool:
        """Say whether one of the bot's messages begins with this text."""
        return any(message.text.startswith(text) for message in self.messages)

    async def sees(self, wanted: Wanted, within: float = PATIENCE) -> Message:
        """Wait for a message of the bot that holds a text or fits a predicate."""
        return await awaited(self.world, lambda: self.messages, wanted, within)

    def __str__(self) -> str:
        """Name the place in a failing test."""
        return f"{self.chat.type} {self.chat.title or self.chat.first_name or self.id}"


class Group(Place):
    """A group or supergroup, a forum perhaps."""

    async def topic(self, name: str, by: Person) -> Topic:
        """Let a member open a topic."""
        return topic_created(self.world, self.chat, name, by=by.user)

    async def adds(self, *people: Person, by: Person | None = None) -> None:
        """Let people come in; the group is told."""
        adder = by.user if by else self._owner()
        for person in people:
            self.join(person.user)
            standing(self.world, self.chat, Member(person.user), by=adder)
        service(self.world, self.chat, adder, {"new_chat_members": [person.user.wire() for person in people]})

    def join(self, user: User, status: str = "member", **details: Any) -> None:  # noqa: ANN401 - fields of Member
        """Put somebody into the group without a word: how things were before the story begins."""
        self.chat.members[user.id] = Member(user, status, **details)

    async def removes(self, person: Person, *, ban: bool = False) -> None:
        """Let somebody go; the group is told."""
        standing(self.world, self.chat, Member(person.user, "kicked" if ban else "left"), by=self._owner())
        service(self.world, self.chat, self._owner(), {"left_chat_member": person.user.wire()})

    async def promotes(self, person: Person, *, anonymous: bool = False) -> None:
        """Make somebody an administrator."""
        standing(self.world, self.chat, Member(person.user, "administrator", anonymous=anonymous), by=self._owner())

    async def demotes(self, person: Person) -> None:
        """Take an administrator's rights away."""
        standing(self.world, self.chat, Member(person.user), by=self._owner())

    async def adds_bot(self, by: Person | None = None, status: str = "member") -> None:
        """Bring the bot in, as a member or an administrator."""
        adder = by.user if by else self._owner()
        bot_standing(self.world, self.chat, status, by=adder)
        service(self.world, self.chat, adder, {"new_chat_members": [self.world.bot.user.wire()]})

    async def promotes_bot(self, *rights: str) -> None:
        """Make the bot an administrator, with all rights or those named."""
        held = frozenset(rights or ADMINISTRATOR_RIGHTS)
        bot_standing(self.world, self.chat, "administrator", by=self._owner(), rights=held)

    async def demotes_bot(self) -> None:
        """Make the bot a plain member again."""
        bot_standing(self.world, self.chat, "member", by=self._owner())

    async def mutes_bot(self) -> None:
        """Forbid the bot to write."""
        bot_standing(self.world, self.chat, "restricted", by=self._owner(), can_write=False)

    async def removes_bot(self) -> None:
        """Throw the bot out."""
        bot_standing(self.world, self.chat, "kicked", by=self._owner())

    async def upgrades(self) -> None:
        """Turn the group into a supergroup: its id changes, and the old one refuses with `migrate_to_chat_id`."""
        old = self.chat
        number = -1_002_000_000_000 - self.world.next_id()
        self.chat = self.world.add_chat(Chat(number, "supergroup", old.title, members=dict(old.members)))
        service(self.world, old, self._owner(), {"migrate_to_chat_id": number})
        old.migrated_to = self.chat
        service(self.world, self.chat, self._owner(), {"migrate_from_chat_id": old.id})

    def _owner(self) -> User:
        ruling = [m.user for m in self.chat.members.values() if m.rules and not m.user.is_bot]
        return ruling[0] if ruling else self.world.users[TELEGRAM]


class Channel(Group):
    """A channel; what it posts also appears in the group that is linked to it."""

    async def posts(self, text: str) -> Message:
        """Post in the channel, and automatically in the linked group."""
        post = self._message(self.chat, text, {"sender_chat": self.chat.wire()})
        self.world.post(post)
        if self.chat.linked is not None:
            self._forward(post, self.chat.linked)
        return post

    def _message(self, chat: Chat, text: str, extra: dict[str, Any]) -> Message:
        return Message(chat, chat.next_message_id(), self.world.now(), text=text, extra=extra)

    def _forward(self, post: Message, group: Chat) -> None:
        origin = {"type": "channel", "chat": self.chat.wire(), "message_id": post.message_id, "date": post.date}
        extra = {"sender_chat": self.chat.wire(), "is_automatic_forward": True, "forward_origin": origin}
        copy = self._message(group, post.text, extra)
        copy.sender = self.world.users[TELEGRAM]
        self.world.post(copy)
