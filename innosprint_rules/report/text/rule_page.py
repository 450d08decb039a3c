"""A rule told in full from its YAML: what it asks and of whom, in words and as written, with its examples."""

from __future__ import annotations

from collections.abc import Iterator

from innosprint_rules.assurance.examples import Example, read_examples
from innosprint_rules.engine.derivation.derive import SEVERITY_WORDS
from innosprint_rules.engine.derivation.labels import RulebookLabels
from innosprint_rules.engine.derivation.terms import article_words
from innosprint_rules.engine.evaluation.values import written_value
from innosprint_rules.formula import tree
from innosprint_rules.formula.outline import outline
from innosprint_rules.formula.verbalize import said
from innosprint_rules.report.content.rule import NATURES, rests_on
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import verdict_word
from innosprint_rules.report.text.layout import EMPTY, Line, block
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.models import AGREEMENT, Parameter, Rule
from innosprint_rules.wording import Text, capital, fill


def rule_page(rulebook: Rulebook, code: str, teller: Teller) -> list[Line]:
    """Return the page of one rule."""
    return list(_Page(rulebook, rulebook.rules[code], teller).lines())


class _Page:
    def __init__(self, rulebook: Rulebook, rule: Rule, teller: Teller) -> None:
        self.rulebook, self.rule, self.teller = rulebook, rule, teller
        self.labels = RulebookLabels(rulebook)
        self.measures, self.parameters, self.readings = rests_on(rulebook, rule)

    def say(self, fr: str, en: str) -> str:
        return self.teller.say(Text(fr, en))

    def line(self, text: str, depth: int = 1) -> Iterator[Line]:
        yield from block(text, self.teller.width, 2 * depth, 2 * depth + (4 if depth else 0))

    def title(self, fr: str, en: str) -> Iterator[Line]:
        yield EMPTY
        yield from block(self.say(fr, en), self.teller.width, 0, 0, "bold")

    def lines(self) -> Iterator[Line]:
        rule = self.rule
        yield from block(
            f"{rule.code}{self.teller.colon}{self.teller.say(rule.title)}", self.teller.width, 0, 4, "bold"
        )
        yield from self.line(rule.name, 0)
        yield EMPTY
        yield from self._identity()
        yield from self._required()
        yield from self._names()
        yield from self._readings()
        yield from self._messages()
        yield from self._follows()
        yield from self._examples()
        yield EMPTY
        yield from self.line(self.say("Écrite dans", "Written in") + f" {rule.location.file}", 0)

    def _identity(self) -> Iterator[Line]:
        rule = self.rule
        for number in rule.clauses:
            clause = self.rulebook.agreement.clauses[number]
            where = capital(self.teller.say(article_words(self.rulebook, clause.article)))
            yield from self.line(f"{where} ({number}){self.teller.colon}{self.teller.say(clause.summary)}", 0)
        grades = [self.teller.say(SEVERITY_WORDS[level.severity]) for level in rule.levels]
        nature = self.teller.say(NATURES[rule.nature])
        yield from self.line(f"{self.say('Nature', 'Nature')}{self.teller.colon}{nature}", 0)
        yield from self.line(
            f"{self.say('Gravité', 'Severity')}{self.teller.colon}{self.say(' ou ', ' or ').join(grades)}", 0
        )
        owed = "" if rule.debtor is None else self.teller.say(self.rulebook.agreement.parties[rule.debtor])
        nobody = self.say("personne en particulier", "nobody in particular")
        yield from self.line(f"{self.say('À la charge de', 'Owed by')}{self.teller.colon}{owed or nobody}", 0)
        judged = self.say("une fois pour toute la convention", "once for the whole agreement")
        if rule.scope != AGREEMENT:
            rows = self.labels.rows_of(rule.scope)
            judged = self.say(f"ligne par ligne ({rows.fr})", f"row by row ({rows.en})")
        yield from self.line(f"{self.say('Jugée', 'Judged')}{self.teller.colon}{judged}", 0)

    # what it asks ------------------------------------------------------------------------------------

    def _formula(self, node: tree.Node, depth: int = 1) -> Iterator[Line]:
        for deeper, text in outline(node, self.labels, self.teller.lang):
            yield from self.line(text, depth + deeper)
        yield from self.line(f"{self.say('formule', 'formula')}{self.teller.colon}{node.source}", depth)

    def _required(self) -> Iterator[Line]:
        rule = self.rule
        if rule.applies is not None:
            yield from self.title("Elle s'applique quand", "It applies when")
            yield from self._formula(rule.applies)
        if rule.starts is not None:
            yield from self.title("Elle est jugée à partir du jour", "It is judged from the day")
            yield from self._formula(rule.starts)
        shared = rule.due
        for level in rule.levels:
            grade = self.teller.say(SEVERITY_WORDS[level.severity])
            extra = f" ({grade})" if len(rule.levels) > 1 else ""
            yield from self.title(f"Ce qui est exigé{extra}", f"What is required{extra}")
            yield from self._formula(level.met)
            if level.due is not None and level.due is not shared and level.due.type.kind == "date":
                yield from self.line(self.say("au plus tard le jour", "by the day") + self.teller.colon.rstrip())
                yield from self._formula(level.due, 2)
        if shared is not None:
            yield from self.title("Au plus tard le jour", "By the day")
            yield from self._formula(shared)
        if rule.reachable is not None:
            yield from self.title("Encore possible tant que", "Still possible as long as")
            yield from self._formula(rule.reachable)

    def _names(self) -> Iterator[Line]:
        if self.measures:
            yield from self.title("Ce que ces mots veulent dire", "What these words mean")
            for measure in self.measures:
                words = self.teller.say(said(measure.formula, self.labels))
                label = self.teller.say(measure.label)
                quoted = self.say(f"« {label} »", f"“{label}”")
                yield from self.line(f"{quoted}{self.teller.colon}{words}")
        if self.parameters:
            yield from self.title("Valeurs fixées", "Values set")
            for parameter in self.parameters:
                yield from self._parameter(parameter)

    def _parameter(self, parameter: Parameter) -> Iterator[Line]:
        where = self.teller.say(article_words(self.rulebook, self.rulebook.agreement.clauses[parameter.clause].article))
        values = [
            self.say("{value} depuis le {day}", "{value} from {day}").format(
                value=self.say("aucune", "none")
                if value is None
                else written_value(value, parameter.type.type, self.teller.lang),
                day=self.teller.day(start),
            )
            for start, value in parameter.values
        ]
        amended = ""
        if parameter.amended_by is not None:
            amended = self.say(", un avenant peut la changer", ", an amendment may change it")
        label = self.teller.say(parameter.label)
        quoted = self.say(f"« {label} »", f"“{label}”")
        yield from self.line(f"{quoted}{self.teller.colon}{', '.join(values)} ({where}{amended})")

    def _readings(self) -> Iterator[Line]:
        if not self.readings:
            return
        yield from self.title("Questions que le texte laisse ouvertes", "Questions that the text leaves open")
        for key in self.readings:
            reading = self.rulebook.agreement.readings[key]
            yield from self.line(f"{key}{self.teller.colon}{self.teller.say(reading.question)}")
            for option, words in reading.options.items():
                default = self.say(" (par défaut)", " (the default)") if option == reading.default else ""
                yield from self.line(f"{option}{default}{self.teller.colon}{self.teller.say(words)}", 2)

    # what it says ------------------------------------------------------------------------------------

    def _placed(self, text: Text) -> str:
        """Return a message with the names of its figures in brackets."""

        def write(name: str) -> str:
            value = self.rule.values.get(name)
            if isinstance(value, tree.Parameter):
                return f"[{self.teller.say(self.labels.parameter(value.name))}]"
            known = isinstance(value, tree.Measure | tree.Column | tree.Fact)
            if not known or not isinstance(value, tree.Node):
                return "[…]"
            return f"[{self.teller.say(said(value, self.labels)).strip('«»“”').strip()}]"

        return fill(self.teller.say(text), write, None, self.teller.lang)

    def _messages(self) -> Iterator[Line]:
        for texts, fr, en in (
            (self.rule.message, "Ce qu'elle dit", "What it says"),
            (self.rule.remedy, "Ce qu'il faut faire", "What to do"),
        ):
            if texts:
                yield from self.title(fr, en)
            for key, text in texts.items():
                word = SEVERITY_WORDS.get(key) or verdict_word(key, self.rule.nature)
                yield from self.line(f"{self.teller.say(word)}{self.teller.colon}{self._placed(text)}")

    def _follows(self) -> Iterator[Line]:
        told = [step for step in self.rule.steps if step.what is not None and step.who is not None]
        if told:
            yield from self.title("Ce qui s'ensuit", "What follows")
        parties = self.rulebook.agreement.parties
        texts = [(self.teller.say(parties[step.who or ""]), self._placed(step.what or Text("", ""))) for step in told]
        for who, what in dict.fromkeys(texts):
            yield from self.line(f"{who}{self.teller.colon}{what}")

    def _examples(self) -> Iterator[Line]:
        examples = read_examples(self.rulebook, self.rule.code)
        count = len(examples)
        yield from self.title(f"Exemples ({count})", f"Examples ({count})")
        for example in examples:
            when = self.teller.date(example.as_of)
            chosen = "".join(f", {key} = {value}" for key, value in example.readings.items())
            name = self.teller.say(example.name)
            yield from self.line(f"{name} ({self.say('au', 'on')} {when}{chosen}) → {self._expected(example)}")

    def _expected(self, example: Example) -> str:
        subjects: dict[str, list[str]] = {}
        for subject, wanted in example.expect.items():
            verdict = self.teller.say(verdict_word(str(wanted.get("verdict")), self.rule.nature))
            grade = wanted.get("severity")
            if grade and len(self.rule.levels) > 1:
                verdict += f" ({self.teller.say(SEVERITY_WORDS[str(grade)])})"
            subjects.setdefault(verdict, []).append(subject)
        if list(subjects.values()) == [[""]]:
            return next(iter(subjects))
        words = [f"{', '.join(filter(None, names))}{self.teller.colon if any(names) else ''}{verdict}"
                 for verdict, names in subjects.items()]  # fmt: skip
        return self.teller.clauses(words)
