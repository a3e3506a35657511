"""A flag that says less yields to one that says the same and more; no level ever falls by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage import Triage
from tests.reading.shipped import own_messages, shipped_reader

if TYPE_CHECKING:
    from bot import Assistant
    from bot.knowledge.knowledge import Knowledge


def _named(assistant: Assistant, text: str) -> list[str]:
    return [flag.flag for flag in assistant.read(text)[1].live]


def test_a_child_that_soils_is_named_once(assistant: Assistant) -> None:
    assert _named(assistant, "I have been leaking poo for weeks, it gets worse") == ["new_sudden_incontinence"]
    assert "new_sudden_incontinence" not in _named(assistant, "my son is 7 years old and keeps soiling himself")


def test_what_is_higher_does_not_yield(assistant: Assistant) -> None:
    # A child that soils is for this week, a loss of control since a knock on the head for today.
    text = "my son is constipated and soils. since i hit my head yesterday i have been leaking poo myself"
    levels = {flag.flag: flag.level for flag in assistant.read(text)[1].live}

    assert levels["infant_child"] < levels["new_sudden_incontinence"]


@pytest.mark.no_cover  # what our messages run through is counted elsewhere
def test_no_level_falls(knowledge: Knowledge) -> None:
    yielding = Triage(knowledge.flags)
    all_named = Triage({flag.id: flag.model_copy(update={"yields_to": ()}) for flag in knowledge.flags.values()})

    for message in own_messages():
        reading = shipped_reader().read(message.text)
        named, everything = yielding.assess(reading), all_named.assess(reading)
        assert named.level is everything.level, message.text
        assert {flag.flag for flag in named.live} <= {flag.flag for flag in everything.live}


@pytest.mark.no_cover
def test_nothing_yields_to_what_the_examples_alone_say(knowledge: Knowledge) -> None:
    by_rules, with_examples = Triage(knowledge.flags), Triage(knowledge.flags, knowledge.alarms, knowledge.crises)

    for message in own_messages():
        reading = shipped_reader().read(message.text)
        named = {flag.flag for flag in by_rules.assess(reading).live}
        assert named <= {flag.flag for flag in with_examples.assess(reading).live}, message.text
