"""How far a pregnancy is, as mothers write it: "29+6" is one word, and no sum is taken for it."""

from __future__ import annotations

import pytest

from bot.language.text import fold
from tests.reading.shipped import shipped_assistant


@pytest.mark.parametrize("text", ["29+6 and bleeding from my bottom", "im 12+3, cant keep anything down"])
def test_weeks_and_days_tell_of_a_pregnancy(text: str) -> None:
    assert "pregnancy" in {flag.id for flag in shipped_assistant().reply(text).red_flags}


@pytest.mark.parametrize("text", ["18+ and bleeding from my bottom", "10+20, and bleeding from my bottom"])
def test_other_sums_do_not(text: str) -> None:
    assert "pregnancy" not in {flag.id for flag in shipped_assistant().reply(text).red_flags}


def test_weeks_and_days_are_no_age() -> None:
    assert [word.form for word in fold("im 12+3 today").words] == ["im", "12+3", "today"]
    reading, *_ = shipped_assistant().read("im 12+3 today")
    assert reading.values == ()
