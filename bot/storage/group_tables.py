"""What is kept of groups, of the ways from them to a private chat, of relayed messages, and what is merely counted."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Index, Integer, String, Table

from bot.storage.tables import AS_A_COUNT, TO_ANSWER_EDITS, Moment, kept, metadata

WHILE_A_MEMBER = "RETENTION_DAYS after the bot left the group; belongs to no person"
UNTIL_REDEEMED = "30 minutes, or until it is used, or until /forget"


# `whispers`: whether a message that one member alone sees was possible the last time; empty: not tried.
# `spoke_at`: when the bot last spoke there without having been called.
groups = Table(
    "groups",
    metadata,
    kept(WHILE_A_MEMBER, "chat", BigInteger, key=True),
    kept(WHILE_A_MEMBER, "standing", String(16)),
    kept(WHILE_A_MEMBER, "choices", JSON),
    kept(WHILE_A_MEMBER, "whispers", Boolean, null=True),
    kept(WHILE_A_MEMBER, "trial_until", Moment, null=True),
    kept(WHILE_A_MEMBER, "left_at", Moment, null=True),
    kept(WHILE_A_MEMBER, "spoke_at", Moment, null=True),
)

# `token` is a digest: who reads the database can open no door. `gist` holds ids, no words.
handoffs = Table(
    "handoffs",
    metadata,
    kept(UNTIL_REDEEMED, "token", String(64), key=True),
    kept(UNTIL_REDEEMED, "person", BigInteger),
    kept(UNTIL_REDEEMED, "chat", BigInteger),
    kept(UNTIL_REDEEMED, "thread", BigInteger, null=True),
    kept(UNTIL_REDEEMED, "purpose", String(16)),
    kept(UNTIL_REDEEMED, "gist", JSON(none_as_null=True), null=True),
    kept(UNTIL_REDEEMED, "expires_at", Moment),
)

# A message that was passed on, and its copy: so that an edit can follow it. `person`: whose case it belongs to.
relayed = Table(
    "relayed",
    metadata,
    kept(TO_ANSWER_EDITS, "chat", BigInteger, key=True),
    kept(TO_ANSWER_EDITS, "message", BigInteger, key=True),
    kept(TO_ANSWER_EDITS, "to_chat", BigInteger),
    kept(TO_ANSWER_EDITS, "to_message", BigInteger),
    kept(TO_ANSWER_EDITS, "case_id", String(22)),
    kept(TO_ANSWER_EDITS, "person", BigInteger),
    kept(TO_ANSWER_EDITS, "at", Moment),
)

# `what` is counted by `name`, such as ("topic", "care.pads"); `chat` is 0 but for a group on trial.
tallies = Table(
    "tallies",
    metadata,
    kept(AS_A_COUNT, "day", String(10), key=True),
    kept(AS_A_COUNT, "chat", BigInteger, key=True),
    kept(AS_A_COUNT, "what", String(16), key=True),
    kept(AS_A_COUNT, "name", String(64), key=True),
    kept(AS_A_COUNT, "count", Integer),
)

Index("handoffs_of", handoffs.c.person)
Index("relayed_copies", relayed.c.to_chat, relayed.c.to_message)
Index("relayed_of", relayed.c.person)
