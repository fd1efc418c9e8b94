"""Files of every format, from what is in them."""

import io
import json

from archive.ingest.readers import read_stream

TEXT = "قال رئيس الوزراء إن القوات الأمريكية ستنسحب من العراق، وأضاف «لا بقاء بعد اليوم»."


def records(name: str, data: bytes) -> list:
    return list(read_stream(io.BytesIO(data), name))


def lines(*values: object) -> bytes:
    return "\n".join(
        value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for value in values
    ).encode()
