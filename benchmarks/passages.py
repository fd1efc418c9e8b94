"""Whether addresses of passages lead where they should, after random edits of which all is known.

    python -m benchmarks.passages [--edits 10000] [--seed 1] [--show 5]

Articles are made of the demonstration's paragraphs and of reports as newsrooms fill them in
(«قُتل … في هجوم بعبوة ناسفة قرب …»), so that several paragraphs of one article differ by a number,
a place or a name alone. A revision makes one to four edits: a paragraph reworded by up to a third
(words replaced, left out, put in), moved, both, exchanged with another, divided, put together with
the next, deleted, doubled, a number or whoever speaks changed, another or a look-alike put in, or
taken out with a look-alike put in anywhere.

Counted are, of what survived, the passages that kept their address; of what was divided or put
together, those from which all of it is reached; and what is wrong: an address that leads to a
passage which is not made of the one that was linked. Two passages with the same words are told
apart by their place alone: an exchange of such twins is counted apart. So is a look-alike that
came exactly where the other stood, where the page says that a number, a name or the speaker has
changed: nothing tells this from such a change. With `--show` examples are printed.
"""

from __future__ import annotations

import argparse
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import django

from archive.arabic.particulars import particulars
from archive.arabic.tokens import keys

if TYPE_CHECKING:
    from archive.ingest.passage_identity import Traced

ROOT = Path(__file__).resolve().parents[1]
REPORTS = (
    "قُتل {n} جنود وأصيب {m} آخرون في هجوم بعبوة ناسفة استهدف دورية قرب {place} صباح {day}، وفق "
    "ما أفاد به مصدر أمني لم يذكر تفاصيل أخرى عن الحادث.",
    "سقط {n} صواريخ من طراز كاتيوشا على محيط القاعدة القريبة من {place} مساء {day} دون أن تقع "
    "خسائر بشرية، بحسب بيان لخلية الإعلام الأمني.",
    "قال {who} إن القوات ستغادر {place} قبل {day} المقبل، وإن {n} مدرباً سيبقون فيها بطلب من "
    "الحكومة العراقية.",
    "أكد {who} أن الموعد المتفق عليه ثابت، وأن الاجتماع المقبل للجنة سيعقد يوم {day} في {place} "
    "بحضور {n} ضابطاً من الجانبين.",
    "غادر رتل من {n} شاحنة قاعدة {place} يوم {day} باتجاه الحدود، ضمن خطة نقل المعدات التي بدأت "
    "قبل {m} أسابيع.",
    "وشدد {who} على أهمية احترام السيادة العراقية.",
    "تسلمت القوات العراقية يوم {day} الموقع {n} في {place} من التحالف الدولي.",
)
NUMBERS = (
    "ثلاثة",
    "أربعة",
    "خمسة",
    "ستة",
    "سبعة",
    "ثمانية",
    "تسعة",
    "عشرة",
    "12",
    "20",
    "35",
    "40",
)
DAYS = ("الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت")
PLACES = ("التاجي", "عين الأسد", "بلد", "الرطبة", "أربيل", "القيارة", "المخمور", "الحبانية", "حرير")
SPEAKERS = (
    "سالم الراوي",
    "حسن العزاوي المتحدث باسم القيادة",
    "النائب كريم الساعدي",
    "مسؤول أميركي",
    "وزير الدفاع",
    "رئيس اللجنة الفنية",
    "العميد وليد الجبوري",
    "المستشار نبيل الحمداني",
)


@dataclass(frozen=True, slots=True)
class Made:
    """A passage with the old ones that it is made of, by index; `whole` where one survived."""

    kind: str
    text: str
    origins: frozenset[int] = frozenset()
    whole: int | None = None
    reworded: bool = False


@dataclass(slots=True)
class Writer:
    """Makes articles and edits them, always the same for a seed."""

    chance: random.Random
    paragraphs: list[tuple[str, str]]
    words: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.words = [word for _, text in self.paragraphs for word in text.split()]

    def article(self) -> list[Made]:
        own = self.chance.sample(self.paragraphs, self.chance.randint(3, 14))
        for template in self.chance.sample(REPORTS, self.chance.randint(0, 3)):
            for _ in range(self.chance.randint(1, 4)):
                report = ("paragraph", self.filled(template))
                own.insert(self.chance.randint(0, len(own)), report)
        return [Made(kind, text, frozenset({n}), n) for n, (kind, text) in enumerate(own)]

    def filled(self, template: str) -> str:
        chosen = {
            "n": self.chance.choice(NUMBERS),
            "m": self.chance.choice(NUMBERS),
            "day": self.chance.choice(DAYS),
            "place": self.chance.choice(PLACES),
            "who": self.chance.choice(SPEAKERS),
        }
        return template.format(**chosen)

    def look_alike(self, text: str) -> str:
        """Another report of its kind, where it is one."""
        for template in REPORTS:
            if re.fullmatch(re.sub(r"\\\{\w+\\\}", "(.+)", re.escape(template)), text):
                return self.filled(template)
        return text

    def other_number(self, text: str) -> str:
        words = text.split(" ")
        places = [n for n, word in enumerate(words) if word.isdigit() or word in NUMBERS]
        if not places:
            return text
        place = self.chance.choice(places)
        words[place] = self.chance.choice([n for n in NUMBERS if n != words[place]])
        return " ".join(words)

    def other_speaker(self, text: str) -> str:
        for speaker in SPEAKERS:
            if speaker in text:
                other = self.chance.choice([name for name in SPEAKERS if name != speaker])
                return text.replace(speaker, other, 1)
        return text

    def reworded(self, text: str) -> str:
        """With up to a third of its words replaced, left out or put in."""
        words = text.split(" ")
        for _ in range(self.chance.randint(1, max(1, len(words) // 3)) if len(words) > 2 else 0):
            place = self.chance.randrange(len(words))
            change = self.chance.choices(("replace", "drop", "put in"), (6, 2, 2))[0]
            if change == "drop" and len(words) > 4:
                del words[place]
            elif change == "put in":
                words.insert(place, self.chance.choice(self.words))
            else:
                words[place] = self.chance.choice(self.words)
        return " ".join(words)


Edit = Callable[[Writer, list[Made]], bool]


def reword(writer: Writer, made: list[Made]) -> bool:
    place = writer.chance.randrange(len(made))
    text = writer.reworded(made[place].text)
    changed = text != made[place].text and not made[place].reworded
    if changed:
        made[place] = replace(made[place], text=text, reworded=True)
    return changed


def move(writer: Writer, made: list[Made]) -> bool:
    moved = made.pop(writer.chance.randrange(len(made)))
    made.insert(writer.chance.randint(0, len(made)), moved)
    return True


def reword_and_move(writer: Writer, made: list[Made]) -> bool:
    place = writer.chance.randrange(len(made))
    text = writer.reworded(made[place].text)
    if text == made[place].text or made[place].reworded:
        return False
    moved = replace(made.pop(place), text=text, reworded=True)
    made.insert(writer.chance.randint(0, len(made)), moved)
    return True


def exchange(writer: Writer, made: list[Made]) -> bool:
    first, second = writer.chance.sample(range(len(made)), 2)
    made[first], made[second] = made[second], made[first]
    return True


def divide(writer: Writer, made: list[Made]) -> bool:
    place = writer.chance.randrange(len(made))
    one = made[place]
    words = one.text.split(" ")
    if one.kind != "paragraph" or len(words) < 12:
        return False
    cut = writer.chance.randint(len(words) // 4, 3 * len(words) // 4)
    made[place : place + 1] = [
        replace(one, text=" ".join(part), whole=None) for part in (words[:cut], words[cut:])
    ]
    return True


def put_together(writer: Writer, made: list[Made]) -> bool:
    place = writer.chance.randrange(len(made) - 1)
    one, other = made[place : place + 2]
    if (one.kind, other.kind) != ("paragraph", "paragraph"):
        return False
    text = f"{one.text} {other.text}"
    made[place : place + 2] = [Made("paragraph", text, one.origins | other.origins)]
    return True


def delete(writer: Writer, made: list[Made]) -> bool:
    del made[writer.chance.randrange(len(made))]
    return True


def double(writer: Writer, made: list[Made]) -> bool:
    one = writer.chance.choice(made)
    made.insert(writer.chance.randint(0, len(made)), replace(one, whole=None))
    return True


def put_in(writer: Writer, made: list[Made]) -> bool:
    kind, text = writer.chance.choice(writer.paragraphs)
    made.insert(writer.chance.randint(0, len(made)), Made(kind, text))
    return True


def put_in_look_alike(writer: Writer, made: list[Made]) -> bool:
    one = writer.chance.choice(made)
    other = writer.look_alike(one.text)
    if other == one.text:
        return False
    made.insert(writer.chance.randint(0, len(made)), Made(one.kind, other))
    return True


def change_for_look_alike(writer: Writer, made: list[Made]) -> bool:
    place = writer.chance.randrange(len(made))
    one = made[place]
    other = writer.look_alike(one.text)
    if other == one.text:
        return False
    del made[place]
    made.insert(writer.chance.randint(0, len(made)), Made(one.kind, other))
    return True


def change_number(writer: Writer, made: list[Made]) -> bool:
    place = writer.chance.randrange(len(made))
    text = writer.other_number(made[place].text)
    changed, made[place] = text != made[place].text, replace(made[place], text=text)
    return changed


def change_speaker(writer: Writer, made: list[Made]) -> bool:
    place = writer.chance.randrange(len(made))
    text = writer.other_speaker(made[place].text)
    changed, made[place] = text != made[place].text, replace(made[place], text=text)
    return changed


EDITS: tuple[tuple[Edit, int], ...] = (
    (reword, 4),
    (move, 2),
    (reword_and_move, 4),
    (exchange, 2),
    (divide, 3),
    (put_together, 3),
    (delete, 2),
    (double, 2),
    (put_in, 2),
    (put_in_look_alike, 2),
    (change_for_look_alike, 2),
    (change_number, 3),
    (change_speaker, 3),
)


@dataclass(slots=True)
class Count:
    """What was counted, and examples of each kind of mishap."""

    counted: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def note(self, what: str, *told: str) -> None:
        self.counted[what] += 1
        self.examples.setdefault(what, []).append("\n".join(told))


def judge(old: list[Made], new: list[Made], traced: Traced[int], count: Count, names: str) -> None:
    """Compare what was traced with what was done."""
    survived = {made.whole: index for index, made in enumerate(new) if made.whole is not None}
    led = {(identity, b) for b, identity in enumerate(traced.identities) if identity is not None}
    keeping = dict(led)
    told = {(s.identity, s.index) for s in traced.successions if s.kind != "perhaps"}
    doubted = {(s.identity, s.index) for s in traced.successions if s.kind == "perhaps"}
    for a, b in sorted(led | told):
        if a in new[b].origins:
            continue
        what = _mishap(old, a, new[b])
        count.note(what, names, f"   {old[a].text}", f"-> {new[b].text}")
    for a, made in enumerate(old):
        ends = {b for b, one in enumerate(new) if a in one.origins}
        if a in survived:
            count.counted["survived"] += 1
            same_words = new[survived[a]].text
            at = keeping.get(a)
            if at == survived[a] or (at is not None and new[at].text == same_words):
                count.counted["kept"] += 1
            elif any((a, b) in told for b in ends) or (a, survived[a]) in doubted:
                count.note("shown", names, f"   {made.text}", f"-> {same_words}")
            else:
                count.note("lost", names, f"   {made.text}", f"-> {same_words}")
        elif ends:
            count.counted["divided"] += 1
            reached = {b for b in ends if (a, b) in led | told}
            same = {new[b].text for b in reached}
            if all(new[b].text in same for b in ends):
                count.counted["reached"] += 1
            else:
                texts = [f"-> {new[b].text}" for b in sorted(ends)]
                count.note("partly", names, f"   {made.text}", *texts)
    count.counted["doubts"] += len([1 for a, b in doubted if a not in new[b].origins])


def _mishap(old: list[Made], a: int, led_to: Made) -> str:
    if old[a].text in {led_to.text, *(old[origin].text for origin in led_to.origins)}:
        return "twins"
    before, after = (particulars(tuple(keys(text))) for text in (old[a].text, led_to.text))
    names, others = named(old[a].text), named(led_to.text)
    return "told" if before.differ(after) or (names - others and others - names) else "wrong"


def run(edits: int, seed: int) -> Count:
    """Make so many edits, one to four a revision."""
    from archive.ingest.passage_identity import Known, trace

    writer = Writer(random.Random(seed), list(demonstration()))
    kinds, weights = zip(*EDITS, strict=True)
    count = Count()
    made = 0
    while made < edits:
        old = writer.article()
        new = list(old)
        chosen = writer.chance.choices(kinds, weights, k=writer.chance.randint(1, 4))
        done = [edit.__name__ for edit in chosen if len(new) > 2 and edit(writer, new)]
        made += len(done)
        known = [
            Known(index, one.kind, one.text, names=named(one.text)) for index, one in enumerate(old)
        ]
        texts = [(one.kind, one.text) for one in new]
        traced = trace(known, texts, [named(one.text) for one in new])
        judge(old, new, traced, count, " ".join(done))
        count.counted["revisions"] += 1
    count.counted["edits"] = made
    return count


def named(text: str) -> frozenset[int]:
    """The places of the reports, which are all in the authorities, as the archive recognises them.

    The people in them are not.
    """
    return frozenset(number for number, place in enumerate(PLACES) if place in text)


def demonstration() -> Iterator[tuple[str, str]]:
    """Kind and words of the passages of the demonstration archive."""
    from archive.ingest.structure import parse

    for path in sorted((ROOT / "fixtures" / "demonstration").glob("*.md")):
        _, _, body = path.read_text(encoding="utf-8").split("---\n", 2)
        structure = parse(body)
        for block in structure.passages:
            yield block.kind, structure.words_of(block)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--edits", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--show", type=int, default=0, metavar="N", help="examples of mishaps")
    asked = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    count = run(asked.edits, asked.seed)
    told = count.counted
    print(f"{told['edits']:,} edits in {told['revisions']:,} revisions")
    print(f"survived {told['survived']:,}, kept {told['kept'] / told['survived']:.2%}")
    print(f"  not kept: a page shows it {told['shown']:,}, lost {told['lost']:,}")
    print(f"divided or put together {told['divided']:,}, all reached {told['reached']:,}")
    print(f"wrong {told['wrong']:,}")
    print(f"a look-alike in the same place, said to have changed {told['told']:,}")
    print(f"twins exchanged {told['twins']:,}, others shown as possible {told['doubts']:,}")
    for what in ("wrong", "lost", "partly", "told", "shown"):
        for example in count.examples.get(what, ())[: asked.show]:
            print(f"\n{what}: {example}")


if __name__ == "__main__":
    main()
