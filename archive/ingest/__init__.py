"""From uploads to articles, in the order in which what arrives passes through the files:

- `queue`: uploads that wait for the worker; `run`: a whole run, files in, one line a record out;
- `readers`: a file in, records out, one module a format; `encodings`: which text its bytes are;
- `garbled`: letters read with a wrong encoding, lost or written as codes; `tags` of web pages;
- `outlets`: which source a record means;
- `parsed`: a record parsed and ready to be stored, of which are part:
  `markup` (links and headings of what arrived), `structure` (title, passages, what was cut),
  `near_duplicates` (by which values texts almost alike are found);
- `parser`: that done in a `child`, a process of its own under a limit of time and memory;
- `matching`: which stored article a record is;
- `store`: a new article, a new revision, or nothing, with its reason;
- `revising`: a revision and all that stands in it; `passage_identity`: which passage is which of
  before;
- `refusals`: what can be wrong, said so that an editor can act on it, and who says it.

`preview` shows the first half with nothing stored. `authorities` loads the lists of sources and
entities.
"""
