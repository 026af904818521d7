//! What each kind of table looks like in small companies: one declaration a kind, as data. Which headers name which field, in English and German,
//! which words stand for which choice, and what an import may fill in with honest text. Nothing else in this crate knows a kind by its name.
mod account;
mod asset;
mod control;
mod incident;
mod objective;
mod person;
mod policy;
mod risk;
mod supplier;
mod threat;
mod training;
mod vulnerability;

/// How the rows of a table are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// One record a row.
    Rows,
    /// One line of Annex A a row, in the order of the standard.
    Soa,
    /// One person a row, for one course or policy.
    Session,
    /// One series a row, months across.
    Wide,
    /// One account of a system a row.
    Accounts,
}

/// A place that a column can go to.
pub(crate) struct Col {
    /// Field of the kind, or one of `VIRTUAL`.
    pub(crate) to: &'static str,
    /// Headers, separated by "|". Compared without case, accents and punctuation; brackets may be left out.
    pub(crate) names: &'static str,
    /// How much such a column says about what the table is.
    pub(crate) tells: u8,
    /// (words separated by "|", choice): how people say it. The kind's own labels are known anyway.
    pub(crate) words: &'static [(&'static str, &'static str)],
}
pub(crate) const fn col(to: &'static str, names: &'static str, tells: u8) -> Col {
    Col { to, names, tells, words: &[] }
}
pub(crate) const fn said(
    to: &'static str,
    names: &'static str,
    tells: u8,
    words: &'static [(&'static str, &'static str)],
) -> Col {
    Col { to, names, tells, words }
}

/// What stands in a required field that the table cannot have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fill {
    /// "Taken over from … on …; why not recorded."
    Why,
    /// "Not recorded in … (taken over on …)."
    NotRecorded,
    /// The value of another field.
    Same(&'static str),
    /// A value that claims nothing.
    Is(&'static str),
    /// The owner chooses one for all rows.
    Ask,
    /// A day ahead, chosen for all rows.
    AskAhead,
    /// A day behind, chosen for all rows.
    AskBehind,
    /// The owner chooses, but this is proposed.
    Propose(&'static str),
}

pub(crate) struct Guide {
    pub(crate) kind: &'static str,
    /// "risk register"
    pub(crate) title: &'static str,
    /// Other names on the command line.
    pub(crate) also: &'static [&'static str],
    pub(crate) layout: Layout,
    /// What a small company has at most; more is told.
    pub(crate) usual: usize,
    /// Without these it is no such table; each entry: any of the targets, separated by "|".
    pub(crate) needs: &'static [&'static str],
    pub(crate) columns: &'static [Col],
    pub(crate) fill: &'static [(&'static str, Fill)],
    /// At least one of these links, or the owner is asked once for the rows that have none: (fields, kind of the one offered).
    pub(crate) hit: Option<(&'static [&'static str], &'static str)>,
    /// A row with hardly more than a title may be something else: (field, value, in words).
    pub(crate) bare: Option<(&'static str, &'static str, &'static str)>,
    /// Many rows of one name with a number ("Laptop 01" to "Laptop 40") may be one record.
    pub(crate) merge: bool,
    /// A title that is there twice without codes is the same thing twice.
    pub(crate) unique: bool,
}

impl Guide {
    pub(crate) fn col(&self, to: &str) -> Option<&Col> {
        self.columns.iter().find(|c| c.to == to)
    }
}

pub(crate) const GUIDES: &[&Guide] = &[
    &risk::RISK,
    &asset::ASSET,
    &supplier::SUPPLIER,
    &person::PERSON,
    &policy::POLICY,
    &control::CONTROL,
    &training::RECORD,
    &training::ACKNOWLEDGEMENT,
    &incident::INCIDENT,
    &objective::OBJECTIVE,
    &account::ACCOUNT,
    &threat::THREAT,
    &vulnerability::VULNERABILITY,
];

pub(crate) fn guide(name: &str) -> Option<&'static Guide> {
    let name = name.trim().to_lowercase().replace([' ', '-'], "_");
    GUIDES.iter().copied().find(|g| g.kind == name || g.also.contains(&name.as_str()))
}

/// Places that are no fields of a kind: name, question.
pub(crate) const VIRTUAL: &[(&str, &str)] = &[
    ("code", "Which code does it have?"),
    ("reviewed_on", "When was it last reviewed?"),
    ("next_review", "When is it to be reviewed next?"),
    ("first_name", "First name?"),
    ("last_name", "Last name?"),
    ("state", "Where does it stand?"),
    ("iso27001_until", "Until when does their ISO 27001 certificate hold?"),
    ("approved_by", "Who approved it?"),
    ("approved_on", "When was it approved?"),
    ("action", "What will be done?"),
    ("action_owner", "Who does it?"),
    ("action_due", "Until when?"),
    ("action_done", "Is it done?"),
    ("present", "Was the person there?"),
    ("email", "Which e-mail address does the person have?"),
    ("because_law", "Needed by law?"),
    ("because_contract", "Needed by contract?"),
    ("because_business", "Needed by the business?"),
    ("because_risk", "Needed because of a risk?"),
    ("because_practice", "Good practice?"),
    ("damage", "What would it cost?"),
    ("login", "Which account?"),
    ("display", "Whose is it?"),
    ("rights", "What may it do?"),
    ("last_sign_in", "When was it last used?"),
    ("second_factor", "Does it have a second factor?"),
];

/// Columns that an ISMS does not need and that are proposed not to be taken: headers, reason.
pub(crate) const NEVER: &[(&str, &str)] = &[
    (
        "date of birth|birth date|birthday|dob|born|geburtsdatum|geburtstag|geboren|geb datum|age|alter",
        "a date of birth is not needed to keep the ISMS",
    ),
    (
        "salary|salary band|pay|wage|pay grade|compensation|gehalt|gehaltsband|lohn|entgelt|entgeltgruppe|vergutung|bonus|tarifgruppe",
        "pay is not needed to keep the ISMS",
    ),
    (
        "iban|bank account|account number|bank details|bankverbindung|kontonummer|bic",
        "bank details are not needed to keep the ISMS",
    ),
    (
        "tax id|tax number|social security|social security number|ssn|national insurance|ni number|insurance number|passport|passport number|id card|steuer id|steuernummer|steueridentifikationsnummer|sozialversicherungsnummer|sv nummer|ausweisnummer|personalausweis",
        "numbers of authorities are not needed to keep the ISMS",
    ),
    (
        "religion|denomination|church|konfession|religion church|kirchensteuer|ethnicity|race|trade union|union member|gewerkschaft|political|partei|sexual orientation",
        "special categories of personal data (GDPR Art. 9) do not belong here",
    ),
    (
        "health|illness|sick days|sickness|disability|severely disabled|medical|krankheit|krankentage|fehltage|behinderung|schwerbehindert|schwerbehinderung|gdb",
        "health data (GDPR Art. 9) do not belong here",
    ),
    (
        "marital status|family status|children|number of children|familienstand|kinder|anzahl kinder|gender|sex|geschlecht|nationality|citizenship|nationalitat|staatsangehorigkeit|place of birth|geburtsort",
        "it is not needed to keep the ISMS",
    ),
    (
        "home address|private address|private phone|private mobile|home phone|private e mail|emergency contact|privatadresse|wohnort|anschrift privat|telefon privat|privat telefon|notfallkontakt|mobil privat",
        "private contact data are not needed to keep the ISMS",
    ),
    ("password|passwort|kennwort|pin|secret|recovery code", "a secret never belongs into a register"),
    (
        "personal review|appraisal|performance rating|beurteilung|leistungsbeurteilung|bewertung mitarbeiter",
        "how a person was judged is not needed to keep the ISMS",
    ),
];

/// Columns for which there is no place: a name close to one that has a place would mislead.
pub(crate) const SKIP: &str = "preferred name|nickname|rufname bevorzugt|manager|line manager|supervisor|vorgesetzter|vorgesetzte|fuhrungskraft|fte|weekly hours|wochenstunden|cost centre|cost center|kostenstelle|quiz feedback|feedback|start time|startzeit|created by|erstellt von|modified by|geandert von|item type|path";

/// Columns that are worked out here and never taken.
pub(crate) const DERIVED: &str = "level|risk level|score|risk score|rating|risk rating|overall|rag|rag status|ampel|colour|color|farbe|risikowert|risikozahl|risikostufe|risikoklasse|risikoprioritat|rpz|priority number|inherent risk|gross risk|net risk|residual|residual risk|residual score|residual level|restrisiko|rest risiko|bruttorisiko|nettorisiko|schutzbedarf gesamt|overdue|uberfallig|days left|resttage|due in";

/// Word lists of scales, lowest first, five steps.
pub(crate) const LIKELIHOOD: &[[&str; 5]] = &[
    [
        "very rare|sehr selten",
        "rare|selten",
        "possible|moglich|occasional|gelegentlich",
        "likely|wahrscheinlich|haufig",
        "very likely|sehr wahrscheinlich|sehr haufig",
    ],
    [
        "rare|remote|very unlikely|improbable|sehr unwahrscheinlich",
        "unlikely|unwahrscheinlich",
        "possible|moderate|moglich",
        "likely|probable|wahrscheinlich",
        "almost certain|certain|very likely|fast sicher|sehr wahrscheinlich|so gut wie sicher",
    ],
    [
        "very low|sehr gering|sehr niedrig|sehr klein",
        "low|gering|niedrig|klein",
        "medium|moderate|mittel",
        "high|hoch|gross",
        "very high|sehr hoch|sehr gross",
    ],
];
pub(crate) const IMPACT: &[[&str; 5]] = &[
    ["slight|sehr klein", "small|klein", "noticeable|spurbar", "serious|ernst", "threatens us|bedroht uns"],
    [
        "insignificant|negligible|unbedeutend|vernachlassigbar",
        "minor|gering|geringfugig",
        "moderate|mittel|spurbar|medium",
        "major|serious|significant|gross|erheblich|betrachtlich",
        "catastrophic|severe|critical|katastrophal|existenzbedrohend|existenzgefahrdend|kritisch",
    ],
    [
        "very low|sehr gering|sehr niedrig|sehr klein",
        "low|gering|niedrig|klein",
        "medium|moderate|mittel",
        "high|hoch|gross",
        "very high|sehr hoch|sehr gross",
    ],
];
/// Three steps of a coarser scale: which of the five they are, the owner says.
pub(crate) const THREE: &[[&str; 3]] = &[[
    "low|l|gering|niedrig|n|klein|g|green|grun",
    "medium|m|mittel|moderate|amber|gelb|yellow",
    "high|h|hoch|gross|red|rot",
]];

pub(crate) const YES: &[&str] = &[
    "yes",
    "y",
    "ja",
    "j",
    "true",
    "wahr",
    "x",
    "1",
    "ok",
    "done",
    "erledigt",
    "implemented",
    "umgesetzt",
    "anwesend",
    "present",
    "attended",
    "teilgenommen",
    "oui",
    "sim",
    "si",
];
pub(crate) const NO: &[&str] =
    &["no", "n", "nein", "false", "falsch", "0", "absent", "abwesend", "nao", "non", "entschuldigt", "excused"];

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn every_place_and_every_word_exists() {
        use isms::kind::Ty;
        for g in GUIDES {
            let info = isms::kinds::kind(g.kind).unwrap();
            for c in g.columns {
                let field = info.field(c.to);
                assert!(field.is_some() || VIRTUAL.iter().any(|(n, _)| *n == c.to), "{}: {}", g.kind, c.to);
                for (_, choice) in c.words {
                    for one in choice.split('|') {
                        let ok = match field.map(|f| &f.ty) {
                            Some(Ty::Choice { of } | Ty::Many { of }) => of.iter().any(|o| o.name == one),
                            _ if c.to == "state" => one == "!" || info.states.contains(&one),
                            _ => false,
                        };
                        assert!(ok, "{}.{}: {one}", g.kind, c.to);
                    }
                }
            }
            for (field, fill) in g.fill {
                let state = *field == "state" && matches!(fill, Fill::Is(s) if info.states.contains(s));
                assert!(state || info.field(field).is_some(), "{}: {field}", g.kind);
            }
            for needs in g.needs {
                assert!(needs.split('|').all(|n| g.col(n).is_some()), "{}: {needs}", g.kind);
            }
        }
    }
}
