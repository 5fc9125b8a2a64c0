"""What can go wrong, as one tree.

    ParleyError
    ├── UsageError          the caller asked for something that cannot be done
    │   └── SettingsError   a setting has an unusable value
    ├── PageRefused         these bytes cannot be read as a page (becomes a stored Refusal)
    │   └── NotAllowed      the site, or the guard, lets nobody have it: asking again changes nothing
    ├── RecordError         the record cannot do what was asked
    │   ├── MissingError    it holds no such thing
    │   ├── EvidenceError   a quotation does not stand where it is said to stand
    │   ├── RecordBusyError another process holds the record
    │   └── RecordChangedError somebody else changed what a judgement was about
    ├── WeightsError        model weights are missing, altered, of another version, or cannot compute here
    └── WorkerError         a process that worked beside this one was killed

Each error carries three fields and builds its sentence from them: what happened,
where, and what to do about it.
"""

from __future__ import annotations


class ParleyError(Exception):
    """Something Parley could not do.

    Args:
        what: what happened, as a clause without a full stop.
        where: the file, address, table or setting it happened at; empty if nowhere in particular.
        cure: what the reader of the message can do about it.
    """

    def __init__(self, what: str, *, where: str = "", cure: str = "") -> None:
        self.what = what
        self.where = where
        self.cure = cure
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """The whole message: where, what, and the cure."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}. {self.cure}" if self.cure else head


class UsageError(ParleyError):
    """The caller asked for something that cannot be done."""


class SettingsError(UsageError):
    """A setting has an unusable value."""


class PageRefused(ParleyError):  # noqa: N818 - it is an answer about a page, not a fault
    """These bytes cannot be read as a page; a run stores it as a Refusal and goes on."""


class NotAllowed(PageRefused):
    """The site, or the guard, lets nobody have this address: asking again changes nothing."""


class RecordError(ParleyError):
    """The record cannot do what was asked."""


class MissingError(RecordError):
    """The record holds no such thing."""


class EvidenceError(RecordError):
    """A quotation does not stand where it is said to stand."""


class RecordBusyError(RecordError):
    """Another process holds the record."""


class RecordChangedError(RecordError):
    """Somebody else changed what a judgement is about, after the person who judges looked at it."""


class WeightsError(ParleyError):
    """Model weights are missing, altered, of another version, or cannot compute here."""


class WorkerError(ParleyError):
    """A process that worked beside this one was killed."""
