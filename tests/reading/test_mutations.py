"""No rule is there for nothing: take any one away, and a sentence that proves the knowledge is read otherwise."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from bot.language.patterns import Role
from bot.language.reading import Reader, Reading
from bot.triage import Triage
from tests.reading.shipped import (
    knowledge,
    level_rules,
    own_messages,
    rules,
    shipped_assistant,
    shipped_examples,
    shipped_reader,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot import Assistant, Level
    from bot.knowledge.model import ContextRule, FlagRule, LevelRule, RedFlag
    from bot.language.patterns import ByRole
    from bot.language.text import Text, Word
    from bot.language.vocabulary import Meant

# Many sentences: what they run through is counted where fewer are read.
pytestmark = pytest.mark.no_cover

RULES = [pytest.param(flag, rule, id=f"{flag.id}.{rule.id}") for flag, rule in rules()]
LEVEL_RULES = [pytest.param(flag, rule, id=f"{flag.id}.{rule.id}") for flag, rule in level_rules()]
FLAGS = [pytest.param(flag, id=flag.id) for flag in knowledge().flags.values()]
CONTEXT_RULES = [pytest.param(rule, id=rule.id) for rule in knowledge().context_rules]


@cache
def _read(text: str) -> Reading:
    return shipped_assistant().read(text)[0]


def _proofs(flag: RedFlag) -> Iterator[str]:
    """Yield the sentences that a change of `flag` can show in: its own, then our messages and the examples with it."""
    yield from (text for rule in flag.rules for text in (*rule.fires, *rule.quiet))
    yield from (text for rule in (*flag.raises, *flag.lowers) for text in rule.examples)
    yield from (text for some in flag.phrases.values() for text in some)
    yield from (one.text for one in own_messages() if flag.id in (*one.red_flags, *one.dismissed))
    yield from (one.text for one in shipped_examples() if flag.id in one.flags)


def _level(triage: Triage, reading: Reading) -> Level | None:
    """Return the level that the only flag of `triage` ends at in `reading`; None if it is not live."""
    return next((one.level for one in triage.assess(reading).live), None)


def _changes(flag: RedFlag, mutant: RedFlag) -> bool:
    before, after = Triage({flag.id: flag}), Triage({flag.id: mutant})
    return any(_level(before, _read(text)) != _level(after, _read(text)) for text in _proofs(flag))


def _without(some: Iterable[FlagRule | LevelRule], rule: FlagRule | LevelRule) -> tuple[FlagRule | LevelRule, ...]:
    return tuple(one for one in some if one is not rule)


@pytest.mark.parametrize(("flag", "rule"), RULES)
def test_each_rule_of_a_red_flag_is_needed(flag: RedFlag, rule: FlagRule) -> None:
    mutant = flag.model_copy(update={"rules": _without(flag.rules, rule)})

    assert _changes(flag, mutant)


@pytest.mark.parametrize(("flag", "rule"), LEVEL_RULES)
def test_each_rule_that_raises_or_lowers_a_level_is_needed(flag: RedFlag, rule: LevelRule) -> None:
    mutant = flag.model_copy(update={"raises": _without(flag.raises, rule), "lowers": _without(flag.lowers, rule)})

    assert _changes(flag, mutant)


@pytest.mark.parametrize("flag", FLAGS)
def test_each_red_flag_is_needed(flag: RedFlag, assistant: Assistant) -> None:
    assert any(flag.id in {one.flag for one in assistant.read(text)[1].live} for text in _proofs(flag))


def test_what_no_flag_names_raises_the_level_and_is_not_listed(assistant: Assistant) -> None:
    unnamed = [flag for flag in knowledge().flags.values() if flag.unnamed]
    replies = [assistant.reply(text) for flag in unnamed for text in _proofs(flag)]

    assert any(reply.level and not reply.red_flags for reply in replies)
    assert {flag.id for flag in unnamed}.isdisjoint(one.id for reply in replies for one in reply.red_flags)


@pytest.mark.parametrize("rule", CONTEXT_RULES)
def test_each_context_rule_is_needed(rule: ContextRule) -> None:
    mutant = Lacking(rule)

    texts = [
        *(example.text for example in rule.examples),
        *(one.text for one in own_messages() if one.red_flags or one.dismissed),
    ]
    assert any(_contexts(_read(text)) != _contexts(mutant.read(text)) for text in texts)


class Lacking(Reader):
    """The reader that ships, but for the words of one context rule: to build it anew takes a hundred times as long."""

    def __init__(self, rule: ContextRule) -> None:
        """Share all that the reader has."""
        self.__dict__.update(vars(shipped_reader()))
        self._lacking = rule.id

    def _find(self, folded: Text) -> tuple[Sequence[Word], Sequence[Meant], list[int], ByRole]:
        words, meant, clauses, found = super()._find(folded)
        found[Role.CUE] = [one for one in found[Role.CUE] if one.pattern.id != self._lacking]
        return words, meant, clauses, found


def _contexts(reading: Reading) -> list[tuple[str, str]]:
    return [(term.concept, str(term.context)) for term in reading.terms]
