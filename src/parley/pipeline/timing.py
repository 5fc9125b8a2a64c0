"""Times and quantities of articles that come back from the record.

Law of this module: they are not kept, since they follow from nothing but the text, its sentences and its date; so
they are always counted from the date as people corrected it, and no later run can contradict them.
"""

from __future__ import annotations

from dataclasses import replace

from parley.knowledge.units import load_units
from parley.language.quantities import find_quantities
from parley.language.times import find_times
from parley.pipeline.languages import is_read
from parley.terms.review import Reading


def with_times(reading: Reading) -> Reading:
    """The reading with its times and quantities, counted anew from its article's date."""
    article, proposals = reading.article, reading.proposals
    if not is_read(article.language):
        return reading
    times = find_times(article.text, date=article.date, sentences=proposals.sentences)
    quantities = find_quantities(article.text, load_units(), times)
    return replace(reading, proposals=replace(proposals, times=times, quantities=quantities))
