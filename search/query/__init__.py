"""From what a reader typed to what an engine is asked, in the order in which it passes through.

1. `lexer`: letters into tokens; quotation marks are paired here.
2. `parser`: tokens into a parsed query, forgivingly and at bounded cost.
3. `syntax`: the values of a parsed query, and how each is written.
4. `expansion`: a parsed query into clauses for the engine, and what they stand for. It asks
   - `authorities` for the names of people, bodies, places and outlets,
   - `bylines` for the names of authors,
   - `other_names` for those that stand among the words, and the other names of who bears one,
   - `transliteration` for Arabic words that one in other letters may stand for, found in
   - `wordlist`, the archive's own words, arranged by sound and by spelling.
5. `idf`: how much each clause tells, by which passages are chosen for a result.
6. `corrections`: after an answer that found little, what may have been meant; near names it
   finds in `known_names`.
"""
