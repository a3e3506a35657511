"""What README.md shows: commands run as somebody would run them, with what they print. `make docs` writes it down."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.storage.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy import Table

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = 100


def conversation(*said: str) -> str:
    """Return a conversation in which somebody says `said`, as a block of Markdown."""
    return _block("$ make chat", _run("chat", lines=said))


def command(*arguments: str, lines: list[str]) -> str:
    """Return a command that reads `lines` with what it prints, as a block of Markdown."""
    typed = "".join(f"  {line}\n" for line in lines)
    return _block(f"$ continence-bot {' '.join(arguments)} <<END\n{typed}END", _run(*arguments, lines=lines))


def kept() -> str:
    """Return what the database keeps, and for how long, as a table of Markdown."""
    rows = [
        f"| {kind.name} | {', '.join(names)} | {long} |"
        for kind in metadata.sorted_tables
        for long, names in _by_time(kind)
    ]
    return "\n".join(["| table | columns | kept for |", "| --- | --- | --- |", *sorted(rows)]) + "\n"


def _by_time(kind: Table) -> list[tuple[str, list[str]]]:
    times = dict.fromkeys(column.info["kept"] for column in kind.columns)
    return [(long, [column.name for column in kind.columns if column.info["kept"] == long]) for long in times]


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
