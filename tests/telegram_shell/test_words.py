"""The interface's words: each key that the code asks for is there, and each fits where it goes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.assistant.manners import Speak, Where
from bot.assistant.reply import Decision, DismissedMention
from bot.desk.case import Outcome
from bot.desk.effects import Answer, Line
from bot.knowledge.model import Context
from bot.storage.database import Trouble
from bot.telegram import limits
from bot.telegram.cases.card import REASONS
from bot.telegram.groups.settings.changes import CHANGES, CHOSEN
from bot.telegram.menu import AT_THE_DESK, COMMANDS, FOR_ADMINISTRATORS
from bot.telegram.service import Ending
from tests.scenarios.watched import SUBJECT

if TYPE_CHECKING:
    from bot.knowledge.knowledge import Knowledge

CODE = Path(__file__).parents[2] / "bot"
KEY = re.compile(
    r'"((?:button|press|start|help|menu|topics|kind|else|feedback|why|country|emergency|crisis|privacy|mydata'
    r"|forget|media|status|consent|note|error|fault"
    r'|relay|stop|card|desk|cases|span|group|welcome|lacks|settings|trial|inline|stats)\.[a-z_.]+)"'
)
ENDINGS = [ending for ending in Ending if ending is not Ending.STOPPED]
MADE_UP = [
    *(f"menu.{command}" for command in (*COMMANDS, *FOR_ADMINISTRATORS, *AT_THE_DESK)),
    *(f"status.{line}" for line in Line),
    *(f"card.over_{outcome}" for outcome in Outcome),
    *(f"card.kind_{level}" for level in ("none", "see_doctor", "urgent", "emergency", "crisis")),
    *(f"desk.reason_{reason}" for reason in REASONS),
    *(f"desk.{answer}" for answer in Answer if answer is not Answer.OVER),
    *(f"settings.speak_{speak}" for speak in Speak),
    *(f"settings.where_{where}" for where in Where),
    *(f"settings.change_{name}" for name in (*CHANGES, *CHOSEN)),
    *(f"settings.trial_{value}" for value in ("on", "off", "again")),
    *(f"stats.by_{what}" for what in ("where", "decision", "level", "kind", "case")),
    *(f"stats.{level}" for level in ("none", "see_doctor", "urgent", "emergency", "crisis")),
    *(f"stats.{name}" for name in (*Decision, "private", "group")),
    *(f"fault.{ending}" for ending in ENDINGS),
    *(f"fault.database_{trouble}" for trouble in Trouble),
    *(f"status.{told}_{kind}" for told in ("told", "not_told") for kind in ("alarm", "asked")),
    *(f"why.dismissed.{why}" for why in ("negated", "past", "hypothetical", "animal", "quoted", "lookalike")),
    *(f"why.context.{context}" for context in Context if context is not Context.LIVE),
    *(f"note.{level}" for level in ("none", "see_doctor", "urgent", "emergency", "crisis")),
    *(f"kind.{kind}" for kind in ("overview", "cause", "symptom", "treatment", "care")),
]


def keys_in_code() -> set[str]:
    """Find the keys that are written out in the rooms that speak, and in `run`."""
    files = [*(CODE / "telegram").rglob("*.py"), *(CODE / "assistant").glob("*.py"), CODE / "cli" / "run.py"]
    return {key for file in files for key in KEY.findall(file.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("key", sorted({*keys_in_code(), *MADE_UP}))
def test_each_key_that_the_code_asks_for_has_its_words(key: str, knowledge: Knowledge) -> None:
    assert knowledge.words[key].strip()


def test_the_code_is_searched_in_the_right_place() -> None:
    assert len(keys_in_code()) > 60
    assert DismissedMention._fields[-1] == "why"


def test_no_words_are_left_that_nobody_says(knowledge: Knowledge) -> None:
    ours = {key for key in knowledge.words.texts if KEY.fullmatch(f'"{key}"')}

    assert ours - keys_in_code() - set(MADE_UP) == set()


def test_menu_and_descriptions_fit(knowledge: Knowledge) -> None:
    words = knowledge.words

    assert len(COMMANDS) <= limits.COMMANDS
    assert all(len(command) <= limits.COMMAND_CHARACTERS for command in COMMANDS)
    assert all(0 < len(words[f"menu.{command}"]) <= limits.COMMAND_DESCRIPTION for command in COMMANDS)
    assert len(words["menu.description"]) <= limits.DESCRIPTION
    assert len(words["menu.short_description"]) <= limits.SHORT_DESCRIPTION


def test_what_a_group_reads_gives_no_subject_away(knowledge: Knowledge) -> None:
    in_menus = [f"menu.{command}" for command in FOR_ADMINISTRATORS]
    said = [key for key in knowledge.words.texts if key.startswith(("group.", "welcome.does", "welcome.se"))]

    assert len(said) > 8
    assert [key for key in (*in_menus, *said) if SUBJECT.search(knowledge.words[key])] == []


@pytest.mark.parametrize(
    "key",
    [
        "press.telling",
        "press.done",
        "button.old",
        "feedback.helped",
        "feedback.not_helped",
        "status.nobody",
        "consent.words_gone",
        "error.press",
    ],
)
def test_what_a_press_is_answered_with_fits(key: str, knowledge: Knowledge) -> None:
    assert len(knowledge.words[key]) <= limits.PRESS_CHARACTERS


def test_lines_that_edits_add_fit_into_the_room_that_pages_leave(knowledge: Knowledge) -> None:
    room = limits.TEXT_UNITS - limits.PAGE_UNITS
    status = max(len(knowledge.words[key]) for key in knowledge.words.texts if key.startswith("status."))
    consent = {key: len(knowledge.words[f"consent.{key}"]) for key in ("contact", "words")}
    called = len(knowledge.words["status.called"])

    asleep = len(knowledge.words["status.asleep"])

    assert status + asleep + sum(consent.values()) + called + 5 * 2 <= room
