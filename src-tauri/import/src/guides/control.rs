//! Statements of Applicability: one line of Annex A a row, with columns for the reasons or one column that lists them.
//! Numbers are read by order and title, for a spreadsheet makes 5.1 of 5.10.
use super::{Col, Fill, Guide, Layout, col, said};

const APPLIES: &[(&str, &str)] = &[
    ("yes|y|ja|j|applicable|x|true|1|anwendbar|relevant|included|in", "yes"),
    ("no|n|nein|not applicable|n a|na|false|0|nicht anwendbar|nicht relevant|excluded|out|entfallt", "no"),
];
const STATUS: &[(&str, &str)] = &[
    (
        "yes|y|ja|in place|implemented|done|full|fully|fully implemented|complete|umgesetzt|vollstandig|erledigt|eingefuhrt|100|1",
        "in_place",
    ),
    (
        "partial|partly|partially|partially implemented|in progress|ongoing|teilweise|in umsetzung|in arbeit|tw",
        "partly",
    ),
    ("planned|plan|open|geplant|offen|vorgesehen|to do", "planned"),
    ("no|n|nein|none|not started|not implemented|nicht umgesetzt|nicht begonnen|0", "not_started"),
];
const BECAUSE: &[(&str, &str)] = &[
    ("rra|risk|risk assessment|result of risk assessment|risks|ra|risiko|risikobeurteilung|risikoanalyse", "risk"),
    ("lr|law|legal|legal requirement|regulation|regulatory|gesetz|gesetzlich|recht|rechtlich", "law"),
    ("co|contract|contractual|contractual obligation|contracts|vertrag|vertraglich", "contract"),
    ("br|business|business requirement|business need|geschaft|geschaftlich|geschaftsanforderung", "business"),
    ("bp|best practice|good practice|adopted best practice|stand der technik|gute praxis", "good_practice"),
];

const COLUMNS: &[Col] = &[
    col(
        "number",
        "annex a|number|no|no.|control no|control number|control id|ref|reference|clause|iso 27001|iso 27001 2022|a|id|nr|massnahmennummer|massnahme nr|kontrollnummer|control nr|annex a control|anhang a|referenz",
        1,
    ),
    col(
        "title",
        "control|control name|title|control title|name|security control|massnahme|bezeichnung|titel|kontrolle|control objective|massnahmentitel",
        1,
    ),
    said(
        "applies",
        "applicable|applies|applicability|applicable?|applicable y n|included|anwendbar|anwendbarkeit|anwendbar?|relevant",
        4,
        APPLIES,
    ),
    said(
        "because_of",
        "reason|reasons|because of|justification for inclusion|selection reason|grund|grunde|grundlage|auswahlgrund",
        1,
        BECAUSE,
    ),
    col("because_law", "lr|legal|law|legal requirement|gesetz|rechtlich", 2),
    col("because_contract", "co|contract|contractual|contractual obligation|vertrag", 2),
    col("because_business", "br|business|business requirement|geschaft|br bp", 2),
    col("because_risk", "rra|risk|risk assessment|result of risk assessment|risiko|risikobeurteilung", 2),
    col("because_practice", "bp|best practice|good practice|stand der technik", 2),
    col(
        "justification",
        "justification|justification for exclusion|reason for exclusion|exclusion|rationale|begrundung|begrundung fur ausschluss|ausschlussgrund|why",
        2,
    ),
    said(
        "status",
        "implemented|status|implementation|implementation status|implemented?|state|maturity|umsetzung|umsetzungsstatus|umgesetzt|stand|implementierung|umsetzungsgrad",
        2,
        STATUS,
    ),
    col(
        "how",
        "how|implementation description|description|how implemented|how it is done|measures|comment|realisation|beschreibung|umsetzungsbeschreibung|wie umgesetzt|wie|realisierung",
        1,
    ),
    col("how_checked", "how checked|effectiveness|how measured|wirksamkeit|wirksamkeitsprufung", 1),
    col("done_by", "done by|due|due date|target date|planned for|until|bis|zieldatum|umsetzung bis|termin", 0),
    col("owner", "owner|control owner|responsible|verantwortlich|verantwortlicher|eigentumer|zustandig", 0),
    col("policies", "document|documents|policy|policies|reference document|dokument|dokumente|richtlinie", 0),
    col("reviewed_on", "reviewed|reviewed on|last review|last reviewed|gepruft am|letzte prufung", 0),
    col("notes", "notes|note|remark|remarks|evidence|proof|bemerkung|kommentar|anmerkung|nachweis|nachweise", 0),
];

pub(crate) const CONTROL: Guide = Guide {
    kind: "control",
    title: "Statement of Applicability",
    also: &["controls", "soa", "statement_of_applicability"],
    layout: Layout::Soa,
    usual: 150,
    needs: &["number", "applies|status|because_of|justification"],
    columns: COLUMNS,
    fill: &[
        ("justification", Fill::Why),
        ("how", Fill::NotRecorded),
        ("how_checked", Fill::NotRecorded),
        ("because_of", Fill::Ask),
        ("applies", Fill::Ask),
        ("status", Fill::Ask),
        ("owner", Fill::Ask),
        ("done_by", Fill::AskAhead),
    ],
    hit: None,
    bare: None,
    merge: false,
    unique: true,
};
