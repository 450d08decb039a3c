"""The words of ``innosprint simulate --help``, in both languages."""

from __future__ import annotations

from innosprint_rules.cli.helps import FORCE, IGNORE, OUTPUT, READING, RULES, SELECT, formats
from innosprint_rules.wording import Text

FORMATS = ("text", "json", "html")

DEFAULT = "baseline"
"""The scenario of years that is run from a dossier when none is named."""

HELP = Text(
    "Dit comment l'année peut finir : tire et juge des milliers d'années selon un scénario, et donne la probabilité de"
    " chaque manquement, des objectifs, de la restitution, et jusqu'à quand tout peut encore être sauvé. Plusieurs"
    " scénarios sont comparés.\n\n"
    "Avec un dossier (--from), ce qui est déjà arrivé est gardé. Un scénario fait d'événements seuls est joué une fois"
    " sur le dossier : ce qu'il change, puis le contrôle complet.\n\n"
    "Scénarios d'années livrés : {scenarios-of-years}. D'événements : {scenarios-of-events}. Ou le chemin d'un fichier"
    " .yaml. Leurs chiffres sont des hypothèses, à remplacer par les vôtres.\n\n"
    "Ce qui est compilé est gardé pour la fois suivante, dans le dossier que nomme INNOSPRINT_CACHE, sinon dans le"
    " cache de l'utilisateur.\n\n"
    "Codes de sortie : 0 le scénario a été simulé, quoi qu'il donne ; 2 demande ou données illisibles, ou scénario"
    " impossible pour ce dossier ; 130 interrompu (Ctrl-C), après le résultat des années faites.",
    "Tells how the year may end: draws and judges thousands of years as a scenario has them, and gives the probability"
    " of each breach, of the objectives, of what is to be returned, and until when all can still be saved. Several"
    " scenarios are compared.\n\n"
    "With a dossier (--from), what has happened is kept. A scenario of events alone is played once on the dossier:"
    " what it changes, then the full check.\n\n"
    "Shipped scenarios of years: {scenarios-of-years}. Of events: {scenarios-of-events}. Or the path of a .yaml file."
    " Their figures are assumptions: put your own in their place.\n\n"
    "What is compiled is kept for the next time, in the folder that INNOSPRINT_CACHE names, else in the user's cache."
    "\n\n"
    "Exit statuses: 0 the scenario was simulated, whatever comes of it; 2 bad usage or unreadable data, or a scenario"
    " that is impossible for this dossier; 130 interrupted (Ctrl-C), after the outcome of the years done.",
)

HELPS: dict[str, Text] = {
    "SCENARIO": Text("SCÉNARIO…", "SCENARIO…"),
    "NAME": Text("NOM", "NAME"),
    "OUTCOME": Text("[RÉSULTAT]", "[OUTCOME]"),
    "PARQUET": Text("FICHIER.parquet", "FILE.parquet"),
    "scenario": Text("nom d'un scénario livré ou chemin d'un fichier ; plusieurs sont mis côte à côte ; sans nom,"
                     " avec --from : référence",
                     "name of a shipped scenario or path of a file; several are set side by side; without a name, with"
                     f" --from: {DEFAULT}"),
    "detail": Text("tout dire, au lieu de vingt lignes : chaque règle, chaque grandeur, jusqu'à quand agir, hypothèses",
                   "tell everything instead of twenty lines: each rule, each measure, until when to act, assumptions"),
    "from": Text("d'où partir : {inputs}", "where it starts from: {inputs}"),
    "as_of": Text(
        "ce que le dossier date au plus tard de ce jour est acquis et ne change plus ; par défaut aujourd'hui tant"
        " que la convention court. Un scénario d'événements rejoue toute l'année quand elle est finie",
        "what the dossier dates this day or earlier is done and no longer changes; by default today while the"
        " agreement runs. A scenario of events plays the whole year again once it is over",
    ),
    "at": Text("jour où l'année est jugée ; par défaut quand tout ce qui est daté est échu, et pour des événements"
               " seuls le lendemain du dernier jour de la convention",
               "day on which the year is judged; by default once all that is dated has fallen due, and for events"
               " alone the day after the last of the term"),
    "prepare": Text("compiler d'avance les règles (avec Numba), une fois pour tous les scénarios, dossiers et jours",
                    "compile the rules ahead (with Numba), once for all scenarios, dossiers and days"),
    "years": Text("nombre d'années tirées ; par défaut ce que demande --precision, 10 000 au plus",
                  "number of years drawn; by default what --precision takes, 10,000 at most"),
    "precision": Text("tirer des années jusqu'à ce que les parts soient sûres à tant de points près (par défaut 1), et"
                      " les montants à 2 % ou 1 % de la dotation par point ; avec --years, tant d'années au plus",
                      "draw years until shares are sure to within so many points (1 by default), and amounts to within"
                      " 2% or 1% of the endowment a point; with --years, that many years at most"),
    "seed": Text("graine du hasard, 1 par défaut ; la même graine redonne les mêmes chiffres, quels que soient la"
                 " machine et --workers",
                 "seed of chance, 1 by default; the same seed gives the same figures again, whatever the machine and"
                 " --workers"),
    "workers": Text("nombre de fils d'exécution quand les années sont compilées ; par défaut un par processeur",
                    "number of threads where the years are compiled; by default one a processor"),
    "engine": Text("compiler les années (avec Numba, extra fast), les interpréter, ou ce qui est fini le premier"
                   " (auto, par défaut) ; le résultat est le même",
                   "compile the years (with Numba, extra fast), interpret them, or whichever is done first (auto, the"
                   " default); the outcome is the same"),
    "ACT": Text("NOM=VALEUR@DATE", "NAME=VALUE@DATE"),
    "amend": Text("avenant à l'essai, signé à cette date dans chaque année : les mêmes années sans et avec lui, verdict"
                  " par verdict, et la marge de ce qui change ; répétable",
                  "amendment to try, signed on that day in every year: the same years without and with it, verdict by"
                  " verdict, and the margin of what changes; can be repeated"),
    "cluster": Text("faire compter les années par les ouvriers d'une grappe Dask, à l'adresse de son ordonnanceur"
                    " (extra cluster) ; le résultat est le même",
                    "have the years counted by the workers of a Dask cluster, at the address of its scheduler (extra"
                    " cluster); the outcome is the same"),
    "measure": Text("ne donner que ces grandeurs, sous leur nom dans les règles, comme to_return (à restituer) ;"
                    " peut être répété",
                    "give these measures only, by their names in the rules, such as to_return; may be repeated"),
    "sensitivity": Text("cherche quelle hypothèse pèse le plus sur un résultat : code de règle, grandeur,"
                        " no-violation, all-objectives ; sans nom, la restitution et les objectifs. S'écrit après"
                        " le scénario",
                        "finds which assumption weighs most on an outcome: code of a rule, measure, no-violation,"
                        " all-objectives; without a name, what is to be returned and the objectives. Comes after"
                        " the scenario"),
    "keep": Text("écrire aussi les années, une par ligne, dans ce fichier Parquet (extra bulk)",
                 "also write the years, one a line, to this Parquet file (extra bulk)"),
    "year": Text("avec --write : ne tirer que cette année (la première est 0)",
                 "with --write: draw this year alone (the first is 0)"),
    "write": Text("écrire l'année de --year comme un dossier de fichiers CSV, à contrôler avec innosprint check",
                  "write the year of --year as a folder of CSV files, to be looked at with innosprint check"),
    "rules": RULES,
    "reading": READING,
    "select": SELECT,
    "ignore": IGNORE,
    "form": formats(FORMATS),
    "output": OUTPUT,
    "force": FORCE,
}  # fmt: skip
