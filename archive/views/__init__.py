"""The pages of the archive itself: articles, passages, people, places, outlets."""
