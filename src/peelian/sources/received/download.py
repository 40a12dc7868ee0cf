"""Downloads single files from a zip on a server, by HTTP range requests.

data.police.uk publishes a monthly archive of all forces with the 36 months up to it, over a gigabyte. An office needs a
few files of it. Each file takes one request, is checked against the archive's checksum, and is kept.
"""

import io
import os
import re
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import urllib3

from peelian.core.errors import SourceError
from peelian.core.periods import add_months, month_key
from peelian.sources.publishers.police_uk import FILE_KINDS
from peelian.sources.received.unpack import MOST_FILE_BYTES
from peelian.workspace.atomic_write import aside_of

BASE = "https://data.police.uk/data/archive/"
MONTHS_OF_AN_ARCHIVE = 36
MOST_REDIRECTS = 5
AT_THE_END = 1 << 20
"""Bytes to read at once when the size is unknown. The list of an archive's files has about a megabyte."""

AROUND = 1 << 10
"""Bytes of a member before its data: its name, and extra fields that some programs add."""

TRIES = 5
"""Failures in a row, without any data, before giving up."""

RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
TRY_AGAIN = "run it again: it continues with the files not yet fetched"


class Remote(io.RawIOBase):
    """A file on a server, read by ranges. SourceError if the server does not serve parts, or serves the wrong ones.

    It retries a few times if the connection breaks or the server is busy. It follows a few redirects, but never from
    https to http. All parts must come from one version of the file.
    """

    def __init__(self, url: str, timeout: float = 30, pause: float = 0.5) -> None:
        super().__init__()
        retries = urllib3.Retry(
            TRIES - 1, redirect=False, status_forcelist=(429, 500, 502, 503, 504), backoff_factor=pause
        )
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(timeout), retries=retries, headers={"User-Agent": f"peelian/{version('peelian')}"}
        )
        self.url, self.version, self.length, self._pause = url, "", 0, pause
        self._at, self._held_from, self._held = 0, 0, b""
        self.length = self._length()

    def _length(self) -> int:
        self._fetch(0, 1)
        return self.length

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = max(0, offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.length}[whence])
        return self._at

    def read(self, size: int = -1) -> bytes:
        size = max(0, self.length - self._at if size < 0 else min(size, self.length - self._at))
        if not self._holds(self._at, size):
            self.hold(self._at, max(size, min(AT_THE_END, self.length - self._at)))
        begin = self._at - self._held_from
        self._at += size
        return self._held[begin : begin + size]

    def hold(self, start: int, size: int) -> None:
        """Fetch these bytes in one request, so that the next reads need none."""
        size = max(0, min(size, self.length - start))
        if not self._holds(start, size):
            self._held_from, self._held = start, self._fetch(start, size)

    def _holds(self, start: int, size: int) -> bool:
        return self._held_from <= start and start + size <= self._held_from + len(self._held)

    def _fetch(self, start: int, size: int) -> bytes:
        """The bytes. It retries as long as each try brings some."""
        got, tries = b"", 0
        while len(got) < size:
            more, fault = self._part(start + len(got), size - len(got))
            got, tries = got + more, 0 if more else tries + 1
            if tries == TRIES:
                what = f"it cannot be reached ({type(fault).__name__})" if fault else "the server stops sending"
                raise SourceError(self.url, what, f"check the connection, and {TRY_AGAIN}")
            if not more:
                time.sleep(self._pause * 2**tries)
        return got

    def _part(self, start: int, size: int) -> tuple[bytes, Exception | None]:
        """The bytes asked for, or the first of them and the fault if the connection breaks."""
        headers = {"Range": f"bytes={start}-{start + size - 1}", "Accept-Encoding": "identity"}
        got = b""
        try:
            answer = self._asked(headers)
            try:
                self._check(answer, start, size)
                while len(got) < size and (more := answer.read(min(1 << 16, size - len(got)))):
                    got += more
            finally:
                answer.close() if len(got) < size else answer.release_conn()
        except urllib3.exceptions.HTTPError as fault:
            return got, fault
        return got, None

    def _asked(self, headers: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        for _ in range(MOST_REDIRECTS + 1):
            check_address(self.url)
            answer = self._pool.request(
                "GET", self.url, headers={**self._pool.headers, **headers}, redirect=False, preload_content=False
            )
            to = answer.get_redirect_location()
            if not to:
                return answer
            answer.close()
            to = urljoin(self.url, to)
            if self.url.startswith("https:") and not to.startswith("https:"):
                raise SourceError(self.url, f"it redirects to {to}, which is not secure", "name another address")
            self.url = to
        raise SourceError(self.url, f"it redirects more than {MOST_REDIRECTS} times", "name another address")

    def _check(self, answer: urllib3.BaseHTTPResponse, start: int, size: int) -> None:
        if answer.status in (404, 410):
            raise SourceError(self.url, "there is no such archive", "name a published one with --archive YYYY-MM")
        if answer.status == 200:
            raise SourceError(self.url, "its server does not serve parts of files", "download it, and receive the zip")
        served = RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        if answer.status != 206 or not served:
            raise SourceError(self.url, f"the server answers {answer.status}", TRY_AGAIN)
        first, last, length = map(int, served.groups())
        if first != start or last > start + size - 1:
            raise SourceError(self.url, "the server sends the wrong bytes", "name another address")
        version = answer.headers.get("ETag", "") or answer.headers.get("Last-Modified", "")
        if self.length and (length, version) != (self.length, self.version):
            raise SourceError(self.url, "a new version was published during the download", "run it again")
        self.length, self.version = length, version


def check_address(url: str) -> None:
    """SourceError unless it is https, or http on this machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        own = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        own = False
    if not (parts.scheme == "https" or (parts.scheme == "http" and own)):
        raise SourceError(url, "it is not an https address", "write one that begins with https://")


def archives_of(first: date, last: date, newest: date) -> Iterator[tuple[date, tuple[date, ...]]]:
    """The archives with these months, newest first, each with the months to take from it."""
    while last >= first:
        earliest = max(first, add_months(newest, 1 - MONTHS_OF_AN_ARCHIVE))
        count = (last.year - earliest.year) * 12 + last.month - earliest.month + 1
        if count > 0:
            yield newest, tuple(add_months(earliest, number) for number in range(count))
            last = add_months(earliest, -1)
        newest = min(last, add_months(newest, -MONTHS_OF_AN_ARCHIVE))


def fetch(
    remote: Remote, forces: Sequence[str], months: Sequence[date], folder: Path, progress: Callable[[str], None]
) -> tuple[list[Path], list[str]]:
    """Download the files of these forces (by their names in file names) and months to `folder`.

    Returns their paths, and the names of files that the archive lacks. It skips files already in `folder`, which came
    from the same version of the archive.
    """
    _begin(folder, remote.version)
    try:
        with zipfile.ZipFile(remote) as archive:
            members = {member.filename: member for member in archive.infolist()}
            found, lacking = [], []
            for month in map(month_key, months):
                for name in (f"{month}/{month}-{force}-{kind}.csv" for force in forces for kind in FILE_KINDS):
                    if name not in members:
                        lacking.append(name)
                        continue
                    path = folder / name
                    if not path.exists():
                        progress(name)
                        _keep(archive, members[name], remote, path)
                    found.append(path)
    # zipfile raises NotImplementedError for a way of packing it does not know: here, a damaged member.
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as fault:
        raise SourceError(remote.url, f"it is damaged ({fault})", TRY_AGAIN) from None
    return found, lacking


def _begin(folder: Path, version: str) -> None:
    """Empty the folder if its files came from another version of the archive."""
    noted = folder / "version"
    if folder.exists() and (not noted.exists() or noted.read_text(encoding="utf-8") != version):
        for path in sorted(folder.rglob("*.csv")):
            path.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    noted.write_text(version, encoding="utf-8")


def _keep(archive: zipfile.ZipFile, member: zipfile.ZipInfo, remote: Remote, path: Path) -> None:
    """Write the file and move it into place when it is whole. Reading it to the end checks its checksum."""
    if member.file_size > MOST_FILE_BYTES or member.compress_size > MOST_FILE_BYTES:
        what = f"{member.filename} has {member.file_size:,} bytes, more than the {MOST_FILE_BYTES:,} allowed"
        raise SourceError(remote.url, what, "check that archive; published ones are smaller")
    remote.hold(member.header_offset, member.compress_size + len(member.filename) + AROUND)
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as source, aside_of(path).open("wb") as target:
        while chunk := source.read(1 << 20):
            target.write(chunk)
            if target.tell() > MOST_FILE_BYTES:
                raise SourceError(
                    remote.url, f"{member.filename} is larger than its declared size", "check that archive"
                )
        target.flush()
        os.fsync(target.fileno())
    aside_of(path).replace(path)
