"""What README.md shows: commands run as somebody would run them, with what they print. `make docs` writes it down."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = 100


def conversation(*said: str) -> str:
    """Return a conversation in which somebody says `said`, as a block of Markdown."""
    return _block("$ make chat", _run("chat", lines=said))


def command(*arguments: str, lines: list[str]) -> str:
    """Return a command that reads `lines` with what it prints, as a block of Markdown."""
    typed = "".join(f"  {line}\n" for line in lines)
    return _block(f"$ continence-bot {' '.join(arguments)} <<END\n{typed}END", _run(*arguments, lines=lines))


def _run(*arguments: str, lines: tuple[str, ...] | list[str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input="\n".join(lines),
        env=os.environ | {"COLUMNS": str(COLUMNS), "NO_COLOR": "1"},
        cwd=ROOT,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    return done.stdout


def _block(typed: str, printed: str) -> str:
    return f"```console\n{typed}\n{printed.strip()}\n```\n"
