"""Memory, each matcher in a process of its own: `python -m benchmarks._memory NAME` prints the resident MiB."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from pathlib import Path

OURS = "this reader"
BARE = "Python alone"
_PAGES = Path("/proc/self/statm")
_PAGE = 4 / 1024  # MiB, on Linux


def measured(name: str, texts: list[str]) -> float | None:
    """Return the resident MiB of a process that loaded `name` and answered; None where there is no /proc.

    Peers match against `texts`.
    """
    if not _PAGES.exists():
        return None
    command = [sys.executable, "-m", "benchmarks._memory", name]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True)
    return float(done.stdout)


def _resident() -> float:
    return int(_PAGES.read_text(encoding="ascii").split()[1]) * _PAGE


def _held(name: str, texts: list[str]) -> object:
    """Load what is measured, and let it answer once."""
    if name == BARE:
        return None
    if name == OURS:
        from bot import Assistant  # noqa: PLC0415 - only what is measured is loaded

        assistant = Assistant.load()
        return assistant, assistant.reply("blood in my stool, what is it")
    from benchmarks._peers import PEERS  # noqa: PLC0415 - likewise

    peer = PEERS[name](texts)
    return peer, peer("blood in my stool, what is it")


if __name__ == "__main__":
    held = _held(sys.argv[1], json.load(sys.stdin))
    gc.collect()
    print(f"{_resident():.1f}")
