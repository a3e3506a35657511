"""The stage on which these stories are played."""

from tests.scenarios.staging import stage

__all__ = ["stage"]
