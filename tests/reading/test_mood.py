"""What is said lightly, and what sounds low, is proved by the sentences that stand in its own entry."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from bot.language.mood import Mood
from bot.triage import Triage
from tests.reading.shipped import knowledge, shipped_reader

if TYPE_CHECKING:
    from bot.knowledge.model import LightRule, RedFlag, SoftRule

LIGHTLY = [(flag, rule) for flag in knowledge().flags.values() for rule in flag.lightly]
SOFT = knowledge().soft_signals.rules
_triage = Triage(knowledge().flags)


@cache
def _mood() -> Mood:
    return Mood(knowledge())


def _alarms(mood: Mood, text: str) -> set[str]:
    return {flag.flag for flag in _triage.assess(mood.of(shipped_reader().read(text))).live}


def _soft(mood: Mood, text: str) -> bool:
    return mood.of(shipped_reader().read(text)).soft


@pytest.mark.parametrize(("flag", "rule"), LIGHTLY, ids=[rule.id for _, rule in LIGHTLY])
def test_what_is_said_lightly_raises_no_alarm_and_what_is_meant_does(flag: RedFlag, rule: LightRule) -> None:
    assert [text for text in rule.light if flag.id in _alarms(_mood(), text)] == []
    assert [text for text in rule.meant if flag.id not in _alarms(_mood(), text)] == []
    assert [_soft(_mood(), text) for text in rule.light] == [rule.gentle] * len(rule.light)


@pytest.mark.parametrize(("flag", "rule"), LIGHTLY, ids=[rule.id for _, rule in LIGHTLY])
def test_each_rule_that_makes_light_is_needed(flag: RedFlag, rule: LightRule) -> None:
    others = flag.model_copy(update={"lightly": tuple(one for one in flag.lightly if one is not rule)})
    without = Mood(replace(knowledge(), flags={**knowledge().flags, flag.id: others}))

    assert any(flag.id in _alarms(without, text) for text in rule.light)


@pytest.mark.parametrize("rule", SOFT, ids=[rule.id for rule in SOFT])
def test_a_soft_rule_hears_what_sounds_low_and_nothing_that_resembles_it(rule: SoftRule) -> None:
    assert [text for text in rule.fires if not _soft(_mood(), text)] == []
    assert [text for text in rule.quiet if _soft(_mood(), text)] == []


@pytest.mark.parametrize("rule", SOFT, ids=[rule.id for rule in SOFT])
def test_each_soft_rule_is_needed(rule: SoftRule) -> None:
    signals = knowledge().soft_signals
    others = signals.model_copy(update={"rules": tuple(one for one in signals.rules if one is not rule)})
    without = Mood(replace(knowledge(), soft_signals=others))

    assert any(not _soft(without, text) for text in rule.fires)


def test_a_low_word_that_goes_on_as_a_look_alike_is_no_soft_signal() -> None:
    assert [text for text in ("i dont want to go on", "i cant go on") if not _soft(_mood(), text)] == []
    assert [text for text in ("i dont want to go on humira", "i cant go on my bike") if _soft(_mood(), text)] == []
