"""What a scenario assumes and with what a run was made, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules._version import __version__
from innosprint_rules.report.content.outcome.figures import years
from innosprint_rules.report.content.teller import ENGLISH, FRENCH, Teller
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import Outcome, Setting


TITLE = Text("Ce que le scénario suppose", "What the scenario assumes")
SHOWN = 24
REST = Text("et {n:autre|autres}, que le fichier du scénario donne, et --format html ou json",
            "and {n} more, which the file of the scenario gives, and --format html or json")  # fmt: skip


def bounded(setting: Setting, teller: Teller) -> list[str]:
    """Return from where to when a year goes, and the readings that were chosen against the usual ones."""
    at = teller.date(setting.at)
    if setting.as_of is None:
        told = [
            teller.say(
                Text(
                    f"Chaque année part de rien et est jugée le {at}.",
                    f"Each year starts from nothing and is judged on {at}.",
                )
            )
        ]
    else:
        kept = teller.date(setting.as_of)
        told = [
            teller.say(
                Text(
                    f"Ce que le dossier date au plus tard du {kept} est acquis ; le reste est tiré, et l'année jugée"
                    f" le {at}.",
                    f"What the dossier dates {kept} or earlier is done; the rest is drawn, and the year judged on"
                    f" {at}.",
                )
            )
        ]
    usual = setting.rulebook.agreement.readings
    chosen = [f"{key}={option}" for key, option in setting.readings.items() if usual[key].default != option]
    if chosen:
        words = ", ".join(chosen)
        told.append(teller.say(Text(f"Lectures choisies : {words}.", f"Readings chosen: {words}.")))
    for each in setting.by_reference:
        said = Text("Le noyau de calcul ne tient pas {w}.", "The kernel does not hold {w}.")
        told.append(teller.say(said.fill(w=teller.say(each.words_with_place))))
    return told


def origin(outcome: Outcome, teller: Teller) -> str:
    """Return with what the run was made, in one sentence."""
    setting, book = outcome.setting, outcome.setting.rulebook
    dossier = "" if setting.dossier_digest is None else f", dossier {setting.dossier_digest[:8]}"
    return teller.say(
        Text(
            f"{years(outcome.years, FRENCH)}, graine {setting.seed} ; scénario {setting.name} ({setting.digest[:8]}),"
            f" règles {book.name} {book.version} ({book.digest[:8]}){dossier} ; innosprint-rules {__version__}. La même"
            " graine redonne les mêmes chiffres.",
            f"{years(outcome.years, ENGLISH)}, seed {setting.seed}; scenario {setting.name} ({setting.digest[:8]}),"
            f" rules {book.name} {book.version} ({book.digest[:8]}){dossier}; innosprint-rules {__version__}. The same"
            " seed gives the same figures again.",
        )
    )
