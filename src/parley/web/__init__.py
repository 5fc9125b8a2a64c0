"""The desk: the web pages where analysts read, judge, search and see; and the API."""

from parley.web.app import create_app

__all__ = ["create_app"]
