"""The assistant of the shipped knowledge, kept ready between two commands as Python keeps compiled modules.

To read and check the knowledge takes longer than all the rest of an answer. What came of it stands in the user's cache
folder and counts until a file of the knowledge or of the program changes. It holds the knowledge alone: no message, and
nothing about anybody.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pydantic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot import Assistant

_PACKAGE = Path(__file__).resolve().parents[1]
_FOLDER = "continence-bot"
# A file that others may write to is not ours to trust.
_OTHERS_MAY_WRITE = 0o022


def kept(folder: Path, make: Callable[[], Assistant], cache: Path | None = None) -> Assistant:
    """Return what `make` made of the knowledge `folder` before, if nothing changed since; else make it, and keep it.

    `cache` is where to keep it (None: the user's cache folder). Whatever is wrong with what was kept, or with the place
    for it, `make` is called.
    """
    stamp = _stamp(folder)
    place = (cache or _cache()) / f"{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}.pickle"
    known = _read(place, stamp)
    if known is None:
        known = make()
        with suppress(OSError):
            _write(place, stamp, known)
    return known


def _cache() -> Path:
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(named) if named else Path.home() / ".cache") / _FOLDER


def _stamp(folder: Path) -> str:
    """Return what changes with any file of the knowledge or of the program, by size and time as Python does it."""
    parts = [sys.version, pydantic.VERSION]
    parts += sorted(
        f"{entry.path} {entry.stat().st_size} {entry.stat().st_mtime_ns}"
        for root in (folder, _PACKAGE)
        for entry in _files(root)
    )
    return hashlib.sha256("\n".join(parts).encode(errors="surrogateescape")).hexdigest()


def _files(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry.path)
        else:
            yield entry


def _read(place: Path, stamp: str) -> Assistant | None:
    try:
        with place.open("rb") as file:
            about = os.fstat(file.fileno())
            if hasattr(os, "getuid") and (about.st_uid != os.getuid() or about.st_mode & _OTHERS_MAY_WRITE):
                return None
            if file.readline().decode("ascii", "replace").strip() != stamp:
                return None
            assistant: Assistant = pickle.load(file)  # noqa: S301 - the user's own file, which nobody else may write
    except Exception:  # noqa: BLE001 - a broken file can raise anything, and is only made anew
        return None
    return assistant


def _write(place: Path, stamp: str, assistant: Assistant) -> None:
    """Write to a file beside it first: who reads at the same time sees the old one or the new one, whole."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(f"{stamp}\n".encode())
            pickle.dump(assistant, file, protocol=pickle.HIGHEST_PROTOCOL)
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
