"""The page for editors shows entries as the loader reads them, and names every file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.knowledge import model
from bot.knowledge.folder import shipped_folder
from bot.knowledge.source import read

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "knowledge.md").read_text(encoding="utf-8")
KINDS: dict[str, type[model.Entry]] = {
    "Topics": model.Topic,
    "Concepts": model.Concept,
    "Evidence": model.Evidence,
    "Red flags": model.RedFlag,
    "Context": model.ContextRule,
}


@pytest.mark.parametrize("heading", KINDS)
def test_each_example_of_the_page_is_read_as_it_stands(tmp_path: Path, heading: str) -> None:
    section = PAGE.split(f"\n## {heading}:")[1].split("\n## ")[0]
    (shown,) = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    (tmp_path / "shown.yaml").write_text(shown, encoding="utf-8")

    shown_entries = read(tmp_path, "shown.yaml").value

    assert isinstance(shown_entries, list)
    assert all(KINDS[heading].model_validate(entry) for entry in shown_entries)


@pytest.mark.parametrize(
    "kind", [model.Topic, model.Concept, model.RedFlag, model.FlagRule, model.LevelRule, model.Evidence]
)
def test_each_key_of_the_common_entries_is_on_the_page(kind: type[model.Entry]) -> None:
    assert [key for key in kind.model_fields if not re.search(rf"\b{key}\b", PAGE)] == []


def test_every_file_that_ships_is_on_the_page() -> None:
    files = [path.name for path in shipped_folder().iterdir() if path.is_file()]

    assert [file for file in files if f"`{file}`" not in PAGE and file != "english.licence.txt"] == []
