"""What was loaded stays: the collector of garbage need not go through it again and again."""

from __future__ import annotations

import gc


def settle() -> None:
    """Take what there is now out of the collector's rounds; what has become garbage since the last time goes first.

    The knowledge is some hundred thousand objects: to go through them took a seventh of the time of a message.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
