//! Lists of people: an export of the personnel system, or a list kept by hand.
//! Only what an ISMS needs is taken: name, address, capacity, first and last day.
use super::{Col, Fill, Guide, Layout, col, said};

const STANDING: &[(&str, &str)] = &[
    (
        "employee|permanent|full time|part time|regular|fixed|fixed term|staff|festangestellt|angestellt|angestellter|mitarbeiter|mitarbeiterin|unbefristet|befristet|vollzeit|teilzeit|employed",
        "employee",
    ),
    (
        "contractor|freelancer|external|self employed|consultant|agency|extern|externer|freiberufler|freier mitarbeiter|dienstleister",
        "contractor",
    ),
    (
        "temporary|temp|seasonal|student|working student|mini job|aushilfe|werkstudent|minijob|leiharbeit|zeitarbeit|leiharbeiter",
        "temporary",
    ),
    (
        "board|board member|director|non executive|non executive director|trustee|geschaftsfuhrer|geschaftsfuhrung|vorstand|beirat|aufsichtsrat",
        "board",
    ),
    ("intern|trainee|apprentice|praktikant|praktikantin|auszubildender|auszubildende|azubi", "intern"),
];
const SCREENED: &[(&str, &str)] = &[
    ("done|yes|ok|completed|ja|erledigt|x", "done"),
    ("not needed|n a|nicht notig|entfallt", "not_needed"),
    ("open|no|pending|nein|offen", "open"),
];
const STATES: &[(&str, &str)] = &[
    ("active|aktiv|employed|current|yes|ja", "active"),
    ("left|inactive|inaktiv|former|terminated|leaver|ausgeschieden|ausgetreten|no|nein", "left"),
];

const COLUMNS: &[Col] = &[
    col("code", "code", 0),
    col(
        "title",
        "name|full name|employee|employee name|display name|person|mitarbeiter|mitarbeitername|vollstandiger name|name vorname",
        1,
    ),
    col("last_name", "last name|surname|family name|nachname|familienname|zuname", 3),
    col("first_name", "first name|given name|forename|vorname|rufname", 3),
    col(
        "email",
        "e mail|email|mail|e mail address|email address|work email|e mail adresse|mailadresse|e mail dienstlich",
        2,
    ),
    said(
        "standing",
        "employment type|capacity|standing|contract type|employment|type|status of employment|beschaftigungsart|vertragsart|anstellung|beschaftigungsverhaltnis|mitarbeitertyp",
        2,
        STANDING,
    ),
    col("roles", "roles|isms role|isms roles|security role|rollen|isms rolle|sicherheitsrolle", 1),
    col(
        "joined_on",
        "entry date|joined|joined on|start date|hire date|first day|start|employed since|date of joining|eintritt|eintrittsdatum|beginn|einstellungsdatum|seit|eingetreten am",
        3,
    ),
    col(
        "left_on",
        "exit date|left|left on|end date|last day|leaving date|termination date|date of leaving|austritt|austrittsdatum|ende|ausgetreten am|letzter tag",
        3,
    ),
    col(
        "confidentiality_on",
        "confidentiality|nda|nda signed|confidentiality agreement|confidentiality signed|verschwiegenheit|vertraulichkeitserklarung|vertraulichkeit|nda vom",
        1,
    ),
    said("screened", "screening|screened|background check|uberprufung|fuhrungszeugnis|hintergrundprufung", 1, SCREENED),
    said("state", "status|state|active|active?|aktiv|zustand", 0, STATES),
    col(
        "notes",
        "notes|note|comment|remark|remarks|personnel no|personnel number|employee id|employee no|employee number|staff no|id|no|job title|job|position|function|department|team|site|location|office|bemerkung|personalnummer|personal nr|mitarbeiternummer|stelle|funktion|abteilung|standort|position stelle",
        0,
    ),
];

pub(crate) const PERSON: Guide = Guide {
    kind: "person",
    title: "list of people",
    also: &["people", "persons", "staff", "employees"],
    layout: Layout::Rows,
    usual: 1_000,
    needs: &["title|last_name|email"],
    columns: COLUMNS,
    fill: &[
        ("standing", Fill::Ask),
        ("roles", Fill::Ask),
        ("joined_on", Fill::AskBehind),
        ("able_because", Fill::Why),
        ("state", Fill::Is("active")),
    ],
    hit: None,
    bare: None,
    merge: false,
    unique: true,
};
