//! Risk registers: one risk a row, or one asset a row with what threatens it; treatment and actions beside it.
//! Scores are taken as they stand or asked for; a level, a colour or a product is worked out here and never taken.
use super::{Col, Fill, Guide, Layout, col, said};

const TREATMENT: &[(&str, &str)] = &[
    (
        "reduce|mitigate|mitigation|modify|treat|minimise|minimize|control|vermindern|verringern|reduzieren|mindern|minderung|reduktion|behandeln|massnahme",
        "modify",
    ),
    (
        "accept|retain|carry|tolerate|accepted|acceptance|live with it|akzeptieren|akzeptanz|hinnehmen|tragen|in kauf nehmen|ubernehmen|selbst tragen",
        "retain",
    ),
    ("avoid|stop|terminate|eliminate|avoidance|vermeiden|vermeidung|beenden|unterlassen", "avoid"),
    ("transfer|share|insure|outsource|ubertragen|uberwalzen|verlagern|teilen|versichern|transferieren", "share"),
];
const HARMS: &[(&str, &str)] = &[
    ("c|confidentiality|secrecy|disclosure|vertraulichkeit|v", "confidentiality"),
    ("i|integrity|correctness|integritat|richtigkeit", "integrity"),
    ("a|availability|verfugbarkeit", "availability"),
];

const COLUMNS: &[Col] = &[
    col(
        "code",
        "code|ref|reference|id|risk id|risk no|risk number|risk ref|no|number|nr|lfd nr|kennung|risiko nr|risikonummer|risiko id|schlussel",
        0,
    ),
    col(
        "title",
        "title|risk|risk title|risk name|risk description|risk scenario|risk statement|scenario|what could happen|what could happen?|description|threat|event|name|risiko|risikobezeichnung|bezeichnung|risikobeschreibung|beschreibung|szenario|bedrohung|gefahrdung|gefahr|ereignis|titel",
        1,
    ),
    col(
        "because",
        "because|cause|causes|cause and consequence|cause and effect|how it would come about|how|vulnerability|weakness|details|detail|consequence|consequences|risk source|ursache|ursache und folge|ursachen|folge|folgen|schwachstelle|auswirkungsbeschreibung|erlauterung",
        1,
    ),
    col(
        "owner",
        "owner|risk owner|responsible|responsible person|accountable|risk responsible|eigentumer|risikoeigentumer|risikoeigner|eigner|verantwortlich|verantwortlicher|verantwortliche|zustandig",
        1,
    ),
    said(
        "harms",
        "harm|harms|cia|c i a|protection goal|protection goals|security objective|affected goal|schutzziel|schutzziele|grundwert|grundwerte|verletztes schutzziel",
        1,
        HARMS,
    ),
    col(
        "assets",
        "asset|assets|affected asset|affected assets|information asset|system|systems|wert|werte|vermogenswert|vermogenswerte|betroffene werte|betroffenes asset|objekt|zielobjekt",
        0,
    ),
    col("processes", "process|processes|business process|activity|prozess|prozesse|geschaftsprozess", 0),
    col("suppliers", "supplier|suppliers|vendor|third party|lieferant|lieferanten|dienstleister", 0),
    col("obligations", "obligation|obligations|law|laws|legal requirement|gesetz|rechtsgrundlage", 0),
    col(
        "controls",
        "control|controls|existing controls|existing control|current controls|current measures|controls in place|annex a|annex a controls|control reference|vorhandene massnahmen|bestehende massnahmen|bestehende kontrollen|kontrollen|controls today",
        1,
    ),
    col(
        "likelihood",
        "likelihood|probability|prob|prob.|l|p|frequency|chance|before likelihood|inherent likelihood|gross likelihood|current likelihood|eintrittswahrscheinlichkeit|wahrscheinlichkeit|ew|haufigkeit|eintrittshaufigkeit|brutto wahrscheinlichkeit",
        3,
    ),
    col(
        "impact",
        "impact|severity|consequence score|i|damage class|effect|before impact|inherent impact|gross impact|current impact|auswirkung|auswirkungen|schaden|schadenshohe|schadenausmass|schadensausmass|ausmass|schwere|brutto auswirkung|schadensklasse",
        3,
    ),
    col(
        "damage",
        "damage|damage gbp|damage eur|damage usd|loss|expected loss|cost of damage|schaden eur|schaden in eur|schadenssumme",
        1,
    ),
    col(
        "scores_why",
        "rationale|reason for scores|scoring rationale|justification|assessment rationale|basis of assessment|begrundung|bewertungsgrundlage|begrundung der bewertung",
        1,
    ),
    said(
        "treatment",
        "treatment|response|risk response|risk treatment|treatment option|treatment decision|decision|strategy|option|behandlung|risikobehandlung|behandlungsoption|strategie|entscheidung|umgang|risikostrategie",
        2,
        TREATMENT,
    ),
    col(
        "treatment_why",
        "treatment rationale|reason for treatment|why|reason|begrundung behandlung|begrundung der entscheidung|grund",
        0,
    ),
    col(
        "planned_controls",
        "planned controls|planned control|new controls|additional controls|geplante kontrollen|zusatzliche kontrollen",
        0,
    ),
    col(
        "action",
        "action|actions|treatment action|treatment plan|planned measure|planned measures|mitigation action|planned action|to do|massnahme|geplante massnahme|geplante massnahmen",
        1,
    ),
    col(
        "action_owner",
        "who|action owner|by whom|assigned to|action by|umsetzung durch|massnahme verantwortlich|wer",
        0,
    ),
    col(
        "action_due",
        "by|due|due date|action due|deadline|target date|until|bis|bis wann|frist|termin|zieldatum|umsetzung bis",
        0,
    ),
    col("action_done", "done|done?|completed|action status|action done|erledigt|erledigt?|umgesetzt|umgesetzt?", 0),
    col(
        "residual_likelihood",
        "residual likelihood|residual probability|after likelihood|net likelihood|target likelihood|rest wahrscheinlichkeit|restwahrscheinlichkeit|netto wahrscheinlichkeit|residual l|l residual",
        3,
    ),
    col(
        "residual_impact",
        "residual impact|after impact|net impact|target impact|rest auswirkung|restauswirkung|restschaden|netto auswirkung|residual i|i residual|rest schaden",
        3,
    ),
    said("state", "status|state|risk status|stand|zustand", 0, &[]),
    col(
        "reviewed_on",
        "reviewed|reviewed on|last review|last reviewed|last reviewed on|review date|date of review|last assessment|assessed on|last update|letzte prufung|letzte uberprufung|zuletzt gepruft|geprueft am|gepruft am|letzte bewertung|bewertet am",
        0,
    ),
    col(
        "next_review",
        "next review|next review date|review due|review by|nachste prufung|nachste uberprufung|wiedervorlage|prufung fallig",
        0,
    ),
    col(
        "notes",
        "notes|note|comment|comments|remark|remarks|bemerkung|bemerkungen|kommentar|anmerkung|notiz|massnahmen|measures|kosten|cost|costs|budget|hinweis",
        0,
    ),
];

pub(crate) const RISK: Guide = Guide {
    kind: "risk",
    title: "risk register",
    also: &["risks", "risk_register"],
    layout: Layout::Rows,
    usual: 500,
    needs: &["title|assets"],
    columns: COLUMNS,
    fill: &[
        ("because", Fill::Why),
        ("scores_why", Fill::Why),
        ("treatment_why", Fill::Why),
        ("residual_likelihood", Fill::Same("likelihood")),
        ("residual_impact", Fill::Same("impact")),
        ("harms", Fill::Ask),
        ("likelihood", Fill::Ask),
        ("impact", Fill::Ask),
        ("treatment", Fill::Ask),
    ],
    hit: Some((&["assets", "processes", "suppliers"], "asset")),
    bare: None,
    merge: false,
    unique: false,
};
