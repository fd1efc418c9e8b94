from django.urls import path

from search import phrase_page, views

app_name = "search"
urlpatterns = [
    path("search/", views.results, name="results"),
    path("search/choices/<slug:name>/", views.choices, name="choices"),
    path("search/tips/", views.tips, name="tips"),
    path("ledgers/phrase/", phrase_page.phrase, name="phrase"),
    path("search/suggest/", views.autocomplete, name="autocomplete"),
]
