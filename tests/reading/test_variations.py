"""A danger said differently is the same danger: its level never drops."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.reading.dropped import dropped
from tests.reading.shipped import dangers, some
from tests.reading.variations import VARIATIONS

# Thousands of sentences: what they run through is counted where fewer are read.
pytestmark = pytest.mark.no_cover

# The share of sentences whose level may fall: none where only the dress changes; with slips, what is lost today.
FLOORS = yaml.safe_load((Path(__file__).parent / "floors.yaml").read_text(encoding="utf-8"))["dropped"]
# One sentence in so many: all of them take minutes. `python -m tests.reading.dropped` looks at all.
ONE_IN = 9
PROOFS = some(dangers(), ONE_IN)


@pytest.mark.parametrize("name", VARIATIONS)
def test_a_danger_said_differently_keeps_its_level(name: str) -> None:
    lost = [str(one) for one in dropped(name, PROOFS)]

    assert len(lost) <= FLOORS.get(name, 0) * len(PROOFS), lost
