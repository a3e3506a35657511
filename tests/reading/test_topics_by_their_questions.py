"""Each topic is reached by the ways in which people ask for it, as its own entry lists them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.reading.shipped import knowledge, shipped_assistant

if TYPE_CHECKING:
    from bot.knowledge.model import Topic

FLOOR = yaml.safe_load((Path(__file__).parent / "floors.yaml").read_text(encoding="utf-8"))["asked_as"]
TOPICS = [pytest.param(topic, id=topic.id) for topic in knowledge().topics.values()]


@cache
def _topics(text: str) -> list[str]:
    return [one.id for one in shipped_assistant().reply(text).topics]


@pytest.mark.parametrize("topic", TOPICS)
def test_a_way_of_asking_leads_to_its_topic_among_the_first_three(topic: Topic) -> None:
    assert [text for text in topic.asked_as if topic.id not in _topics(text)[:3]] == []


def test_most_ways_of_asking_lead_to_their_topic_at_once() -> None:
    asked = [(text, topic.id) for topic in knowledge().topics.values() for text in topic.asked_as]

    missed = [(text, topic) for text, topic in asked if topic not in _topics(text)[:1]]

    assert 1 - len(missed) / len(asked) >= FLOOR["first"], missed
