"""Who has read the article can ask about each of its facts, and finds the topic."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from bot import Assistant

QUESTIONS: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("readers.yaml").read_text(encoding="utf-8"))
FEWEST = 3  # questions for each topic
OFFERED = 3  # topics that a reply tells or offers


def test_each_topic_has_its_questions(assistant: Assistant) -> None:
    assert {topic for topic, asked in QUESTIONS.items() if len(asked) >= FEWEST} == set(assistant.knowledge.topics)


def test_no_question_is_one_of_the_ways_of_asking_that_the_topic_names(assistant: Assistant) -> None:
    known = {way for topic in assistant.knowledge.topics.values() for way in topic.asked_as}

    assert [question for asked in QUESTIONS.values() for question in asked if question in known] == []


def test_a_readers_question_finds_its_topic(assistant: Assistant) -> None:
    missed = [
        f"{topic}: {question}"
        for topic, asked in QUESTIONS.items()
        for question in asked
        if topic not in [found.id for found in assistant.reply(question).topics[:OFFERED]]
    ]

    assert missed == [], "\n".join(missed)
