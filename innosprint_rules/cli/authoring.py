"""``innosprint rules check``, ``rules format`` and ``rules init``: writing the rules of an agreement of one's own."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from innosprint_rules.cli.common import guarded, page_width, say, show, tell_problem
from innosprint_rules.cli.helps import FILE, FOLDER, FORCE
from innosprint_rules.cli.options import quoted, refuse_empty
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.text.layout import EMPTY, Line, block, wrap
from innosprint_rules.rulebook.publications import TEMPLATES
from innosprint_rules.wording import LANGUAGES, Lang, Text, same

if TYPE_CHECKING:
    from innosprint_rules.assurance.proofreading import Proof

MISTAKES = 1
STARTER = "starter"
PAUSE = 0.5
"""Seconds between two looks at the files."""


def register(group: typer.Typer, lang: Lang) -> None:
    """Add the commands to ``group``, their help in ``lang``."""

    @group.command("check", help=_CHECK.get(lang))
    def check_rules(
        folder: str = typer.Argument(..., metavar=FOLDER.get(lang), help=_OWN.get(lang)),
        watch: bool = typer.Option(False, "--watch", help=_WATCH.get(lang)),
    ) -> None:
        with guarded(lang):
            refuse_empty(FOLDER.get(lang), folder)
            if watch:
                watched(Path(folder), lambda: tell_proof(folder, lang), lambda: time.sleep(PAUSE))
            raise typer.Exit(tell_proof(folder, lang))

    @group.command("init", help=_INIT.get(lang))
    def init_rules(
        folder: str = typer.Argument(..., metavar=FOLDER.get(lang), help=_NEW.get(lang)),
        force: bool = typer.Option(False, "--force", help=FORCE.get(lang)),
    ) -> None:
        with guarded(lang):
            refuse_empty(FOLDER.get(lang), folder)
            begin(folder, force)
            said = _MADE.naming(lang, path=folder, quoted=quoted(folder))
            say("\n".join(wrap(said, page_width(), whole=True)))

    file, only_this = FILE.get(lang), _ONLY.get(lang)

    @group.command("format", help=_FORMAT.get(lang))
    def format_rules(
        folder: str = typer.Argument(..., metavar=FOLDER.get(lang), help=_OWN.get(lang)),
        to: str = typer.Option(..., metavar="fr|en", help=_TO.get(lang)),
        only: list[str] | None = typer.Option(None, "--file", metavar=file, help=only_this),
        check: bool = typer.Option(False, "--check", help=_ONLY_TELL.get(lang)),
    ) -> None:
        with guarded(lang):
            refuse_empty(FOLDER.get(lang), folder)
            if to not in LANGUAGES:
                raise UsageError(Problem("unknown-choice", _NO_LANGUAGE.fill(value=to), same("fr, en")))
            raise typer.Exit(rewrite(Path(folder), to, only or (), check, lang))


def rewrite(folder: Path, to: Lang, only: Sequence[str], check: bool, lang: Lang) -> int:
    """Write the formulas of a folder with the names of one language, or tell which files would change."""
    from innosprint_rules.rulebook.renaming import renamed
    from innosprint_rules.saving import save

    teller = Teller(lang)
    found = renamed(folder, to, only)
    for file, each in found.items():
        if not check:
            save(each.content, folder / file, force=True)
        said = teller.counted(_WOULD if check else _REWRITTEN, n=each.names)
        say("\n".join(wrap(f"{file}{teller.colon}{said}", page_width(), whole=True)))
    if not found:
        say(_NOTHING.get(lang))
    return MISTAKES if check and found else 0


def tell_proof(folder: str, lang: Lang) -> int:
    """Print every mistake and every warning of a folder of rules; return the exit status."""
    from innosprint_rules.assurance.proofreading import proofread
    from innosprint_rules.errors import RulebookError

    proof = _with_templates(proofread(folder))
    if any(problem.code == "rulebook-missing" for problem in proof.mistakes):
        raise RulebookError(proof.mistakes)
    for problem in proof.mistakes:
        tell_problem(problem, lang)
    for problem in proof.warnings:
        told = Text(f"avertissement : {problem.words('fr')}", f"warning: {problem.words('en')}")
        show([Line(line.text) for line in block(told.get(lang), page_width(), 0, 4)])
    if proof.mistakes:
        count = len(proof.mistakes)
        found = Text(f"{count} {'erreurs' if count > 1 else 'erreur'} à corriger",
                     f"{count} {'mistakes' if count > 1 else 'mistake'} to correct")  # fmt: skip
        show([EMPTY, Line(found.get(lang))])
        return MISTAKES
    read = Teller(lang).counted(_READ, rules=proof.rules, examples=proof.examples)
    show(block(f"{read} innosprint rules test --rules {quoted(folder)}", page_width(), 0, 4))
    return 0


def _with_templates(proof: Proof) -> Proof:
    """Return what is wrong with rules that can be read and with the templates beside them, declared or there."""
    book = proof.rulebook
    if proof.mistakes or book is None or not (book.agreement.documents or (book.root / TEMPLATES).is_dir()):
        return proof
    from innosprint_rules.report.documents.template.texts import proofread_templates

    return replace(proof, mistakes=tuple(proofread_templates(book)))


def watched(folder: Path, tell: Callable[[], object], pause: Callable[[], object]) -> None:
    """Tell once, then each time that a file of a folder changes, until somebody interrupts."""
    seen: dict[Path, tuple[int, int]] | None = None
    while True:
        now = _stamps(folder)
        if now != seen:
            seen = now
            tell()
            show([EMPTY])
        pause()


def _stamps(folder: Path) -> dict[Path, tuple[int, int]]:
    found: dict[Path, tuple[int, int]] = {}
    for path in sorted((*folder.rglob("*.y*ml"), *folder.glob(f"{TEMPLATES}/*"))):
        try:
            stat = path.stat()
        except FileNotFoundError:  # an editor writes beside and renames
            continue
        found[path] = (stat.st_mtime_ns, stat.st_size)
    return found


def begin(folder: str, force: bool) -> None:
    """Write a small agreement to start from, with the schemas that editors complete and check its files by."""
    from innosprint_rules.assurance.editor_schema import editor_files
    from innosprint_rules.location import rules_root
    from innosprint_rules.saving import save_folder

    root = rules_root() / STARTER
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.suffix in (".yaml", ".csv", ".md", ".html")
    }
    files |= editor_files()
    save_folder(files, folder, tuple(files), (), force, "FOLDER")


_READ = Text("{rules:règle|règles} et {examples:exemple|exemples} lus sans erreur ; ensuite :",
             "{rules:rule|rules} and {examples:example|examples} read without a mistake; then:")  # fmt: skip
_OWN = Text("dossier de règles, qui contient agreement.yaml", "folder of rules, which holds agreement.yaml")
_NEW = Text("dossier à créer", "folder to make")
_WATCH = Text(
    "recommencer à chaque fichier enregistré, jusqu'à Ctrl-C", "again at each file that is saved, until Ctrl-C"
)
_CHECK = Text(
    "Relit les règles d'une convention que l'on écrit : toutes les erreurs d'un coup, avec fichier, ligne et colonne,"
    " et ce qui est sans doute un oubli.\n\n"
    "Codes de sortie : 0 tout se lit ; 1 des erreurs à corriger ; 2 pas de règles à lire.",
    "Proofreads the rules of an agreement being written: every mistake at once, with file, line and column, and what"
    " was probably left out.\n\n"
    "Exit statuses: 0 all can be read; 1 mistakes to correct; 2 no rules to read.",
)
_FORMAT = Text(
    "Réécrit les formules d'une convention des noms français aux noms anglais, ou l'inverse ; commentaires, mise en"
    " page et textes restent tels quels. Relu avant d'être écrit : chaque nom désigne toujours la même chose.\n\n"
    "Codes de sortie : 0 écrit, ou rien à changer ; 1 avec --check, des fichiers changeraient ; 2 règles illisibles.",
    "Rewrites the formulas of an agreement from French names to English ones, or back; comments, layout and texts stay"
    " as they are. Read again before it is written: each name still names the same thing.\n\n"
    "Exit statuses: 0 written, or nothing to change; 1 with --check, files would change; 2 the rules cannot be read.",
)
_TO = Text("langue des noms : fr (en-têtes, « nom »), en (noms du code)",
           "language of the names: fr (headers, “nom:”), en (names in code)")  # fmt: skip
_ONLY = Text("ne récrire que ce fichier, nommé depuis le dossier ; peut être répété",
             "rewrite this file only, named from the folder; may be repeated")  # fmt: skip
_ONLY_TELL = Text("dire ce qui changerait, sans rien écrire", "say what would change, write nothing")
_NO_LANGUAGE = Text("--to : « {value} » n'est pas possible", "--to: “{value}” is not possible")
_REWRITTEN = Text("{n:nom récrit|noms récrits}", "{n:name|names} rewritten")
_WOULD = Text("{n:nom changerait|noms changeraient}", "{n:name|names} would change")
_NOTHING = Text("rien à changer", "nothing to change")
_INIT = Text(
    "Écrit une petite convention pour commencer la sienne : tables, paramètres, trois règles et leurs exemples, un"
    " dossier d'essai, et de quoi compléter et vérifier les fichiers dans un éditeur (VS Code, extension YAML).",
    "Writes a small agreement to start one's own from: tables, parameters, three rules and their examples, a sample"
    " dossier, and what editors complete and check the files by (VS Code, its YAML extension).",
)
_MADE = Text(
    "{path} est prêt. Ensuite : innosprint rules check {quoted}, innosprint rules test --rules {quoted}",
    "{path} is ready. Then: innosprint rules check {quoted}, innosprint rules test --rules {quoted}",
)
