"""Who and where: users, chats with their members and topics, as the stand-in remembers them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.standin.message import Message

# Telegram's own accounts: behind anonymous administrators, behind channels that write in a group, and behind what
# a linked channel posts; Bot API, "Message", field "from".
ANONYMOUS_BOT = 1087968824
CHANNEL_BOT = 136817688
TELEGRAM = 777000

ADMINISTRATOR_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
GONE = frozenset({"left", "kicked"})
RULING = frozenset({"creator", "administrator"})


@dataclass(eq=False)
class User:
    """An account. `started` and `blocked` are about the bot under test; `hides_link` forbids tg://user links."""

    id: int
    first_name: str
    username: str | None = None
    last_name: str | None = None
    is_bot: bool = False
    language_code: str | None = None
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    hides_link: bool = False
    offline: bool = False

    def wire(self) -> dict[str, Any]:
        """Give the Bot API's User."""
        wire = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        optional = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        return wire | {name: value for name, value in optional.items() if value is not None}


@dataclass(eq=False)
class Member:
    """A user's standing in a chat: status of ChatMember, whether they may write, an administrator's rights."""

    user: User
    status: str = "member"
    can_write: bool = True
    rights: frozenset[str] = frozenset(ADMINISTRATOR_RIGHTS)
    anonymous: bool = False

    @property
    def present(self) -> bool:
        """Whether they are in the chat at all."""
        return self.status not in GONE

    @property
    def rules(self) -> bool:
        """Whether they are the owner or an administrator."""
        return self.status in RULING

    def may(self, right: str) -> bool:
        """Whether they hold an administrator's right."""
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)

    def wire(self) -> dict[str, Any]:
        """Give the Bot API's ChatMember."""
        wire: dict[str, Any] = {"user": self.user.wire(), "status": self.status}
        if self.rules:
            wire["is_anonymous"] = self.anonymous
        if self.status == "administrator":
            wire |= {"can_be_edited": False} | {right: right in self.rights for right in ADMINISTRATOR_RIGHTS}
        if self.status == "kicked":
            wire["until_date"] = 0
        if self.status == "restricted":
            wire |= restricted(can_write=self.can_write)
        return wire


def restricted(*, can_write: bool) -> dict[str, Any]:
    """Give the fields of ChatMemberRestricted, all of them bound to whether the member may write."""
    sends = ("messages", "audios", "documents", "photos", "videos", "video_notes", "voice_notes", "polls")
    also = ("send_other_messages", "add_web_page_previews", "change_info", "invite_users", "pin_messages")
    names = (
        [f"can_send_{kind}" for kind in sends]
        + [f"can_{name}" for name in also]
        + ["can_manage_topics", "can_edit_tag", "can_react_to_messages"]
    )
    return dict.fromkeys(names, can_write) | {"is_member": True, "until_date": 0}


@dataclass(eq=False)
class Topic:
    """A forum topic; its id is that of the service message that created it."""

    thread_id: int
    name: str
    icon_color: int = 7322096
    closed: bool = False
    created_by: Message | None = None


@dataclass(eq=False)
class Chat:
    """A chat of any type, with everything said in it (`log`) and what the bot under test has said (`ours`)."""

    id: int
    type: str
    title: str | None = None
    username: str | None = None
    first_name: str | None = None
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    log: list[Message] = field(default_factory=list)
    ours: list[Message] = field(default_factory=list)
    linked: Chat | None = None
    migrated_to: Chat | None = None
    members_may_write: bool = True
    slow_mode: int = 0
    protected: bool = False
    ephemeral_refusal: str | None = None
    last_message_id: int = 0

    @property
    def is_group(self) -> bool:
        """Whether several people talk here."""
        return self.type in {"group", "supergroup"}

    def next_message_id(self) -> int:
        """Count one message up."""
        self.last_message_id += 1
        return self.last_message_id

    def member(self, user: User) -> Member:
        """Give the standing of a user; somebody who was never here has left."""
        return self.members.get(user.id) or Member(user, "left")

    def message(self, message_id: int | None) -> Message | None:
        """Find a message that was not deleted (ephemeral ones have no id of their own)."""
        if not message_id:
            return None
        return next((m for m in reversed(self.log) if m.message_id == message_id and not m.deleted), None)

    def wire(self) -> dict[str, Any]:
        """Give the Bot API's Chat."""
        wire: dict[str, Any] = {"id": self.id, "type": self.type}
        optional = {"title": self.title, "username": self.username, "first_name": self.first_name}
        wire |= {name: value for name, value in optional.items() if value is not None}
        return wire | ({"is_forum": True} if self.is_forum else {})
