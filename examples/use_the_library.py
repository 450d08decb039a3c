"""Use innosprint_rules from another program: check a dossier, weigh a proposal, refuse what breaks the agreement.

Run it from anywhere, with or without the folder of a dossier: python examples/use_the_library.py
"""

import json
import sys
from datetime import date
from pathlib import Path

from pydantic import ValidationError

import innosprint_rules as ir

HERE = Path(__file__).resolve().parent
EVENING_BEFORE = date(2019, 6, 19)
AFTER_THE_YEAR = date(2020, 2, 1)


def main(folder: Path) -> None:
    rulebook = ir.load_rulebook()
    dossier = ir.read_dossier(folder)

    # 1. Where things stand.
    report = ir.check(dossier, rulebook, as_of=EVENING_BEFORE)
    print(f"{EVENING_BEFORE}: ok={report.ok} complete={report.complete} {report.summary}")
    print(f"left to allocate: {report.model_dump()['balance']['remaining']} €")

    # 2. May these lines be voted? A proposal is a path, rows as mappings, or a pandas frame.
    for name in ("session-4-fine.csv", "session-4-in-trouble.csv"):
        weighed = ir.check(dossier, rulebook, proposal=HERE / "proposals" / name, as_of=EVENING_BEFORE)
        print(f"{name}: ok={weighed.proposal.ok}")
        for line in weighed.proposal.lines:
            print(f"  {line.id}: {'ok' if line.ok else ', '.join(line.breaks)}")
        for finding in weighed.violations:
            if finding.new:
                print(f"  {finding.rule} {finding.subject.id}: {finding.message.en}")

    row = {
        "id": "A08",
        "session": "S4",
        "projet": "P02",
        "montant": "2 000,00 €",
        "besoin": "module de paiement",
    }
    weighed = ir.check(dossier, rulebook, proposal=[row], as_of=EVENING_BEFORE)
    print(f"one row typed in: breaks {list(weighed.proposal.lines[0].breaks)}, ", end="")
    print(f"of severity error cannot be judged: {sorted({f.rule for f in weighed.unknown if f.new})}")

    # 3. Another reading of the agreement, and the report for a machine.
    gross = ir.check(dossier, rulebook, as_of=AFTER_THE_YEAR, readings={"Q9": "gross"})
    document = json.loads(gross.model_dump_json())
    print(f"{AFTER_THE_YEAR}, {document['schema']}: {document['summary']['violated']} violated")

    # 4. A pydantic type that holds nothing but compliant dossiers.
    trouble = ir.read_dossier(HERE / "year-in-trouble")
    try:
        ir.CompliantDossier.model_validate(trouble.model_dump(), context={"as_of": AFTER_THE_YEAR})
    except ValidationError as error:
        broken = error.errors()[0]["ctx"]["violations"]
        print(f"year-in-trouble is refused: {len(broken)} violations of severity error")

    # 5. Or an exception, once.
    try:
        ir.check(trouble, rulebook, as_of=AFTER_THE_YEAR).raise_for_violations()
    except ir.ComplianceError as error:
        first = error.violations[0]
        print(f"the first: {first.rule} ({first.subject.id or 'agreement'}): {first.message.fr}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "saint-quentin-2019")
