"""How the year may end: simulate it, with a scenario of one's own, and from where a dossier stands.

Run it from anywhere, with or without a number of years: python examples/simulate_the_year.py 10000
"""

import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import innosprint_rules as ir

HERE = Path(__file__).resolve().parent
MIDDLE_OF_THE_YEAR = date(2019, 6, 1)


def percent(share: Fraction) -> str:
    return f"{float(100 * share):.1f} %"


def told(name: str, outcome: ir.Outcome) -> None:
    """Print what one asks of a year first: breaches, objectives, money that comes back (in cents)."""
    back = outcome.restitution.quantile(50).value
    print(f"{name}: {outcome.years} years, no breach in {percent(outcome.clean.fraction)}, ", end="")
    print(f"all objectives in {percent(outcome.all_objectives.fraction)}, {back // 100} € to return (median)")


def main(years: int) -> None:
    # 1. A shipped scenario. The same seed gives the same figures again, whatever the machine.
    baseline = ir.simulate("baseline", years=years, seed=1)
    told("baseline", baseline)

    # 2. Each rule: the share of the years with each verdict, and its interval at 95 %.
    sessions = baseline.rules["SES01"].share("satisfied")
    low, high = sessions.bounds()
    print(f"SES01 {baseline.rules['SES01'].title.en}: {sessions.count} years of {sessions.of}, ", end="")
    print(f"{percent(sessions.fraction)} ({float(low):.3f} to {float(high):.3f})")

    # 3. Until when it can still be saved, where there are enough years to say.
    for code, found in baseline.no_return.items():
        if found.answer == "found" and found.due is not None:
            text, practice = date.fromordinal(found.due), date.fromordinal(found.last.day)
            print(f"{code}: by the text until {text}, in practice until {practice}")

    # 4. A scenario of one's own writes what differs; a mapping, or the path of a YAML file.
    ours = {
        "extends": "baseline",
        "title": {"fr": "Cinq sessions", "en": "Five sessions"},
        "description": {"fr": "Une session de moins que dans le scénario de base", "en": "One session less"},
        "calendar": {"sessions": 5},
    }
    told("five sessions", ir.simulate(ours, years=years, seed=1))

    # 5. From a dossier: what it dates up to that day has happened, the rest is drawn.
    dossier = ir.read_dossier(HERE / "saint-quentin-2019")
    told("from 1 June 2019", ir.simulate("baseline", dossier, years=years, as_of=MIDDLE_OF_THE_YEAR))

    # 6. The same figures as pandas frames; amounts are exact decimals in euros.
    frame = baseline.measures_frame("en")
    print(frame.loc[["to_return", "returned"], ["q05", "q50", "q95"]].to_string())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
