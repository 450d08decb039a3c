"""Which function writes which kind of node: a node, a table or an aggregate that is new to the kernel is put here."""

from __future__ import annotations

from innosprint_rules.engine.kernel.choices import write_choice, write_choice_of_flags
from innosprint_rules.engine.kernel.days import write_dated, write_moment
from innosprint_rules.engine.kernel.derived_tables import fill_derived_table
from innosprint_rules.engine.kernel.flags import (
    write_comparison,
    write_conjunction,
    write_constant_flag,
    write_contrary,
    write_disjunction,
    write_flag_cell,
    write_given,
    write_held_flag,
    write_known,
    write_truth,
)
from innosprint_rules.engine.kernel.numbers import (
    write_arithmetic,
    write_call,
    write_constant,
    write_held,
    write_number_cell,
    write_variable,
)
from innosprint_rules.engine.kernel.quick_aggregates import (
    write_aggregate,
    write_aggregate_flag,
    write_measure,
    write_measure_flag,
)
from innosprint_rules.engine.kernel.specialising.nodes import Dated, Held, Truth
from innosprint_rules.engine.kernel.writer import Forms
from innosprint_rules.formula import tree

FORMS = Forms(
    numbers={
        tree.Constant: write_constant,
        Held: write_held,
        tree.Variable: write_variable,
        tree.AsOf: write_moment,
        Dated: write_dated,
        tree.Column: write_number_cell,
        tree.Measure: write_measure,
        tree.Choice: write_choice,
        tree.Arithmetic: write_arithmetic,
        tree.Call: write_call,
        tree.Aggregate: write_aggregate,
    },
    flags={
        tree.Constant: write_constant_flag,
        Held: write_held_flag,
        Truth: write_truth,
        tree.Column: write_flag_cell,
        tree.Measure: write_measure_flag,
        tree.Both: write_conjunction,
        tree.Either: write_disjunction,
        tree.Negation: write_contrary,
        tree.Compare: write_comparison,
        tree.Choice: write_choice_of_flags,
        tree.Given: write_given,
        tree.Known: write_known,
        tree.Aggregate: write_aggregate_flag,
    },
    fill=fill_derived_table,
)
