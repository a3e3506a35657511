"""Each context rule is proved by the sentences that stand in its own entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.reading.shipped import knowledge

if TYPE_CHECKING:
    from bot import Assistant
    from bot.knowledge.model import ContextExample

EXAMPLES = [
    pytest.param(example, id=f"{rule.id}: {example.text}")
    for rule in knowledge().context_rules
    for example in rule.examples
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_context_rule_reads_its_own_examples_as_written(example: ContextExample, assistant: Assistant) -> None:
    reading, _, _ = assistant.read(example.text)

    meant = {concept: {term.context for term in reading.terms if term.concept == concept} for concept in example.meant}
    assert meant == {concept: {context} for concept, context in example.meant.items()}
