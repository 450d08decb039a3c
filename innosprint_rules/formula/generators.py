"""Generators: `sum(a.amount for a in allocations.until(row) if a.counts)` and the rows of derived tables."""

from __future__ import annotations

import ast

from innosprint_rules.folding import fold
from innosprint_rules.formula import tree
from innosprint_rules.formula.checks import Checks
from innosprint_rules.formula.functions import VIEWS
from innosprint_rules.formula.guards import given_when_true
from innosprint_rules.formula.names import ERROR, FIRST_SLOT, Named, Scope
from innosprint_rules.formula.types import FLAG, NUMBER, NUMERIC, ORDERED, TEXTUAL, Type
from innosprint_rules.nearest import suggestion
from innosprint_rules.wording import Text


class GeneratorChecks(Checks):
    """The part of the checker that types loops over tables, lists and numbers."""

    scope: Scope
    named: list[Named]

    def aggregate(self, syntax: ast.Call, function: str, generator: ast.GeneratorExp) -> tree.Node:
        """Type an aggregate over a generator."""
        outer = Scope(self.scope.table, self.scope.given, dict(self.scope.variables), self.scope.inside)
        loops = self._loops(generator.generators)
        source = self.source.segment(syntax)
        if function in ("any", "all"):
            element = self.condition(generator.elt)
        elif function == "count" or (function in ("count_distinct", "rows", "items")):
            element = self.expression(generator.elt)
        else:
            element = self.sure(generator.elt)
        if function == "sum":
            self.expect(generator.elt, element, *NUMERIC)
        elif function in ("min", "max"):
            self.expect(generator.elt, element, *ORDERED)
        elif function == "rows":
            self.expect(generator.elt, element, "ref")
        elif function == "items":
            self.expect(generator.elt, element, *TEXTUAL)
        elif function == "count_distinct":
            self.expect(generator.elt, element, "ref", "text", "choice", "member", "date")
        self.scope.variables, self.scope.given, self.scope.inside = (
            outer.variables,
            outer.given,
            outer.inside,
        )
        if function == "any" and loops:
            # the element of an `any` is one more condition: engines can then look rows up by key
            last = loops[-1]
            conditions = last.conditions + _taken_apart(element)
            loops = (*loops[:-1], tree.Loop(
                type=last.type, source=last.source, slot=last.slot, variable=last.variable, over=last.over,
                conditions=conditions,
            ))  # fmt: skip
            element = tree.Constant(type=FLAG, source="true", value=True)
        if function == "count":
            element = tree.Constant(type=NUMBER, source="1", value=1)
        kind = self._result(function, element)
        return tree.Aggregate(type=kind, source=source, function=function, element=element, loops=loops)

    @staticmethod
    def _result(function: str, element: tree.Node) -> Type:
        if element.type is ERROR:
            return ERROR
        match function:
            case "any" | "all":
                return FLAG
            case "count" | "count_distinct":
                return NUMBER
            case "rows" | "items":
                return Type("list", of="text")
            case "min" | "max":
                return element.type.maybe()
            case _:
                return element.type.sure()

    def derived_rows(self, syntax: ast.expr) -> tree.Node:
        """Type the rows of a derived table."""
        if not isinstance(syntax, ast.GeneratorExp):
            message = Text("les lignes s'écrivent (a, b) for … in …", "rows are written (a, b) for … in …")
            return self.fail(syntax, "derived-rows", message)
        loops = self._loops(syntax.generators)
        elements = syntax.elt.elts if isinstance(syntax.elt, ast.Tuple) else [syntax.elt]
        typed = tuple(self.sure(each) for each in elements)
        kind = typed[0].type
        return tree.DerivedRows(type=kind, source=self.source.segment(syntax), elements=typed, loops=loops)

    def _loops(self, generators: list[ast.comprehension]) -> tuple[tree.Loop, ...]:
        loops: list[tree.Loop] = []
        for each in generators:
            over = self._source(each.iter)
            name = each.target.id if isinstance(each.target, ast.Name) else ""
            self._new_variable(each.target, name)
            slot = FIRST_SLOT + len(self.scope.variables)
            item = self._item_type(over)
            self.scope.variables = {
                **self.scope.variables,
                name: tree.Variable(type=item, source=name, name=name, slot=slot),
            }
            self.scope.inside += 1
            conditions: list[tree.Node] = []
            for test in each.ifs:
                node = self.condition(test)
                self.scope.given = self.scope.given | given_when_true(node)
                conditions.extend(_taken_apart(node))
            loops.append(tree.Loop(
                type=item, source=self.source.segment(each.iter), slot=slot, variable=name, over=over,
                conditions=tuple(conditions),
            ))  # fmt: skip
        return tuple(loops)

    def _new_variable(self, syntax: ast.expr, name: str) -> None:
        table = self.scope.table
        own = self.names.tables[table].columns if table else {}
        taken = (
            name in self.names.parameters
            or name in self.names.readings
            or name in self.names.tables
            or name in self.names.measure_names()
            or name in own
            or name in self.scope.variables
            or name in ("row", "as_of", "agreement", "true", "false", "nothing")
            or (table is not None and name in self.names.computed_names(table))
        )
        if not name or taken:
            self.fail(
                syntax,
                "variable-shadows",
                Text(
                    f"la variable `{name}` porte déjà un autre sens",
                    f"the variable `{name}` is taken already",
                ),
                Text("choisir une autre lettre", "choose another letter"),
            )

    def _source(self, syntax: ast.expr) -> tree.TableSource | tree.NumbersSource | tree.ListSource:
        source = self.source.segment(syntax)
        self._in_code(syntax)
        match syntax:
            case ast.Name(id=name) if name in self.names.tables:
                return tree.TableSource(type=Type("ref", table=name), source=source, table=name)
            case ast.Attribute(value=ast.Name(id=name), attr="to_come" | "proposed" as chosen_view) if (
                name in self.names.tables
            ):
                kind = Type("ref", table=name)
                if self.names.tables[name].derived:
                    self.fail(
                        syntax,
                        "derived-view",
                        Text(f"{name} est une table calculée, sans dates", f"{name} is derived and has no dates"),
                        Text(f"écrire {name}, ou partir d'une table du dossier",
                             f"write {name}, or start from a table of the dossier"),
                    )  # fmt: skip
                return tree.TableSource(
                    type=kind, source=source, table=name, view="to_come" if chosen_view == "to_come" else "proposed"
                )
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=view), args=[row]) if (
                name in self.names.tables and view in VIEWS
            ):
                node = self.expect(row, self.sure(row), "ref")
                if node.type is not ERROR and node.type.table != name:
                    self.fail(row, "type-mismatch", Text(f"attendu : une ligne de {name}",
                                                         f"expected: a row of {name}"))  # fmt: skip
                kind = Type("ref", table=name)
                chosen: tree.View = "until" if view == "until" else "before" if view == "before" else "after"
                return tree.TableSource(type=kind, source=source, table=name, view=chosen, row=node)
            case ast.Call(func=ast.Name(id="numbers"), args=[first, last]):
                a = self.expect(first, self.sure(first), "number")
                b = self.expect(last, self.sure(last), "number")
                return tree.NumbersSource(type=NUMBER, source=source, first=a, last=b)
            case ast.Name(id=name) if self._unknown(name):
                node = self.fail(
                    syntax,
                    "unknown-table",
                    Text(f"table inconnue `{name}`", f"unknown table `{name}`"),
                    suggestion(name, self.names.table_names()) or (_MEMBERS if fold(name) in _ALL else None),
                )
                return tree.ListSource(type=ERROR, source=source, items=node)
        items = self.expect(syntax, self.expression(syntax), "list")
        return tree.ListSource(type=items.type, source=source, items=items)

    def _in_code(self, syntax: ast.expr) -> None:
        """Call a table that a loop goes over by its name in code where it is written as its keepers call it."""
        inner: ast.AST = syntax.func if isinstance(syntax, ast.Call) else syntax
        named = inner.value if isinstance(inner, ast.Attribute) else syntax
        if isinstance(named, ast.Name) and named.id not in self.names.tables and self._unknown(named.id):
            written, named.id = named.id, self.names.meant_table(named.id) or named.id
        else:
            written = named.id if isinstance(named, ast.Name) else ""
        if isinstance(named, ast.Name) and named.id in self.names.tables:
            self.named.append(Named(named, written, "", named.id))

    def _unknown(self, name: str) -> bool:
        table = self.scope.table
        own = table is not None and (
            name in self.names.tables[table].columns or self.names.computed_type(table, name) is not None
        )
        return not (
            own
            or name in self.scope.variables
            or name in self.names.parameters
            or self.names.measure_type(name) is not None
            or self.names.meant(None, name) is not None
            or (table is not None and self.names.meant(table, name) is not None)
        )

    def _item_type(self, over: tree.TableSource | tree.NumbersSource | tree.ListSource) -> Type:
        if isinstance(over, tree.ListSource):
            return ERROR if over.type is ERROR else Type(over.items.type.of, choices=over.items.type.choices)
        return over.type


def _taken_apart(node: tree.Node) -> tuple[tree.Node, ...]:
    """Split a condition at its top-level ands."""
    if isinstance(node, tree.Both):
        return tuple(part for each in node.parts for part in _taken_apart(each))
    return (node,)


_ALL = frozenset({"members", "membres"})
_MEMBERS = Text("déclarer dans parameters.yaml un paramètre de type « members » qui les énumère",
                "declare a parameter of type “members” in parameters.yaml that lists them")  # fmt: skip
