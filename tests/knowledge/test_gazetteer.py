"""The gazetteer: names find their state or organization, and nobody else's."""

from __future__ import annotations

import pickle
import re
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.knowledge.gazetteer import (
    Gazetteer,
    NounLists,
    load_gazetteer,
    load_words,
    read_table,
    split_names,
)
from parley.terms.actors import ActorIndex
from parley.terms.names import fold_name

STATES = list(read_table("states.tsv"))
ORGANIZATIONS = list(read_table("organizations.tsv"))
NAMES = [
    (row["iso3"], how, name, sure)
    for row in STATES
    for how, column in (("name", "aliases"), ("demonym", "demonyms"), ("seat", "seats"))
    for name, sure in split_names(row[column])
]
ALIASES = [(row["key"], name, sure) for row in ORGANIZATIONS for name, sure in split_names(row["aliases"])]
ENTITY_COUNT = 193 + 6


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The gazetteer as shipped."""
    return load_gazetteer()


@pytest.fixture(scope="module")
def nouns() -> NounLists:
    """The noun lists as shipped."""
    return load_words()


@pytest.mark.parametrize(
    ("name", "iso3", "how"),
    [
        ("Iran", "IRN", "name"),
        ("the Islamic Republic of Iran", "IRN", "name"),
        ("The United States", "USA", "name"),
        ("U.S.", "USA", "name"),
        ("US", "USA", "name"),
        ("UK", "GBR", "name"),
        ("Türkiye", "TUR", "name"),
        ("Turkiye", "TUR", "name"),
        ("Côte d’Ivoire", "CIV", "name"),
        ("Cote d'Ivoire", "CIV", "name"),
        ("Ivory Coast", "CIV", "name"),
        ("Burma", "MMR", "name"),
        ("Holland", "NLD", "name"),
        ("Guinea", "GIN", "name"),
        ("Guinea Bissau", "GNB", "name"),
        ("Equatorial Guinea", "GNQ", "name"),
        ("Papua New Guinea", "PNG", "name"),
        ("Saudi\u00a0Arabia", "SAU", "name"),
        ("Bosnia & Herzegovina", "BIH", "name"),
        ("DR Congo", "COD", "name"),
        ("Kosovo", "XKX", "name"),
        ("South Korea", "KOR", "name"),
        ("Afghans", "AFG", "demonym"),
        ("French", "FRA", "demonym"),
        ("Georgian", "GEO", "demonym"),
        ("the Kremlin", "RUS", "seat"),
        ("White House", "USA", "seat"),
        ("Élysée", "FRA", "seat"),
        ("Elysee", "FRA", "seat"),
        ("Downing Street", "GBR", "seat"),
        ("Kiev", "UKR", "seat"),
        ("Kyiv", "UKR", "seat"),
        ("Sana’a", "YEM", "seat"),
        ("Washington, DC", "USA", "seat"),
        ("Pyongyang", "PRK", "seat"),
    ],
)
def test_a_state_is_found_as_news_names_it(gazetteer: Gazetteer, name: str, iso3: str, how: str) -> None:
    """Articles, dots, diacritics, odd spaces and quotes make no difference; how it is named is told."""
    state = gazetteer.state(name)
    assert state is not None
    assert (state.iso3, state.how) == (iso3, how)


@pytest.mark.parametrize("name", ["", " ", "the", "us", "Us", "Narnia", "Zionist regime", "Congo-", "Irans"])
def test_what_names_no_state_finds_none(gazetteer: Gazetteer, name: str) -> None:
    """The pronoun "us", names of nothing and names that several bear are no state."""
    assert gazetteer.state(name) is None


@pytest.mark.parametrize(
    ("name", "among", "iso3"),
    [
        ("Georgia", (), None),
        ("Georgia", ("Atlanta", "Washington"), None),
        ("Georgia", ("Tbilisi",), "GEO"),
        ("Georgia", ("Armenia", "Washington"), "GEO"),
        ("Georgia", ("United States", "Florida"), None),
        ("Georgia", ("Georgian",), "GEO"),
        ("Congo", (), None),
        ("Congo", ("Kinshasa", "Rwanda"), "COD"),
        ("Congo", ("Brazzaville",), "COG"),
        ("Congo", ("Brazzaville", "DRC"), None),
        ("Congolese", ("DR Congo",), "COD"),
        ("Korea", ("North Korea", "Seoul"), None),
        ("Koreans", ("Seoul",), "KOR"),
        ("Brussels", ("Belgian",), "BEL"),
        ("Georgia", ("Georgia",), None),
    ],
)
def test_a_name_that_several_bear_needs_a_sure_one_beside_it(
    gazetteer: Gazetteer, name: str, among: tuple[str, ...], iso3: str | None
) -> None:
    """Georgia is a state of the Caucasus only in a text that also says so; otherwise nothing is guessed."""
    state = gazetteer.state(name, among=among)
    assert (state.iso3 if state else None) == iso3


@pytest.mark.parametrize(
    ("name", "key", "kind"),
    [
        ("NATO", "org:nato", "organization"),
        ("Nato", "org:nato", "organization"),
        ("UN", "org:un", "organization"),
        ("the United Nations", "org:un", "organization"),
        ("WHO", "org:who", "organization"),
        ("IS", "org:isis", "group"),
        ("Isis", "org:isis", "group"),
        ("ISIS-K", "org:isis-k", "group"),
        ("Daesh", "org:isis", "group"),
        ("the Taliban", "org:taliban", "group"),
        ("Al Qaeda", "org:al-qaeda", "group"),
        ("al-Qa’ida", "org:al-qaeda", "group"),
        ("Hizbullah", "org:hezbollah", "group"),
        ("Ansar Allah", "org:houthis", "group"),
        ("Pentagon", "org:us-defense", "organization"),
        ("A.P.", "org:ap", "organization"),
        ("The New York Times", "org:nyt", "organization"),
        ("New York Times", "org:nyt", "organization"),
        ("The Times", "org:times-gb", "organization"),
        ("Democrats", "org:democrats-us", "organization"),
    ],
)
def test_an_organization_is_found_under_its_names(gazetteer: Gazetteer, name: str, key: str, kind: str) -> None:
    """Abbreviations and spellings of translated news lead to one key, with its kind."""
    actor = gazetteer.organization(name)
    assert actor is not None
    assert (actor.key, actor.kind) == (key, kind)


@pytest.mark.parametrize(
    "name", ["un", "who", "is", "Is", "Who", "ap", "eu", "Times", "Congress", "SDF", "Neo-Taliban"]
)
def test_words_that_look_like_organizations_are_none(gazetteer: Gazetteer, name: str) -> None:
    """Short abbreviations count in their own case only; shared names and bare "Times" are nobody's."""
    assert gazetteer.organization(name) is None


@pytest.mark.parametrize(
    ("name", "among", "key"),
    [
        ("Congress", ("Washington",), "org:us-congress"),
        ("Congress", ("New Delhi", "BJP"), "org:congress-in"),
        ("Congress", ("India", "American"), None),
        ("Congress", ("India", "U.S. Senate", "U.S. Congress"), "org:us-congress"),
        ("Labour", ("Britain",), "org:labour-gb"),
        ("Labour", ("Oslo",), None),
        ("RSF", ("Khartoum",), "org:rsf-sudan"),
        ("Security Council", ("UNSC",), "org:unsc"),
    ],
)
def test_a_shared_name_goes_to_the_body_that_the_text_names(
    gazetteer: Gazetteer, name: str, among: tuple[str, ...], key: str | None
) -> None:
    """Another name of one bearer decides first, then its country; with two countries nothing is guessed."""
    actor = gazetteer.find_actor(name, among=among)
    assert (actor.key if actor else None) == key


def test_states_and_organizations_are_known_actors(gazetteer: Gazetteer) -> None:
    """A state's key is its code, an organization's its own; a body of one state carries its code."""
    index: ActorIndex = gazetteer
    afghanistan, nato, mossad = (index.find_actor(name) for name in ("Afghanistan", "NATO", "Mossad"))
    assert afghanistan is not None
    assert nato is not None
    assert mossad is not None
    assert (afghanistan.key, afghanistan.kind, afghanistan.country) == ("iso3:AFG", "state", "AFG")
    assert (nato.key, nato.kind, nato.country) == ("org:nato", "organization", None)
    assert mossad.country == "ISR"


@pytest.mark.parametrize("name", ["Afghans", "Kremlin", "Kyiv", "Washington"])
def test_demonyms_and_seats_are_no_actors_by_themselves(gazetteer: Gazetteer, name: str) -> None:
    """Whether a capital speaks for its government is for the reader of the sentence to decide."""
    assert gazetteer.state(name) is not None
    assert gazetteer.find_actor(name) is None


def test_all_states_are_there_once() -> None:
    """All members of the United Nations and six more, each under one well-formed code."""
    codes = [row["iso3"] for row in STATES]
    assert len(codes) == len(set(codes)) == ENTITY_COUNT
    assert all(re.fullmatch("[A-Z]{3}", code) for code in codes)
    assert {"PSE", "TWN", "XKX", "VAT", "ESH", "HKG"} <= set(codes)


def test_organizations_are_well_formed() -> None:
    """Keys are unique and plain, kinds and countries are known ones."""
    keys = [row["key"] for row in ORGANIZATIONS]
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch("[a-z0-9-]+", key) for key in keys)
    assert {row["kind"] for row in ORGANIZATIONS} == {"organization", "group"}
    assert {row["country"] for row in ORGANIZATIONS} <= {row["iso3"] for row in STATES} | {""}


def test_every_sure_name_of_a_state_finds_its_row(gazetteer: Gazetteer) -> None:
    """No line of the table is dead, and each tells how its name names the state."""
    for iso3, how, name, sure in NAMES:
        state = gazetteer.state(name)
        if sure:
            assert state is not None, name
            assert (state.iso3, state.how) == (iso3, how), name
        else:
            assert state is None, name


def test_every_sure_name_of_an_organization_finds_its_row(gazetteer: Gazetteer) -> None:
    """The same for organizations, by both ways in: no state has taken a name of theirs."""
    for key, name, sure in ALIASES:
        actor = gazetteer.find_actor(name)
        assert (actor.key if actor else None) == (f"org:{key}" if sure else None), name
        assert gazetteer.organization(name) == actor, name


def test_every_row_finds_itself_by_its_own_name(gazetteer: Gazetteer) -> None:
    """A row's name counts like an alias, unless its aliases mark it as shared."""
    for row in STATES + ORGANIZATIONS:
        known = gazetteer.find_actor(row["name"])
        if f"{row['name']}?" in row["aliases"].split("|"):
            assert known is None, row["name"]
        else:
            assert known is not None, row["name"]
            assert known.name == row["name"]
            assert known.key in (f"iso3:{row.get('iso3')}", f"org:{row.get('key')}")


def test_every_shared_name_can_be_settled(gazetteer: Gazetteer) -> None:
    """A marked name finds its row beside that row's first sure name: no mark makes a name useless."""
    for iso3, _, name, sure in NAMES:
        if not sure:
            beside = next(other for code, _, other, certain in NAMES if code == iso3 and certain)
            state = gazetteer.state(name, among=[beside])
            assert state is not None, name
            assert state.iso3 == iso3, name
    rows = {row["key"]: row for row in ORGANIZATIONS}
    for key, name, sure in ALIASES:
        if not sure:
            names = [rows[key]["name"], *(other for own, other, certain in ALIASES if own == key and certain)]
            actor = gazetteer.organization(name, among=names)
            assert actor is not None, name
            assert actor.key == f"org:{key}", name


def test_no_sure_name_stands_in_two_rows() -> None:
    """Folded, a name that counts by itself belongs to one row of both tables; a marked one to none surely."""
    bearers: dict[str, set[str]] = defaultdict(set)
    shared: dict[str, set[str]] = defaultdict(set)
    every = [(iso3, name, sure) for iso3, _, name, sure in NAMES] + ALIASES
    every += [
        (row.get("iso3") or row["key"], row["name"], f"{row['name']}?" not in row["aliases"].split("|"))
        for row in STATES + ORGANIZATIONS
    ]
    for key, name, sure in every:
        (bearers if sure else shared)[fold_name(name)].add(key)
    assert {name: keys for name, keys in bearers.items() if len(keys) > 1} == {}
    assert set(bearers) & set(shared) == set()


def test_no_name_stands_twice_in_one_row() -> None:
    """A second copy in a row is a slip of the hand."""
    for row in STATES + ORGANIZATIONS:
        cells = [
            name for column in ("aliases", "demonyms", "seats") if column in row for name, _ in split_names(row[column])
        ]
        assert len(cells) == len(set(cells)), row["name"]


@given(
    st.sampled_from([name for _, _, name, sure in NAMES if sure and sum(c.isalnum() for c in name) > 3]),
    st.sampled_from(["", "the ", "The "]),
)
def test_spelling_does_not_change_who_is_meant(name: str, article: str) -> None:
    """Case, article, doubled spaces and curly apostrophes leave the answer as it is."""
    gazetteer = load_gazetteer()
    written = article + name.upper().replace(" ", " \u00a0").replace("'", "’")
    assert gazetteer.state(written) == gazetteer.state(name)


@given(st.text(max_size=12))
def test_any_text_can_be_looked_up(name: str) -> None:
    """Looking up never fails, whatever a tagger takes for a name."""
    gazetteer = load_gazetteer()
    assert gazetteer.find_actor(name) == gazetteer.find_actor(name, among=[])


def test_the_gazetteer_is_read_once_and_travels(gazetteer: Gazetteer) -> None:
    """It is cached, and survives pickling, which worker processes need."""
    assert load_gazetteer() is gazetteer
    again: Gazetteer = pickle.loads(pickle.dumps(gazetteer))
    assert again.find_actor("Iran") == gazetteer.find_actor("Iran")


def test_tables_name_their_source() -> None:
    """The first line of each table says where its facts come from, and is no row."""
    assert all(not row["name"].startswith("#") for row in STATES + ORGANIZATIONS)
    assert {"iso3", "name", "aliases", "demonyms", "seats"} == set(STATES[0])


def test_nouns_are_folded_single_words(nouns: NounLists) -> None:
    """They are compared with single folded words of a text, so anything else could never match."""
    for field in ("person", "expert", "organization", "group", "honorifics", "female_titles", "male_titles", "kin"):
        words = getattr(nouns, field)
        assert words
        assert all(word.isalpha() and fold_name(word) == word for word in words), field


def test_noun_lists_do_not_contradict_each_other(nouns: NounLists) -> None:
    """A noun heads one kind of description; experts are persons; a title has one gender."""
    assert nouns.expert < nouns.person
    assert not nouns.person & nouns.group
    assert not nouns.person & nouns.organization
    assert not nouns.group & nouns.organization
    assert not nouns.female_titles & nouns.male_titles
    assert not (nouns.female_titles | nouns.male_titles) & nouns.kin


def test_the_nouns_of_political_news_are_known(nouns: NounLists) -> None:
    """The words that most often describe a speaker are on their list."""
    assert {"analyst", "spokeswoman", "minister", "envoy", "farmer", "witness"} <= nouns.person
    assert {"analyst", "researcher", "scientist", "professor", "observer"} <= nouns.expert
    assert "spokesman" not in nouns.expert
    assert {"ministry", "court", "newspaper", "embassy"} <= nouns.organization
    assert {"officials", "sources", "critics", "residents", "lawmakers", "police"} <= nouns.group
    assert {"mr", "prime", "minister", "senator"} <= nouns.honorifics
