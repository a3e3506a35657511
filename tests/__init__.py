"""Tests, room by room as in `bot`; `standin` is the Bot API that they run against."""
