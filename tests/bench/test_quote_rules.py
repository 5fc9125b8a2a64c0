"""The rules of the simplest system find what they are written for."""

import pytest

from bench.quote_rules import find_by_rules

Parts = tuple[list[str], list[str], list[str]]


def found(text: str) -> list[Parts]:
    """The words of source, cue and content of each statement."""
    rows = find_by_rules(text)
    return [tuple([text[a:b] for a, b in row[role]] for role in ("source", "cue", "content")) for row in rows]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Novak said that taxes would rise.", (["Novak"], ["said"], ["that taxes would rise"])),
        ("The minister said taxes would rise.", (["The minister"], ["said"], ["taxes would rise"])),
        ("“Taxes will rise,” he said.", (["he"], ["said"], ["“Taxes will rise,”"])),
        ("“Taxes will rise,” said Ana Novak.", (["Ana Novak"], ["said"], ["“Taxes will rise,”"])),
        ("Taxes will rise, Novak said.", (["Novak"], ["said"], ["Taxes will rise"])),
        ("She had never said: “Taxes will rise.”", (["She"], ["had never said:"], ["“Taxes will rise.”"])),
        ("“Taxes,” he said, “will rise.”", (["he"], ["said"], ["“Taxes,”", "“will rise.”"])),
        ("“It rains.” Nobody heard it.", None),
        (
            "“It will rain,” she said. “Then it stops. At last.”",
            (["she"], ["said"], ["“It will rain,”", "“Then it stops. At last.”"]),
        ),
        ("Novak told reporters on Monday that it rains.", (["Novak"], ["told"], ["that it rains"])),
        ("It rains, according to the office.", (["the office"], ["according to"], ["It rains"])),
        ("According to the office, it rains.", (["the office"], ["According to"], ["it rains"])),
        ("Ana Novak, a lawyer, said that it rains.", (["Ana Novak, a lawyer,"], ["said"], ["that it rains"])),
        ("Novak: It rains all day", (["Novak"], [":"], ["It rains all day"])),
        ("The harbour opened in May.", None),
        ("", None),
    ],
)
def test_patterns(text: str, wanted: Parts | None) -> None:
    """Each pattern gives source, cue and content; text without a verb that reports gives nothing."""
    assert found(text) == ([] if wanted is None else [wanted])


def test_what_is_said_inside_a_quotation_is_no_statement() -> None:
    """A reporting verb inside quotation marks belongs to what is quoted."""
    assert len(found("“Novak said that it rains,” she wrote.")) == 1
