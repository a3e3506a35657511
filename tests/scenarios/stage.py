"""The stage of a story: who is there, and short words for what happens on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.scenarios.examples import sure_question

if TYPE_CHECKING:
    from bot import Assistant
    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.words import InterfaceWords
    from tests.scenarios.running import Running
    from tests.standin import Group, Message, Person, Server, Town

# Silence on the wire that counts as such. What the bot has still to do stands in its queue, which is looked at too.
QUIET = 0.03  # seconds
SETTLING = 100  # such times, at most


@dataclass(frozen=True)
class Stage:
    """A help group with an administrator and two members, a desk with two volunteers, the bot in both."""

    bot: Running
    town: Town
    server: Server
    assistant: Assistant
    help: Group
    owner: Person
    ann: Person
    bob: Person
    vera: Person
    wim: Person

    @property
    def desk(self) -> Group:
        """Where volunteers work."""
        return self.bot.desk

    @property
    def words(self) -> InterfaceWords:
        """The words of the interface."""
        return self.assistant.knowledge.words

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge that ships."""
        return self.assistant.knowledge

    @property
    def question(self) -> str:
        """A question that is answered surely, without any red flag."""
        return sure_question(self.assistant) + "?"

    @property
    def answer(self) -> str:
        """The title of the topic that answers it."""
        topic = self.assistant.reply(self.question).topic
        assert topic is not None
        return self.knowledge.topics[topic].title

    async def settled(self) -> None:
        """Wait until nothing more happens: no call, and no job that is due."""
        for _ in range(SETTLING):
            await self.server.settled(quiet=QUIET)
            if not self._due():
                return
        raise AssertionError(f"jobs did not come to an end: {self._due()}")

    def _due(self) -> list[tuple[str]]:
        now = datetime.fromtimestamp(self.town.clock.now(), UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        return self.bot.rows(f"SELECT name FROM jobs WHERE due IS NULL OR due <= '{now}'")  # noqa: S608 - a time

    async def later(self, *, minutes: float) -> None:
        """Let time pass, and what was due be done."""
        await self.settled()
        self.town.clock.advance(minutes * 60)
        await self.settled()

    async def promoted(self) -> None:
        """Make the bot an administrator of the help group."""
        await self.help.promotes_bot()
        await self.settled()

    async def presses(self, who: Person, label: str, on: Message) -> str:
        """Press a button, and wait for what it leads to; gives the word at the top of the screen."""
        press = await who.presses(self.words.texts.get(label, label), on=on)
        if press.sent is None:
            await press.answered()
        await self.settled()
        return press.text

    async def chooses(self, who: Person, *changes: str) -> Message:
        """Open the settings from the help group, and press some of their buttons; gives the menu."""
        door = await who.asks("/settings", to=self.help)
        if door.chat.is_group:
            await self.presses(who, "group.settings", door)
        menu = await who.sees(self.words.get("settings.title", title=self.help.chat.title))
        for change in changes:
            await self.presses(who, change, menu)
        # What is chosen holds from when it was kept, a moment after the button stops spinning.
        await self.settled()
        return menu


async def set_stage(idle: Running, town: Town, server: Server, assistant: Assistant) -> Stage:
    """Set the stage, and let the bot listen."""
    owner, ann, bob = town.person("Ottoline"), town.person("Annabella"), town.person("Bartholomew")
    vera, wim = idle.volunteer, town.person("Wilhelmus", started=True)
    vera.user.first_name = "Veronika"
    idle.desk.join(wim.user)
    group = town.group("Help", [ann, bob], admins=[owner])

    def now() -> datetime:
        return datetime.fromtimestamp(town.clock.now(), UTC)

    idle.deployment = replace(idle.deployment, now=now)
    await idle.start()
    return Stage(idle, town, server, assistant, group, owner, ann, bob, vera, wim)
