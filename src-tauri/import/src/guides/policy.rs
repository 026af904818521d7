//! Lists of controlled documents: number, version, who approved when, where they lie.
//! An approval without its proof is not an approval here; what the list says of it is kept in the notes.
use super::{Col, Fill, Guide, Layout, col, said};

const SORTS: &[(&str, &str)] = &[
    ("policy|main policy|leitlinie|sicherheitsleitlinie", "policy"),
    ("topic policy|topic specific policy|guideline|richtlinie|regelung|themenrichtlinie", "topic_policy"),
    ("procedure|process|instruction|sop|verfahren|verfahrensanweisung|arbeitsanweisung|prozess", "procedure"),
    ("plan|concept|konzept|notfallplan", "plan"),
    ("method|methodology|methode|methodik", "method"),
    ("form|record|template|record form|checklist|formular|vorlage|nachweis|checkliste", "record_form"),
    ("external|of outside origin|extern|externes dokument", "external"),
];
const CLASSES: &[(&str, &str)] = &[
    ("public|offentlich", "public"),
    ("internal|intern", "internal"),
    ("confidential|vertraulich|restricted", "confidential"),
];
const READ: &[(&str, &str)] = &[
    ("no|n|nein|none", "no"),
    ("yes|y|ja|once|once a major|einmal|x", "once_a_major"),
    ("yearly|annually|jahrlich|every year", "yearly"),
];
const STATES: &[(&str, &str)] = &[
    (
        "approved|in force|valid|current|published|released|effective|active|freigegeben|in kraft|gultig|veroffentlicht|aktiv",
        "in_force",
    ),
    ("in approval|waiting for approval|zur freigabe|in freigabe", "in_approval"),
    ("draft|in work|in review|under review|in progress|entwurf|in bearbeitung|in prufung|in uberarbeitung", "draft"),
    ("superseded|replaced|old|ersetzt|abgelost", "!"),
    ("withdrawn|retired|archived|obsolete|zuruckgezogen|archiviert|ungultig", "withdrawn"),
];

const COLUMNS: &[Col] = &[
    col(
        "code",
        "code|ref|id|no|number|document no|document number|doc no|document id|policy no|nr|dokumentennummer|dok nr|dokument nr|kennung|lfd nr",
        0,
    ),
    col(
        "title",
        "title|document|document name|document title|policy|policy name|name|dokument|dokumentenname|richtlinie|titel|bezeichnung|dokumententitel",
        2,
    ),
    said("sort", "type|document type|sort|kind|category|art|dokumentenart|dokumentart|typ|kategorie", 0, SORTS),
    col("version", "version|version no|revision|rev|rev.|issue|stand version|ausgabe|fassung", 3),
    said("state", "status|state|zustand", 0, STATES),
    col(
        "owner",
        "owner|document owner|author|responsible|verantwortlich|verantwortlicher|eigentumer|dokumenteneigentumer|autor|ersteller",
        0,
    ),
    col(
        "approved_by",
        "approved by|approver|released by|signed by|freigegeben von|freigabe durch|genehmigt von|freigeber",
        3,
    ),
    col(
        "approved_on",
        "approved on|approval date|approved|released on|release date|date of approval|freigegeben am|freigabe|freigabedatum|genehmigt am",
        3,
    ),
    col(
        "in_force_from",
        "in force from|effective from|effective date|valid from|in force since|gultig ab|in kraft ab|gultig seit|in kraft seit",
        2,
    ),
    said("classification", "classification|confidentiality|klassifizierung|vertraulichkeit|einstufung", 0, CLASSES),
    said(
        "must_be_read",
        "must be read|read confirmation|acknowledgement|to be acknowledged|lesebestatigung|kenntnisnahme",
        1,
        READ,
    ),
    col("for_roles", "for roles|audience|applies to|target group|roles|zielgruppe|geltungsbereich|gilt fur", 0),
    col(
        "answers",
        "clauses|controls|iso reference|iso clause|answers|annex a|reference to standard|normbezug|iso bezug|normkapitel",
        1,
    ),
    col("kept_where", "link|where|kept where|location|path|url|storage|folder|ablage|ablageort|pfad|speicherort", 1),
    col(
        "reviewed_on",
        "reviewed|reviewed on|last review|last reviewed|gepruft am|letzte prufung|zuletzt gepruft|letzte uberprufung",
        0,
    ),
    col(
        "next_review",
        "next review|review due|next review date|nachste prufung|nachste uberprufung|prufung fallig|wiedervorlage",
        1,
    ),
    col("notes", "notes|note|comment|remark|remarks|description|bemerkung|kommentar|anmerkung|beschreibung", 0),
];

pub(crate) const POLICY: Guide = Guide {
    kind: "policy",
    title: "list of documents",
    also: &["policies", "documents"],
    layout: Layout::Rows,
    usual: 300,
    needs: &["title"],
    columns: COLUMNS,
    fill: &[
        ("text", Fill::NotRecorded),
        ("kept_where", Fill::NotRecorded),
        ("changed_what", Fill::Why),
        ("version", Fill::Is("1.0")),
        ("change", Fill::Is("major")),
        ("sort", Fill::Propose("topic_policy")),
        ("owner", Fill::Ask),
        ("classification", Fill::Propose("internal")),
        ("must_be_read", Fill::Propose("no")),
        ("state", Fill::Is("draft")),
    ],
    hit: None,
    bare: Some(("sort", "external", "a document from outside")),
    merge: false,
    unique: true,
};
