"""A slip of the finger leaves a danger what it is, and makes none of what is none."""

from __future__ import annotations

import pytest

from bot import Level
from tests.reading.shipped import level_of, shipped_assistant


@pytest.mark.parametrize(
    ("slipped", "meant"),
    [
        # In a word that is put together with the next one, or stands for two.
        ("im giing to take all my tablets", "im going to take all my tablets"),
        ("i cannto go on living", "i cannot go on living"),
        ("he is unabl to pee", "he is unable to pee"),
        # In a small word, as it is typed in haste or by ear.
        ("i jus tok al my tablets an i wana die", "i just took all my tablets and i wanna die"),
        ("shud i go to hospital wen i poo blood evry hour", "should i go to hospital when i poo blood every hour"),
        ("i wud end it all if i hav to live lyk this", "i would end it all if i have to live like this"),
        # In a number or its unit.
        ("bleeding from my bottom for 3 housr now", "bleeding from my bottom for 3 hours now"),
        ("i have had soxteen imodium since breakfast", "i have had sixteen imodium since breakfast"),
        ("i am on steroids, fevr of 39", "i am on steroids, fever of 39"),
        # Where the third of three letters alike stands for another one.
        ("plannng my death", "planning my death"),
        # In a word with an ending that no list has.
        ("skiddign in my pants more and more this month", "skidding in my pants more and more this month"),
        # As near to a word that would take the danger back.
        ("poo with bloodd in it and i nearly fainted", "poo with blood in it and i nearly fainted"),
        ("tarry sools for three days", "tarry stools for three days"),
        # As near to two words without a space.
        ("three weeks potspartum with chest pain", "three weeks postpartum with chest pain"),
    ],
)
def test_a_slip_leaves_the_danger(slipped: str, meant: str) -> None:
    assert level_of(slipped) is level_of(meant) > Level.NONE


@pytest.mark.parametrize(
    ("slipped", "meant"),
    [
        ("wat helps wiht leeking", "what helps with leaking"),
        ("wen shud i see a docter abt leaking poo", "when should i see a doctor about leaking poo"),
        ("wot can i tke for diarhea", "what can i take for diarrhea"),
        ("wy do i leak b4 i get to teh loo", "why do i leak before i get to the loo"),
    ],
)
def test_a_small_word_in_haste_leads_to_the_same_topic(slipped: str, meant: str) -> None:
    assert _first(slipped) == _first(meant)


@pytest.mark.parametrize(
    "text",
    [
        "stinky poo after beans",  # not sticky
        "haemorrhaging cusotmers since the price went up",
        "ate a ton of betroot and my wee is red",
        "no blod at all, the colonscopy was clear",
    ],
)
def test_a_slip_makes_no_danger(text: str) -> None:
    assert level_of(text) < Level.URGENT


def _first(text: str) -> str:
    return shipped_assistant().reply(text).topics[0].id
