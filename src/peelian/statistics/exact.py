"""Exact limits from the gamma and beta distributions.

SciPy is loaded by the first limit that needs it: importing it takes longer than most commands, and large counts need
none. scipy.special rather than scipy.stats, which takes twice as long again.
"""

import math


def poisson_limits(x: float, tail: float) -> tuple[float, float]:
    """The means of which x or more, and x or fewer, are seen with probability `tail`; 0 below none.

    Source: Garwood, Biometrika 1936;28:437-42.
    """
    if x == 0:
        return 0.0, -math.log(tail)
    from scipy.special import gammainccinv, gammaincinv

    return float(gammaincinv(x, tail)), float(gammainccinv(x + 1, tail))


def share_limits(x1: float, x2: float, tail: float) -> tuple[float, float]:
    """The shares of which x1 of x1 + x2 or more, and or fewer, are seen with probability `tail`.

    Source: Clopper and Pearson, Biometrika 1934;26:404-13.
    """
    from scipy.special import betainccinv, betaincinv

    low = 0.0 if x1 == 0 else float(betaincinv(x1, x2 + 1, tail))
    return low, 1.0 if x2 == 0 else float(betainccinv(x1 + 1, x2, tail))
