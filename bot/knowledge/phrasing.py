"""Phrases that differ in a word or two, written as one: "when (my|our) <child> was little"."""

from __future__ import annotations

import re
from itertools import product
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from bot.errors import BotError
from bot.knowledge.shapes import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST = 1000  # phrases that one line may stand for: more than anybody can look over

_SPECIAL = re.compile(r"[<>()|]|\d\.\.\d").search
_INNERMOST = re.compile(r"\(([^()]*)\)")
_NAME = re.compile(r"<([^<>]*)>")
_RANGE = re.compile(r"\s*(\d{1,4})\.\.(\d{1,4})\s*")


class PhrasingError(BotError):
    """A line that stands for nothing, or for too much; `problem` and `remedy` are for its editor."""

    def __init__(self, problem: str, remedy: str) -> None:
        """Hold both."""
        super().__init__(f"{problem}: {remedy}")
        self.problem = problem
        self.remedy = remedy


# The group, the line in it (from 0), and what is wrong with it.
Wrong: TypeAlias = tuple[str, int, PhrasingError]


def is_plain(text: str) -> bool:
    """Tell whether `text` stands for itself alone: one line, or many at once."""
    return not _SPECIAL(text)


def phrases_of(text: str, groups: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the phrases that `text` stands for, each once, in the order of its alternatives; most often itself alone.

    "(a|b)": a or b; one of them may be empty, or a range of whole numbers "2..5". "<name>": each of `groups` of that
    name. PhrasingError for what cannot be read, and for more than 1,000 phrases.
    """
    if not _SPECIAL(text):
        return (text,)
    line = _Line(groups)
    phrases = tuple(dict.fromkeys([" ".join(phrase.split()) for phrase in line.read(text)]))
    if "" in phrases:
        raise PhrasingError("all of it can be left out", "let a word stand outside the brackets")
    return phrases


def groups_of(written: Mapping[str, Sequence[str]]) -> tuple[dict[str, tuple[str, ...]], list[Wrong]]:
    """Return the phrases of each group, and what is wrong with them.

    A group may be made of those that stand before it. A wrong line stands for itself, so that it is told once.
    """
    groups: dict[str, tuple[str, ...]] = {}
    wrong: list[Wrong] = []
    for name, lines in written.items():
        phrases: list[str] = []
        for at, line in enumerate(lines):
            try:
                phrases += phrases_of(line, groups)
            except PhrasingError as error:
                phrases.append(line)
                wrong.append((name, at, error))
        groups[name] = tuple(dict.fromkeys(phrases))
    return groups, wrong


class _Line:
    """Reads one line from its innermost brackets outwards: each becomes a group whose name is a number."""

    def __init__(self, groups: Mapping[str, Sequence[str]]) -> None:
        self._groups = groups
        self._brackets: list[Sequence[str]] = []

    def read(self, text: str) -> Sequence[str]:
        """Return what `text` stands for, spaces as they fall."""
        if numbered := re.search(r"<(\d[^<>]*)>", text):
            raise _unknown(numbered[1], self._groups)
        read = 1
        while read and "(" in text:
            text, read = _INNERMOST.subn(lambda bracket: self._bracket(bracket[1]), text)
        if found := re.search(r"[()]", text):
            raise PhrasingError(f"`{found[0]}` stands alone", "open each bracket with `(` and close it with `)`")
        if "|" in text:
            raise PhrasingError("`|` stands outside brackets", "write alternatives so: (one|another)")
        return self._all_of(text)

    def _bracket(self, text: str) -> str:
        """Put what stands in a bracket aside; returns the name for it."""
        options: list[str] = []
        for option in text.split("|"):
            options += _numbers(option) or self._all_of(option)
            _few(len(options))
        if len(set(options)) == 1:
            problem = f"`({text})` leaves no choice"
            raise PhrasingError(problem, "write (one|another), or (word|) for what may be left out")
        self._brackets.append(options)
        return f"<{len(self._brackets) - 1}>"

    def _all_of(self, text: str) -> Sequence[str]:
        """Return what a text without brackets stands for."""
        if not _SPECIAL(text):
            return (text,)
        parts = _NAME.split(text)  # every second one is a name
        for part in parts[::2]:
            if "<" in part or ">" in part or ".." in part:
                raise PhrasingError(f'"{part.strip()}" cannot be read', "write a group so: <name>; numbers so: (2..5)")
        options = [self._named(part) if at % 2 else (part,) for at, part in enumerate(parts)]
        _few(prod(map(len, options)))
        return ["".join(chosen) for chosen in product(*options)]

    def _named(self, name: str) -> Sequence[str]:
        if name.isdecimal():
            return self._brackets[int(name)]
        if name not in self._groups:
            raise _unknown(name, self._groups)
        return self._groups[name]


def _unknown(name: str, groups: Mapping[str, Sequence[str]]) -> PhrasingError:
    return PhrasingError(f"no such group: `{name}`", did_you_mean(name, groups))


def _numbers(option: str) -> Sequence[str]:
    """Return the numbers of a range, each as text; nothing for another option."""
    if ".." not in option or not (found := _RANGE.fullmatch(option)):
        return ()
    first, last = map(int, found.groups())
    if first >= last:
        raise PhrasingError(f"`{option.strip()}` has no numbers in it", "write the smaller one first: (2..5)")
    return tuple(map(str, range(first, last + 1)))


def _few(count: int) -> None:
    if count > MOST:
        raise PhrasingError(f"stands for more than {MOST:,} phrases", "divide it into several lines")
