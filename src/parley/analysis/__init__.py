"""The analysis room: tables in, tables or graphs out. No files, no database, no network.

Needs the extra ``networks`` (scipy, networkx); rooms above load it when a network is asked for.
"""

from parley.analysis.columns import Column, StatementTable, boolean_column, integer_column, number_column, text_column
from parley.analysis.events import EventList
from parley.analysis.network import Network, Networks, draw_network
from parley.analysis.request import NetworkRequest

__all__ = [
    "Column",
    "EventList",
    "Network",
    "NetworkRequest",
    "Networks",
    "StatementTable",
    "boolean_column",
    "draw_network",
    "integer_column",
    "number_column",
    "text_column",
]
