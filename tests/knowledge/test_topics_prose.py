"""Our excerpts read easily and keep every fact of the article with its hedge; no two topics claim the same question."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyphen  # type: ignore[import-untyped]  # it ships no types
import pytest
import yaml

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
FACTS = Path(__file__).with_name("facts.yaml")

# Fixed: data sets, deep links and other tools name them. Topics may be added, none renamed.
TOPIC_IDS = {
    "overview.definition",
    "causes.overview",
    "causes.gastroenteritis",
    "causes.constipation_impaction",
    "causes.hemorrhoids",
    "causes.ibd",
    "causes.ibs",
    "causes.congenital",
    "causes.childbirth_gynecological",
    "causes.nerve",
    "causes.hygiene",
    "causes.fluid_mucus",
    "causes.fissure",
    "causes.celiac",
    "causes.cancer",
    "causes.diverticulitis",
    "causes.food_intolerance",
    "causes.proctitis",
    "causes.rectal_ulcer",
    "causes.not_anal",
    "causes.blood",
    "symptoms.other",
    "treatment.overview",
    "treatment.fecal_incontinence",
    "treatment.hemorrhoids",
    "treatment.gastroenteritis",
    "treatment.constipation",
    "treatment.ibd",
    "treatment.ibs",
    "care.see_doctor",
    "care.pads",
    "care.fiber",
    "care.antibiotics",
    "care.no_prescription",
    "care.sti",
}

SENTENCE_WORDS = 20  # at most, in one sentence
GRADE = 6.0  # Flesch-Kincaid, at most: reading age 9 to 11
EXCERPT_CHARACTERS = 900  # at most, guard and bullet marks included
SUMMARY_CHARACTERS = 120  # at most: one line on a phone
TITLE_CHARACTERS = 60  # at most: a lock screen shows the title
ASKED_AS = range(25, 41)  # ways of asking, per topic
RELATED = range(2, 6)  # related topics, per topic: buttons under an answer

WORD = re.compile(r"[^\W\d_][\w'\u2019-]*")
SENTENCE_END = re.compile(r"(?<=[.?!])[\"”)]*\s+|\n")
SPELLED_AMERICAN = re.compile(
    r"\b(diarrhea|feces|fecal|fiber|hemorrhoids?|celiac|gynecologist|yogurt|color)\b", re.IGNORECASE
)
HYPHENATION = pyphen.Pyphen(lang="en_GB")

Topic = dict[str, Any]


def load(path: Path) -> Any:  # noqa: ANN401  # a list or a mapping, as the file has it
    """Read one YAML file, safely."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


ARTICLE = load(KNOWLEDGE / "article.yaml")
READABILITY = load(KNOWLEDGE / "readability.yaml")
TOPICS: list[Topic] = [topic for path in sorted((KNOWLEDGE / "topics").glob("*.yaml")) for topic in load(path)]
FACTS_OF: dict[str, list[list[str]]] = load(FACTS)
NAMES = re.compile(
    r"\b(" + "|".join(map(re.escape, sorted(READABILITY["condition_names"], key=len, reverse=True))) + r")\b",
    re.IGNORECASE,
)

each_topic = pytest.mark.parametrize("topic", TOPICS, ids=[topic["id"] for topic in TOPICS])
each_fact = pytest.mark.parametrize(
    ("topic_id", "fact"),
    [
        pytest.param(owner, fact, id=f"{owner}: {', '.join(fact)}")
        for owner, facts in FACTS_OF.items()
        for fact in facts
    ],
)


def pieces(topic: Topic) -> list[str]:
    """Return the paragraphs, bullets and guard of a topic, in the order shown."""
    excerpt = [text for part in topic["excerpt"] for text in ([part] if isinstance(part, str) else part["bullets"])]
    return [*excerpt, *([topic["guard"]] if "guard" in topic else [])]


def sentences(texts: list[str]) -> list[str]:
    """Split into sentences. A line that ends in a colon is read on into the first bullet, so both are one sentence."""
    flowing = "".join(text + (" " if text.endswith(":") else "\n") for text in texts)
    return [sentence for sentence in SENTENCE_END.split(flowing) if sentence.strip()]


def syllables(word: str) -> int:
    """Count the syllables of an English word: rather one too many than one too few.

    Hyphenation points alone count too few ("a-ny" is never divided), so vowel groups are counted as well and the larger
    number is taken. `readability.yaml` names the words where both are wrong.
    """
    word = word.lower().replace("\u2019", "'")
    spoken = re.sub(r"(?<=[^aeiouyl])e$|(?<=[^aeioutd])ed$|(?<=[^aeiouyscxzh])es$", "", re.sub(r"[^a-z]", "", word))
    counted = max(len(HYPHENATION.positions(word)) + 1, len(re.findall("[aeiouy]+", spoken)), 1)
    return int(READABILITY["syllables"].get(word, counted))


def grade(texts: list[str]) -> float:
    """Return the Flesch-Kincaid grade (Kincaid and others, 1975); each name of a condition counts as one short word."""
    told = sentences([NAMES.sub("name", text) for text in texts])
    words = [word for sentence in told for word in WORD.findall(sentence)]
    return 0.39 * len(words) / len(told) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def folded(text: str) -> str:
    """Return a question as matching sees it: small letters and digits, one space between words, no apostrophes."""
    return " ".join(re.findall(r"\w+", text.casefold().replace("'", "").replace("\u2019", "")))


def test_every_topic_is_there_once() -> None:
    ids = [topic["id"] for topic in TOPICS]

    assert TOPIC_IDS - set(ids) == set()
    assert len(ids) == len(set(ids))


def test_every_topic_has_its_facts_listed() -> None:
    assert set(FACTS_OF) >= TOPIC_IDS


@each_fact
def test_a_fact_stands_in_one_sentence_with_its_hedge(topic_id: str, fact: list[str]) -> None:
    topic = next(topic for topic in TOPICS if topic["id"] == topic_id)
    said = [f" {folded(sentence)} " for piece in pieces(topic) for sentence in sentences([piece])]

    assert any(all(f" {folded(word)} " in sentence for word in fact) for sentence in said)


@each_topic
def test_sentences_are_short(topic: Topic) -> None:
    told = [*sentences(pieces(topic)), *sentences([topic["summary"]])]

    assert [sentence for sentence in told if len(WORD.findall(sentence)) > SENTENCE_WORDS] == []


@each_topic
def test_an_excerpt_reads_easily(topic: Topic) -> None:
    assert grade(pieces(topic)) <= GRADE


@each_topic
def test_an_excerpt_fits_a_phone(topic: Topic) -> None:
    bullets = sum(len(part["bullets"]) for part in topic["excerpt"] if not isinstance(part, str))
    shown = len("\n\n".join(pieces(topic))) + len("• ") * bullets

    assert shown <= EXCERPT_CHARACTERS
    assert len(topic["summary"]) <= SUMMARY_CHARACTERS
    assert len(topic["title"]) <= TITLE_CHARACTERS


@each_topic
def test_prose_is_british_and_names_nothing_as_the_persons_own(topic: Topic) -> None:
    told = " ".join([topic["title"], topic["summary"], *pieces(topic)])

    assert SPELLED_AMERICAN.findall(told) == []
    assert re.findall(r"\byou(?: probably| may| might)? (?:have|suffer)\b", told, re.IGNORECASE) == []


def test_titles_are_distinct() -> None:
    titles = [folded(topic["title"]) for topic in TOPICS]

    assert len(titles) == len(set(titles))


@each_topic
def test_related_topics_exist(topic: Topic) -> None:
    related = topic["related"]

    assert len(related) in RELATED
    assert set(related) <= {other["id"] for other in TOPICS} - {topic["id"]}
    assert len(related) == len(set(related))


@each_topic
def test_a_topic_knows_many_ways_of_asking(topic: Topic) -> None:
    assert len(topic["asked_as"]) in ASKED_AS


def test_no_way_of_asking_has_two_owners() -> None:
    owners = defaultdict(list)
    for topic in TOPICS:
        for phrase in topic["asked_as"]:
            owners[folded(phrase)].append(topic["id"])

    assert {phrase: ids for phrase, ids in owners.items() if len(ids) > 1} == {}


def test_the_disclaimer_reads_easily() -> None:
    told = [ARTICLE["disclaimer"]]

    assert grade(told) <= GRADE
    assert max(len(WORD.findall(sentence)) for sentence in sentences(told)) <= SENTENCE_WORDS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Worked out by hand from 0.39 * words / sentences + 11.8 * syllables / words - 15.59.
        ("The cat sat on the mat.", -1.45),
        ("A doctor can help. Do not wait.", 0.39 * 3.5 + 11.8 * 8 / 7 - 15.59),
        ("Inflammatory bowel disease can leak poo.", 0.39 * 4 + 11.8 - 15.59),
        ("Persistent bleeding necessitates professional investigation.", 0.39 * 5 + 11.8 * 18 / 5 - 15.59),
    ],
    ids=["one short sentence", "two sentences", "the name of a condition is one short word", "a hard sentence"],
)
def test_the_grade_follows_the_published_formula(text: str, expected: float) -> None:
    assert grade([text]) == pytest.approx(expected)
