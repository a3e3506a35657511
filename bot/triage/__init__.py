"""How soon a person should be seen, and why."""

from bot.triage.triage import Assessment, Hit, LiveFlag, Triage, level_of

__all__ = ["Assessment", "Hit", "LiveFlag", "Triage", "level_of"]
