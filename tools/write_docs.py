"""Write the generated parts of the documentation anew: reference pages, and the outputs that pages show."""

from __future__ import annotations

from tools.outputs import shown_anew
from tools.reference import ROOT, pages

if __name__ == "__main__":
    shown = {path: shown_anew(path.read_text("utf-8")) for path in (ROOT / "README.md", ROOT / "docs" / "tutorial.md")}
    for path, text in {**pages(), **shown}.items():
        path.write_text(text, encoding="utf-8")
        print("written:", path.relative_to(ROOT))
