"""Numbers with their units: ages, counts a day, durations, temperatures, doses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.knowledge.model import ValueKind, ValueWords
    from bot.language.text import Word

_OLDEST = 120
_YEAR = 365
# "im 2 weeks in" is no age; "im 5" hardly ever is.
_LEAST_AGE_ALONE = 8
# "5 m" is a length, "34 m" a man.
_LEAST_AGE_BEFORE_SEX = 10
# "102f" is a fever.
_MOST_AGE_BEFORE_SEX = 94
# "2 a day" is a dose.
_LEAST_COUNT = 3
_MILLIGRAMS_A_TABLET = 2
_LOOK_AHEAD = 6
# Body temperatures that a person can have, Celsius and Fahrenheit.
_CELSIUS = (34.0, 43.0)
_FAHRENHEIT = (95.0, 109.0)


@dataclass(frozen=True, slots=True)
class Value:
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

    def read(self, words: Sequence[Word]) -> tuple[Value, ...]:
        """Return the values that the words name, in order."""
        numbers = self._words.numbers
        return tuple(
            value
            for at, word in enumerate(words)
            if word.form in numbers or word.form[0] in "0123456789"
            for value in self._readings(words, at, _number(word.form, numbers))
        )

    def _readings(self, words: Sequence[Word], at: int, number: float) -> Iterator[Value]:
        """Yield what the number at word `at` can mean, going by the words around it."""
        sentence = words[at].sentence
        after = [word.form for word in words[at + 1 : at + 1 + _LOOK_AHEAD] if word.sentence == sentence]
        before = words[at - 1].form if at and words[at - 1].sentence == sentence else ""
        age = self._age(number, before, after)
        if age is not None:
            yield Value("age", age, at, sentence)
            return
        found: tuple[tuple[ValueKind, float | None], ...] = (
            ("count_per_day", self._count_per_day(number, before, after)),
            ("duration", self._duration(number, before, after)),
            ("temperature", self._temperature(number, before, after)),
            ("dose", self._dose(number, after)),
        )
        yield from (Value(kind, amount, at, sentence) for kind, amount in found if amount is not None)

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
        if first in words.days and second in words.old:
            return number * words.days[first] / _YEAR
        counted = (
            first in words.days
            or first in words.times
            or first in words.doses
            or first in words.motions
            or first in words.not_an_age
        )
        if before in words.aged and not counted:
            return number
        return number if before in words.age_after and not counted and number >= _LEAST_AGE_ALONE else None

    def _count_per_day(self, number: float, before: str, after: list[str]) -> float | None:
        """Return times in 24 hours: "10 times a day", "12x today", "8 bloody poos", "every 2 hours"."""
        words = self._words
        first = after[0] if after else ""
        if before == "every":
            return (
                1 / (number * words.days[first]) if first in words.days and number and words.days[first] < 1 else None
            )
        if first in words.motions:
            return number
        daily = any(word in words.per_day for word in after[:5]) or "since" in after[:4]
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
            if word not in {"of", "or", "so", "more"}:
                return None
        return None

    def _temperature(self, number: float, before: str, after: list[str]) -> float | None:
        """Return degrees Celsius for a plausible body temperature, said in Celsius or Fahrenheit."""
        words = self._words
        named = before in words.temperature_before or any(word in words.temperature_after for word in after[:2])
        if not named:
            return None
        if _CELSIUS[0] <= number <= _CELSIUS[1]:
            return number
        return (number - 32) / 1.8 if _FAHRENHEIT[0] <= number <= _FAHRENHEIT[1] else None

    def _dose(self, number: float, after: list[str]) -> float | None:
        """Return tablets: "20 imodium", "50mg loperamide"."""
        words = self._words
        if not any(word in words.doses for word in after[:3]):
            return None
        return number / _MILLIGRAMS_A_TABLET if after[0] in words.milligrams else number


def _number(form: str, numbers: dict[str, float]) -> float:
    known = numbers.get(form)
    return known if known is not None else float(form.replace(",", "."))
