"""Lines: where in its file a string of a fenced block stands, so that an error names the line of the cell."""

import json
import re
from dataclasses import dataclass


@dataclass
class Lines:
    """The text of a block and the line of the file it begins on. `now` is the line of the string last asked for.

    Strings are asked for in the order they are written, so that the second of two alike is found too.
    """

    text: str
    first: int
    past: int = 0
    now: int = 0

    def of(self, string: str) -> int:
        """The line of a string of the block; where it is written with escapes, the line the search has come to."""
        for written in (json.dumps(string, ensure_ascii=False), f"'{string}'", string):
            for start in (self.past, 0):
                at = self.text.find(written, start)
                if at >= 0:
                    return self._found(at, at + len(written))
        return self.now

    def of_key(self, key: str) -> int:
        match = re.search(rf"^\s*{re.escape(key)}\s*=", self.text, re.MULTILINE)
        return self._found(match.end() - 1, match.end()) if match else self.now

    def _found(self, at: int, past: int) -> int:
        self.past, self.now = past, self.first + self.text.count("\n", 0, at)
        return self.now
