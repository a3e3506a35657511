"""What is told of one trouble takes no other one back: only what stands near a sign does."""

from __future__ import annotations

import pytest

from bot import Level
from tests.reading.shipped import level_of

BOTH_LEGS = "sciatica down both legs and i soil myself"


@pytest.mark.parametrize(
    "text",
    [
        f"{BOTH_LEGS}. i have had piles for years",
        f"i have had piles for years. {BOTH_LEGS}",
        f"{BOTH_LEGS}. it came on after lunch. i live up north. been here for years",
        f"{BOTH_LEGS}\n\nfor years",
        f"{BOTH_LEGS}.\r\n \r\nfor years",
    ],
)
def test_what_is_told_of_something_else_leaves_a_sign_as_it_is(text: str) -> None:
    assert level_of(text) is level_of(BOTH_LEGS) is Level.EMERGENCY


@pytest.mark.parametrize("text", [f"{BOTH_LEGS}. for years", f"{BOTH_LEGS}, for years", f"for years\n{BOTH_LEGS}"])
def test_what_stands_beside_a_sign_speaks_of_it(text: str) -> None:
    assert level_of(text) < Level.EMERGENCY


def test_a_level_is_lowered_by_what_stands_near_alone() -> None:
    red = "i threw up blood"

    assert level_of(red) is Level.EMERGENCY
    assert level_of(f"{red}. it was after red wine") is Level.URGENT
    assert level_of(f"{red}. im 40. my name is jo. i sell red wine") is Level.EMERGENCY
