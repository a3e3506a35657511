"""What is said: is it free of faults, fresh, and looked over by a clinician?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.cli.checkup.finding import Finding, ok, warning
from bot.knowledge.sign_off import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.knowledge.knowledge import Knowledge

FRESH = timedelta(days=365)
NAMED = 5  # of what is too old, so many are named


def content(knowledge: Knowledge, today: date) -> Iterator[Finding]:
    """Look at knowledge that has no faults."""
    yield ok("knowledge", topics=len(knowledge.topics), flags=len(knowledge.flags))
    yield _numbers(knowledge, today)
    yield _topics(knowledge, today)
    yield _sign_off(knowledge)


def _numbers(knowledge: Knowledge, today: date) -> Finding:
    old = [place.name for place in knowledge.places.places if today - place.checked > FRESH]
    if old:
        return warning("numbers_old", count=len(old), names=_some(old))
    return ok("numbers", countries=len(knowledge.places.places))


def _topics(knowledge: Knowledge, today: date) -> Finding:
    old = [topic.id for topic in knowledge.topics.values() if today - topic.source.reviewed > FRESH]
    return warning("topics_old", count=len(old), names=_some(old)) if old else ok("topics")


def _sign_off(knowledge: Knowledge) -> Finding:
    given, now = knowledge.article.sign_off, fingerprint(knowledge)
    if given is None:
        return warning("sign_off_none", mark=now)
    if given.of != now:
        return warning("sign_off_changed", by=given.by, on=given.on, mark=now)
    return ok("sign_off", by=given.by, on=given.on)


def _some(names: list[str]) -> str:
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
