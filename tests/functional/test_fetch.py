"""`peelian fetch police-uk`: some members of a large archive, from servers that break off, lie, lead astray or lag."""

import contextlib
import io
import re
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from offices import run
from peelian.core.errors import SourceError
from peelian.sources.received.download import Remote, archives_of, check_address
from published import crime, outcome, outcomes, street

MONTHS = ("2025-10", "2025-11", "2025-12")
FORCES = ("wiltshire", "dorset", "avon-and-somerset")


@dataclass
class Served:
    """What the server holds, what goes wrong for the next so many `times`, and what it has sent."""

    files: dict[str, bytes]
    wrong: str = ""
    times: int = 10**9
    sent: int = 0
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def goes_wrong(self) -> bool:
        self.times -= 1
        return self.times >= 0


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """An archive of three months and forces, with two megabytes of something else before and between."""
    told = Served({"/2025-12.zip": archive(tmp_path / "published")})

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Nothing printed."""

        def do_GET(self) -> None:
            answer(self, told)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield told
    server.shutdown()
    server.server_close()


def archive(folder: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for month in MONTHS:
            for force in FORCES:
                for path in (
                    street(folder, month, crime(), force=force),
                    outcomes(folder, month, outcome(), force=force),
                ):
                    made.write(path, f"{month}/{path.name}")
            made.writestr(zipfile.ZipInfo(f"{month}/a-large-force.bin"), bytes(2_000_000))
    return out.getvalue()


def answer(request: BaseHTTPRequestHandler, told: Served) -> None:
    content, version = told.files.get(request.path), '"1"'
    asked = re.fullmatch(r"bytes=(\d+)-(\d+)", request.headers.get("Range", ""))
    wrong = told.wrong if told.wrong and told.goes_wrong() else ""
    told.asked.append(request.path)
    if wrong == "leads astray" or wrong.startswith("http"):
        request.send_response(302)
        request.send_header("Location", "/round-and-round" if wrong == "leads astray" else wrong)
        request.send_header("Content-Length", "0")
        request.end_headers()
        return
    if content is None or not asked:
        request.send_error(404)
        return
    first, last = int(asked[1]), min(int(asked[2]), len(content) - 1)
    part = content[first : last + 1]
    if wrong == "serves all":
        request.send_response(200)
        part = content
    elif wrong == "is busy":
        request.send_response(503)
        part = b""
    else:
        request.send_response(206)
        if wrong == "sends others":
            first += 1
        if wrong == "was published anew":
            version = '"2"'
        request.send_header("Content-Range", f"bytes {first}-{last}/{len(content)}")
    request.send_header("ETag", version)
    request.send_header("Content-Length", str(len(part) + (1000 if wrong == "lies about length" else 0)))
    request.end_headers()
    if wrong == "is slow":
        threading.Event().wait(0.5)
    if wrong == "breaks off":
        part = part[: len(part) // 2]
    told.sent += len(part)
    with contextlib.suppress(OSError):
        request.wfile.write(part)
    if wrong in ("breaks off", "lies about length"):
        request.close_connection = True


@pytest.fixture
def office(workspace: Path) -> Path:
    return workspace


def fetch(office: Path, served: Served, months: str = "2025-10:2025-12", *more: str):
    return run("fetch", "police-uk", "--folder", office, "--months", months, "--from", served.address, *more)


def test_only_the_files_asked_for_are_fetched_and_received(office, served):
    ran = fetch(office, served)
    assert (ran.code, ran.err) == (0, "")
    assert "Received 6 files, 6 rows" in ran.out
    assert "Not in 2025-12.zip: 2025-10/2025-10-wiltshire-stop-and-search.csv" in ran.out
    held = sorted(path.name for path in (office / "received" / "police_uk" / "2025-12-31").glob("*.csv"))
    assert held == sorted(f"{month}-wiltshire-{kind}.csv" for month in MONTHS for kind in ("street", "outcomes"))
    assert served.sent < 1_200_000 < len(served.files["/2025-12.zip"]) / 4
    assert not list((office / "build").glob("fetched/*"))
    assert "6 files held already" in fetch(office, served).out


def test_another_force_and_a_month_alone_can_be_asked_for(office, served):
    ran = fetch(office, served, "2025-11", "--archive", "2025-12", "--force", "dorset", "--force", "avon-and-somerset")
    assert "Received 4 files" in ran.out
    assert {path.name[:7] for path in (office / "received").rglob("*.csv")} == {"2025-11"}


@pytest.mark.parametrize("wrong", ["breaks off", "is busy", "lies about length"])
def test_what_goes_wrong_twice_is_tried_again(office, served, wrong):
    served.wrong, served.times = wrong, 2
    assert "Received 6 files" in fetch(office, served).out


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("serves all", "its server does not serve parts of files; download it, and receive the zip"),
        ("sends others", "the server sends the wrong bytes"),
        ("leads astray", "it redirects more than 5 times"),
        ("http://example.org/", "it is not an https address"),
    ],
)
def test_a_server_that_does_otherwise_is_refused_and_nothing_is_received(office, served, wrong, told):
    served.wrong = wrong
    ran = fetch(office, served)
    assert (ran.code, ran.out) == (3, "")
    assert told in ran.err and ran.err.count("\n") == 1
    assert served.sent < 10_000_000
    assert not (office / "received").exists()


def test_an_archive_that_is_not_there_is_told(office, served):
    ran = fetch(office, served, "2024-01")
    assert ran.code == 3
    assert ran.err == (
        f"{served.address}2024-01.zip: there is no such archive; name a published one with --archive YYYY-MM\n"
    )
    assert "Received 2 files" in fetch(office, served, "2025-10", "--archive", "2025-12").out


def test_a_slow_server_is_waited_for_so_long_and_no_longer(served):
    served.wrong, served.times = "is slow", 1
    assert Remote(f"{served.address}2025-12.zip", timeout=0.2, pause=0).length == len(served.files["/2025-12.zip"])
    served.times = 10**9
    with pytest.raises(SourceError, match="it cannot be reached"):
        Remote(f"{served.address}2025-12.zip", timeout=0.1, pause=0)


def test_one_redirect_is_followed(served):
    served.wrong, served.times = "http://127.0.0.1:1/", 0
    served.files["/moved.zip"] = served.files["/2025-12.zip"]
    assert Remote(f"{served.address}moved.zip").read(2) == b"PK"


def test_what_was_fetched_is_kept_for_the_next_try_of_the_same_version(office, served, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("peelian.sources.received.intake.receive_known", lambda *_: {}["no"])
        assert fetch(office, served).code == 70
    first = served.sent
    assert "Received 6 files" in fetch(office, served).out
    assert served.sent - first < first


def test_a_version_published_meanwhile_is_not_mixed_with_the_one_before(served):
    remote = Remote(f"{served.address}2025-12.zip")
    served.wrong = "was published anew"
    remote.seek(1_000_000)
    with pytest.raises(SourceError, match="a new version was published during the download; run it again"):
        remote.read(10)


@pytest.mark.parametrize("damage", ["checksum", "list"])
def test_a_damaged_archive_is_refused(office, served, damage):
    content = bytearray(served.files["/2025-12.zip"])
    if damage == "list":
        del content[-200:]
    else:
        content[content.find(b"-street.csv") + 30] ^= 1
    served.files["/2025-12.zip"] = bytes(content)
    ran = fetch(office, served, "2025-10:2025-12", "--force", "wiltshire")
    assert ran.code == 3 and "it is damaged" in ran.err
    assert not (office / "received").exists()


def test_archives_cover_the_months_each_once():
    first, last = date(2018, 5, 1), date(2025, 12, 1)
    told = list(archives_of(first, last, last))
    assert [archive for archive, _ in told] == [last, date(2022, 12, 1), date(2019, 12, 1)]
    months = sorted(month for _, own in told for month in own)
    assert (months[0], months[-1], len(months), len(set(months))) == (first, last, 92, 92)
    assert [(a, len(m)) for a, m in archives_of(last, last, date(2026, 9, 1))] == [(date(2026, 9, 1), 1)]


@pytest.mark.parametrize(
    "url", ["http://example.org/", "ftp://127.0.0.1/", "file:///etc/passwd", "//x", "http://[::2]/"]
)
def test_only_https_or_this_machine_is_asked(url):
    with pytest.raises(SourceError, match="it is not an https address"):
        check_address(url)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("other", "--months", "2025-01"), "cannot be fetched"),
        (("police-uk", "--months", "2025"), "write them like 2023-01:2025-12"),
        (("police-uk", "--months", "2025-03:2025-01"), "2025-01 is before 2025-03"),
        (("police-uk", "--months", "2025-01", "--force", "atlantis"), "'atlantis' is not a force of data.police.uk"),
    ],
)
def test_what_is_asked_wrongly_is_told(office, arguments, told):
    ran = run("fetch", *arguments, "--folder", office)
    assert ran.code == 2 and told in ran.err
