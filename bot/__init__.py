"""Continence Helper: answers what troubles somebody from one health article, brings people in on red flags."""

from bot.assistant.assistant import Assistant
from bot.assistant.conversation import Conversation
from bot.assistant.reply import Decision, Reply
from bot.knowledge.model import Level

__all__ = ["Assistant", "Conversation", "Decision", "Level", "Reply"]
