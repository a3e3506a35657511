"""Sentences of unrelated prose that every Python brings along: its own documentation and docstrings."""

from __future__ import annotations

import ast
import re
import sysconfig
from functools import cache
from pathlib import Path
from pydoc_data import topics as language_reference
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A sentence of fewer words says nothing, one of more is a table or a listing.
_FEWEST, _MOST = 5, 40
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_PARAGRAPH = re.compile(r"\n\s*\n")
_MARKUP = re.compile(r"[*`\"|]+|:[a-z]+:(?=`)")
_PLAIN = re.compile(r"[A-Z][A-Za-z0-9 ,;:'()/.\-]*[.!?]")
_LETTERS = 0.75


def sentences(most: int = 4000) -> tuple[str, ...]:
    """Return up to `most` different sentences, drawn evenly from all there are; the same for the same Python."""
    found = _all()
    step = max(len(found) // most, 1)
    return found[::step][:most]


@cache
def _all() -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for text in _texts() for one in _sentences(text)))


def _texts() -> Iterator[str]:
    """Yield the language reference, then the docstrings of the standard library's modules, in the order of names."""
    for name in sorted(language_reference.topics):
        yield language_reference.topics[name]
    yield from _docstrings(sorted(Path(sysconfig.get_path("stdlib")).glob("*.py")))


def _docstrings(paths: Iterable[Path]) -> Iterator[str]:
    """Yield docstrings without importing anything: some modules act on import."""
    for path in paths:
        try:
            tree = ast.parse(path.read_bytes())
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (text := ast.get_docstring(node)):
                yield text


def _sentences(text: str) -> Iterator[str]:
    for paragraph in _PARAGRAPH.split(text):
        joined = " ".join(_MARKUP.sub("", paragraph).split())
        for one in _END.split(joined):
            if _is_prose(one):
                yield one


def _is_prose(text: str) -> bool:
    """Tell whether `text` is a sentence, not a piece of code, a table or a heading."""
    if not _FEWEST <= len(text.split()) <= _MOST or not _PLAIN.fullmatch(text):
        return False
    return sum(character.isalpha() or character == " " for character in text) >= _LETTERS * len(text)
