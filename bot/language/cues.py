"""What context rules work on: where their words stand, and where the terms stand that they may change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bot.knowledge.model import ContextRule


class Cue(NamedTuple):
    """A context rule met at words `start` to `end` (exclusive)."""

    rule: ContextRule
    start: int
    end: int


class Place(NamedTuple):
    """Where a term stands, and of what kind its concept is."""

    start: int
    end: int
    kind: str
    crisis: bool = False  # a whole phrase of one: asked of nobody, it is asked of oneself
