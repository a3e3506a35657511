"""Over several hundred lines of a group's talk: never spoken by default, hardly ever when plainly asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.assistant.manners import Manners, Move, Said, Speak, move

if TYPE_CHECKING:
    from bot import Assistant

CHATTER = tuple(line for line in Path(__file__).with_name("chatter.txt").read_text("utf-8").splitlines() if line)


def spoken_on(assistant: Assistant, manners: Manners) -> list[str]:
    """Give the lines that would be met with anything but silence."""
    return [line for line in CHATTER if move(assistant.gist(line), Said(), manners) is not Move.SILENT]


def test_there_is_enough_of_it_and_hardly_a_line_twice() -> None:
    assert len(CHATTER) >= 500
    assert len(set(CHATTER)) >= 500


def test_by_default_nothing_is_said(assistant: Assistant) -> None:
    assert spoken_on(assistant, Manners()) == []


def test_set_to_when_plainly_asked_at_most_one_line_in_two_hundred_is_answered(assistant: Assistant) -> None:
    spoken = spoken_on(assistant, Manners(Speak.ASKED))

    assert len(spoken) <= len(CHATTER) / 200, spoken
