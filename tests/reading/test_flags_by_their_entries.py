"""Each red flag is proved by the sentences that stand in its own entry.

A case is an entry, not a sentence: pytest takes longer over a case than the reader over a sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import Level
from tests.reading.shipped import by_rules, knowledge, level_named, level_rules, rules, shipped_assistant

if TYPE_CHECKING:
    from bot.knowledge.model import FlagRule, LevelName, LevelRule, RedFlag

# Thousands of sentences: what they run through is counted where fewer are read.
pytestmark = pytest.mark.no_cover

FLAGS = list(knowledge().flags.values())
PHRASES = [pytest.param(flag, level, id=f"{flag.id}.{level}") for flag in FLAGS for level in flag.phrases]
FIRING = [pytest.param(flag, rule, id=f"{flag.id}.{rule.id}") for flag, rule in rules() if rule.fires]
QUIET = [pytest.param(flag, rule, id=f"{flag.id}.{rule.id}") for flag, rule in rules() if rule.quiet]
LEVELS = [pytest.param(flag, rule, id=f"{flag.id}.{rule.id}") for flag, rule in level_rules() if rule.examples]
LOOKALIKES = [pytest.param(flag, id=flag.id) for flag in FLAGS if flag.lookalikes]


def _level_by_rules(text: str, flag: RedFlag) -> Level:
    """Return the level of `flag` by the rules: what the examples add changes each time that they are learned."""
    return next((one.level for one in by_rules(text).live if one.flag == flag.id), Level.NONE)


def _rules_hit(text: str, flag: RedFlag) -> set[str]:
    return {hit.rule for one in by_rules(text).live if one.flag == flag.id for hit in one.hits}


def _levels(text: str) -> dict[str, Level]:
    """Return the level of each flag that is live, by the rules and by what was learned."""
    return {one.flag: one.level for one in shipped_assistant().read(text)[1].live}


@pytest.mark.parametrize(("flag", "level"), PHRASES)
def test_a_phrase_fires_its_flag_at_its_level(flag: RedFlag, level: LevelName) -> None:
    least = level_named(level)

    assert least > Level.NONE
    assert [text for text in flag.phrases[level] if _level_by_rules(text, flag) < least] == []


@pytest.mark.parametrize(("flag", "rule"), FIRING)
def test_a_rule_fires_on_its_own_examples(flag: RedFlag, rule: FlagRule) -> None:
    assert [text for text in rule.fires if rule.id not in _rules_hit(text, flag)] == []


@pytest.mark.parametrize(("flag", "rule"), QUIET)
def test_a_flag_stays_quiet_on_what_only_resembles_it(flag: RedFlag, rule: FlagRule) -> None:
    assert [text for text in rule.quiet if rule.id in _rules_hit(text, flag)] == []


@pytest.mark.parametrize(("flag", "rule"), LEVELS)
def test_a_level_ends_where_its_rule_says(flag: RedFlag, rule: LevelRule) -> None:
    ends = {text: _levels(text).get(flag.id) for text in rule.examples}

    assert ends == dict.fromkeys(rule.examples, level_named(rule.to))


@pytest.mark.parametrize("flag", LOOKALIKES)
def test_a_look_alike_fires_nothing(flag: RedFlag) -> None:
    assert [text for text in flag.lookalikes if flag.id in _levels(text)] == []
