"""Each red flag is proved by the sentences that stand in its own entry."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from bot.triage import Triage
from tests.reading.shipped import Proof, knowledge, level_named, level_rules, phrases, rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot import Assistant, Level
    from bot.triage import LiveFlag


def _live(assistant: Assistant, text: str) -> dict[str, LiveFlag]:
    _, assessment, _ = assistant.read(text)
    return {flag.flag: flag for flag in assessment.live}


@cache
def _rules_alone() -> Triage:
    return Triage(knowledge().flags)


def _by_rules(assistant: Assistant, text: str) -> dict[str, LiveFlag]:
    """Return what the rules find: what the examples add changes each time that they are learned."""
    reading, _, _ = assistant.read(text)
    return {flag.flag: flag for flag in _rules_alone().assess(reading).live}


def _named(proof: Proof) -> str:
    return f"{proof.entry}: {proof.text}"


def _cases(proofs: Sequence[tuple[Proof, str, str]]) -> list[object]:
    """Return test cases of (text, flag, third value), each with an id that reads well in a failure."""
    return [pytest.param(proof.text, flag, third, id=_named(proof)) for proof, flag, third in proofs]


FIRES = [(Proof(f"{flag.id}.{rule.id}", text), flag.id, rule.id) for flag, rule in rules() for text in rule.fires]
QUIET = [(Proof(f"{flag.id}.{rule.id}", text), flag.id, rule.id) for flag, rule in rules() for text in rule.quiet]
LEVELS = [
    (Proof(f"{flag.id}.{rule.id}", text), flag.id, rule.to) for flag, rule in level_rules() for text in rule.examples
]
LOOKALIKES = [(Proof(flag.id, text), flag.id, "") for flag in knowledge().flags.values() for text in flag.lookalikes]


@pytest.mark.parametrize(
    ("text", "flag", "level"),
    [pytest.param(proof.text, flag, level, id=_named(proof)) for proof, flag, level in phrases()],
)
def test_a_phrase_fires_its_flag_at_its_level(text: str, flag: str, level: Level, assistant: Assistant) -> None:
    live = _by_rules(assistant, text)

    assert flag in live
    assert live[flag].level >= level


@pytest.mark.parametrize(("text", "flag", "rule"), _cases(FIRES))
def test_a_rule_fires_on_its_own_examples(text: str, flag: str, rule: str, assistant: Assistant) -> None:
    live = _by_rules(assistant, text)

    assert flag in live
    assert rule in {hit.rule for hit in live[flag].hits}


@pytest.mark.parametrize(("text", "flag", "rule"), _cases(QUIET))
def test_a_flag_stays_quiet_on_what_only_resembles_it(text: str, flag: str, rule: str, assistant: Assistant) -> None:
    live = _by_rules(assistant, text)

    assert rule not in {hit.rule for hit in live[flag].hits} if flag in live else True


@pytest.mark.parametrize(("text", "flag", "level"), _cases(LEVELS))
def test_a_level_ends_where_its_rule_says(text: str, flag: str, level: str, assistant: Assistant) -> None:
    live = _live(assistant, text)

    assert {name: one.level for name, one in live.items() if name == flag} == {flag: level_named(level)}


@pytest.mark.parametrize(("text", "flag", "_"), _cases(LOOKALIKES))
def test_a_look_alike_fires_nothing(text: str, flag: str, _: str, assistant: Assistant) -> None:
    assert flag not in _live(assistant, text)
