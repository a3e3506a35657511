"""What may be a slip may be two words without their space: each tells of a danger, none takes it back."""

from __future__ import annotations

import pytest

from bot import Level
from tests.reading.shipped import level_of


@pytest.mark.parametrize(
    ("together", "apart"),
    [
        ("slitmy wrists", "slit my wrists"),
        ("jump undera train", "jump under a train"),
        ("polyps out yesterday, pinkwater today", "polyps out yesterday, pink water today"),
        ("i saidno and he", "i said no and he"),
        ("liquid and red everytime", "liquid and red every time"),
        ("allliquid and red streaky every time", "all liquid and red streaky every time"),
        ("bum wont stooooop dripping red", "bum wont stop dripping red"),
        # The second of the two belongs to the word behind.
        ("thinki have bowel cancer", "think i have bowel cancer"),
        ("planto die", "plan to die"),
        ("uncle is sickin the car and his balls hurt", "uncle is sick in the car and his balls hurt"),
    ],
)
def test_what_is_run_together_or_drawn_out_is_as_dangerous(together: str, apart: str) -> None:
    assert level_of(together) is level_of(apart) > Level.NONE


@pytest.mark.parametrize("text", ["bloodis not slowing down at all, from my bum", "i have crushing chesst pain"])
def test_what_a_word_may_be_as_well_takes_no_danger_back(text: str) -> None:
    assert level_of(text) > Level.SEE_DOCTOR


@pytest.mark.parametrize("text", ["rapeseed in my garden", "the bloodline of my family", "stinky poo after beans"])
def test_a_spelling_that_the_lexicon_lists_is_not_taken_apart(text: str) -> None:
    assert level_of(text) < Level.URGENT
