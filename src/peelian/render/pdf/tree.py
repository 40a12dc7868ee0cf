"""A page of Peelian's own as WeasyPrint takes it, parsed by lxml: in a tenth of the time that tinyhtml5 takes.

WeasyPrint parses what it is given by tinyhtml5, which makes its patterns anew for every word (ADR 16). Our own pages
name every element that HTML lets be left out, so that both parsers make the same tree of them.
"""

from collections.abc import Mapping
from xml.etree import ElementTree

import cssselect2
import weasyprint
from lxml import etree
from weasyprint.urls import URLFetcher


class Parsed(weasyprint.HTML):  # type: ignore[misc]  # WeasyPrint states no types
    """What `weasyprint.HTML` makes of a text. Nothing is fetched for it: a pack carries all it shows."""

    def __init__(self, text: str) -> None:
        self.base_url = None
        self.url_fetcher = URLFetcher(allowed_protocols=("data",))
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree(text), content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def tree(text: str) -> ElementTree.Element:
    """The page's elements. Its own text alone is parsed, which may have pictures of any size."""
    parser = etree.HTMLParser(target=_Builder(), encoding="utf-8", huge_tree=True)
    root: ElementTree.Element = etree.fromstring(text.encode(), parser)
    return root


class _Builder(ElementTree.TreeBuilder):
    """Elements of the standard library, which is what WeasyPrint works on."""

    def start(self, tag: str, attrs: Mapping[str, str], /) -> ElementTree.Element:
        return super().start(tag, dict(attrs))
