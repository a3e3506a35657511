"""Which other language a message is written in, so that its writer is not left without a word."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.knowledge.model import Language

# One small word in common is chance ("no", "me"); two, or one of three words, are not.
_FEWEST = 2


class Languages:
    """The other languages of the knowledge folder."""

    def __init__(self, languages: Iterable[Language]) -> None:
        """Index `languages` by script and by small word."""
        self._by_script = {language.script: language.code for language in languages if language.script}
        self._by_word: dict[str, list[str]] = {}
        for language in languages:
            for word in language.words:
                self._by_word.setdefault(word, []).append(language.code)

    def by_script(self, written: str) -> str | None:
        """Return the language of most letters that are not Latin; "" for a script that no language here has."""
        scripts = Counter(unicodedata.name(c, "").split(" ")[0] for c in written if c > "\x7f" and c.isalpha())
        scripts.pop("LATIN", None)
        return self._by_script.get(scripts.most_common(1)[0][0], "") if scripts else None

    def may_be(self, forms: Iterable[str], english: int) -> bool:
        """Tell whether any of them could have more of the words than English, which has `english` words at least."""
        return sum(map(self._by_word.__contains__, forms)) > english

    def by_words(self, forms: Sequence[str], english: int) -> str | None:
        """Return the language that has most of the words, if it has more than English (`english` words) has."""
        votes = Counter(code for form in forms for code in self._by_word.get(form, ()))
        if not votes:
            return None
        code, count = votes.most_common(1)[0]
        enough = count >= _FEWEST or len(forms) <= _FEWEST + 1
        return code if enough and count > english else None
