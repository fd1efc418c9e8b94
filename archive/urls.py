from django.urls import path

from archive.views import (
    about,
    articles,
    compare,
    entities,
    front,
    outlets,
    passages,
    quotations,
    references,
    share_cards,
    timeline,
)

app_name = "archive"
urlpatterns = [
    path("", front.front, name="front"),
    path("a/<slug:public_id>/", articles.article, name="article"),
    path("a/<slug:public_id>/r/<int:number>/", articles.revision, name="revision"),
    path("a/<slug:public_id>/diff/<int:first>/<int:second>/", articles.diff, name="diff"),
    path("p/<slug:public_id>/", passages.passage, name="passage"),
    path("p/<slug:public_id>/r<int:number>/", passages.passage_revision, name="passage_revision"),
    path("a/<slug:public_id>/cite.ris", references.article_ris, name="article_ris"),
    path("a/<slug:public_id>/cite.bib", references.article_bibtex, name="article_bibtex"),
    path("p/<slug:public_id>/cite.ris", references.ris, name="ris"),
    path("p/<slug:public_id>/cite.bib", references.bibtex, name="bibtex"),
    path("p/<slug:public_id>/card.png", share_cards.card, name="card"),
    path("actors/", entities.actors, name="actors"),
    path("actors/<slug:slug>/", entities.actor, name="actor"),
    path("places/", entities.places, name="places"),
    path("places/<slug:slug>/", entities.place, name="place"),
    path("outlets/", outlets.outlets, name="outlets"),
    path("outlets/<slug:slug>/", outlets.outlet, name="outlet"),
    path("quotations/", quotations.quotations, name="quotations"),
    path("quotations/choices/<slug:group>/", quotations.choices, name="quotation_choices"),
    path("compare/", compare.compare, name="compare"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
]
