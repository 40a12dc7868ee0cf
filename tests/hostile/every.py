"""Every hostile case, in the order docs/bad-input.md tells them."""

from hostile import archives, large, narrative, office, others, police, returns, workbooks

CASES = tuple(
    case for module in (police, archives, returns, workbooks, others, office, narrative, large) for case in module.CASES
)
