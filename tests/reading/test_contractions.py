"""What is written out says the same as what is written in short."""

from __future__ import annotations

import pytest

from tests.reading.shipped import level_of


@pytest.mark.parametrize(
    ("in_short", "written_out"),
    [
        ("he hasnt woken since yesterday", "he has not woken since yesterday"),
        ("she hasnt woken up today", "she has not woken up today"),
        ("i havent felt the baby move today", "i have not felt the baby move today"),
        ("they havent fed nan since monday", "they have not fed nan since monday"),
    ],
)
def test_a_denial_written_out_is_one_in_short(in_short: str, written_out: str) -> None:
    assert level_of(in_short) == level_of(written_out)
