"""How a line of the log is written."""

import logging

from archive.printable import lines, one_line


class PlainLines(logging.Formatter):
    """One record, one line: what was sent or stored can neither begin another nor hide in it.

    A traceback keeps its lines.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        record.message = one_line(record.message)
        return super().formatMessage(record)

    def formatException(self, ei) -> str:  # noqa: N802
        return lines(super().formatException(ei))
