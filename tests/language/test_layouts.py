"""Layouts of press releases: a signature after a quotation, a line that announces one."""

from parley.language.attribution import Attribution
from parley.language.draft import Draft
from parley.language.layouts import layout_attributions
from tests.language.build import draft_of


def parts(draft: Draft, found: Attribution) -> tuple[str, str, str]:
    """Source, cue and content as they stand in the text."""
    return draft.phrase(found.source[0]), draft.phrase(found.cue), draft.phrase(found.content[0])


def test_a_signature_after_a_quotation_is_its_source() -> None:
    """ "..." - Name, role: the dash is the cue."""
    draft = draft_of("“We need water.” – Ana Petrova, Minister of Water\n\nThe river is low.")
    found = layout_attributions(draft, ())
    assert [parts(draft, one) for one in found] == [("Ana Petrova, Minister of Water", "–", "“We need water.”")]


def test_a_line_announces_the_quotation_below_it() -> None:
    """ "And from Name:" with the quotation in the next paragraph."""
    draft = draft_of("And from Ana Petrova, Minister of Water:\n\n“We need water.”")
    found = layout_attributions(draft, ())
    assert [parts(draft, one) for one in found] == [("Ana Petrova, Minister of Water", ":", "“We need water.”")]


def test_a_cue_that_was_found_otherwise_stays_alone() -> None:
    """Where the tagger has the dash or the colon, the layout adds nothing."""
    draft = draft_of("“We need water.” – Ana Petrova")
    found = layout_attributions(draft, ())
    assert layout_attributions(draft, (found[0].cue,)) == ()


def test_a_dash_inside_a_sentence_is_no_signature() -> None:
    """What follows in lower case, or goes on for a paragraph, is no name."""
    text = (
        "“Water” – as they call it – is short.\n\n“Low” - The river has been low since the spring of the year before "
        + ("and nobody in the villages along it knows why this should be so.")
    )
    assert layout_attributions(draft_of(text), ()) == ()
