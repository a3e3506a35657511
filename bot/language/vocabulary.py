"""One word at a time: its stem, and the word that a slip of the finger was meant to be."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA
from Stemmer import Stemmer

from bot.language.slips import Slips

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENGLISH = Stemmer("english")
_TWICE = re.compile(r"([a-z])\1")

_SHORTEST_PART = 3
_CACHED_WORDS = 20_000


class Meant(NamedTuple):
    """What a word as folded stands for: `stem` and `form` of the word meant, and how many slips away it is."""

    stem: str
    form: str
    edits: int
    or_else: tuple[str, ...] = ()  # other words just as near


@cache
def stem(form: str) -> str:
    """Return the Snowball stem of a folded word; numbers stay as they are."""
    return str(_ENGLISH.stemWord(form)) if len(form) > 3 else _short(form)  # noqa: PLR2004


def _short(form: str) -> str:
    return form[:-1] if len(form) == 3 and form[2] == "s" and form[1] not in "aius" else form  # noqa: PLR2004


class Vocabulary:
    """The closed list of words that a slip may be corrected to, and the English words that are never corrected."""

    def __init__(
        self, forms: frozenset[str], signs: frozenset[str], english: frozenset[str], small: frozenset[str]
    ) -> None:
        """Index `forms`, all folded words of the lexicon and the flags.

        Slips are mended towards the long ones, first towards those of `signs`; words of `english` are left as they are.
        """
        self._english = english
        self._small = small
        self._signs = signs
        self._forms = forms
        self._cache: dict[str, tuple[Meant, ...]] = {}

    @cached_property
    def _stems(self) -> frozenset[str]:
        """The stems of the lexicon's words; made for the first word that is not known as it stands."""
        return frozenset(stem(form) for form in self._forms)

    @cached_property
    def _slips(self) -> Slips:
        """The words that a slip may be corrected to; made for the first slip."""
        return Slips(self._forms, self._signs)

    def prepare(self) -> None:
        """Index now what the first slip would ask for."""
        _ = self._stems, self._slips

    def meant(self, form: str) -> tuple[Meant, ...]:
        """Return what `form` stands for: one word, or two that were written without the space between them."""
        known = self._cache.get(form)
        if known is None:
            if len(self._cache) >= _CACHED_WORDS:
                self._cache.clear()
            known = self._cache[form] = self._resolve(form)
        return known

    def english(self, form: str) -> bool:
        """Tell whether `form` is an English word, whatever the lexicon knows."""
        return form in self._english

    def small(self, form: str) -> bool:
        """Tell whether `form` is the small change of a sentence: "is", "there", "about", a number."""
        return form in self._small or form[0].isdigit()

    def _resolve(self, form: str) -> tuple[Meant, ...]:
        if form in self._english or not form.isalpha() or not form.isascii():
            return (Meant(stem(form), form, 0),)
        near = self._slips.near(form)
        # What is no English word may be a slip all the same: a listed spelling, or one that shares an ending.
        sure = form if form in self._forms else next(filter(self._whole, _undoubled(form)), None)
        if sure is None and stem(form) in self._stems:
            sure = form
        if sure is not None:
            return (Meant(stem(sure), sure, 0, tuple(word for word in near if word != sure)),)
        split = self._split(form)
        edits = OSA.distance(form, near[0]) if near else 0
        # Two words that need no mending are likelier than one that needs two slips, and say more than one of the two.
        apart = edits > 1 or near[:1] in {(sense.form,) for sense in split} or (near and near[0] not in self._signs)
        if near and not (split and apart):
            return (Meant(stem(near[0]), near[0], edits, near[1:]),)
        return split or (Meant(stem(form), form, 0),)

    def _split(self, form: str) -> tuple[Meant, ...]:
        """Return the two words that `form` is made of, if one of them is the lexicon's: "bloodin" is blood, in."""
        best: tuple[str, str] | None = None
        for at in range(1, len(form)):
            left, right = form[:at], form[at:]
            if not (self._whole(left) and self._whole(right)):
                continue
            if not any(len(part) > _SHORTEST_PART and part in self._forms for part in (left, right)):
                continue
            if best is None or self._weight(left, right) > self._weight(*best):
                best = (left, right)
        return () if best is None else tuple(Meant(stem(part), part, 1) for part in best)

    def _weight(self, left: str, right: str) -> tuple[int, int]:
        """Return how much two parts speak for a split: words of the lexicon first, then a long one ("wants to")."""
        known = [len(part) for part in (left, right) if part in self._forms]
        return len(known), max(known, default=0)

    def _whole(self, part: str) -> bool:
        if len(part) < _SHORTEST_PART:
            return part in _LITTLE
        return part in self._forms or part in self._english


def _undoubled(form: str) -> Iterator[str]:
    """Yield `form` with doubled letters made single: each alone, then all of them."""
    for match in _TWICE.finditer(form):
        yield form[: match.start()] + form[match.start() + 1 :]
    yield _TWICE.sub(r"\1", form)


# Words of one or two letters that people run together with the next one, in English and the other Latin languages.
_LITTLE = frozenset(
    re.findall(
        r"[a-z]+",
        "i a my in on of to is it no me im up do so we he if at or be by an as us am go id"
        " al la le de il el je se mi du ne zu um",
    )
)
