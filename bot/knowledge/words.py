"""The interface's words: buttons, greetings, errors; by key, with {placeholders}."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class InterfaceWords:
    """Texts by key."""

    texts: Mapping[str, str]

    def get(self, key: str, **values: object) -> str:
        """Return the text of `key` with its placeholders filled; KeyError if there is no such text or value."""
        return self.texts[key].format(**values) if values else self.texts[key]

    def __getitem__(self, key: str) -> str:
        """Return the text of `key` as written."""
        return self.texts[key]
