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
        ("55 and bleeding from behind", "age", 55),
        ("nobody has a name for it. 62.", "age", 62),
        ("61, two years since the op", "age", 61),
        ("day 9 of the runs", "duration", 9),
        ("on keytruda and 6 more times a day than normal", "count_per_day", 6),
    ],
)
def test_ages_are_years_and_doses_are_tablets(text: str, kind: str, number: float) -> None:
    values = shipped_assistant().read(text)[0].values

    assert [round(value.number, 1) for value in values if value.kind == kind] == [number]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my belly is 10/10", "age"),
        ("my kids are 18, 20 and 24", "age"),
        ("20, 30 times i go", "age"),
        ("38, and shivering", "age"),
        ("forty a day", "duration"),
        ("twice a day 9 drops of it", "duration"),
    ],
)
def test_a_score_a_list_and_a_dose_are_no_age_and_no_time(text: str, kind: str) -> None:
    found = [value for value in shipped_assistant().read(text)[0].values if value.kind == kind]

    assert [value for value in found if value.number != 2] == []


def test_a_score_is_read_as_it_is_written() -> None:
    terms = shipped_assistant().read("belly pain 8/10")[0].terms

    assert "severe" in {term.concept for term in terms}


def test_another_medicine_in_milligrams_is_no_dose() -> None:
    values = shipped_assistant().read("paracetamol 60mg today")[0].values

    assert "dose" not in {value.kind for value in values}
