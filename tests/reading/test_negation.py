"""A denial takes away what it denies, and nothing else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from bot import Level
from tests.reading.shipped import dangers, level_of, shipped_assistant

if TYPE_CHECKING:
    from bot.language.reading import Reading

# Signs of kinds that somebody can claim; the words beside them only say where, when and how much.
_CLAIMS = {"sign", "condition"}
# Denials of something that no red flag speaks of.
BESIDE = (
    "no cough, {}",
    "i dont have a headache but {}",
    "im not a doctor. {}",
    "i dont smoke. {}",
    "no earache but {}",
)
# Nobody denies "the worst pain of my life": who says so has it.
_NOT_DENIED = frozenset({"worst", "never", "like"})
# One in so many, other ones for each denial: all of them would take a minute.
_ONE_IN = 5
DENIALS = (
    "no {}",
    "i dont have {}",
    "i have had no {}",
    "without any {}",
    "there is no {}",
    "i havent got any {}",
    "never had {}",
)


def _is_one_bare_sign(reading: Reading) -> bool:
    """Tell whether a sentence is one sign alone, so that a denial in front of it denies all that it says."""
    claims = {(term.at, term.end) for term in reading.terms if term.kind in _CLAIMS}
    return claims == {(0, reading.words)}


@cache
def _bare_signs() -> list[str]:
    bare = [proof.text for proof in dangers() if _is_one_bare_sign(shipped_assistant().read(proof.text)[0])]
    return [text for text in bare if not _NOT_DENIED.intersection(text.split())]


@pytest.mark.parametrize("denial", DENIALS)
def test_a_sign_denied_is_no_danger(denial: str) -> None:
    still = [text for text in _bare_signs() if level_of(denial.format(text)) > Level.NONE]

    assert still == []


@pytest.mark.parametrize("denial", BESIDE)
def test_a_denial_of_something_else_leaves_the_danger(denial: str) -> None:
    dropped = [
        f"{proof.entry}: {denial.format(proof.text)}"
        for proof in dangers()[BESIDE.index(denial) :: _ONE_IN]
        if level_of(denial.format(proof.text)) < level_of(proof.text)
    ]

    assert dropped == []
