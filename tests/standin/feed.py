"""Updates on their way to the bot: kept until confirmed, as Telegram keeps them, or bent as a test orders."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any

from tests.standin.refusal import TERMINATED, WEBHOOK_ACTIVE, conflict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.standin.clock import Bell

Update = dict[str, Any]

# Not sent unless asked for; Bot API, getUpdates, "allowed_updates".
ONLY_IF_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
BATCH = 100


@dataclass(eq=False)
class Waiting:
    """An update that waits. A `forced` one comes whatever the offset says, once; `attempts` counts deliveries."""

    update: Update
    forced: bool = False
    attempts: int = 0
    in_flight: bool = False

    @property
    def id(self) -> int:
        """The update id; a poison update may have none that can be read."""
        number = self.update.get("update_id", 0)
        return number if isinstance(number, int) else 0


class Feed:
    """The queue of one bot. `history` holds every update that was ever put in, for assertions."""

    def __init__(self, changed: Bell) -> None:
        self.changed = changed
        self.waiting: list[Waiting] = []
        self.history: list[Update] = []
        self.allowed: frozenset[str] | None = None
        self.webhook_url = ""
        self.last_id = 100_000
        self.polls_open = 0
        self.twice = False
        self._held: list[Waiting] | None = None
        self._bent = False
        self._poll = 0

    def push(self, kind: str, payload: dict[str, Any]) -> int | None:
        """Queue an update of this kind; gives its id, or None where `allowed_updates` leaves the kind out."""
        if not (kind in self.allowed if self.allowed is not None else kind not in ONLY_IF_ASKED):
            return None
        return self.push_raw({kind: payload})

    def push_raw(self, content: dict[str, Any]) -> int:
        """Queue an update made up by a test, such as a poison one; gives its id."""
        self.last_id += 1
        update = {"update_id": self.last_id} | content
        self.history.append(update)
        self._put([Waiting(update)] + ([Waiting(update, forced=True)] if self.twice else []))
        return self.last_id

    def again(self, update_id: int) -> None:
        """Deliver an update once more, confirmed or not."""
        update = next(update for update in self.history if update["update_id"] == update_id)
        self._put([Waiting(update, forced=True)])

    def hold(self) -> None:
        """Keep what comes from now on back, until `release`."""
        self._held = self._held or []

    def release(self, order: Callable[[list[Update]], Iterable[Update]] = list) -> None:
        """Let go what was held, in an order of the test's choice (`reversed`, a shuffle)."""
        held, self._held = self._held or [], None
        forced = order is not list
        self._put([Waiting(update, forced=forced) for update in order([entry.update for entry in held])])

    def confirm(self, offset: int) -> None:
        """Forget what lies below `offset`; a forced update only once it was delivered."""
        if self._bent:
            self.waiting = [w for w in self.waiting if w.id >= offset or (w.forced and not w.attempts)]
            self._bent = any(entry.forced for entry in self.waiting)
        else:
            # In order, as nearly always: what is confirmed stands in front, however long the queue is.
            del self.waiting[: sum(1 for _ in takewhile(lambda entry: entry.id < offset, self.waiting))]

    def done(self, entry: Waiting) -> None:
        """Forget one update that a webhook has taken."""
        self.waiting = [w for w in self.waiting if w is not entry]
        self.changed.ring()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Update]:  # noqa: ASYNC109 - getUpdates' own
        """Answer getUpdates: at once if something waits, else at the first update or after `timeout` seconds.

        Raises Refusal 409 while a webhook is set, and when a later poll takes this one's place.
        """
        self._poll += 1
        mine = self._poll
        self.changed.ring()
        self._confirm_for_good(offset)
        self.polls_open += 1
        try:
            await self.changed.until(lambda: self._interrupted(mine) or self._batch(offset, limit), timeout)
        finally:
            self.polls_open -= 1
        if reason := self._interrupted(mine):
            raise conflict(reason)
        return self._delivered(self._batch(offset, limit))

    def _interrupted(self, mine: int) -> str | None:
        if self.webhook_url:
            return WEBHOOK_ACTIVE
        return TERMINATED if mine != self._poll else None

    def _confirm_for_good(self, offset: int) -> None:
        if offset > 0:
            self.confirm(offset)
        elif offset < 0:
            del self.waiting[:offset]

    def _batch(self, offset: int, limit: int) -> list[Waiting]:
        wanted = (entry for entry in self.waiting if entry.forced or entry.id >= offset)
        return list(islice(wanted, max(1, min(limit, BATCH))))

    def _delivered(self, batch: list[Waiting]) -> list[Update]:
        for entry in batch:
            entry.attempts += 1
        return [entry.update for entry in batch]

    def _put(self, entries: list[Waiting]) -> None:
        (self.waiting if self._held is None else self._held).extend(entries)
        self._bent = self._bent or any(entry.forced for entry in entries)
        self.changed.ring()
