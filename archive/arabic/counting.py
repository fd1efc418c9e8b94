"""Counted nouns: one, two, few and many things have forms of their own."""


def counted(number: int, one: str, two: str, few: str, many: str) -> str:
    """A counted noun in Arabic: «مقطع واحد», «مقطعان», «3 مقاطع», «11 مقطعاً», «100 مقطع».

    `one` and `two` stand alone; of `one`, its first word follows round hundreds.
    """
    if number == 1:
        return one
    if number == 2:
        return two
    rest = number % 100
    if 3 <= rest <= 10:
        return f"{number:,} {few}"
    if rest >= 11:
        return f"{number:,} {many}"
    return f"{number:,} {one.split()[0]}"
