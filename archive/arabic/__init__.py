"""How the archive reads Arabic: the one home of its letters, particles and words. Plain Python.

In the order in which a text passes through:

- `composition`: letters with their marks composed to NFC, however many they carry
- `letters`: letters by their Unicode names, and folding to the key that comparisons rest on
- `tokens`: words and where they stand in the printed text
- `tables`: the word tables of `data/`, read once
- `punctuation`: marks that end, pause, quote and bracket
- `sentences`: how lines open, carry on and end, for paragraphs that a file broke
- `interviews`: words by which an interview is known, question and answer by turns
- `function_words`: words that hold sentences together
- `particles`: particles and the article, put on and taken off
- `attested`, `endings`, `spelling`, `stem`: which words a careful reader calls the same
- `telling`: words that say what a statement is about; `wording`: what two of them share;
  `dated`: what a sentence tells of the day that it names
- `names`: names of the authorities in running text
- `nationalities`: which state a word names or describes
- `conjugation`, `reporting`: verbs of saying in all their forms
- `relaying`: words by which an outlet is relayed
- `occasions`: sessions, interviews, speeches, at which things are said
- `latin`, `romanising`: names from Latin and Kurdish letters, and into Latin ones
- `keyboard`, `distance`, `grams`: what was mistyped, and near spellings
"""
