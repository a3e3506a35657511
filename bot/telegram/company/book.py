"""The groups as this process knows them: in memory, so that a group's chatter is decided without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.desk.choices import ENGLISH
from bot.storage.desk_store import DeskStore
from bot.storage.group_store import Group, GroupStore

if TYPE_CHECKING:
    from datetime import datetime

    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.words import InterfaceWords
    from bot.storage.store import Store
    from bot.telegram.memory import Memory

HERE = frozenset({"member", "administrator", "creator", "restricted"})


class GroupBook:
    """Groups by chat."""

    def __init__(self, memory: Memory, desk: int | None = None) -> None:
        self.memory = memory
        self.desk = desk
        self._groups: dict[int, Group] = {}
        self._at_work: frozenset[int] = frozenset()

    async def load(self) -> None:
        """Read all groups, and where cases stand; what was known stays known where the database fails."""
        known = await self.memory.ask(_groups_and_work, None)
        if known is not None:
            self._groups, self._at_work = {group.chat: group for group in known[0]}, known[1]

    def of(self, chat: int) -> Group:
        """Return a group; one that nobody has set up has the defaults."""
        return self._groups.get(chat) or Group(chat)

    def known(self) -> tuple[Group, ...]:
        """Return the groups in which the bot is, as far as it was told, and the desk's chat."""
        desk = {self.desk: Group(self.desk)} if self.desk is not None else {}
        return tuple(group for group in (desk | self._groups).values() if group.standing in HERE)

    def knows(self, chat: int) -> bool:
        """Whether anything was ever kept of a group, such as the bot's standing there."""
        return chat in self._groups

    async def keep(self, group: Group) -> bool:
        """Keep a group as it now stands; False where the database failed (it holds in this process all the same)."""
        # Whoever works on a case where it stood when another chat was chosen goes on there.
        self._at_work |= self._desks()
        known, self._groups[group.chat] = self._groups.get(group.chat), group
        return await self.memory.tell(lambda store: GroupStore(store.connection).keep(group, known))

    async def look(self, chat: int) -> Group:
        """Return a group as the database has it now; another process may have changed it."""
        group = await self.memory.ask(lambda store: GroupStore(store.connection).group(chat), None)
        if group is not None:
            self._groups[chat] = group
        return self.of(chat)

    async def move(self, old: int, new: int) -> None:
        """Follow a group to its new number."""
        if (group := self._groups.pop(old, None)) is not None:
            self._groups[new] = replace(group, chat=new)
        self.desk = new if self.desk == old else self.desk
        await self.memory.tell(lambda store: GroupStore(store.connection).move(old, new))
        for group in list(self._groups.values()):
            desk, backup = (new if chat == old else chat for chat in (group.choices.desk, group.choices.backup))
            moved = replace(group, choices=replace(group.choices, desk=desk, backup=backup))
            if moved != group:
                await self.keep(moved)

    def is_desk(self, chat: int) -> bool:
        """Whether volunteers work in this chat, or did until their cases end: the bot hears no questions there."""
        return chat in self._desks() or chat in self._at_work

    def _desks(self) -> frozenset[int]:
        chosen = (desk for group in self._groups.values() for desk in (group.choices.desk, group.choices.backup))
        return frozenset(chat for chat in (self.desk, *chosen) if chat is not None)

    def desk_of(self, chat: int | None) -> int | None:
        """Return the desk of the people in a group, or of those who write in private (None)."""
        chosen = self.of(chat).choices.desk if chat is not None else None
        return chosen if chosen is not None else self.desk

    def backup_of(self, group: int | None, desk: int | None) -> int | None:
        """Return the chat that is told second of somebody's case, where the first is `desk`; None where there is none.

        As chosen for the group that it comes from, else for the desk. Of a case that the second chat took over and gave
        back, the usual desk is the second.
        """
        chosen = (self.of(chat).choices.backup for chat in (group, desk) if chat is not None)
        return next((chat for chat in (*chosen, self.desk_of(group)) if chat not in {None, desk}), None)

    def words_at(self, chat: int | None, knowledge: Knowledge) -> InterfaceWords:
        """Return the words of the interface in the language that was chosen for a chat."""
        language = self.of(chat).choices.language if chat is not None else ENGLISH
        return knowledge.wordings.get(language, knowledge.words)

    def resting(self, chat: int, now: datetime) -> bool:
        """Whether the cooldown of a chat is not over."""
        group = self.of(chat)
        return group.spoke_at is not None and now - group.spoke_at < timedelta(minutes=group.choices.manners.cooldown)


async def _groups_and_work(store: Store) -> tuple[tuple[Group, ...], frozenset[int]]:
    return await GroupStore(store.connection).groups(), await DeskStore(store.connection).at_work()
