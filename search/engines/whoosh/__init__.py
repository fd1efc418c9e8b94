"""The engine: Whoosh's commits and segments underneath, arrays in front.

What becomes of articles, in order:

tokenizing      titles and texts of many articles into numbered words, all at once
forward_index   articles into a batch: which words stand where, and a column each fact
statements      who said what in them, and the facets of it
parallel        batches made on all cores
inverted_index  a batch turned round: which articles hold a form, a stem, a gram
lexicon         sorted words kept in two arrays
arrays          named arrays in one file, checked and mapped into memory
segments        a batch written as one segment: one file of arrays
generations     folders of segments, the pointer to the one that serves, locks, damage
writer          generations built, changed and compacted
index           the `Index`: rights to write and to build, handed out

What becomes of a plan, in order:

reader          the `Reader`: plans answered from the last commit
snapshot        one commit as arrays under one numbering
searcher        a plan answered: which articles, in which order, with which facets
postings        which articles hold a node of the plan, and with what evidence
positions       where words, phrases and neighbours stand
same_texts      one article for all that have its text
nearness        how near the words of a plan stand to each other
ranking         BM25 over all evidence, what is held of the plan, and the best of many
answers         which articles have a statement that answers
facets          counts of outlets, actors, places and dates
matches         where in titles and texts the words stand
vocabulary      the words themselves

What Whoosh and Haystack ask for:

engine          Haystack's backend: hands out reader and index
schema          Whoosh's fields
analyzers       the archive's words, as Whoosh takes them
codec           the arrays, as Whoosh reads them
versions        when an index is outdated
"""
