"""What editors do and may, in the order in which a page of theirs passes through the files:

- `roles`: who may do what;
- `forms`: what an editor sent of articles, as values, `review_forms`: of findings, and
  `bulk_forms`: of many articles;
- `wording`: where the words that an editor typed stand, and `naming`: whom a typed name means;
- `actions`: what is done to articles and to names in them, each with its `Decision`: who did it,
  when, and why; `statements` and `dates`: the same of who said what, and of days;
- `rows`: a text that two sides changed, as a choice a row, and `proposals`: new texts that wait for
  an editor to take them; `details_merge`: the same of the fields beside a text;
- `presence`: who has an article open, and `resending`: what was sent after a session had ended;
- `history`: the values that a decision keeps of what it was about, and `undoing`: taking the last
  one back;
- `discarding`: drafts put away and brought back, and `duplicates`: what two articles with nearly
  one text are to each other;
- `undoing_imports`: an import taken back as a whole;
- `handling`: who has an article, and what colleagues tell each other of it;
- `tagging`: words by which the desk finds articles again, and `bulk`: one act on many articles;
- `review`: what waits for an editor's word;
- `withholding`: a passage or a wording taken from readers and given back;
- `readers_corrections`: what readers ask to be corrected, taken in and settled;
- `applying`: a name given to an entity, and what that changes in the archive;
- `merging`: two entities or sources that are one;
- `reannotating`: recognising stored articles anew, after rules or names changed.
"""
