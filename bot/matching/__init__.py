"""Which topics of the article a message is about, how surely, and on what evidence."""

from bot.matching.ranker import Given, Matcher, Ranking

__all__ = ["Given", "Matcher", "Ranking"]
