"""A word that only looks like a sign is none: another word with the same beginning, or the half of a phrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import Level
from bot.language.patterns import Pattern, Role
from bot.language.same import Same
from bot.language.stems import stem
from bot.language.trie import Trie
from bot.language.vocabulary import Meant

if TYPE_CHECKING:
    from bot import Assistant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hardly", "hard"),
        ("several", "severe"),
        ("potentially", "potentiate"),
        ("handful", "hand"),
        ("mouthful", "mouth"),
        ("tinge", "tingly"),
        ("contract", "contractions"),
        ("secret", "secretions"),
        ("enter", "enteritis"),
    ],
)
def test_another_word_has_another_stem(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("bleeding", "bleeds"), ("handful", "handfuls"), ("secretion", "secretions")]
)
def test_the_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    "text",
    [
        "my belly hardly hurts",
        "my ring finger is numb",
        "sore mouth and diarrhea",
        "sick of diarrhea",
        "could imodium potentially help with leaking",
        "i have imodium in my hand, how many per day",
        "rigorous training and i leak",
        "dry cracked skin between my buttocks",
        "tight jeans hurt my balls",
        "pain in my belly several times a day",
        "pizza delivered by a lad with a cough, i have a fever",
        "my jumper was pinned at the shoulder, bum pain",
        "the staff wont change shifts",
        "the weather slaps, i leak",
        "ive never been pregnant, belly pain",
        "i dont want to live with my parents",
        "i'm on the track team",
        "he is so butt hurt about the match",
        "sorry to butt in, does fibre help",
        "my phone's update is a pain in the arse, no fever here",
        "my poo is bright green after kale",
        "i gave a pint of blood at the donor centre",
        "everything went grey outside before the storm",
        "the carrot cake broke and half is still in the tin",
    ],
)
def test_an_everyday_word_is_no_danger(text: str, assistant: Assistant) -> None:
    assert assistant.reply(text).level < Level.URGENT


@pytest.mark.parametrize(
    "text",
    [
        "my belly is hard as a board",
        "i cant feel the ring when i wipe",
        "a mouthful of blood came up",
        "he drank battery acid",
        "she swallowed kerosene",
        "he slaps nan when she soils herself",
        "cant wake the baby",
        "i dont want to live with this",
        "cant wait to be dead",
        "delivered 4 days ago, high fever and shaking so hard",
        "i dye the toilet with blood",
        "what my grandfather did to me when i was a kid",
        "a carrot, it broke, half still in me",
    ],
)
def test_the_danger_itself_is_one_still(text: str, assistant: Assistant) -> None:
    assert assistant.reply(text).level is Level.EMERGENCY


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("a sharp pain in my butt", "pain"),
        ("why does my butt hurt", "pain"),
        ("it drips from my butt in the morning", "anus"),
        ("i have two piles", "hemorrhoids"),
    ],
)
def test_what_is_meant_as_it_is_said_is_no_figure_of_speech(text: str, concept: str, assistant: Assistant) -> None:
    assert concept in {term.concept for term in assistant.read(text)[0].terms}


@pytest.mark.parametrize("text", ["what a pain in the butt this form is", "you're a real pain in my arse"])
def test_a_figure_of_speech_hides_its_words(text: str, assistant: Assistant) -> None:
    assert {"pain", "bottom"}.isdisjoint(term.concept for term in assistant.read(text)[0].terms)


def found(phrase: str, text: str, *, exact: bool = False) -> bool:
    trie = Trie(Same())
    trie.add([phrase], Pattern(Role.CONCEPT, "it", exact=exact))
    words = [Meant(stem(form), form, 0) for form in text.split()]
    return any(trie.find(words, [0] * len(words)))


@pytest.mark.parametrize("text", ["blood in my stool", "blood in the stool", "blood in stool"])
def test_inside_a_phrase_an_article_changes_nothing(text: str) -> None:
    assert found("blood in my stool", text)


@pytest.mark.parametrize(
    ("phrase", "text", "met"),
    [
        ("slaps her", "he slaps her", True),
        ("slaps her", "he slaps the table", False),
        ("took all of my", "took all of his pills", True),
        ("took all of my", "took all of it", False),
    ],
)
def test_at_its_end_an_article_is_the_rest_of_what_is_meant(phrase: str, text: str, *, met: bool) -> None:
    assert found(phrase, text) is met


def test_what_is_exact_keeps_its_articles() -> None:
    assert found("the ring", "numb in the ring", exact=True)
    assert not found("the ring", "my ring finger", exact=True)
