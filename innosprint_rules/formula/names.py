"""What a name means in a formula: a column, a generator's variable, a parameter, a measure, a reading."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import NamedTuple

from innosprint_rules.formula import tree
from innosprint_rules.formula.checks import Checks
from innosprint_rules.formula.grammar import Source
from innosprint_rules.formula.guards import Guards, guard_key
from innosprint_rules.formula.types import DATE, FLAG, NOTHING, Type
from innosprint_rules.nearest import suggestion
from innosprint_rules.wording import Text

ERROR = Type("nothing")  # told apart by identity: a node whose mistake has been noted

ROW_SLOT = 1  # slot 0 of an evaluation holds its context
FIRST_SLOT = 2


class Named(NamedTuple):
    """A name in a formula: its syntax, as it is written, and what it names: a table, or something of its owner.

    ``owner`` is the table of a column, "" for a table, None for a parameter or a measure.
    """

    syntax: ast.AST
    written: str
    owner: str | None
    name: str

    def start(self, source: Source) -> int:
        """Return the character at which the name starts."""
        after_dot = isinstance(self.syntax, ast.Attribute)
        return source.end(self.syntax) - len(self.written) if after_dot else source.offset(self.syntax)


@dataclass(slots=True)
class Scope:
    """What is in reach at one place of a formula."""

    table: str | None
    given: Guards = frozenset()
    variables: dict[str, tree.Variable] = field(default_factory=dict)
    inside: int = 0


class NameChecks(Checks):
    """The part of the checker that resolves names."""

    scope: Scope
    named: list[Named]

    def _name(self, syntax: ast.Name) -> tree.Node:
        name, source = syntax.id, syntax.id
        simple = {"true": True, "false": False}
        if name in simple:
            return tree.Constant(type=FLAG, source=source, value=simple[name])
        if name == "nothing":
            return tree.Constant(type=NOTHING, source=source, value=None)
        if name == "as_of":
            return tree.AsOf(type=DATE, source=source)
        if name in self.scope.variables:
            return self.scope.variables[name]
        table = self.scope.table
        if name == "row" and table is not None:
            return tree.Variable(type=Type("ref", table=table), source=source, name="row", slot=ROW_SLOT)
        if table is not None and self._column_type(table, name) is not None:
            if self.scope.inside:
                written = self.source.segment(syntax)
                return self.fail(
                    syntax,
                    "bare-column",
                    Text(f"`{written}` est ambigu dans un « for »", f"`{written}` is ambiguous inside a generator"),
                    Text(f"écrire row.{written}", f"write row.{written}"),
                )
            row = tree.Variable(type=Type("ref", table=table), source="row", name="row", slot=ROW_SLOT)
            return self.column(syntax, row, name)
        if name in self.names.parameters:
            kind = self.names.parameters[name].type
            self._note(syntax, None, name)
            return tree.Parameter(type=kind, source=source, name=name)
        kind_of_measure = self.names.measure_type(name)
        if kind_of_measure is not None:
            self._note(syntax, None, name)
            return tree.Measure(type=kind_of_measure, source=source, name=name)
        if name in self.names.readings:
            return self.fail(
                syntax,
                "reading-out-of-place",
                Text(f"la lecture {name} ne peut qu'être comparée", f"the reading {name} can only be compared"),
                Text(f"écrire {name} == '…'", f"write {name} == '…'"),
            )
        meant = None if name in self.names.tables else self._meant(table, name)
        if meant is not None:
            known = ast.copy_location(ast.Name(meant, syntax.ctx), syntax)
            found = self._name(known)
            self.named = [each._replace(written=name) if each.syntax is known else each for each in self.named]
            return found
        return self.fail(
            syntax,
            "unknown-name",
            Text(f"nom inconnu `{name}`", f"unknown name `{name}`"),
            self._of_variable(name)
            or suggestion(name, self._known_names(), [*self.names.other_names(table), *self.names.other_names(None)]),
        )

    def _note(self, syntax: ast.AST, owner: str | None, name: str) -> None:
        """Note where something is named, and how."""
        if isinstance(syntax, ast.Attribute | ast.Name):
            written = syntax.attr if isinstance(syntax, ast.Attribute) else syntax.id
            self.named.append(Named(syntax, written, owner, name))

    def _meant(self, table: str | None, name: str) -> str | None:
        """Return the name that another one stands for: a header of the table first, then a parameter or a measure."""
        column = None if table is None else self.names.meant(table, name)
        return column or self.names.meant(None, name)

    def _of_variable(self, name: str) -> Text | None:
        """Say that a name is a column of what a loop around goes over, where it is."""
        for variable in reversed(self.scope.variables.values()):
            table = variable.type.table
            if variable.type.kind == "ref" and (
                self._column_type(table, name) is not None or self.names.meant(table, name) is not None
            ):
                return Text(f"écrire {variable.name}.{name}", f"write {variable.name}.{name}")
        return None

    def _known_names(self) -> list[str]:
        known = [*self.names.parameters, *self.names.measure_names(), *self.names.readings, "as_of"]
        known += list(self.scope.variables)
        if self.scope.table is not None:
            known += ["row", *self._column_names(self.scope.table)]
        return known

    def _column_type(self, table: str, name: str) -> Type | None:
        stored = self.names.tables[table].columns.get(name)
        return stored if stored is not None else self.names.computed_type(table, name)

    def _column_names(self, table: str) -> list[str]:
        return [*self.names.tables[table].columns, *self.names.computed_names(table)]

    def column(self, syntax: ast.AST, base: tree.Node, name: str) -> tree.Node:
        """Type ``base.name``; what follows a key that may be blank needs a guard."""
        table = base.type.table
        kind = self._column_type(table, name)
        if kind is None and (meant := self.names.meant(table, name)) is not None:
            name, kind = meant, self._column_type(table, meant)
        source = f"{base.source}.{name}"
        if kind is None:
            return self.fail(
                syntax,
                "unknown-column",
                Text(f"{table} n'a pas de colonne `{name}`", f"{table} has no column `{name}`"),
                suggestion(name, self._column_names(table), self.names.other_names(table)),
            )
        computed = name not in self.names.tables[table].columns
        self._note(syntax, table, name)
        node = tree.Column(type=kind, source=source, base=base, table=table, name=name, computed=computed)
        if kind.nothing and guard_key(node) in self.scope.given:
            return tree.Column(type=kind.sure(), source=source, base=base, table=table, name=name, computed=computed)
        return node

    def _attribute(self, syntax: ast.Attribute) -> tree.Node:
        if isinstance(syntax.value, ast.Name) and syntax.value.id == "agreement":
            kind = self.names.facts.get(syntax.attr)
            if kind is None:
                return self.fail(
                    syntax,
                    "unknown-fact",
                    Text(f"la convention ne dit rien de `{syntax.attr}`",
                         f"the agreement has no fact `{syntax.attr}`"),
                    suggestion(syntax.attr, list(self.names.facts)),
                )  # fmt: skip
            return tree.Fact(type=kind, source=f"agreement.{syntax.attr}", name=syntax.attr)
        base = self.sure(syntax.value)
        if base.type is ERROR:
            return base
        if base.type.kind != "ref":
            return self.fail(
                syntax,
                "type-mismatch",
                Text(
                    f"`{base.source}` n'est pas une ligne de table",
                    f"`{base.source}` is not a row of a table",
                ),
            )
        return self.column(syntax, base, syntax.attr)

    def dated_parameter(self, syntax: ast.Call, function: ast.Attribute) -> tree.Node:
        """Type ``parameter.on(day)``."""
        name = function.value.id if isinstance(function.value, ast.Name) else ""
        name = name if name in self.names.parameters else self.names.meant(None, name) or name
        parameter = self.names.parameters.get(name)
        if function.attr != "on" or parameter is None or len(syntax.args) != 1:
            return self.fail(
                syntax,
                "unknown-function",
                Text("seul un paramètre s'interroge à une date", "only a parameter may be asked for on a day"),
                Text("écrire nom.on(jour)", "write name.on(day)"),
            )
        self._note(function.value, None, name)
        day = self.expect(syntax.args[0], self.sure(syntax.args[0]), "date")
        return tree.Parameter(type=parameter.type, source=self.source.segment(syntax), name=name, on=day)

    def reading_test(self, syntax: ast.AST, a: ast.expr, op: ast.cmpop, b: ast.expr) -> tree.Node | None:
        """Type ``Q9 == 'gross'`` and ``Q9 in ('a', 'b')``."""
        if not (isinstance(a, ast.Name) and a.id in self.names.readings and a.id not in self.scope.variables):
            return None
        literals = b.elts if isinstance(b, ast.Tuple) else [b]
        values = [each.value for each in literals if isinstance(each, ast.Constant)]
        allowed = self.names.readings[a.id]
        for value in values:
            if value not in allowed:
                near = suggestion(str(value), allowed) or Text(
                    f"valeurs : {', '.join(allowed)}", f"values: {', '.join(allowed)}"
                )
                message = Text(f"{a.id} n'a pas de lecture « {value!s} »", f"{a.id} has no reading “{value!s}”")
                return self.fail(b, "unknown-reading", message, near)
        if len(values) != len(literals) or not isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn):
            message = Text("une lecture se compare à un texte", "a reading is compared with a quoted text")
            return self.fail(syntax, "reading-out-of-place", message)
        source = self.source.segment(syntax)
        node = tree.ReadingIs(type=FLAG, source=source, key=a.id, values=tuple(str(v) for v in values))
        if isinstance(op, ast.NotEq | ast.NotIn):
            return tree.Negation(type=FLAG, source=source, part=node)
        return node
