"""What the bot remembers of one conversation: ids only, never words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

# After this long a follow-up ("and at night?") most likely starts something new.
EXPIRES_AFTER = timedelta(hours=2)
ASKED = "?"  # before the id of a flag; no id begins with it
BESIDE = "!"  # before the name of a pathway


@dataclass(frozen=True, slots=True)
class Conversation:
    """Last topic, what was offered in which order, the country chosen, and when something was last said."""

    topic: str | None = None
    # Topic ids; "?" with a flag id where the last reply asked about that flag; "!" with a pathway whose card was said.
    offered: tuple[str, ...] = ()
    country: str | None = None
    at: datetime | None = None

    def alive(self, now: datetime) -> Conversation:
        """Return what still holds at `now`: the country always, the rest until it expires."""
        if self.at is not None and now - self.at > EXPIRES_AFTER:
            return Conversation(country=self.country)
        return self

    def said(self, topic: str | None, offered: tuple[str, ...], now: datetime) -> Conversation:
        """Return the conversation after a reply that told `topic` (None keeps the last) and offered `offered`."""
        return replace(self, topic=topic or self.topic, offered=offered or self.choices, at=now)

    @property
    def choices(self) -> tuple[str, ...]:
        """The topics that were offered, in order."""
        return tuple([name for name in self.offered if not name.startswith((ASKED, BESIDE))])

    @property
    def asked(self) -> str | None:
        """The flag that the last reply asked about, by yes or no."""
        return self._marked(ASKED)

    @property
    def beside(self) -> str | None:
        """The pathway whose card was said, where nothing else was told or offered since."""
        return self._marked(BESIDE)

    def _marked(self, mark: str) -> str | None:
        return next((name.removeprefix(mark) for name in self.offered if name.startswith(mark)), None)
