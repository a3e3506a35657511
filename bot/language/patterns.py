"""What phrases of the knowledge folder are for, and where in a text one was met."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias


class Role(IntEnum):
    """What a phrase is for."""

    CONCEPT = 0
    CUE = 1
    FLAG = 2
    IDIOM = 3
    LOOKALIKE = 4
    SOFT = 5
    HALF = 6  # a concept that speaks of a crisis beside another one only


# In phrases of these roles a word stands for all that are the same as it.
OPEN = frozenset({Role.CONCEPT, Role.FLAG, Role.SOFT, Role.HALF})
ROLES = tuple(Role)
CONCEPTS = frozenset({Role.CONCEPT, Role.HALF})


@dataclass(frozen=True, slots=True, eq=False)  # told apart by identity: hashed for each word of each message
class Pattern:
    """A phrase's meaning: the id of a concept, cue, flag or idiom; `strict` allows no word in between.

    `sure`: met with the words themselves alone, not with what a word may be as well.
    """

    role: Role
    id: str
    strict: bool = False
    exact: bool = False
    level: str = ""
    sure: bool = False
    kind: str = ""  # of a concept


@dataclass(slots=True, eq=False)  # neither frozen nor a tuple: made, and looked at, many times for each message
class Found:
    """A pattern met at words `start` to `end` (exclusive); `doubtful`: only by what a word may be as well."""

    pattern: Pattern
    start: int
    end: int
    doubtful: bool


# The finds of each role, each in the order of the text.
ByRole: TypeAlias = "list[list[Found]]"
