"""A small knowledge folder that an example can break."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.folder import shipped_folder
from bot.knowledge.load import load

SMALL = Path(__file__).with_name("small")
# Their keys belong to the program, not to the content: they are the ones shipped.
SHIPPED = ("words.yaml", "values.yaml", "tuning.yaml")
ALARMS = '{"made_on": "2026-11-24", "made_from": "nothing yet", "bias": [0, 0, 0]}'
CRISES = '{"made_on": "2026-11-24", "made_from": "nothing yet"}'
LEARNED = '{"made_on": "2026-11-24", "made_from": "nothing yet"}'
HERE = "# HERE"


@dataclass(frozen=True)
class Folder:
    """A knowledge folder of its own for one test."""

    path: Path

    def write(self, file: str, content: str | bytes) -> None:
        """Put a file in the place of what is there."""
        raw = content.encode() if isinstance(content, str) else content
        (self.path / file).write_bytes(raw)

    def text(self, file: str) -> str:
        """Return what stands in a file."""
        return (self.path / file).read_text(encoding="utf-8")

    def edit(self, file: str, *changes: tuple[str, str]) -> None:
        """Replace text that stands in a file exactly once."""
        text = self.text(file)
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
            text = text.replace(old, new)
        self.write(file, text)

    def line(self, file: str, mark: str = HERE) -> int:
        """Return the line of a mark, from 1."""
        return next(number for number, line in enumerate(self.text(file).split("\n"), 1) if mark in line)

    def faults(self) -> tuple[Fault, ...]:
        """Return all that loading finds wrong."""
        try:
            load(self.path)
        except KnowledgeError as error:
            return error.faults
        return ()


def small_folder(path: Path) -> Folder:
    """Make the small folder at `path`: two topics, a few concepts, two red flags."""
    shutil.copytree(SMALL, path)
    for file in SHIPPED:
        shutil.copy(shipped_folder() / file, path / file)
    (path / "learned.json").write_text(LEARNED, encoding="utf-8")
    (path / "alarms.json").write_text(ALARMS, encoding="utf-8")
    (path / "crises.json").write_text(CRISES, encoding="utf-8")
    return Folder(path)
