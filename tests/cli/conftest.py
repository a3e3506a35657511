"""Commands run as somebody runs them: as processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left behind."""

    raw: bytes
    errors: str
    code: int

    @property
    def out(self) -> str:
        """What it printed; UTF-8, whatever the locale."""
        return self.raw.decode().replace("\r\n", "\n")

    @property
    def records(self) -> list[Any]:
        """What it printed, as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


class Shell(Protocol):
    """Runs `continence-bot` with arguments, bytes or text on standard input, and some variables."""

    def __call__(self, *arguments: str, given: bytes | str = b"", **variables: str) -> Done:
        """Run the command to its end."""


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Return a way to run commands, in an empty folder and without settings."""
    inherited = {
        name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}
    }

    def run(*arguments: str, given: bytes | str = b"", **variables: str) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=given.encode() if isinstance(given, str) else given,
            env=inherited | variables,
            cwd=tmp_path,
            capture_output=True,
            check=False,
            timeout=60,
        )
        return Done(done.stdout, done.stderr.decode(), done.returncode)

    return run
