"""The subject amid talk of other things: it is heard, whatever else is told beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot import Decision
from tests.reading.shipped import shipped_assistant

SENTENCES = yaml.safe_load((Path(__file__).parent / "amid.yaml").read_text(encoding="utf-8"))


def _declines(text: str) -> bool:
    return shipped_assistant().reply(text).decision is Decision.DECLINE


@pytest.mark.parametrize("frame", SENTENCES["amid"])
def test_the_subject_is_heard_amid_other_things(frame: str) -> None:
    lost = [named for named in SENTENCES["named"] if _declines(frame.format(named))]

    assert not lost


@pytest.mark.parametrize("text", SENTENCES["elsewhere"])
def test_a_word_for_the_subject_in_talk_of_another_world_is_none(text: str) -> None:
    assert _declines(text)


def test_who_names_it_amid_other_things_is_asked_which_topic_it_is() -> None:
    reply = shipped_assistant().reply("i have asthma, eczema and migraines, and my hemorrhoids are back")

    assert reply.decision is Decision.CLARIFY
    assert reply.topics[0].id.endswith("hemorrhoids")
    assert reply.offers.topics


def test_a_part_as_long_as_a_whole_message_is_not_read_again() -> None:
    text = "my hemorrhoids itch " + "while the car breaks down " * 20 + ". it rains."

    assert all(len(part) <= 200 for part in shipped_assistant().parts(text))


def test_a_message_of_very_many_parts_is_read_to_its_first_ones_only() -> None:
    text = "the car broke down, " * 150 + "my hemorrhoids itch, " * 40

    assert len(shipped_assistant().parts(text)) <= 6
