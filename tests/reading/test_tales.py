"""What is told of long ago and is over raises no alarm; what may have come to today does."""

from __future__ import annotations

import pytest

from bot import Level
from tests.reading.shipped import level_of

# Told at length, and all of it of then.
FERRY = (
    "At 30 I was passing clots and sank to the floor of the ferry. The purser found me there. "
    "He wrapped me in a flag, and later on his wife held my hand as far as the harbour."
)

# The same, with neither date nor ending: who writes straight after it happened tells it so too.
HARBOUR = (
    "I was passing clots and sank to the deck of the ferry. The purser found me there and called out to the others. "
    "He wrapped me in a flag, and his wife held my hand as far as the harbour. A porter carried my bags. The doctor on "
    "the quay wore sandals and asked about my schools, and we laughed about the flag."
)

OVER = (
    # A date opens the tale, and its end is told, over as many sentences as there are between.
    "In 2014 I was in hospital. I was bleeding heavily. They gave me six units. I fainted twice. Nothing since.",
    "Back in the eighties I ended up on a ward. I was vomiting blood. Not a drop in all the years since.",
    "As a teenager I was in and out of hospital. I bled so much that I passed out. In remission since.",
    "On the day of the op I was passing clots and I fainted. It took two weeks. All good now.",
    "For six years after my son was born I would bleed into the bowl. I would pass out. It never came back.",
    # How old they are today closes a tale of when they were little.
    "My lad had fits at 2 and his lips were blue. He's eleven and plays the trombone.",
    # The end of the tale dates it.
    "I was passing clots and fainted in the ward. That was in my twenties. These days I only itch.",
    # One date long ago is enough for what shares its sentence, whatever stands between.
    "In 2009, on a boat, far from any doctor, I was vomiting blood, and my wife fainted.",
    "I couldn't feel my saddle at all after the crash in 2011.",
    # Verbs of the past that do not end in "ed", and what "had come" before.
    "In 2009, on a boat, I froze and sank to my knees, and I was vomiting blood.",
    "In 2009, on a boat, so much blood had come up that I fainted.",
    # An ending that leaves no doubt needs no date, and what has no verb goes on with what is told before it.
    "I was passing clots and I fainted on the stairs. Blood all over the landing. They kept me in for nine days.",
    "I was passing clots and I fainted on the stairs. I needed six units of blood. Our girl is now seven.",
    # What the ending denies is not there now.
    "I was passing clots and I fainted on the stairs. Our girl is now seven. I've not passed any clots for years now.",
    # Any ending closes a story of some sentences.
    "We were camping. I was vomiting blood and I fainted by the tent. A doctor sat with me. I survived.",
    # A long story that says nothing of now needs neither a date nor an ending, and its adverbs are no verbs of now.
    "At 19 I was passing clots. I fainted in the shop. My boss rang my mum. She shouted at him. They gave me a bed.",
    FERRY,
    FERRY.replace("sank", "soon just sat down and literally sank"),
)

# A danger told in the past that has just happened, beside something else that is long ago.
LIVE = (
    HARBOUR,
    "I fell off the ladder and then I couldn't feel my saddle and wet myself.",
    "There was blood all over the toilet and I passed out.",
    "I had a colostomy in 2015. There was blood all over the toilet and I passed out.",
    "I had piles banded in 2020, nothing since. There was blood all over the toilet and I passed out.",
    "Years ago I had piles, but there was blood all over the toilet and I passed out.",
    "I had a colostomy in 2015. This morning there was blood all over the toilet and I passed out. I'm fine now.",
    "I had an ulcer in 2012. It came back last week, I was vomiting blood. I felt well otherwise.",
    "Black stools once, in 2013. I was fine for years, and there they are again, and I passed out.",
    "At 3 I was vomiting blood and at 5 I passed out. I'm well now.",
    "After the op I was bleeding heavily and I fainted. Feeling fine otherwise.",
    "I have been vomiting blood since 2014 and I passed out. All good otherwise.",
    # The ending is of what stands before it, a day of now stands between, or a sign of now behind it.
    "They kept me in for nine days. I was passing clots and I fainted on the stairs.",
    "I was passing clots and I fainted. That was last night. They kept me in for nine days when I was pregnant.",
    "I was passing clots and I fainted. They kept me in for nine days. Since this morning there is blood again.",
    "I was passing clots and I fainted. They kept me in for nine days. It came back.",
    "I am passing clots and I feel faint. They kept me in for nine days last time.",
    # Told at length, but of what has just happened: nobody looks back, though one thing came later.
    FERRY.replace("At 30 ", ""),
    "I had my colonoscopy. They took a polyp. I went home. Later I bled heavily into the toilet. I passed out there.",
    "My dad vomited blood after dinner. He fell. I sat him up. Eventually he spoke but it made no sense. He went cold.",
    # Too short for a story, or with a day of now in it, or with somebody who asks, calls for help or has it again.
    "Went to the loo. It was full of blood. I passed out on the floor.",
    FERRY + " Should I see somebody?",
    FERRY + " Help.",
    FERRY + " Clots again.",
    FERRY + " That was this morning.",
    "We were camping. I was vomiting blood and I fainted by the tent.",
    "At 19 I had piles. I had them banded. I was passing clots today. I fainted in the shop. My boss rang my mum.",
    "If I had sneezed I would have leaked in 2014. I am passing clots and I feel faint.",
)


@pytest.mark.parametrize("text", OVER)
def test_a_tale_that_is_over_raises_no_alarm(text: str) -> None:
    assert level_of(text) is Level.NONE


@pytest.mark.parametrize("text", LIVE)
def test_a_danger_beside_a_tale_is_live(text: str) -> None:
    assert level_of(text) >= Level.URGENT
