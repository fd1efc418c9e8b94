"""From what a reader typed to what an engine is asked, in the order in which it passes through:

    lexer            letters into tokens
    parser           tokens into a parsed query, forgivingly and at bounded cost
    syntax           the values of a parsed query, and how each is written
    expansion        a parsed query into clauses for the engine, and what they stand for; it asks
    authorities        for names of people, bodies, places and outlets,
    transliteration    for Arabic words that one in other letters may stand for, among those of
    wordlist           the archive's own words, arranged by sound and by spelling
    idf              how much each clause tells, for snippets
    corrections      after an answer that found little: what may have been meant
"""
