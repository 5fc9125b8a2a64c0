"""Real footnotes for a document of python-docx, which up to its version 1.2 has no way to make them.

A footnote is a mark in the text and a paragraph in a part of its own, ``/word/footnotes.xml`` (ECMA-376
part 1, 17.11). The part also holds the two separators that Word expects, which the settings name.
"""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

_SEPARATORS = (
    f"<w:footnotes {nsdecls('w')}>"
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    "</w:footnotes>"
)
_NAMED_IN_SETTINGS = f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'


class Footnotes:
    """The footnotes of a document, numbered from 1.

    Args:
        document: a document that has none yet.
    """

    def __init__(self, document: Document) -> None:
        self._root: Any = parse_xml(_SEPARATORS)
        package = document.part.package
        part = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, self._root, package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        self._text_style = _text_style(document)
        self._mark_style = _mark_style(document)
        _name_in_settings(document)
        self._number = 0

    def add(self, paragraph: Paragraph, text: str) -> None:
        """Put a mark at the end of a paragraph and a footnote under it.

        Args:
            paragraph: where the mark goes.
            text: of the footnote: one line, without characters that XML forbids.
        """
        self._number += 1
        mark = _element("w:footnoteReference", id=str(self._number))
        paragraph._p.append(self._run(mark))
        words = _element("w:t")
        words.text = f" {text}"
        words.set(qn("xml:space"), "preserve")
        plain = _element("w:r")
        plain.append(words)
        style = _element("w:pPr")
        style.append(_element("w:pStyle", val=self._text_style))
        line = _element("w:p")
        line.extend([style, self._run(_element("w:footnoteRef")), plain])
        footnote = _element("w:footnote", id=str(self._number))
        footnote.append(line)
        self._root.append(footnote)

    def _run(self, mark: Any) -> Any:
        """A run that holds a footnote's mark, set high."""
        style = _element("w:rPr")
        style.append(_element("w:rStyle", val=self._mark_style))
        run = _element("w:r")
        run.extend([style, mark])
        return run


def _element(name: str, **attributes: str) -> Any:
    element: Any = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element


def _text_style(document: Document) -> str:
    style: Any = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    style.base_style = document.styles["Normal"]
    style.font.size = Pt(9)
    return str(style.style_id)


def _mark_style(document: Document) -> str:
    style: Any = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    style.font.superscript = True
    return str(style.style_id)


def _name_in_settings(document: Document) -> None:
    """Say in the settings which footnotes are the separators; the schema wants them before ``w:compat``."""
    settings: Any = document.settings.element
    named = parse_xml(_NAMED_IN_SETTINGS)
    after = settings.find(qn("w:compat"))
    if after is not None:
        after.addprevious(named)
