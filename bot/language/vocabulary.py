"""One word at a time: the word that a slip of the finger was meant to be."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product, zip_longest
from typing import TYPE_CHECKING, NamedTuple, cast

from rapidfuzz.distance import OSA

from bot.language.apart import Apart
from bot.language.slips import SHORTEST, Slips, likely
from bot.language.stems import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from bot.language.symbols import Symbol

_TWICE = re.compile(r"([a-z])\1")

_THRICE = re.compile(r"([a-z])\1{2,}")
_MOST_DRAWN = 3  # letters of a word
_CACHED_WORDS = 20_000


@dataclass(slots=True)  # neither frozen nor a tuple: looked at many times for each message
class Meant:
    """What a word as folded stands for: `stem` and `form` of the word meant, and how many slips away it is."""

    stem: str
    form: str
    edits: int
    or_else: tuple[str, ...] = ()  # other words just as near
    apart: tuple[tuple[str, str], ...] = ()  # the two words that it may be as well, written without their space
    symbol: Symbol | None = field(default=None, init=False, repr=False, compare=False)  # once the trie has seen it


class Everyday(NamedTuple):
    """Everyday English: its `words`, never corrected; the `small` change of a sentence; how that is typed in haste."""

    words: AbstractSet[str]
    small: frozenset[str]
    spellings: Mapping[str, str]  # each with the word that it is read as


class Vocabulary:
    """The closed list of words that a slip may be corrected to, and the English words that are never corrected."""

    def __init__(
        self,
        forms: frozenset[str],
        signs: frozenset[str],
        everyday: Everyday,
        phrases: Sequence[Iterable[str]] = (),
    ) -> None:
        """Index `forms`, all folded words of the lexicon and the flags.

        Slips are mended towards the long ones, first towards those of `signs`. The `phrases` of each flag tell what
        goes together.
        """
        english, small, self._spellings = everyday
        self._apart = Apart(forms, english, small, phrases)
        self._english = english
        self._small = small
        self._phrases = phrases
        self._signs = signs
        self._forms = forms
        # What was looked for before: words that stand as they are written, as most do, and all others.
        self._written: dict[str, Meant] = {}
        self._mended: dict[str, tuple[Meant, ...]] = {}

    @cached_property
    def _stems(self) -> frozenset[str]:
        """The stems of the lexicon's words; made for the first word that is not known as it stands."""
        return frozenset(stem(form) for form in self._forms)

    @cached_property
    def _slips(self) -> Slips:
        """The words that a slip may be corrected to; made for the first slip."""
        return Slips(self._forms | self._small, self._signs, self._often)

    @cached_property
    def _often(self) -> dict[str, int]:
        """How often each word stands in the phrases of the red flags, the small ones as often as the first of them."""
        counted = Counter(word for some in self._phrases for phrase in some for word in phrase.split(" "))
        return counted | dict.fromkeys(self._small, max(counted.values(), default=1))

    @cached_property
    def _more_slips(self) -> Slips:
        """The words that a slip may be corrected to where there are no others: the regular forms of the signs."""
        inflected = {form for sign in self._signs for form in _inflected(sign) if form in self._english}
        return Slips(inflected - self._forms, self._signs, self._often)

    def prepare(self) -> None:
        """Index now what the first slip would ask for, and tell what each of the lexicon's own words may be as well."""
        _ = self._stems, self._slips, self._more_slips
        self._apart.prepare()
        for form in self._forms:
            self.meant(form)

    def known(self) -> Iterable[Meant]:
        """Return the words looked for before that stand as they are written."""
        return self._written.values()

    def as_written(self, forms: Sequence[str]) -> list[Meant] | None:
        """Return what `forms` stand for where each stands as it is written, as in most messages; else None."""
        meant = list(map(self._written.get, forms))
        if not all(meant):  # some are read for the first time, or mended
            meant = [sense or self._known_as_written(form) for sense, form in zip(meant, forms, strict=True)]
        return cast("list[Meant]", meant) if all(meant) else None

    def _known_as_written(self, form: str) -> Meant | None:
        sense = self.meant(form)[0]
        return sense if sense.form == form else None

    def meant(self, form: str) -> tuple[Meant, ...]:
        """Return what `form` stands for: one word, or two that were written without the space between them."""
        if (sense := self._written.get(form)) is not None:
            return (sense,)
        known = self._mended.get(form)
        if known is None:
            if len(self._written) + len(self._mended) >= _CACHED_WORDS:
                self._written.clear()
                self._mended.clear()
            known = self._resolve(form)
            if known[0].form == form:  # who runs two together slips in the first
                self._written[form] = known[0]
            else:
                self._mended[form] = known
        return known

    def english(self, form: str) -> bool:
        """Tell whether `form` is an English word, whatever the lexicon knows."""
        return form in self._english

    def small(self, forms: Iterable[str], *, digits: bool) -> list[bool]:
        """Tell of each of `forms` whether it is the small change of a sentence: "is", "there", "about", a number.

        `digits`: whether any stand among them.
        """
        small = self._small
        if digits:
            return [form in small or form[0].isdigit() for form in forms]
        return list(map(small.__contains__, forms))

    def _resolve(self, form: str) -> tuple[Meant, ...]:
        if (word := self._spellings.get(form)) is not None:
            return (Meant(stem(word), word, 0),)
        if form in self._english or not form.isalpha() or not form.isascii():
            return (Meant(stem(form), form, 0),)
        if _THRICE.search(form):
            return self._drawn_out(form)
        if form in self._forms:
            plural = len(form) < SHORTEST and form[-1] == "s" and form[:-1] in self._signs  # "poos" is no "pools"
            sure = plural or form in self._small  # "dont" is no "donut"
            near = () if sure else self._slips.near(form)
            meant = near if _mended(form, near) else ()
            return (Meant(stem(form), form, 0, meant, self._apart.of_listed(form)),)
        near = self._slips.near(form)
        mended = _mended(form, near)
        near = near or self._more_slips.near(form)
        # What is no English word may be a slip all the same: a listed spelling, or one that shares an ending.
        known = next(filter(self._apart.whole, _undoubled(form)), form if stem(form) in self._stems else None)
        if known is None:
            return self._unsure(form, near, mended=mended)
        return self._ended(form, known, near, mended=mended)

    def _ended(self, form: str, known: str, near: tuple[str, ...], *, mended: bool) -> tuple[Meant, ...]:
        """Return what a word stands for that may be a `known` one with another ending, or with a letter doubled."""
        pairs = self._apart.of_ending(form)
        if known == form and any(self._apart.ends_little(pair) for pair in pairs) and not mended:
            return self._two(pairs)
        if near and known not in self._forms and (known != form or near[0] in self._small):
            # "sinc" is since sooner than a word that ends so, "pellts" is pellets sooner than pelts.
            return (Meant(stem(near[0]), near[0], 1, (known, *near[1:]), pairs),)
        return (Meant(stem(known), known, 0, tuple(word for word in near if word != known), pairs),)

    def _unsure(self, form: str, near: tuple[str, ...], *, mended: bool) -> tuple[Meant, ...]:
        """Return what a word that nobody knows stands for: one that is `near`, or two."""
        pairs = self._apart.pairs(form)
        split = self._two(pairs)
        edits = OSA.distance(form, near[0]) if near else 0
        # Two words that need no mending are likelier than one that needs two slips, and say more than one of the two.
        if near and not (split and (edits > 1 or near[0] in {part.form for part in split} or not mended)):
            return (Meant(stem(near[0]), near[0], edits, near[1:], pairs),)
        return split or (Meant(stem(form), form, 0, apart=pairs),)

    def _two(self, pairs: Sequence[tuple[str, str]]) -> tuple[Meant, ...]:
        """Return the likeliest two words of `pairs`; () if none is likely.

        Each stands for the like part of the other pairs as well: "saysnot" is "says not", and "say snot".
        """
        best = self._apart.likeliest(pairs)
        if best is None:
            return ()
        first, second = (tuple(dict.fromkeys(parts)) for parts in zip(best, *pairs, strict=True))
        return Meant(stem(first[0]), first[0], 1, first[1:]), Meant(stem(second[0]), second[0], 1, second[1:])

    def _drawn_out(self, form: str) -> tuple[Meant, ...]:
        """Return what a word stands for that has a letter three times: "stooop", "bleeeding", but also "allliquid"."""
        known = [word for word in _shorter(form) if self._apart.whole(word)]
        known.sort(key=lambda word: word not in self._forms)
        if known:
            return (Meant(stem(known[0]), known[0], 0, (*known[1:], *self._slips.near(form))),)
        if split := self._two(self._apart.pairs(form)):
            return split
        first, *others = self._resolve(_THRICE.sub(r"\1\1", form))
        # The third letter may stand for another one: "plannng" is "planning".
        return (replace(first, or_else=(*first.or_else, *self._slips.near(form))), *others)


def _mended(form: str, near: Sequence[str]) -> bool:
    """Tell whether `form` is one of the words `near` it as fingers slip: "pinkis" is pinkish, "planto" is no plant."""
    return bool(near) and likely(form, near[0])


def _inflected(word: str) -> Iterator[str]:
    """Yield the regular forms of a word: people slip in "skidding" as they do in "skid"."""
    bare = word.removesuffix("e")
    yield from (word + "s", word + "es", bare + "ed", bare + "ing", word + word[-1] + "ed", word + word[-1] + "ing")


def _shorter(form: str) -> Iterator[str]:
    """Yield `form` with each letter that stands three times written twice, or once."""
    parts = _THRICE.split(form)  # every second one is the letter
    for times in product((2, 1), repeat=min(len(parts) // 2, _MOST_DRAWN)):
        letters = [letter * (times[place] if place < len(times) else 1) for place, letter in enumerate(parts[1::2])]
        yield "".join(one for pair in zip_longest(parts[::2], letters, fillvalue="") for one in pair)


def _undoubled(form: str) -> Iterator[str]:
    """Yield `form` with doubled letters made single: each alone, then all of them."""
    doubled = [match.start() for match in _TWICE.finditer(form)]
    for at in doubled:
        yield form[:at] + form[at + 1 :]
    yield "".join([letter for at, letter in enumerate(form) if at not in doubled]) if doubled else form
