//! Supplier lists: who, what for, how important, and what papers there are until when.
//! A word in a date column ("expired", "missing") leaves the date empty and is told.
use super::{Col, Fill, Guide, Layout, col, said};

const CRITICAL: &[(&str, &str)] = &[
    ("h|high|critical|1|a|hoch|kritisch|sehr hoch|very high|essential|key|tier 1", "critical"),
    ("m|medium|important|2|b|mittel|wichtig|normal|tier 2|moderate", "important"),
    ("l|low|minor|3|c|gering|niedrig|unkritisch|unwichtig|tier 3|n", "minor"),
];
const ACCESS: &[(&str, &str)] = &[
    ("data|our data|daten|unsere daten|customer data|kundendaten", "our_data"),
    ("systems|our systems|system|systeme|unsere systeme|remote access|fernzugriff|network|netz", "our_systems"),
    ("premises|our premises|site|office|raume|gebaude|standort", "our_premises"),
    ("product|code|development|builds our product|entwicklung|source code", "builds_our_product"),
    ("none|no|nothing|keiner|kein|nein|nichts", "none"),
];
const PERSONAL: &[(&str, &str)] = &[
    ("no|n|none|nein|keine|false", "none"),
    ("yes|y|ja|j|true|x", "processor|controller|joint"),
    ("processor|auftragsverarbeiter|av|avv|auftragsverarbeitung", "processor"),
    ("controller|own controller|verantwortlicher|eigener verantwortlicher", "controller"),
    ("joint|joint controller|gemeinsam|gemeinsame verantwortung", "joint"),
];
const CLAUSES: &[(&str, &str)] = &[
    ("yes|y|ja|j|x|true|signed|vorhanden|ok", "yes"),
    ("partly|partial|some|teilweise|zum teil", "partly"),
    ("no|n|nein|none|missing|fehlt|keine|false", "no"),
];
const STATES: &[(&str, &str)] = &[
    ("in use|active|aktiv|live|approved|current|in nutzung|freigegeben", "in_use"),
    ("considered|new|planned|prospect|candidate|geplant|neu|in prufung", "considered"),
    ("leaving|notice given|gekundigt|ending", "leaving"),
    ("retired|former|inactive|terminated|beendet|inaktiv|ehemalig", "!"),
];

const COLUMNS: &[Col] = &[
    col(
        "code",
        "code|ref|reference|id|supplier id|supplier no|supplier number|vendor id|no|nr|lfd nr|kreditor|kreditorennummer|lieferantennummer|lieferanten nr",
        0,
    ),
    col(
        "title",
        "title|name|supplier|supplier name|vendor|vendor name|provider|company|partner|third party|service provider|lieferant|lieferantenname|dienstleister|firma|anbieter|auftragnehmer|name des lieferanten",
        2,
    ),
    col(
        "owner",
        "owner|supplier owner|responsible|responsible person|internal contact|contact person|account owner|verantwortlich|verantwortlicher|zustandig|ansprechpartner intern",
        0,
    ),
    col(
        "service",
        "service|services|service provided|what for|purpose|product|description|delivers|leistung|leistungen|dienst|dienstleistung|gegenstand|beschreibung|zweck|produkt",
        1,
    ),
    said(
        "critical",
        "criticality|critical|importance|tier|priority|risk class|kritikalitat|kritisch|wichtigkeit|bedeutung|einstufung|klasse",
        2,
        CRITICAL,
    ),
    said("access", "access|access to|reach|zugriff|zugang|zugriff auf", 1, ACCESS),
    said(
        "personal_data",
        "personal data|data processed|data processor|processes personal data|pii|gdpr role|role under gdpr|personenbezogene daten|datenverarbeitung|dsgvo rolle|auftragsverarbeiter",
        1,
        PERSONAL,
    ),
    col(
        "data_where",
        "country|countries|data location|location of data|data where|region|hosting country|land|lander|datenstandort|standort der daten|verarbeitungsort",
        0,
    ),
    col(
        "subcontractors",
        "subcontractors|sub processors|subprocessors|subcontractor|unterauftragnehmer|subunternehmer",
        1,
    ),
    col(
        "contract_ends",
        "contract end|contract ends|contract until|contract expiry|end of contract|renewal|renewal date|expiry|term|contract|vertragsende|vertrag bis|laufzeit bis|vertragslaufzeit|laufzeitende|kundbar zum",
        2,
    ),
    col(
        "notice_days",
        "notice|notice period|notice days|termination notice|kundigungsfrist|frist|kundigungsfrist tage",
        1,
    ),
    said(
        "security_clauses",
        "security clauses|security annex|security in contract|infosec clauses|sicherheitsklauseln|sicherheitsanlage|tom|toms",
        1,
        CLAUSES,
    ),
    col(
        "processing_agreement_on",
        "dpa signed|dpa|dpa date|data processing agreement|processing agreement|avv|avv vom|av vertrag|auftragsverarbeitungsvertrag|avv abgeschlossen",
        2,
    ),
    col(
        "iso27001_until",
        "iso 27001 until|iso 27001|iso27001|certificate until|certificate valid until|certified until|iso 27001 valid until|certificate expiry|zertifikat bis|iso 27001 bis|zertifiziert bis|zertifikat gultig bis",
        2,
    ),
    col(
        "must_tell_us_hours",
        "incident notice|incident notification hours|must tell us hours|meldefrist|meldepflicht stunden",
        0,
    ),
    col("exit", "exit|exit plan|exit strategy|how to leave|ausstieg|exit strategie|ausstiegsplan", 1),
    said("state", "status|state|zustand", 0, STATES),
    col(
        "reviewed_on",
        "reviewed|reviewed on|last review|last reviewed|assessed|assessed on|last assessment|last audit|audited on|gepruft am|letzte prufung|letzte bewertung|bewertet am|zuletzt gepruft",
        0,
    ),
    col("next_review", "next review|next assessment|nachste prufung|nachste bewertung|wiedervorlage", 0),
    col(
        "notes",
        "notes|note|comment|comments|remark|remarks|contact e mail|contact email|contact|e mail|email|phone|website|bemerkung|bemerkungen|kommentar|anmerkung|ansprechpartner|kontakt|telefon|kundennummer",
        0,
    ),
];

pub(crate) const SUPPLIER: Guide = Guide {
    kind: "supplier",
    title: "list of suppliers",
    also: &["suppliers", "vendors"],
    layout: Layout::Rows,
    usual: 300,
    needs: &["title"],
    columns: COLUMNS,
    fill: &[
        ("service", Fill::NotRecorded),
        ("exit", Fill::NotRecorded),
        ("data_where", Fill::NotRecorded),
        ("owner", Fill::Ask),
        ("critical", Fill::Ask),
        ("access", Fill::Ask),
        ("personal_data", Fill::Ask),
        ("security_clauses", Fill::Ask),
        ("state", Fill::Is("in_use")),
    ],
    hit: None,
    bare: None,
    merge: false,
    unique: true,
};
