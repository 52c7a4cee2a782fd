"""Questions that many panels ask, in PromQL."""

from __future__ import annotations


def per_hour(by: str, selector: str) -> str:
    """How much a counter rose within an hour, by labels."""
    return f"sum by ({by}) (increase({selector}[1h]))"


def so_far(by: str, selector: str) -> str:
    """What a counter has come to, by labels."""
    return f"sum by ({by}) ({selector})"


def whole(by: str, labels: str, selector: str) -> str:
    """What processes that look at the whole store say, taken once, by labels.

    Parameters
    ----------
    labels : all that the metric has
    """
    return f"sum by ({by}) (max by ({labels}) ({selector}))"


def quantile(share: float, by: str, metric: str, chosen: str, over: str) -> str:
    """A quantile of a histogram, by labels.

    Parameters
    ----------
    metric : without the suffix of its buckets
    chosen : selector of labels, in braces
    over : the time that is looked back over
    """
    return f"histogram_quantile({share}, sum by ({by}, le) (rate({metric}_bucket{chosen}[{over}])))"
