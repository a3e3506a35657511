"""Words that are one word inside a longer phrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.stems import stem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.knowledge.model import SameWords


class Same:
    """The knowledge folder's words that are alike, by stem."""

    def __init__(self, groups: Iterable[SameWords] = ()) -> None:
        """Index `groups` by the words of phrases, and by the words of messages that meet them."""
        self._of_phrase: dict[str, str] = {}
        self._of_text: dict[str, tuple[str, ...]] = {}
        self._never: set[str] = set()
        for group in groups:
            name = "~" + group.id
            self._never.update(group.but_not)
            for word in group.words:
                self._of_phrase[stem(word)] = name
            for word in (*group.words, *group.also):
                self._of_text[stem(word)] = (*self._of_text.get(stem(word), ()), name)

    def in_phrase(self, form: str) -> str | None:
        """Return the name of the group that a phrase's word stands for, if it is in one."""
        return None if form in self._never else self._of_phrase.get(stem(form))

    def in_text(self, form: str) -> tuple[str, ...]:
        """Return the names of the groups that a message's word meets."""
        return () if form in self._never else self._of_text.get(stem(form), ())
