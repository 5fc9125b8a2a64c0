"""Readers of other tools' files: DNA, spreadsheets, REFI-QDA projects, web annotations.

Law of this room: every file is a stranger's. It is opened read-only and never changed; its size, depth and number
of parts are bounded; nothing in it is run. What cannot be used stands in the ``Report``, one line each; a file that
cannot be used at all is a ``UsageError``. No other exception leaves this room.
"""
