from django.urls import path

from archive import cards

app_name = "archive"
urlpatterns: list = [
    path("a/<slug:public_id>/cite.ris", cards.article_ris, name="article_ris"),
    path("a/<slug:public_id>/cite.bib", cards.article_bibtex, name="article_bibtex"),
    path("p/<slug:public_id>/cite.ris", cards.ris, name="ris"),
    path("p/<slug:public_id>/cite.bib", cards.bibtex, name="bibtex"),
    path("p/<slug:public_id>/card.png", cards.card, name="card"),
]
