"""Files that programs of reference read."""

from __future__ import annotations

import pytest
from django.urls import reverse

from archive.editing import actions


def test_reader_downloads_ris_and_bibtex_of_a_passage(client, cited):
    cite = cited(published_on="2021-11-22")

    ris = client.get(reverse("archive:ris", args=[cite.passage.public_id]))
    bibtex = client.get(reverse("archive:bibtex", args=[cite.passage.public_id]))

    assert ris.headers["Content-Type"].startswith("application/x-research-info-systems")
    assert ris.headers["Content-Disposition"] == f'attachment; filename="{cite.identifier}.ris"'
    assert ris.content.decode() == cite.ris()
    assert bibtex.content.decode() == cite.bibtex()


def test_reader_downloads_the_citation_of_an_article_in_any_revision(client, cited):
    article = cited().article
    actions.correct(
        article, title="عنوان آخر", body=article.current_revision.text, reason="العنوان كما نُشر"
    )

    today = client.get(reverse("archive:article_ris", args=[article.public_id]))
    then = client.get(reverse("archive:article_bibtex", args=[article.public_id]), {"r": "1"})

    assert f"UR  - https://archive.example/a/{article.public_id}/r/2/" in today.content.decode()
    assert "title = {{الانسحاب في موعده}}" in then.content.decode()


@pytest.mark.parametrize("revision", ["0", "7", "x", "-1", "٢", "9" * 40])
def test_unknown_revision_is_not_found(client, cited, revision):
    address = reverse("archive:ris", args=[cited().passage.public_id])

    assert client.get(address, {"r": revision}).status_code == 404


def test_english_pages_cite_the_same_address(client, cited):
    cite = cited()

    response = client.get(f"/en/p/{cite.passage.public_id}/cite.ris")

    assert cite.address in response.content.decode()
    assert "/en/" not in response.content.decode()
