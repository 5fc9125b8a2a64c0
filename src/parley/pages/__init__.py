"""Bytes to Article: files, encodings, HTML, plain text, page furniture, fields, teasers."""
