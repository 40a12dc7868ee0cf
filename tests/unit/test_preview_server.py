"""The page served while a pack is written: to this machine alone, with a script that the written page has not."""

import http.client
import threading
from collections.abc import Iterator

import pytest

from peelian.packs.preview_server import LivePage

PAGE = "<!DOCTYPE html>\n<html><head></head><body><p>One</p></body></html>"


@pytest.fixture
def live() -> Iterator[LivePage]:
    with LivePage() as page:
        page.show(PAGE)
        yield page


def asked(live: LivePage, path: str = "/", host: str = "") -> tuple[int, str, str]:
    """Status, text and policy."""
    place = live.address.removeprefix("http://").rstrip("/")
    connection = http.client.HTTPConnection(place, timeout=10)
    connection.request("GET", path, headers={"Host": host or place})
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), answer.getheader("Content-Security-Policy") or ""


def version(live: LivePage) -> str:
    return asked(live)[1].partition("/changes?after=")[2].partition('"')[0]


def test_the_page_is_served_with_one_script_that_its_policy_allows(live):
    status, text, policy = asked(live)
    assert status == 200
    assert text.replace(text[text.index("<script") : text.index("</script>") + len("</script>")], "") == PAGE
    nonce = text.partition('nonce="')[2].partition('"')[0]
    assert nonce
    assert f"script-src 'nonce-{nonce}'" in policy
    assert asked(live)[1] != text, "a nonce is used once"


def test_a_browser_is_answered_when_the_page_is_another(live):
    known, answers = version(live), []
    waiting = threading.Thread(target=lambda: answers.append(asked(live, f"/changes?after={known}")[1]))
    waiting.start()
    live.show(PAGE)
    waiting.join(0.3)
    assert waiting.is_alive(), "the same page is no change"
    live.show(PAGE.replace("One", "Two"))
    waiting.join(10)
    assert answers == [version(live)]
    assert answers != [known]


def test_what_is_wrong_stands_above_the_page_before_as_text(live):
    live.refuse(["01.md, line 3: <b>7</b> is typed"])
    text = asked(live)[1]
    assert "<li>01.md, line 3: &lt;b&gt;7&lt;/b&gt; is typed</li>" in text
    assert text.index('role="alert"') < text.index("<p>One</p>")
    live.show(PAGE)
    assert 'role="alert"' not in asked(live)[1]


def test_before_any_page_is_made_what_is_wrong_is_served():
    with LivePage() as live:
        live.refuse(["there is no such pack"])
        assert "there is no such pack" in asked(live)[1]


def test_another_site_that_leads_here_is_refused(live):
    """A page of another site could give its own name this machine's address, and read what is served."""
    assert asked(live, host="example.org")[0] == 403
    assert asked(live, host="localhost:" + live.address.rpartition(":")[2].rstrip("/"))[0] == 200
    assert asked(live, "/office.toml")[0] == 404


def test_it_listens_on_this_machine_alone(live):
    assert live.address.startswith("http://127.0.0.1:")
