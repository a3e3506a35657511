"""Whatever somebody writes, what is shown of it are their own words, at their own places."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.text import LONGEST, fold
from tests.reading.shipped import own_messages, shipped_assistant

if TYPE_CHECKING:
    from bot import Reply

# Pieces of real messages between any characters at all: dangers in strange company.
_PIECES = st.lists(
    st.one_of(st.sampled_from([message.text for message in own_messages("danger")]), st.text(max_size=20)), max_size=4
)
TEXTS = _PIECES.map(" ".join)
# No deadline: how fast it is, benchmarks tell. The same examples in every run.
ALWAYS = settings(deadline=None, derandomize=True, max_examples=200)


@given(TEXTS)
@ALWAYS
def test_each_mention_is_the_persons_own_words(text: str) -> None:
    reply = shipped_assistant().reply(text)

    mentions = [(one.text, one.start, one.end) for one in reply.red_flags]
    mentions += [(one.text, one.start, one.end) for one in reply.dismissed]
    mentions += [(one.text, one.start, one.end) for one in reply.why]
    assert all(0 <= start < end <= len(text) for _, start, end in mentions)
    assert [words for words, _, _ in mentions] == [text[start:end] for _, start, end in mentions]


@given(TEXTS)
@ALWAYS
def test_the_same_text_gets_the_same_reply(text: str) -> None:
    def once() -> Reply:
        return shipped_assistant().reply(text)

    assert once() == once()


@given(st.text(max_size=300))
@ALWAYS
def test_folded_words_stand_in_order_and_inside_the_text(text: str) -> None:
    words = fold(text).words

    places = [(word.start, word.end) for word in words]
    assert all(0 <= start < end <= len(text) for start, end in places)
    # "½" is two words at one place, one and two.
    assert all(before[0] <= after[0] and before[1] <= after[1] for before, after in pairwise(places))
    assert [word.sentence for word in words] == sorted(word.sentence for word in words)


@given(st.text(max_size=300))
@ALWAYS
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    once = " ".join(word.form for word in fold(text).words)

    assert " ".join(word.form for word in fold(once).words) == once


def test_a_text_longer_than_telegram_takes_is_read_up_to_that_length() -> None:
    text = "word " * LONGEST + "i am bleeding heavily and it wont stop"

    assert fold(text).words[-1].end <= LONGEST
