"""The transparency record, impact assessment and model card are made of the product's own facts."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from placement.documents.accounts import PAGES
from placement.documents.atrs import atrs
from placement.documents.dpia import dpia
from placement.documents.model_card import model_card
from placement.documents.plain_page import BLANK
from placement.documents.product_facts import product_facts

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def facts():
    return product_facts()


@pytest.mark.parametrize("name", PAGES)
def test_the_committed_copy_is_what_the_product_says_now(name, facts):
    """Made anew with: python -m placement.documents.accounts docs ."""
    assert (DOCS / f"{name}.md").read_text("utf-8") == PAGES[name](facts).markdown()


@pytest.mark.parametrize("name", PAGES)
def test_each_is_a_draft_with_blanks_for_what_only_the_owner_knows(name, facts):
    text = PAGES[name](facts).markdown()
    assert "Draft" in text
    assert BLANK in text


@pytest.mark.parametrize("name", PAGES)
def test_html_holds_the_same_and_needs_nothing_from_elsewhere(name, facts):
    page = PAGES[name](facts)
    html = page.html()
    tags = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: tags.append(tag)
    parser.feed(html)
    assert not {"script", "link", "img", "iframe"} & set(tags)
    assert tags.count("h1") == 1
    assert all(escape(part.title) in html for part in page.parts)


def test_every_rule_and_its_clause_stand_in_the_record(facts):
    text = atrs(facts).markdown()
    assert all(f"| {rule.clause} | " in text for rule in facts.rules)


def test_every_kind_of_record_stands_in_the_assessment(facts):
    text = dpia(facts).markdown()
    assert all(f"| {kind.label} | " in text for kind in facts.kinds)


def test_the_number_of_values_nobody_agreed_is_said(facts):
    assert f"{len(facts.unagreed)} of them starting values" in model_card(facts).markdown()
