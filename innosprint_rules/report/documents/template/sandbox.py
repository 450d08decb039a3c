"""Running a template: no code, nothing but what it is given, every mistake told with its file, line and what is known.

A template comes from somebody's folder. It reads the names that it is given and calls what they offer; it has no
attribute of Python, no file, no loop without end and no way to make a text of a gigabyte.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn

from innosprint_rules.errors import Location, Problem, UsageError
from innosprint_rules.nearest import suggestion
from innosprint_rules.report.content.teller import FRENCH, Teller
from innosprint_rules.report.documents.template.views import Cell, NotThere, Offering, RowView, spaced
from innosprint_rules.rulebook.publications import TEMPLATES
from innosprint_rules.wording import Text, capital

if TYPE_CHECKING:
    from jinja2 import Environment

_SEEN = (Cell, RowView, Offering)
_FILTERS = ("length", "count", "join", "first", "last", "default", "d", "upper", "lower", "replace", "list", "sort",
            "reverse", "e", "escape", "trim")  # fmt: skip
_TESTS = ("defined", "undefined", "none", "in", "eq", "==", "ne", "!=", "true", "false")
_LONGEST = 100_000
"""Characters of a text that a template puts together."""


def environment(texts: Mapping[str, str], names: Mapping[str, Any], teller: Teller, page: bool = True) -> Environment:
    """Return what reads the templates ``texts``, by file name, and gives them ``names``; ``page``: they are markup.

    Raises:
        UsageError: Jinja2 is not installed.
    """
    try:
        from jinja2 import FunctionLoader, StrictUndefined
        from jinja2.environment import TemplateModule
        from jinja2.ext import Extension
        from jinja2.lexer import Token
        from jinja2.runtime import LoopContext, Macro
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError as error:
        raise UsageError(NOT_INSTALLED) from error

    class Known(StrictUndefined):
        """A name that is not known, told with those that are."""

        def _fail_with_undefined_error(self, *_args: Any, **_kwargs: Any) -> NoReturn:
            raise NotThere(self._undefined_name or "?", "", tuple(names))

        __add__ = __radd__ = __sub__ = __rsub__ = __call__ = __getitem__ = _fail_with_undefined_error
        __str__ = __len__ = __iter__ = __eq__ = __ne__ = __bool__ = __hash__ = _fail_with_undefined_error

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            self._fail_with_undefined_error()

    class Spaced(Extension):
        """Sets the French of a template with its spaces, as everything else that is French here."""

        def filter_stream(self, stream: Any) -> Any:
            for token in stream:
                set_as_french = token.type == "data" and teller.lang == "fr"
                yield Token(token.lineno, "data", spaced(token.value)) if set_as_french else token

    class Sandbox(ImmutableSandboxedEnvironment):
        """A template sees the attributes of what it is given, and of nothing else."""

        intercepted_binops = frozenset(["*", "**", "%", "//", "/"])

        def is_safe_attribute(self, obj: Any, attr: str, _value: Any) -> bool:
            return isinstance(obj, LoopContext | Macro | TemplateModule) and not attr.startswith("_")

        def call_binop(self, _context: Any, operator: str, _left: Any, _right: Any) -> Any:
            raise NotThere(operator, "", ("+", "-", "~"))

        def getattr(self, obj: Any, attribute: str) -> Any:
            if isinstance(obj, _SEEN):
                return obj.seen(attribute)
            if isinstance(obj, LoopContext | Macro | TemplateModule | StrictUndefined):
                return super().getattr(obj, attribute)
            raise NotThere(attribute, type(obj).__name__, ())

        def getitem(self, obj: Any, argument: Any) -> Any:
            if isinstance(obj, list | tuple) and isinstance(argument, int | slice):
                return obj[argument]
            return self.getattr(obj, str(argument))

    made = Sandbox(
        autoescape=True,
        undefined=Known,
        trim_blocks=page,
        lstrip_blocks=page,
        extensions=[Spaced] if page else [],
        loader=FunctionLoader(lambda name: (texts[name], f"{TEMPLATES}/{name}", None) if name in texts else None),
    )
    made.filters = {name: made.filters[name] for name in _FILTERS} | {"capital": lambda text: capital(str(text))}
    made.tests = {name: made.tests[name] for name in _TESTS}
    made.globals = dict(names)
    return made


def run(made: Environment, name: str) -> str:
    """Return what a template writes.

    Raises:
        UsageError: a mistake in it, with its file and line.
    """
    with told(name):
        return bounded(made.get_template(name).generate())


def unreadable(name: str, texts: Mapping[str, str], known: tuple[str, ...]) -> list[Problem]:
    """Return what is wrong in a template before it is filled in: it cannot be read, or names what is not known.

    Raises:
        UsageError: Jinja2 is not installed.
    """
    made = environment(texts, dict.fromkeys(known), FRENCH)
    from jinja2 import TemplateSyntaxError, nodes
    from jinja2.meta import find_undeclared_variables

    try:
        tree = made.parse(texts[name], name, f"{TEMPLATES}/{name}")
        undeclared = find_undeclared_variables(tree) - set(known)
    except TemplateSyntaxError as error:
        at = Location(f"{TEMPLATES}/{name}", None, error.lineno)
        return [Problem("template-unreadable", _SYNTAX.fill(why=error.message or ""), _SYNTAX_HINT, at)]
    except RecursionError:
        return [Problem("template-unreadable", _DEEP, None, Location(f"{TEMPLATES}/{name}"))]
    lines = {each.name: each.lineno for each in reversed(list(tree.find_all(nodes.Name)))}
    return [
        _unknown(NotThere(each, "", known), Location(f"{TEMPLATES}/{name}", None, lines.get(each)))
        for each in sorted(undeclared)
    ]


def bounded(parts: Iterator[str]) -> str:
    """Return the parts of a text as one. Raises UsageError: it is too long for a document."""
    written: list[str] = []
    left = 40 * _LONGEST
    for part in parts:
        left -= len(part)
        if left < 0:
            raise UsageError(_TOO_LONG)
        written.append(part)
    return "".join(written)


class told:  # noqa: N801  # read as a word: with told(name)
    """What goes wrong in a template, as a problem of its file."""

    def __init__(self, name: str, lined: bool = True) -> None:
        self.name, self.lined = name, lined

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: TracebackType | None) -> None:
        from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

        if error is None or isinstance(error, UsageError):
            return
        file, line = self._place(trace)
        if isinstance(error, NotThere):
            problem = _unknown(error, Location(file, None, line))
        elif isinstance(error, TemplateSyntaxError):
            named = error.filename if self.lined and error.filename else file
            at = Location(named, None, error.lineno if self.lined else None)
            problem = Problem("template-unreadable", _SYNTAX.fill(why=error.message or ""), _SYNTAX_HINT, at)
        elif isinstance(error, TemplateNotFound):
            problem = Problem(
                "template-missing", _NO_FILE.fill(name=str(error.message)), None, Location(file, None, line)
            )
        elif isinstance(error, TemplateError | TypeError | ValueError | RecursionError | OverflowError | LookupError):
            problem = Problem("template-fails", _FAILS.fill(why=str(error)[:200]), None, Location(file, None, line))
        else:
            return
        raise UsageError(problem) from error

    def _place(self, trace: TracebackType | None) -> tuple[str, int | None]:
        """Return the file and the line of the template where it went wrong: the innermost of them."""
        found: tuple[str, int | None] = (f"{TEMPLATES}/{self.name}", None)
        while trace is not None:
            name = trace.tb_frame.f_code.co_filename
            if self.lined and name.startswith(f"{TEMPLATES}/"):
                found = (name, trace.tb_lineno)
            trace = trace.tb_next
        return found


def _unknown(error: NotThere, where: Location) -> Problem:
    of = Text(f" de « {error.of} »", f" of “{error.of}”") if error.of else Text("", "")
    message = Text(f"« {error.name} »{of.fr} n'est pas connu", f"“{error.name}”{of.en} is not known")
    listed = ", ".join(error.known)
    known = Text(f"connus : {listed}", f"known: {listed}") if listed else None
    near = suggestion(error.name, list(error.known))
    if near is not None and known is not None:
        known = Text(f"{near.fr} ({known.fr})", f"{near.en} ({known.en})")
    return Problem("unknown-in-template", message, known or near, where)


NOT_INSTALLED = Problem(
    "docs-not-installed",
    Text("écrire ce document demande Jinja2 et docxtpl, qui ne sont pas installés",
         "writing this document needs Jinja2 and docxtpl, which are not installed"),
    Text('installer : pip install "innosprint-rules[docs]"', 'install them: pip install "innosprint-rules[docs]"'),
)  # fmt: skip
_DEEP = Text("le modèle est imbriqué trop profondément", "the template is nested too deeply")
_TOO_LONG = Problem("template-too-long", Text("le document est trop long", "the document is too long"))
_SYNTAX = Text("le modèle ne se lit pas : {why}", "the template cannot be read: {why}")
_SYNTAX_HINT = Text("les modèles suivent la syntaxe de Jinja2 : {{ … }} et {% … %}",
                    "templates follow the syntax of Jinja2: {{ … }} and {% … %}")  # fmt: skip
_NO_FILE = Text("pas de modèle « {name} » dans le dossier documents/", "no template “{name}” in the folder documents/")
_FAILS = Text("le modèle ne peut pas être rempli : {why}", "the template cannot be filled in: {why}")
