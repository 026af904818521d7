//! Who took part in a training, or confirmed a document: quiz exports, form exports, attendance sheets.
//! One course or document and one version for the whole table; a column for it is read where there is one.
use super::{Col, Fill, Guide, Layout, col, said};

const RESULT: &[(&str, &str)] = &[
    ("attended|present|yes|x|ja|teilgenommen|anwesend|took part|completed|abgeschlossen|done", "attended"),
    ("passed|pass|bestanden|ok", "passed"),
    ("failed|fail|nicht bestanden|durchgefallen", "failed"),
    ("excused|sick|entschuldigt|krank|on leave|urlaub", "excused"),
];

const COLUMNS: &[Col] = &[
    col(
        "person",
        "name|your name|person|participant|attendee|employee|full name|display name|teilnehmer|teilnehmerin|mitarbeiter|teilnehmername|vor und nachname|name vorname",
        1,
    ),
    col("last_name", "last name|surname|family name|nachname", 0),
    col("first_name", "first name|given name|vorname", 0),
    col(
        "email",
        "email|e mail|email address|e mail address|mail|user principal name|username|benutzername|e mail adresse",
        1,
    ),
    col("course", "course|course name|training|module|lesson|kurs|schulung|kursname|thema|schulungsthema", 2),
    col("course_version", "course version|training version|version", 0),
    col(
        "on",
        "date|completion time|completed|completed on|completion date|timestamp|time stamp|finished|date completed|attended on|taken on|finish time|datum|abgeschlossen am|zeitstempel|teilgenommen am|schulungsdatum",
        2,
    ),
    said("result", "result|outcome|passed|passed?|status|ergebnis|bestanden|bestanden?", 2, RESULT),
    col(
        "score",
        "score|total points|points|grade|percent|percentage|mark|result in|punkte|gesamtpunktzahl|gesamtpunkte|punktzahl|prozent",
        2,
    ),
    said(
        "present",
        "present|attended|attendance|present?|signature|signed|anwesend|anwesenheit|teilgenommen|unterschrift",
        4,
        &[],
    ),
    col("taught_by", "trainer|teacher|instructor|taught by|presenter|dozent|referent|schulungsleiter", 1),
    col("notes", "remark|remarks|notes|note|comment|bemerkung|kommentar|anmerkung", 0),
];

pub(crate) const RECORD: Guide = Guide {
    kind: "training_record",
    title: "list of participants",
    also: &["training", "attendance", "training_records"],
    layout: Layout::Session,
    usual: 3_000,
    needs: &["person|email|last_name", "on|present|score|result|course"],
    columns: COLUMNS,
    fill: &[("how", Fill::Propose("session")), ("taught_by", Fill::NotRecorded)],
    hit: None,
    bare: None,
    merge: false,
    unique: false,
};
/// The same table, as confirmations of a document.
pub(crate) const ACKNOWLEDGEMENT: Guide = Guide {
    kind: "acknowledgement",
    title: "list of confirmations",
    also: &["acknowledgements", "confirmations"],
    layout: Layout::Session,
    usual: 3_000,
    needs: &["person|email|last_name", "on|present"],
    columns: ACK,
    fill: &[("how", Fill::Ask)],
    hit: None,
    bare: None,
    merge: false,
    unique: false,
};
const ACK: &[Col] = &[
    col("person", "name|your name|person|participant|employee|full name|teilnehmer|mitarbeiter|vor und nachname", 0),
    col("last_name", "last name|surname|family name|nachname", 0),
    col("first_name", "first name|given name|vorname", 0),
    col("email", "email|e mail|email address|e mail address|mail|username|e mail adresse", 0),
    col("policy", "policy|document|dokument|richtlinie", 2),
    col("policy_version", "policy version|document version|version", 0),
    col(
        "on",
        "date|timestamp|time stamp|completion time|confirmed on|read on|acknowledged on|signed on|datum|zeitstempel|gelesen am|bestatigt am",
        1,
    ),
    said("present", "confirmed|read|signed|i have read|acknowledged|gelesen|bestatigt|unterschrift", 3, &[]),
];
