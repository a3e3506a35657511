"""Plain values -> entries; what pydantic finds wrong, in an editor's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from pydantic import TypeAdapter, ValidationError
from rapidfuzz import fuzz, process

from bot.knowledge.faults import MOST, Complaint, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic_core import ErrorDetails

    from bot.knowledge.plain import Plain
    from bot.knowledge.source import Page

T = TypeVar("T")
Groups: TypeAlias = "Mapping[str, tuple[str, ...]]"
# The error of a phrase that is not written as it must be; it brings its own problem and remedy.
PHRASING = "phrasing"

# Of 100: "levl" is 89 like "level"; "stoma" is 73 like "asthma", and nobody means that.
_ALIKE = 80
_SHOWN = 40  # characters of a wrong value that a fault repeats
_QUOTED = re.compile(r"'([^']*)'")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a remedy for an unknown `word`: the one known word that is like it, or all of them if they are few."""
    choices = sorted(known)
    found = process.extractOne(word, choices, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    if found is not None:
        return f"did you mean `{found[0]}`?"
    return "known are " + ", ".join(choices) if 0 < len(choices) <= 15 else "correct it, or add it where it belongs"  # noqa: PLR2004


# Made when they are first asked for, once: to make one takes longer than to use it on a file.
_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401  # a type form: list[Topic]
    """Return the adapter of a type."""
    if (adapter := _ADAPTERS.get(kind)) is None:
        adapter = _ADAPTERS[kind] = TypeAdapter(kind)
    return adapter


def one(page: Page, kind: type[T], groups: Groups | None = None) -> tuple[T | None, list[Complaint]]:
    """Return the page as one value of `kind`, or None and what is wrong with it; `groups` as `many` has them."""
    try:
        value: T = _adapter(kind).validate_python(page.value, context=groups)
    except ValidationError as error:
        return None, list(_complaints(page, error, kind))
    return value, []


def one_of_json(text: str, kind: type[T]) -> tuple[T | None, str]:
    """Return a JSON text as one value of `kind`, or None and what is wrong with it; for files that a command wrote."""
    try:
        value: T = _adapter(kind).validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        return None, f"{'.'.join(map(str, first['loc'])) or 'the file'}: {first['msg']}"
    return value, ""


def many(page: Page, kind: type[T], groups: Groups | None) -> tuple[list[tuple[Place, T]], list[Complaint]]:
    """Return the page's good entries with their places, and what is wrong with the others.

    `groups`: phrases by the names that lists of phrases may have for them; None if they could not be read.
    """
    whole: Any = list[kind]  # type: ignore[valid-type]  # a type made at run time
    try:
        entries = _adapter(whole).validate_python(page.value, context=groups)
    except ValidationError as error:
        return list(_good(page, kind, groups)), list(_complaints(page, error, whole))
    return [(Place(page.file, (at,)), entry) for at, entry in enumerate(entries)], []


def _good(page: Page, kind: type[T], groups: Groups | None) -> Iterator[tuple[Place, T]]:
    adapter = _adapter(kind)
    for at, value in enumerate(page.value if isinstance(page.value, list) else ()):
        try:
            yield Place(page.file, (at,)), adapter.validate_python(value, context=groups)
        except ValidationError:
            continue


def _complaints(page: Page, error: ValidationError, kind: Any) -> Iterator[Complaint]:  # noqa: ANN401  # as in _adapter()
    """Yield one complaint for each place with an error."""
    by_path: dict[tuple[int | str, ...], list[ErrorDetails]] = {}
    for item in error.errors(include_url=False):
        path, inside = _path(page.value, item)
        if not _another_branch(item, inside=inside):
            by_path.setdefault(path, []).append(item)
    for number, (path, items) in enumerate(by_path.items()):
        said = _said(items, path, kind) if number < MOST else ("is wrong too", "mend those above first")
        yield Complaint(Place(page.file, path), *said)


def _path(value: Plain, error: ErrorDetails) -> tuple[tuple[int | str, ...], bool]:
    """Return the path through the file's values, and whether pydantic's names a branch of a union too."""
    path: list[int | str] = []
    branch = False
    for step in error["loc"]:
        if isinstance(value, dict) and step in value:
            value = value[str(step)]
            path.append(step)
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step]
            path.append(step)
        elif step != "[key]" and error["type"] == "missing" and step == error["loc"][-1]:
            path.append(step)
        else:
            branch = branch or step != "[key]"
    return tuple(path), branch


def _another_branch(error: ErrorDetails, *, inside: bool) -> bool:
    """Tell whether an error only says that the value is not of the kind that its writer did not mean."""
    if error["type"] == "too_short":  # pydantic counts the good items only: their own errors are enough
        return bool(len(error["input"]) >= error["ctx"]["min_length"])
    mapping = isinstance(error["input"], dict)
    return inside and ((error["type"] == "string_type" and mapping) or (error["type"] == "model_type" and not mapping))


def _said(errors: list[ErrorDetails], path: tuple[int | str, ...], kind: Any) -> tuple[str, str]:  # noqa: ANN401
    """Return problem and remedy of the errors at one place."""
    error = errors[0]
    name, value, limits = error["type"], error["input"], error.get("ctx", {})
    if name == "missing":
        return "is missing", f"add `{path[-1]}:` here"
    if name == "extra_forbidden":
        return "no such key", did_you_mean(str(path[-1]), _keys(kind, path[:-1]))
    if name in {"literal_error", "enum"}:
        known = [word for item in errors for word in _QUOTED.findall(item["ctx"]["expected"])]
        return f"no such value: {_shown(value)}", did_you_mean(str(value), set(known))
    if name in _WANTED:
        problem, remedy = _WANTED[name]
        return problem.format(value=_shown(value), **limits), remedy.format(**limits)
    if name == "string_pattern_mismatch":
        return f"{_shown(value)} is not written as it must be", _PATTERNS.get(
            limits["pattern"], f"match {limits['pattern']}"
        )
    return _other(name, error["msg"], value)


def _other(name: str, message: str, value: object) -> tuple[str, str]:
    if name.startswith(("date", "time")):
        return f"{_shown(value)} is no date", "write year, month and day: 2026-11-24"
    if name.startswith(("int", "float", "finite")):
        return f"{_shown(value)} is no number that can stand here", "write a number without quotes"
    return f"{_shown(value)}: {message}", "see docs/knowledge.md"


_WANTED = {
    "string_type": ("{value} is not read as text", "put text in quotes, or leave the key out if there is none"),
    "string_too_long": ("is longer than {max_length} characters", "shorten it"),
    "string_too_short": ("is empty", "write it, or take it out"),
    "too_short": ("has {actual_length} of at least {min_length} entries", "add what is lacking"),
    "tuple_type": ("{value} is no list", "put it in square brackets, or begin each line with `- `"),
    "frozen_set_type": ("{value} is no list", "put it in square brackets"),
    "list_type": ("{value} is no list", "begin each entry with `- `"),
    "model_type": ("{value} is no mapping", "write `key: value` lines"),
    "dict_type": ("{value} is no mapping", "write `key: value` lines"),
    "greater_than_equal": ("{value} is too small", "at least {ge}"),
    "greater_than": ("{value} is too small", "more than {gt}"),
    "less_than_equal": ("{value} is too large", "at most {le}"),
    PHRASING: ("{problem}", "{remedy}"),
    "finite_number": ("{value} is no number to reckon with", "write a plain number"),
}

# By the patterns of model.py.
_PATTERNS = {
    r"\S": "write it, or take it out",
    r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$": "small letters, digits and _, beginning with a letter; one dot at most",
    r"^[A-Z]{2}$": "two capital letters (ISO 3166), as in GB",
    r"^[a-z]{2}$": "two small letters (ISO 639-1), as in es",
}


def _shown(value: object) -> str:
    if isinstance(value, (dict, list)):
        return "a mapping" if isinstance(value, dict) else "a list"
    text = (
        {None: "nothing", True: "yes/true", False: "no/false"}.get(value)
        if value is None or isinstance(value, bool)
        else None
    )
    text = text or f'"{value}"'
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _keys(kind: Any, path: tuple[int | str, ...]) -> set[str]:  # noqa: ANN401  # as in _adapter()
    """Return the keys that may stand at `path`, read from the JSON schema of `kind`."""
    schema = _adapter(kind).json_schema()
    here = [schema]
    for step in path:
        here = [inner for outer in here for inner in _inside(outer, step, schema)]
    return {key for found in here for node in _resolved(found, schema) for key in node.get("properties", ())}


def _inside(outer: Mapping[str, Any], step: int | str, schema: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for node in _resolved(outer, schema):
        key = "items" if isinstance(step, int) else "additionalProperties"
        inner = node.get("properties", {}).get(step) or node.get(key)
        if isinstance(inner, dict):
            yield inner


def _resolved(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield a schema's alternatives with references followed."""
    if "$ref" in node:
        yield from _resolved(schema["$defs"][node["$ref"].rsplit("/", 1)[-1]], schema)
    elif "anyOf" in node:
        for branch in node["anyOf"]:
            yield from _resolved(branch, schema)
    else:
        yield node
