"""A flag that says less yields to one that says the same and more; no level ever falls by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import Level
from bot.language.reading import Reader
from bot.triage import Triage
from tests.reading.shipped import own_messages

if TYPE_CHECKING:
    from bot import Assistant
    from bot.knowledge.knowledge import Knowledge


def _named(assistant: Assistant, text: str) -> list[str]:
    return [flag.flag for flag in assistant.read(text)[1].live]


def test_blood_is_named_once(assistant: Assistant) -> None:
    assert _named(assistant, "blood on the paper when i wipe") == ["gi_bleed_minor"]
    assert _named(assistant, "diarrhoea with blood, and blood on the paper") == ["severe_colitis_bloody_diarrhoea"]


def test_what_is_higher_does_not_yield(assistant: Assistant) -> None:
    # The dark stool with iron is for this week, the blood with a fever for today.
    text = "started iron tablets, poo is black but firm and not sticky. blood on the paper and a fever since last night"
    levels = {flag.flag: flag.level for flag in assistant.read(text)[1].live}

    assert levels["gi_bleed_minor"] is Level.URGENT
    assert levels.get("gi_bleed_black_or_dark", Level.NONE) < Level.URGENT


def test_no_level_falls(knowledge: Knowledge) -> None:
    reader = Reader(knowledge)
    yielding = Triage(knowledge.flags)
    all_named = Triage({flag.id: flag.model_copy(update={"yields_to": ()}) for flag in knowledge.flags.values()})

    for message in own_messages():
        reading = reader.read(message.text)
        named, everything = yielding.assess(reading), all_named.assess(reading)
        assert named.level is everything.level, message.text
        assert {flag.flag for flag in named.live} <= {flag.flag for flag in everything.live}
