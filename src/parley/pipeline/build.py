"""Makes the reader from the settings: the one place where rooms are introduced to each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from parley.errors import PageRefused
from parley.knowledge.actors import load_actor_store
from parley.knowledge.gazetteer import load_gazetteer, load_words
from parley.knowledge.ontology import load_ontology
from parley.knowledge.triggers import load_triggers
from parley.language.events import EventTools
from parley.language.finders import Tools, find_proposals
from parley.language.relations import PairReader, PairWeights
from parley.language.sentences import split_sentences
from parley.pages.article import read_article
from parley.pages.blocks import BlockClassifier
from parley.pages.fields import find_language
from parley.pipeline.languages import is_read
from parley.settings import Settings
from parley.terms.statements import Proposals
from parley.terms.text import Article, Byline, Genre, Page
from parley.weights.models import Weights, load_weights
from parley.weights.similarity import load_sentence_encoder


@dataclass(frozen=True)
class Reader:
    """Pages to articles, articles to proposals; models are loaded when they are first needed."""

    weights: Weights
    actors: Path | None = None
    """A file of persons that the actor store is to know too."""

    @property
    def weights_digest(self) -> str:
        """Names the state of the weights."""
        return self.weights.digest

    @cached_property
    def tools(self) -> Tools:
        """What the finders work with."""
        return Tools(
            models=self.weights,
            numbers=self.weights.numbers,
            gazetteer=load_gazetteer(),
            nouns=load_words(),
            store=load_actor_store(self.actors),
            events=self.events,
        )

    @cached_property
    def events(self) -> EventTools | None:
        """What finding events works with; None where the weights know none."""
        if not self.weights.knows_events:
            return None
        ontology, triggers = load_ontology(), load_triggers()
        definitions = [kind.definition for kind in ontology.types.values()]
        weights = PairWeights(**self.weights.pair_weights)
        pairs = PairReader(weights, load_sentence_encoder(), triggers, definitions)
        return EventTools(parser=self.weights, roles=self.weights, pairs=pairs, ontology=ontology, triggers=triggers)

    @cached_property
    def classifier(self) -> BlockClassifier:
        """Tells the blocks of a flattened page apart."""
        return BlockClassifier(self.weights.blocks)

    def read_article(self, page: Page, site_lines: frozenset[int] = frozenset()) -> Article:
        """The article that a page holds, without what its site prints on several pages.

        Args:
            page: the bytes.
            site_lines: keys of the site's lines, as ``pages.sites`` finds them.

        Raises:
            PageRefused: the page cannot be read.
        """
        return read_article(page, classifier=self.classifier, known=site_lines)

    def article_or_refusal(
        self, page: Page | PageRefused, site_lines: frozenset[int] = frozenset()
    ) -> Article | PageRefused:
        """The article that a page holds, or why there is none.

        Args:
            page: a page, or a file that could not be made into one.
            site_lines: keys of the lines that its site prints on several pages.
        """
        if isinstance(page, PageRefused):
            return page
        try:
            return self.read_article(page, site_lines)
        except PageRefused as refused:
            return refused

    def find(self, article: Article) -> Proposals:
        """What the machine proposes about an article."""
        return self.annotate(
            article.text,
            language=article.language,
            genre=article.genre,
            byline=article.byline,
            date=article.date,
        )

    def language_of(self, text: str) -> str:
        """The language of a text: English unless it is long enough to tell, and clearly another."""
        return find_language(text)

    def annotate(
        self,
        text: str,
        *,
        language: str | None = None,
        genre: Genre | None = None,
        byline: tuple[Byline, ...] = (),
        date: str | None = None,
    ) -> Proposals:
        """What the machine proposes about a text, in offsets of the text exactly as given.

        Args:
            text: neither trimmed nor normalized.
            language: its code; found from the text if None. A text that is not English has its sentences,
                so that it can be searched, and nothing else is proposed about it.
            genre: its genre, if known.
            byline: its authors.
            date: its date, an ISO prefix; relative times are counted from it.
        """
        if not is_read(language or self.language_of(text)):
            return Proposals(sentences=split_sentences(text))
        return find_proposals(text, self.tools, genre=genre, byline=byline, date=date)


def build_reader(settings: Settings) -> Reader:
    """A reader with the weights that the settings name.

    Raises:
        WeightsError: they are missing, altered or of another format, or the device is not to be had.
    """
    return Reader(load_weights(settings.weights, device=settings.device), actors=settings.actors)
