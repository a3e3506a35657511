"""Whatever goes wrong ends in one line that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pytest

from bot.cli import main as commands
from bot.cli.main import COMMANDS, INTERRUPTED, UNEXPECTED, main
from bot.errors import BotError
from tests.knowledge.folder import small_folder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

WRITTEN = "what somebody wrote"


class PortTakenError(BotError):
    """An error with an exit code of its own."""

    exit_code = 7


def raising(error: BaseException) -> tuple[commands.Command, ...]:
    """Return a command `ask` that raises `error`."""

    def run(_: object) -> NoReturn:
        raise error

    return (commands.Command("ask", "one answer", run),)


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (BotError("the disk is full: make room"), 1, "the disk is full: make room\n"),
        (PortTakenError("the port is taken: choose another"), 7, "the port is taken: choose another\n"),
        (KeyboardInterrupt(), INTERRUPTED, ""),
    ],
    ids=["a fault", "a fault with its own code", "Ctrl-C"],
)
def test_an_error_is_one_line_and_a_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, code: int, line: str
) -> None:
    monkeypatch.setattr(commands, "COMMANDS", raising(error))

    assert main(["ask"]) == code
    assert capsys.readouterr() == ("", line)


def test_a_mistake_of_ours_names_its_place_and_nothing_that_somebody_wrote(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "COMMANDS", raising(ValueError(WRITTEN)))

    assert main(["ask"]) == UNEXPECTED
    said = capsys.readouterr().err
    assert "ValueError at test_main.py:" in said
    assert WRITTEN not in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_each_command_helps(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    assert ended.value.code == 0
    assert "--knowledge DIR" in capsys.readouterr().out


def test_the_version_is_the_packages(shell: Shell) -> None:
    assert shell("--version").out.startswith("continence-bot ")


@pytest.mark.parametrize("arguments", [["chat"], ["ask", "it leaks"], ["ask", "--jsonl"], ["run"], ["check"]])
def test_a_folder_that_holds_no_knowledge_is_a_fault_and_no_traceback(
    shell: Shell, tmp_path: Path, arguments: list[str]
) -> None:
    done = shell(*arguments, "--knowledge", str(tmp_path / "nowhere"), TELEGRAM_BOT_TOKEN="1:x")

    said = done.out + done.errors
    assert done.code == 1
    assert "article.yaml" in said
    assert "Traceback" not in said


def test_a_knowledge_folder_is_named_by_the_setting_too(shell: Shell, tmp_path: Path) -> None:
    small = str(small_folder(tmp_path / "small").path)
    (tmp_path / ".env").write_text("KNOWLEDGE_DIR=from_the_file\n", encoding="utf-8")

    by_file = shell("ask", "it leaks")
    by_option = shell("ask", "it leaks", "--knowledge", small)
    by_variable = shell("ask", "it leaks", KNOWLEDGE_DIR=small)

    assert [done.code for done in (by_file, by_option, by_variable)] == [1, 0, 0]
