"""Addresses for search engines; they are the same in every language."""

from django.urls import path

from archive.views import crawlers

urlpatterns = [
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("sitemap-pages.xml", crawlers.sitemap_pages, name="sitemap-pages"),
    path("sitemap-articles-<int:number>.xml", crawlers.sitemap_articles, name="sitemap-articles"),
]
