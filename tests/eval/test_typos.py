"""Slips are put in where fingers slip, at the rate asked for, and in the same places for the same seed."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.eval.typos import BESIDE, LONG, Slip, slip_at, slipped, with_typos

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=LONG, max_size=14)


@pytest.mark.parametrize(
    ("slip", "made"),
    [(Slip.SWAP, "fevre"), (Slip.DROP, "fevr"), (Slip.DOUBLE, "feveer"), (Slip.NEIGHBOUR, "fevwr fevrr")],
)
def test_each_kind_of_slip_looks_like_itself(slip: Slip, made: str) -> None:
    assert slip_at("fever", 3, slip, Random(0)) in made.split()  # noqa: S311 - dice for a test


def test_a_neighbour_is_the_key_beside_it() -> None:
    assert (BESIDE["s"], BESIDE["q"], BESIDE["m"]) == ("ad", "w", "n")


@given(WORDS, st.sampled_from(Slip), st.randoms())
def test_a_slip_never_touches_the_first_letter(word: str, slip: Slip, chance: Random) -> None:
    assert slipped(word, slip, chance)[0] == word[0]


@given(WORDS, st.sampled_from([Slip.DROP, Slip.DOUBLE, Slip.NEIGHBOUR]), st.randoms())
def test_a_slip_changes_the_word(word: str, slip: Slip, chance: Random) -> None:
    assert slipped(word, slip, chance) != word


def test_short_words_are_left_alone() -> None:
    assert with_typos("my poo has some red in it", Random(1), rate=1.0) == "my poo has some red in it"  # noqa: S311


def test_every_long_word_slips_at_rate_one_and_none_at_rate_zero() -> None:
    text = "bleeding heavily since yesterday"

    slippery = with_typos(text, Random(1), rate=1.0)  # noqa: S311
    safe = with_typos(text, Random(1), rate=0.0)  # noqa: S311

    assert all(one != other for one, other in zip(text.split(), slippery.split(), strict=True))
    assert safe == text


def test_about_one_long_word_in_five_slips() -> None:
    text = " ".join(["diarrhoea"] * 2000)

    changed = sum(word != "diarrhoea" for word in with_typos(text, Random(1)).split())  # noqa: S311

    assert 300 < changed < 500


def test_the_same_seed_slips_in_the_same_places() -> None:
    text = "bleeding heavily since yesterday, clots everywhere"

    assert with_typos(text, Random("1:d004"), 0.5) == with_typos(text, Random("1:d004"), 0.5)  # noqa: S311


def test_spaces_and_signs_stay_where_they_are() -> None:
    text = "bleeding... heavily?! (since yesterday)"

    assert re.sub(r"[a-z]+", "", with_typos(text, Random(3), rate=1.0)) == re.sub(r"[a-z]+", "", text)  # noqa: S311
