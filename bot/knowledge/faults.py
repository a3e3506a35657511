"""What is wrong with the knowledge folder: where, what, and what would be right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.errors import BotError

if TYPE_CHECKING:
    from collections.abc import Iterable

# Faults of one file that are told. A file with more of them is another kind of file: the first ones tell as much.
MOST = 100

# A way into a file's values: keys of mappings and places (from 0) in lists.
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault. `file` is relative to the knowledge folder, `line` counts from 1, `key` leads through the ids."""

    file: str
    line: int
    key: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        """Return what an editor reads: one line, whatever stands in the file."""
        return " ".join(f"{self.file}:{self.line}: {self.key}: {self.problem}: {self.remedy}".split())


class KnowledgeError(BotError):
    """The knowledge folder cannot be used. `faults` has all that is wrong, by file and line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Hold `faults`, sorted."""
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, before anybody has asked for its line."""

    file: str
    path: Path = ()

    def at(self, *steps: str | int) -> Place:
        """Return the place that `steps` lead to from here."""
        return Place(self.file, self.path + steps)


@dataclass(frozen=True, slots=True)
class Complaint:
    """A fault whose line is not looked up yet. "{there}" in `problem` becomes the file and line of `other`."""

    place: Place
    problem: str
    remedy: str
    other: Place | None = field(default=None)
