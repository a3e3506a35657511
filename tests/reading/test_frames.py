"""The same sign in everyday sentences: told so it is a danger, told so it is none, whatever the sign is."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot import Level
from tests.reading.shipped import level_of, shipped_assistant

# Many sentences: what they run through is counted where fewer are read.
pytestmark = pytest.mark.no_cover

FRAMES = yaml.safe_load((Path(__file__).parent / "frames.yaml").read_text(encoding="utf-8"))
BLEEDING = {"blood", "rectal_bleeding"}


def _bleeds(text: str) -> bool:
    """Tell whether `text` says that there is blood now."""
    terms = shipped_assistant().read(text)[0].terms
    return any(term.live and not term.masked and term.concept in BLEEDING for term in terms)


def _joined(denial: str, behind: str) -> str:
    return f"{denial}{behind}" if behind[0] in ",." else f"{denial} {behind}"


@pytest.mark.parametrize("frame", FRAMES["told"])
def test_a_sign_told_so_is_as_urgent_as_told_plainly(frame: str) -> None:
    lost = [sign for sign in FRAMES["signs"] if level_of(frame.format(sign)) < level_of(f"i have {sign}")]

    assert not lost


@pytest.mark.parametrize("frame", FRAMES["not_told"])
def test_a_sign_only_spoken_of_so_is_no_alarm(frame: str) -> None:
    raised = [sign for sign in FRAMES["of_nobody"] if level_of(frame.format(sign)) > Level.NONE]

    assert not raised


@pytest.mark.parametrize("behind", FRAMES["after_all"])
def test_what_was_denied_is_there_after_all(behind: str) -> None:
    lost = [denial for denial in FRAMES["denials"] if not _bleeds(_joined(denial, behind))]

    assert not lost


@pytest.mark.parametrize("behind", FRAMES["still_denied"])
def test_what_is_denied_stays_denied_beside_something_else(behind: str) -> None:
    raised = [denial for denial in FRAMES["denials"] if _bleeds(_joined(denial, behind))]

    assert not raised


@pytest.mark.parametrize("unable", FRAMES["unable"])
def test_what_somebody_cannot_do_is_heard_in_other_words(unable: str) -> None:
    lost = [what for what in FRAMES["what_one_cannot"] if level_of(f"{unable} {what}") < Level.EMERGENCY]

    assert not lost


@pytest.mark.parametrize("frame", FRAMES["beside_a_danger"])
def test_nothing_said_beside_a_danger_takes_it_away(frame: str) -> None:
    replies = {danger: shipped_assistant().reply(frame.format(danger)) for danger in FRAMES["dangers"]}

    assert not [danger for danger, reply in replies.items() if not reply.level and not reply.offers.asked]
