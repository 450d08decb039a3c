"""What each rule says of a known dossier, written from the articles: (code, subject) to (verdict, severity);
a pending verdict has the day on which it is due in place of the severity.

Nothing here uses the package: it is the second reading that the rules are held against. Where a rule has no finding
(a pair of attendance outside the project's time), none is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from tests.acceptance.oracle.time import M4, ONE, RECEIVED, Case, Row, Span, from_wrong_party, months, span, union

Verdict = tuple[str, str]
Found = tuple[str | None, Verdict]

OK, NA = ("satisfied", ""), ("not_applicable", "")
EITHER = ("not compared", "")
GRACE = timedelta(days=30)
AXES = ("axis_market", "axis_technology", "axis_funding")
HEADINGS = ("actions entreprises", "actions à entreprendre", "équilibre financier")


def broken(severity: str = "error") -> Verdict:
    """Return a breach."""
    return "violated", severity


def unless(fault: object, severity: str = "error") -> Verdict:
    """Return a breach where there is a fault, else satisfied."""
    return broken(severity) if fault else OK


def by_day(case: Case, met: object, due: date, severity: str = "error") -> Verdict:
    """Return satisfied once met; else pending up to and including a day, a breach after it."""
    if met:
        return OK
    return ("pending", due.isoformat()) if case.as_of <= due else broken(severity)


# money -------------------------------------------------------------------------------------------------------


def _sum(rows: list[Row], direction: str) -> int:
    return sum(p["amount"] for p in rows if p["direction"] == direction)


def _held(case: Case, rows: list[Row], given: list[Row]) -> tuple[int, int]:
    """Return what was paid to projects by some rows, and what they gave back, a project at most what it had."""
    paid: dict[str | None, int] = {}
    back: dict[str | None, int] = {}
    for row in rows:
        if row["direction"] == "FN->projet":
            paid[case.project_of(row)] = paid.get(case.project_of(row), 0) + row["amount"]
    for row in given:
        if row["direction"] == "projet->FN" and case.project_of(row) is not None:
            back[case.project_of(row)] = back.get(case.project_of(row), 0) + row["amount"]
    return sum(paid.values()), sum(min(amount, paid.get(who, 0)) for who, amount in back.items())


def given_back(case: Case, rows: list[Row]) -> int:
    """Return what projects gave back by some rows, each at most what it was paid by them, in cents."""
    return _held(case, rows, rows)[1]


def end01(case: Case) -> Iterator[Found]:
    total = 0
    for row in case.allocations:
        total += row["amount"]
        before = [p for p in case.payments if p["paid_on"] < row["decided_on"]]
        back = given_back(case, before) if case.chosen["Q9"] == "net" else 0
        yield row["id"], unless(total - back > case.endowment(row["decided_on"]))


def end02(case: Case) -> Iterator[Found]:
    due = date(2019, 5, 31) if case.chosen["Q3"] == "end" else date(2019, 4, 30)
    by_then = [p for p in case.payments if p["paid_on"] <= due]
    met = _sum(by_then, "CASQ->FN") - _sum(by_then, "FN->CASQ") >= case.endowment(due)
    yield None, by_day(case, met, due)


def end03(case: Case) -> Iterator[Found]:
    received = _sum(case.payments, "CASQ->FN") - _sum(case.payments, "FN->CASQ")
    yield None, unless(received > case.endowment(case.as_of))


def left_to_return(case: Case) -> int:
    """Return what is due to the agglomeration once the term is over, in cents."""
    paid, back = _sum(case.payments, "FN->projet"), _sum(case.payments, "projet->FN")
    if case.chosen["Q10"] == "paid":
        in_term = _sum([p for p in case.payments if p["paid_on"] <= case.last], "FN->projet")
        passed = max(0, min(in_term, paid - back))
    else:
        decided = sum(a["amount"] for a in case.decided if a["decided_on"] <= case.last)
        passed = min(max(0, min(decided, max(decided, paid) - back)), case.endowment(case.last))
    return _sum(case.payments, "CASQ->FN") - passed - _sum(case.payments, "FN->CASQ")


def end04(case: Case) -> Iterator[Found]:
    yield None, ("pending", case.last.isoformat()) if case.as_of <= case.last else unless(left_to_return(case) > 0)


def _payments(case: Case, *directions: str) -> Iterator[tuple[int, Row]]:
    for place, row in enumerate(case.payments):
        if row["direction"] in directions:
            yield place, row


def end05(case: Case) -> Iterator[Found]:
    for place, row in _payments(case, "FN->projet"):
        so_far, before = case.payments[: place + 1], case.payments[:place]
        held = _held(case, so_far, [])[0] - _held(case, before, before)[1]
        yield row["id"], unless(held > case.endowment(row["paid_on"]))


def pay01(case: Case) -> Iterator[Found]:
    for place, row in _payments(case, "FN->projet"):
        if not row["allocation"]:
            yield row["id"], NA
            continue
        before = [p for p in case.payments[:place] if p["allocation"] == row["allocation"]]
        paid, back = _sum(before, "FN->projet"), _sum(before, "projet->FN")
        allowed = case.allocation_of[row["allocation"]]["amount"]
        yield row["id"], unless(paid + row["amount"] - min(paid, back) > allowed)


def pay02(case: Case) -> Iterator[Found]:
    for _, row in _payments(case, "FN->projet"):
        decision = case.allocation_of.get(row["allocation"] or "")
        wrong = decision is None or decision["status"] != "décidée"
        yield row["id"], unless(wrong or (row["project"] and row["project"] != decision["project"]))


def pay03(case: Case) -> Iterator[Found]:
    for _, row in _payments(case, "FN->FN", "autre"):
        yield row["id"], broken()


def pay04(case: Case) -> Iterator[Found]:
    for _, row in _payments(case, "FN->projet"):
        decision = case.allocation_of.get(row["allocation"] or "")
        yield row["id"], NA if decision is None else unless(row["paid_on"] < decision["decided_on"])


def pay05(case: Case) -> Iterator[Found]:
    for place, row in _payments(case, "FN->projet", "FN->CASQ"):
        rows = case.payments[: place + 1]
        out = _sum(rows, "FN->projet") + _sum(rows, "FN->CASQ") + _sum(rows, "autre")
        yield row["id"], unless(out > _sum(rows, "CASQ->FN") + _sum(rows, "projet->FN"), "warning")


def pay06(case: Case) -> Iterator[Found]:
    until = case.as_of if case.chosen["Q10"] == "decided" else case.last
    for row in case.decided:
        mine = [p for p in case.payments if p["allocation"] == row["id"] and p["paid_on"] <= until]
        yield row["id"], by_day(case, _sum(mine, "FN->projet") >= row["amount"], case.last, "notice")


def pay07(case: Case) -> Iterator[Found]:
    for _, row in _payments(case, "FN->projet"):
        late = row["paid_on"] > case.last
        decision = case.allocation_of.get(row["allocation"] or "")
        if late and case.chosen["Q10"] == "decided" and decision is not None:
            late = not (decision["status"] == "décidée" and decision["decided_on"] <= case.last)
        yield row["id"], unless(late)


def pay08(case: Case) -> Iterator[Found]:
    for place, row in _payments(case, "projet->FN"):
        who = case.project_of(row)
        mine = [p for p in case.payments if case.project_of(p) == who]
        back = _sum([p for p in case.payments[: place + 1] if case.project_of(p) == who], "projet->FN")
        paid = _sum([p for p in mine if p["paid_on"] <= row["paid_on"]], "FN->projet")
        yield row["id"], unless(who is None or back > paid, "warning")


# allocations --------------------------------------------------------------------------------------------------


def _first_session(case: Case, project: str) -> date | None:
    entry = next(p["entry_session"] for p in case.all["projects"] if p["code"] == project)
    days = [case.held_on[p["session"]] for p in case.presentations if p["project"] == project]
    days += [case.held_on[entry]] if entry else []
    return min(days, default=None)


def alc01(case: Case) -> Iterator[Found]:
    for a in case.allocations:
        wrong = not a["session"] or case.held_on[a["session"]] != a["decided_on"]
        if wrong and case.chosen["Q5"] == "ratify" and a["ratified_at"]:
            wrong = not a["decided_on"] < case.held_on[a["ratified_at"]] <= case.as_of
        yield a["id"], unless(wrong)


def alc02(case: Case) -> Iterator[Found]:
    for a in case.allocations:
        deciders = set(a["decided_by"])
        yield a["id"], unless(not deciders <= M4 or not deciders - {"FN"})


def alc03(case: Case) -> Iterator[Found]:
    for a in case.allocations:
        yield a["id"], unless(not a["need"] or not a["objective"])


def alc04(case: Case) -> Iterator[Found]:
    for a in case.allocations:
        if a["progress_evaluation"]:
            yield a["id"], OK
        elif case.chosen["Q17"] == "strict" or not a["session"]:
            yield a["id"], broken()
        else:
            first = _first_session(case, a["project"])
            day = case.held_on[a["session"]]
            # before the first session the text says neither
            yield a["id"], EITHER if first is None or day < first else broken("warning" if day == first else "error")


def alc05(case: Case) -> Iterator[Found]:
    for s in case.sessions:
        here = sum(a["amount"] for a in case.allocations if a["session"] == s["code"])
        severity = "error" if case.chosen["Q18"] == "breach" else "warning"
        yield s["code"], unless(here >= case.endowment(s["held_on"]), severity)


def alc06(case: Case) -> Iterator[Found]:
    for a in case.allocations:
        yield a["id"], unless(not case.start <= a["decided_on"] <= case.last)


def alc07(case: Case) -> Iterator[Found]:
    seen = {(p["session"], p["project"]) for p in case.presentations}
    for a in case.allocations:
        yield a["id"], unless((a["session"], a["project"]) not in seen) if a["session"] else NA


def alc08(case: Case) -> Iterator[Found]:
    present = {s["code"]: s["members_present"] for s in case.all["sessions"]}
    for a in case.allocations:
        if not a["session"] or not present[a["session"]]:
            yield a["id"], NA
        else:
            yield a["id"], unless(set(a["decided_by"]) - set(present[a["session"]]), "warning")


def alc09(case: Case) -> Iterator[Found]:
    left = {p["code"]: p["left_on"] for p in case.all["projects"]}
    for a in case.allocations:
        gone = left[a["project"]]
        yield a["id"], NA if gone is None else unless(a["decided_on"] > gone, "warning")


# projects and sessions ----------------------------------------------------------------------------------------


def prj01(case: Case) -> Iterator[Found]:
    for p in case.presentations:
        yield f"{p['session']}/{p['project']}", unless(not all(p[axis] for axis in AXES))


def prj02(case: Case) -> Iterator[Found]:
    for p in case.presentations:
        yield f"{p['session']}/{p['project']}", unless(not (p["progress"] and p["action_plan"]))


def prj03(case: Case) -> Iterator[Found]:
    seen = {(p["session"], p["project"]) for p in case.presentations}
    for p in case.all["projects"]:
        for s in case.sessions:
            entered = p["entry_session"] and case.held_on[p["entry_session"]] <= s["held_on"]
            if entered and (p["left_on"] is None or s["held_on"] <= p["left_on"]):
                yield f"{s['code']}/{p['code']}", unless((s["code"], p["code"]) not in seen, "warning")


def _best(case: Case, year: Span, count: Callable[[date, date], int], days: list[date]) -> int:
    """Count over a year of the term, or for the first over the best twelve months."""
    if case.chosen["Q4"] == "term" or year.name != "Y1":
        return count(year.first, year.last)
    shorter = ONE if case.chosen["Q2"] == "eve" else timedelta()
    return max((count(day, months(day, 12) - shorter) for day in days), default=0)


def ses01(case: Case) -> Iterator[Found]:
    held = {s["held_on"] for s in case.sessions}
    for year in case.years:
        most = _best(case, year, lambda a, b: sum(a <= day <= b for day in held), sorted(held))
        yield year.name, by_day(case, most >= 5, year.last)


def ses02(case: Case) -> Iterator[Found]:
    first_inside = next((s for s in case.sessions if case.start <= s["held_on"] <= case.last), None)
    for place, s in enumerate(case.sessions):
        day, last = s["held_on"], place == len(case.sessions) - 1
        stale = last and (min(case.as_of, case.last) - day).days > 75
        if s is first_inside:
            yield s["code"], unless((day - case.start).days > 75 or stale, "warning")
        elif place == 0:
            yield s["code"], unless(stale, "warning") if last else NA
        else:
            gap = (day - case.sessions[place - 1]["held_on"]).days
            yield s["code"], unless(not 45 <= gap <= 75 or stale, "warning")


def ses03(case: Case) -> Iterator[Found]:
    for s in case.sessions:
        missing = M4 - set(s["co_organisers"])
        yield s["code"], unless(missing, "error" if missing & {"CASQ", "FN"} else "warning")


def ses04(case: Case) -> Iterator[Found]:
    first = min((s["held_on"] for s in case.all["sessions"]), default=None)
    if case.sent("calendrier"):
        yield None, OK
    elif case.as_of > case.last:
        yield None, broken()
    elif first is not None and first <= case.as_of:
        yield None, broken("warning")
    else:
        yield None, ("pending", (first or case.last).isoformat())


# documents ----------------------------------------------------------------------------------------------------


def _covers(report: Row, period: Span) -> bool:
    first, end = report["period_start"], report["period_end"]
    if first is None or end is None:
        return False
    end = min(end, report["sent_on"])
    common = span(max(first, period.first), min(end, period.last))
    return first <= end and 2 * common >= span(period.first, period.last) and 2 * common >= span(first, end)


def rep01(case: Case) -> Iterator[Found]:
    reports = case.sent("compte_rendu_bimestriel")
    if case.chosen["Q15"] == "from_start":
        for period in case.periods:
            met = any(_covers(report, period) for report in reports)
            yield period.name, by_day(case, met, period.last + GRACE)
        return
    held = [s for s in case.sessions if case.start <= s["held_on"] <= case.last]
    for n in range(1, max(6, len(held), len(case.periods)) + 1):
        of_session = by_day(case, len(reports) >= n, held[n - 1]["held_on"] + GRACE) if n <= len(held) else NA
        yield f"P{n}", of_session


def rep02(case: Case) -> Iterator[Found]:
    for d in case.documents:
        if d["kind"] != "compte_rendu_bimestriel" or not case.counts(d):
            continue
        headings = set(d["headings"] or ())
        if not {"rencontres", "repartition"} <= headings:
            yield d["id"], broken()
        else:
            yield d["id"], unless("financement" not in headings, "error" if case.chosen["Q16"] == "three" else "notice")


def rep03(case: Case) -> Iterator[Found]:
    for d in case.sent("compte_rendu_bimestriel"):
        answers = [a for a in case.sent("appreciation") if a["in_reply_to"] == d["id"]]
        if answers:
            lacking = M4 - {"CASQ"} - union(a["recipients"] for a in answers)
            yield d["id"], unless(lacking, "warning")
        else:
            ends = [year.last for year in case.years if year.holds(d["sent_on"])]
            yield d["id"], by_day(case, False, max([*ends, d["sent_on"] + GRACE]))


def rep04(case: Case) -> Iterator[Found]:
    for d in case.documents:
        two_month = d["kind"] == "compte_rendu_bimestriel"
        blank = not d["sender"] and not (two_month and d["recipients"])
        yield d["id"], NA if blank else unless(from_wrong_party(d))


def _evaluated(case: Case, kind: str) -> Iterator[Found]:
    for year in case.years:
        milestone = case.milestone(kind, year)
        if milestone > year.last:
            yield year.name, NA
            continue
        serving = [e for e in case.sent(kind) if case.served_year(e) == year]
        if serving and all(case.early(e) for e in serving):
            yield year.name, broken("warning")
        else:
            yield year.name, by_day(case, serving, milestone + GRACE)


def eva01(case: Case) -> Iterator[Found]:
    yield from _evaluated(case, "evaluation_mi_parcours")


def eva02(case: Case) -> Iterator[Found]:
    yield from _evaluated(case, "evaluation_finale")


def eva03(case: Case) -> Iterator[Found]:
    sent = case.sent("evaluation_mi_parcours", "evaluation_finale")
    for d in sent:
        mailings = [e for e in sent if e["kind"] == d["kind"] and case.served_year(e) == case.served_year(d)]
        lacking = M4 - {"CASQ"} - union(e["recipients"] for e in mailings)
        bare = not set(HEADINGS) <= set(d["headings"] or ())
        yield d["id"], broken() if lacking else unless(bare, "warning")


# term, hub, objectives, deliberation --------------------------------------------------------------------------


def trm01(case: Case) -> Iterator[Found]:
    for a in case.amendments:
        yield a["id"], unless(a["form"] != "avenant") if a["purpose"] == "renouvellement" else NA


def trm02(case: Case) -> Iterator[Found]:
    for s in case.sessions:
        yield s["code"], unless(not case.start <= s["held_on"] <= case.last, "notice")


def trm03(case: Case) -> Iterator[Found]:
    for a in case.amendments:
        yield a["id"], unless(a["id"] in case.late) if a["purpose"] in ("renouvellement", "durée") else NA


def gov01(case: Case) -> Iterator[Found]:
    for a in case.rows("actions", "started_on"):
        yield a["id"], unless(a["agreed_on"] is None or a["started_on"] < a["agreed_on"])


def hub01(case: Case) -> Iterator[Found]:
    attested = {a["clause"] for a in case.rows("attestations", "date")}
    yield None, by_day(case, {"C22", "C24"} <= attested, case.last, "notice")


def hub02(case: Case) -> Iterator[Found]:
    months_given = sum(a["value"] for a in case.rows("attestations", "date") if a["clause"] == "C23")
    yield None, by_day(case, months_given >= 12 * len(case.years), case.last, "notice")


def supported(case: Case, first: date, last: date) -> set[str]:
    """Return the projects supported between two days, as Q22 reads it."""
    presented = {p["project"] for p in case.presentations if first <= case.held_on[p["session"]] <= last}
    if case.chosen["Q22"] == "funded":
        return {a["project"] for a in case.decided if first <= a["decided_on"] <= last}
    if case.chosen["Q22"] == "completed":
        left = {p["code"]: p["left_on"] for p in case.all["projects"]}
        return {p for p in presented if left[p] is None or left[p] >= last}
    return presented


def _objective(indicator: str, least: int, local: bool, course: bool) -> Callable[[Case], Iterator[Found]]:
    def judged(case: Case) -> Iterator[Found]:
        rows = [i for i in case.rows("indicators", "date") if i["indicator"] == indicator]
        if local and case.chosen["Q21"] == "located":
            rows = [i for i in rows if i["local"]]
        if course:
            rows = [i for i in rows if i["local_course"]]
        if indicator == "investissement_capte":
            rows = [i for i in rows if not any(word in i["origin"].lower() for word in ("innosprint", "dotation"))]

        for year in case.years:
            anywhere = case.chosen["Q4"] == "any_twelve_months" and year.name == "Y1"
            helped = supported(case, date.min, case.as_of) if anywhere else supported(case, year.first, year.last)
            mine = [i for i in rows if i["project"] in helped]

            def count(first: date, last: date, mine: list[Row] = mine) -> int:
                return sum(i["value"] for i in mine if first <= i["date"] <= last)

            most = _best(case, year, count, [i["date"] for i in mine])
            yield year.name, by_day(case, most >= least, year.last, "warning")

    return judged


def obj01(case: Case) -> Iterator[Found]:
    days = [s["held_on"] for s in case.sessions] + [a["decided_on"] for a in case.decided]
    for year in case.years:
        most = _best(case, year, lambda a, b: len(supported(case, a, b)), days)
        yield year.name, by_day(case, most >= 12, year.last, "warning")


def del04(case: Case) -> Iterator[Found]:
    days = [a["decided_on"] for a in case.allocations] + [p["paid_on"] for p in case.payments]
    yield None, unless(any(day < RECEIVED for day in days))


RULES: dict[str, Callable[[Case], Iterator[Found]]] = {
    "END01": end01, "END02": end02, "END03": end03, "END04": end04, "END05": end05, "PAY01": pay01, "PAY02": pay02,
    "PAY03": pay03, "PAY04": pay04, "PAY05": pay05, "PAY06": pay06, "PAY07": pay07, "PAY08": pay08, "ALC01": alc01,
    "ALC02": alc02, "ALC03": alc03, "ALC04": alc04, "ALC05": alc05, "ALC06": alc06, "ALC07": alc07, "ALC08": alc08,
    "ALC09": alc09, "PRJ01": prj01, "PRJ02": prj02, "PRJ03": prj03, "SES01": ses01, "SES02": ses02, "SES03": ses03,
    "SES04": ses04, "REP01": rep01, "REP02": rep02, "REP03": rep03, "REP04": rep04, "EVA01": eva01, "EVA02": eva02,
    "EVA03": eva03, "TRM01": trm01, "TRM02": trm02, "TRM03": trm03, "GOV01": gov01, "HUB01": hub01, "HUB02": hub02,
    "OBJ01": obj01, "OBJ02": _objective("investissement_capte", 200_000_00, local=False, course=False),
    "OBJ03": _objective("entreprise_creee", 2, local=True, course=False),
    "OBJ04": _objective("emploi", 5, local=True, course=True), "DEL04": del04,
}  # fmt: skip


def judge(case: Case, codes: tuple[str, ...] = tuple(RULES)) -> dict[tuple[str, str | None], Verdict]:
    """Judge a known dossier by some rules."""
    return {(code, subject): verdict for code in codes for subject, verdict in RULES[code](case)}


DECLARED: dict[str, str] = {
    "END01": "Q9", "END02": "Q3", "END04": "Q10 Q1 Q2", "PAY06": "Q10 Q1 Q2", "PAY07": "Q10 Q1 Q2", "ALC01": "Q5",
    "ALC04": "Q17", "ALC05": "Q18", "ALC06": "Q1 Q2", "SES01": "Q1 Q2 Q4", "SES02": "Q1", "TRM02": "Q1 Q2",
    "TRM03": "Q1 Q2", "REP01": "Q15", "REP02": "Q16", "OBJ01": "Q4 Q22", "OBJ02": "Q4 Q22",
    "OBJ03": "Q4 Q21 Q22", "OBJ04": "Q4 Q21 Q22",
}  # fmt: skip
OPTIONS = {
    "Q1": ("receipt", "publication"), "Q2": ("anniversary", "eve"), "Q3": ("end", "start"),
    "Q4": ("term", "any_twelve_months"), "Q5": ("breach", "ratify"), "Q9": ("net", "gross"),
    "Q10": ("paid", "decided"), "Q15": ("from_start", "per_session"), "Q16": ("two", "three"),
    "Q17": ("lenient", "strict"), "Q18": ("guidance", "breach"), "Q21": ("located", "measured"),
    "Q22": ("presented", "funded", "completed"),
}  # fmt: skip


def contests(case: Case) -> dict[tuple[str, str | None], set[tuple[str, str, str]]]:
    """Return under which other readings, taken one at a time, a verdict would be another."""
    found: dict[tuple[str, str | None], set[tuple[str, str, str]]] = {}
    mine = judge(case, tuple(DECLARED))
    for key in dict.fromkeys(" ".join(DECLARED.values()).split()):
        for option in OPTIONS[key]:
            if option == case.chosen[key]:
                continue
            codes = tuple(code for code, keys in DECLARED.items() if key in keys.split())
            other = judge(Case(case.all, case.as_of, {**case.chosen, key: option}), codes)
            # a session, a period or a year without its counterpart under the other is not applicable there
            other = {
                subject: NA for subject in mine if subject[0] in codes and subject[0] in ("REP01", "SES01")
            } | other
            for subject, (verdict, _) in other.items():
                if subject in mine and verdict != mine[subject][0] and EITHER not in (mine[subject], other[subject]):
                    found.setdefault(subject, set()).add((key, option, verdict))
    return found
