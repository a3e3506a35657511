"""The refusals of the Bot API: code, description and parameters, worded as Telegram words them.

Source of the wordings: github.com/tdlib/telegram-bot-api `Client.cpp`, github.com/tdlib/td `MessageEntity.cpp`.
"""

from typing import Any


class Refusal(Exception):  # noqa: N818 - Telegram refuses; the server has not failed
    """A request that Telegram turns down. Raised by methods, answered by the server as JSON."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """Give the JSON that Telegram answers with."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(reason: str, **parameters: int) -> Refusal:
    """Refuse with 400."""
    return Refusal(400, f"Bad Request: {reason}", **parameters)


def forbidden(reason: str) -> Refusal:
    """Refuse with 403."""
    return Refusal(403, f"Forbidden: {reason}")


def too_many(retry_after: int) -> Refusal:
    """Refuse with 429; `retry_after` in seconds."""
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def conflict(reason: str) -> Refusal:
    """Refuse with 409."""
    return Refusal(409, f"Conflict: {reason}")


UNAUTHORISED = (401, "Unauthorized")
METHOD_NOT_FOUND = (404, "Not Found: method not found")
TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
