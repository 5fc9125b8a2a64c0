"""Write the generated pages of the documentation anew."""

from __future__ import annotations

from tools.reference import pages

if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print("written:", path)
