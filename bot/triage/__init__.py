"""How soon a person should be seen, and why."""

from bot.triage.liveness import LearnedLiveness
from bot.triage.triage import Assessment, Hit, LiveFlag, Triage, level_of

__all__ = ["Assessment", "Hit", "LearnedLiveness", "LiveFlag", "Triage", "level_of"]
