"""A second look at what the rules met: learned from examples, it takes back what is not there now, and is careful."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot import Assistant, Level
from bot.assistant.reply import BlockKind
from bot.eval.alarms import fingerprint
from bot.eval.examples import Example, examples_of
from bot.eval.liveness import learn_liveness
from bot.knowledge.folder import shipped_folder
from bot.knowledge.load import load
from bot.knowledge.model import Context
from bot.knowledge.rows import written
from tests.knowledge.folder import small_folder
from tests.reading.shipped import own_messages

if TYPE_CHECKING:
    from pathlib import Path

    from bot import Reply
    from bot.knowledge.knowledge import Knowledge

DAY = dt.date(2026, 1, 2)
# A bleeding that the rules meet, with a word that none of them knows.
SAID = "blood on the paper in wobbleton"
MINOR = "gi_bleed_minor"
MOST_BYTES = 300_000


def _judging(
    knowledge: Knowledge, weights: dict[str, float], limit: float = -1.0, reasons: dict[str, Context] | None = None
) -> Assistant:
    """Return an assistant that has learned these weights, on the scale of log odds, and nothing else."""
    learned = {"bias": 0.0, "limits": (limit, limit), "weights": weights, "reasons": reasons or {}}
    return Assistant(replace(knowledge, liveness=knowledge.liveness.model_copy(update=learned)))


def _flags(reply: Reply) -> set[str]:
    return {mention.id for mention in reply.red_flags}


@pytest.mark.parametrize("why", ["past", "hypothetical", "negated", "quoted", "lookalike"])
def test_a_sign_that_is_hardly_there_is_dismissed_with_its_reason(knowledge: Knowledge, why: str) -> None:
    reasons = {} if why == "lookalike" else {"k:in x": Context(why)}

    reply = _judging(knowledge, {"w:wobbleton": -3.0, "k:in x": -0.5}, reasons=reasons).reply(SAID)

    assert (reply.level, _flags(reply)) == (Level.NONE, set())
    assert {(gone.id, gone.why) for gone in reply.dismissed} == {(MINOR, why)}
    assert all("wobbleton" in gone.against for gone in reply.dismissed)


def test_a_sign_in_doubt_stays_and_is_asked_about(knowledge: Knowledge) -> None:
    sure, doubtful = (_judging(knowledge, {"w:wobbleton": odds}).reply(SAID) for odds in (0.5, -0.5))

    assert _flags(sure) == _flags(doubtful) == {MINOR}
    assert sure.level is doubtful.level
    asked = [any(block.kind is BlockKind.QUESTION for block in reply.blocks) for reply in (sure, doubtful)]
    assert asked == [False, True]


@pytest.mark.parametrize(
    "text", ["blood keeps pouring out of my bum and i feel faint", "i want to kill myself", "blood wont stop"]
)
def test_an_emergency_is_never_dismissed(knowledge: Knowledge, text: str) -> None:
    before = Assistant(knowledge).reply(text)
    words = {f"w:{word}": -50.0 for word in ("blood", "keep", "i", "my", "want", "wont")}

    reply = _judging(knowledge, words).reply(text)

    assert (reply.level, reply.pathway, _flags(reply)) == (Level.EMERGENCY, before.pathway, _flags(before))


def test_what_the_alarms_call_an_emergency_is_never_dismissed(knowledge: Knowledge) -> None:
    loud = {"c:blood": written((9.0, 9.0, 9.0, 9.0), 0.5)}
    sure = knowledge.alarms.model_copy(
        update={
            "flags": (MINOR,),
            "bias": (0.0, 0.0, 0.0, 0.0),
            "limits": (0.9, 0.9, 0.9),
            "step": 0.5,
            "weights": loud,
        }
    )

    reply = _judging(replace(knowledge, alarms=sure), {"w:wobbleton": -3.0}).reply(SAID)

    assert (reply.level, _flags(reply)) == (Level.EMERGENCY, {MINOR})


@pytest.mark.parametrize(
    "text",
    [
        "blood on the paper. wobbleton is nice",
        "wobbleton is nice, blood on the paper",
        f"{SAID}. and today blood on the paper again",
    ],
)
def test_what_is_said_elsewhere_takes_nothing_back(knowledge: Knowledge, text: str) -> None:
    assert MINOR in _flags(_judging(knowledge, {"w:wobbleton": -3.0}).reply(text))


def test_where_nothing_was_learned_everything_stays(tmp_path: Path) -> None:
    knowledge = load(small_folder(tmp_path / "small").path)

    learned = learn_liveness(Assistant(knowledge), [], DAY)

    text = "blood 8 times a day"
    assert Assistant(replace(knowledge, liveness=learned)).reply(text).level is Assistant(knowledge).reply(text).level


def _taught(path: Path) -> Assistant:
    """Return an assistant of the small folder that was shown bleeding in films, which is calm, and other bleeding."""
    knowledge = load(small_folder(path).path)
    real = [f"blood {times} times a day since {day}" for times in (7, 8, 9) for day in ("monday", "friday", "easter")]
    films = [f"blood {times} times a day in {film}" for times in (7, 8, 9) for film in ("that film", "my film")]
    told = frozenset({"bleed_heavy"})
    examples = [Example(text, (), "near", Level.URGENT, told, posed=True) for text in real * 20]
    examples += [Example(text, (), "out", Level.NONE, posed=True) for text in films * 20]
    return Assistant(replace(knowledge, liveness=learn_liveness(Assistant(knowledge), examples, DAY)))


def test_it_learns_from_examples_that_differ_in_what_stands_around_the_sign(tmp_path: Path) -> None:
    taught = _taught(tmp_path / "small")

    assert taught.reply("blood 8 times a day in a long film").level is Level.NONE
    assert taught.reply("blood 8 times a day since sunday").level is Level.URGENT


def test_the_same_examples_teach_the_same(tmp_path: Path) -> None:
    once, again = (_taught(tmp_path / name).knowledge.liveness for name in ("once", "again"))

    assert once == again


def test_what_ships_was_learned_from_what_ships_and_is_small(knowledge: Knowledge) -> None:
    assert knowledge.liveness.inputs == fingerprint(knowledge, examples_of(shipped_folder(), knowledge)), (
        "examples, red flags or concepts have changed: run `continence-bot learn`"
    )
    assert (shipped_folder() / "liveness.json").stat().st_size < MOST_BYTES


def test_what_ships_takes_back_more_that_is_not_there_than_what_is(knowledge: Knowledge) -> None:
    assistant = Assistant(knowledge)
    taken = [
        mention.id in message.red_flags
        for message in own_messages()
        for mention in assistant.reply(message.text).dismissed
        if mention.against
    ]

    assert len(taken) > 0, "nothing is taken back: liveness.json is there for nothing"
    assert 2 * sum(taken) <= len(taken)
