"""Buttons: what was packed is unpacked, what was never packed is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.buttons import Deed, Press, key, unpack, without
from bot.telegram.cases.escalation import new_case_id
from bot.telegram.limits import CALLBACK_BYTES, START_CHARACTERS
from bot.telegram.private.commands import linked_topic, start_parameter

if TYPE_CHECKING:
    from bot.knowledge.knowledge import Knowledge

VALUES = st.from_regex(r"[A-Za-z0-9._-]{0,60}", fullmatch=True)


@given(st.sampled_from(Deed), VALUES)
def test_what_was_packed_is_unpacked(deed: Deed, value: str) -> None:
    packed = Press(deed, value).pack()

    assert unpack(packed) == Press(deed, value)
    assert len(packed.encode()) <= CALLBACK_BYTES


@given(st.text(max_size=80))
def test_made_up_data_is_nothing_or_could_have_been_ours(data: str) -> None:
    press = unpack(data)

    assert press is None or f"{press.deed}:{press.value}" == data


@pytest.mark.parametrize("value", ["x" * 63, "two words", "é", "a\nb"])
def test_what_cannot_be_read_again_is_not_packed(value: str) -> None:
    with pytest.raises(ValueError, match="no callback data"):
        Press(Deed.TOPIC, value).pack()


def test_each_deed_has_a_letter_of_its_own() -> None:
    assert all(len(deed) == 1 for deed in Deed)


def test_every_topic_flag_and_case_fits_on_a_button(knowledge: Knowledge) -> None:
    presses = [Press(deed, topic) for deed in (Deed.TOPIC, Deed.OPEN, Deed.HELPED) for topic in knowledge.topics]
    presses += [Press(deed, flag) for deed in (Deed.AFFIRM, Deed.DENY) for flag in knowledge.flags]
    presses += [Press(Deed.CONTACT, new_case_id())]

    assert all(unpack(press.pack()) == press for press in presses)


def test_every_topic_has_a_deep_link_that_leads_back_to_it(knowledge: Knowledge) -> None:
    links = {topic: start_parameter(topic) for topic in knowledge.topics}

    assert all(
        len(link) <= START_CHARACTERS and link.replace("-", "").replace("_", "").isalnum() for link in links.values()
    )
    assert {linked_topic(link, knowledge) for link in links.values()} == set(knowledge.topics)


def test_buttons_are_taken_away_with_the_rows_that_they_leave_empty() -> None:
    keyboard = ((key("why", Deed.WHY),), (key("person", Deed.PERSON), key("else", Deed.ELSE)))

    assert without(keyboard, Deed.WHY, Deed.PERSON) == ((key("else", Deed.ELSE),),)
