"""Numbers as people write them in short: ages and doses."""

from __future__ import annotations

import pytest

from tests.reading.shipped import shipped_assistant


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("8 y/o soils himself", "age", 8),
        ("my 8 yo soils", "age", 8),
        ("6 m o with a cough", "age", 0.5),
        ("loperamide 60mg today", "dose", 30),
        ("60mg loperamide today", "dose", 30),
        ("took 20 imodium", "dose", 20),
    ],
)
def test_ages_are_years_and_doses_are_tablets(text: str, kind: str, number: float) -> None:
    values = shipped_assistant().read(text)[0].values

    assert [round(value.number, 1) for value in values if value.kind == kind] == [number]


def test_another_medicine_in_milligrams_is_no_dose() -> None:
    values = shipped_assistant().read("paracetamol 60mg today")[0].values

    assert "dose" not in {value.kind for value in values}
