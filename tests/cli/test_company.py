"""Several people in one terminal: who hears what, by the manners of a group."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.cli.company import Company, Heard
from bot.cli.group_dialogue import GroupDialogue
from tests.scenarios.examples import ELSEWHERE, HEAVY, HEAVY_FLAG, sure_question, unsure_question

if TYPE_CHECKING:
    from bot import Assistant

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ASIDE = None
EVERYBODY = ""


def played(assistant: Assistant, *lines: str, apart: timedelta = timedelta(seconds=1)) -> list[list[Heard]]:
    """Play lines one after the other; gives what was heard after each."""
    dialogue, company, heard = GroupDialogue(assistant), Company(), list[list[Heard]]()
    for number, line in enumerate(lines):
        company, said = dialogue.hear(company, line, NOON + number * apart)
        heard.append(list(said))
    return heard


def heard_by(assistant: Assistant, *lines: str, apart: timedelta = timedelta(seconds=1)) -> list[str | None]:
    """Say for each line who heard the bot's first word to it."""
    return [said[0].to for said in played(assistant, *lines, apart=apart)]


@pytest.mark.parametrize(
    ("line", "to"),
    [
        ("anna: good morning", ASIDE),
        ("anna: {question}", ASIDE),
        ("anna: /ask {question}", "anna"),
        ("Anna B.: @bot {question}", "Anna B."),
        ("anna: hey @bot {question}", "anna"),
        ("anna: 2", ASIDE),
        ("anna: /private", "anna"),
        ("anna: /aks {question}", ASIDE),
        ("anna: /ask {elsewhere}", "anna"),
        ("anna: {heavy}", "anna"),
        ("nobody says this", ASIDE),
    ],
)
def test_a_line_is_met_as_in_a_group(line: str, to: str | None, assistant: Assistant) -> None:
    words = {"question": f"{sure_question(assistant)}?", "elsewhere": ELSEWHERE, "heavy": HEAVY}

    assert heard_by(assistant, line.format(**words)) == [to]


def test_a_danger_is_told_to_the_person_and_to_the_volunteers_without_the_words(assistant: Assistant) -> None:
    ((card, aside),) = played(assistant, f"anna: {HEAVY}")

    assert card.blocks[0] == assistant.reply(HEAVY).blocks[0]
    assert assistant.knowledge.flags[HEAVY_FLAG].title in aside.blocks[0]
    assert HEAVY not in aside.blocks[0]


def test_who_answers_the_bot_goes_on_with_what_it_said_and_thanks_end_it(assistant: Assistant) -> None:
    lines = (f"anna: /ask {sure_question(assistant)}?", "anna: > and for kids", "bob: > and for kids", "anna: > thanks")

    ((first,), (goes_on,), (elsewhere,), (thanks,)) = played(assistant, *lines)

    assert goes_on.blocks[0] == first.blocks[0]
    assert elsewhere.to == "bob"
    assert elsewhere.blocks != goes_on.blocks
    assert thanks.to is ASIDE


def test_in_public_the_same_is_told_once_within_a_minute(assistant: Assistant) -> None:
    asked = f"/ask {sure_question(assistant)}?"
    lines = ("/where public", f"anna: {asked}", f"bob: {asked}", f"carl: {asked}")

    assert heard_by(assistant, *lines) == [ASIDE, EVERYBODY, "bob", "carl"]
    assert heard_by(assistant, *lines, apart=timedelta(minutes=2)) == [ASIDE, *[EVERYBODY] * 3]


def test_who_answers_a_public_answer_goes_on_with_that_and_then_with_their_own(assistant: Assistant) -> None:
    other = sure_question(assistant, other_than=sure_question(assistant))
    lines = ("/where public", f"anna: /ask {sure_question(assistant)}?", "bob: > and for kids")

    _, (aloud,), (goes_on,) = played(assistant, *lines, apart=timedelta(minutes=2))
    *_, (own,), (own_on,) = played(assistant, *lines[:2], f"bob: /private {other}?", "bob: >and for kids")

    assert goes_on.blocks[0] == aloud.blocks[0]
    assert own_on.blocks[0] == own.blocks[0] != aloud.blocks[0]


def test_a_number_presses_a_button_of_ones_own_answer_and_nobody_elses(assistant: Assistant) -> None:
    lines = ("/where public", f"anna: /ask {sure_question(assistant)}?", "bob: 1", "anna: 1", "anna: 9")

    _, (answer,), (refused,), (other,), (nothing,) = played(assistant, *lines)

    assert (refused.to, refused.blocks[0]) == ("bob", assistant.knowledge.words["group.not_yours"])
    assert (other.to, other.blocks[0]) == (EVERYBODY, answer.buttons[0])
    assert nothing.to is ASIDE


def test_what_is_asked_back_shows_what_can_be_chosen(assistant: Assistant) -> None:
    ((asked_back,),) = played(assistant, f"anna: /ask {unsure_question(assistant)}")

    assert len(asked_back.buttons) > 1


def test_when_plainly_asked_it_answers_unasked_and_then_rests(assistant: Assistant) -> None:
    question = f"{sure_question(assistant)}?"

    assert heard_by(assistant, "/speak asked", f"anna: {question}", f"bob: {question}") == [ASIDE, "anna", ASIDE]


def test_a_danger_does_not_make_it_rest(assistant: Assistant) -> None:
    question = f"{sure_question(assistant)}?"

    assert heard_by(assistant, "/speak asked", f"anna: {HEAVY}", f"bob: {question}") == [ASIDE, "anna", "bob"]


def test_private_opens_the_private_chat_and_says_nothing_of_any_subject(assistant: Assistant) -> None:
    ((greeting,),) = played(assistant, "anna: /private")

    assert greeting.to == "anna"
    assert greeting.blocks[0] == assistant.knowledge.words["start.greeting"]


def test_each_person_has_a_conversation_of_their_own(assistant: Assistant) -> None:
    dialogue = GroupDialogue(assistant)

    company, _ = dialogue.hear(Company(), f"anna: /ask {sure_question(assistant)}?", NOON)
    company, _ = dialogue.hear(company, f"bob: /ask {ELSEWHERE}", NOON)

    assert company.people["anna"].topic is not None
    assert company.people["bob"].topic is None
