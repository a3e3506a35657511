"""The interface in another language: a file beside the English one, which says what is missing there."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from bot.knowledge.faults import KnowledgeError
from bot.knowledge.folder import shipped_folder
from bot.knowledge.load import load

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the folder that ships."""
    return shutil.copytree(shipped_folder(), tmp_path / "knowledge")


def translate(folder: Path, text: str) -> None:
    (folder / "words.de.yaml").write_text(text, encoding="utf-8")


def test_a_translation_is_read_and_what_it_lacks_is_english(folder: Path) -> None:
    translate(folder, 'group.door: "Zum privaten Chat"\n')

    knowledge = load(folder)

    assert list(knowledge.wordings) == ["en", "de"]
    assert knowledge.wordings["de"]["group.door"] == "Zum privaten Chat"
    assert knowledge.wordings["de"]["group.line"] == knowledge.words["group.line"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('group.dor: "Tür"\n', "group.dor"),
        ('group.line: "{wer} kommt"\n', "group.line"),
        ('group.door: ""\n', "group.door"),
    ],
)
def test_a_fault_in_a_translation_is_named_with_its_file_and_key(text: str, named: str, folder: Path) -> None:
    translate(folder, text)

    with pytest.raises(KnowledgeError) as raised:
        load(folder)

    assert [(fault.file, named in str(fault)) for fault in raised.value.faults] == [("words.de.yaml", True)]
