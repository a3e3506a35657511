"""The knowledge folder as read, before anybody has looked from one file to another."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_args

from bot.knowledge import model, shapes
from bot.knowledge.faults import Complaint, Fault, KnowledgeError, Place
from bot.knowledge.lines import Lines
from bot.knowledge.phrasing import groups_of, phrases_of
from bot.knowledge.source import Page, read, read_text
from bot.knowledge.word_list import WordList

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

T = TypeVar("T")

# What a folder holds. A name with a star stands for all files of that form, in the order of their names.
LISTS: dict[str, tuple[str, type[Any]]] = {
    "topics": ("topics/*.yaml", model.Topic),
    "concepts": ("lexicon/*.yaml", model.Concept),
    "idioms": ("idioms.yaml", model.Idiom),
    "context_rules": ("context.yaml", model.ContextRule),
    "flags": ("red_flags/*.yaml", model.RedFlag),
    "evidence": ("evidence.yaml", model.Evidence),
    "languages": ("languages.yaml", model.Language),
    "small_words": ("small_words.yaml", str),
    "courtesy": ("courtesy.yaml", str),
    "own_words": ("own_words.yaml", model.OwnWord),
    "same_words": ("same_words.yaml", model.SameWords),
    "spellings": ("spellings.yaml", model.Spelling),
}
SINGLES: dict[str, tuple[str, type[Any]]] = {
    "article": ("article.yaml", model.Article),
    "soft_signals": ("soft_signals.yaml", model.SoftSignals),
    "pleas": ("pleas.yaml", model.Pleas),
    "places": ("places.yaml", model.Places),
    "words": ("words.yaml", dict[str, model.Words]),
    "value_words": ("values.yaml", model.ValueWords),
    "tuning": ("tuning.yaml", model.Tuning),
}
# Phrases that lists of phrases have names for; read before them.
GROUPS = "groups.yaml"
# Read by the tests of our prose, not by the program.
OTHERS = frozenset({"readability.yaml"})
# Written by a command, as JSON: too long to be worth the time that YAML takes.
LEARNED = "learned.json"
ALARMS = "alarms.json"
CRISES = "crises.json"
LEARNED_FILES: dict[str, tuple[str, type[model.Learned | model.Alarms | model.Crises]]] = {
    "learned": (LEARNED, model.Learned),
    "alarms": (ALARMS, model.Alarms),
    "crises": (CRISES, model.Crises),
}
# The interface's words in another language: words.de.yaml. What is missing there is said in English.
WORDINGS = "words.[a-z][a-z].yaml"
MOST_LEARNED = 8 << 20  # bytes
ENGLISH = "english.txt"
MOST_ENGLISH = 4 << 20  # bytes: five times the list that we ship


WRITE_ANEW = "a command writes this file: let it write it anew (`continence-bot learn`)"


@dataclass(frozen=True, slots=True)
class Shelf(Generic[T]):
    """All entries of one kind."""

    entries: tuple[tuple[Place, T], ...] = ()  # those of the right shape
    ids: frozenset[str] = frozenset()  # of the others too, so that they are not missed elsewhere
    whole: bool = False  # whether each of the files could be read: if not, an unknown id may be a good one


@dataclass(slots=True)
class Draft:
    """Entries by kind, and all that is wrong with them each for itself."""

    lists: dict[str, Shelf[Any]] = field(default_factory=dict)
    singles: dict[str, Any] = field(default_factory=dict)  # None: not of the right shape
    english: WordList = field(default_factory=WordList)
    groups: shapes.Groups | None = None  # None: they could not be read
    wordings: dict[str, dict[str, str]] = field(default_factory=dict)  # translated interface words, by language
    pages: dict[str, Page] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)

    def all_of(self, name: str) -> tuple[Any, ...]:
        """Return the entries of one kind without their places."""
        return tuple(entry for _, entry in self.lists[name].entries)

    def line_of(self, phrase: str, place: Place) -> Place:
        """Return the place of the line that stands for `phrase` in the list at `place`."""
        written: Any = self.pages[place.file].value
        for step in place.path:
            written = written[step]
        groups = self.groups
        stands_for = [Lines((line,) if groups is None else phrases_of(line, groups)) for line in written]
        return place.at(next(at for at, phrases in enumerate(stands_for) if phrase in phrases))


def read_draft(folder: Path, *, unlearned: bool = False) -> Draft:
    """Read every file of `folder`; never raises for what an editor wrote. `unlearned`: leave out what was learned."""
    draft = Draft()
    draft.groups = _groups(draft, folder)
    for name, (form, kind) in LISTS.items():
        draft.lists[name] = _shelf(draft, folder, form, kind)
    for name, (file, kind) in SINGLES.items():
        page = _page(draft, folder, file)
        draft.singles[name], complaints = shapes.one(page, kind, draft.groups) if page else (None, [])
        draft.complaints += complaints
    for path in sorted(folder.glob(WORDINGS)):
        page = _page(draft, folder, path.name)
        texts, complaints = shapes.one(page, dict[str, model.Words]) if page else (None, [])
        draft.wordings[path.name.split(".")[1]] = texts or {}
        draft.complaints += complaints
    for name, (file, kind) in LEARNED_FILES.items():
        nothing = kind(made_on=dt.date.min, made_from="nothing")
        draft.singles[name] = nothing if unlearned else _learned(draft, folder, file, kind)
    draft.english = _english(draft, folder)
    draft.faults += _unread(folder)
    return draft


def _groups(draft: Draft, folder: Path) -> shapes.Groups | None:
    """Return the phrases that lists of phrases have names for; None if they could not be read."""
    page = _page(draft, folder, GROUPS)
    written, complaints = shapes.one(page, model.Groups) if page else (None, [])
    draft.complaints += complaints
    if written is None:
        return None
    groups, wrong = groups_of(written)
    draft.complaints += [Complaint(Place(GROUPS, (name, at)), error.problem, error.remedy) for name, at, error in wrong]
    return groups


def _shelf(draft: Draft, folder: Path, form: str, kind: type[T]) -> Shelf[T]:
    files = sorted(path.relative_to(folder).as_posix() for path in folder.glob(form)) or [form]
    pages = [_page(draft, folder, file) for file in files]
    entries: list[tuple[Place, T]] = []
    ids: set[str] = set()
    for page in filter(None, pages):
        good, complaints = shapes.many(page, kind, draft.groups)
        entries += good
        draft.complaints += complaints
        ids.update(_ids(page))
    return Shelf(tuple(_ordered(entries)), frozenset(ids), whole=all(pages))


def _ordered(entries: list[tuple[Place, T]]) -> list[tuple[Place, T]]:
    """Put topics in the order in which people browse: by kind, then as the files have them."""
    kinds = get_args(model.TopicKind)
    return sorted(entries, key=lambda placed: kinds.index(placed[1].kind) if isinstance(placed[1], model.Topic) else 0)


def _page(draft: Draft, folder: Path, file: str) -> Page | None:
    try:
        page = read(folder, file)
    except KnowledgeError as error:
        draft.faults += error.faults
        return None
    return draft.pages.setdefault(file, page)


def _ids(page: Page) -> Iterator[str]:
    for value in page.value if isinstance(page.value, list) else ():
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            yield str(value["id"])


def _learned(draft: Draft, folder: Path, file: str, kind: type[T]) -> T | None:
    try:
        text = read_text(folder, file, MOST_LEARNED)
    except KnowledgeError as error:
        draft.faults += error.faults
        return None
    draft.pages[file] = Page(file, "", None)  # nobody goes to a line of it
    learned, problem = shapes.one_of_json(text, kind)
    if problem:
        draft.faults.append(Fault(file, 1, "file", problem, WRITE_ANEW))
    return learned


def _english(draft: Draft, folder: Path) -> WordList:
    """Return the words of the list; the lines with # before them say where it is from."""
    try:
        text = read_text(folder, ENGLISH, MOST_ENGLISH)
    except KnowledgeError as error:
        draft.faults += error.faults
        return WordList()
    while text.startswith("#"):
        _, _, text = text.partition("\n")
    words = WordList(text)
    if not words:
        draft.faults.append(Fault(ENGLISH, 1, "file", "has no words", "one word in a line"))
    return words


def _unread(folder: Path) -> Iterator[Fault]:
    """Find files that nobody would read: a slip in a name would silently take its entries away."""
    forms = [WORDINGS, *(form for form, _ in (*LISTS.values(), *SINGLES.values())), GROUPS]
    inside = {PurePosixPath(form).parent for form in forms}
    for path in sorted(path for part in inside for path in (folder / part).glob("*.y*ml")):
        file = path.relative_to(folder)
        if file.as_posix() not in OTHERS and not any(file.match(form) for form in forms):
            remedy = shapes.did_you_mean(file.as_posix(), forms)
            yield Fault(file.as_posix(), 1, "file", "no file of this name is read", remedy)
