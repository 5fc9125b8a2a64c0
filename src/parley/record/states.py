"""The states an entry can be in, and which of them are a person's; how far people are with an article.

proposed <-> withdrawn        what the newest run over the page proposes, or no longer does
accepted                      a person holds it true, as proposed, as edited or as their own
rejected                      a person holds the proposal wrong
retracted                     a person takes back what they had accepted or added
merged                        a person holds it the same as another entry, which stays
"""

from __future__ import annotations

PROPOSED = "proposed"
WITHDRAWN = "withdrawn"
ACCEPTED = "accepted"
REJECTED = "rejected"
RETRACTED = "retracted"
MERGED = "merged"

STATES = (PROPOSED, ACCEPTED, REJECTED, RETRACTED, MERGED, WITHDRAWN)

UNJUDGED = (PROPOSED, WITHDRAWN)
"""States that a run may change; every other one is a person's."""

REFUSED = (REJECTED, RETRACTED, MERGED)
"""States of entries that a person does not want to see again in the same words."""

GONE = (WITHDRAWN, *REFUSED)
"""States in which an entry is kept but no longer shown, counted or found."""

UNREAD, IN_WORK, READ = "unread", "in work", "read"
WORK_STATES = (UNREAD, IN_WORK, READ, "irrelevant")
"""How far people are with an article."""
