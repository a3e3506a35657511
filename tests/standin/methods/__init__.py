"""The methods that the stand-in answers; any other is 404. Names are compared without case, as Telegram does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.standin.methods import answers, chats, editing, ephemeral, messages, profile, webhooks

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.standin.params import Params
    from tests.standin.world import World

METHODS: dict[str, Callable[[World, Params], Any]] = {
    "getMe": profile.get_me,
    "setWebhook": webhooks.set_webhook,
    "deleteWebhook": webhooks.delete_webhook,
    "getWebhookInfo": webhooks.get_webhook_info,
    "sendMessage": messages.send_message,
    "sendDocument": messages.send_document,
    "sendChatAction": messages.send_chat_action,
    "copyMessage": messages.copy_message,
    "forwardMessage": messages.forward_message,
    "editMessageText": editing.edit_text,
    "editMessageCaption": editing.edit_caption,
    "editMessageReplyMarkup": editing.edit_markup,
    "deleteMessage": editing.delete_message,
    "editEphemeralMessageText": ephemeral.edit_text,
    "editEphemeralMessageReplyMarkup": ephemeral.edit_markup,
    "deleteEphemeralMessage": ephemeral.delete,
    "answerCallbackQuery": answers.answer_callback_query,
    "answerInlineQuery": answers.answer_inline_query,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatMemberCount": chats.get_chat_member_count,
    "getChatAdministrators": chats.get_chat_administrators,
    "leaveChat": chats.leave_chat,
    "createForumTopic": chats.create_forum_topic,
    "editForumTopic": chats.edit_forum_topic,
    "closeForumTopic": chats.close_forum_topic,
    "reopenForumTopic": chats.reopen_forum_topic,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
    "getFile": profile.get_file,
}
EPHEMERAL = frozenset(name for name in METHODS if "Ephemeral" in name)
BY_LOWER = {name.lower(): name for name in METHODS}
