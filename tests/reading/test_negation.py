"""A denial takes away what it denies, and nothing else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from bot import Level
from tests.reading.shipped import dangers, level_of, shipped_assistant, some

if TYPE_CHECKING:
    from bot.language.reading import Reading

# Thousands of sentences: what they run through is counted where fewer are read.
pytestmark = pytest.mark.no_cover

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
# What people say besides: of the past, of what they read or ask, of an animal, or to be believed.
ASIDE = (
    "i used to smoke, {}",
    "i read that fibre helps, {}",
    "scared of doctors, {}",
    "{}, the cat is worried",
    "dont ask me why but {}",
    "im not joking {}",
    "it isnt funny {}",
)
SAID = [*BESIDE, *ASIDE]
# Nobody denies "the worst pain of my life": who says so has it.
_NOT_DENIED = frozenset({"worst", "never", "like"})
# One in so many, other ones for each of what is said: all of them would take a minute.
_ONE_IN = 8
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


@pytest.mark.parametrize("aside", SAID)
def test_what_is_said_of_something_else_leaves_the_danger(aside: str) -> None:
    dropped = [
        f"{proof.entry}: {aside.format(proof.text)}"
        for proof in some(dangers(), _ONE_IN, SAID.index(aside) % _ONE_IN)
        if level_of(aside.format(proof.text)) < level_of(proof.text)
    ]

    assert dropped == []
