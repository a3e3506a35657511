"""Crises are heard in words that no list holds: raised where it is sure, asked about where it is likely."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot import Assistant, Level
from bot.assistant.reply import BlockKind
from bot.eval.alarms import fingerprint
from bot.eval.crises import learn_crises
from bot.eval.examples import Example
from bot.knowledge.model import Crises
from bot.knowledge.rows import written
from bot.triage import Triage
from bot.triage.turns import share, turns_of_phrase
from tests.knowledge.folder import small_folder
from tests.reading.shipped import hearing, shipped_examples

if TYPE_CHECKING:
    from bot.knowledge.knowledge import Knowledge
    from bot.triage.triage import Assessment

DAY = dt.date(2026, 1, 2)
FLAG = "suicide_self_harm"
WORST = Level.EMERGENCY
# No phrase or rule knows these: what is heard in them is heard by the ear alone.
TEXT = "the lamp hums and the kettle sighs"
STEP = 0.5


def _ear(**weights: float) -> Crises:
    """Return an ear that hears in each word so much of a crisis; certain from 2, likely from 1, possible from 0.2."""
    rows = {name: written([weight], STEP) for name, weight in weights.items()}
    return Crises(
        made_on=DAY,
        made_from="a test",
        flags=(FLAG,),
        bias=(0.0,),
        sure=(2.0,),
        likely=(1.0,),
        possible=(0.2,),
        step=STEP,
        weights=rows,
    )


def _assess(assistant: Assistant, text: str, **weights: float) -> Assessment:
    reading, _, _ = assistant.read(text)
    return Triage(assistant.knowledge.flags, crises=_ear(**weights)).assess(reading)


def _heard(text: str, odds: float) -> float:
    """Return the weight that one word of `text` needs to be heard with these odds."""
    return odds / share(len(turns_of_phrase(text.split())))


def test_what_surely_sounds_like_a_crisis_raises_its_card(assistant: Assistant) -> None:
    found = _assess(assistant, TEXT, lamp=_heard(TEXT, 3))

    assert (found.level, found.pathway) == (Level.EMERGENCY, "crisis")
    assert {TEXT[start:end] for hit in found.live[0].hits for start, end in hit.spans} == {"lamp"}


def test_what_may_be_one_is_asked_about_and_raises_nothing(knowledge: Knowledge) -> None:
    reply = hearing(crises=_ear(lamp=_heard(TEXT, 1.5))).reply(TEXT)

    assert (reply.level, reply.red_flags) == (Level.NONE, ())
    assert knowledge.soft_signals.ask in {str(block) for block in reply.blocks if block.kind is BlockKind.QUESTION}
    assert (reply.offers.crisis_line, reply.offers.asked) == (True, FLAG)


def test_what_is_less_than_likely_changes_nothing(assistant: Assistant) -> None:
    found = _assess(assistant, TEXT, lamp=_heard(TEXT, 0.5))

    assert (found.level, found.sounds_like) == (Level.NONE, ())


@pytest.mark.parametrize(
    ("text", "level", "asked"),
    [
        ("i am not suicidal but the lamp hums", Level.NONE, (FLAG,)),  # what they saw denied is asked about
        ("this itch is killing me and the lamp hums", Level.NONE, (FLAG,)),  # and what they saw meant otherwise
        ("i want to kill myself and the lamp hums", WORST, ()),  # what a rule says needs no ear
    ],
)
def test_what_the_rules_say_stands_first(assistant: Assistant, text: str, level: Level, asked: tuple[str, ...]) -> None:
    found = _assess(assistant, text, lamp=9.0)

    assert (found.level, found.sounds_like) == (level, asked)


@pytest.mark.parametrize(("odds", "level", "asked"), [(0.0, Level.NONE, (FLAG,)), (0.5, WORST, ())])
def test_what_a_weak_rule_says_must_sound_like_it_or_is_asked(
    assistant: Assistant, odds: float, level: Level, asked: tuple[str, ...]
) -> None:
    text = "i have decided, i could disappear, out of their way"

    found = _assess(assistant, text, decid=_heard(text, odds))

    assert (found.level, found.sounds_like) == (level, asked)


def test_an_ear_that_learned_nothing_takes_no_crisis_back(assistant: Assistant) -> None:
    deaf = Crises(made_on=DAY, made_from="nothing yet")
    reading, _, _ = assistant.read("i have decided, i could disappear, out of their way")

    assert Triage(assistant.knowledge.flags, crises=deaf).assess(reading).level is WORST


def test_a_word_says_less_in_a_long_message(assistant: Assistant) -> None:
    longer = TEXT + " while one two three four five six seven eight nine ten more things stand about"

    levels = [_assess(assistant, text, lamp=_heard(TEXT, 2.5)).level for text in (TEXT, longer)]
    assert levels == [Level.EMERGENCY, Level.NONE]


@pytest.fixture
def taught(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Crises:
    """What is learned from a few who say it, and many who do not."""
    small = small_folder(tmp_path_factory.mktemp("small") / "folder").path
    helper = Assistant(replace(Assistant.load(small).knowledge, flags=knowledge.flags))
    said = [Example("the lamp hums", (), "near", Level.EMERGENCY, frozenset({FLAG}))] * 12
    calm = [Example(text, (), "near", Level.NONE) for text in ("the lamp shines", "the kettle hums", "thanks") * 12]
    return learn_crises(helper, [*said, *calm], DAY)


def test_it_is_learned_from_words_and_from_words_together(taught: Crises) -> None:
    assert FLAG in taught.flags
    place = taught.flags.index(FLAG)
    weight = {name: ord(row[place]) for name, row in taught.weights.items()}

    assert weight["lamp hum"] > weight["lamp"] > weight["thank"]
    limits = zip(taught.possible, taught.likely, taught.sure, strict=True)
    assert all(possible <= likely <= sure for possible, likely, sure in limits)


def test_the_crises_that_ship_were_learned_from_the_examples_that_ship(knowledge: Knowledge) -> None:
    assert knowledge.crises.inputs == fingerprint(knowledge, shipped_examples()), (
        "examples, red flags or concepts have changed: run `continence-bot learn`"
    )
