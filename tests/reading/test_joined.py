"""Two messages joined say what each of them says: the level is at least the higher one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import pytest
import yaml

from tests.reading.shipped import level_of, own_messages, shipped_assistant

# Thousands of sentences: what they run through is counted where fewer are read.
pytestmark = pytest.mark.no_cover

SEED = 11
PAIRS = 400
# How people go on after one thing to the next.
JOINTS = ("\n", ". ", "\n\n", "\n\nalso. ")
# The last words of one message may stand so beside the first of the other that nobody could tell them apart ("... i am
# 31, for two months. chest pain"): the share that may be lost so.
FLOOR = yaml.safe_load((Path(__file__).parent / "floors.yaml").read_text(encoding="utf-8"))["joined"]


def _names_an_animal(text: str) -> bool:
    reading, _, _ = shipped_assistant().read(f"{text}. blood in the poo")
    return any(str(term.context) == "animal" for term in reading.terms)


@cache
def _texts() -> list[str]:
    """Return the messages to join.

    An animal that the first message is about may be what the second one is about too: no reader can know.
    """
    return [message.text for message in own_messages() if not _names_an_animal(message.text)]


@pytest.mark.parametrize("joint", JOINTS, ids=repr)
def test_two_messages_joined_are_as_dangerous_as_the_worse_of_them(joint: str) -> None:
    dropped = []
    chance = Random(SEED)  # noqa: S311 - dice for a test

    for first, second in (chance.sample(_texts(), 2) for _ in range(PAIRS)):
        higher = max(level_of(first), level_of(second))
        now = level_of(first + joint + second)
        if now < higher:
            dropped.append(f"{higher.label} -> {now.label}: {first!r} + {second!r}")

    assert len(dropped) <= FLOOR["dropped"] * PAIRS, dropped


BESIDE = yaml.safe_load((Path(__file__).parent / "beside.yaml").read_text(encoding="utf-8"))


def _in_one_breath(danger: str, remark: str) -> list[str]:
    return [text for joint in (", ", " and ") for text in (danger + joint + remark, remark + joint + danger)]


@pytest.mark.parametrize("remark", BESIDE["remarks"])
def test_a_danger_is_none_the_less_one_beside_a_remark_on_something_else(remark: str) -> None:
    lost = [
        text
        for danger in BESIDE["dangers"]
        for text in _in_one_breath(danger, remark)
        if level_of(text) < level_of(danger)
    ]

    assert not lost


@pytest.mark.parametrize(("danger", "past"), BESIDE["times"])
def test_a_time_belongs_to_the_sign_in_its_own_clause(danger: str, past: str) -> None:
    assert level_of(f"{danger} and {past}") >= level_of(danger)
    assert level_of(f"{danger}, {past}") >= level_of(danger)
