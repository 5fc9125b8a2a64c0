"""Settings: where they come from, which wins, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.errors import SettingsError
from parley.settings import Settings, read_settings


def read(tmp_path: Path, *, user: str = "", here: str = "", **environment: str) -> Settings:
    """Settings from two files and an environment."""
    for name, text in (("user", user), ("here", here)):
        (tmp_path / name).mkdir(exist_ok=True)
        if text:
            (tmp_path / name / "parley.toml").write_text(text, encoding="utf-8")
    return read_settings(
        working_directory=tmp_path / "here", user_folder=tmp_path / "user", environment={"HOME": "/", **environment}
    )


def test_defaults(tmp_path: Path) -> None:
    """Without files and variables everything has a value."""
    assert read(tmp_path) == Settings()


def test_the_later_place_wins(tmp_path: Path) -> None:
    """The user's file, then the directory's, then the environment; each setting for itself."""
    user = 'record = "user.db"\nlargest_page_bytes = 1'
    assert read(tmp_path, user=user).record == tmp_path / "user" / "user.db"
    settings = read(tmp_path, user=user, here='record = "here.db"')
    assert (settings.record, settings.largest_page_bytes) == (tmp_path / "here" / "here.db", 1)
    settings = read(tmp_path, user=user, here='record = "here.db"', PARLEY_RECORD="there.db")
    assert settings.record == Path("there.db")


def test_a_device_is_named(tmp_path: Path) -> None:
    """The device is one of two words, from a file or a variable."""
    assert read(tmp_path).device == "cpu"
    assert read(tmp_path, here='device = "cuda"').device == "cuda"
    assert read(tmp_path, here='device = "cuda"', PARLEY_DEVICE="cpu").device == "cpu"


def test_an_empty_variable_is_unset(tmp_path: Path) -> None:
    """``PARLEY_RECORD= parley ...`` takes the default, not the working directory."""
    assert read(tmp_path, PARLEY_RECORD="") == Settings()


@pytest.mark.parametrize(
    ("here", "environment", "words"),
    [
        ("recrod = 1", {}, ["parley.toml", "recrod", "Did you mean `record`?"]),
        ("zzz = 1", {}, ["zzz", "Known settings are"]),
        ("record = 5", {}, ["record", "5", "path"]),
        ("record = ", {}, ["parley.toml", "TOML"]),
        ("largest_page_bytes = true", {}, ["largest_page_bytes", "bytes"]),
        ("largest_page_bytes = 0", {}, ["largest_page_bytes", "0"]),
        ("", {"PARLEY_LARGEST_PAGE_BYTES": "many"}, ["PARLEY_LARGEST_PAGE_BYTES", "many"]),
        ('device = "gpu"', {}, ["device", "gpu", '"cpu" or "cuda"']),
        ("device = true", {}, ["device", "True"]),
        ("", {"PARLEY_COLOUR": "red"}, ["PARLEY_COLOUR", "colour"]),
    ],
)
def test_mistakes_say_where_and_what_to_write(
    tmp_path: Path, here: str, environment: dict[str, str], words: list[str]
) -> None:
    """An unknown name or an unusable value is refused with its place and its cure."""
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, here=here, **environment)
    assert all(word in str(caught.value) for word in words), caught.value
    assert caught.value.cure


def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    """A settings file that is not UTF-8 text is told by name."""
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "parley.toml").write_bytes(b"record = '\xff'")
    with pytest.raises(SettingsError, match=r"parley\.toml"):
        read(tmp_path)


def test_the_corpora_folder_is_no_setting(tmp_path: Path) -> None:
    """The variable of tests and training may stand beside the settings."""
    assert read(tmp_path, PARLEY_CORPORA="/somewhere") == Settings()


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("proxy", "none", "none"),
        ("proxy", "socks5://127.0.0.1:9050", "socks5://127.0.0.1:9050"),
        ("contact", "mailto:desk@example.org", "mailto:desk@example.org"),
        ("reachable", "10.0.0.5:80, [FD00::5]:8080", ("10.0.0.5:80", "[fd00::5]:8080")),
    ],
)
def test_what_concerns_fetching(name: str, value: str, wanted: object, tmp_path: Path) -> None:
    """A proxy, a contact and reachable hosts are taken from variables and files alike."""
    assert getattr(read(tmp_path, **{f"PARLEY_{name.upper()}": value}), name) == wanted
    assert getattr(read(tmp_path, here=f'{name} = "{value}"'), name) == wanted


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("proxy", "proxy.example"),
        ("proxy", "http://a\r\nb"),
        ("contact", "two words"),
        ("contact", "a)b"),
        ("contact", "a\r\nX-Evil: b"),
        ("reachable", "news.example:80"),
        ("reachable", "10.0.0.5"),
        ("reachable", "10.0.0.5:0"),
        ("reachable", "10.0.0.0/8:80"),
        ("reachable", "10.0.0.5:80,"),
    ],
)
def test_what_cannot_concern_fetching(name: str, value: str, tmp_path: Path) -> None:
    """What could not be used, or would smuggle a header, is refused where it is written."""
    with pytest.raises(SettingsError, match=name) as refused:
        read(tmp_path, **{f"PARLEY_{name.upper()}": value})
    assert refused.value.cure
