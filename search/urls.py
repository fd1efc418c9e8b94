from django.urls import path

from search import views

app_name = "search"
urlpatterns = [
    path("search/", views.results, name="results"),
    path("search/choices/<slug:name>/", views.choices, name="choices"),
    path("search/tips/", views.tips, name="tips"),
    path("search/suggest/", views.autocomplete, name="autocomplete"),
]
