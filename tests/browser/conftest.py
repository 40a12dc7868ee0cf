"""A browser and what opens pages in it. Its absence is said loudly."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import browsed
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

import everything
from example_packs import Examples
from peelian.render.charts import chart
from peelian.render.page import web_page

CHROMIUM = Path("/usr/bin/chromium")
ABSENT = "CHROMIUM ABSENT"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"{ABSENT}: {CHROMIUM} is not there, so no page was opened")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def written(examples: Examples, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A page's file by the name of its pack: of an example the one that was built."""

    @cache
    def file(name: str) -> Path:
        if name != "everything":
            return examples.built(*name.split("/")).file("page")
        home = tmp_path_factory.mktemp("pages")
        (home / "page.html").write_text(web_page.page(everything.pack(), chart.kept(home / "charts")), encoding="utf-8")
        return home / "page.html"

    return file


@pytest.fixture
def opened(browser: Browser, written: Callable[[str], Path]) -> Iterator[browsed.Open]:
    """Opens a page by the name of its pack."""
    contexts: list[BrowserContext] = []

    def open(name: str, width: int = 1280, height: int = 900, at: str = "", **options: object) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **options))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.goto(written(name).as_uri() + at)
        return page

    yield open
    for context in contexts:
        context.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report for report in terminalreporter.stats.get("skipped", ()) if ABSENT in str(report.longrepr)]
    if skipped:
        told = f"{ABSENT}: {len(skipped)} tests of pages did not run; they need {CHROMIUM}"
        terminalreporter.write_line(told, red=True, bold=True)
