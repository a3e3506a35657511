"""What is chosen for a group, in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.zones import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.desk.choices import Choices
    from bot.knowledge.words import InterfaceWords
    from bot.storage.group_store import Group


def in_words(group: Group, words: InterfaceWords, *, desk: str) -> Iterator[str]:
    """Yield a line for each choice in a group; `desk`: the title of the chat that is told."""
    choices, manners = group.choices, group.choices.manners
    yield words[f"settings.speak_{manners.speak}"]
    yield words[f"settings.where_{manners.where}"]
    yield words.get("settings.cooldown", minutes=manners.cooldown)
    yield words["settings.forwards_yes" if manners.forwards else "settings.forwards_no"]
    if manners.off:
        yield words.get("settings.off", count=len(manners.off))
    yield words.get("settings.desk", desk=desk)
    yield from of_a_desk(choices, words)


def of_a_desk(choices: Choices, words: InterfaceWords) -> Iterator[str]:
    """Yield a line for each choice about volunteers, and the language of the chat."""
    yield words.get("settings.language", language=choices.language)
    yield words["settings.backup_yes" if choices.backup else "settings.backup_no"]
    if choices.quiet is None:
        yield words["settings.never_quiet"]
    else:
        yield words.get("settings.quiet", since=f"{choices.quiet.since:02}", until=f"{choices.quiet.until:02}")
    if choices.quiet is not None or choices.zone != NOWHERE:
        yield words.get("settings.zone", zone=choices.zone)
    yield words.get("settings.reminders", emergency=choices.emergency, others=choices.others)
