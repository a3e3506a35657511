"""Slips of the finger, put into a text at a set rate; the same seed slips in the same places."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

# Words of so many letters are long: people slip more often in them, and shorter ones are often another word after it.
LONG = 5
RATE = 0.2
_WORD = re.compile(r"[^\W\d_]+")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


class Slip(StrEnum):
    """What a finger does wrong."""

    SWAP = "swap"  # two letters change places
    DROP = "drop"  # a letter is missing
    DOUBLE = "double"  # a letter comes twice
    NEIGHBOUR = "neighbour"  # the key beside it


def _beside() -> dict[str, str]:
    """Return the keys left and right of each letter on an English keyboard."""
    beside: dict[str, str] = {}
    for row in _ROWS:
        for place, key in enumerate(row):
            beside[key] = row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
    return beside


BESIDE = _beside()


def slip_at(word: str, place: int, slip: Slip, chance: Random) -> str:
    """Return `word` with one slip at letter `place` (not the last for a swap)."""
    letter = word[place]
    match slip:
        case Slip.SWAP:
            return word[:place] + word[place + 1] + letter + word[place + 2 :]
        case Slip.DROP:
            return word[:place] + word[place + 1 :]
        case Slip.DOUBLE:
            return word[:place] + letter + word[place:]
        case Slip.NEIGHBOUR:
            keys = BESIDE.get(letter.lower())
            other = chance.choice(keys) if keys else letter
            return word[:place] + (other.upper() if letter.isupper() else other) + word[place + 1 :]


def slipped(word: str, slip: Slip, chance: Random) -> str:
    """Return `word` with one slip in it, never at its first letter, and never leaving it as it was if that can be.

    The first letter is the one that people look at: slips there are rare, and no reader mends them cheaply.
    """
    last = len(word) - 1 if slip is Slip.SWAP else len(word)
    places = list(range(1, last))
    chance.shuffle(places)
    for place in places:
        changed = slip_at(word, place, slip, chance)
        if changed != word:
            return changed
    return word


def with_typos(text: str, chance: Random, rate: float = RATE, slips: Iterable[Slip] = Slip) -> str:
    """Return `text` with a slip in each long word with probability `rate`, its kind drawn evenly from `slips`."""
    kinds = tuple(slips)

    def one(match: re.Match[str]) -> str:
        word = match.group()
        if len(word) < LONG or chance.random() >= rate:
            return word
        return slipped(word, chance.choice(kinds), chance)

    return _WORD.sub(one, text)
