"""Unrelated prose: real sentences, many of them, the same in each run; what is taken up is listed with its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.eval.prose import sentences
from bot.eval.stress import prose_stress, with_slips
from tests.reading.shipped import own_messages

if TYPE_CHECKING:
    from bot import Assistant


def test_python_brings_thousands_of_sentences() -> None:
    found = sentences(4000)

    assert len(found) > 3000
    assert len(set(found)) == len(found)
    assert found == sentences(4000)
    assert all(sentence[0].isupper() and sentence[-1] in ".!?" for sentence in found)


def test_what_is_taken_up_is_listed_with_the_words_that_led_there(assistant: Assistant) -> None:
    measured = prose_stress(
        assistant, ["The parser returns a tuple of names.", "What can I do about piles that itch after a poo?"]
    )

    assert [one.text for one in measured.accepted] == ["What can I do about piles that itch after a poo?"]
    assert any("hemorrhoids" in word for word in measured.accepted[0].words)
    assert measured.share_accepted == 0.5


def test_a_red_flag_in_prose_is_listed_even_where_the_topic_is_declined(assistant: Assistant) -> None:
    measured = prose_stress(assistant, ["I cannot stop the bleeding from my bottom and I feel faint."])

    assert [one.level for one in measured.flagged] == ["emergency"]
    assert measured.flagged[0].named


def test_slips_do_not_depend_on_the_order_of_the_messages() -> None:
    messages = own_messages()[:50]

    forwards = {message.id: message.text for message in with_slips(messages, seed=1)}
    backwards = {message.id: message.text for message in with_slips(messages[::-1], seed=1)}

    assert forwards == backwards
    assert forwards != {message.id: message.text for message in messages}
