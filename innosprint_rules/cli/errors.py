"""Running the commands: typer's own words (help, mistakes in the options) said in the user's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any, cast

import typer
import typer.main

from innosprint_rules.cli.common import BAD_INPUT, error_width, guarded, page_width, tell, tell_problem
from innosprint_rules.cli.helps import filled
from innosprint_rules.errors import Problem
from innosprint_rules.report.text.layout import block, wrap
from innosprint_rules.wording import Lang, Text

_Mistake = cast("type[Exception]", typer.BadParameter.__mro__[2])  # the exceptions of typer and, before 0.20, of click


def run(app: typer.Typer, arguments: Sequence[str], name: str, lang: Lang) -> int:
    """Run ``app`` and return the exit status; whatever goes wrong is told in ``lang``."""
    root = typer.main.get_command(app)
    _translate(root, lang)
    try:
        with guarded(lang):
            status = root.main(list(arguments), prog_name=name, standalone_mode=False)
    except typer.Exit as end:
        return int(end.exit_code)
    except typer.Abort:
        return 130
    except _Mistake as mistake:
        _tell_mistake(mistake, lang)
        return BAD_INPUT
    return status if isinstance(status, int) else 0


def _translate(command: Any, lang: Lang) -> None:
    """Give a command and all below it help pages in ``lang``."""
    vars(command)["get_help"] = partial(help_page, command, lang=lang)
    for inner in getattr(command, "commands", {}).values():
        _translate(inner, lang)


# mistakes in the options -----------------------------------------------------------------------------


def _tell_mistake(mistake: Any, lang: Lang) -> None:
    if type(mistake).__name__ == "NoArgsIsHelpError":
        tell(help_page(mistake.ctx.command, mistake.ctx, lang))
        return
    message, hint = reworded(mistake)
    tell_problem(Problem("usage", message, hint), lang)
    context = getattr(mistake, "ctx", None)
    if context is not None:
        see = Text(f"Aide : {context.command_path} --help", f"Help: {context.command_path} --help")
        tell("\n".join(wrap(see.get(lang), error_width(), 4)))


def reworded(mistake: Any) -> tuple[Text, Text | None]:
    """Return what typer's exception says in both languages, and what to do."""
    kind = type(mistake).__name__
    said = mistake.format_message() if hasattr(mistake, "format_message") else str(mistake)
    if kind == "MissingParameter":
        return _missing(mistake)
    if kind == "NoSuchOption":
        near = sorted(mistake.possibilities or ())
        hint = Text(f"vouliez-vous dire {' ou '.join(near)} ?", f"did you mean {' or '.join(near)}?")
        return Text(f"option inconnue : {mistake.option_name}", f"unknown option: {mistake.option_name}"), (
            hint if near else None
        )
    if kind == "BadOptionUsage":
        name = mistake.option_name
        if "does not take" in said:
            return Text(f"l'option {name} ne prend pas de valeur", f"the option {name} takes no value"), None
        return Text(f"l'option {name} attend une valeur", f"the option {name} needs a value"), None
    if kind == "BadParameter":
        return _refused(mistake)
    command = re.match(r"No such command '(.*?)'", said)
    if command is not None:
        return _no_command(command.group(1), mistake)
    if said.startswith("Missing command"):
        return Text("il manque une commande", "a command is missing"), _commands_of(mistake)
    extra = re.match(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", said, re.DOTALL)
    if extra is not None:
        return (
            Text(f"en trop sur la ligne de commande : {extra.group(1)}",
                 f"too much on the command line: {extra.group(1)}"),
            Text("mettre entre guillemets un nom qui contient des espaces", "quote a name that holds spaces"),
        )  # fmt: skip
    return Text(f"demande refusée ({said})", said), None


def _name(parameter: Any) -> str:
    if parameter is None:
        return "?"
    if parameter.param_type_name == "option":
        return str(max(parameter.opts, key=len))
    return str(parameter.metavar or parameter.name.upper())


def _missing(mistake: Any) -> tuple[Text, Text | None]:
    name = _name(mistake.param)
    if mistake.param is not None and mistake.param.param_type_name == "option":
        return Text(f"il manque l'option {name}", f"the option {name} is missing"), None
    return Text(f"il manque {name} sur la ligne de commande", f"{name} is missing on the command line"), None


def _refused(mistake: Any) -> tuple[Text, Text | None]:
    name = _name(mistake.param)
    details: dict[str, Any] = {}
    if hasattr(mistake.__cause__, "errors"):
        details = mistake.__cause__.errors()[0]
    value = str(details.get("input", ""))[:60]
    shown, shown_en = (f"« {value} »", f"“{value}”") if details else ("cette valeur", "this value")
    limits: dict[str, Any] = details.get("ctx", {})
    kind = str(details.get("type", ""))
    if kind.startswith("int"):
        hint = Text("écrire un nombre entier", "write a whole number")
    elif kind.startswith(("float", "decimal")):
        hint = Text("écrire un nombre", "write a number")
    elif "ge" in limits or "gt" in limits:
        least = limits.get("ge", limits.get("gt"))
        hint = Text(f"au moins {least}", f"at least {least}")
    elif "le" in limits or "lt" in limits:
        most = limits.get("le", limits.get("lt"))
        hint = Text(f"au plus {most}", f"at most {most}")
    else:
        hint = Text(f"({mistake.message})", str(mistake.message))
    return Text(f"{name} : {shown} n'est pas accepté", f"{name}: {shown_en} is not accepted"), hint


def _no_command(word: str, mistake: Any) -> tuple[Text, Text | None]:
    from difflib import get_close_matches

    near = get_close_matches(word, _command_names(mistake))
    hint = _commands_of(mistake)
    if near:
        hint = Text(f"vouliez-vous dire {' ou '.join(near)} ?", f"did you mean {' or '.join(near)}?")
    return Text(f"commande inconnue : {word}", f"unknown command: {word}"), hint


def _commands_of(mistake: Any) -> Text:
    known = ", ".join(_command_names(mistake))
    return Text(f"commandes : {known}", f"commands: {known}")


def _command_names(mistake: Any) -> list[str]:
    command = getattr(getattr(mistake, "ctx", None), "command", None)
    return [name for name, each in getattr(command, "commands", {}).items() if not each.hidden]


# help pages ------------------------------------------------------------------------------------------

_HELP = Text("affiche cette aide", "show this help")
_LANG = Text("langue des messages et des résultats", "language of messages and results")
_NAMES = 26  # a name longer than this stands on a line of its own


def help_page(command: Any, ctx: Any, lang: Lang) -> str:
    """Return the help of a command, set like the rest of what we print."""
    width = page_width()
    groups = getattr(command, "commands", {})
    usage = Text("Utilisation : ", "Usage: ").get(lang)
    arguments = [each for each in command.get_params(ctx) if each.param_type_name == "argument"]
    options = [each for each in command.get_params(ctx) if each.param_type_name == "option" and not each.hidden]
    words = [ctx.command_path, *(each.metavar or each.name.upper() for each in arguments), "[OPTIONS]"]
    if groups:
        words.append(Text("COMMANDE …", "COMMAND …").get(lang))
    lines = wrap(usage + " ".join(words), width, 0, 4)
    for paragraph in filled(command.help or "", lang).split("\n\n"):
        lines += ["", *wrap(" ".join(paragraph.split()), width)]
    told = [(each.metavar or each.name.upper(), filled(getattr(each, "help", None) or "", lang)) for each in arguments]
    lines += _section(Text("Arguments", "Arguments"), told, width, lang)
    listed = [_option(each, lang) for each in options]
    if not any("--lang" in each.opts for each in options):
        listed.insert(-1, ("--lang fr|en", _LANG.get(lang)))
    lines += _section(Text("Options", "Options"), listed, width, lang)
    shown = [(name, (each.help or "").split("\n\n")[0]) for name, each in groups.items() if not each.hidden]
    lines += _section(Text("Commandes", "Commands"), shown, width, lang)
    return "\n".join(lines)


def _option(option: Any, lang: Lang) -> tuple[str, str]:
    if option.name == "help":
        return "-h, --help", _HELP.get(lang)
    names = ", ".join(sorted([*option.opts, *option.secondary_opts], key=len))
    if not option.is_flag:
        names += f" {filled(option.metavar or option.name.upper(), lang)}"
    text = filled(option.help or "", lang)
    default = option.default
    if option.show_default and default not in (None, "", False) and not callable(default):
        text += f" [défaut\u00a0: {default}]" if lang == "fr" else f" [default: {default}]"
    return names, text


def _section(title: Text, rows: list[tuple[str, str]], width: int, lang: Lang) -> list[str]:
    if not rows:
        return []
    start = min(max(len(name) for name, _ in rows), _NAMES) + 4
    lines = ["", f"{title.get(lang)}\u00a0:" if lang == "fr" else f"{title.get(lang)}:"]
    for name, text in rows:
        told = [line.text for line in block(text, width, start)]
        if len(name) <= _NAMES:
            told[0] = f"  {name}".ljust(start) + told[0].lstrip()
        else:
            lines.append(f"  {name}")
        lines += told
    return lines
