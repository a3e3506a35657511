"""A slash between two words is read as "or"; inside an abbreviation or between numbers it is none."""

from __future__ import annotations

import pytest

from bot import Level
from bot.language.text import fold
from tests.reading.shipped import level_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("blood/mucus", "blood or mucus"),
        ("and/or", "and or or"),
        ("w/o", "w o"),
        ("8 y/o", "8 y o"),
        ("24/7", "24 7"),
        ("85/50 bp", "85 50 bp"),
        ("pain / fever", "pain fever"),
        ("/fever", "fever"),
    ],
)
def test_a_slash_between_words_is_an_or(text: str, words: str) -> None:
    assert " ".join(fold(text).said) == words


@pytest.mark.parametrize("text", ["blood/mucus", "Blut/Schleim ß/é", "🙂blood/mucus🙂"])
def test_that_word_stands_where_the_slash_does(text: str) -> None:
    assert [text[word.start : word.end] for word in fold(text).words if word.form == "or"] == ["/"]


def test_what_is_denied_holds_for_all_between_slashes() -> None:
    assert level_of("no blood/fever/weight loss") is Level.NONE
    assert level_of("blood/mucus in my poo every day") > Level.NONE
