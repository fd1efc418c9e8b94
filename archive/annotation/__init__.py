"""From a revision's text to findings, in the order in which a text passes through:

- `names`: the recogniser: title, text and passages in, what is found in them out;
- `found`: what is found before it is written: names, relayed outlets, statements;
- `voices`: the authorities as the finders of statements need them; `offices`: who held which;
- `quotations`: who said what, passage by passage, by means of
  - `sentences` (a passage with its words and marks) and `verbs` (verbs of saying in it),
  - `asides` (that a source asked not to be named, and why),
  - `sayings` (reports of speech) and `clauses` (where what was said ends),
  - `speakers`, `noun_phrases`, `subjects` (who speaks) and `chains` (through whom),
  - `marks` (words in marks that no verb before them reports), `attributed` (what «بحسب» gives to
    somebody), `turns` (headlines, interviews, statements read out), `refusals`;
  - `statements`: what comes of it;
- `wordings`: statements that headline and body give in two wordings;
- `days_of_speech`: on which day each statement was made; `dates`: the days that a text names;
- `write`, `write_quotations`: findings as rows of a revision, each in its passage, and what people
  decided kept.
"""
