"""What a red flag's phrase says in one order, it says in the other."""

from __future__ import annotations

import pytest

from bot.language.order import in_any_order

TIMES, SMALL = frozenset({"tonight", "last night"}), frozenset({"my", "it"})


@pytest.mark.parametrize(
    ("phrase", "other"),
    [
        ("end it tonight", "tonight im going to end it"),
        ("condom split last night", "last night condom split"),
        ("water and red slime", "red slime and water"),
        ("woke up sore and bleeding", "woke up bleeding and sore"),
    ],
)
def test_a_phrase_is_read_in_the_other_order(phrase: str, other: str) -> None:
    assert {phrase, other} <= set(in_any_order([phrase], TIMES, SMALL))


@pytest.mark.parametrize(
    "phrase", ["my last night", "blood in my poo", "tonight", "up and down and out", "no gas and vomiting"]
)
def test_what_would_say_something_else_stays_as_it_is(phrase: str) -> None:
    assert list(in_any_order([phrase], TIMES, SMALL)) == [phrase]
