"""A file is read as plain values, or refused with the line where it stops being plain."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from bot.knowledge import source
from bot.knowledge.draft import MOST_ENGLISH
from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.plain import DEEPEST
from bot.knowledge.source import MOST_BYTES, lines, read, read_text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.knowledge.folder import Folder

FILE = "some.yaml"
PARSERS = {"libyaml": source._LOADER, "python": yaml.SafeLoader}
# Nine names for values, each holding nine of the one before: three kilobytes that would become a billion strings.
BOMB = "a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture(params=PARSERS, autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers, the fast one and the one of machines that lack it, decide alike."""
    monkeypatch.setattr(source, "_LOADER", PARSERS[request.param])


def faults_of(folder: Path, content: str | bytes) -> tuple[Fault, ...]:
    """Return the faults of a file with this content."""
    (folder / FILE).write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(KnowledgeError) as raised:
        read(folder, FILE)
    return raised.value.faults


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("", None),
        ("[a, b c, 'd']", ["a", "b c", "d"]),
        ("{a: 1, b: -2.5, c: 2026-11-24}", {"a": 1, "b": -2.5, "c": dt.date(2026, 11, 24)}),
        ("[yes, No, ~, '']", [True, False, None, ""]),
        ("['yes', \"911\", '2026-11-24']", ["yes", "911", "2026-11-24"]),
        ("{no: a, 911: b, 2026-11-24: c}", {"no": "a", "911": "b", "2026-11-24": "c"}),
        ("a: >-\n  one\n  two\n", {"a": "one two"}),
        ("a: one\r\nb: two\r\n", {"a": "one", "b": "two"}),
        ("a: número ❤ 👍", {"a": "número ❤ 👍"}),
        ("[<<, =, +, on the go]", ["<<", "=", "+", "on the go"]),
        ("- 1" + ":59" * 40, ["1" + ":59" * 40]),
    ],
)
def test_plain_yaml_becomes_plain_values(tmp_path: Path, content: str, value: Any) -> None:  # noqa: ANN401
    (tmp_path / FILE).write_bytes(content.encode())

    assert read(tmp_path, FILE).value == value


@pytest.mark.parametrize(
    ("content", "line", "key"),
    [
        pytest.param("a: 1\nb: &name [c]\n", 2, "&name", id="a name for a value"),
        pytest.param("a: 1\n\nb: *name\n", 3, "*name", id="a reference without a name"),
        pytest.param(
            "a: !!python/object/apply:os.system [ls]\n",
            1,
            "tag:yaml.org,2002:python/object/apply:os.system",
            id="a tag that runs",
        ),
        pytest.param("a: 1\nb: !secret c\n", 2, "!secret", id="a tag of somebody's own"),
        pytest.param("a: !!str 1\n", 1, "tag:yaml.org,2002:str", id="a harmless tag"),
        pytest.param("a: 1\nb: 2\na: 3\n", 3, "a", id="a key twice"),
        pytest.param("- {b: 1,\n  b: 2}\n", 2, "b", id="a key twice in braces"),
        pytest.param("? [a, b]\n: c\n", 1, "?", id="a list as a key"),
        pytest.param("a: 1\n---\nb: 2\n", 2, "---", id="a second document"),
        pytest.param("a: 1\nb: 2026-02-31\n", 2, "2026-02-31", id="a day that no calendar has"),
        pytest.param("a:\n" + "[" * 100_000, 2, "file", id="a hundred thousand brackets"),
        pytest.param("a: " + "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), 1, "file", id="one list too deep"),
        pytest.param("- a: 1\n- b: [1, 2\n- c: 3\n", 3, "c", id="a bracket left open"),
        pytest.param("a: 1\nb: it says: no\n", 2, "b", id="a colon in plain text"),
        pytest.param("a: 'one\nb: two\n", 3, "file", id="a quote left open"),
        pytest.param("a: 1\n  b: 2\n", 2, "b", id="an indentation that fits nothing"),
        pytest.param("a: 1\nb: @here\n", 2, "b", id="a sign that begins nothing"),
        pytest.param("a:\n\t- b\n", 2, "file", id="a tab"),
        pytest.param("a: 1\nb: c\0d\n", 2, "file", id="a zero byte"),
        pytest.param("a: 1\nb: c\x1b[31m\n", 2, "file", id="a control character"),
        pytest.param("a: 1\nb: bl\u200bood\n", 2, "file", id="a space that cannot be seen"),
        pytest.param("a: 1\nb: \u202egnp.exe\n", 2, "file", id="text turned around"),
        pytest.param("a: 1\nb: c\u2028d\n", 2, "file", id="a line break that only some see"),
        pytest.param(b"\xef\xbb\xbfa: 1\n", 1, "file", id="a byte-order mark"),
        pytest.param("a: 1\n".encode("utf-16"), 1, "file", id="UTF-16"),
        pytest.param(b"a: 1\nb: caf\xe9\n", 2, "file", id="Latin-1"),
        pytest.param(b"- a\n" * (MOST_BYTES // 4 + 1), 1, "file", id="just over the limit"),
        pytest.param(b"- a\n" * 2_500_000, 1, "file", id="ten megabytes"),
    ],
)
def test_what_is_not_plain_is_refused_with_its_line(tmp_path: Path, content: str | bytes, line: int, key: str) -> None:
    (fault,) = faults_of(tmp_path, content)

    assert (fault.file, fault.line, fault.key) == (FILE, line, key)
    assert fault.problem
    assert fault.remedy


def test_a_bomb_of_references_is_refused_at_each_of_them_and_never_expanded(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, BOMB)

    assert {fault.key for fault in faults if fault.key[0] == "&"} == {f"&{name}" for name in "abcdefghi"}
    assert {fault.key for fault in faults if fault.key[0] == "*"} == {f"*{name}" for name in "abcdefgh"}


def test_several_faults_of_one_file_are_told_together(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, "a: &x 1\nb: 1\nb: 2\nc: !t 3\nd: [\n")

    assert [(fault.line, fault.key) for fault in faults[:3]] == [(1, "&x"), (3, "b"), (4, "!t")]
    assert faults[3].line >= 5


def test_a_file_that_is_a_folder_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()

    with pytest.raises(KnowledgeError) as raised:
        read(tmp_path, FILE)

    assert [(fault.file, fault.line) for fault in raised.value.faults] == [(FILE, 1)]


def test_each_key_and_item_knows_its_line(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("- id: a\n  words: [b,\n    c]\n- id: d\n", encoding="utf-8")

    found = lines(read(tmp_path, FILE))

    assert {path: found[path] for path in [(0,), (0, "words"), (0, "words", 1), (1, "id")]} == {
        (0,): 1,
        (0, "words"): 2,
        (0, "words", 1): 3,
        (1, "id"): 4,
    }


def test_a_long_list_of_english_words_is_read_up_to_its_own_limit(folder: Folder) -> None:
    folder.write("english.txt", "flood\n" * (MOST_BYTES // 6 + 1))

    assert folder.faults() == ()
    folder.write("english.txt", "flood\n" * (MOST_ENGLISH // 6 + 1))
    assert [(fault.file, fault.line) for fault in folder.faults()] == [("english.txt", 1)]


def test_a_text_is_read_as_written(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_bytes("café\r\nthe\n".encode())

    assert read_text(tmp_path, "words.txt") == "café\r\nthe\n"
