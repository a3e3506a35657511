"""The knowledge folder, read and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.knowledge.checks import complaints_between
from bot.knowledge.draft import read_draft
from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.folder import shipped_folder
from bot.knowledge.knowledge import Knowledge
from bot.knowledge.located import first_ones, located
from bot.knowledge.words import InterfaceWords

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bot.knowledge.draft import Draft

ENGLISH = "en"


def load(folder: Path | None = None, *, unlearned: bool = False) -> Knowledge:
    """Return the knowledge of `folder` (None: the one shipped). KnowledgeError has all faults of all its files.

    `unlearned`: without the files that a command writes, which may be old or missing.
    """
    shipped = shipped_folder()
    if folder is not None and not folder.is_dir():
        remedy = "name the folder that holds article.yaml, topics and the others"
        raise KnowledgeError([Fault(str(folder), 1, "folder", "is not there, or no folder", remedy)])
    draft = read_draft(folder or shipped, unlearned=unlearned)
    complaints = [*draft.complaints, *complaints_between(draft, None if folder in {None, shipped} else shipped)]
    if draft.faults or complaints:
        raise KnowledgeError(first_ones([*draft.faults, *located(complaints, draft.pages)]))
    return _knowledge(draft)


def _knowledge(draft: Draft) -> Knowledge:
    one, all_of = draft.singles, draft.all_of
    return Knowledge(
        article=one["article"],
        topics={topic.id: topic for topic in all_of("topics")},
        concepts={concept.id: concept for concept in all_of("concepts")},
        idioms=all_of("idioms"),
        context_rules=all_of("context_rules"),
        flags={flag.id: flag for flag in all_of("flags")},
        soft_signals=one["soft_signals"],
        pleas=one["pleas"],
        evidence=all_of("evidence"),
        places=one["places"],
        words=InterfaceWords(one["words"]),
        wordings={ENGLISH: InterfaceWords(one["words"])}
        | {code: InterfaceWords(one["words"] | texts) for code, texts in draft.wordings.items()},
        value_words=one["value_words"],
        languages=all_of("languages"),
        own_words=all_of("own_words"),
        tuning=one["tuning"],
        learned=one["learned"],
        alarms=one["alarms"],
        crises=one["crises"],
        english=draft.english,
        same_words=all_of("same_words"),
        spellings={written: entry.word for entry in all_of("spellings") for written in entry.written},
        small_words=_words(all_of("small_words")),
        courtesy=_words(all_of("courtesy")),
    )


def _words(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())
