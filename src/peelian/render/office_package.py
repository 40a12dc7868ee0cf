"""Office files made the same each time: fixed dates, fixed order, whatever the clock said when they were written."""

import io
import re
import zipfile

FIXED = b"2026-01-01T00:00:00Z"


def steady(package: bytes) -> bytes:
    """The same Office file with fixed dates, in its properties and in its zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", FIXED, content)
            new.writestr(zipfile.ZipInfo(item.filename), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
