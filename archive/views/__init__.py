"""The pages of the archive itself. `visible` says what a reader may see under an address; then:

front      the first page
articles   an article, its revisions, what changed between two
passages   a passage, as it reads today and as it was cited
entities   people, bodies and places: lists, and a page for each
outlets    the same for sources
compare    two outlets side by side, a headline beside its text
timeline   what the coverage says happened, by day
quotations who said what: every statement, and what narrows them
ledgers    promises by their day, refusals to speak, missing references
fields     fields of the forms that narrow them: days as typed, words of statements
about      what the archive is, and how everyone can reach it
cards      the picture of a passage
citations  files for programs of reference
crawlers   what search engines are told
"""
