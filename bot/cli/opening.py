"""Open the knowledge folder that was asked for."""

from __future__ import annotations

import gc
import os
from pathlib import Path

from bot import Assistant
from bot.cli.kept import kept
from bot.knowledge.folder import shipped_folder


def assistant(folder: Path | None) -> Assistant:
    """Return an assistant for `--knowledge`, or else KNOWLEDGE_DIR, or else the folder shipped."""
    return opened(folder or chosen_folder())


def opened(folder: Path | None) -> Assistant:
    """Return an assistant for `folder`; for None the one that was kept of the folder shipped."""
    # Nothing that loading makes is garbage: looking for it would take a tenth of the time, now and at its end.
    gc.disable()
    try:
        return kept(shipped_folder(), Assistant.load) if folder is None else Assistant.load(folder)
    finally:
        gc.freeze()
        gc.enable()


def chosen_folder() -> Path | None:
    """Return KNOWLEDGE_DIR. The settings, slow to import, are read only where one of their sources speaks."""
    named = any(name.upper() == "KNOWLEDGE_DIR" for name in os.environ)
    if not named and not Path(".env").is_file():
        return None
    from bot.settings import Settings

    return Settings.read().knowledge_dir
