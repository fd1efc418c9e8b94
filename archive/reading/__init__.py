"""What pages need of the archive, without HTML. From what is asked of the database to the page:

tallies       numbers kept beside the articles as they change
statistics    figures of the whole and of its parts, kept for each version of the archive
front         what is new, who is in most articles, a passage a day
names_cache   sources and entities as each process keeps them
prepared      queries by key whose SQL is written once
cards         articles as lists show them
statements    who said what, in which office, through whom
sayings       statements asked for by speaker, outlet, kind, day or words
wordings      two wordings of one statement, with the words that only one has
aligning      which statements of one outlet are which of another
comparison    two outlets side by side; comparable, which of them are worth it
timeline      which days texts tell of: asked for, in their order, by page
happenings    what they tell of them, and what was published beside
typed_names   whom a name means that a reader typed
ledgers       promises by their day, refusals to speak, and what the archive lacks
topics        what somebody's statements are about, and which are on one subject
passages      a revision with its links, names and marked words in place
public_revisions  the wordings of articles that had several which readers could see
revisions  the wordings of one article, and which of its details changed between them
changes       what differs between two wordings
excerpts      a passage around one name
histogram     articles over time, as bars that lead to their searches
trail         the way back out of a period
"""
