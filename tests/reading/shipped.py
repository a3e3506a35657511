"""What these tests are about: the knowledge that ships, its own examples, and our own labelled messages."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from bot import Level
from bot.cli.opening import opened
from bot.eval.examples import Example, examples_of
from bot.eval.messages import read_messages
from bot.knowledge.folder import shipped_folder
from bot.triage import Triage

if TYPE_CHECKING:
    from bot import Assistant
    from bot.eval.messages import Message
    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.model import Alarms, Crises, FlagRule, LevelRule, RedFlag
    from bot.language.reading import Reader
    from bot.triage import Assessment

MESSAGES = Path(__file__).parents[1] / "messages"


class Proof(NamedTuple):
    """A sentence that proves an entry of the knowledge, and where that entry stands."""

    entry: str  # "gi_bleed_heavy.wont_stop"
    text: str


@cache
def shipped_assistant() -> Assistant:
    """Return the assistant, made once for a whole run."""
    return opened(None)


def knowledge() -> Knowledge:
    """Return the knowledge that ships."""
    return shipped_assistant().knowledge


def shipped_reader() -> Reader:
    """Return the reader of that assistant: another one would take a second to make, and read the same."""
    return shipped_assistant()._reader


def hearing(alarms: Alarms | None = None, crises: Crises | None = None) -> Assistant:
    """Return the assistant that ships with other ears: what the examples taught it of alarms, or of crises."""
    other, before = copy(shipped_assistant()), knowledge()
    other.knowledge = replace(before, alarms=alarms or before.alarms, crises=crises or before.crises)
    other._triage = Triage(before.flags, other.knowledge.alarms, other.knowledge.crises)
    return other


@cache
def shipped_examples() -> tuple[Example, ...]:
    """Return all examples that ship: it takes seconds to read their files."""
    return tuple(examples_of(shipped_folder(), knowledge()))


@cache
def own_messages(*names: str) -> tuple[Message, ...]:
    """Return our own labelled messages: of the files named, or of all."""
    return read_messages([MESSAGES / f"{name}.jsonl" for name in names] or sorted(MESSAGES.glob("*.jsonl")))


def some(proofs: list[Proof], one_in: int, which: int = 0) -> list[Proof]:
    """Return about one in so many of `proofs`, told by their own words: others that are added move none of them."""
    return [proof for proof in proofs if crc32(proof.text.encode()) % one_in == which]


@cache
def _rules() -> Triage:
    return Triage(knowledge().flags)


@cache
def level_of(text: str) -> Level:
    """Return the level that the rules read `text` at.

    Without the learned alarms: those look at the whole of a message, and say less the more is said beside the danger.
    """
    return by_rules(text).level


def by_rules(text: str) -> Assessment:
    """Return what the rules make of `text`."""
    return _rules().assess(shipped_assistant().read(text)[0])


def level_named(name: str) -> Level:
    """Return the level that a knowledge file calls `name`."""
    return Level[name.upper()]


def phrases() -> list[tuple[Proof, str, Level]]:
    """Return every phrase of every red flag: its proof, the flag, the level that it fires at."""
    return [
        (Proof(f"{flag.id}.phrases.{level}", phrase), flag.id, level_named(level))
        for flag in knowledge().flags.values()
        for level, some in flag.phrases.items()
        for phrase in some
    ]


def rules() -> list[tuple[RedFlag, FlagRule]]:
    """Return every rule with its flag."""
    return [(flag, rule) for flag in knowledge().flags.values() for rule in flag.rules]


def level_rules() -> list[tuple[RedFlag, LevelRule]]:
    """Return every rule that raises or lowers a level, with its flag."""
    return [(flag, rule) for flag in knowledge().flags.values() for rule in (*flag.raises, *flag.lowers)]


def dangers() -> list[Proof]:
    """Return every sentence that names a danger: phrases, what fires rules, what raises levels, our own messages."""
    return [
        *(proof for proof, _, _ in phrases()),
        *(Proof(f"{flag.id}.{rule.id}", text) for flag, rule in rules() for text in rule.fires),
        *(Proof(f"{flag.id}.{rule.id}", text) for flag, rule in level_rules() for text in rule.examples),
        *(Proof(str(message.id), message.text) for message in own_messages() if message.red_flags),
    ]
