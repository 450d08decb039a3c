"""Text to syntax: Python's expression grammar, parsed by ``ast`` and never evaluated, cut down to a whitelist.

What is not on the list is refused with its place and with what to write instead.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from innosprint_rules import limits
from innosprint_rules.wording import Text


class FormulaError(Exception):
    """One mistake in a formula; ``offset`` counts characters from the start of its text."""

    def __init__(self, code: str, message: Text, offset: int = 0, hint: Text | None = None) -> None:
        self.code = code
        self.message = message
        self.offset = offset
        self.hint = hint
        super().__init__(message.en)


@dataclass(frozen=True, slots=True)
class Source:
    """A formula's text with what is needed to say where in it a node stands."""

    text: str
    lead: int = 0  # characters put in front for parsing

    def offset(self, node: ast.AST) -> int:
        """Return the character at which ``node`` starts (``ast`` counts lines and bytes)."""
        return self._at(getattr(node, "lineno", 1), getattr(node, "col_offset", 0))

    def end(self, node: ast.AST) -> int:
        """Return the character after the last of ``node``."""
        return self._at(getattr(node, "end_lineno", 1), getattr(node, "end_col_offset", 0))

    def _at(self, lineno: int, col_offset: int) -> int:
        lines = self.text.split("\n")
        line = lineno - 1
        column = col_offset - (self.lead if line == 0 else 0)
        before = sum(len(each) + 1 for each in lines[:line])
        inside = lines[line].encode()[: max(column, 0)].decode(errors="ignore") if line < len(lines) else ""
        return before + len(inside)

    def segment(self, node: ast.AST) -> str:
        """Return the text that ``node`` was written as, on one line."""
        if self.lead:
            return " ".join(self.text.split())
        if getattr(node, "lineno", 0) == getattr(node, "end_lineno", -1) == 1 and self.text.isascii():
            return self.text[node.col_offset : node.end_col_offset]  # type: ignore[attr-defined]  # has lineno
        return " ".join((ast.get_source_segment(self.text, node) or self.text).split())


ALLOWED: frozenset[type[ast.AST]] = frozenset((
    ast.Expression, ast.Constant, ast.Name, ast.Attribute, ast.Compare, ast.BoolOp, ast.UnaryOp, ast.BinOp,
    ast.IfExp, ast.Call, ast.GeneratorExp, ast.comprehension, ast.Tuple, ast.Load, ast.Store,
    ast.And, ast.Or, ast.Not, ast.USub, ast.Add, ast.Sub, ast.Mult,
    ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn,
))  # fmt: skip

_ADVICE: tuple[tuple[tuple[type[ast.AST], ...], Text, Text], ...] = (
    (
        (ast.Div, ast.FloorDiv, ast.Mod),
        Text("la division n'existe pas dans les formules", "there is no division in formulas"),
        Text("multiplier l'autre membre de la comparaison", "multiply the other side of the comparison instead"),
    ),
    (
        (ast.Pow,),
        Text("la puissance n'existe pas dans les formules", "there is no power in formulas"),
        Text("n'utiliser que + - et *", "use + - and * only"),
    ),
    (
        (ast.Is, ast.IsNot),
        Text("« is » n'existe pas dans les formules", "“is” is not part of the language"),
        Text("écrire == ou given(…)", "write == or given(…)"),
    ),
    (
        (ast.ListComp, ast.SetComp, ast.DictComp),
        Text(
            "les crochets et accolades n'existent pas",
            "comprehensions in brackets are not part of the language",
        ),
        Text("écrire sum(… for … in …)", "write sum(… for … in …)"),
    ),
    (
        (ast.Subscript,),
        Text("les crochets n'existent pas dans les formules", "brackets are not part of the language"),
        Text("suivre une clé par un point : cle.colonne", "follow a key with a dot: key.column"),
    ),
    (
        (ast.Lambda, ast.NamedExpr),
        Text("on ne définit rien dans une formule", "a formula defines nothing"),
        Text("donner un nom à la grandeur dans measures/", "name the quantity in measures/"),
    ),
)
_OTHER = (
    Text("cette construction n'est pas dans le langage", "this is not part of the language"),
    Text("voir rules/README.md", "see rules/README.md"),
)


_REMARKED = re.compile(
    r"(?<!\w)[0-9][0-9_.]*(?P<glued>(?:and|or|not|if|else|in|for|is)\b)|(?P<escape>\\)|(?P<open>\()|(?P<close>\))|'[^'\\\n]*'|\"[^\"\\\n]*\""
)
"""What Python reads with a remark of its own to the user, and brackets, looked for outside quoted texts alone."""

_REMARKS = {
    "glued": Text("un nombre touche un mot", "a number touches a word"),
    "close": Text("cette parenthèse n'en ferme aucune", "this bracket closes none"),
    "escape": Text("la barre « \\ » n'existe pas dans les formules", "there is no “\\” in formulas"),
}


def parse(text: str) -> tuple[ast.expr, Source]:
    """Parse one formula and check it against the whitelist.

    Raises:
        FormulaError: with the place and what to write instead.
    """
    text = text.replace("\r", " ").rstrip()  # Python ends a line at each, and places are counted by line feeds
    source = Source(text)
    stripped = text.lstrip()
    if not stripped:
        raise FormulaError("formula-empty", Text("formule vide", "empty formula"))
    if len(text) > limits.FORMULA_CHARACTERS:
        most = limits.FORMULA_CHARACTERS
        told = Text(f"plus de {most} caractères", f"more than {most} characters")
        raise FormulaError("formula-too-long", told, 0, Text("nommer une grandeur", "name a measure"))
    _check_marks(text)
    # parentheses let a formula run over several lines
    wrapped = Source(text, lead=1)
    try:
        tree = ast.parse(f"({text})", mode="eval")
    except SyntaxError as error:
        raise _syntax_error(text, error) from None
    except (ValueError, RecursionError, MemoryError):
        raise FormulaError(
            "formula-unreadable", Text("formule illisible", "formula cannot be read"), 0, _OTHER[1]
        ) from None
    nodes = list(_levels(tree))
    _check(nodes, wrapped)
    _unlead(nodes)
    return tree.body, source


def _check_marks(text: str) -> None:
    """Refuse what Python would remark upon, and a bracket that closes none: it would close the one put around."""
    depth = 0
    for mark in _REMARKED.finditer(text):
        kind = mark.lastgroup
        depth += (kind == "open") - (kind == "close")
        if kind in _REMARKS and (kind != "close" or depth < 0):
            raise FormulaError("formula-syntax", _REMARKS[kind], mark.start(kind))


def _levels(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield every node of a formula, level by level; refuse one of too many levels."""
    level: Sequence[ast.AST] = [tree]
    height = 0
    while level:
        height += 1
        if height > limits.FORMULA_DEPTH:
            most = limits.FORMULA_DEPTH
            told = Text(f"plus de {most} niveaux imbriqués", f"more than {most} nested levels")
            raise FormulaError("formula-too-deep", told, 0, Text("nommer une grandeur", "name a measure"))
        yield from level
        level = [child for node in level for child in ast.iter_child_nodes(node)]


def _unlead(nodes: Iterable[ast.AST]) -> None:
    """Take the parenthesis put in front back out of the positions of the first line."""
    for node in nodes:
        if isinstance(node, ast.expr):  # what else is allowed has no place
            if node.lineno == 1:
                node.col_offset -= 1
            if node.end_lineno == 1 and node.end_col_offset is not None:
                node.end_col_offset -= 1


def _syntax_error(text: str, error: SyntaxError) -> FormulaError:
    offset = max(0, min(len(text), (error.offset or 2) - 2)) if (error.lineno or 1) == 1 else 0
    near = " ".join(text[offset : offset + 20].split())
    message = Text(f"la formule ne se lit pas près de « {near} »", f"the formula cannot be read near “{near}”")
    return FormulaError("formula-syntax", message, offset, _OTHER[1])


def _check(nodes: Sequence[ast.AST], source: Source) -> None:
    tree = place = nodes[0]
    for node in nodes:
        kind = type(node)
        if isinstance(node, ast.expr):
            place = node
        if isinstance(node, ast.Constant) and not _constant_allowed(node.value):
            raise FormulaError(
                "formula-constant",
                Text(
                    f"« {node.value!r} » n'est pas une valeur du langage",
                    f"“{node.value!r}” is no value here",
                ),
                source.offset(node),
                Text(
                    "écrire un nombre entier, un texte entre apostrophes, ou nommer un paramètre",
                    "write a whole number, a quoted text, or name a parameter",
                ),
            )
        if kind in ALLOWED:
            continue
        for kinds, message, hint in _ADVICE:
            if isinstance(node, kinds):
                raise FormulaError("formula-construct", message, source.offset(_holder(tree, node, place)), hint)
        raise FormulaError("formula-construct", _OTHER[0], source.offset(_holder(tree, node, place)), _OTHER[1])


def _holder(tree: ast.AST, node: ast.AST, fallback: ast.AST) -> ast.AST:
    """Return the nearest node with a position: operators have none of their own."""
    if hasattr(node, "lineno"):
        return node
    return next((n for n in ast.walk(tree) if node in ast.iter_child_nodes(n)), fallback)


def _constant_allowed(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool))
