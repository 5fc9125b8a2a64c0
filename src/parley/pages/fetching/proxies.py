"""Proxies: chosen by name or not at all. What the environment names is never taken silently, nor silently passed by."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import httpcore

from parley.errors import SettingsError

VARIABLES = frozenset(("http_proxy", "https_proxy", "all_proxy"))
NONE = "none"
"""The setting's value for going straight to the sites."""
_SCHEMES = {"http": 8080, "https": 443, "socks5": 1080, "socks5h": 1080}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A proxy, which looks names up itself."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""

    def pool(self, backend: httpcore.NetworkBackend, roots: ssl.SSLContext) -> httpcore.ConnectionPool:
        """Connections through it."""
        credentials = (self.user, self.password) if self.user else None
        host = f"[{self.host}]" if ":" in self.host else self.host
        if self.scheme.startswith("socks5"):
            return httpcore.SOCKSProxy(
                f"socks5://{host}:{self.port}",
                proxy_auth=credentials,
                ssl_context=roots,
                max_connections=1,
                network_backend=backend,
            )
        return httpcore.HTTPProxy(
            f"{self.scheme}://{host}:{self.port}",
            proxy_auth=credentials,
            ssl_context=roots,
            proxy_ssl_context=roots if self.scheme == "https" else None,
            max_connections=1,
            network_backend=backend,
        )


def read_proxy(setting: str | None) -> Proxy | None:
    """The proxy that the setting names; None for "none" or where nothing is set.

    Raises:
        SettingsError: it is neither a proxy's address nor "none".
    """
    if setting is None or setting == NONE:
        return None
    cure = 'Write an address such as "http://proxy.example:8080" or "socks5://127.0.0.1:9050", or "none"'
    try:
        parts = urlsplit(setting)
        port = parts.port
    except ValueError as error:
        raise SettingsError("`proxy` is no address", where="proxy", cure=cure) from error
    if parts.scheme not in _SCHEMES or not parts.hostname or parts.path not in ("", "/") or not setting.isprintable():
        raise SettingsError("`proxy` is no address of a proxy", where="proxy", cure=cure)
    return Proxy(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port or _SCHEMES[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def undecided(setting: str | None, environment: Mapping[str, str]) -> str | None:
    """The variable that names a proxy while the setting does not say what to do; None where all is said."""
    if setting is not None:
        return None
    return next((name for name, value in sorted(environment.items()) if name.lower() in VARIABLES and value), None)
