"""One line of `doctor`: how grave it is, and which words say what it is and what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Verdict(StrEnum):
    """How grave. A fault keeps people from being answered or helped."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found; `key` names its words (`doctor.<key>` in words.yaml), `values` fill them; `notes` stand below."""

    verdict: Verdict
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def ok(key: str, **values: object) -> Finding:
    """Return a finding that needs nothing done."""
    return Finding(Verdict.OK, key, values)


def warning(key: str, **values: object) -> Finding:
    """Return a finding to think about before going live."""
    return Finding(Verdict.WARNING, key, values)


def fault(key: str, **values: object) -> Finding:
    """Return a finding to mend."""
    return Finding(Verdict.FAULT, key, values)
