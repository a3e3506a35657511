"""Each context rule is proved by the sentences that stand in its own entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.reading.shipped import knowledge

if TYPE_CHECKING:
    from bot import Assistant
    from bot.knowledge.model import ContextRule

RULES = [pytest.param(rule, id=rule.id) for rule in knowledge().context_rules]


@pytest.mark.parametrize("rule", RULES)
def test_a_context_rule_reads_its_own_examples_as_written(rule: ContextRule, assistant: Assistant) -> None:
    for example in rule.examples:
        reading, _, _ = assistant.read(example.text)

        contexts = {name: {term.context for term in reading.terms if term.concept == name} for name in example.meant}
        assert contexts == {name: {context} for name, context in example.meant.items()}, example.text
