"""What is meant after all is proved by the sentences that stand in the entry of its red flag."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from bot.language.reading import Reader
from bot.triage import Triage
from tests.reading.shipped import knowledge, shipped_reader

if TYPE_CHECKING:
    from bot.knowledge.model import RedFlag

EARNEST = [flag for flag in knowledge().flags.values() if flag.earnest is not None]
_triage = Triage(knowledge().flags)


@cache
def _reader_that_trusts_shields() -> Reader:
    flags = {key: flag.model_copy(update={"earnest": None}) for key, flag in knowledge().flags.items()}
    return Reader(replace(knowledge(), flags=flags))


def _level(reader: Reader, flag: RedFlag, text: str) -> int:
    return next((one.level for one in _triage.assess(reader.read(text)).live if one.flag == flag.id), 0)


@pytest.mark.parametrize("flag", EARNEST, ids=[flag.id for flag in EARNEST])
def test_what_begins_like_a_look_alike_and_is_meant_is_raised(flag: RedFlag) -> None:
    assert flag.earnest is not None
    heard = {text: _level(shipped_reader(), flag, text) for text in flag.earnest.meant}
    hidden = {text: _level(_reader_that_trusts_shields(), flag, text) for text in flag.earnest.meant}

    assert [text for text in heard if heard[text] <= hidden[text]] == []
