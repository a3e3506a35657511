"""The town that a story is set in: people, other bots, groups, forums and channels around one bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.standin.model import Chat, User
from tests.standin.people import Person
from tests.standin.places import Channel, Group

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.standin.clock import Clock
    from tests.standin.server import Server
    from tests.standin.world import BotAccount

FIRST_PERSON = 5_000_000_000  # beyond 32 bits, as accounts are nowadays
FIRST_GROUP = -4_000_000
FIRST_SUPERGROUP = -1_002_000_000_000


class Town:
    """Makes people and places. `bot` is the account of the bot under test, with its privacy mode and commands."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.world = server.world

    @property
    def bot(self) -> BotAccount:
        """The account of the bot under test."""
        return self.world.bot

    @property
    def clock(self) -> Clock:
        """Telegram's clock; `advance` it to let limits and old queries lapse."""
        return self.world.clock

    def person(self, name: str, *, username: str | None = None, started: bool = False, language: str = "en") -> Person:
        """Let somebody open an account; `started`: they have pressed Start before the story begins."""
        user = User(FIRST_PERSON + self.world.next_id(), name, username, language_code=language, started=started)
        return Person(self.world, self.world.add_user(user))

    def people(self, how_many: int, *, started: bool = True) -> list[Person]:
        """Let many people open accounts: Person 1, Person 2 and so on."""
        return [self.person(f"Person {number}", started=started) for number in range(1, how_many + 1)]

    def other_bot(self, name: str) -> Person:
        """Set up another bot."""
        user = User(FIRST_PERSON + self.world.next_id(), name, f"{name.lower()}_bot", is_bot=True)
        return Person(self.world, self.world.add_user(user))

    def group(  # noqa: PLR0913 - a group has many sides
        self,
        title: str,
        members: Iterable[Person] = (),
        *,
        admins: Iterable[Person] = (),
        bot: str | None = "member",
        forum: bool = False,
        basic: bool = False,
        username: str | None = None,
    ) -> Group:
        """Found a supergroup (`basic`: an old-style group). The first of `admins` owns it.

        `bot` is the bot's standing: "member", "administrator", "left", "kicked", or None if it was never there.
        """
        number = (FIRST_GROUP if basic else FIRST_SUPERGROUP) - self.world.next_id()
        chat = Chat(number, "group" if basic else "supergroup", title, username, is_forum=forum)
        # Message 1 is the founding; in a forum its id stands for General, and is refused as message_thread_id.
        chat.last_message_id = 1
        group = Group(self.world, self.world.add_chat(chat))
        _fill(group, members, admins, bot)
        return group

    def channel(self, title: str, *, linked: Group | None = None, bot: str | None = None) -> Channel:
        """Found a channel, with a discussion group linked to it perhaps."""
        number = FIRST_SUPERGROUP - self.world.next_id()
        channel = Channel(self.world, self.world.add_chat(Chat(number, "channel", title)))
        _fill(channel, (), (), bot)
        if linked is not None:
            channel.chat.linked, linked.chat.linked = linked.chat, channel.chat
        return channel

    def poison(self) -> int:
        """Put an update into the feed that no library can parse; gives its id."""
        return self.world.feed.push_raw({"message": {"message_id": "?", "date": "yesterday", "chat": 7}})

    async def settled(self, **limits: Any) -> None:  # noqa: ANN401 - as for Server.settled
        """Wait until the bot has nothing more to do; see `Server.settled`."""
        await self.server.settled(**limits)


def _fill(group: Group, members: Iterable[Person], admins: Iterable[Person], bot: str | None) -> None:
    for person in members:
        group.join(person.user)
    for rank, person in enumerate(admins):
        group.join(person.user, "administrator" if rank else "creator")
    if bot is not None:
        group.join(group.world.bot.user, bot)
