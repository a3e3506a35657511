"""Alarms learned from examples stand beside the rules: they only raise, and leave denials to the rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot import Assistant, Level
from bot.eval.alarms import fingerprint, learn_alarms
from bot.eval.examples import Example, on_alarms
from bot.knowledge.load import load
from bot.knowledge.rows import written
from bot.triage import Triage
from bot.triage.signs import strength
from tests.knowledge.folder import small_folder
from tests.reading.shipped import hearing, shipped_assistant, shipped_examples

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.knowledge.knowledge import Knowledge

DAY = dt.date(2026, 1, 2)
WORST = Level.EMERGENCY


def _taught(path: Path, level: Level, *texts: str) -> Assistant:
    """Return an assistant of the small folder that was shown `texts` at `level`, and as many calm ones."""
    knowledge = load(small_folder(path).path)
    flag = next(iter(knowledge.flags))
    shown = [Example(text, (), "near", level, frozenset({flag})) for text in texts * 8]
    calm = [Example(text, (), "near", Level.NONE) for text in ("my nose is cold", "a pad please", "thanks") * 8]
    learned = learn_alarms(Assistant(knowledge), [*shown, *calm], DAY)
    return Assistant(replace(knowledge, alarms=learned))


def test_a_sign_that_the_examples_show_in_danger_is_an_alarm(tmp_path: Path) -> None:
    text = "there is blood"
    by_rules = Assistant(load(small_folder(tmp_path / "untaught").path)).reply(text)

    reply = _taught(tmp_path / "taught", WORST, text).reply(text)

    assert (by_rules.level, reply.level) == (Level.NONE, WORST)
    assert {text[one.start : one.end] for one in reply.red_flags} == {"blood"}


def test_in_a_long_story_each_sign_says_less() -> None:
    said = [strength(signs) for signs in (1, 10, 20, 40, 400)]

    assert said[:2] == [1.0, 1.0]
    assert said == sorted(said, reverse=True)
    assert 0 < said[-1] < said[2] < 1


def test_an_alarm_rests_on_words_of_the_lexicon(tmp_path: Path) -> None:
    assert _taught(tmp_path / "small", WORST, "there is blood").reply("zzz zzz").level is Level.NONE


def test_what_is_denied_is_no_alarm(tmp_path: Path) -> None:
    assert _taught(tmp_path / "small", WORST, "there is blood").reply("no blood").level is Level.NONE


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("in 2014 i had colitis, and they operated on my bowel in hospital", Level.NONE),
        ("in 2014 i had colitis. they operate on my bowel in hospital. blood on the paper", WORST),
        ("in 2014 i had colitis, and tonight they operate on my bowel in hospital", WORST),
        ("they operate on my bowel in hospital", WORST),  # nothing is over where nothing was the matter
    ],
)
def test_where_all_is_over_nothing_else_is_an_alarm(knowledge: Knowledge, text: str, level: Level) -> None:
    loud = {"c:bowel": written([4.0, 4.0, 4.0], 0.5)}
    alarms = knowledge.alarms.model_copy(
        update={
            "flags": (),
            "bias": (0.0,) * 3,
            "limits": (0.5,) * 3,
            "named": (),
            "sure": (),
            "step": 0.5,
            "weights": loud,
        }
    )

    heard = Triage(knowledge.flags, alarms).assess(shipped_assistant().read(text)[0])
    assert heard.level is min(level, Level.URGENT)  # what no flag names is urgent at most


def test_what_the_rules_say_is_never_lowered(knowledge: Knowledge) -> None:
    text = "blood keeps pouring out of my bum and i feel faint"
    calm = knowledge.alarms.model_copy(update={"bias": tuple(-30.0 for _ in knowledge.alarms.bias)})

    assert hearing(calm).reply(text).level is WORST


def test_the_same_examples_give_the_same_alarms(tmp_path: Path) -> None:
    once, again = (_taught(tmp_path / name, WORST, "there is blood").knowledge.alarms for name in ("once", "again"))

    assert once == again


def test_the_alarms_that_ship_were_learned_from_the_examples_that_ship(knowledge: Knowledge) -> None:
    assert knowledge.alarms.inputs == fingerprint(knowledge, on_alarms(shipped_examples())), (
        "examples, red flags or concepts have changed: run `continence-bot learn`"
    )


def _hearing(knowledge: Knowledge, levels: tuple[float, float, float], **flags: float) -> Assistant:
    """Return an assistant whose examples say of a bellyache what is given: sums, on the scale of log odds."""
    return _hearing_in("c:belly_pain", knowledge, levels, flags)


def _hearing_in(
    heard: str, knowledge: Knowledge, levels: tuple[float, float, float], flags: Mapping[str, float]
) -> Assistant:
    names = tuple(flags)
    weights = (*levels, *flags.values())
    alarms = knowledge.alarms.model_copy(
        update={
            "flags": names,
            "bias": tuple(0.0 for _ in weights),
            "limits": (0.9, 0.9, 0.9),
            "named": tuple(-1.0 for _ in names),
            "sure": tuple(2.2 for _ in names),
            "step": 0.5,
            "weights": {heard: written(weights, 0.5)},
        }
    )
    return hearing(alarms, knowledge.crises)


ACHE = "my belly aches when i sit on the toilet"
LOW, UNLIKELY, HIGH = -5.0, -2.0, 5.0


def test_flags_that_are_likely_too_are_named_beside_the_first(knowledge: Knowledge) -> None:
    flags = {"bowel_obstruction": 2.0, "dehydration": 1.0, "prolapse": UNLIKELY}

    heard = _hearing(knowledge, (HIGH, HIGH, LOW), **flags).reply(ACHE)

    assert heard.level is Level.URGENT
    assert {one.id for one in heard.red_flags} == {"bowel_obstruction", "dehydration"}


def test_a_sure_flag_raises_the_level_to_its_own(knowledge: Knowledge) -> None:
    likely, sure = (_hearing(knowledge, (LOW, LOW, LOW), bowel_obstruction=odds) for odds in (2.0, 4.0))

    assert likely.reply(ACHE).level is Level.NONE
    assert sure.reply(ACHE).level.label == knowledge.flags["bowel_obstruction"].level


def test_a_flag_that_is_only_likely_enough_calls_for_no_emergency(knowledge: Knowledge) -> None:
    heard = _hearing(knowledge, (LOW, LOW, LOW), bowel_obstruction=2.7).reply(ACHE)

    assert knowledge.flags["bowel_obstruction"].level == Level.EMERGENCY.label
    assert heard.level is Level.URGENT
    assert {one.id for one in heard.red_flags} == {"bowel_obstruction"}


def test_a_crisis_is_left_to_its_own_ear(knowledge: Knowledge) -> None:
    anything = knowledge.crises.model_copy(update={"possible": tuple(-99.0 for _ in knowledge.crises.flags)})
    heard = _hearing(replace(knowledge, crises=anything), (LOW, LOW, LOW), safeguarding=HIGH)

    assert heard.reply(ACHE).level is Level.NONE


def test_a_flag_is_heard_in_words_that_no_concept_holds(knowledge: Knowledge) -> None:
    text = "the toilet hums and the kettle sighs"
    heard = _hearing_in("kettl", knowledge, (LOW, LOW, LOW), {"prolapse": 12.0}).reply(text)

    assert {text[one.start : one.end] for one in heard.red_flags} == {"kettle"}


def test_without_a_likely_flag_the_level_is_raised_and_no_flag_is_named(knowledge: Knowledge) -> None:
    heard = _hearing(knowledge, (HIGH, HIGH, HIGH), bowel_obstruction=UNLIKELY).reply(ACHE)

    assert heard.level is Level.URGENT, "who calls for an emergency must be able to say of what"
    assert heard.red_flags == ()


@pytest.mark.parametrize(
    ("heard", "domain", "level"),
    [
        ((HIGH, HIGH, HIGH), 0.01, Level.NONE),
        ((HIGH, HIGH, HIGH), 0.05, Level.NONE),
        ((HIGH, HIGH, HIGH), 0.4, Level.URGENT),
        ((HIGH, LOW, LOW), 0.4, Level.NONE),
        ((HIGH, LOW, LOW), 0.6, Level.SEE_DOCTOR),
    ],
)
def test_what_no_flag_names_is_heard_in_health_talk_alone(
    knowledge: Knowledge, heard: tuple[float, float, float], domain: float, level: Level
) -> None:
    _, assessment, _ = _hearing(knowledge, heard, bowel_obstruction=UNLIKELY).read(ACHE)

    assert Triage(knowledge.flags).beside(assessment, domain).level is level


def test_a_flag_that_the_examples_alone_name_needs_some_talk_of_health(knowledge: Knowledge) -> None:
    _, assessment, _ = _hearing(knowledge, (HIGH, HIGH, HIGH), sepsis_or_collapse=4.0).read(ACHE)

    calm, alarmed = (Triage(knowledge.flags).beside(assessment, domain) for domain in (0.01, 0.05))
    assert (calm.level, alarmed.level) == (Level.NONE, Level.EMERGENCY)


def test_a_crisis_that_the_examples_name_must_sound_like_one(knowledge: Knowledge) -> None:
    anything = knowledge.crises.model_copy(update={"possible": tuple(-99.0 for _ in knowledge.crises.flags)})

    by_words, by_any = (
        _hearing(replace(knowledge, crises=crises), (HIGH, HIGH, HIGH), suicide_self_harm=4.0).reply(ACHE)
        for crises in (knowledge.crises, anything)
    )
    assert (by_words.pathway, by_any.pathway) == (None, "crisis")


def test_what_a_rule_says_needs_none(assistant: Assistant, knowledge: Knowledge) -> None:
    _, assessment, _ = assistant.read("blood keeps pouring out of my bum and i feel faint")

    assert Triage(knowledge.flags).beside(assessment, 0.0).level is WORST
