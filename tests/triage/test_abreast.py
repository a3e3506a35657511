"""Tables asked for the same names together say what each says alone."""

from __future__ import annotations

from random import Random

import pytest

from bot.knowledge.abreast import Abreast
from bot.knowledge.rows import NO_ROWS, STEPS, Rows, written

NAMES = [f"word{number}" for number in range(60)]


def _table(chance: Random, places: int) -> Rows:
    names = chance.sample(NAMES, 40)
    weights = {name: written([chance.randint(-STEPS, STEPS) for _ in range(places)], 1.0) for name in names}
    return Rows(weights, [0.0] * places, 1.0)


@pytest.mark.parametrize("prepared", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_each_table_gets_the_sum_of_its_own_rows(seed: int, *, prepared: bool) -> None:
    """Whatever stands above or below nothing in the table beside it."""
    chance = Random(seed)  # noqa: S311 - noise
    tables = [_table(chance, places) for places in (3, 33, 1)]
    abreast = Abreast(*tables)
    if prepared:
        abreast.prepare()
    for _ in range(20):
        names = [*chance.sample(NAMES, chance.randint(0, 50)), "unknown"]
        whole = abreast.sum_of(names)
        assert [abreast.part(whole, at) for at in range(3)] == [table.sum_of(names) for table in tables]


def test_a_table_without_rows_says_nothing() -> None:
    """And takes nothing from the one beside it."""
    table = _table(Random(1), 4)  # noqa: S311 - noise
    abreast = Abreast(NO_ROWS, table)
    whole = abreast.sum_of(NAMES)
    assert (abreast.part(whole, 0), abreast.part(whole, 1)) == (0, table.sum_of(NAMES))
