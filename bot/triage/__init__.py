"""How soon a person should be seen, and why."""

from bot.triage.levels import Hit, LiveFlag, level_of
from bot.triage.triage import Assessment, Triage

__all__ = ["Assessment", "Hit", "LiveFlag", "Triage", "level_of"]
