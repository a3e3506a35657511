"""Files -> pages: safe YAML as plain values; the line of each value, should anybody ask for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.plain import PlainValues

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path as FilePath

    from bot.knowledge.faults import Path
    from bot.knowledge.plain import Plain

MOST_BYTES = 1 << 20  # 1 MiB: ten times our longest file

# libyaml's parser where it is built in (in all usual wheels), else the slow one.
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Line feed (and return before it) are the only control characters. No break that only some programs count as a line,
# and nothing that cannot be seen: a word with a zero-width space in it would never be met.
_PLAIN_ASCII = bytes(range(0x20, 0x7F)) + b"\r\n"
_UNWANTED = re.compile(
    "[^\n\r\\x20-\\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    "|[\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Page:
    """One file as read: its name in the folder, its text and its values."""

    file: str
    text: str
    value: Plain


def read_text(folder: FilePath, file: str, most: int = MOST_BYTES) -> str:
    """Return the text of `file` in `folder`; KnowledgeError if it is missing, over `most` bytes or not plain UTF-8."""
    try:
        with (folder / file).open("rb") as opened:
            raw = opened.read(most + 1)
    except FileNotFoundError:
        raise _whole(file, "is missing", "copy it from the knowledge folder that came with the program") from None
    except OSError as error:
        raise _whole(file, f"cannot be read ({error.strerror})", "check that it is a file and may be read") from None
    if len(raw) > most:
        raise _whole(file, f"is larger than {most:,} bytes", "divide it, or take out what is no knowledge")
    return _decoded(file, raw)


def read(folder: FilePath, file: str) -> Page:
    """Return the values of a YAML file; KnowledgeError with each thing in it that is not plain."""
    text = read_text(folder, file)
    values = PlainValues(file, iter(_LOADER(text).get_event, None))
    try:
        value = values.document()
    except yaml.YAMLError as error:
        raise KnowledgeError([*values.faults, _broken(file, text, error)]) from None
    if values.faults:
        raise KnowledgeError(values.faults)
    return Page(file, text, value)


def lines(page: Page) -> Mapping[Path, int]:
    """Return the line, from 1, of each key and each item of a list. Slow: only for a page with a fault."""
    found: dict[Path, int] = {(): 1}
    _note(yaml.compose(page.text, Loader=_LOADER), (), found)
    return found


def _note(node: yaml.Node | None, path: Path, found: dict[Path, int]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            found[(*path, key.value)] = key.start_mark.line + 1
            _note(value, (*path, key.value), found)
    elif isinstance(node, yaml.SequenceNode):
        for place, item in enumerate(node.value):
            found[(*path, place)] = item.start_mark.line + 1
            _note(item, (*path, place), found)


def _decoded(file: str, raw: bytes) -> str:
    if not raw.translate(None, _PLAIN_ASCII):
        return raw.decode("ascii")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise KnowledgeError(
            [Fault(file, line, "file", "is not UTF-8 text", 'save it with the encoding "UTF-8"')]
        ) from None
    if unwanted := _UNWANTED.search(text):
        line = text.count("\n", 0, unwanted.start()) + 1
        raise KnowledgeError([Fault(file, line, "file", *_named(unwanted[0], unwanted.start()))])
    return text


def _named(character: str, at: int) -> tuple[str, str]:
    if character == "\ufeff" and at == 0:
        return "begins with a byte-order mark", 'save it as "UTF-8", not as "UTF-8 with BOM"'
    if character == "\t":
        return "has a tab", "use spaces, two for each step of indentation"
    return f"has a character that cannot be seen (U+{ord(character):04X})", "delete it and retype the words around it"


def _broken(file: str, text: str, error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    told = (getattr(error, "context", None), getattr(error, "problem", None))
    line = mark.line + 1 if mark else 1
    shown = "".join(text.split("\n")[line - 1 : line])
    problem = " ".join(filter(None, told)) or "the parser gave no reason"
    remedy = "look here and one line above: brackets and quotes closed, same indentation, text with `: ` in quotes"
    return Fault(file, line, _first_word(shown), f"is not YAML ({problem})", remedy)


def _first_word(line: str) -> str:
    return re.split(r"[:\s]", line.lstrip(" -{["), maxsplit=1)[0] or "file"


def _whole(file: str, problem: str, remedy: str) -> KnowledgeError:
    return KnowledgeError([Fault(file, 1, "file", problem, remedy)])
