"""What a template may name: the row it is about, tables, measures, verdicts, and the blocks worked out from them.

``NAMES`` says of each what it is; `rules/README.md` has the same list for those who write templates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import unescape
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from innosprint_rules.engine.check import worth
from innosprint_rules.engine.judging import Judge
from innosprint_rules.formula.types import Type
from innosprint_rules.report.documents import parts, verdicts
from innosprint_rules.report.documents.model import Block
from innosprint_rules.report.documents.moment import Chosen
from innosprint_rules.report.documents.source import ListingColumn, Source
from innosprint_rules.report.documents.template.page import BLOCK
from innosprint_rules.report.documents.template.verdict_views import Part, Verdict
from innosprint_rules.report.documents.template.views import Cell, NotThere, Rows, RowView, plain, spaced
from innosprint_rules.wording import Text, same

if TYPE_CHECKING:
    from markupsafe import Markup

    from innosprint_rules.engine.evaluation.rows import Row

NAMES: Mapping[str, Text] = MappingProxyType({
    "row": Text("la ligne sur laquelle porte le document", "the row that the document is about"),
    "moment": Text("lequel de ses moments", "which of its moments"),
    "day": Text("le jour de ce moment, tel que les règles le donnent", "the day of that moment, as the rules give it"),
    "as_of": Text("le jour où l'on se place", "the day told of"),
    "early": Text("ce jour est avant celui du moment", "that day is before the one of the moment"),
    "several": Text("il y a d'autres lignes de cette table, tout le dossier lu",
                    "there are other rows of that table, the whole dossier read"),
    "lang": Text("la langue, « fr » ou « en »", "the language, “fr” or “en”"),
    "say": Text("say('français', 'anglais') : les mots dans la langue du lecteur",
                "say('French', 'English'): the words of the reader's language"),
    "prose": Text("non avec --no-prose : les textes libres sont laissés de côté",
                  "no with --no-prose: free texts are left out"),
    "agreement": Text("le titre de la convention", "the title of the agreement"),
    "members": Text("les noms des membres", "the names of the members"),
    "party": Text("party('code') : le nom d'une partie", "party('code'): the name of a party"),
    "measure": Text("measure('nom') : une grandeur, un paramètre", "measure('name'): a measure, a parameter"),
    "finding": Text("finding('CODE', ligne) : ce qu'une règle constate", "finding('CODE', row): what a rule found"),
    "findings": Text("findings('CODE') : de toutes les lignes ; findings() de toutes les règles",
                     "findings('CODE'): of all rows; findings() of all rules"),
    "breaches": Text("breaches(lignes) : les manquements graves de ces lignes",
                     "breaches(rows): the grave breaches of these rows"),
    "article": Text("article('C1') : l'article d'une clause", "article('C1'): the article of a clause"),
    "not_given": Text("« non renseigné »", "“not given”"),
    "listing": Text("listing(lignes, légende, [(titre, colonne, largeur, 'right'), …], si_aucune) : un tableau",
                    "listing(rows, caption, [(head, column, width, 'right'), …], if_none): a table"),
    "balance": Text("balance(légende, depuis) : le solde, et ses mouvements depuis un jour",
                    "balance(caption, since): the balance, and how it moved since a day"),
    "next_steps": Text("next_steps() : qui doit faire quoi, et quand", "next_steps(): who must do what by when"),
    "missing_facts": Text("missing_facts() : ce que le dossier ne dit pas", "missing_facts(): what the dossier lacks"),
    "by_reading": Text("by_reading('CODE', 'valeur', légende, titre) : une figure selon chaque lecture du texte",
                       "by_reading('CODE', 'value', caption, head): a figure under each reading of the text"),
    "objectives": Text("objectives(légende, ligne) : les objectifs et leurs constats",
                       "objectives(caption, row): the objectives and what was found"),
    "means": Text("means(légende) : les moyens et leurs constats", "means(caption): the means and what was found"),
    "compliance": Text("compliance() : les verdicts, ce qui est enfreint, ce qui manque",
                       "compliance(): the verdicts, what is broken, what is missing"),
    "absence": Text("absence(lignes) : dit qu'une table n'est pas au dossier, ou rien",
                    "absence(rows): says that a table is not in the dossier, or nothing"),
    "complete": Text("complete('…') : un endroit à compléter", "complete('…'): a place to fill in"),
    "signatures": Text("signatures([noms]) : lieu, date et signature", "signatures([names]): place, date, signature"),
})  # fmt: skip
"""What each name that a template may use is; the tables of the dossier and of the rules are known by their own."""

ColumnSpec = str | tuple[Any, ...]
_ALL = 99


class Names:
    """The names of one document, and the blocks that its template has called for so far."""

    def __init__(self, source: Source, row: Row | None, moment: str, chosen: Chosen, prose: bool) -> None:
        self.source = source
        self.row = row
        self.blocks: list[Block] = []
        self._word = False
        report, day = source.report, chosen.day
        today = report.as_of.toordinal()
        book = report.rulebook
        self.own: dict[str, Any] = {
            "row": None if row is None else RowView(source, row),
            "moment": moment,
            "day": Cell(source, day, Type("date"), source.day(day)),
            "as_of": Cell(source, today, Type("date"), source.day(today)),
            "several": chosen.several,
            "early": day is not None and today < day,
            "lang": source.teller.lang,
            "say": lambda fr, en: spaced(str(fr)) if source.teller.lang == "fr" else str(en),
            "prose": prose,
            "agreement": source.teller.say(book.agreement.title),
            "members": [source.teller.say(label) for label in book.agreement.members.values()],
            "party": self._party,
            "measure": self._measure,
            "finding": self._finding,
            "findings": self._findings,
            "breaches": self._breaches,
            "article": lambda clause: source.clause(plain(clause)),
            "not_given": source.not_given,
            "listing": self._listing,
            "balance": lambda caption, since=None: self._put(parts.balance_table(source, caption, self._before(since))),
            "next_steps": lambda: self._put(*parts.steps(source)),
            "missing_facts": lambda: self._put(*parts.not_given(source)),
            "by_reading": self._by_reading,
            "objectives": lambda caption, row=None: self._put(*verdicts.objectives(source, caption, plain(row))),
            "means": lambda caption: self._put(*verdicts.means(source, caption)),
            "compliance": lambda: self._put(*verdicts.compliance(source)),
            "absence": lambda rows: self._put(*([source.absence(rows.table)] if rows.absent else [])),
            "complete": lambda what: self._put(parts.to_complete(source, str(what))),
            "signatures": lambda names: self._put(parts.signatures(source, [str(each) for each in names])),
        }

    def __call__(self, word: bool = False) -> dict[str, Any]:
        """Return everything by its name: the tables, those of the rules too; ``word``: for a template in Word."""
        self._word = word
        book = self.source.report.rulebook
        tables = {name: Rows(self.source, name) for name in book.names.tables}
        return tables | self.own

    def _put(self, *blocks: Block) -> Markup | Part:
        """Keep blocks for the document and return what stands for them in the markup; in Word they are filled in."""
        from markupsafe import Markup

        if self._word:
            return Part(blocks)

        first = len(self.blocks)
        self.blocks += blocks
        numbers = range(first, len(self.blocks))
        return Markup("".join(f'<{BLOCK} n="{number}"></{BLOCK}>' for number in numbers))  # noqa: S704  # digits

    def _party(self, code: str) -> str:
        parties = self.source.report.rulebook.agreement.parties
        if code not in parties:
            raise NotThere(code, "parties", tuple(parties))
        return self.source.who(code)

    def _measure(self, name: str) -> Cell:
        book = self.source.report.rulebook
        found = book.measures.get((None, name))
        if found is not None:
            return Cell(self.source, worth(self.source.judge, name), found.formula.type)
        if name in book.parameters:
            return Cell(self.source, worth(self.source.judge, name), book.parameters[name].type.type)
        raise NotThere(name, "measures", (*book.names.measure_names(), *book.parameters))

    def _known_rule(self, code: str) -> None:
        rules = self.source.report.rulebook.rules
        if code not in rules:
            raise NotThere(code, "rules", tuple(rules))

    def _finding(self, code: str, row: Any = None) -> Verdict | None:
        self._known_rule(code)
        name = row if isinstance(row, str) or row is None else plain(row).id
        found = self.source.report.find(code, name)
        return None if found is None else Verdict(self.source, found)

    def _findings(self, code: str | None = None) -> list[Verdict]:
        if code is not None:
            self._known_rule(code)
        return [Verdict(self.source, f) for f in self.source.report.findings if code is None or f.rule == code]

    def _breaches(self, rows: Rows) -> list[Verdict]:
        ids = {row.id for row in rows.rows}
        return [
            Verdict(self.source, f)
            for f in self.source.report.findings
            if f.verdict == "violated"
            and f.severity == "error"
            and f.subject.table == rows.table
            and f.subject.id in ids
        ]

    def _by_reading(self, code: str, figure: str, caption: str, head: str) -> Markup | Part:
        self._known_rule(code)
        return self._put(*verdicts.by_reading(self.source, code, figure, caption, head))

    def _listing(
        self, rows: Rows, caption: str, columns: Sequence[ColumnSpec], none: str = "", first: int = _ALL
    ) -> Markup | Part:
        made = [self._column(rows, each) for each in columns[:first]]
        return self._put(*self.source.listing(rows.table, same(str(caption)), made, rows.rows, same(str(none))))

    def _column(self, rows: Rows, described: ColumnSpec) -> ListingColumn:
        if isinstance(described, str):
            described = (self.source.world.header(rows.table, described).get(self.source.teller.lang), described)
        head, what, *more = described
        weight = next((each for each in more if isinstance(each, int)), 2)
        write = self._by_macro(what) if callable(what) else self._by_name(what)
        return ListingColumn(same(str(head)), write, weight, "right" in more)

    def _by_macro(self, macro: Callable[[RowView], Any]) -> Callable[[Row], str]:
        return lambda row: unescape(" ".join(str(macro(RowView(self.source, row))).split(" "))).strip()

    def _by_name(self, name: Any) -> Callable[[Row], str]:
        return lambda row: str(RowView(self.source, row).cell(str(name)))

    def _before(self, since: Any) -> Judge | None:
        """Return a judge of the eve of a day."""
        held = plain(since)
        if not isinstance(held, int):
            return None
        source = self.source
        return Judge(source.judge.program, source.world, held - 1, source.report.readings)
