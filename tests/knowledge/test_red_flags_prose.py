"""How the red flags speak: calm, short, what to do, and never what somebody has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.reading.shipped import knowledge

if TYPE_CHECKING:
    from bot.knowledge.model import RedFlag

SAID = [
    (f"{flag.id}.{level}.{at}", line)
    for flag in knowledge().flags.values()
    for level, lines in flag.say.items()
    for at, line in enumerate(lines, start=1)
]
ASKED = [(f"{flag.id}.ask", flag.ask) for flag in knowledge().flags.values() if flag.ask]
TITLES = [(f"{flag.id}.title", flag.title) for flag in knowledge().flags.values()]
SPOKEN = [*SAID, *ASKED, *TITLES]
# "if you have ..." and "you have taken ..." name no illness as theirs; "you have piles" would.
DIAGNOSIS = re.compile(
    r"(?<!if )(?<!that )(?<!do )\byou (have|are suffering|suffer)\b(?! (taken|been|spoken|a fever))", re.IGNORECASE
)
BRITISH = re.compile(r"\b(A&E|999|111|GP)\b")  # these belong to a country: places.yaml fills them
LONGEST_SENTENCE = 32  # words: a list of signs is one sentence


def words_of(line: str) -> list[int]:
    """Count the words of each sentence; what is filled in counts as one."""
    return [len(sentence.split()) for sentence in re.split(r"[.?:]\s+", line) if sentence]


@pytest.mark.parametrize("line", [pytest.param(line, id=name) for name, line in SPOKEN])
def test_a_red_flag_stays_calm(line: str) -> None:
    assert "!" not in line
    assert not re.search(r"\b(sorry|unfortunately|worr|panic|shame on)", line, re.IGNORECASE)


@pytest.mark.parametrize("line", [pytest.param(line, id=name) for name, line in SPOKEN])
def test_a_red_flag_never_says_what_somebody_has(line: str) -> None:
    assert not DIAGNOSIS.search(line)


@pytest.mark.parametrize("line", [pytest.param(line, id=name) for name, line in SAID])
def test_what_belongs_to_one_country_is_filled_in_and_not_written_out(line: str) -> None:
    assert not BRITISH.search(line)


@pytest.mark.parametrize("line", [pytest.param(line, id=name) for name, line in SPOKEN])
def test_a_red_flag_speaks_in_sentences_that_can_be_read_in_fear(line: str) -> None:
    assert max(words_of(line)) <= LONGEST_SENTENCE


@pytest.mark.parametrize("flag", knowledge().flags.values(), ids=lambda flag: flag.id)
def test_an_emergency_names_the_number_in_its_first_line(flag: RedFlag) -> None:
    lines = flag.say.get("emergency")

    assert lines is None or "{number}" in lines[0]
