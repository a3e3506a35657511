"""The figures on our own messages, on the same messages with typos, and on unrelated prose stay above their floors."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from bot.eval.answered import answer_all
from bot.eval.figures import Figures, figures
from bot.eval.prose import sentences
from bot.eval.stress import prose_stress, typo_figures
from bot.knowledge.model import Level
from tests.reading.shipped import MESSAGES, own_messages, shipped_assistant

if TYPE_CHECKING:
    from bot import Assistant, Reply
    from bot.eval.answered import Answered

FLOORS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "floors.yaml").read_text(encoding="utf-8"))
FILES = sorted(path.stem for path in MESSAGES.glob("*.jsonl"))
CALM: list[str] = yaml.safe_load((Path(__file__).parent / "calm_posts.yaml").read_text(encoding="utf-8"))
EVERYDAY: list[str] = yaml.safe_load((Path(__file__).parent / "everyday.yaml").read_text(encoding="utf-8"))
DANGERS: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "plain_dangers.yaml").read_text(encoding="utf-8")
)
SEED = 1


def _outside(measured: Figures, floors: dict[str, dict[str, float]]) -> dict[str, tuple[float | None, float]]:
    """Return what is outside its floor or ceiling: the figure's name, what it is, what it should be."""
    low = {name: floor for name, floor in floors.get("at_least", {}).items() if (measured[name] or 0.0) < floor}
    high = {name: ceiling for name, ceiling in floors.get("at_most", {}).items() if (measured[name] or 0.0) > ceiling}
    return {name: (measured[name], bound) for name, bound in (low | high).items()}


@cache
def _answered(file: str) -> tuple[Answered, ...]:
    return answer_all(shipped_assistant(), own_messages(file))


@pytest.mark.parametrize("file", FILES)
def test_our_own_messages_are_read_as_well_as_ever(file: str) -> None:
    assert _outside(figures(_answered(file)), FLOORS.get(file, {})) == {}


@pytest.mark.no_cover  # what these sentences run through, those above run through
def test_all_our_own_messages_together_are_read_as_well_as_ever() -> None:
    answered = [one for file in FILES for one in _answered(file)]

    assert _outside(figures(answered), FLOORS["all"]) == {}


@pytest.mark.no_cover
def test_typos_do_not_undo_the_reading(assistant: Assistant) -> None:
    measured = typo_figures(assistant, own_messages(), SEED)

    assert _outside(measured, FLOORS.get("typos", {})) == {}


@pytest.mark.no_cover
def test_unrelated_prose_is_declined_and_raises_no_alarm(assistant: Assistant) -> None:
    measured = prose_stress(assistant, sentences())

    assert measured.sentences > 2000
    assert measured.share_accepted <= FLOORS["prose"]["share_accepted"], measured.accepted
    assert len(measured.flagged) <= FLOORS["prose"]["flagged"], measured.flagged


@pytest.mark.parametrize(("name", "texts"), [("everyday", EVERYDAY), ("calm_posts", CALM)])
def test_words_of_danger_without_one_raise_few_alarms(name: str, texts: list[str], assistant: Assistant) -> None:
    levels = {text: assistant.look(text).assessment.level for text in texts}
    raised = [text for text, level in levels.items() if level]
    emergencies = [text for text, level in levels.items() if level is Level.EMERGENCY]

    assert len(raised) <= FLOORS[name]["raised"] * len(texts), raised
    assert len(emergencies) <= FLOORS[name]["emergencies"] * len(texts), emergencies


@cache
def _told_dangers() -> tuple[tuple[str, str, Reply], ...]:
    """Return each danger in plain words: its red flag, its text, what is answered."""
    return tuple((flag, text, shipped_assistant().reply(text)) for flag, texts in DANGERS.items() for text in texts)


def test_dangers_in_plain_words_are_not_met_with_silence() -> None:
    silent = [text for _, text, reply in _told_dangers() if not reply.level and not reply.offers.asked]

    assert len(silent) <= FLOORS["plain_dangers"]["silent"] * len(_told_dangers()), silent


def test_dangers_in_plain_words_are_named() -> None:
    unnamed = [text for flag, text, reply in _told_dangers() if flag not in {said.id for said in reply.red_flags}]

    assert len(unnamed) <= (1 - FLOORS["plain_dangers"]["named"]) * len(_told_dangers()), unnamed
