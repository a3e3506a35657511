"""Telegram's HTML mode, as strict as Telegram's: marked-up text in, plain text and entities out.

Rules and wordings after `parse_html` in github.com/tdlib/td, `td/telegram/MessageEntity.cpp`. An unknown named
entity (`&nbsp;`) is no fault there: it is shown as it stands.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.standin.entities import Entity, units
from tests.standin.references import link, unescape
from tests.standin.refusal import Refusal, bad_request

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
PLAIN = re.compile(r"[^<]+")
NAME = re.compile(r"[^\s>]*")
ATTRIBUTE = re.compile(r"[^\s=>]*")
TOKEN = re.compile(r"[a-zA-Z0-9.-]*")
SPACE = re.compile(r"\s*")


@dataclass
class _Open:
    tag: str
    order: int
    offset: int
    start: int
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass
class _Reader:
    source: str
    at: int = 0
    offset: int = 0
    parts: list[str] = field(default_factory=list)
    entities: list[tuple[int, int, int, Entity]] = field(default_factory=list)
    opened: int = 0
    stack: list[_Open] = field(default_factory=list)

    def read(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            self._text() if self.source[self.at] != "<" else self._tag()
        if self.stack:
            raise unparsable(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        # By offset, the longer first; of two over the same words, the one opened first.
        self.entities.sort(key=lambda found: found[:3])
        return "".join(self.parts), [entity for *_, entity in self.entities]

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.at)
        taken = match.group() if match else ""
        self.at += len(taken)
        return taken

    def _peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def _text(self) -> None:
        text = unescape(self._take(PLAIN))
        self.parts.append(text)
        self.offset += units(text)

    def _tag(self) -> None:
        begin = self.at
        self.at += 1
        if self._peek() == "/":
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _byte(self, at: int) -> int:
        return len(self.source[:at].encode())

    def _start_tag(self, begin: int) -> None:
        tag, where = self._take(NAME).lower(), self._byte(begin)
        if not self._peek():
            raise unparsable(f"Unclosed start tag at byte offset {where}")
        if tag not in KINDS:
            raise unparsable(f'Unsupported start tag "{tag}" at byte offset {where}')
        self.opened += 1
        opened = _Open(tag, self.opened, self.offset, len(self.parts), self._attributes(tag, where))
        if tag == "span" and opened.attributes.get("class") != "tg-spoiler":
            raise unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        self.stack.append(opened)

    def _attributes(self, tag: str, where: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self._take(SPACE)
            if self._peek() == ">":
                self.at += 1
                return found
            name = self._take(ATTRIBUTE)
            if not name:
                raise unparsable(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
            self._take(SPACE)
            if self._peek() != "=":
                if (tag, name) == ("blockquote", "expandable") and self._peek():
                    found[name] = ""
                    continue
                raise unparsable(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {where}'
                )
            self.at += 1
            found[name] = self._value(where)

    def _value(self, where: int) -> str:
        self._take(SPACE)
        quote, begin = self._peek(), self.at
        if quote in {"'", '"'} and quote:
            end = self.source.find(quote, begin + 1)
            self.at = end + 1 if end >= 0 else len(self.source)
            value = unescape(self.source[begin + 1 : end])
        else:
            value = self._take(TOKEN).lower()
            if self._peek() and not re.match(r"[\s>]", self._peek()):
                raise unparsable(f"Unexpected end of name token at byte offset {self._byte(begin)}")
        if not self._peek():
            raise unparsable(f"Unclosed start tag at byte offset {where}")
        return value

    def _end_tag(self, begin: int) -> None:
        where = self._byte(begin)
        if not self.stack:
            raise unparsable(f"Unexpected end tag at byte offset {where}")
        self.at += 1
        tag = self._take(NAME).lower()
        self._take(SPACE)
        if self._peek() != ">":
            raise unparsable(f"Unclosed end tag at byte offset {where}")
        self.at += 1
        opened = self.stack.pop()
        if tag and tag != opened.tag:
            raise unparsable(f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", found "</{tag}>"')
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = self.offset - opened.offset
        entity = {"type": KINDS[opened.tag], "offset": opened.offset, "length": length}
        details = _details(opened, "".join(self.parts[opened.start :]))
        if length and details is not None:
            self.entities.append((opened.offset, -length, opened.order, entity | details))


def _details(opened: _Open, inner: str) -> dict[str, Any] | None:
    match opened.tag:
        case "a":
            return link(opened.attributes.get("href") or inner)
        case "tg-emoji":
            identity = opened.attributes.get("emoji-id", "")
            if not identity.isdigit():
                raise unparsable("Invalid custom emoji identifier specified")
            return {"custom_emoji_id": identity}
        case "blockquote" if "expandable" in opened.attributes:
            return {"type": "expandable_blockquote"}
        case _:
            return {}


def unparsable(reason: str) -> Refusal:
    """Refuse a text that cannot be read."""
    return bad_request(f"can't parse entities: {reason}")


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Read HTML mode. Gives plain text and entities in order of offset; raises Refusal as Telegram does."""
    return _Reader(source).read()
