"""The steps of a case: who may take which, what follows, and that nobody is told more than is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Level
from bot.desk import steps
from bot.desk.case import LASTS, Case, NoteAt, Outcome, Stage
from bot.desk.effects import Answer, Deed, Effect, Line, Step
from bot.desk.reminders import Patience, Round

if TYPE_CHECKING:
    from collections.abc import Callable

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=3)
VERA, WIM = 7_000_000_001, 7_000_000_002
PATIENCE = Patience()
CARD, SECOND = NoteAt(-100_123, 7, 77), NoteAt(-100_456, 8)
OPEN = Case("random", 5_000_000_001, 5_000_000_001, Level.EMERGENCY, None, ("gi_bleed_heavy",), "GB", NOON, note=CARD)
VERAS = steps.claim(OPEN, VERA, LATER).case
OVER = steps.resolve(VERAS, VERA, Outcome.HELPED, LATER).case


def claimed_by(who: int) -> Callable[[Case], Step]:
    return lambda case: steps.claim(case, who, LATER)


def handed_back_by(who: int) -> Callable[[Case], Step]:
    return lambda case: steps.hand_back(case, who, LATER, PATIENCE)


def resolved_by(who: int, outcome: Outcome = Outcome.HELPED) -> Callable[[Case], Step]:
    return lambda case: steps.resolve(case, who, outcome, LATER)


def stopped(case: Case) -> Step:
    return steps.stop(case, LATER)


def expired(case: Case) -> Step:
    return steps.expire(case, LATER + LASTS)


TAKEN_STEPS = [
    ("open, claimed", OPEN, claimed_by(VERA), Stage.CLAIMED, Answer.YOURS, Line.SEEN),
    ("claimed, handed back", VERAS, handed_back_by(VERA), Stage.OPEN, Answer.DONE, Line.FREE_AGAIN),
    ("claimed, resolved", VERAS, resolved_by(VERA), Stage.RESOLVED, Answer.DONE, Line.RESOLVED),
    (
        "claimed, not reached",
        VERAS,
        resolved_by(VERA, Outcome.UNREACHED),
        Stage.RESOLVED,
        Answer.DONE,
        Line.UNREACHED,
    ),
    ("open, stopped by the person", OPEN, stopped, Stage.RESOLVED, Answer.DONE, Line.STOPPED),
    ("claimed, stopped by the person", VERAS, stopped, Stage.RESOLVED, Answer.DONE, Line.STOPPED),
    ("open, expired", OPEN, expired, Stage.RESOLVED, Answer.DONE, Line.EXPIRED),
    ("claimed, expired", VERAS, expired, Stage.RESOLVED, Answer.DONE, Line.EXPIRED),
]
REFUSED_STEPS = [
    ("claimed twice by the same", VERAS, claimed_by(VERA), Answer.YOURS_ALREADY),
    ("claimed by another", VERAS, claimed_by(WIM), Answer.TAKEN),
    ("claimed after the end", OVER, claimed_by(WIM), Answer.OVER),
    ("handed back by another", VERAS, handed_back_by(WIM), Answer.TAKEN),
    ("handed back though nobody has it", OPEN, handed_back_by(VERA), Answer.NOBODYS),
    ("handed back after the end", OVER, handed_back_by(VERA), Answer.OVER),
    ("resolved by another", VERAS, resolved_by(WIM), Answer.TAKEN),
    ("resolved though nobody has it", OPEN, resolved_by(VERA), Answer.NOBODYS),
    ("resolved twice", OVER, resolved_by(VERA), Answer.OVER),
    ("stopped after the end", OVER, stopped, Answer.OVER),
    ("expired after the end", OVER, expired, Answer.OVER),
]


@pytest.mark.parametrize(
    ("case", "step", "stage", "answer", "line"), [row[1:] for row in TAKEN_STEPS], ids=[row[0] for row in TAKEN_STEPS]
)
def test_a_step_moves_the_case_shows_it_and_tells_the_person(
    case: Case, step: Callable[[Case], Step], stage: Stage, answer: Answer, line: Line
) -> None:
    taken = step(case)

    assert (taken.case.stage, taken.answer) == (stage, answer)
    assert Effect(Deed.SHOW) in taken.effects
    assert [effect.line for effect in taken.effects if effect.deed is Deed.TELL] == [line]
    assert (Effect(Deed.SHUT) in taken.effects) is (stage is Stage.RESOLVED)


@pytest.mark.parametrize(
    ("case", "step", "answer"), [row[1:] for row in REFUSED_STEPS], ids=[row[0] for row in REFUSED_STEPS]
)
def test_a_step_that_is_not_theirs_to_take_changes_nothing_and_says_why(
    case: Case, step: Callable[[Case], Step], answer: Answer
) -> None:
    assert step(case) == Step(case, (), answer)


def test_who_claims_a_case_is_asked_now_and_then_whether_it_is_over() -> None:
    asked = [effect.due for effect in steps.claim(OPEN, VERA, LATER).effects if effect.deed is Deed.ASK]

    assert asked == [LATER + timedelta(hours=hours) for hours in (1, 3, 7, 15)]


def test_a_case_that_somebody_took_has_its_day_from_then() -> None:
    assert steps.expire(VERAS, NOON + LASTS) == Step(VERAS)
    assert Effect(Deed.EXPIRE, due=LATER + LASTS) in steps.claim(OPEN, VERA, LATER).effects


def test_a_case_moves_to_the_copy_on_which_it_is_claimed_and_the_card_becomes_a_copy() -> None:
    called = steps.called(OPEN, SECOND).case

    taken = steps.claim(called, WIM, LATER, SECOND.chat).case

    assert (taken.note, taken.copies) == (SECOND, (CARD,))
    assert steps.claim(called, VERA, LATER, CARD.chat).case.note == CARD
    assert steps.claim(called, VERA, LATER, -100_999).case.note == CARD


def test_a_copy_that_comes_too_late_is_brought_up_to_date() -> None:
    assert steps.called(OPEN, SECOND).effects == ()
    assert steps.called(VERAS, SECOND).effects == (steps.SHOW,)
    assert steps.called(OPEN, replace(CARD, message=99)) == Step(OPEN)


@pytest.mark.parametrize(
    ("case", "line"),
    [
        (OPEN, Line.TOLD_BEFORE),
        (replace(OPEN, reminded=1), Line.WAITING),
        (replace(OPEN, reminded=2), Line.NOBODY),
        (replace(OPEN, reminded=5), Line.NOBODY),
        (replace(OPEN, free_since=LATER), Line.FREE_AGAIN),
        (VERAS, Line.SEEN),
        (OVER, Line.RESOLVED),
        (replace(OVER, outcome=Outcome.UNREACHED), Line.UNREACHED),
        (replace(OVER, outcome=Outcome.EXPIRED), Line.EXPIRED),
    ],
)
def test_who_comes_in_late_hears_how_things_are(case: Case, line: Line) -> None:
    assert steps.where_it_stands(case) is line


def test_an_opened_case_is_looked_at_again_and_ends_by_itself_some_day() -> None:
    assert steps.opened(OPEN, PATIENCE).effects == (
        Effect(Deed.LOOK, due=NOON + PATIENCE.emergency),
        Effect(Deed.EXPIRE, due=NOON + LASTS),
    )


def test_a_case_that_was_handed_back_waits_anew_and_keeps_the_time_of_its_first_claim() -> None:
    again = steps.hand_back(replace(VERAS, reminded=2), VERA, LATER, PATIENCE)

    assert (again.case.waits_since, again.case.reminded, again.case.volunteer) == (LATER, 0, None)
    assert Effect(Deed.LOOK, due=LATER + PATIENCE.emergency) in again.effects
    assert steps.claim(again.case, WIM, LATER + timedelta(hours=1)).case.claimed_at == LATER


def test_the_first_reminder_goes_to_the_desk_the_next_beyond_it_and_all_others_to_both() -> None:
    first = steps.remind(OPEN, Round.DESK, LATER, PATIENCE)
    second = steps.remind(first.case, Round.BEYOND, LATER, PATIENCE)
    later = steps.remind(second.case, Round.AGAIN, LATER, PATIENCE)

    assert Effect(Deed.NUDGE) in first.effects
    assert Effect(Deed.TELL, Line.WAITING) in first.effects
    assert Effect(Deed.LOOK, due=NOON + 2 * PATIENCE.emergency) in first.effects
    assert Effect(Deed.PAGE) in second.effects
    assert Effect(Deed.TELL, Line.NOBODY) in second.effects
    assert {Effect(Deed.NUDGE), Effect(Deed.PAGE)} <= set(later.effects)
    assert Deed.TELL not in {effect.deed for effect in later.effects}
    assert Effect(Deed.LOOK, due=NOON + 8 * PATIENCE.emergency) in later.effects


def test_what_becomes_an_emergency_is_looked_at_sooner() -> None:
    asked = replace(OPEN, level=Level.NONE, flags=(), asked_for=True)

    worse = steps.join(asked, OPEN, PATIENCE)
    same = steps.join(OPEN, replace(OPEN, flags=("sepsis_or_collapse",)), PATIENCE)

    assert worse.effects[0] == Effect(Deed.LOOK, due=NOON + PATIENCE.emergency)
    assert same.effects == (Effect(Deed.SHOW),)
    assert same.case.flags == ("gi_bleed_heavy", "sepsis_or_collapse")


def test_the_line_is_opened_once_and_not_after_the_end() -> None:
    talking = steps.talk(VERAS)

    assert (talking.case.talking, talking.case.pictures) == (True, False)
    assert steps.talk(talking.case).effects == ()
    assert steps.talk(talking.case, pictures=True).case.pictures
    assert steps.talk(OVER).answer is Answer.OVER


ANY_STEP = st.sampled_from(
    [*(make(who) for make in (claimed_by, handed_back_by, resolved_by) for who in (VERA, WIM)), stopped, expired]
)


@given(st.lists(ANY_STEP, max_size=12))
def test_whatever_happens_a_claimed_case_has_one_volunteer_and_what_has_ended_stays_so(
    story: list[Callable[[Case], Step]],
) -> None:
    case = OPEN
    for step in story:
        taken = step(case)
        assert case.open or taken.case == case
        assert bool(taken.effects) is (taken.case != case)
        case = taken.case
        assert (case.volunteer is not None) is (case.stage is Stage.CLAIMED) or not case.open
        assert (case.outcome is None) is case.open


def called_to(chat: int) -> Callable[[Case], Step]:
    return lambda case: steps.called(case, NoteAt(chat, 1 - chat))


def claimed_in(chat: int) -> Callable[[Case], Step]:
    return lambda case: steps.claim(case, WIM, LATER, chat)


CHATS = st.sampled_from([CARD.chat, SECOND.chat, -100_789, VERA])
ANY_CARD_STEP = st.one_of(ANY_STEP, CHATS.map(called_to), CHATS.map(claimed_in))


@given(st.lists(ANY_CARD_STEP, max_size=12))
def test_whatever_happens_a_case_has_one_card_in_a_chat_and_loses_none(story: list[Callable[[Case], Step]]) -> None:
    case = OPEN
    for step in story:
        after = step(case).case
        assert set(case.cards) <= set(after.cards)
        assert len({at.chat for at in after.cards}) == len(after.cards)
        case = after
