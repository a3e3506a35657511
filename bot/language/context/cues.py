"""What context rules work on: where their words stand, and where the terms stand that they may change."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from bot.knowledge.model import Context
from bot.language.context.kinds import DATES, ENDINGS, OTHERS, TOLD

if TYPE_CHECKING:
    from bot.knowledge.model import ContextRule


@dataclass(frozen=True, slots=True)
class Rule:
    """A context rule as `ContextRule` describes it, without its words and examples: looked at for each term."""

    id: str
    means: str
    after: int
    before: int
    comma: bool
    lists: bool
    unless: tuple[str, ...]
    unless_behind: tuple[str, ...]
    unless_anywhere: tuple[str, ...]
    only_behind: tuple[str, ...]
    between: bool
    leads: bool
    impersonal: bool
    general: bool
    told_lists: bool
    into_clause: bool
    ends: bool
    qualities: bool
    stresses: bool
    told: bool
    others: bool
    tale: str | None
    back: int
    back_from: tuple[str, ...]
    always: bool  # counts wherever it is met: nothing opens it, and nothing undoes it
    speaks: bool  # says something of a term by itself, and not only of where others end or what undoes them
    acts: bool  # says how the terms near it are meant
    dates: bool  # is a date or an ending in a tale of the past
    matters: bool  # one of these, or a day of now: without any, it does not matter which other cues a message has

    @classmethod
    def of(cls, rule: ContextRule) -> Rule:
        """Return what matters of `rule` when a message is read."""
        taken = {
            field.name: getattr(rule, field.name) for field in fields(cls) if field.name in type(rule).model_fields
        }
        undone = rule.unless or rule.unless_behind or rule.unless_anywhere or rule.means in TOLD
        asks = rule.impersonal or rule.general or rule.only_behind
        says = isinstance(rule.means, Context)
        speaks, dates = says or rule.means in OTHERS, rule.tale in DATES or rule.tale in ENDINGS
        return cls(
            **taken,
            always=not (undone or asks),
            speaks=speaks,
            acts=says and not rule.told_lists,
            dates=dates,
            matters=speaks or dates or rule.means == "today",
        )


# Neither frozen nor tuples are cues and places: they are made, and looked at, many times for each message.
@dataclass(slots=True)
class Cue:
    """A context rule met at words `start` to `end` (exclusive); `opened`: where the half before it ended."""

    rule: Rule
    start: int
    end: int
    opened: int = 0


@dataclass(slots=True)
class Place:
    """Where a term stands, and of what kind its concept is."""

    start: int
    end: int
    kind: str
    crisis: bool = False  # a whole phrase of one: asked of nobody, it is asked of oneself
