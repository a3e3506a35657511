"""What the benchmarks grow and send is what they say it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks._grown import grown
from benchmarks._hostile import hostile
from bot import Assistant
from bot.language.text import LONGEST
from tests.reading.shipped import own_messages

if TYPE_CHECKING:
    from bot.knowledge.knowledge import Knowledge


def test_three_times_the_knowledge_is_three_times_the_topics_concepts_and_evidence(knowledge: Knowledge) -> None:
    larger = grown(knowledge, 3)

    assert len(larger.topics) == 3 * len(knowledge.topics)
    assert len(larger.concepts) == 3 * len(knowledge.concepts)
    assert len(larger.evidence) == 3 * len(knowledge.evidence)


def test_invented_words_raise_no_level(assistant: Assistant) -> None:
    larger = Assistant(grown(assistant.knowledge, 2))

    for message in own_messages("danger")[:40]:
        assert larger.reply(message.text).level <= assistant.reply(message.text).level


def test_hostile_messages_are_as_long_as_one_message_can_be(knowledge: Knowledge) -> None:
    assert {len(text) for text in hostile(knowledge).values()} == {LONGEST}
