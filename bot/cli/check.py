"""`check`: are knowledge and settings in order? Every fault at once, one a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import Assistant
from bot.knowledge.faults import KnowledgeError
from bot.settings import Settings, SettingsError

if TYPE_CHECKING:
    from pathlib import Path


def check(folder: Path | None) -> int:
    """Print each fault of knowledge and settings; 1 if there is one, or else 0 and what was found."""
    faults: list[str] = []
    named = None
    try:
        named = Settings.read().knowledge_dir
    except SettingsError as error:
        faults += str(error).splitlines()
    try:
        knowledge = Assistant.load(folder or named).knowledge
    except KnowledgeError as error:
        faults += str(error).splitlines()
    else:
        if not faults:
            found = {"topics": knowledge.topics, "concepts": knowledge.concepts, "flags": knowledge.flags}
            print(knowledge.words.get("check.fine", **{name: len(what) for name, what in found.items()}))
    print(*faults, sep="\n", end="\n" if faults else "")
    return int(bool(faults))
