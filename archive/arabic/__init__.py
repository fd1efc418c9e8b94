"""How the archive reads Arabic: the one home of its letters, particles and words. Plain Python.

In the order in which a text passes through:

- `composition`: letters with their marks composed to NFC, however many they carry
- `shapes`: letters for the shapes that they take in print
- `letters`: letters by their Unicode names, and folding to the key that comparisons rest on
- `tokens`: words and where they stand in the printed text
- `yeh`: the words that alef maqsura and yeh tell apart
- `tables`: the word tables of `data/`, read once
- `punctuation`: marks that end, pause, quote and bracket
- `sentences`: how lines open, carry on and end, for paragraphs that a file broke
- `interviews`: words by which an interview is known, question and answer by turns
- `function_words`: words that hold sentences together
- `particles`: particles and the article, put on and taken off
- `particulars`: the numbers, days and speakers that tell look-alike passages apart
- `attested`, `endings`, `spelling`, `stem`: which words a careful reader calls the same
- `telling`: words that say what a statement is about; `wording`: what two of them share;
  `dated`: what a sentence tells of the day that it names
- `name_matching`: names of the authorities in running text; `people`, `bearing`, `offices`: words
  beside them that say whose they are
- `nationalities`: which state a word names or describes
- `conjugation`, `reporting`, `verbal_nouns`: verbs of saying in all their forms
- `quotation_marks`: words between marks; `speech`: words around what is said; `refusing`: around
  what isn't
- `relaying`: words by which an outlet is relayed; `references`: what a text refers to
- `dates`: days, months and years in running text; `occasions`: sessions, interviews, speeches, at
  which things are said
- `questions`: how questions open that ask what somebody said; `asking`: that ask for a day, a
  number or a place, and where a text tells it
- `phrases`: a phrase in every spelling; `loosely`: words in text that isn't indexed
- `alphabet`: the order in which lists of names are read
- `latin`, `romanising`: names from Latin and Kurdish letters, and into Latin ones
- `keyboard`, `distance`, `grams`: what was mistyped, and near spellings
- `months`, `persons`, `short_names`: what one word of a query also stands for; `bylines`: names in
  a line of credit
- `counting`: counted nouns, for what is printed
- `plausible`: whether letters make up Arabic as it is written, or stand in reverse
- `furniture`: lines that pages print around an article
- `field_names`, `language_names`, `date_labels`: how programs and newsrooms name the fields of a
  record, languages, and what stands around a date; `press_databases`: what such databases print
  around an article
"""
