"""What a clinician signs off: red flags, what is said on them, and the numbers. A change to it asks for them again."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.model import Entry

LETTERS = 12  # of SHA-256 in hexadecimal: enough to notice a change


def fingerprint(knowledge: Knowledge) -> str:
    """Return letters that change with anything that is said or decided on a sign of danger; comments do not count."""
    entries = [*knowledge.flags.values(), *knowledge.places.places, knowledge.soft_signals]
    content = json.dumps(sorted(map(_written, entries)))
    return hashlib.sha256(content.encode()).hexdigest()[:LETTERS]


def _written(entry: Entry) -> str:
    return entry.model_dump_json(exclude_defaults=True)
