"""What a site prints on several pages: counted over the set of pages, whatever their order."""

from hypothesis import given
from hypothesis import strategies as st

from parley.pages.sites import find_site_lines, line_key, site_of, without_site_lines

NOTICE = "Our reporters depend on readers who pay for what they read. Please think of a gift."
STORIES = [[f"The council of town {name} met on Monday.", NOTICE] for name in ("Aa", "Bb", "Cc", "Dd")]


@given(st.permutations(STORIES))
def test_order_does_not_matter(stories: list[list[str]]) -> None:
    """The same pages in any order give the same lines."""
    found = find_site_lines(("post.example", lines) for lines in stories)
    assert found == {"post.example": frozenset({line_key(NOTICE)})}


def test_a_page_that_comes_again_counts_once() -> None:
    """The same text fetched five times makes none of its lines the site's."""
    assert find_site_lines([("post.example", STORIES[0])] * 5) == {"post.example": frozenset()}


def test_sites_are_kept_apart_and_pages_without_one_left_out() -> None:
    """Three outlets that print the same wire story are no site."""
    pages = [(f"{number}.example", STORIES[number]) for number in range(3)]
    assert not any(find_site_lines(pages).values())
    assert find_site_lines((None, lines) for lines in STORIES) == {}


def test_the_sites_lines_leave_the_article() -> None:
    """They do where the article remains; versions of one article are left as they are."""
    lines = ["A long paragraph about the talks, which went on all night and ended at dawn. " * 3, NOTICE]
    assert without_site_lines(lines, (True, True), frozenset({line_key(NOTICE)})) == (True, False)
    assert without_site_lines(lines, (True, True), frozenset(map(line_key, lines))) == (True, True)


def test_a_site_is_a_host() -> None:
    """Addresses that are none have no site."""
    assert site_of("https://www.post.example/a") == "post.example"
    assert site_of("http://[broken") is None
    assert site_of(None) is None
