"""Where something failed, without its words."""

from __future__ import annotations

import traceback


def where(error: BaseException | None) -> dict[str, object]:
    """Say what an error was and where it was raised: no text of it, which may quote a message."""
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    ours = [frame for frame in frames if "/bot/" in frame.filename.replace("\\", "/")] or list(frames)
    place = f"{ours[-1].name}:{ours[-1].lineno}" if ours else None
    return {"error": type(error).__name__, "at": place}
