"""Chats: is the bot where it must be, and may it do there what it must?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from telegram import ChatMemberAdministrator, ChatMemberRestricted
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import ChatMigrated, TelegramError

from bot.cli.checkup.finding import Finding, fault, ok, warning
from bot.storage.group_store import Group
from bot.telegram.company.book import HERE
from bot.telegram.groups.settings.words import in_words, of_a_desk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from telegram import Bot, ChatFullInfo, ChatMember

    from bot.knowledge.words import InterfaceWords

OUTSIDE = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}


@dataclass(frozen=True, slots=True)
class Standing:
    """A chat, and what the bot is there."""

    chat: ChatFullInfo
    member: ChatMember

    @property
    def rules(self) -> bool:
        """Whether it is an administrator."""
        return isinstance(self.member, ChatMemberAdministrator)

    @property
    def can_write(self) -> bool:
        """Whether it may write there."""
        if self.member.status in OUTSIDE:
            return False
        if isinstance(self.member, ChatMemberAdministrator):
            return self.chat.type != ChatType.CHANNEL or self.member.can_post_messages is not False
        if isinstance(self.member, ChatMemberRestricted):
            return self.member.is_member and self.member.can_send_messages
        allowed = self.chat.permissions
        return allowed is None or allowed.can_send_messages is not False

    @property
    def can_manage_topics(self) -> bool:
        """Whether it may open a topic for each case."""
        return isinstance(self.member, ChatMemberAdministrator) and bool(self.member.can_manage_topics)


async def desk_of(bot: Bot, chat: int | None, known: Iterable[Group], words: InterfaceWords) -> list[Finding]:
    """Look at the chat where people are told of emergencies, with what its administrators chose."""
    if chat is None:
        return [warning("desk_none")]
    group = next((group for group in known if group.chat == chat), Group(chat))
    return [replace(await _desk(bot, chat), notes=tuple(of_a_desk(group.choices, words)))]


async def _desk(bot: Bot, chat: int) -> Finding:
    seen = await _standing(bot, chat, "desk")
    if isinstance(seen, Finding):
        return seen
    return _desk_shape(seen) if seen.can_write else fault("desk_silent", chat=chat)


def _desk_shape(seen: Standing) -> Finding:
    title = seen.chat.effective_name
    if seen.chat.type == ChatType.PRIVATE:
        return warning("desk_private")
    if seen.chat.type == ChatType.CHANNEL:
        return warning("desk_channel", title=title)
    if not seen.chat.is_forum:
        return ok("desk_group", title=title)
    return ok("desk_forum", title=title) if seen.can_manage_topics else warning("desk_no_topics", title=title)


async def groups(bot: Bot, known: Iterable[Group], desk: int | None, words: InterfaceWords) -> list[Finding]:
    """Look at the groups that people ask in, and at the desks that their administrators chose."""
    here = [group for group in known if group.standing in HERE]
    desks = {chat for group in here for chat in (group.choices.desk, group.choices.backup) if chat is not None}
    asking = [group for group in here if group.chat not in desks | {desk}]
    found = [replace(await _group(bot, group.chat), notes=await _choices(bot, group, desk, words)) for group in asking]
    for chat in sorted(desks - {desk}):
        found += await desk_of(bot, chat, here, words)
    return found


async def _choices(bot: Bot, group: Group, desk: int | None, words: InterfaceWords) -> tuple[str, ...]:
    told = group.choices.desk or desk
    seen = await _standing(bot, told, "desk") if told else None
    title = seen.chat.effective_name if isinstance(seen, Standing) else words["settings.no_desk"]
    return tuple(in_words(group, words, desk=title or ""))


async def _group(bot: Bot, chat: int) -> Finding:
    seen = await _standing(bot, chat, "group")
    if isinstance(seen, Finding):
        return seen
    title = seen.chat.effective_name
    if not seen.can_write:
        return warning("group_silent", title=title)
    return ok("group_admin", title=title) if seen.rules else warning("group_member", title=title)


async def owners(bot: Bot, people: tuple[int, ...]) -> list[Finding]:
    """Look whether the owners can be written to."""
    if not people:
        return [warning("owners_none")]
    lost = [owner for owner in people if not await _knows(bot, owner)]
    return [warning("owner_lost", owner=owner) for owner in lost] or [ok("owners", count=len(people))]


async def _knows(bot: Bot, person: int) -> bool:
    try:
        await bot.get_chat(person)
    except TelegramError:
        return False
    return True


async def _standing(bot: Bot, chat: int, what: str) -> Standing | Finding:
    try:
        found = await bot.get_chat(chat)
        return Standing(found, await bot.get_chat_member(chat, bot.id))
    except ChatMigrated as moved:
        return fault(f"{what}_moved", chat=chat, new=moved.new_chat_id)
    except TelegramError:
        return fault(f"{what}_lost", chat=chat)
