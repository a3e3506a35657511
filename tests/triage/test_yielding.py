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


@pytest.mark.parametrize(
    "text",
    [
        "i keep pooping my pants",
        "i keep pooping my pants at work, im 45",
        "i poo like rocks once a week",
        "my husband keeps pooping his pants",
        "i withhold my poo at work",
        "i hide behind the sofa to poo",
        "pebbles in my pants when i run",
    ],
)
def test_a_grown_up_is_told_nothing_about_children(assistant: Assistant, text: str) -> None:
    assert "infant_child" not in _named(assistant, text)


@pytest.mark.parametrize(
    "text",
    [
        "my kid keeps pooping his pants",
        "he hides behind the sofa to poo",
        "my toddler poos like rocks once a week",
        "she withholds her poo, she is 4",
        "my daughter keeps spoiling her inner wear",
    ],
)
def test_what_a_child_does_is_told_of_a_child(assistant: Assistant, text: str) -> None:
    assert "infant_child" in _named(assistant, text)


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
