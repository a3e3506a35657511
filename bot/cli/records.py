"""JSON for programs: a line in, a record out. The shapes are those of the design page, for other tools to rely on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any, NoReturn, TypeGuard

from bot import Conversation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot import Assistant, Reply

Record = dict[str, Any]
Ident = str | int | float | None
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class LineError(Exception):
    """A line that holds no message: its id, as far as it could be read, and what is wrong."""

    def __init__(self, problem: str, ident: Ident = None) -> None:
        super().__init__(problem)
        self.ident = ident


@dataclass(frozen=True, slots=True)
class Line:
    """One message: its id as given, its text, and the topic last talked about."""

    ident: Ident
    text: str
    topic: str | None


def answers(lines: Iterable[bytes], assistant: Assistant) -> Iterator[Record]:
    """Yield one record for each line that is not blank, in order; a line that cannot be read costs only itself."""
    for number, raw in enumerate(lines):
        line = raw.removeprefix(BYTE_ORDER_MARK) if number == 0 else raw
        if line.strip():
            yield _answer(line, assistant)


def record(ident: Ident, reply: Reply) -> Record:
    """Return what programs are told of a reply."""
    return {
        "id": ident,
        "decision": str(reply.decision),
        "topics": [{"id": topic.id, "score": round(topic.score, 4)} for topic in reply.topics],
        "level": reply.level.label,
        "pathway": reply.pathway,
        "red_flags": [{"id": f.id, "text": f.text, "start": f.start, "end": f.end} for f in reply.red_flags],
        "dismissed": [
            {"id": d.id, "text": d.text, "start": d.start, "end": d.end, "why": d.why} for d in reply.dismissed
        ],
    }


def _answer(raw: bytes, assistant: Assistant) -> Record:
    try:
        line = _line(raw, assistant.knowledge.topics)
    except LineError as error:
        return {"id": error.ident, "error": str(error)}
    return record(line.ident, assistant.reply(line.text, Conversation(topic=line.topic)))


def _line(raw: bytes, topics: Mapping[str, object]) -> Line:
    # Read by hand: pydantic refuses half a surrogate pair in a text, and a message is answered however broken.
    given = _object(raw)
    ident = given.get("id")
    if not _is_ident(ident):
        raise LineError("id: not there or of another kind: give a string or a number")
    if not isinstance(given.get("text"), str):
        raise LineError("text: not there or of another kind: give a string", ident)
    return Line(ident, given["text"], _topic(given.get("context"), topics, ident))


def _object(raw: bytes) -> Record:
    try:
        given = json.loads(raw.decode(), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise LineError("not UTF-8: write the lines as UTF-8") from None
    except (ValueError, RecursionError):
        raise LineError('not JSON: write one object a line, as in {"id": "m1", "text": "it leaks"}') from None
    if not isinstance(given, dict):
        raise LineError('not an object: write one a line, as in {"id": "m1", "text": "it leaks"}')
    return given


def _topic(context: object, topics: Mapping[str, object], ident: Ident) -> str | None:
    topic = context.get("topic") if isinstance(context, dict) else context
    if topic is None:
        return None
    if not isinstance(context, dict) or not isinstance(topic, str) or topic not in topics:
        raise LineError('context: no such topic: give {"topic": ID} with the id of a topic, or leave it out', ident)
    return topic


def _is_ident(given: object) -> TypeGuard[str | int | float]:
    """Tell whether JSON can give `given` back as an id: 1e999 reads as infinity, which it cannot; true is no number."""
    if isinstance(given, float):
        return isfinite(given)
    return isinstance(given, str | int) and not isinstance(given, bool)


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)
