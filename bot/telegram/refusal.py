"""Why a call to Telegram had no effect."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why a call had no effect. A value, not an error: people block bots and delete messages."""

    FORBIDDEN = "forbidden"  # 403: blocked, thrown out, never started
    REJECTED = "rejected"  # 400: Telegram will not take it, now or later
    UNCHANGED = "unchanged"  # an edit to what stands there already
    GAVE_UP = "gave up"  # the patience was used up
