"""XML of strangers: no document type, no entities, nothing fetched.

Sources: OWASP ASVS 5.0, 1.5.1; lxml documentation, "Parser options".
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from parley.errors import UsageError

_DOCTYPE = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)", re.IGNORECASE)


def declares_type(content: bytes) -> bool:
    """Whether XML declares a document type or entities, in UTF-8 or UTF-16."""
    return _DOCTYPE.search(content) is not None


def parse_xml(content: bytes, *, where: str) -> Any:
    """The root element of an XML document.

    Args:
        content: the document.
        where: its place, for the message.

    Raises:
        UsageError: it is not well-formed, or declares a document type.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise UsageError(f"this is no well-formed XML: {fault}", where=where, cure="Export it anew") from fault
    if declares_type(content) or root.getroottree().docinfo.internalDTD is not None:
        raise UsageError("this XML declares a document type", where=where, cure="Export it without one")
    return root


def local_name(element: Any) -> str:
    """An element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any, *names: str) -> list[Any]:
    """The children that have one of these names, in any namespace; all children if no name is given."""
    return [child for child in element if not names or local_name(child) in names]
