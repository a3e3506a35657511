"""Time zones: found by what time it is there, named as the tz database names them."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.desk.zones import clocks, minutes_ahead, offsets, zones, zones_at

WINTER = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_every_zone_is_found_by_its_time() -> None:
    found = [zone for ahead in offsets(WINTER) for zone in zones_at(ahead, WINTER)]

    assert sorted(found) == sorted(zones())
    assert len(found) > 300


def test_summer_time_is_minded() -> None:
    assert minutes_ahead("Europe/London", WINTER) == 0
    assert minutes_ahead("Europe/London", SUMMER) == 60
    assert minutes_ahead("Asia/Kathmandu", SUMMER) == 345


def test_a_time_is_shown_with_its_day() -> None:
    shown = dict(clocks(WINTER))

    assert shown[0] == "Tue 23:30"
    assert shown[60] == "Wed 00:30"
    assert shown[-210] == "Tue 20:00"
