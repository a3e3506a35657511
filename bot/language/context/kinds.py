"""The kinds of concepts, and the meanings of context rules, that several rooms treat alike."""

from __future__ import annotations

from bot.knowledge.model import Context

# Kinds that say that something is the matter; the others only say when, where, how much and whose. Only these can be
# past: a birth is past by nature.
CLAIMS = frozenset({"sign", "condition"})
# What a denial or a supposition undoes: "a lot" denies nothing.
DENIABLE = frozenset({"sign", "condition", "treatment", "test", "event", "body", "elsewhere"})
QUALITY = "quality"
# What tells of a crisis stands beside all else that a message says: it hides no word of the body's, and is not hidden.
# Its claims are denied and past as signs are; what stands beside them is not.
MOOD, HINT = "mood", "hint"
MOODS = frozenset({MOOD, HINT})

# How a term is meant, by plain names: to look one up in its Enum takes ten times as long, at each word of a message.
LIVE, OTHER, NEGATED, PAST = Context.LIVE, Context.OTHER, Context.NEGATED, Context.PAST
HYPOTHETICAL, ANIMAL, QUOTED = Context.HYPOTHETICAL, Context.ANIMAL, Context.QUOTED
# There now: in whoever writes, or in somebody else.
PRESENT = frozenset({LIVE, OTHER})
# Only told of, or asked about.
TOLD = frozenset({QUOTED, HYPOTHETICAL})

# Rules that say who the words after them are about.
SUBJECTS = frozenset({"self", "somebody", "animal_subject"})
# Those of somebody or something else.
OTHERS = frozenset({"somebody", "animal_subject"})
# Who tells of himself: "i have", "i feel". The rule has the name of what it means.
EXPERIENCE = "experience"
# The rule of what is done with a paper: who has pinned a leaflet up has it, and not what it says.
PAPER_KEPT = "paper_kept"
# Means of the rules that end the reach of others.
STOPS = frozenset({"stop", "today", "clause", EXPERIENCE})

# Which dates each kind of ending closes: "in may i bled. nothing since", "at 2 he had fits. hes eleven".
CLOSED_BY = {
    "over": frozenset({"then", "once"}),
    "today": frozenset({"then", "young"}),
    "aged": frozenset({"then", "young", "little"}),
}
DATES = frozenset({"then", "once", "young", "little"})
# An ending that closes whatever was told before it.
CLOSED = "closed"
ENDINGS = CLOSED_BY.keys() | {CLOSED}
