"""Faults that a test orders: what goes wrong, with which calls, how many times.

`server.order(too_many_requests(3), times=2, method="sendMessage", chat=ann)` is met by the next two calls that fit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from tests.standin.refusal import TERMINATED, UNAUTHORISED, Refusal, conflict, too_many

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.standin.calls import Call

Kind = Literal["refuse", "page", "hang", "drop", "half", "slow"]
BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


@dataclass(frozen=True)
class Fault:
    """One way to go wrong. `after_effect`: the call was carried out, and only its answer is lost."""

    name: str
    kind: Kind
    after_effect: bool = False
    refusal: Refusal | None = None
    status: int = 502
    seconds: float = 0.0


def too_many_requests(retry_after: int = 1) -> Fault:
    """429 with `retry_after` in seconds."""
    return Fault("429", "refuse", refusal=too_many(retry_after))


def server_error(code: int = 500) -> Fault:
    """A 5xx in Telegram's JSON."""
    return Fault(str(code), "refuse", refusal=Refusal(code, "Internal Server Error: restart"))


def bad_gateway(code: int = 502) -> Fault:
    """A 5xx from the proxy before Telegram: a page of HTML."""
    return Fault(f"{code} HTML", "page", status=code)


def timeout_before_effect() -> Fault:
    """No answer for as long as the caller waits; nothing has happened."""
    return Fault("timeout before effect", "hang")


def timeout_after_effect() -> Fault:
    """No answer for as long as the caller waits, though the call was carried out."""
    return Fault("timeout after effect", "hang", after_effect=True)


def dropped_connection(*, after_effect: bool = False) -> Fault:
    """The connection is cut without an answer."""
    return Fault("dropped", "drop", after_effect=after_effect)


def half_an_answer() -> Fault:
    """The call was carried out; the answer breaks off in the middle."""
    return Fault("half", "half", after_effect=True)


def slow_answer(seconds: float) -> Fault:
    """A right answer, late."""
    return Fault("slow", "slow", after_effect=True, seconds=seconds)


def conflict_409() -> Fault:
    """As if another poller had taken over."""
    return Fault("409", "refuse", refusal=conflict(TERMINATED))


def unauthorised() -> Fault:
    """As if the token had been revoked."""
    return Fault("401", "refuse", refusal=Refusal(*UNAUTHORISED))


def refused(code: int, description: str, **parameters: int) -> Fault:
    """Any other refusal."""
    return Fault(str(code), "refuse", refusal=Refusal(code, description, **parameters))


@dataclass(eq=False)
class Order:
    """A fault ordered for some calls. `left` is how many it still waits for (None: all), `met` those it has spoilt."""

    fault: Fault
    fits: Callable[[Call], bool]
    left: int | None
    met: list[Call] = field(default_factory=list)

    def cancel(self) -> None:
        """Let calls pass from now on."""
        self.left = 0


class Faults:
    """The orders in force; the oldest that fits a call is met first."""

    def __init__(self) -> None:
        self.orders: list[Order] = []

    def order(self, fault: Fault, fits: Callable[[Call], bool], times: int | None) -> Order:
        """Order a fault."""
        self.orders.append(Order(fault, fits, times))
        return self.orders[-1]

    def take(self, call: Call) -> Fault | None:
        """Give the fault that this call meets, if any."""
        for order in self.orders:
            if order.left != 0 and order.fits(call):
                order.left = None if order.left is None else order.left - 1
                order.met.append(call)
                return order.fault
        return None


def fitting(method: str | None, chat: Any, when: Callable[[Call], bool] | None) -> Callable[[Call], bool]:  # noqa: ANN401
    """Make a test for calls: of a method, to a chat (anything with an `id`, or the id), and as `when` says."""
    wanted = getattr(chat, "id", chat)

    def fits(call: Call) -> bool:
        if method is not None and call.method.lower() != method.lower():
            return False
        if wanted is not None and call.params.get("chat_id") != wanted:
            return False
        # A long poll is spoilt only by an order that names it: the others are about what the bot does.
        if method is None and when is None and call.method == "getUpdates":
            return False
        return when is None or when(call)

    return fits
