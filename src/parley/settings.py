"""Settings: read once, at the top, and passed down as one frozen value.

Law of this module: four places speak, the later one wins: the defaults, the user's file
(``parley.toml`` in the platform's configuration folder), ``parley.toml`` in the working
directory, the environment (``PARLEY_RECORD`` and so on). An option of the command line wins
over all four. Every room below ``pipeline`` receives values, never this module's sources.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal

from parley.errors import SettingsError

FILE_NAME = "parley.toml"
ENVIRONMENT_PREFIX = "PARLEY_"

OTHER_VARIABLES = frozenset({"PARLEY_CORPORA"})
"""Names with our prefix that are not settings: the folder of corpora that tests and training read."""

_CONTACT = re.compile(r"[!#-'*-\[\]-~]{3,200}")
"""Characters that a comment in a header may hold: visible, no quotation marks, parentheses or backslashes."""


def _help(text: str) -> dict[str, str]:
    return {"help": text}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set from outside."""

    record: Path | str = field(
        default=Path("parley.db"),
        metadata=_help("What keeps what was read: a file, or the address of a PostgreSQL database."),
    )
    weights: Path | None = field(
        default=None, metadata=_help("A folder with trained weights; unset, the weights that ship with Parley.")
    )
    actors: Path | None = field(
        default=None,
        metadata=_help("A file of persons that the actor store is to know too: name, aliases, roles, parted by tabs."),
    )
    largest_page_bytes: int = field(
        default=20_000_000, metadata=_help("A larger page is refused: news pages are a thousand times smaller.")
    )
    coder: str | None = field(
        default=None, metadata=_help("The name under which you judge; unset, the name you are logged in with.")
    )
    device: Literal["cpu", "cuda"] = field(
        default="cpu",
        metadata=_help('Where the weights compute: "cpu", or "cuda" for an NVIDIA card, which needs the extra `cuda`.'),
    )
    proxy: str | None = field(
        default=None,
        metadata=_help(
            'What pages are fetched through: an address (http, https, socks5), or "none". It must be set where '
            "variables such as `HTTPS_PROXY` name a proxy."
        ),
    )
    contact: str | None = field(
        default=None,
        metadata=_help("A web or mail address that Parley names to the sites it fetches from, for their complaints."),
    )
    reachable: tuple[str, ...] = field(
        default=(),
        metadata=_help(
            "Hosts of your own network that pages may be fetched from, each as IP address and port, such as "
            '"10.0.0.5:80"; several are parted by commas. All others must be public.'
        ),
    )


def read_settings(
    *,
    working_directory: Path | None = None,
    environment: Mapping[str, str] | None = None,
    user_folder: Path | None = None,
) -> Settings:
    """The settings of this process.

    Args:
        working_directory: where ``parley.toml`` is looked for; the current one if None.
        environment: the variables; the process's own if None.
        user_folder: where the user's ``parley.toml`` lies; the platform's configuration folder if None.

    Raises:
        SettingsError: a file cannot be read, a name is unknown, or a value cannot be used.
    """
    values: dict[str, Any] = {}
    for folder in (user_folder or _user_folder(), working_directory or Path.cwd()):
        values.update(_from_file(folder / FILE_NAME))
    values.update(_from_environment(os.environ if environment is None else environment))
    return Settings(**values)


def environment_name(setting: str) -> str:
    """The environment variable of a setting: ``PARLEY_RECORD`` for ``record``."""
    return ENVIRONMENT_PREFIX + setting.upper()


def _user_folder() -> Path:
    import platformdirs  # noqa: PLC0415 - start-up: only reading settings needs it

    return platformdirs.user_config_path("parley", appauthor=False)


def _from_file(path: Path) -> dict[str, Any]:
    """The settings of one file; none where there is no file."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            "the settings file cannot be read", where=str(path), cure="Make it readable UTF-8 text"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"this is not valid TOML: {error}", where=str(path), cure="Mend that line") from error
    return {name: _value(name, value, where=str(path), base=path.parent) for name, value in found.items()}


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """The settings named by variables; an empty variable counts as unset."""
    values = {}
    for variable, value in environment.items():
        if variable.startswith(ENVIRONMENT_PREFIX) and variable not in OTHER_VARIABLES and value:
            name = variable.removeprefix(ENVIRONMENT_PREFIX).lower()
            values[name] = _value(name, value, where=f"environment variable {variable}", base=Path())
    return values


def _value(name: str, value: object, *, where: str, base: Path) -> Any:
    """One value, checked and turned into its type."""
    reader = _READERS.get(name)
    if reader is None:
        known = ", ".join(_READERS)
        near = get_close_matches(name, _READERS, n=1)
        cure = f"Did you mean `{near[0]}`?" if near else f"Known settings are: {known}"
        raise SettingsError(f"there is no setting `{name}`", where=where, cure=cure)
    return reader(value, name=name, where=where, base=base)


def _path(value: object, *, name: str, where: str, base: Path) -> Path:
    """A path; one written in a file is taken from that file's folder."""
    if not isinstance(value, str) or not value:
        raise SettingsError(
            f"`{name}` is {value!r}, not a path", where=where, cure='Write a path in quotes, such as "news.db"'
        )
    return base / Path(value).expanduser()


def _record(value: object, *, name: str, where: str, base: Path) -> Path | str:
    """A path, or an address of a database as it is."""
    if isinstance(value, str) and "://" in value:
        return value
    return _path(value, name=name, where=where, base=base)


def _bytes(value: object, *, name: str, where: str, base: Path) -> int:  # noqa: ARG001 - all readers take the same
    """A positive number of bytes."""
    try:
        number = int(value) if isinstance(value, str) else value
    except ValueError:
        number = None
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise SettingsError(
            f"`{name}` is {value!r}, not a number of bytes", where=where, cure="Write a whole number such as 20000000"
        )
    return number


def _name(value: object, *, name: str, where: str, base: Path) -> str:  # noqa: ARG001 - all readers take the same
    """A name with a letter in it."""
    if not isinstance(value, str) or not any(sign.isalnum() for sign in value):
        raise SettingsError(f"`{name}` is {value!r}, not a name", where=where, cure='Write a name such as "Anna Lind"')
    return value


def _device(value: object, *, name: str, where: str, base: Path) -> str:  # noqa: ARG001 - all readers take the same
    """The name of a device; whether there is one is seen when the weights are loaded."""
    if value not in ("cpu", "cuda"):
        raise SettingsError(f"`{name}` is {value!r}, not a device", where=where, cure='Write "cpu" or "cuda"')
    return str(value)


def _proxy(value: object, *, name: str, where: str, base: Path) -> str:  # noqa: ARG001 - all readers take the same
    """A proxy's address, or "none"; whether it is one that can be used is seen when pages are fetched."""
    if not isinstance(value, str) or not (value == "none" or "://" in value) or not value.isprintable():
        cure = 'Write "none", or an address such as "http://proxy.example:8080"'
        raise SettingsError(f"`{name}` is neither an address nor none", where=where, cure=cure)
    return value


def _contact(value: object, *, name: str, where: str, base: Path) -> str:  # noqa: ARG001 - all readers take the same
    """A web or mail address, as a header can carry it."""
    if not isinstance(value, str) or not _CONTACT.fullmatch(value):
        cure = 'Write an address such as "https://example.org/about" or "mailto:desk@example.org"'
        raise SettingsError(f"`{name}` is {value!r}, not an address", where=where, cure=cure)
    return value


def _endpoints(value: object, *, name: str, where: str, base: Path) -> tuple[str, ...]:  # noqa: ARG001 - the same
    """IP addresses with ports, as a list or parted by commas."""
    given = value.split(",") if isinstance(value, str) else value
    try:
        if not isinstance(given, list):
            raise ValueError
        return tuple(_endpoint(one) for one in given)
    except ValueError as error:
        cure = 'Write IP addresses with ports, such as "10.0.0.5:80" or "[fd00::5]:443"'
        raise SettingsError(f"`{name}` is {value!r}, not a list of hosts", where=where, cure=cure) from error


def _endpoint(text: object) -> str:
    host, _, port = str(text).strip().rpartition(":")
    if not port.isdigit() or not 0 < int(port) < 65_536:
        raise ValueError(text)
    ip = ip_address(host.removeprefix("[").removesuffix("]"))
    return f"[{ip}]:{int(port)}" if ip.version == 6 else f"{ip}:{int(port)}"


_READERS: dict[str, Callable[..., Any]] = {
    "record": _record,
    "weights": _path,
    "actors": _path,
    "largest_page_bytes": _bytes,
    "coder": _name,
    "device": _device,
    "proxy": _proxy,
    "contact": _contact,
    "reachable": _endpoints,
}

if set(_READERS) != {one.name for one in fields(Settings)}:  # pragma: no cover - a mistake in this file
    raise TypeError("every setting needs its reader")
