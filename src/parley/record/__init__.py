"""The record: who said what, kept in one file.

Pages, readings and proposals go in through a Writer, one transaction for each article; a View reads
them; ``verify`` checks that all is as it was written.
"""

from parley.record.base import Store, open_record
from parley.record.verify import verify
from parley.record.view import View
from parley.record.writer import Writer

__all__ = ["Store", "View", "Writer", "open_record", "verify"]
