"""The pages of the archive itself. `visible` says what a reader may see under an address; then:

front      the first page
articles   an article, its revisions, what changed between two
passages   a passage, as it reads today and as it was cited
entities   people, bodies and places: lists, and a page for each
outlets    the same for sources
compare    two outlets side by side, a headline beside its text
quotations who said what
timeline   what the coverage says happened, by day
about      what the archive is, and how everyone can reach it
cards      the picture of a passage
citations  files for programs of reference
crawlers   what search engines are told
"""
