"""`chat` as somebody meets it: at a keyboard, piped, in colour and without, in a narrow window."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot import Level
from bot.assistant.reply import Block, BlockKind
from bot.cli.paper import Paper

if TYPE_CHECKING:
    from bot import Assistant
    from tests.cli.conftest import Shell

LEAK = "my bum leaks after i poo even though i wipe well"
ESCAPE = "\x1b["


def test_a_piped_conversation_reads_like_a_typed_one(shell: Shell, assistant: Assistant) -> None:
    done = shell("chat", given=f"{LEAK}\n/topics\n/quit\n")

    said = " ".join(done.out.split())
    assert said.index(assistant.knowledge.words["topics.kinds"]) > said.index(f"> {LEAK}")
    assert all(block in said for block in assistant.reply(LEAK).blocks)
    assert (done.code, done.errors, ESCAPE in done.out) == (0, "", False)


@pytest.mark.parametrize("given", [b"", b"it leaks", b"it leaks\n", b"\xff\xfe\x00\n", b"\x1b]0;title\x07 \x1b[2J\n"])
def test_whatever_is_piped_ends_well(shell: Shell, given: bytes) -> None:
    done = shell("chat", given=given)

    assert (done.code, done.errors) == (0, "")
    assert "\x1b" not in done.out


@pytest.mark.parametrize("columns", [1, 10, 20, 40])
def test_a_narrow_window_is_never_overrun(shell: Shell, columns: int) -> None:
    done = shell("chat", given=f"{LEAK}\n/topics\n1\n", COLUMNS=str(columns))

    # A mark and one letter are the least that a line can hold.
    assert max(len(line) for line in done.out.splitlines()) <= max(columns, 6)
    assert done.code == 0


def test_no_line_ends_in_spaces(shell: Shell) -> None:
    done = shell("chat", given=f"{LEAK}\n/topics\n/country\n")

    assert not re.findall(r"[ \t]+$", done.out.replace("> \n", ""), flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("variables", "coloured"), [({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)]
)
def test_no_color_is_heard(shell: Shell, variables: dict[str, str], coloured: bool) -> None:
    done = shell("chat", given=LEAK, TERM="xterm-256color", **variables)

    assert bool(re.search(r"\x1b\[[0-9;]*3[0-9]", done.out)) == coloured


@pytest.mark.parametrize(
    ("level", "alarming"),
    [(Level.SEE_DOCTOR, False), (Level.URGENT, True), (Level.EMERGENCY, True)],
    ids=["see_doctor", "urgent", "emergency"],
)
def test_only_what_cannot_wait_is_red(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], level: Level, alarming: bool
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)

    Paper().blocks([Block(BlockKind.ACTION, "Do this.")], level)

    assert ("\x1b[1;31m" in capsys.readouterr().out) == alarming


def test_several_people_are_played_in_one_terminal(shell: Shell, assistant: Assistant) -> None:
    done = shell("chat", "--group", given=f"anna: morning\n\nanna: /ask {LEAK}\n/quit\n")

    words, said = assistant.knowledge.words, " ".join(done.out.split())
    assert said.index(words["terminal.group.silence"]) < said.index(words.get("terminal.group.alone", name="anna"))
    assert said.endswith(words["terminal.bye"])
    assert (done.code, done.errors) == (0, "")
