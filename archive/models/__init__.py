"""What the archive stores. Each QuerySet stands above its model; a file imports from those before.

visibility  who sees which articles
sources     who publishes
articles    what was published: originals, articles, revisions, links, passages and their spans
entities    who and where it is about, under which names
findings    where texts name them, days and periods, and which sources they relay
quotations  who said what in them, and through whom
decisions   what was done to articles, by whom
duplicates  articles with nearly one text, and what they were said to be
proposals   new texts that wait for an editor; who has an article open
ingests     uploads and their reports
upkeep      names merged, articles recognised anew
tallies     what pages count, kept as it changes
corrections what readers ask to be corrected
withholdings  what of an article readers are not shown
desk        what colleagues note of articles for each other
roots       one hash a day over all that was kept and decided
"""

from archive.dates import Precision
from archive.models.articles import (
    Article,
    Link,
    MinHashBand,
    Original,
    Passage,
    PassageSpan,
    PassageSuccessor,
    Revision,
)
from archive.models.corrections import CorrectionRequest
from archive.models.decisions import Decision
from archive.models.desk import Handling, Note, SavedList, Tag
from archive.models.duplicates import SettledPair
from archive.models.entities import Entity, EntityName, Role
from archive.models.findings import Citation, DateReference, Mention
from archive.models.ingests import Ingest, IngestRecord
from archive.models.proposals import Proposal, Visit
from archive.models.quotations import Quotation, QuotationRelay, QuotationSpeaker
from archive.models.roots import DailyRoot, TimeStamp
from archive.models.sources import Source, SourceName
from archive.models.tallies import TalliedArticle, Tally, TallyChange, TallyState
from archive.models.upkeep import Merge, Reannotation, RecognisedWith
from archive.models.withholdings import Withholding

__all__ = [
    "Article",
    "Citation",
    "CorrectionRequest",
    "DailyRoot",
    "DateReference",
    "Decision",
    "Entity",
    "EntityName",
    "Handling",
    "Ingest",
    "IngestRecord",
    "Link",
    "Mention",
    "Merge",
    "MinHashBand",
    "Note",
    "Original",
    "Passage",
    "PassageSpan",
    "PassageSuccessor",
    "Precision",
    "Proposal",
    "Quotation",
    "QuotationRelay",
    "QuotationSpeaker",
    "Reannotation",
    "RecognisedWith",
    "Revision",
    "Role",
    "SavedList",
    "SettledPair",
    "Source",
    "SourceName",
    "Tag",
    "TalliedArticle",
    "Tally",
    "TallyChange",
    "TallyState",
    "TimeStamp",
    "Visit",
    "Withholding",
]
