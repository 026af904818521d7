//! Asset lists: systems and information with their three losses, and device lists.
//! The model, the serial number and the user of a device are kept as notes; an ISMS judges the class of devices.
use super::{Col, Fill, Guide, Layout, col, said};

const WHAT: &[(&str, &str)] = &[
    (
        "information|data|database|records|document|documents|information asset|daten|datenbank|information asset|informationen|unterlagen",
        "information",
    ),
    ("application|software|app|saas|program|anwendung|fachanwendung|programm|software as a service", "application"),
    (
        "platform|server|cloud|system|infrastructure|virtual machine|vm|container|plattform|infrastruktur|it system",
        "platform",
    ),
    (
        "device|notebook|laptop|desktop|pc|phone|telephone|mobile|mobile phone|smartphone|tablet|printer|hardware|gerat|endgerat|drucker|telefon|rechner|client",
        "device",
    ),
    ("network|router|switch|firewall|line|netz|netzwerk|leitung", "network"),
    ("site|office|building|room|location|standort|buro|gebaude|raum", "site"),
    ("service|dienst|dienstleistung|external service", "service"),
    ("people|person|staff|personal|mitarbeiter|knowledge", "people"),
    ("other|misc|sonstiges|andere", "other"),
];
const CLASSES: &[(&str, &str)] = &[
    ("public|offentlich|open|tlp clear", "public"),
    ("internal|intern|internal use|company internal|nur intern", "internal"),
    ("confidential|vertraulich|restricted|sensitive|sensibel", "confidential"),
    ("secret|strictly confidential|highly confidential|geheim|streng vertraulich|top secret", "secret"),
];
pub(super) const PERSONAL: &[(&str, &str)] = &[
    ("no|n|none|nein|keine|false|0", "none"),
    ("yes|y|ja|j|true|x|1|pii", "ordinary|special"),
    ("ordinary|normal", "ordinary"),
    ("special|special categories|sensitive|art 9|besondere|besondere kategorien|health", "special"),
];
const EXPOSED: &[(&str, &str)] = &[
    ("internet|public|external|extern|offentlich|web|yes", "internet"),
    ("partners|partner|customers|kunden|vpn partner", "partners"),
    ("internal|intern|lan|network|no|vpn", "internal"),
    ("offline|none|standalone|air gapped|kein", "offline"),
];
const STATES: &[(&str, &str)] = &[
    ("in use|active|live|used|productive|aktiv|in betrieb|in nutzung|produktiv|ok", "in_use"),
    ("planned|ordered|geplant|bestellt|new", "planned"),
    (
        "retired|disposed|decommissioned|sold|lost|scrapped|ausgemustert|entsorgt|verkauft|ausser betrieb|stillgelegt",
        "!",
    ),
];

const COLUMNS: &[Col] = &[
    col(
        "code",
        "code|ref|reference|id|asset id|asset no|asset number|asset tag|tag|inventory no|inventory number|no|nr|lfd nr|inventarnummer|inventar nr|kennung|asset nr",
        0,
    ),
    col(
        "title",
        "title|name|asset|asset name|system|system name|information asset|bezeichnung|wert|vermogenswert|systemname|objekt|zielobjekt|gerat|device|device name|hostname|information",
        1,
    ),
    col(
        "owner",
        "owner|asset owner|owner role|responsible|responsible person|eigentumer|verantwortlich|verantwortlicher|asset eigentumer|werteigentumer|zustandig|fachverantwortlicher",
        1,
    ),
    said("what", "type|asset type|category|kind|class|art|typ|kategorie|asset art", 1, WHAT),
    col(
        "purpose",
        "purpose|use|used for|function|description|what is it used for|zweck|verwendung|beschreibung|funktion|einsatzzweck",
        1,
    ),
    said(
        "classification",
        "classification|sensitivity|data class|information class|confidentiality class|klassifizierung|einstufung|schutzklasse|vertraulichkeitsstufe|klassifikation",
        2,
        CLASSES,
    ),
    said(
        "personal_data",
        "personal data|personal data y n|pii|gdpr|contains personal data|personenbezogene daten|personenbezug|pbd|dsgvo",
        1,
        PERSONAL,
    ),
    col("confidentiality", "confidentiality|c|conf|conf.|vertraulichkeit|v|loss of confidentiality", 2),
    col("integrity", "integrity|i|int|int.|integritat|loss of integrity", 2),
    col("availability", "availability|a|avail|avail.|verfugbarkeit|loss of availability", 2),
    col(
        "runs_where",
        "runs where|location|where|site|place|hosted at|hosting|standort|ort|aufstellungsort|wo|speicherort",
        0,
    ),
    said(
        "exposed",
        "exposed|exposure|reachable from|internet facing|reachable|erreichbar|erreichbar aus|exponiert",
        1,
        EXPOSED,
    ),
    col(
        "supplier",
        "supplier|hosted by|provider|vendor service|provided by|operated by|lieferant|dienstleister|betreiber|anbieter|gehostet bei",
        1,
    ),
    col("depends_on", "depends on|dependencies|needs|requires|abhangig von|abhangigkeiten|benotigt", 0),
    col("product", "product|model|software product|produkt|modell", 0),
    col("vendor", "vendor|maker|manufacturer|brand|hersteller|marke", 0),
    col("release", "version|release|software version|build", 0),
    col("users", "user|users|used by|user group|nutzer|benutzer|anwender|nutzergruppe", 0),
    col(
        "restore_within",
        "rto|restore within|recovery time|max outage|recovery time objective|wiederanlaufzeit|max ausfallzeit",
        1,
    ),
    col("lose_at_most", "rpo|lose at most|recovery point|data loss|recovery point objective|max datenverlust", 1),
    col(
        "since",
        "since|bought|purchased|purchase date|in use since|acquired|gekauft|kaufdatum|anschaffung|anschaffungsdatum|seit|in betrieb seit",
        0,
    ),
    col("until", "until|end of life|eol|warranty until|support until|bis|garantie bis|lebensende", 0),
    said("state", "status|state|zustand", 0, STATES),
    col(
        "reviewed_on",
        "reviewed|reviewed on|last review|last reviewed|checked|last checked|last inventory|inventoried on|letzte prufung|gepruft am|zuletzt gepruft|letzte inventur",
        0,
    ),
    col("next_review", "next review|nachste prufung|wiedervorlage", 0),
    col(
        "notes",
        "notes|note|comment|comments|remark|remarks|serial|serial no|serial number|backup|backup?|bemerkung|bemerkungen|kommentar|anmerkung|seriennummer|sicherung|datensicherung",
        0,
    ),
];

pub(crate) const ASSET: Guide = Guide {
    kind: "asset",
    title: "list of assets",
    also: &["assets", "inventory"],
    layout: Layout::Rows,
    usual: 1_000,
    needs: &["title"],
    columns: COLUMNS,
    fill: &[
        ("purpose", Fill::Why),
        ("runs_where", Fill::NotRecorded),
        ("what", Fill::Ask),
        ("owner", Fill::Ask),
        ("classification", Fill::Ask),
        ("personal_data", Fill::Ask),
        ("confidentiality", Fill::Ask),
        ("integrity", Fill::Ask),
        ("availability", Fill::Ask),
        ("exposed", Fill::Ask),
        ("state", Fill::Is("in_use")),
    ],
    hit: None,
    bare: None,
    merge: true,
    unique: true,
};
