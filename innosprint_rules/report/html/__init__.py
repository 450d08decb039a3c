"""The report as one HTML page: nothing to fetch, nothing to run, readable on a screen and on paper."""

from innosprint_rules.report.html.check.page import html_report

__all__ = ["html_report"]
