//! Incident logs: when, what, how grave, whether people's data were touched and whether anyone had to be told.
//! Month rows between the events are headings; a row that says it is there twice is proposed to be left out.
use super::{Col, Fill, Guide, Layout, col, said};

const CLASS: &[(&str, &str)] = &[
    ("event|weakness|near miss|ereignis|schwachstelle|observation", "event"),
    (
        "incident|vorfall|sicherheitsvorfall|1 low|2 medium|3 high|4 critical|low|medium|high|critical|gering|mittel|hoch|kritisch",
        "incident",
    ),
];
const YES_NO: &[(&str, &str)] = &[("yes|y|ja|j|true|x|1", "yes"), ("no|n|nein|false|0|none", "no")];

const COLUMNS: &[Col] = &[
    col("code", "code|ref|reference|id|incident id|incident no|no|number|nr|lfd nr|ticket|vorfall nr", 0),
    col(
        "title",
        "title|what|incident|event|what happened|description|summary|short description|was|vorfall|ereignis|beschreibung|was ist passiert|titel",
        2,
    ),
    col("what", "details|long description|course of events|full description|hergang|sachverhalt|verlauf", 0),
    col(
        "noticed_at",
        "when|date|date and time|noticed|noticed on|detected|discovered|reported on|occurred|time|wann|datum|festgestellt|entdeckt|gemeldet am|zeitpunkt",
        2,
    ),
    said("class", "class|type|kind|art|klasse", 0, CLASS),
    said(
        "personal_data",
        "personal data|personal data?|data breach|gdpr|pii affected|personenbezogene daten|datenschutzvorfall|dsgvo",
        2,
        YES_NO,
    ),
    col(
        "notes",
        "notes|comment|remark|severity|reported by|reported to authority|reported to authority?|authority|closed|closed on|action taken|schwere|gemeldet von|meldung an behorde|behorde|abgeschlossen|bemerkung|massnahme|root cause|ursache",
        0,
    ),
];

pub(crate) const INCIDENT: Guide = Guide {
    kind: "incident",
    title: "incident log",
    also: &["incidents"],
    layout: Layout::Rows,
    usual: 500,
    needs: &["title", "noticed_at"],
    columns: COLUMNS,
    fill: &[
        ("what", Fill::Same("title")),
        ("class", Fill::Is("incident")),
        ("loss", Fill::Ask),
        ("personal_data", Fill::Ask),
        ("significant", Fill::Ask),
        ("risk_to_people", Fill::Ask),
        ("state", Fill::Is("open")),
    ],
    hit: None,
    bare: None,
    merge: false,
    unique: false,
};
