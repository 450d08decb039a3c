"""``innosprint serve``: the session in a browser, and the HTTP API, on this machine alone."""

from __future__ import annotations

import os
import secrets
import socket
import sys
from contextlib import closing
from pathlib import Path

import typer

from innosprint_rules.cli.common import guarded, read_date, say, tell
from innosprint_rules.cli.helps import AS_OF, DOSSIER, FOLDER, RULES
from innosprint_rules.cli.options import refuse_empty
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.wording import Lang, Text

HOST = "127.0.0.1"


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the command to ``app``, its help in ``lang``."""
    helps = {name: text.get(lang) for name, text in _HELPS.items()}

    @app.command("serve", help=_HELP.get(lang))
    def serve(
        dossier: str | None = typer.Argument(None, metavar=f"[{FOLDER.get(lang)}]", help=helps["dossier"]),
        port: int = typer.Option(0, "--port", min=0, max=65535, help=helps["port"]),
        no_browser: bool = typer.Option(False, "--no-browser", help=helps["no_browser"]),
        as_of: str | None = typer.Option(None, metavar="DATE", help=helps["as_of"]),
        rules: str | None = typer.Option(None, metavar=FOLDER.get(lang), help=helps["rules"]),
        shortcut: bool = typer.Option(False, "--shortcut", help=helps["shortcut"]),
    ) -> None:
        with guarded(lang):
            if shortcut:
                say(make_shortcut(lang))
                return
            run(dossier, port, not no_browser, as_of, rules, lang)


def run(dossier: str | None, port: int, browser: bool, as_of: str | None, rules: str | None, lang: Lang) -> None:
    """Serve until interrupted; the first line printed is the address, with the token of this run."""
    refuse_empty("DOSSIER", dossier)
    refuse_empty("--rules", rules)
    day = read_date(as_of)
    try:
        import uvicorn

        from innosprint_rules.web.app import application
    except ImportError as error:
        raise UsageError(_MISSING) from error
    from innosprint_rules.engine.check import default_rulebook, load_rulebook
    from innosprint_rules.web.room import Room

    rulebook = default_rulebook() if rules is None else load_rulebook(rules)
    token = secrets.token_urlsafe(32)
    with closing(Room(rulebook, day)) as room, socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        if dossier is not None:
            room.open(Path(dossier))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(128)  # before the address is told: whoever opens it at once is served
        address = f"http://{HOST}:{listener.getsockname()[1]}/?token={token}"
        say(address)
        if browser:
            import webbrowser

            webbrowser.open(address)
        tell(_STOP.get(lang))
        config = uvicorn.Config(
            application(rulebook, token, room), log_level="critical", access_log=False, timeout_keep_alive=30,
            limit_concurrency=400, server_header=False, timeout_graceful_shutdown=2,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[listener])


def make_shortcut(lang: Lang) -> str:
    """Put a start for a double click on the desktop; return in words where it is.

    Raises:
        UsageError: there is no desktop, or a file that is not ours has its name.
    """
    from innosprint_rules.web.shortcut import desktop, shortcut, started_by, write_shortcut

    path = write_shortcut(desktop(Path.home(), os.environ), shortcut(sys.platform, started_by()))
    return Text("raccourci : {path}", "shortcut: {path}").naming(lang, path=str(path))


_MISSING = Problem(
    "web-extra-missing",
    Text("il manque de quoi servir la page", "what serves the page is not installed"),
    Text('installer : pip install "innosprint-rules[web]"', 'install it: pip install "innosprint-rules[web]"'),
)
_STOP = Text("Ctrl-C pour arrêter ; l'adresse ci-dessus ne vaut que pour cette fois",
             "Ctrl-C to stop; the address above is good for this time only")  # fmt: skip
_HELP = Text(
    "Ouvre la session dans le navigateur : déposer un classeur, écrire les lignes, voir le verdict à chaque changement,"
    " consigner. Rien ne sort de cet ordinateur. La première ligne affichée est l'adresse.",
    "Opens the session in the browser: drop a workbook, write the lines, see the verdict at each change, consign."
    " Nothing leaves this computer. The first line printed is the address.",
)
_HELPS = {
    "dossier": DOSSIER,
    "port": Text("port ; par défaut un qui est libre", "port; by default one that is free"),
    "no_browser": Text("ne pas ouvrir le navigateur", "do not open the browser"),
    "as_of": AS_OF,
    "rules": RULES,
    "shortcut": Text("mettre sur le bureau de quoi démarrer d'un double-clic, et s'arrêter là",
                     "put a start on the desktop for a double click, and stop there"),
}  # fmt: skip
