"""The stage on which these stories are played."""

from tests.scenarios.staging import stage, watched

__all__ = ["stage", "watched"]
