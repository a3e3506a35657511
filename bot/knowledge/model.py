"""The shape of each knowledge file: what an editor may write, and what the rest of the bot may rely on."""

from __future__ import annotations

import datetime as dt
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, GetPydanticSchema, ValidationError, ValidationInfo
from pydantic_core import InitErrorDetails, PydanticCustomError
from pydantic_core.core_schema import plain_serializer_function_ser_schema, with_info_after_validator_function

from bot.knowledge.lines import Lines
from bot.knowledge.phrasing import PhrasingError, is_plain, phrases_of
from bot.knowledge.shapes import PHRASING

# A plain sentence or word: never empty, never longer than one Telegram message takes (4,096 UTF-16 units).
Words = Annotated[str, Field(min_length=1, max_length=4096, pattern=r"\S")]


def _phrases(lines: tuple[str, ...], info: ValidationInfo) -> Lines:
    """Return what the lines of a list stand for; themselves without groups, which then could not be read."""
    if info.context is None or is_plain("\n".join(lines)):
        return Lines(lines)
    phrases: list[str] = []
    wrong: list[InitErrorDetails] = []
    for at, line in enumerate(lines):
        try:
            phrases += phrases_of(line, info.context)
        except PhrasingError as error:
            told = PydanticCustomError(PHRASING, "{problem}", {"problem": error.problem, "remedy": error.remedy})
            wrong.append(InitErrorDetails(type=told, loc=(at,), input=line))
    if wrong:
        raise ValidationError.from_exception_data(PHRASING, wrong)
    return Lines(dict.fromkeys(phrases))


# A list of phrases, written as `phrasing` has it; the groups are the context that it is validated in.
Phrases = Annotated[
    Lines,
    GetPydanticSchema(
        lambda _, schema_of: with_info_after_validator_function(
            _phrases,
            schema_of.generate_schema(tuple[Words, ...]),
            serialization=plain_serializer_function_ser_schema(list),
        )
    ),
]
Ident = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$", max_length=48)]
# What lists of phrases may name: a word for each, and its phrases, which may name those before them.
Groups = dict[Ident, Annotated[tuple[Words, ...], Field(min_length=1)]]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class Level(IntEnum):
    """How soon a person should be seen. Ordered: the highest live level leads."""

    NONE = 0
    SEE_DOCTOR = 1
    URGENT = 2
    EMERGENCY = 3

    @property
    def label(self) -> str:
        """Return the level's name as files and JSON spell it."""
        return self.name.lower()


class Context(StrEnum):
    """How a term is meant. Only LIVE and OTHER (somebody else, still real) can raise a flag."""

    LIVE = "live"
    OTHER = "other"
    NEGATED = "negated"
    PAST = "past"
    HYPOTHETICAL = "hypothetical"
    ANIMAL = "animal"
    QUOTED = "quoted"


class Entry(BaseModel):
    """One entry of a knowledge file: frozen, and no key but the ones named."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)


LevelName = Literal["none", "see_doctor", "urgent", "emergency"]


# ---------------------------------------------------------------- article and topics


class SignOff(Entry):
    """A clinician's word for what is said on a sign of danger; `of`: what `continence-bot doctor` showed that day."""

    by: Words
    on: dt.date
    of: Words


class Article(Entry):
    """Where the facts come from, and what our own text may be used for."""

    title: Words
    owner: Words | None = None
    address: Words | None = None
    date: dt.date | None = None
    disclaimer: Words
    text_licence: Words
    text_authors: Words
    note: Words | None = None
    sign_off: SignOff | None = None


class Bullets(Entry):
    """A list inside an excerpt."""

    bullets: tuple[Words, ...] = Field(min_length=1)


class Source(Entry):
    """Where in the article an excerpt's facts stand, and when somebody last compared them."""

    section: Words
    reviewed: dt.date
    ours: tuple[Words, ...] = ()

    @cached_property
    def day(self) -> str:
        """When that was, as it is said."""
        return f"{self.reviewed:%d %b %Y}".lstrip("0")


TopicKind = Literal["overview", "cause", "symptom", "treatment", "care"]


class Topic(Entry):
    """One thing that the bot can explain."""

    id: Ident
    kind: TopicKind
    title: Annotated[Words, Field(max_length=60)]
    summary: Annotated[Words, Field(max_length=120)]
    excerpt: tuple[Words | Bullets, ...] = Field(min_length=1)
    guard: Words | None = None
    source: Source
    asked_as: tuple[Words, ...] = Field(min_length=3)
    related: tuple[Ident, ...] = ()
    general: bool = False  # speaks of all topics of its kind


# ---------------------------------------------------------------- what is recognised

Kind = Literal[
    "sign",  # something that somebody has: denied, past or supposed, it is not there
    "condition",  # the name of an illness
    "body",  # a part of the body or a place
    "treatment",  # medicine, operation, aid, food taken for it
    "test",  # an examination
    "event",  # a birth, an operation, a journey: past by nature, so "past" does not clear it
    "person",  # who it is about
    "amount",  # much, a little, large
    "quality",  # colour, feel, course: black, tarry, sudden, worse
    "time",  # now, for weeks
    "intent",  # what is wanted: why, how to treat, who to see
    "mood",  # that somebody is low or in danger from people: denied or past, it is not there
    "hint",  # what stands beside a mood: neither denied nor past
    "elsewhere",  # speaks for another subject
]

Gate = Literal[
    "anchor",  # the article's subject by itself
    "part",  # a word for the place or for stool that people also use otherwise: counts only beside a sign
    "sign",  # a sign that many parts of the body can have: counts only beside a part or an anchor
    "general",  # health talk: adds a little, never enough
    "near",  # health, but another subject
    "out",  # another world
    "none",
]


class Concept(Entry):
    """An idea, and the many ways in which people write it.

    `words` are found with their usual endings and with slips of the finger; `exact` only as written (case, accents and
    apostrophes aside). `implies` names concepts that are met together with this one ("bloody diarrhoea": blood and
    diarrhea).
    """

    id: Ident
    kind: Kind
    gate: Gate = "none"
    words: Phrases = Field(default_factory=Lines)
    exact: Phrases = Field(default_factory=Lines)
    implies: tuple[Ident, ...] = ()
    fronted: bool = False  # tells when: at the end of a red flag's phrase it may stand in front of it as well


ValueKind = Literal["age", "count_per_day", "duration", "temperature", "dose", "gestation"]


class ValueTest(Entry):
    """A number that must be met: years, times in 24 hours, days, degrees Celsius, tablets."""

    kind: ValueKind
    at_least: float | None = None
    below: float | None = None


class Condition(Entry):
    """Concepts that must be met together.

    `all`: each group must be met by one of its concepts. `within`: how far apart. `near`: at most so many words from
    the first to the last. `unless`: any of these in the same scope stops it (a flag: near by). `values`: numbers that
    must be met in that scope. `apart`: words that mean two of them count as one.
    """

    all: tuple[tuple[Ident, ...], ...] = ()
    within: Literal["clause", "sentence", "message"] = "sentence"
    near: int | None = Field(default=None, ge=1, le=60)
    unless: tuple[Ident, ...] = ()
    values: tuple[ValueTest, ...] = ()
    apart: bool = False


class FlagRule(Condition):
    """One way for a red flag to fire, with the sentences that prove it."""

    id: Ident
    level: LevelName
    fires: tuple[Words, ...] = Field(min_length=1)
    quiet: tuple[Words, ...] = ()
    heard: bool = False  # of a crisis: what does not sound like one to the ear as well is asked about, not raised


class LevelRule(Condition):
    """What raises or lowers the level of a flag that has fired already."""

    id: Ident
    to: LevelName
    examples: tuple[Words, ...] = Field(min_length=1)


class LightRule(Condition):
    """What makes light of a crisis: the phrases of the flag over the first group of `all` are look-alikes then.

    `gentle`: whether it is answered as a soft signal. `light` are sentences that it makes light of, `meant` some that
    stay what they are.
    """

    id: Ident
    gentle: bool = True
    light: tuple[Words, ...] = Field(min_length=1)
    meant: tuple[Words, ...] = ()


class InEarnest(Entry):
    """Concepts near which no look-alike of the flag holds, and sentences that begin like one and are meant."""

    near: tuple[Ident, ...] = Field(min_length=1)
    meant: tuple[Words, ...] = Field(min_length=1)


class FlagSource(Entry):
    """Who says so, and how it was checked (V read there, V2 second hand, M general knowledge)."""

    who: Words
    evidence: Literal["V", "V2", "M"]


class RedFlag(Entry):
    """A sign that needs a person: what fires it, how soon, and what to say first."""

    id: Ident
    title: Words
    level: LevelName
    pathway: Literal["crisis"] | None = None
    say: dict[LevelName, tuple[Words, ...]]
    ask: Words | None = None
    general: bool = False  # says so little that another flag of the same level speaks in its place
    unnamed: bool = False  # stands for what no flag names: raises the level, and is never listed among the red flags
    yields_to: tuple[Ident, ...] = ()  # flags that say the same and more: beside a live one it is not named
    said_by: tuple[Ident, ...] = ()  # flags whose title says this one's too: beside one, the card leaves it out
    strict: bool = False
    supposed: bool = False  # who supposes it of himself means it: "what if i killed myself"
    lasting: bool = False  # what was done long ago still counts: "what he did to me when i was a kid"
    phrases: dict[LevelName, Phrases] = {}
    rules: tuple[FlagRule, ...] = ()
    raises: tuple[LevelRule, ...] = ()
    lowers: tuple[LevelRule, ...] = ()
    lookalikes: Phrases = Field(default_factory=Lines)
    earnest: InEarnest | None = None
    lightly: tuple[LightRule, ...] = ()
    source: tuple[FlagSource, ...] = Field(min_length=1)


class Idiom(Entry):
    """Words that mean something else together: they do not exist for topics, flags and the gate.

    `exact`: as written, articles and all: a pain in the arse is a nuisance, one in my arse is none.
    """

    id: Ident
    words: Phrases = Field(min_length=1)
    exact: Phrases = Field(default_factory=Lines)
    gate: Gate = "none"


class SameWords(Entry):
    """Words that are one word inside a longer phrase; those of `also` only as a message has them."""

    id: Ident
    words: tuple[Words, ...] = Field(min_length=1)
    also: tuple[Words, ...] = ()
    but_not: tuple[Words, ...] = ()


class Spelling(Entry):
    """A word, and how it is written in haste: each of these is read as the word."""

    word: Words
    written: tuple[Words, ...] = Field(min_length=1)


class Evidence(Condition):
    """What speaks for a topic, and how strongly: one concept (`all: [[x]]`) or several together."""

    id: Ident
    topics: dict[Ident, float]


# ---------------------------------------------------------------- how a term is meant


class ContextExample(Entry):
    """A sentence that proves a rule: for each concept named, how it is meant there."""

    text: Words
    meant: dict[Ident, Context]


class ContextRule(Entry):
    """Words that say how the terms near them are meant.

    `after` and `before`: how many words a rule reaches on each side (0: not at all), never past the scope. `lists`: it
    goes on along a list that ends with "or". `comma`: a comma stops it. `unless`: cues of these rules in the same
    sentence switch it off ("if i ever bleed" with "i have" is live). `unless_behind`: only those that stand behind it.
    `unless_anywhere`: those of any sentence.
    `leads`: it reaches to the right, or switches off the sentence before, only from the head of its clause ("years ago
    i bled").
    `impersonal`: it counts only as the first words of its sentence, in a message where nobody says "i" or "my" ("do
    piles always bleed").
    `general`: it counts only in a question that names nobody and nothing certain, and reaches only what is asked there;
    as its first word, only where a thing of a kind follows ("can an abscess burst", "do they always burst").
    `told_lists`: it speaks of each thing in a list of three or more somewhere behind it in its sentence.
    `into_clause`: no new clause ends it, as it speaks of one ("i never said i bleed"), nor does one between it
    and its opener ("if i bleed im to ring").
    `ends`: it counts only as the last word of its clause ("pain no, fever no").
    `qualities`: it denies a colour or the like too, right behind it ("my stool isnt black").
    `stresses`: it denies only what is there, and stresses what is lacking ("cant pee, not a drop").
    `told`: it reaches only what is told in the past tense. `others`: only what is said of somebody else.
    `back`: so many words before it, over commas and full stops, of which it speaks where it stands bare ("that was
    years ago", "i have neither"); with `back_from`, from the sentence of a cue of these rules on ("in 2010 i bled. im
    fine"). It also switches off, through `unless`, cues of the sentence before.
    `only_behind`: it counts only where a cue of these rules stands near before it ("the leaflet in the box says").
    `between`: half a saying, which hides no other rule's words; the second half speaks of what stands between the two
    alone, over one full stop too ("half the ward had fevers. we got away with it").
    `tale`: what it is in a tale of the past: a date (of `then`, long ago; `once`; of who was `young` or `little`), what
    closes one (it is `over`, how it is `today`, how they are `aged`; `closed`: even what has no date), or what is
    no tale (`now`, `again`).
    """

    id: Ident
    means: (
        Context | Literal["stop", "clause", "experience", "self", "somebody", "animal_subject", "now", "today", "opens"]
    )
    words: Phrases = Field(min_length=1)
    after: int = Field(default=0, ge=0, le=100)
    before: int = Field(default=0, ge=0, le=100)
    comma: bool = False
    lists: bool = False
    unless: tuple[Ident, ...] = ()
    unless_behind: tuple[Ident, ...] = ()
    unless_anywhere: tuple[Ident, ...] = ()
    only_behind: tuple[Ident, ...] = ()
    between: bool = False
    leads: bool = False
    impersonal: bool = False
    general: bool = False
    told_lists: bool = False
    into_clause: bool = False
    ends: bool = False
    qualities: bool = False
    stresses: bool = False
    told: bool = False
    others: bool = False
    tale: Literal["then", "once", "young", "little", "over", "today", "aged", "closed", "now", "again"] | None = None
    back: int = Field(default=0, ge=0, le=100)
    back_from: tuple[Ident, ...] = ()
    examples: tuple[ContextExample, ...] = Field(min_length=1)


# ---------------------------------------------------------------- gentle words, numbers, tuning


class SoftRule(Condition):
    """Concepts that sound low together, with the sentences that prove it."""

    id: Ident
    fires: tuple[Words, ...] = Field(min_length=1)
    quiet: tuple[Words, ...] = ()


class GentleQuestion(Entry):
    """What is said to, and asked of, somebody whose message sounds like the crisis `flag`, and what a yes means."""

    flag: Ident
    say: tuple[Words, ...] = Field(min_length=1)
    ask: Words


class SoftSignals(Entry):
    """Words that sound low but name no danger: a gentle question, and the crisis line behind a button.

    `flag`: what a yes to the question means. `yes` and `no`: whole messages that answer it, folded. `also`: what is
    asked of those who sound like another crisis.
    """

    say: tuple[Words, ...] = Field(min_length=1)
    ask: Words
    flag: Ident | None = None
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    also: tuple[GentleQuestion, ...] = ()
    words: Phrases = Field(min_length=1)
    rules: tuple[SoftRule, ...] = ()
    strict: bool = True


class Pleas(Entry):
    """Words of somebody who asks for help and does not say with what: he is asked back, with `topics` to begin with.

    `core`: one of these at least stands in such a message; `around`: what else may. `alone`: words that say enough
    where nothing stands beside them but those of `around`, with their topics: "cream?".
    """

    core: frozenset[str] = Field(min_length=1)
    around: frozenset[str] = frozenset()
    topics: tuple[Ident, ...] = Field(min_length=1)
    alone: dict[str, tuple[Ident, ...]] = {}


class OwnWord(Entry):
    """A word of the person's that a reply takes up: if they write one of `theirs`, it says `instead`, ours: theirs."""

    theirs: tuple[Words, ...] = Field(min_length=1)
    instead: dict[Words, Words] = Field(min_length=1)


class Place(Entry):
    """A country's numbers; what is not known for certain is left out."""

    code: Country
    name: Words
    ambulance: Words
    alternatives: tuple[Words, ...] = ()
    advice: Words | None = None
    crisis: Words | None = None
    crisis_name: Words | None = None
    hospital: Words | None = None  # what an emergency department is called there, as in "go to ..."
    source: Words
    checked: dt.date


class UnknownPlace(Entry):
    """What is said while no country is known. `hint`: a number that works in many places, said once in an emergency."""

    ambulance: Words
    hint: Words | None = None
    advice: Words
    crisis: Words
    hospital: Words


class Places(Entry):
    """Emergency numbers by country."""

    unknown: UnknownPlace
    places: tuple[Place, ...]


class Gates(Entry):
    """Weights of the gate's features, and the thresholds on scores (0 to 1)."""

    bias: float
    anchor: float
    pair: float
    part: float = 0.0
    sign: float = 0.0
    general: float
    near: float
    out: float
    idiom: float
    near_beside: float = 0.0
    out_beside: float = 0.0
    idiom_beside: float = 0.0
    unknown: float
    short_medical: float
    idea: float = 0.0


class Certainty(Entry):
    """How sure the first topic is: a logistic sum over its share's and the domain's log odds, and the log of words."""

    bias: float = 0.0
    share: float = 1.0
    domain: float = 1.0
    words: float = 0.0


class FollowUps(Entry):
    """What was learned of how messages go on with the topic that is talked about.

    `weights`: of each cue, on the scale of log odds, that the message goes on, then with the topic itself, then with
    what belongs to it of each of `kinds`. `scale`: what a message's own words count beside that. `accept`: the least
    certainty that it goes on; `sure`: of its first topic for an answer.
    """

    accept: float = Field(default=1.0, ge=0, le=1)
    sure: float = Field(default=1.0, ge=0, le=1)
    scale: float = Field(default=1.0, gt=0)
    kinds: tuple[TopicKind, ...] = ()
    weights: dict[str, tuple[float, ...]] = {}


class Tuning(Entry):
    """Numbers that a command derives from data, with the data's name and the day.

    `accept`: the least certainty that a message is in the domain, by itself, and `accept_part`: by a part of it;
    `sure_domain` and `sure_score`: of that and of its first topic for an answer.
    """

    made_on: dt.date
    made_from: Words
    gate: Gates
    accept: float = Field(ge=0, le=1)
    accept_part: float = Field(default=1.0, ge=0, le=1)
    sure_domain: float = Field(default=0.0, ge=0, le=1)
    sure_score: float = Field(ge=0, le=1)
    sharpness: float = Field(gt=0)
    certainty: Certainty = Certainty()
    follow_ups: FollowUps = FollowUps()


class Language(Entry):
    """Another language: how it is recognised, and what to say to somebody who writes in it."""

    code: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    name: Words
    script: Words | None = None
    words: tuple[Words, ...] = ()
    unknown: Words
    say: Words


class ValueWords(Entry):
    """Words around numbers, folded: which number a word is, how many days a unit has, and what is counted."""

    numbers: dict[str, float]
    days: dict[str, float]
    times: frozenset[str]
    motions: frozenset[str]
    per_day: frozenset[str]
    each: frozenset[str]
    old: frozenset[str]
    years_old: frozenset[str]
    sexes: frozenset[str]
    aged: frozenset[str]
    age_after: frozenset[str]
    not_an_age: frozenset[str]
    doses: frozenset[str]
    milligrams: frozenset[str]
    temperature_before: frozenset[str]
    temperature_after: frozenset[str]
    pregnant: frozenset[str] = frozenset()


# A row of learned weights, a character for each place: see rows.py.
Row = Annotated[str, Field(pattern=r"^[#-}]*$")]


class Alarms(Entry):
    """Alarms that a command learned from the examples that say how soon somebody should be seen.

    `weights`: of each sign, word stem and two stems in a row, a row with one place for each level (see_doctor, urgent,
    emergency) and then for each of `flags`, in steps worth `step`; `bias` has one number for each place; `limits`: how
    certain (0 to 1) each level must be; on the scale of log odds, `named` is from where each flag is named beside
    others, and `sure` from where it raises the level by itself. Written by `continence-bot learn`, never by hand.
    """

    made_on: dt.date
    made_from: Words
    inputs: str = ""
    flags: tuple[Ident, ...] = ()
    bias: tuple[float, ...] = (0.0, 0.0, 0.0)
    limits: tuple[float, float, float] = (1.0, 1.0, 1.0)
    named: tuple[float, ...] = ()
    sure: tuple[float, ...] = ()
    step: float = Field(default=1.0, gt=0)
    weights: dict[str, Row] = {}


class Crises(Entry):
    """How people in a crisis sound, word by word, as a command learned it from the examples.

    `weights`: of each word stem ("die") and each two that follow one another ("be gone") a row with a place for each
    of `flags`, in steps worth `step`; `bias` has one number for each place. On the scale of log odds, `sure` is from
    where a flag is raised, `likely` from where somebody should be asked, and below what is `possible` hardly a crisis
    is. Written by `continence-bot learn`, never by hand.
    """

    made_on: dt.date
    made_from: Words
    inputs: str = ""
    flags: tuple[Ident, ...] = ()
    bias: tuple[float, ...] = ()
    sure: tuple[float, ...] = ()
    likely: tuple[float, ...] = ()
    possible: tuple[float, ...] = ()
    step: float = Field(default=1.0, gt=0)
    weights: dict[str, Row] = {}


class Learned(Entry):
    """Weights that a command learned from the examples: of each feature for the topics, and at the gate.

    `order` names the topics; a feature's row in `topics` has a place for each, in steps worth `step`. Behind the topics
    stand `elsewhere` more places, for what is about something else. `gate` has a number for each feature, in the order
    of `topics`. `scale` and `bias` belong to the hand-set evidence and to the places; `inputs` tells what they were
    learned from. Written by `continence-bot learn`, never by hand.
    """

    made_on: dt.date
    made_from: Words
    inputs: str = ""
    scale: float = 1.0
    order: tuple[Ident, ...] = ()
    elsewhere: int = Field(default=0, ge=0, le=2)
    bias: tuple[float, ...] = ()
    step: float = Field(default=1.0, gt=0)
    topics: dict[str, Row] = {}
    gate: tuple[float, ...] = ()
