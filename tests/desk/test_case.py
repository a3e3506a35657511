"""Cases: what belongs together, what is new, and what may be said at each stage of consent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot import Level
from bot.desk.case import Case, Consent, Stage
from bot.desk.note import Person, note, withdrawn

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANN = Person(5_000_000_001)
CASE = Case("random", ANN.id, ANN.id, Level.EMERGENCY, None, ("gi_bleed_heavy",), "GB", NOON)


@pytest.mark.parametrize(
    ("later", "is_new"),
    [
        (CASE, False),
        (replace(CASE, level=Level.URGENT), False),
        (replace(CASE, opened_at=NOON + timedelta(minutes=5), country=None, id="another"), False),
        (replace(CASE, flags=("sepsis_or_collapse",)), True),
        (replace(CASE, pathway="crisis"), True),
        (replace(CASE, asked_for=True), True),
    ],
    ids=["the same", "lower", "a little later", "another sign", "a crisis", "a wish to talk"],
)
def test_a_later_alarm_is_new_if_it_says_more(later: Case, is_new: bool) -> None:
    assert later.adds_to(CASE) is is_new


def test_a_joined_case_keeps_its_own_and_adds_the_rest() -> None:
    later = replace(CASE, id="another", level=Level.URGENT, flags=("gi_bleed_heavy", "fever"), asked_for=True)

    assert CASE.joined(later) == replace(CASE, flags=("gi_bleed_heavy", "fever"), asked_for=True)


@pytest.mark.parametrize(("stage", "is_open"), [(Stage.OPEN, True), (Stage.CLAIMED, True), (Stage.RESOLVED, False)])
def test_a_case_is_open_until_it_has_ended(stage: Stage, is_open: bool) -> None:
    assert replace(CASE, stage=stage).open is is_open


def test_words_cannot_be_shared_before_contact_was_agreed_to() -> None:
    assert CASE.agreed(Consent.WORDS).consent is Consent.NONE
    assert CASE.agreed(Consent.CONTACT).agreed(Consent.WORDS).consent is Consent.WORDS


def test_agreeing_to_contact_again_takes_nothing_back() -> None:
    shared = replace(CASE, consent=Consent.WORDS)

    assert shared.agreed(Consent.CONTACT) == shared


@pytest.mark.parametrize(
    ("consent", "link"), [(Consent.NONE, None), (Consent.CONTACT, ANN.link), (Consent.WORDS, ANN.link)]
)
def test_a_note_holds_what_was_agreed_to(consent: Consent, link: str | None) -> None:
    said = note(replace(CASE, consent=consent), ANN)

    assert said.link == link
    assert (said.level, said.flags, said.country, said.opened_at) == (CASE.level, CASE.flags, "GB", NOON)


def test_of_somebody_who_is_forgotten_nothing_is_said() -> None:
    said = withdrawn(replace(CASE, consent=Consent.WORDS))

    assert said.withdrawn
    assert (said.flags, said.country, said.link) == ((), None, None)


def test_a_public_name_is_linked_before_a_number() -> None:
    assert Person(7, "eve").link == "https://t.me/eve"
    assert Person(7).link == "tg://user?id=7"
