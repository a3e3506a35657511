"""Alarms learned from examples stand beside the rules: they only raise, and leave denials to the rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from bot import Assistant, Level
from bot.eval.alarms import fingerprint, learn_alarms
from bot.eval.examples import Example, examples_of
from bot.knowledge.folder import shipped_folder
from bot.knowledge.load import load
from tests.knowledge.folder import small_folder

if TYPE_CHECKING:
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


def test_an_alarm_rests_on_words_of_the_lexicon(tmp_path: Path) -> None:
    assert _taught(tmp_path / "small", WORST, "there is blood").reply("zzz zzz").level is Level.NONE


def test_what_is_denied_is_no_alarm(tmp_path: Path) -> None:
    assert _taught(tmp_path / "small", WORST, "there is blood").reply("no blood").level is Level.NONE


def test_what_the_rules_say_is_never_lowered(knowledge: Knowledge) -> None:
    text = "blood keeps pouring out of my bum and i feel faint"
    calm = replace(
        knowledge, alarms=knowledge.alarms.model_copy(update={"bias": tuple(-30.0 for _ in knowledge.alarms.bias)})
    )

    assert Assistant(calm).reply(text).level is WORST


def test_the_same_examples_give_the_same_alarms(tmp_path: Path) -> None:
    once, again = (_taught(tmp_path / name, WORST, "there is blood").knowledge.alarms for name in ("once", "again"))

    assert once == again


def test_the_alarms_that_ship_were_learned_from_the_examples_that_ship(knowledge: Knowledge) -> None:
    assert knowledge.alarms.inputs == fingerprint(knowledge, examples_of(shipped_folder(), knowledge)), (
        "examples, red flags or concepts have changed: run `continence-bot learn`"
    )
