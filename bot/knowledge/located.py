"""Complaints -> faults: the line that somebody must go to, and the key in words that they know."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from bot.knowledge.faults import MOST, Fault
from bot.knowledge.source import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.knowledge.faults import Complaint, Path, Place
    from bot.knowledge.plain import Plain
    from bot.knowledge.source import Page

_LONGEST_NAME = 60  # characters of a key that a fault shows


def located(complaints: Iterable[Complaint], pages: Mapping[str, Page]) -> Iterator[Fault]:
    """Yield a fault for each complaint."""
    line_of = _Lines(pages)
    for complaint in complaints:
        yield _fault(complaint, pages, line_of)


def first_ones(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield the first 100 faults of each file, and one that says how many more there are."""
    for file, group in groupby(sorted(faults), key=lambda fault: fault.file):
        mine = list(group)
        yield from mine[:MOST]
        if len(mine) > MOST:
            yield Fault(file, mine[MOST].line, "file", f"has {len(mine) - MOST} more faults", "mend those above first")


class _Lines:
    """Looks lines up; composes each file once."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self._of_file = cache(lambda file: lines(pages[file]))

    def __call__(self, place: Place) -> int:
        """Return the line of `place`, or of the nearest thing around it that is written there."""
        known = self._of_file(place.file)
        return next(known[place.path[:end]] for end in range(len(place.path), -1, -1) if place.path[:end] in known)


def _fault(complaint: Complaint, pages: Mapping[str, Page], line_of: _Lines) -> Fault:
    place, other, problem = complaint.place, complaint.other, complaint.problem
    if other is not None:
        there = f"line {line_of(other)}" if other.file == place.file else f"{other.file}:{line_of(other)}"
        problem = problem.replace("{there}", there)
    key = _key(pages[place.file].value, place.path)
    return Fault(place.file, line_of(place), key, problem, complaint.remedy)


def _key(value: Plain, path: Path) -> str:
    """Return a path as people read it: entries of a list by their id, else counted from 1."""
    names: list[str] = []
    for step in path:
        if isinstance(value, list) and isinstance(step, int):
            value = value[step]
            names.append(_name(value) or str(step + 1))
        else:
            value = value.get(str(step)) if isinstance(value, dict) else None
            names.append(str(step))
    return ".".join(name[:_LONGEST_NAME] for name in names) or "file"


def _name(value: Plain) -> str | None:
    found = (value.get("id") or value.get("code")) if isinstance(value, dict) else None
    return found if isinstance(found, str) else None
