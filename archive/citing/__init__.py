"""What of the archive can be taken elsewhere, with its lasting address:

references    how an article or a passage is cited, as text, RIS and BibTeX
share_cards   what the picture of a passage says, and the folder that keeps drawn ones
card_image    draws it; the only importer of arabic_reshaper
fonts         subsets for browsers, made once at set-up
"""
