"""Updates of every kind, a marked word in every field that can hold one: what people write, are called, and send."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.scenarios.examples import HEAVY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.standin import Group, Person, Town

JSON = dict[str, Any]
PREFIX = "xylo"  # what all marked words begin with; no word of the program does


@dataclass
class Marks:
    """Makes marked words. `fields` says what each stands in, to name the field that leaked."""

    fields: dict[str, str] = field(default_factory=dict)

    def __call__(self, where: str) -> str:
        """Make a word for a field: letters and digits alone, so that a name or an address can be made of it."""
        word = f"{PREFIX}{len(self.fields):04}x"
        self.fields[word] = where
        return word

    def found_in(self, text: str) -> set[str]:
        """Name the fields whose words stand in a text, in whatever case."""
        lower = text.lower()
        return {where for word, where in self.fields.items() if word in lower} | ({"?"} if PREFIX in lower else set())


class Planted:
    """Makes updates in the shapes of the Bot API. Each private one comes from somebody else: nobody has to wait."""

    def __init__(self, town: Town, group: Group) -> None:
        self.town = town
        self.group = group
        self.mark = Marks()
        self.number = 1000

    def somebody(self, where: str) -> Person:
        """Let somebody with marked names open an account, who has pressed Start."""
        name = self.mark(f"{where}: first name")
        person = self.town.person(name, username=self.mark(f"{where}: username"), started=True)
        person.user.last_name = self.mark(f"{where}: last name")
        return person

    def updates(self) -> Iterator[JSON]:
        """Make them all."""
        for kind, content in {**self._contents(), **self._around(), **self._services()}.items():
            yield {"message": self._said(kind, content)}
        yield {"edited_message": self._said("edited", {"edit_date": 1, "text": self._text("edited")})}
        for kind, content in self._in_groups().items():
            yield {"message": self._said(kind, content, self.group)}
        yield from self._others()
        yield from self._bent()

    # ------------------------------------------------------------ parts

    def _text(self, where: str, words: str = "hello") -> str:
        return f"{words} {self.mark(where)}"

    def _user(self, where: str) -> JSON:
        return self.somebody(where).user.wire()

    def _chat(self, where: str, kind: str = "channel") -> JSON:
        titled = {"title": self.mark(f"{where}: title"), "username": self.mark(f"{where}: username")}
        return {"id": -1_009_000_000_000 - self._next(), "type": kind} | titled

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _entities(self, where: str) -> list[JSON]:
        at = {"offset": 0, "length": 2}
        return [
            at | {"type": "text_link", "url": f"https://{self.mark(f'{where}: url')}.example/"},
            at | {"type": "pre", "language": self.mark(f"{where}: language")},
            at | {"type": "custom_emoji", "custom_emoji_id": self.mark(f"{where}: emoji")},
            at | {"type": "text_mention", "user": self._user(f"{where}: mention")},
        ]

    def _file(self, where: str, **more: Any) -> JSON:  # noqa: ANN401 - JSON
        marked = {
            name: self.mark(f"{where}: {name}") for name in ("file_id", "file_unique_id", "file_name", "mime_type")
        }
        return marked | {"width": 1, "height": 1, "duration": 1, "length": 1} | more

    def _address(self, where: str) -> JSON:
        parts = ("country_code", "state", "city", "street_line1", "street_line2", "post_code")
        return {part: self.mark(f"{where}: {part}") for part in parts}

    def _order(self, where: str) -> JSON:
        known = {name: self.mark(f"{where}: {name}") for name in ("name", "phone_number", "email")}
        return known | {"shipping_address": self._address(where)}

    def _said(self, kind: str, content: JSON, place: Group | None = None) -> JSON:
        sender = self.somebody(f"{kind}: sender")
        chat = place.chat.wire() if place else sender.private.chat.wire() | {"last_name": sender.user.last_name}
        if place:
            place.join(sender.user)
        return {"message_id": self._next(), "date": 1_790_000_000, "chat": chat, "from": sender.user.wire()} | content

    # ------------------------------------------------------------ what is sent in private

    def _contents(self) -> dict[str, JSON]:
        mark, file, text = self.mark, self._file, self._text
        caption = {"caption": text("caption"), "caption_entities": self._entities("caption")}
        sticker = {"set_name": mark("sticker set"), "emoji": mark("sticker emoji"), "type": "regular"}
        flags = {"is_animated": False, "is_video": False}
        return {
            "text": {"text": text("text"), "entities": self._entities("text")},
            "danger": {"text": text("danger", HEAVY), "entities": self._entities("danger")},
            "command": {
                "text": f"/start {mark('deep link')}",
                "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
            },
            "unknown command": {
                "text": f"/{mark('command')}",
                "entities": [{"type": "bot_command", "offset": 0, "length": 11}],
            },
            "photo": {"photo": [file("photo")]} | caption | {"media_group_id": mark("album")},
            "question below a photo": {"photo": [file("photo")], "caption": text("question", "do pads help?")},
            "document": {"document": file("document", thumbnail=file("thumbnail"))},
            "audio": {"audio": file("audio", title=mark("audio title"), performer=mark("performer"))},
            "video": {"video": file("video")},
            "animation": {"animation": file("animation")},
            "voice": {"voice": file("voice")},
            "video note": {"video_note": file("video note")},
            "sticker": {"sticker": file("sticker", **sticker, **flags)},
            "contact": {"contact": {name: mark(f"contact {name}") for name in ("phone_number", "first_name", "vcard")}},
            "venue": {
                "location": {"latitude": 1.0, "longitude": 1.0},
                "venue": {
                    "location": {"latitude": 1.0, "longitude": 1.0},
                    **{
                        name: mark(f"venue {name}") for name in ("title", "address", "foursquare_id", "google_place_id")
                    },
                },
            },
            "poll": {"poll": self._poll("poll")},
            "dice": {"dice": {"emoji": mark("dice"), "value": 1}},
            "game": {
                "game": {
                    "title": mark("game"),
                    "description": mark("game description"),
                    "text": mark("game text"),
                    "photo": [file("game photo")],
                }
            },
            "invoice": {
                "invoice": {
                    **{
                        name: mark(f"invoice {name}")
                        for name in ("title", "description", "start_parameter", "currency")
                    },
                    "total_amount": 1,
                }
            },
            "checklist": {
                "checklist": {"title": mark("checklist"), "tasks": [{"id": 1, "text": mark("task")}]},
            },
            "story": {"story": {"chat": self._chat("story"), "id": 1}},
        }

    def _poll(self, where: str) -> JSON:
        option = {"text": self.mark(f"{where}: option"), "voter_count": 0, "persistent_id": self.mark(f"{where}: id")}
        switches = ("is_closed", "is_anonymous", "allows_multiple_answers")
        return {
            **{name: self.mark(f"{where}: {name}") for name in ("id", "question", "explanation", "description")},
            "options": [option],
            "total_voter_count": 0,
            "type": "quiz",
            **dict.fromkeys(switches, True),
        }

    def _around(self) -> dict[str, JSON]:
        mark, text = self.mark, self._text
        origin = {"date": 1, "author_signature": mark("signature of the origin")}
        quoted = {"text": mark("quote"), "position": 0, "entities": self._entities("quote")}
        answered = self._said("answered", {"text": text("answered"), "entities": self._entities("answered")})
        there = {"type": "channel", "chat": self._chat("origin"), "message_id": 1} | origin
        hidden = {"type": "hidden_user", "sender_user_name": mark("hidden sender")} | origin
        user = {"type": "user", "sender_user": self._user("origin")} | origin
        group = {"type": "chat", "sender_chat": self._chat("origin group", "supergroup")} | origin
        outside = {"origin": hidden, "chat": self._chat("other chat"), "message_id": 3}
        return {
            **{
                f"forwarded from {one['type']}": {"text": text("forwarded"), "forward_origin": one}
                for one in (there, hidden, user, group)
            },
            "a reply": {"text": text("reply"), "reply_to_message": answered, "quote": quoted},
            "a reply to elsewhere": {
                "text": text("reply to elsewhere"),
                "external_reply": outside | {"document": self._file("elsewhere"), "poll": self._poll("elsewhere")},
                "reply_to_story": {"chat": self._chat("story"), "id": 1},
            },
            "with everything beside": {
                "text": text("beside"),
                "via_bot": self._user("via") | {"is_bot": True},
                "author_signature": mark("signature"),
                "effect_id": mark("effect"),
                "link_preview_options": {"url": f"https://{mark('preview')}.example/"},
                "business_connection_id": mark("business"),
                "a_field_of_tomorrow": {mark("unknown name"): mark("unknown value")},
                "reply_markup": {
                    "inline_keyboard": [[{"text": mark("label"), "callback_data": mark("data of a label")}]]
                },
            },
        }

    def _services(self) -> dict[str, JSON]:
        mark = self.mark
        shared = {"user_id": 1, "first_name": mark("shared"), "username": mark("shared username")}
        return {
            "payment": {
                "successful_payment": {
                    **{name: mark(f"payment {name}") for name in ("currency", "invoice_payload")},
                    "total_amount": 1,
                    "telegram_payment_charge_id": mark("charge"),
                    "provider_payment_charge_id": mark("provider charge"),
                    "order_info": self._order("payment"),
                }
            },
            "web app": {"web_app_data": {"data": mark("web app"), "button_text": mark("web app button")}},
            "users shared": {"users_shared": {"request_id": 1, "users": [shared]}},
            "chat shared": {"chat_shared": {"request_id": 1, "chat_id": 1, "title": mark("shared chat")}},
            "access": {"write_access_allowed": {"web_app_name": mark("access")}},
            "website": {"connected_website": mark("website")},
            "pinned": {"pinned_message": self._said("pinned", {"text": self._text("pinned")})},
        }

    # ------------------------------------------------------------ in a group

    def _in_groups(self) -> dict[str, JSON]:
        mark, text = self.mark, self._text
        command = [{"type": "bot_command", "offset": 0, "length": 4}]
        return {
            "chatter": {"text": text("chatter", "lovely weather")},
            "called": {"text": text("called", "/ask do pads help?"), "entities": command},
            "danger in a group": {"text": text("danger in a group", HEAVY)},
            "members": {"new_chat_members": [self._user("new member")]},
            "left": {"left_chat_member": self._user("left member")},
            "title": {"new_chat_title": mark("new title")},
            "topic": {"forum_topic_created": {"name": mark("topic"), "icon_color": 1}},
            "topic renamed": {"forum_topic_edited": {"name": mark("topic renamed")}},
            "a channel's": {
                "text": text("channel's"),
                "sender_chat": self._chat("sender"),
                "author_signature": mark("s"),
            },
            "giveaway": {
                "giveaway": {
                    "chats": [self._chat("giveaway")],
                    "winners_selection_date": 1,
                    "winner_count": 1,
                    "prize_description": mark("prize"),
                    "country_codes": [mark("country")],
                }
            },
        }

    # ------------------------------------------------------------ other kinds of updates

    def _others(self) -> Iterator[JSON]:
        mark = self.mark
        presser = self.somebody("press")
        said = self._said(
            "pressed", {"text": self._text("pressed"), "reply_to_message": self._said("p", {"text": "p"})}
        )
        pressed = said | {"chat": presser.private.chat.wire()}
        member = {"user": self.town.bot.user.wire(), "status": "member"}
        ruling = member | {"status": "administrator", "custom_title": mark("custom title"), "can_be_edited": False}
        change = {"date": 1, "old_chat_member": member, "new_chat_member": ruling, "from": self._user("change")}
        link = {"invite_link": f"https://t.me/+{mark('invitation')}", "name": mark("name of an invitation")}
        invited = link | {"creator": self._user("invitation"), **dict.fromkeys(("is_primary", "is_revoked"), False)}
        invited |= {"creates_join_request": True}
        for data in (mark("callback data"), f"t:{mark('callback value')}", f"e:{mark('case of a callback')}"):
            press = {"id": mark("press"), "from": presser.user.wire(), "chat_instance": mark("instance")}
            yield {"callback_query": press | {"message": pressed, "data": data}}
        asked = {"id": mark("inline id"), "from": self._user("inline"), "offset": mark("inline offset")}
        yield {"inline_query": asked | {"query": self._text("inline query")}}
        chosen = {"result_id": mark("result"), "from": self._user("chosen"), "query": mark("chosen")}
        yield {"chosen_inline_result": chosen | {"inline_message_id": mark("inline message")}}
        chat = self.group.chat.wire()
        yield {"my_chat_member": change | {"chat": chat, "invite_link": invited}}
        yield {"chat_member": change | {"chat": chat, "invite_link": invited}}
        joining = {"chat": chat, "from": self._user("joining"), "user_chat_id": 1, "date": 1, "bio": mark("bio")}
        yield {"chat_join_request": joining | {"invite_link": invited}}
        post = {"message_id": 1, "date": 1, "chat": self._chat("channel"), "text": self._text("post", HEAVY)}
        yield from ({kind: post | {"edit_date": 1}} for kind in ("channel_post", "edited_channel_post"))
        business = self._said("business", {"text": self._text("business", HEAVY), "business_connection_id": mark("b")})
        yield from ({kind: business} for kind in ("business_message", "edited_business_message"))
        yield {"poll": self._poll("a poll's state")}
        yield {"poll_answer": {"poll_id": mark("poll id"), "user": self._user("poll answer"), "option_ids": [0]}}
        reaction = {"type": "emoji", "emoji": mark("reaction")}
        reacted = {"chat": chat, "message_id": 1, "date": 1, "old_reaction": [], "new_reaction": [reaction]}
        yield {"message_reaction": reacted | {"user": self._user("reaction")}}
        paying = {"id": mark("payment id"), "from": self._user("payment"), "invoice_payload": mark("payload")}
        yield {"shipping_query": paying | {"shipping_address": self._address("shipping")}}
        ordered = {"currency": mark("currency"), "total_amount": 1, "order_info": self._order("order")}
        yield {"pre_checkout_query": paying | ordered}
        yield {"purchased_paid_media": {"from": self._user("paid"), "paid_media_payload": mark("paid media")}}
        yield {mark("unknown kind"): {mark("unknown field"): mark("unknown content")}}

    def _bent(self) -> Iterator[JSON]:
        """Make updates that cannot be read: whatever quotes them on the way quotes a marked word."""
        whole = self._said("bent", {"text": self._text("bent")})
        for name in ("message_id", "date", "chat", "from", "entities", "reply_to_message", "photo", "forward_origin"):
            yield {"message": whole | {name: self.mark(f"{name}, bent")}}
            yield {"message": whole | {name: [{"id": self.mark(f"{name}, bent deep")}]}}
        yield {"message": whole | {"text": {"text": self.mark("text, bent")}}}
        yield {"message": self.mark("message, bent")}
        yield {"callback_query": self.mark("press, bent")}
        yield {"inline_query": {"id": 1, "from": self.mark("asker, bent"), "query": 7}}
