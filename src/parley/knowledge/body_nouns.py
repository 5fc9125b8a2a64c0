"""Nouns that names of bodies are made with; alone they name nobody: "the Ministry" is another one in each article."""

from __future__ import annotations

BODY_NOUNS = frozenset(
    "academy administration agency alliance army assembly association authority bank bloc board brigade bureau cabinet "
    "campaign center centre chamber church club coalition college command commission committee community company "
    "confederation congress corporation council court department directorate federation forces forum foundation front "
    "fund government group guard house initiative institute institution league ministry mission movement network "
    "observatory office organisation organization parliament party police secretariat senate service society "
    "syndicate tribunal union university".split()
)
