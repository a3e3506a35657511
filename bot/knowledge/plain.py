"""YAML events -> plain values: text, numbers, dates, lists, mappings; nothing that a file could smuggle in.

Building from the parser's events takes half the time of a YAML loader, and is safer: names for values, references to
them and tags are refused before anything is expanded.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import yaml

from bot.knowledge.faults import Fault, KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Plain: TypeAlias = str | int | float | bool | date | list["Plain"] | dict[str, "Plain"] | None

DEEPEST = 12  # lists and mappings inside each other; our files need 6
# No number, date, yes or no is longer. A longer value is text, whatever it looks like: YAML 1.1 reads "1:1:1:..." as
# one number.
_LONGEST_NUMBER = 40

# The library decides what is a number, a date, yes or no; by the first character most text needs no look.
_SAFE = yaml.SafeLoader("")
_RESOLVE: Callable[..., str] = _SAFE.resolve
_FIRSTS = frozenset(_SAFE.yaml_implicit_resolvers)
_TYPED: Mapping[str, Callable[..., Plain]] = {
    tag: make
    for tag, make in _SAFE.yaml_constructors.items()
    if tag and tag.rsplit(":", 1)[-1] in {"bool", "int", "float", "null", "timestamp"}
}


class PlainValues:
    """Builds the values of one file; notes what is not plain, with its line, and goes on."""

    def __init__(self, file: str, events: Iterator[yaml.Event]) -> None:
        self.faults: list[Fault] = []
        self._file = file
        self._events = events

    def document(self) -> Plain:
        """Return the value of the only document; YAMLError for what is no YAML, KnowledgeError for what is too deep."""
        value: Plain = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fault(event, "---", "a second document begins", "one file holds one list or mapping")
                    break
                value = self._value(next(self._events), 0)
        return value

    def _value(self, event: yaml.Event, depth: int) -> Plain:
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.CollectionStartEvent):
            return self._collection(event, depth)
        self._fault(
            event, f"*{getattr(event, 'anchor', '')}", "refers to a value elsewhere", "write the value out here"
        )
        return None

    def _collection(self, event: yaml.CollectionStartEvent, depth: int) -> Plain:
        self._plain(event)
        if depth == DEEPEST:
            self._fault(
                event, "file", f"goes more than {DEEPEST} lists deep", "no file is so deep: mend the indentation"
            )
            raise KnowledgeError(self.faults)
        return self._list(depth + 1) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(depth + 1)

    def _list(self, depth: int) -> list[Plain]:
        values: list[Plain] = []
        text = yaml.ScalarEvent
        for event in self._events:
            # Most values in our long lists are text and nothing else, which is quick to tell.
            if isinstance(event, text) and event.value[:1] not in _FIRSTS and event.tag is None is event.anchor:
                values.append(event.value)
            elif isinstance(event, yaml.SequenceEndEvent):
                break
            else:
                values.append(self._value(event, depth))
        return values

    def _mapping(self, depth: int) -> dict[str, Plain]:
        values: dict[str, Plain] = {}
        lines: dict[str, int] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, depth)
            if key in values:
                self._fault(event, key, f"stands here twice (line {lines[key]})", "keep one of them")
            lines[key] = _line(event)
            values[key] = self._value(next(self._events), depth)
        return values

    def _key(self, event: yaml.Event, depth: int) -> str:
        """Return a key as it is written: `no` and `911` are words here."""
        if isinstance(event, yaml.ScalarEvent):
            self._plain(event)
            return event.value
        self._fault(event, "?", "a key is no plain word", "write one word before the colon; put other text in quotes")
        self._value(event, depth)
        return ""

    def _scalar(self, event: yaml.ScalarEvent) -> Plain:
        text = event.value
        if event.anchor is not None or event.tag is not None:
            self._plain(event)
        if event.implicit[0] and text[:1] in _FIRSTS and len(text) <= _LONGEST_NUMBER:
            return self._typed(event, text)
        return text

    def _typed(self, event: yaml.ScalarEvent, text: str) -> Plain:
        """Return the number, date, yes or no that `text` is, or else the text."""
        tag = _RESOLVE(yaml.ScalarNode, text, (True, False))
        if tag not in _TYPED:
            return text
        try:
            return _TYPED[tag](_SAFE, yaml.ScalarNode(tag, text))
        except ValueError:
            self._fault(event, text, "is no number or date that there is", f'correct it; if it is text: "{text}"')
            return None

    def _plain(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._fault(event, f"&{event.anchor}", "gives a value a name", "take the name out: values are written out")
        if event.tag is not None:
            self._fault(event, str(event.tag), "is a tag", "take it out: only plain values are read")

    def _fault(self, event: yaml.Event, key: str, problem: str, remedy: str) -> None:
        self.faults.append(Fault(self._file, _line(event), key, problem, remedy))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
