"""Cases: what belongs together, what is new, and what may be said at each stage of consent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot import Level
from bot.desk.case import SAME_CASE_FOR, Case, Consent, Person, note, withdrawn

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


def test_a_case_is_fresh_for_a_while() -> None:
    assert CASE.fresh(NOON + SAME_CASE_FOR)
    assert not CASE.fresh(NOON + SAME_CASE_FOR + timedelta(seconds=1))


def test_words_cannot_be_shared_before_contact_was_agreed_to() -> None:
    assert CASE.agreed(Consent.WORDS).consent is Consent.NONE
    assert CASE.agreed(Consent.CONTACT).agreed(Consent.WORDS).consent is Consent.WORDS


def test_agreeing_to_contact_again_takes_nothing_back() -> None:
    shared = replace(CASE, consent=Consent.WORDS)

    assert shared.agreed(Consent.CONTACT) == shared


@pytest.mark.parametrize(
    ("consent", "link", "words"),
    [(Consent.NONE, None, None), (Consent.CONTACT, ANN.link, None), (Consent.WORDS, ANN.link, "my words")],
)
def test_a_note_holds_what_was_agreed_to(consent: Consent, link: str | None, words: str | None) -> None:
    said = note(replace(CASE, consent=consent), ANN, "my words")

    assert (said.link, said.words) == (link, words)
    assert (said.level, said.flags, said.country, said.opened_at) == (CASE.level, CASE.flags, "GB", NOON)


def test_of_somebody_who_is_forgotten_nothing_is_said() -> None:
    said = withdrawn(replace(CASE, consent=Consent.WORDS))

    assert said.withdrawn
    assert (said.flags, said.country, said.link, said.words) == ((), None, None, None)


def test_a_public_name_is_linked_before_a_number() -> None:
    assert Person(7, "eve").link == "https://t.me/eve"
    assert Person(7).link == "tg://user?id=7"
