"""What editors do and may, in the order in which a page of theirs passes through the files:

- `roles`: who may do what;
- `forms`: what an editor sent, as values;
- `actions`: what is done to articles, each with its `Decision`: who did it, when, and why;
- `history`: the values that a decision keeps of what it was about.
"""
