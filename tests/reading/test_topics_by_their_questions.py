"""Each topic is reached by the ways in which people ask for it, as its own entry lists them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.reading.shipped import knowledge

if TYPE_CHECKING:
    from bot import Assistant

FLOOR = yaml.safe_load((Path(__file__).parent / "floors.yaml").read_text(encoding="utf-8"))["asked_as"]
QUESTIONS = [
    pytest.param(text, topic.id, id=f"{topic.id}: {text}")
    for topic in knowledge().topics.values()
    for text in topic.asked_as
]


@pytest.mark.parametrize(("text", "topic"), QUESTIONS)
def test_a_way_of_asking_leads_to_its_topic_among_the_first_three(text: str, topic: str, assistant: Assistant) -> None:
    reply = assistant.reply(text)

    assert topic in [one.id for one in reply.topics[:3]]


def test_most_ways_of_asking_lead_to_their_topic_at_once(assistant: Assistant) -> None:
    asked = [(text, topic.id) for topic in assistant.knowledge.topics.values() for text in topic.asked_as]

    missed = [
        (text, topic) for text, topic in asked if topic not in [one.id for one in assistant.reply(text).topics[:1]]
    ]

    assert 1 - len(missed) / len(asked) >= FLOOR["first"], missed
