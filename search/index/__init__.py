"""The index kept in step with the database, in the order in which a change passes through.

outbox        rows that say what changed, and the drain that applies them
spoken        the statements of articles, as they are indexed
credits       the names in bylines, as they are indexed
same_texts    which articles have the text of an earlier one
documents     what the database says the index should hold, and where the two differ
rebuild       the index built anew beside the serving one, or put aside where it is damaged
state         what is noted of it: errors, requests for a rebuild
worker        the process that drains, rebuilds and takes in uploads
watchdog      its signs of life for systemd
verify        index, revisions and originals compared with what they should be
phrases       frequent phrases of headlines, for autocomplete

How an index is written is the engine's (`search.engines.base`).
"""
