"""A memory of the last things, and no more."""

from __future__ import annotations


class Recent:
    """Remembers the last things that it was asked about."""

    def __init__(self, size: int = 1000) -> None:
        self._size = size
        self._known: dict[str | int, None] = {}  # in order of arrival

    def __contains__(self, thing: object) -> bool:
        """Whether it is remembered; asking this leaves no trace."""
        return thing in self._known

    def is_new(self, thing: str | int) -> bool:
        """Whether this is the first time; from now on it is not."""
        if thing in self._known:
            return False
        self._known[thing] = None
        if len(self._known) > self._size:
            del self._known[next(iter(self._known))]
        return True
