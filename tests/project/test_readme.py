"""What the documents say is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.main import COMMANDS, main
from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("setting", [name.upper() for name in Settings.model_fields])
def test_each_setting_has_its_row(setting: str) -> None:
    assert f"| `{setting}` |" in README


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_each_command_has_its_row(command: str) -> None:
    assert f"| `continence-bot {command}" in README


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_each_option_of_a_command_is_named(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])

    options = set(re.findall(r"--[a-z]+", capsys.readouterr().out)) - {"--help"}
    assert {option for option in options if option not in README} == set()


@pytest.mark.parametrize("document", ["README.md", "docs/deployment.md"])
def test_what_a_document_shows_is_what_the_program_says(document: str) -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "cogapp", "-I", ".", "--check", "--diff", document],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )

    assert checked.returncode == 0, f"run `make docs`:\n{checked.stdout}"
