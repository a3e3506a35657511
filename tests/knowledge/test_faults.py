"""A fault of shape names file, line and key, and says what would be right; loading tells all faults at once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from bot.errors import BotError
from bot.knowledge.faults import MOST, Fault, KnowledgeError
from bot.knowledge.folder import shipped_folder
from bot.knowledge.load import load
from tests.knowledge.folder import Folder, small_folder

if TYPE_CHECKING:
    from pathlib import Path

MISSING = [
    pytest.param(
        "topics/care.yaml",
        [("- id: care.pads", "- id: care.pads # HERE"), ("  source: {section: Care, reviewed: 2026-11-24}\n", "")],
        "care.pads.source",
        id="a topic without a source",
    ),
    pytest.param(
        "topics/care.yaml",
        [("{section: Care, reviewed: 2026-11-24}", "{section: Care} # HERE")],
        "care.pads.source.reviewed",
        id="a topic without a review date",
    ),
    pytest.param(
        "red_flags/bleeding.yaml",
        [
            ("- id: harm", "- id: harm # HERE"),
            ("want to end it all]}\n  source: [{who: NHS, evidence: V}]\n", "want to end it all]}\n"),
        ],
        "harm.source",
        id="a flag without a source",
    ),
    pytest.param(
        "red_flags/bleeding.yaml",
        [("- id: often", "- id: often # HERE"), ("      fires: [blood 8 times a day]\n", "")],
        "bleed_heavy.rules.often.fires",
        id="a rule without an example",
    ),
    pytest.param(
        "places.yaml",
        [("  - code: IE", "  - code: IE # HERE"), ("    source: https://www2.hse.ie\n", "")],
        "places.IE.source",
        id="a number without a source",
    ),
    pytest.param(
        "article.yaml",
        [("disclaimer: This is information, not a diagnosis.\n", "# no more\n")],
        "disclaimer",
        id="an article without the disclaimer",
    ),
]


def test_the_small_folder_has_no_fault(folder: Folder) -> None:
    assert folder.faults() == ()


@pytest.mark.parametrize(("file", "changes", "key"), MISSING)
def test_what_is_missing_is_told_at_the_entry_that_lacks_it(
    folder: Folder, file: str, changes: list[tuple[str, str]], key: str
) -> None:
    folder.edit(file, *changes)

    (fault,) = folder.faults()

    assert (fault.file, fault.key) == (file, key)
    assert fault.line == (folder.line(file) if "# HERE" in folder.text(file) else 1)
    assert f"`{key.rsplit('.', 1)[-1]}:`" in fault.remedy


@pytest.mark.parametrize("content", ["", "nothing\n", "{a: 1}\n"], ids=["empty", "text", "a mapping"])
def test_a_file_of_another_form_is_one_fault(folder: Folder, content: str) -> None:
    folder.write("idioms.yaml", content)

    assert [(fault.file, fault.line, fault.key) for fault in folder.faults()] == [("idioms.yaml", 1, "file")]


@pytest.mark.parametrize(
    "file",
    [
        path.relative_to(shipped_folder()).as_posix()
        for path in shipped_folder().glob("*.*")
        if path.name not in {"english.licence.txt", "readability.yaml"}
    ],
)
def test_a_missing_file_is_one_fault(folder: Folder, file: str) -> None:
    (folder.path / file).unlink()

    assert [(fault.file, fault.line, fault.key) for fault in folder.faults()] == [(file, 1, "file")]


@pytest.mark.parametrize("part", ["topics", "lexicon", "red_flags"])
def test_a_missing_part_is_one_fault(folder: Folder, part: str) -> None:
    shutil.rmtree(folder.path / part)

    assert [(fault.file, fault.line) for fault in folder.faults()] == [(f"{part}/*.yaml", 1)]


@pytest.mark.parametrize(("file", "like"), [("lexicon/more.yml", "lexicon/*.yaml"), ("evidense.yaml", "evidence.yaml")])
def test_a_file_that_nobody_would_read_is_a_fault(folder: Folder, file: str, like: str) -> None:
    folder.write(file, "[]\n")

    (fault,) = folder.faults()

    assert fault.file == file
    assert like in fault.remedy


def test_a_file_that_cannot_be_read_is_told_alone_and_its_ids_are_not_missed_elsewhere(folder: Folder) -> None:
    folder.edit("lexicon/signs.yaml", ("words: [blood, bleed, bled]", "words: [blood, bleed, bled\n"))

    assert {fault.file for fault in folder.faults()} == {"lexicon/signs.yaml"}


def test_an_entry_with_a_fault_is_still_known_by_its_id(folder: Folder) -> None:
    folder.edit("lexicon/signs.yaml", ("  kind: sign\n  gate: sign\n", "  kind: sgn\n  gate: sign\n"))

    assert [(fault.file, fault.key) for fault in folder.faults()] == [("lexicon/signs.yaml", "blood.kind")]


def test_the_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    shutil.copytree(shipped_folder(), tmp_path / "knowledge")
    folder = Folder(tmp_path / "knowledge")
    folder.write("idioms.yaml", "\ufeff[]\n")
    folder.write(
        "evidence.yaml",
        folder.text("evidence.yaml") + "- {id: one_more, all: [[no_concept]], topics: {no.topic: 1}} # HERE\n",
    )
    folder.write("topics/care.yaml", folder.text("topics/care.yaml") + "- {id: care.new, kind: care} # HERE\n")
    folder.write("article.yaml", folder.text("article.yaml") + "editor: nobody # HERE\n")

    found = {(fault.file, fault.line, fault.key) for fault in folder.faults()}

    evidence, care = folder.line("evidence.yaml"), folder.line("topics/care.yaml")
    assert found >= {
        ("idioms.yaml", 1, "file"),
        ("evidence.yaml", evidence, "one_more.all.1.1"),
        ("evidence.yaml", evidence, "one_more.topics.no.topic"),
        ("topics/care.yaml", care, "care.new.title"),
        ("topics/care.yaml", care, "care.new.source"),
        ("article.yaml", folder.line("article.yaml"), "editor"),
    }
    assert {file for file, _, _ in found} == {"idioms.yaml", "evidence.yaml", "topics/care.yaml", "article.yaml"}


def test_a_file_full_of_faults_shows_the_first_ones_and_counts_the_others(folder: Folder) -> None:
    folder.write("small_words.yaml", "- 1\n" * 5000)

    faults = folder.faults()

    assert [fault.line for fault in faults[:MOST]] == list(range(1, MOST + 1))
    assert len(faults) == MOST + 1
    assert str(5000 - MOST) in faults[MOST].problem


def test_the_error_ends_the_program_and_shows_one_line_for_each_fault(folder: Folder) -> None:
    folder.edit("topics/care.yaml", ("  guard:", "  gard:"), ("  title:", '  "ti\\ntle":'))

    with pytest.raises(BotError) as raised:
        load(folder.path)

    assert isinstance(raised.value, KnowledgeError)
    assert raised.value.exit_code == 1
    shown = str(raised.value).split("\n")
    assert len(shown) == len(raised.value.faults) == 3
    assert all(line.startswith("topics/care.yaml:") for line in shown)


def test_a_fault_is_shown_as_file_line_key_problem_remedy() -> None:
    fault = Fault("topics/care.yaml", 7, "care.pads.gard", "no such key", "did you mean `guard`?")

    assert str(fault) == "topics/care.yaml:7: care.pads.gard: no such key: did you mean `guard`?"


def test_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    folder = small_folder(tmp_path / "windows")
    for path in folder.path.rglob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    knowledge = load(folder.path)

    assert knowledge.english == {"flood", "food", "mood"}
    assert knowledge.topics["care.pads"].guard == "A pad does not treat the cause."
