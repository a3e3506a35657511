"""Who waits too long, and who hears of it next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot import Level
from bot.desk.case import Case, Stage
from bot.desk.reminders import Patience, QuietHours, Round, look_after, next_look, overdue
from bot.desk.zones import zone_named

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATE = NOON.replace(hour=23)
ALARM = Case("one", 5, 5, Level.EMERGENCY, None, (), None, NOON)
TALK = replace(ALARM, id="two", level=Level.NONE, asked_for=True)
NIGHT = QuietHours(22, 7)
MORNING = datetime(2026, 11, 25, 7, tzinfo=UTC)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@pytest.mark.parametrize(
    ("case", "after", "turn"),
    [
        (ALARM, minutes(4.9), None),
        (ALARM, minutes(5), Round.DESK),
        (replace(ALARM, reminded=1), minutes(9.9), None),
        (replace(ALARM, reminded=1), minutes(10), Round.BEYOND),
        (replace(ALARM, reminded=2), minutes(19.9), None),
        (replace(ALARM, reminded=2), minutes(20), Round.AGAIN),
        (replace(ALARM, reminded=7), minutes(5 * 128 - 1), None),
        (replace(ALARM, reminded=7), minutes(5 * 128), Round.AGAIN),
        (TALK, minutes(29), None),
        (TALK, minutes(30), Round.DESK),
        (replace(TALK, reminded=1), minutes(60), Round.BEYOND),
        (replace(ALARM, stage=Stage.CLAIMED), minutes(500), None),
        (replace(ALARM, stage=Stage.RESOLVED), minutes(500), None),
        (replace(ALARM, free_since=NOON + minutes(60)), minutes(64), None),
        (replace(ALARM, free_since=NOON + minutes(60)), minutes(65), Round.DESK),
    ],
)
def test_a_case_is_overdue_by_its_level_and_round(case: Case, after: timedelta, turn: Round | None) -> None:
    found = list(overdue([case], NOON + after, Patience()))

    assert found == ([(case, turn)] if turn else [])


@pytest.mark.parametrize(
    ("case", "now", "due"),
    [
        (replace(ALARM, reminded=1), NOON + minutes(5), NOON + minutes(10)),
        (replace(ALARM, reminded=1), NOON + minutes(200), NOON + minutes(10)),
        (replace(ALARM, reminded=2), NOON + minutes(200), NOON + minutes(205)),
        (replace(TALK, reminded=1), NOON + minutes(30), NOON + minutes(60)),
        (replace(TALK, reminded=1), NOON + minutes(200), NOON + minutes(230)),
        (replace(TALK, opened_at=LATE, reminded=1), MORNING, MORNING + minutes(30)),
        (replace(TALK, opened_at=LATE, reminded=4), MORNING + minutes(90), MORNING + minutes(120)),
    ],
)
def test_a_round_that_comes_late_does_not_bring_all_others_at_once(case: Case, now: datetime, due: datetime) -> None:
    assert look_after(case, now, Patience(quiet=NIGHT)) == due


def test_how_long_is_long_can_be_set() -> None:
    patience = Patience(emergency=minutes(1), others=minutes(2))

    assert next_look(ALARM, patience) == NOON + minutes(1)
    assert next_look(TALK, patience) == NOON + minutes(2)


@pytest.mark.parametrize(
    ("level", "opened", "due"),
    [
        (Level.EMERGENCY, LATE, LATE + minutes(5)),
        (Level.NONE, LATE, MORNING),
        (Level.URGENT, LATE, MORNING),
        (Level.NONE, NOON, NOON + minutes(30)),
        (Level.NONE, NOON.replace(hour=21, minute=45), MORNING),
        (Level.NONE, MORNING - minutes(31), MORNING),
        (Level.NONE, MORNING - minutes(30), MORNING),
        (Level.NONE, MORNING - minutes(10), MORNING + minutes(20)),
    ],
)
def test_only_an_emergency_wakes_the_desk(level: Level, opened: datetime, due: datetime) -> None:
    case = replace(TALK, level=level, opened_at=opened)

    assert next_look(case, Patience(quiet=NIGHT)) == due


@pytest.mark.parametrize(
    ("hours", "at", "end"),
    [
        (QuietHours(22, 7), LATE, MORNING),
        (QuietHours(22, 7), MORNING, MORNING),
        (QuietHours(22, 7), NOON, NOON),
        (QuietHours(11, 14), NOON, NOON + minutes(120)),
        (QuietHours(0, 0), NOON, NOON),
    ],
)
def test_quiet_hours_end(hours: QuietHours, at: datetime, end: datetime) -> None:
    assert hours.ends_after(at) == end


@pytest.mark.parametrize(
    ("zone", "due", "end"),
    [
        ("UTC", LATE, MORNING),
        ("Europe/Berlin", LATE, MORNING.replace(hour=6)),
        ("Europe/Berlin", NOON.replace(hour=20, minute=59), None),
        ("Europe/Berlin", NOON.replace(hour=21), MORNING.replace(hour=6)),
        ("Asia/Kolkata", NOON.replace(hour=16, minute=29), None),
        ("Asia/Kolkata", NOON.replace(hour=16, minute=30), MORNING.replace(hour=1, minute=30)),
        ("America/New_York", MORNING, MORNING.replace(hour=12)),
        ("No/Such_Place", LATE, MORNING),
    ],
)
def test_the_desk_sleeps_by_its_own_clocks(zone: str, due: datetime, end: datetime | None) -> None:
    assert NIGHT.ends_after(due, zone_named(zone)) == (end or due)


@pytest.mark.parametrize(
    ("evening", "morning"),
    [
        (datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 3, 29, 5, tzinfo=UTC)),
        (datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 6, tzinfo=UTC)),
    ],
    ids=["forward", "back"],
)
def test_in_the_night_in_which_clocks_change_it_wakes_by_the_clock(evening: datetime, morning: datetime) -> None:
    assert NIGHT.ends_after(evening, zone_named("Europe/Berlin")) == morning
