"""What every story is watched for: no group hears of anybody's trouble, the desk learns of nobody, nothing is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.scenarios.running import Running
    from tests.standin import Message, Server

# Words that would tell a group what somebody's question was about, and the name that the bot's description has.
SUBJECT = re.compile(
    r"leak|\bpoo|\bbum\b|stool|bleed|blood|\bpiles\b|haemor|anal\b|anus|incontin|continence|faec|diarrh|bowel|\bpads?\b"
    r"|fissure|\bwip(e|ing)|suicid|crisis|emergency|ambulance|danger",
    re.IGNORECASE,
)
TOO_SHORT = 10  # characters: "/ask", "thanks" may stand anywhere


def assert_no_group_heard(server: Server, desk: int) -> None:
    """Look at all that the bot has said for all to see, each version of it: no word of the subject.

    What one member alone sees went to somebody who has said something there.
    """
    for message in _public(server, desk):
        addresses = [button.url or "" for button in message.buttons]
        for text in (message.text, *(version.text for version in message.history), *message.labels, *addresses):
            found = SUBJECT.search(text)
            assert found is None, f"{message.chat.title} could read {found[0]!r} in {text!r}"
    for chat in server.world.groups:
        spoke = {message.sender.id for message in chat.log if not message.from_bot_under_test and message.sender}
        for message in chat.ours:
            if message.receiver is not None:
                assert message.receiver.id in spoke, f"{message.receiver.first_name} was shown another's answer"


def _public(server: Server, desk: int) -> Iterator[Message]:
    for chat in server.world.groups:
        if chat.id != desk and "desk" not in (chat.title or "").lower():
            yield from (message for message in chat.ours if message.receiver is None and not message.is_service)


def assert_desk_knows_nobody(server: Server, desk: int) -> None:
    """Look at all that the desk was told: no number or name of anybody but its own members."""
    chat = server.world.chats[desk]
    people = [user for user in server.world.users.values() if not user.is_bot and not chat.member(user).present]
    for message in chat.ours:
        for user in people:
            assert str(user.id) not in message.html, f"the desk was given a number of {user.first_name}"
            assert user.first_name not in message.text, f"the desk was given the name of {user.first_name}"


def assert_nothing_kept(server: Server, bot: Running, logged: str) -> None:
    """Look into the database's files and the log: no text that anybody wrote, no name."""
    kept = bot.kept_bytes().decode("utf-8", "replace") + logged
    names = {user.first_name for user in server.world.users.values() if not user.is_bot} - {"Telegram"}
    found = [secret for secret in (*_texts(server), *names) if secret in kept]
    assert found == [], f"kept, in the database or the log: {found}"


def _texts(server: Server) -> set[str]:
    said = [message for chat in server.world.chats.values() for message in chat.log if not message.from_bot_under_test]
    texts = {text for message in said for text in (message.text, *(version.text for version in message.history))}
    return {text for text in texts if len(text) >= TOO_SHORT and not text.startswith("/start")}
