"""Lines are the texts that they were made of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.lines import Lines

TEXTS = st.lists(st.text("ab é'", min_size=1, max_size=6))


@given(texts=TEXTS, others=TEXTS)
def test_lines_read_as_the_list_that_they_were_made_of(texts: list[str], others: list[str]) -> None:
    lines = Lines(texts)
    assert list(lines) == texts
    assert (len(lines), bool(lines)) == (len(texts), bool(texts))
    assert [lines[at] for at in range(-len(texts), len(texts))] == texts * 2
    assert lines[1:] == texts[1:]
    assert [text in lines for text in others] == [text in texts for text in others]
    assert (lines == Lines(others)) == (texts == others)
    assert hash(lines) == hash(Lines(iter(texts)))


def test_a_text_of_two_lines_stays_one_text() -> None:
    assert list(Lines(["blood\nin stool ", "pus"])) == ["blood in stool", "pus"]


def test_lines_are_no_list_of_the_same_texts() -> None:
    assert Lines(["pus"]) != ["pus"]
    assert repr(Lines(["pus"])) == "Lines(['pus'])"
