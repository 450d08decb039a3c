"""The tables of what is reported and agreed: documents, actions, indicators, amendments, attestations…"""

from __future__ import annotations

from innosprint_rules.dossier.schema.columns import Table, column
from innosprint_rules.wording import Text

DOCUMENT_KINDS = (
    "calendrier", "compte_rendu_bimestriel", "appreciation", "evaluation_mi_parcours", "evaluation_finale",
)  # fmt: skip
INDICATORS_KNOWN = ("investissement_capte", "entreprise_creee", "emploi")
PURPOSES = ("renouvellement", "montant", "durée", "autre")
FORMS = ("avenant", "courrier", "courriel", "oral")

REPORTS = Table(
    "reports",
    "documents",
    Text("document", "report"),
    Text("documents", "reports"),
    (
        column("id", "id", "key", "identifiant : D01", "identifier: D01"),
        column("type", "kind", "choice", "nature du document", "kind of document", choices=DOCUMENT_KINDS),
        column("periode_debut", "period_start", "date", "premier jour couvert", "first day covered",
               blank="nothing"),
        column("periode_fin", "period_end", "date", "dernier jour couvert", "last day covered",
               blank="nothing"),
        column("date_transmission", "sent_on", "date", "jour de l'envoi", "day it was sent"),
        column("emetteur", "sender", "text", "qui envoie", "who sends it", names="members", coded=True),
        column("destinataires", "recipients", "list", "qui reçoit, séparés par « ; »",
               "who receives it, separated by “;”", names="members"),
        column("en_reponse_a", "in_reply_to", "ref", "document auquel il répond", "report that it answers",
               blank="nothing", target="reports"),
        column("rubriques", "headings", "list", "rubriques, séparées par « ; »",
               "headings, separated by “;”", names="headings"),
    ),
    date_column="sent_on",
    aliases=("document", "report", "comptes_rendus"),
)  # fmt: skip

ACTIONS = Table(
    "actions",
    "actions",
    Text("action", "action"),
    Text("actions", "actions"),
    (
        column("id", "id", "key", "identifiant : C01", "identifier: C01"),
        column("date_engagement", "started_on", "date", "jour où l'action commence", "day the action starts"),
        column("partenaire", "partner", "text", "partenaire qui agit", "partner who acts"),
        column("objet", "purpose", "text", "objet de l'action", "purpose of the action"),
        column("accord_partenaire_date", "agreed_on", "date", "jour de l'accord du partenaire",
               "day the partner agreed", blank="nothing"),
        column("instrument", "instrument", "text", "acte qui engage l'action", "instrument that starts it"),
    ),
    date_column="started_on",
    aliases=("action",),
)  # fmt: skip

INDICATORS = Table(
    "indicators",
    "indicateurs",
    Text("indicateur", "indicator"),
    Text("indicateurs", "indicators"),
    (
        column("id", "id", "key", "identifiant : I01", "identifier: I01"),
        column("date", "date", "date", "jour du fait", "day of the fact"),
        column("indicateur", "indicator", "choice", "ce qui est compté", "what is counted",
               choices=INDICATORS_KNOWN),
        column("projet", "project", "ref", "code du projet", "code of the project", target="projects"),
        column("valeur", "value", "value", "montant en euros pour investissement_capte, sinon un nombre",
               "amount in euros for investissement_capte, a whole number otherwise"),
        column("nature", "kind", "text", "nature : stage, CDI, création…", "kind: internship, job, start…"),
        column("origine", "origin", "text", "origine des fonds", "origin of the money"),
        column("dans_agglomeration", "local", "flag", "dans l'agglomération", "in the agglomeration"),
        column("filiere_locale", "local_course", "flag", "diplômé d'une filière locale",
               "graduate of a local course"),
    ),
    date_column="date",
    aliases=("indicateur", "indicator"),
)  # fmt: skip

AMENDMENTS = Table(
    "amendments",
    "avenants",
    Text("avenant", "amendment"),
    Text("avenants", "amendments"),
    (
        column("id", "id", "key", "identifiant : N01", "identifier: N01"),
        column("date", "signed_on", "date", "jour de la signature", "day it was signed"),
        column("objet", "purpose", "choice", "ce que l'avenant change", "what it changes", choices=PURPOSES),
        column("forme", "form", "choice", "forme de l'accord", "form of the agreement", choices=FORMS),
        column("parametre", "parameter", "text", "dotation ou date_fin", "dotation or date_fin", coded=True),
        column("valeur", "value", "value", "nouvelle valeur", "new value"),
    ),
    date_column="signed_on",
    aliases=("avenant", "amendment"),
)  # fmt: skip

ATTESTATIONS = Table(
    "attestations",
    "attestations",
    Text("attestation", "attestation"),
    Text("attestations", "attestations"),
    (
        column("id", "id", "key", "identifiant : T01", "identifier: T01"),
        column("clause", "clause", "text", "clause attestée : C22, C23, C24",
               "clause attested: C22, C23, C24", blank="unknown", coded=True),
        column("date", "date", "date", "jour de l'attestation", "day of the attestation"),
        column("valeur", "value", "value", "équivalents temps plein × mois pour C23, sinon un texte",
               "full-time-equivalent months for C23, any text otherwise", blank="nothing"),
    ),
    date_column="date",
    aliases=("attestation",),
)  # fmt: skip

CONVENTION = Table(
    "convention",
    "convention",
    Text("convention", "agreement"),
    Text("convention", "agreement"),
    (
        column("date_publication", "published_on", "date", "jour de la publication", "day of publication"),
        column("date_reception_prefet", "received_on", "date", "jour de réception par le préfet",
               "day the prefect received it"),
        column("date_signature", "signed_on", "date", "jour de la signature", "day it was signed"),
        column("dotation", "endowment", "amount", "dotation en euros", "endowment in euros"),
        column("en_exercice", "seats", "number", "membres en exercice", "seats"),
        column("quorum", "quorum", "number", "quorum", "quorum"),
        column("presents", "present", "number", "membres présents", "members present"),
        column("representes", "represented", "number", "membres représentés", "members represented"),
        column("votants", "voting", "number", "votants", "members voting"),
        column("pour", "votes_for", "number", "voix pour", "votes for"),
        column("contre", "votes_against", "number", "voix contre", "votes against"),
        column("abstentions", "abstentions", "number", "abstentions", "abstentions"),
    ),
    identity=(),
    aliases=("agreement",),
    keyed=True,
)  # fmt: skip

KEY_HEADER, VALUE_HEADER = "cle", "valeur"
"""Headers of the two columns of a keyed table."""
KEY_NAMES, VALUE_NAMES = (KEY_HEADER, "key"), (VALUE_HEADER, "value")
"""Names, as compared, by which the two columns are known."""
