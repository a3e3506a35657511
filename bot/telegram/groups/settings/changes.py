"""What a press in the settings changes. Pure: a group goes in, a group comes out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from bot.assistant.manners import GENERAL, Speak, Where
from bot.desk.reminders import QuietHours

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.desk.choices import Choices
    from bot.storage.group_store import Group

T = TypeVar("T")

COOLDOWNS = (1, 5, 10, 30, 60)  # minutes
EMERGENCY = (2, 5, 10, 15)  # minutes
OTHERS = (15, 30, 60, 120)  # minutes
QUIET = (None, QuietHours(21, 7), QuietHours(22, 7), QuietHours(23, 8), QuietHours(0, 6))


@dataclass(frozen=True, slots=True)
class Changed:
    """What is to change; `thread` is the forum topic from which the settings were opened."""

    what: str
    value: str
    thread: int
    languages: tuple[str, ...]


def changed(group: Group, change: Changed) -> Group:
    """Return the group after one press."""
    make = CHANGES.get(change.what) or CHOSEN[change.what]
    return replace(group, choices=make(group.choices, change))


def _following(options: Sequence[T], now: T) -> T:
    return options[(options.index(now) + 1) % len(options)] if now in options else options[0]


def _speak(choices: Choices, _: Changed) -> Choices:
    return replace(choices, manners=replace(choices.manners, speak=_following(list(Speak), choices.manners.speak)))


def _where(choices: Choices, _: Changed) -> Choices:
    return replace(choices, manners=replace(choices.manners, where=_following(list(Where), choices.manners.where)))


def _cooldown(choices: Choices, _: Changed) -> Choices:
    minutes = _following(COOLDOWNS, choices.manners.cooldown)
    return replace(choices, manners=replace(choices.manners, cooldown=minutes))


def _forwards(choices: Choices, _: Changed) -> Choices:
    return replace(choices, manners=replace(choices.manners, forwards=not choices.manners.forwards))


def _topic(choices: Choices, change: Changed) -> Choices:
    topic, off = change.thread or GENERAL, choices.manners.off
    after = tuple(known for known in off if known != topic) if topic in off else (*off, topic)
    return replace(choices, manners=replace(choices.manners, off=after))


def _language(choices: Choices, change: Changed) -> Choices:
    return replace(choices, language=_following(change.languages, choices.language))


def _quiet(choices: Choices, _: Changed) -> Choices:
    return replace(choices, quiet=_following(QUIET, choices.quiet))


def _zone(choices: Choices, change: Changed) -> Choices:
    return replace(choices, zone=change.value)


def _emergency(choices: Choices, _: Changed) -> Choices:
    return replace(choices, emergency=_following(EMERGENCY, choices.emergency))


def _others(choices: Choices, _: Changed) -> Choices:
    return replace(choices, others=_following(OTHERS, choices.others))


def _desk(choices: Choices, change: Changed) -> Choices:
    return replace(choices, desk=int(change.value) or None)


def _backup(choices: Choices, change: Changed) -> Choices:
    return replace(choices, backup=int(change.value) or None)


# In the order of the menu.
CHANGES: dict[str, Callable[[Choices, Changed], Choices]] = {
    "speak": _speak,
    "where": _where,
    "cooldown": _cooldown,
    "forwards": _forwards,
    "topic": _topic,
    "language": _language,
    "quiet": _quiet,
    "emergency": _emergency,
    "others": _others,
}
# Those for which there is a list to choose from.
CHOSEN: dict[str, Callable[[Choices, Changed], Choices]] = {"zone": _zone, "desk": _desk, "backup": _backup}
