"""A word list answers as a set of the same words does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.word_list import WordList

WORDS = st.lists(st.text("abné'", min_size=1, max_size=6))


@given(words=WORDS, others=WORDS)
def test_a_list_in_whatever_order_has_its_words_and_no_others(words: list[str], others: list[str]) -> None:
    listed = WordList("\n".join(words))
    assert set(listed) == set(words)
    assert len(listed) == len(set(words))
    assert set(listed - set(others)) == set(words) - set(others)
    assert [word in listed for word in others] == [word in set(words) for word in others]


@pytest.mark.parametrize("part", ["", "b", "bl", "blo", "bloo", "loo", "loom", "ooming", 7, None])
def test_a_part_of_a_word_is_no_word(part: object) -> None:
    assert part not in WordList("blood\nblooming\nblooms")


@pytest.mark.parametrize("text", ["", "\n", " \r\n\n "])
def test_an_empty_text_has_no_words(text: str) -> None:
    assert list(WordList(text)) == []
    assert not WordList(text)


def test_words_with_returns_and_empty_lines_between_them_are_the_same() -> None:
    assert set(WordList("abbey\r\n\nabbot\r\nab\n")) == {"ab", "abbey", "abbot"}
