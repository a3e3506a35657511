"""What is past its time: which rows of which table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.assistant.conversation import EXPIRES_AFTER
from bot.storage.group_tables import groups, handoffs, relayed, tallies
from bot.storage.tables import (
    ANSWERS_KEPT,
    PACE_KEPT,
    UPDATES_KEPT,
    answers,
    calls,
    cases,
    conversations,
    feedback,
    job_keys,
    pace,
    parcels,
    people,
    quarantine,
    updates,
)

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy import ColumnElement, Table


def past_its_time(now: datetime, retention: timedelta) -> list[tuple[Table, ColumnElement[bool]]]:
    """Say which rows go; `retention` is RETENTION_DAYS."""
    return [
        (people, people.c.seen_at < now - retention),
        (conversations, conversations.c.said_at < now - EXPIRES_AFTER),
        (answers, answers.c.answered_at < now - ANSWERS_KEPT),
        (cases, cases.c.opened_at < now - retention),
        (updates, updates.c.arrived_at < now - UPDATES_KEPT),
        (feedback, feedback.c.day < (now - retention).date().isoformat()),
        (job_keys, job_keys.c.taken_at < now - UPDATES_KEPT),
        # These two go with their job; what a fault has left behind goes here.
        (parcels, parcels.c.kept_at < now - UPDATES_KEPT),
        (calls, calls.c.made_at < now - UPDATES_KEPT),
        (quarantine, quarantine.c.set_aside_at < now - retention),
        (groups, groups.c.left_at < now - retention),
        (handoffs, handoffs.c.expires_at < now),
        (relayed, relayed.c.at < now - ANSWERS_KEPT),
        (tallies, tallies.c.day < (now - retention).date().isoformat()),
        (pace, pace.c.free_at < (now - PACE_KEPT).timestamp()),
    ]
