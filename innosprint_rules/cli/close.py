"""``innosprint close``: a year closed, put away with a digest of every file, and the next one prepared."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from innosprint_rules.cli.common import fail, guarded, page_width, show
from innosprint_rules.cli.helps import FILE, FOLDER, SharedOptions
from innosprint_rules.cli.judged import Judged, judged_files
from innosprint_rules.cli.new import offers_of
from innosprint_rules.cli.options import quoted, refuse_empty, together
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.engine.report import Report
    from innosprint_rules.report.archive import Difference
    from innosprint_rules.report.text.layout import Line

DIFFERS = 1


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the command to ``app``, its help in ``lang``."""
    helps = {name: text.get(lang) for name, text in _HELPS.items()}
    given = SharedOptions(lang)
    folder, file = FOLDER.get(lang), FILE.get(lang)

    @app.command("close", help=_HELP.get(lang))
    def close(
        dossier: str = typer.Argument(..., metavar=folder, help=helps["dossier"]),
        output: str | None = typer.Option(None, metavar=folder, help=helps["output"]),
        following: str | None = typer.Option(None, "--next", metavar=file, help=helps["next"]),
        verify: bool = typer.Option(False, "--verify", help=helps["verify"]),
        as_of: str | None = given.as_of,
        rules: str | None = given.rules,
        reading: list[str] | None = given.reading,
    ) -> None:
        with guarded(lang):
            if verify:
                raise typer.Exit(verified(dossier, lang))
            if output is None:
                fail(_NO_OUTPUT, lang)
            closed(dossier, output, following, as_of, rules, reading, lang)


def closed(
    dossier: str,
    output: str,
    following: str | None,
    as_of: str | None,
    rules: str | None,
    reading: list[str] | None,
    lang: Lang,
) -> None:
    """Judge the dossier, write the archive and what is asked for beside it, and tell how the year ends."""
    from innosprint_rules.report.archive import archive
    from innosprint_rules.saving import allowed, allowed_folder, save, save_folder

    inputs = (dossier, rules)
    with together() as also:
        also(partial(refuse_empty, "--output", output))
        also(partial(refuse_empty, "--next", following))
    with together() as also:
        also(partial(allowed_folder, output, (), inputs))
        if following is not None:
            also(partial(_refuse_next, following, output))
            also(partial(allowed, following, (*inputs, output), False, "--next"))
    found = judged_files(dossier, None, as_of, rules, reading, None, None)
    files = archive(found.report, Path(dossier), lang)
    book = None if following is None else _next_book(found, lang)
    save_folder(files, output, (), inputs)
    if book is not None and following is not None:
        save(book, following, inputs, option="--next")
    show(_lines(found.report, output, len(files), following, lang))


def _next_book(found: Judged, lang: Lang) -> bytes:
    """Return the workbook that goes on where an amendment prolongs the term.

    Raises:
        UsageError: none does.
    """
    from innosprint_rules.dossier.writing.following import following_workbook
    from innosprint_rules.report.content.standing import prolonged_to
    from innosprint_rules.report.content.teller import ENGLISH, FRENCH

    report = found.report
    day = prolonged_to(report, found.dossier, found.readings)
    if day is None:
        raise UsageError(_NOT_RENEWED)
    beside = Text(
        f"Suite du dossier clos au {FRENCH.date(report.as_of)} ; convention prolongée jusqu'au {FRENCH.date(day)}.",
        f"Goes on from the dossier closed on {ENGLISH.date(report.as_of)}; term prolonged until {ENGLISH.date(day)}.",
    )
    return following_workbook(found.dossier, report.rulebook.agreement.title, beside, lang, offers_of(report.rulebook))


def verified(folder: str, lang: Lang) -> int:
    """Tell what of an archive has changed since it was written; return 1 when something has, else 0."""
    from innosprint_rules.dossier.paths import existing
    from innosprint_rules.report.archive import differences
    from innosprint_rules.report.text.layout import block

    refuse_empty("DOSSIER", folder)
    found = differences(existing(folder))
    if not found:
        show(block(f"✓ {_INTACT.naming(lang, path=folder)}", page_width(), 0, 2, "green"))
        return 0
    show([line for each in found for line in _difference(each, lang)])
    return DIFFERS


def _difference(each: Difference, lang: Lang) -> Sequence[Line]:
    from innosprint_rules.report.text.layout import block

    return block(f"✗ {_KINDS[each.kind].naming(lang, path=each.path)}", page_width(), 0, 2, "red")


def _lines(report: Report, output: str, count: int, following: str | None, lang: Lang) -> list[Line]:
    from innosprint_rules.report.content.teller import Teller
    from innosprint_rules.report.text.closing import closing_lines

    written = [_ARCHIVED.naming(lang, path=output, n=str(count), quoted=quoted(output))]
    if following is not None:
        written.append(_PREPARED.naming(lang, path=following, quoted=quoted(following)))
    return closing_lines(report, written, Teller(lang, page_width()))


def _refuse_next(following: str, output: str) -> None:
    if Path(following).suffix.lower() != ".xlsx" or Path(following).resolve() == Path(output).resolve():
        raise UsageError(_NEXT_NAME)


_NEXT_NAME = Problem(
    "output-suffix",
    Text("--next prépare un classeur", "--next prepares a workbook"),
    Text("donner à --next un nom en .xlsx", "give --next a name in .xlsx"),
)
_NO_OUTPUT = Problem(
    "output-missing",
    Text("il manque où ranger l'archive", "where to put the archive is missing"),
    Text(
        "ajouter --output et le nom d'un nouveau dossier ; pour vérifier une archive : --verify",
        "add --output and the name of a new folder; to verify an archive: --verify",
    ),
)
_NOT_RENEWED = Problem(
    "not-renewed",
    Text(
        "aucun avenant connu ne prolonge la convention : il n'y a pas d'année suivante à préparer",
        "no known amendment prolongs the term: there is no next year to prepare",
    ),
    Text(
        "inscrire l'avenant dans le dossier, avec le nouveau dernier jour, ou ôter --next",
        "write the amendment in the dossier, with the new last day, or take --next away",
    ),
)
_ARCHIVED = Text("Archive : {path} ({n} fichiers, empreintes dans manifeste.sha256). La vérifier : innosprint close"
                 " {quoted} --verify",
                 "Archive: {path} ({n} files, digests in manifeste.sha256). To verify it: innosprint close {quoted}"
                 " --verify")  # fmt: skip
_PREPARED = Text("Année suivante : {path}, où tout est repris. Ensuite : innosprint check {quoted}",
                 "Next year: {path}, which holds all there was. Then: innosprint check {quoted}")  # fmt: skip
_INTACT = Text("L'archive {path} est intacte : chaque fichier est celui du manifeste",
               "The archive {path} is intact: each file is that of the manifest")  # fmt: skip
_KINDS = {
    "changed": Text("{path} a changé", "{path} has changed"),
    "missing": Text("{path} manque", "{path} is missing"),
    "added": Text("{path} a été ajouté", "{path} was added"),
}
_HELP = Text(
    "Clôt l'année : dit ce qui est à restituer, ce qui manque et ce qui reste dû, range le dossier, les règles et le"
    " contrôle dans une archive avec l'empreinte de chaque fichier, et prépare le classeur de l'année suivante si un"
    " avenant prolonge la convention. Rien n'est remplacé.\n\n"
    "Codes de sortie : 0 ; 1 si une archive vérifiée a changé ; 2 demande ou données illisibles.",
    "Closes the year: tells what is to be returned, what is missing and what is still owed, puts the dossier, the rules"
    " and the check away in an archive with a digest of every file, and prepares the workbook of the next year where an"
    " amendment prolongs the term. Nothing is replaced.\n\n"
    "Exit statuses: 0; 1 if an archive that is verified has changed; 2 bad usage or unreadable data.",
)
_HELPS: dict[str, Text] = {
    "dossier": Text("{inputs} ; avec --verify, une archive", "{inputs}; with --verify, an archive"),
    "output": Text("dossier où ranger l'archive ; nouveau, ou vide", "folder for the archive; new, or empty"),
    "next": Text("classeur de l'année suivante à préparer (.xlsx)", "workbook of the next year to prepare (.xlsx)"),
    "verify": Text("dit ce qui a changé dans une archive depuis qu'elle a été écrite",
                   "tells what has changed in an archive since it was written"),
}  # fmt: skip
