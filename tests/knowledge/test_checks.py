"""Faults between entries and between files: each is told with its line, its key and what would be right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from bot.knowledge.aliases import folded
from bot.knowledge.folder import shipped_folder
from bot.knowledge.limits import BUTTON_UNITS, MESSAGE_UNITS, units
from bot.knowledge.load import load
from bot.knowledge.placeholders import placeholders
from tests.knowledge.folder import HERE

if TYPE_CHECKING:
    from bot.knowledge.knowledge import Knowledge
    from tests.knowledge.folder import Folder

SIGNS, FLAGS, EVIDENCE = "lexicon/signs.yaml", "red_flags/bleeding.yaml", "evidence.yaml"
CAUSES, CARE, PLACES = "topics/causes.yaml", "topics/care.yaml", "places.yaml"
BROKEN = yaml.safe_load(Path(__file__).with_name("broken.yaml").read_text(encoding="utf-8"))
# file, which text takes the place of which, the fault's key, and how many units are allowed
TOO_LONG = {
    "a whole reply": (CARE, ("[A pad", f"[{'wet ' * 500}, {'wet ' * 510}, A pad"), "care.pads.excerpt", MESSAGE_UNITS),
    "a reply of emoji": (CARE, ("[A pad", f"[{'👍' * 2000}, A pad"), "care.pads.excerpt", MESSAGE_UNITS),
    "a safety card": (FLAGS, ("- Call {advice}", f"- {'Now. ' * 810}Call"), "bleed_heavy.say.urgent", MESSAGE_UNITS),
    "a title": (CARE, ("title: Pads", f"title: {'Pads ' * 13}"), "care.pads.title", 60),
    "a title of emoji": (CARE, ("title: Pads", f"title: {'👍' * 50}"), "care.pads.title", BUTTON_UNITS),
    "a country": (PLACES, ("name: Ireland", f"name: {'Far ' * 25}"), "places.IE.name", BUTTON_UNITS),
    "a button": ("words.yaml", ('button.why: "', f'button.why: "{"Why " * 25}'), "button.why", BUTTON_UNITS),
    "a press": ("words.yaml", ('press.done: "', f'press.done: "{"Done " * 50}'), "press.done", 200),
}


@pytest.mark.parametrize(
    "broken",
    [pytest.param(one, id=f"{group}: {one['name']}") for group, found in BROKEN.items() for one in found],
)
def test_a_fault_is_told_with_its_line_its_key_and_what_would_be_right(folder: Folder, broken: dict[str, str]) -> None:
    file, key = broken["file"], broken["key"]
    folder.edit(file, (broken["old"], broken["new"]))

    fault = next(fault for fault in folder.faults() if fault.key == key)

    assert (fault.file, fault.line) == (file, folder.line(file, broken.get("at", HERE)))
    assert broken["told"] in f"{fault.problem}: {fault.remedy}"


@pytest.mark.parametrize(("file", "change", "key", "most"), TOO_LONG.values(), ids=TOO_LONG)
def test_what_telegram_would_not_take_is_a_fault(
    folder: Folder, file: str, change: tuple[str, str], key: str, most: int
) -> None:
    folder.edit(file, change)

    (fault,) = folder.faults()

    assert (fault.file, fault.key) == (file, key)
    assert f"{most}" in fault.problem
    assert "shorten" in fault.remedy


def test_a_flag_that_nothing_fires_is_a_fault(folder: Folder) -> None:
    folder.edit(FLAGS, ("  phrases: {emergency: [want to end it all]}\n", ""))

    (fault,) = folder.faults()

    assert (fault.key, fault.line) == ("harm", folder.line(FLAGS, "- id: harm"))


def test_a_topic_that_nothing_speaks_for_is_a_fault(folder: Folder) -> None:
    folder.edit(EVIDENCE, ("{care.pads: 5, causes.blood: -1}", "{care.pads: -5}"))

    (fault,) = folder.faults()

    assert (fault.file, fault.key, fault.line) == (CARE, "care.pads.id", 1)


def test_one_slip_is_one_fault(folder: Folder) -> None:
    folder.edit(SIGNS, ("implies: [blood, heavy]", "implies: [blood, hevy]"))

    assert [fault.key for fault in folder.faults()] == ["heavy_blood.implies.2"]


def test_an_idiom_may_shield_an_alias_and_a_concept_may_repeat_its_own(folder: Folder) -> None:
    folder.edit("idioms.yaml", ("words: [launch pad]", "words: [launch pad, blood, pad]"))
    folder.edit(SIGNS, ("words: [blood, bleed, bled]", "words: [blood, bleed, bled]\n  exact: [blood]"))

    assert folder.faults() == ()


def test_a_flag_lowered_to_none_says_nothing(folder: Folder) -> None:
    folder.edit(FLAGS, ("      to: urgent", "      to: none"))

    assert folder.faults() == ()


def test_interface_words_of_another_folder_are_those_of_the_program(folder: Folder) -> None:
    first, *others = folder.text("words.yaml").rstrip("\n").split("\n")
    keys = [line.split(":", 1)[0] for line in (first, *others) if line[:1].isalpha()]
    folder.write("words.yaml", folder.text("words.yaml").replace(f"\n{keys[-1]}:", f"\n{keys[-1]}x:"))

    faults = {fault.key: fault for fault in folder.faults()}

    assert set(faults) == {keys[-1], f"{keys[-1]}x"}
    assert f"`{keys[-1]}`" in faults[f"{keys[-1]}x"].remedy


def test_a_text_of_the_interface_may_leave_a_placeholder_out(folder: Folder) -> None:
    folder.edit("words.yaml", ("about: {signs}", "about: some signs"))

    assert folder.faults() == ()


@pytest.mark.parametrize(
    ("learned", "told"),
    [
        ({"order": ["care.old"], "bias": [1.0]}, "care.old"),
        ({"order": ["care.pads"], "bias": []}, "match"),
        ({"order": ["care.pads"], "bias": [1.0], "gate": [0.1], "topics": {"c:blood": "PP"}}, "match"),
        ({"order": ["care.pads"], "bias": [1.0], "gate": [0.1], "topics": {"c:blood": ""}}, "match"),
        ({"order": ["care.pads"], "bias": [1.0], "topics": {"c:blood": "P"}}, "match"),
        ({"order": ["care.pads"], "bias": [1.0], "gate": [0.1], "topics": {"c:blood": "~"}}, "pattern"),
        ({"scales": 1.0}, "scales"),
        ({"scale": "much"}, "scale"),
    ],
)
def test_learned_weights_fit_the_topics_or_are_to_be_written_anew(
    folder: Folder, learned: dict[str, object], told: str
) -> None:
    folder.write("learned.json", json.dumps({"made_on": "2026-11-24", "made_from": "examples", **learned}))

    (fault,) = folder.faults()

    assert (fault.file, fault.key) == ("learned.json", "file")
    assert told in fault.problem
    assert "anew" in fault.remedy


@pytest.mark.parametrize(
    ("alarms", "told"),
    [
        ({"flags": ["old_flag"], "bias": [0, 0, 0, 0], "named": [0], "sure": [0]}, "old_flag"),
        ({"flags": [], "bias": [0, 0, 0], "named": [0]}, "match"),
        ({"flags": [], "bias": [0, 0]}, "match"),
        ({"flags": [], "bias": [0, 0, 0], "weights": {"c:blood": "PPPP"}}, "match"),
        ({"limits": [0.5]}, "limits"),
    ],
)
def test_learned_alarms_fit_the_red_flags_or_are_to_be_written_anew(
    folder: Folder, alarms: dict[str, object], told: str
) -> None:
    folder.write("alarms.json", json.dumps({"made_on": "2026-11-24", "made_from": "examples", **alarms}))

    (fault,) = folder.faults()

    assert (fault.file, fault.key) == ("alarms.json", "file")
    assert told in fault.problem


def test_weights_of_follow_ups_fit_their_kinds_or_are_to_be_written_anew(folder: Folder) -> None:
    folder.write("tuning.yaml", folder.text("tuning.yaml").replace("kinds: [cause, treatment]", "kinds: [cause]"))

    (fault,) = folder.faults()

    assert (fault.file, fault.key) == ("tuning.yaml", "follow_ups")
    assert "anew" in fault.remedy


def test_learned_weights_that_are_no_json_are_one_fault(folder: Folder) -> None:
    folder.write("learned.json", '{"made_on": ')

    assert [(fault.file, fault.line) for fault in folder.faults()] == [("learned.json", 1)]


def test_topics_come_in_the_order_in_which_people_browse(folder: Folder) -> None:
    knowledge = load(folder.path)

    assert [topic.kind for topic in knowledge.topics.values()] == ["cause", "care"]


def test_the_folder_that_ships_has_no_fault_where_it_lies_nor_as_a_folder_of_somebody_else(
    knowledge: Knowledge,
) -> None:
    assert load(shipped_folder()) == knowledge


@pytest.mark.parametrize(
    ("alias", "same"),
    [("Non-Stop", "non stop"), ("can't", "cant"), ("can\u2019t", "cant"), ("café", "cafe"), ("a  b", "a b")],
)
def test_aliases_are_compared_as_folded(alias: str, same: str) -> None:
    assert folded(alias) == same


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("no braces", set()),
        ("{number}, then {crisis}", {"number", "crisis"}),
        ("{{as it stands}}", set()),
        ("{", None),
        ("}", None),
        ("{}", None),
        ("{0}", None),
        ("{a.b}", None),
        ("{a[0]}", None),
        ("{a!r}", None),
        ("{a:>9}", None),
        ("{a b}", None),
    ],
)
def test_a_placeholder_is_a_plain_name_in_braces(text: str, names: set[str] | None) -> None:
    assert placeholders(text) == names


@pytest.mark.parametrize(("text", "length"), [("", 0), ("café", 4), ("👍", 2), ("a👍b", 4), ("€", 1)])
def test_lengths_are_counted_as_telegram_does(text: str, length: int) -> None:
    assert units(text) == length
