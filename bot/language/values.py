"""Numbers with their units: ages, counts a day, durations, temperatures, doses."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.knowledge.model import ValueKind, ValueWords
    from bot.language.text import Word
    from bot.language.vocabulary import Meant

_or_else = attrgetter("or_else")
_DIGITS = "0123456789"
_OLDEST = 120
_ONES, _TENS = range(1, 10), range(20, 100, 10)
_YEAR = 365
_IN_SHORT = {"m": "month", "y": "year"}  # only in an age: "8 m o", "8 y/o"
_WEEK = 7
_TERM = 301  # days: the longest pregnancy
_TRIMESTER = 12  # weeks: "3 weeks" alone is how long something lasts
# "im 2 weeks in" is no age; "im 5" hardly ever is.
_LEAST_AGE_ALONE = 8
# "5 m" is a length, "34 m" a man.
_LEAST_AGE_BEFORE_SEX = 10
# "102f" is a fever.
_MOST_AGE_BEFORE_SEX = 94
# "55, and it bleeds": a number that opens a sentence and stands alone is how old somebody is, where it can be. What may
# be degrees is not.
_BARE_AGES = frozenset(range(16, 100)).difference(range(34, 44))
_BEHIND_A_BARE_AGE = frozenset({"and", "here"})
# "pain is 10/10" is no age.
_OUT_OF = "10"
# "6 more times a day", "10 or more stools"
_MORE = frozenset({"more", "extra", "or", "plus"})
# "day 9 of it", "week 3"; "twice a day 9 drops" is none.
_COUNTED_FROM_ONE = {"day": 1, "week": 7}
_A = frozenset({"a", "per", "each", "every", "one", "the"})
_MOST_COUNTED = 30
# "2 a day" is a dose.
_LEAST_COUNT = 3
_MILLIGRAMS_A_TABLET = 2
_LOOK_AHEAD = 6
_LOOK_BACK = 4
# Body temperatures that a person can have, Celsius and Fahrenheit.
_CELSIUS = (34.0, 43.0)
_FEVER = 37.5
_FAHRENHEIT = (95.0, 109.0)


class Value(NamedTuple):
    """A number with its kind: years, times in 24 hours, days, degrees Celsius, tablets. `at` counts words from 0."""

    kind: ValueKind
    number: float
    at: int
    sentence: int


class ValueReader:
    """Reads numbers by the words around them."""

    def __init__(self, words: ValueWords) -> None:
        """Read with the knowledge folder's `words`."""
        self._words = words
        self._known = frozenset(word for _, some in words for word in some)

    def read(
        self, words: Sequence[Word], forms: Sequence[str], meant: Sequence[Meant], *, digits: bool
    ) -> tuple[Value, ...]:
        """Return the values that the words, of these `forms`, name, in order; what else they may be is in `meant`.

        `digits`: whether any stand among them.
        """
        numbers = self._words.numbers
        unsure = list(filter(None, map(_or_else, meant)))
        if not digits and numbers.keys().isdisjoint(forms) and all(map(numbers.keys().isdisjoint, unsure)):
            return ()
        if unsure:
            words = [self._otherwise(word, sense) for word, sense in zip(words, meant, strict=True)]
            forms = [word.form for word in words]
        # "29+6" is one word, and no number of years or times.
        places = [at for at, form in enumerate(forms) if form in numbers or (form[0] in _DIGITS and "+" not in form)]
        return tuple([value for at in places for value in self._readings(words, at, _number(forms[at], numbers))])

    def _otherwise(self, word: Word, sense: Meant) -> Word:
        """Return a word as the one of these that it may be: "hors" are hours."""
        if not sense.or_else or sense.form in self._known:
            return word
        return next((word.spelt(other) for other in sense.or_else if other in self._known), word)

    def _readings(self, words: Sequence[Word], at: int, number: float) -> Iterator[Value]:
        """Yield what the number at word `at` can mean, going by the words around it."""
        sentence = words[at].sentence
        number += self._tens(words, at, number)
        after, paused = _after(words, at)
        before = words[at - 1].form if at and words[at - 1].sentence == sentence else ""
        fever = self._temperature(number, words, at, after)
        age = self._age(number, before, after) if fever is None else None
        if age is None and fever is None and number in _BARE_AGES and _alone(words, at):
            age = number
        if age is not None:
            yield Value("age", age, at, sentence)
            return
        if (often := self._count_per_day(number, before, after)) is not None:
            yield Value("count_per_day", often, at, sentence)
        days = self._duration(number, before, after)
        if (days := _counted(words, at, number, before) if days is None else days) is not None:
            yield Value("duration", days, at, sentence)
        if fever is not None:
            yield Value("temperature", fever, at, sentence)
        if (tablets := self._dose(number, before, after)) is not None:
            yield Value("dose", tablets, at, sentence)
        if (weeks := self._gestation(number, before, after[:paused])) is not None:
            yield Value("gestation", weeks, at, sentence)

    def _tens(self, words: Sequence[Word], at: int, number: float) -> float:
        """Return what the word before adds to a number below ten: "forty-four" is not four."""
        numbers, one = self._words.numbers, words[at]
        if not (at and one.form in numbers and number in _ONES) or one.comma or words[at - 1].sentence != one.sentence:
            return 0
        tens = numbers.get(words[at - 1].form, 0)
        return tens if tens in _TENS else 0

    def _age(self, number: float, before: str, after: list[str]) -> float | None:
        """Return years: "74 yo", "74f", "6 month old", "im 74", "aged 3"."""
        words = self._words
        if not 0 < number <= _OLDEST:
            return None
        first, second = [*after, "", ""][:2]
        if first in words.years_old or (
            first in words.sexes and _LEAST_AGE_BEFORE_SEX <= number <= _MOST_AGE_BEFORE_SEX
        ):
            return number
        if second in words.old and (unit := words.days.get(_IN_SHORT.get(first, first))):
            return number * unit / _YEAR
        counted = (
            first in words.days
            or first in words.times
            or first in words.doses
            or first in words.motions
            or first in words.not_an_age
            or (first == _OUT_OF and number <= int(_OUT_OF))
        )
        if before in words.aged and not counted:
            return number
        return number if before in words.age_after and not counted and number >= _LEAST_AGE_ALONE else None

    def _count_per_day(self, number: float, before: str, after: list[str]) -> float | None:
        """Return times in 24 hours: "10 times a day", "12x today", "8 bloody poos", "every 2 hours"."""
        words = self._words
        while after and after[0] in _MORE:
            after = after[1:]
        first = after[0] if after else ""
        if before == "every":
            return (
                1 / (number * words.days[first]) if first in words.days and number and words.days[first] < 1 else None
            )
        if first in words.motions:
            return number
        daily = not words.per_day.isdisjoint(after[:5]) or "since" in after[:4]
        if first in words.times:
            return number if daily else None
        if number >= _LEAST_COUNT and first in words.each and len(after) > 1 and after[1] in words.per_day:
            return number
        return None

    def _duration(self, number: float, before: str, after: list[str]) -> float | None:
        """Return days: "3 weeks", "a few months"; "every 2 hours" is none."""
        days = self._words.days
        for word in after[:2]:
            if word in days:
                return None if before == "every" else number * days[word]
            # "half an hour" lasts, "forty a day" is a dose
            if word not in {"of", "or", "so", "more", "a", "an"} or (word in {"a", "an"} and number >= 1):
                return None
        return None

    def _temperature(self, number: float, words: Sequence[Word], at: int, after: list[str]) -> float | None:
        """Return degrees Celsius for a plausible body temperature, said in Celsius or Fahrenheit.

        "38.9" is hardly anything else, nor is a number that a word for fever or degrees stands beside.
        """
        celsius = _CELSIUS[0] <= number <= _CELSIUS[1]
        if not (celsius or _FAHRENHEIT[0] <= number <= _FAHRENHEIT[1]):
            return None
        alone = number % 1 and _FEVER <= number <= _CELSIUS[1] and after[:1] != ["kg"]
        if not (alone or self._is_hot(words, at, after)):
            return None
        return number if celsius else (number - 32) / 1.8

    def _is_hot(self, words: Sequence[Word], at: int, after: list[str]) -> bool:
        """Tell whether a word for fever or degrees stands beside the number at word `at`."""
        sentence = words[at].sentence
        earlier = [word.form for word in words[max(at - _LOOK_BACK, 0) : at] if word.sentence == sentence]
        known = self._words
        return not (known.temperature_before.isdisjoint(earlier) and known.temperature_after.isdisjoint(after[:2]))

    def _gestation(self, number: float, before: str, after: list[str]) -> float | None:
        """Return weeks of a pregnancy: "34 weeks pregnant", "5 months gone"; "34 weeks" alone, at the beginning."""
        weeks = number * self._words.days.get(after[0], 0) / _WEEK if after else 0
        if not _WEEK <= weeks * _WEEK <= _TERM:
            return None
        said = not self._words.pregnant.isdisjoint(after[1:3])
        alone = len(after) == 1 and before in {"", "im"} and weeks >= _TRIMESTER
        return weeks if said or alone else None

    def _dose(self, number: float, before: str, after: list[str]) -> float | None:
        """Return tablets: "20 imodium", "50mg loperamide", "loperamide 50mg"."""
        words = self._words
        named_before = before in words.doses and not words.milligrams.isdisjoint(after[:1])
        if not named_before and words.doses.isdisjoint(after[:3]):
            return None
        return number / _MILLIGRAMS_A_TABLET if after[0] in words.milligrams else number


def _alone(words: Sequence[Word], at: int) -> bool:
    """Tell whether the number at word `at` begins its sentence, or a part of it, and nothing belongs to it."""
    here, behind = words[at], words[at + 1 : at + 3]
    begins = not at or words[at - 1].sentence != here.sentence
    if not behind or behind[0].sentence != here.sentence:
        return begins
    counted = any(word.form[0] in _DIGITS for word in behind)
    if behind[0].form in _BEHIND_A_BARE_AGE:
        return (begins or here.comma) and not counted
    return begins and behind[0].comma and not counted


def _counted(words: Sequence[Word], at: int, number: float, before: str) -> float | None:
    """Return days: "day 9 of it", "week 3"."""
    days = _COUNTED_FROM_ONE.get(before)
    if days is None or number > _MOST_COUNTED or (at > 1 and words[at - 2].form in _A):
        return None
    return number * days


def _after(words: Sequence[Word], at: int) -> tuple[list[str], int]:
    """Return the next words behind the word `at`, none beyond its sentence or a pause right behind it.

    And how many of them stand before the next pause.
    """
    after: list[str] = []
    sentence, paused = words[at].sentence, _LOOK_AHEAD
    for word in words[at + 1 : at + 1 + _LOOK_AHEAD]:
        if word.sentence != sentence:
            break
        if word.comma:
            if not after:
                break
            paused = min(paused, len(after))
        after.append(word.form)
    return after, paused


def _number(form: str, numbers: dict[str, float]) -> float:
    known = numbers.get(form)
    return known if known is not None else float(form.replace(",", "."))
