"""The tables of what is decided and paid: projects, sessions, presentations, allocations, payments…"""

from __future__ import annotations

from innosprint_rules.dossier.schema.columns import Table, column
from innosprint_rules.wording import Text

STATUSES = ("décidée", "proposée", "refusée")
DIRECTIONS = ("CASQ->FN", "FN->projet", "projet->FN", "FN->CASQ", "FN->FN", "autre")

PROJECTS = Table(
    "projects",
    "projets",
    Text("projet", "project"),
    Text("projets", "projects"),
    (
        column("code", "code", "key", "code court du projet : P01", "short code of the project: P01"),
        column("titre", "title", "text", "nom du projet", "name of the project"),
        column("porteur", "holder", "text", "entrepreneur ou étudiant", "entrepreneur or étudiant (student)"),
        column("domaine", "field", "text", "domaine d'activité", "field of activity"),
        column("dans_agglomeration", "local", "flag", "situé dans l'agglomération", "in the agglomeration"),
        column(
            "session_entree", "entry_session", "ref",
            "session à laquelle le projet entre", "session at which the project enters",
            target="sessions",
        ),
        column("date_sortie", "left_on", "date", "jour de sortie", "day the project left", blank="nothing"),
    ),
    identity=("code",),
    aliases=("projet", "project"),
)  # fmt: skip

SESSIONS = Table(
    "sessions",
    "sessions",
    Text("session", "session"),
    Text("sessions", "sessions"),
    (
        column("code", "code", "key", "code court de la session : S1", "short code of the session: S1"),
        column("date", "held_on", "date", "jour de la session", "day of the session"),
        column("lieu", "place", "text", "lieu de la session", "place of the session"),
        column(
            "co_organisateurs", "co_organisers", "list",
            "organisateurs, séparés par « ; »", "organisers, separated by “;”", names="members",
        ),
        column(
            "membres_presents", "members_present", "list",
            "membres présents, séparés par « ; »", "members present, separated by “;”", names="members",
        ),
    ),
    identity=("code",),
    date_column="held_on",
    aliases=("session",),
)  # fmt: skip

PRESENTATIONS = Table(
    "presentations",
    "presentations",
    Text("présentation", "presentation"),
    Text("présentations", "presentations"),
    (
        column("session", "session", "ref", "code de la session", "code of the session",
               blank="error", target="sessions"),
        column("projet", "project", "ref", "code du projet", "code of the project",
               blank="error", target="projects"),
        column("avancees", "progress", "done", "avancées présentées", "progress presented"),
        column("plan_actions", "action_plan", "done", "plan d'actions présenté", "action plan presented"),
        column("axe_marche_usage", "axis_market", "done", "axe marché et usage traité",
               "axis market and use covered"),
        column("axe_technologie_competences", "axis_technology", "done",
               "axe technologie et compétences traité", "axis technology and skills covered"),
        column("axe_financement_reseau", "axis_funding", "done", "axe financement et réseau traité",
               "axis funding and network covered"),
    ),
    identity=("session", "project"),
    dated_by="session",
    aliases=("presentation",),
)  # fmt: skip

ALLOCATIONS = Table(
    "allocations",
    "attributions",
    Text("attribution", "allocation"),
    Text("attributions", "allocations"),
    (
        column("id", "id", "key", "identifiant : A01", "identifier: A01",
               aliases=("n°", "no", "no.", "numéro", "identifiant", "référence", "réf")),
        column("session", "session", "ref", "session de la décision", "session of the decision",
               blank="nothing", target="sessions", aliases=("séance", "code session", "code de la session")),
        column("date_decision", "decided_on", "date", "jour de la décision", "day of the decision",
               aliases=("date", "date de décision", "date de la décision")),
        column("projet", "project", "ref", "code du projet aidé", "code of the project", target="projects",
               aliases=("projets", "code projet", "code du projet", "projet aidé")),
        column("montant", "amount", "amount", "montant en euros", "amount in euros",
               aliases=("montants", "montant proposé", "montant attribué", "montant accordé", "montant alloué",
                        "montant décidé", "montant voté", "montant de l'aide", "somme", "aide", "aide proposée",
                        "proposed amount", "amount proposed")),
        column("besoin", "need", "text", "besoin auquel l'aide répond", "need that the money meets", said=True,
               aliases=("besoins", "besoin exprimé", "besoins exprimés", "besoin identifié", "needs")),
        column("objectif", "objective", "text", "objectif attendu", "objective expected", said=True,
               aliases=("objectifs", "objectif attendu", "objectif visé", "objectifs visés", "objectives")),
        column("evaluation_avancees", "progress_evaluation", "text", "évaluation des avancées passées",
               "evaluation of past progress", said=True,
               aliases=("évaluation", "évaluation des avancées", "évaluation des avancées passées",
                        "évaluation des progrès", "evaluation of progress")),
        column("decideurs", "decided_by", "list", "membres qui décident, séparés par « ; »",
               "members who decide, separated by “;”", names="members", everyone=("session", "members_present"),
               aliases=("décideur", "décidé par", "décidée par")),
        column("statut", "status", "choice", "décidée (par défaut), proposée ou refusée",
               "décidée (decided, the default), proposée (proposed) or refusée (refused)",
               blank="nothing", choices=STATUSES, default="décidée", aliases=("état",)),
        column("ratifiee_en", "ratified_at", "ref", "session qui ratifie la décision",
               "session that ratifies the decision", blank="nothing", target="sessions"),
    ),
    date_column="decided_on",
    aliases=("attribution", "allocation"),
)  # fmt: skip

_SCORE = "note de 0 à 5"
_SCORE_EN = "score from 0 to 5"

REQUESTS = Table(
    "requests",
    "demandes",
    Text("demande", "request"),
    Text("demandes", "requests"),
    (
        column("id", "id", "key", "identifiant : D01", "identifier: D01"),
        column("session", "session", "ref", "session de la demande", "session of the request",
               target="sessions"),
        column("projet", "project", "ref", "code du projet", "code of the project", target="projects"),
        column("montant_demande", "requested", "amount", "montant demandé, en euros",
               "amount requested, in euros"),
        column("montant_minimum", "minimum", "amount", "en dessous, l'aide ne sert à rien, en euros",
               "below it the money is of no use, in euros", zero=True),
        column("note_besoin", "need_score", "number", f"besoin, {_SCORE}", f"need, {_SCORE_EN}", most=5),
        column("note_objectifs", "objectives_score", "number", f"objectifs, {_SCORE}",
               f"objectives, {_SCORE_EN}", most=5),
        column("note_avancees", "progress_score", "number", f"avancées, {_SCORE}",
               f"progress, {_SCORE_EN}", most=5),
        column("note_capacite", "capacity_score", "number", f"capacité, {_SCORE}",
               f"capacity, {_SCORE_EN}", most=5),
    ),
    dated_by="session",
    aliases=("demande", "request"),
)  # fmt: skip

PAYMENTS = Table(
    "payments",
    "versements",
    Text("versement", "payment"),
    Text("versements", "payments"),
    (
        column("id", "id", "key", "identifiant : V01", "identifier: V01"),
        column("date", "paid_on", "date", "jour du versement", "day of the payment"),
        column("sens", "direction", "choice", "qui paie -> qui reçoit", "who pays -> who receives",
               choices=DIRECTIONS),
        column("projet", "project", "ref", "projet payé ou payeur", "project paid or paying",
               blank="nothing", target="projects"),
        column("allocation", "allocation", "ref", "attribution payée", "allocation paid",
               blank="nothing", target="allocations", aliases=("attribution",)),
        column("montant", "amount", "amount", "montant en euros", "amount in euros"),
        column("libelle", "label", "text", "libellé", "label"),
    ),
    date_column="paid_on",
    aliases=("versement", "payment", "paiements", "paiement"),
    singular=True,
)  # fmt: skip
