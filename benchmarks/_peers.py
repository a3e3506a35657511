"""The matchers that somebody would take otherwise, each as a function from a message to its best topic's place.

Each brings its library along only when it is made, so that the memory of one is not charged to another.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Matcher = Callable[[str], int]

_WORD = re.compile(r"\w+")


def fuzzy(scorer: str) -> Callable[[Sequence[str]], Matcher]:
    """Return a maker of one rapidfuzz pass over the topics' texts with the scorer of that name, for the best three."""

    def make(topics: Sequence[str]) -> Matcher:
        from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - see above

        prepared = [utils.default_process(topic) for topic in topics]

        def match(text: str) -> int:
            best = process.extract(utils.default_process(text), prepared, scorer=getattr(fuzz, scorer), limit=3)
            return int(best[0][2]) if best else 0

        return match

    return make


def bm25(topics: Sequence[str]) -> Matcher:
    """Return rank-bm25 over the topics' words."""
    from rank_bm25 import BM25Okapi  # noqa: PLC0415 - see above

    index = BM25Okapi([_WORD.findall(topic.lower()) for topic in topics])

    def match(text: str) -> int:
        return int(index.get_scores(_WORD.findall(text.lower())).argmax())

    return match


def tfidf(analyzer: str, ngrams: tuple[int, int]) -> Callable[[Sequence[str]], Matcher]:
    """Return a maker of scikit-learn's TF-IDF with the cosine as score."""

    def make(topics: Sequence[str]) -> Matcher:
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - see above

        vectorizer = TfidfVectorizer(analyzer=analyzer, ngram_range=ngrams)
        matrix = vectorizer.fit_transform(topics).T.tocsr()

        def match(text: str) -> int:
            return int((vectorizer.transform([text]) @ matrix).toarray()[0].argmax())

        return match

    return make


PEERS: dict[str, Callable[[Sequence[str]], Matcher]] = {
    "rapidfuzz WRatio": fuzzy("WRatio"),
    "rapidfuzz token_set_ratio": fuzzy("token_set_ratio"),
    "rank-bm25": bm25,
    "TF-IDF, words": tfidf("word", (1, 1)),
    "TF-IDF, 3 to 5 characters": tfidf("char_wb", (3, 5)),
}
