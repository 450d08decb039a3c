"""Outcomes as one HTML page: nothing to fetch, nothing to run, readable on a screen and on paper."""

from innosprint_rules.report.html.outcome.comparing import html_comparison
from innosprint_rules.report.html.outcome.page import html_outcome

__all__ = ["html_comparison", "html_outcome"]
