"""What is counted for Prometheus: how many, how long. No words, no names, no ids of people, chats or messages."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from telegram import Update

if TYPE_CHECKING:
    from bot.assistant.gist import Gist
    from bot.assistant.reply import Reply
    from bot.storage.counts import Counts, Pile

CALLS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 60)  # seconds of a call to Telegram; getUpdates waits up to 30
TAKES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2, 10)  # seconds from an update's arrival until it is safe
OTHER = "other"


class Metrics:
    """The counters of one process, apart from those of others in the same program."""

    def __init__(self) -> None:
        self._collectors = CollectorRegistry()
        self._updates = self._counter("updates", "Updates that arrived", "kind")
        self._decisions = self._counter("answers", "Messages that were answered", "where", "decision", "level")
        self._aside = self._counter("updates_set_aside", "Updates that could not be read or handled")
        self._refused = self._counter("webhook_refused", "Posts that were no updates of Telegram's", "status")
        self._calls = self._counter("calls", "Calls to Telegram", "method", "outcome")
        self._take = Histogram(
            "bot_take_seconds", "From an update's arrival until it is safe", registry=self._collectors, buckets=TAKES
        )
        self._handle = Histogram(
            "bot_handle_seconds", "How long updates took, answers included", registry=self._collectors, buckets=CALLS
        )
        self._call = Histogram(
            "bot_call_seconds", "How long calls to Telegram took", ["method"], registry=self._collectors, buckets=CALLS
        )
        self._waiting = self._gauge("queue_waiting", "Updates and jobs that are due and not done", "of")
        self._oldest = self._gauge("queue_oldest_seconds", "How long the oldest of them has waited", "of")
        self._quarantine = self._gauge("quarantine", "Updates set aside that are still on record")
        self._cases = self._gauge("cases", "People who wait for a volunteer, or did", "state")
        self._case_age = self._gauge("case_oldest_seconds", "Age of the oldest case in a state", "state")

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(f"bot_{name}", about, labels, registry=self._collectors)

    def _gauge(self, name: str, about: str, *labels: str) -> Gauge:
        return Gauge(f"bot_{name}", about, labels, registry=self._collectors)

    def arrived(self, kind: str) -> None:
        """Count an update."""
        self._updates.labels(kind).inc()

    def safe(self, seconds: float) -> None:
        """Note how long an update took from its arrival until it was safe."""
        self._take.observe(seconds)

    def handled(self, seconds: float) -> None:
        """Note how long an update took to be handled, with all that was sent."""
        self._handle.observe(seconds)

    def answered(self, where: str, reply: Reply | Gist) -> None:
        """Count a message that was answered."""
        self._decisions.labels(where, reply.decision.value, reply.level.label).inc()

    def refused(self, status: int) -> None:
        """Count a post that was no update of Telegram's."""
        self._refused.labels(str(status)).inc()

    def set_aside(self) -> None:
        """Count an update that could not be read or handled."""
        self._aside.inc()

    def called(self, method: str, outcome: str, seconds: float) -> None:
        """Count a call to Telegram: "ok", "429", another status, or "network"."""
        self._calls.labels(method, outcome).inc()
        self._call.labels(method).observe(seconds)

    def _show(self, what: str, pile: Pile) -> None:
        self._waiting.labels(what).set(pile.number)
        self._oldest.labels(what).set(pile.oldest.total_seconds())

    def page(self, counts: Counts | None) -> bytes:
        """Return all of it as Prometheus reads it; without `counts`, what the database would know is left out."""
        for gauge in (self._waiting, self._oldest, self._cases, self._case_age):
            gauge.clear()
        self._quarantine.set(math.nan)
        if counts is not None:
            self._show("updates", counts.updates)
            self._show("jobs", counts.jobs)
            self._quarantine.set(counts.quarantined)
            for state, pile in counts.cases.items():
                self._cases.labels(state).set(pile.number)
                self._case_age.labels(state).set(pile.oldest.total_seconds())
        return generate_latest(self._collectors)


KINDS = frozenset(Update.ALL_TYPES)


def kind_of(raw: dict[str, object]) -> str:
    """Name the kind of an update, by Telegram's own list: what a stranger made up has none."""
    return next((name for name in raw if name in KINDS), OTHER)
