//! Does a body answer what its kind asks? Driven by the declared fields alone; what no type can say is the kind's own `check`.
use crate::canonical::empty;
use crate::catalog;
use crate::dates;
use crate::isms::Isms;
use crate::kind::{Field, KindInfo, Ty};
use crate::refusal::Refusal;
use crate::words::{Cadence, From};
use chrono::NaiveDate;
use serde_json::{Map, Value};

/// Beside what a body is judged: the file as it stands, the day, and the record's earlier body.
pub struct Check<'a> {
    pub isms: &'a Isms,
    pub today: NaiveDate,
    pub kind: &'static KindInfo,
    /// Code of the record, or "new risk".
    pub code: &'a str,
    /// The body as it will be, and as it was.
    pub now: &'a Map<String, Value>,
    pub was: Option<&'a Map<String, Value>>,
    /// Kind of a record that exists or is added by the same act.
    pub known: &'a dyn Fn(&str) -> Option<&'static str>,
}

impl Check<'_> {
    pub fn field(&self, field: &str, text: &str, hint: &str) -> Refusal {
        Refusal::new("field", format!("{}.{field}", self.code), text, hint)
    }
    pub fn state(&self) -> &str {
        self.now.get("state").and_then(Value::as_str).unwrap_or_default()
    }
    /// Did the act change this field?
    pub fn moved(&self, field: &str) -> bool {
        self.was.is_none_or(|w| w.get(field) != self.now.get(field))
    }

    /// Every mistake of the body against the declared fields.
    pub fn fields(&self) -> Vec<Refusal> {
        let mut bad = Vec::new();
        for name in self.now.keys() {
            let kept = matches!(name.as_str(), "v" | "state" | "retired" | "withdrawn")
                || (name == "secret" && self.kind.keyed);
            if self.kind.field(name).is_none() && !kept {
                bad.push(Refusal::new(
                    "unknown",
                    format!("{}.{name}", self.code),
                    format!("A {} has no field \u{201c}{name}\u{201d}.", self.kind.title.to_lowercase()),
                    format!("`isms kinds {}` lists the fields.", self.kind.name),
                ));
            }
        }
        self.rows(&self.kind.fields, self.now, "", &mut bad);
        if let Some(state) = self.now.get("state").and_then(Value::as_str) {
            if !self.kind.states.contains(&state) {
                bad.push(Refusal::new(
                    "state",
                    format!("{}.state", self.code),
                    format!("A {} has no state \u{201c}{state}\u{201d}.", self.kind.title.to_lowercase()),
                    format!("It is one of: {}.", self.kind.states.join(", ")),
                ));
            }
        }
        bad
    }

    fn rows(&self, fields: &[Field], row: &Map<String, Value>, at: &str, bad: &mut Vec<Refusal>) {
        for f in fields {
            let place = if at.is_empty() { f.name.clone() } else { format!("{at}.{}", f.name) };
            match row.get(&f.name).filter(|v| !empty(v)) {
                Some(v) => self.value(&f.ty, v, &place, bad),
                None => {
                    let asked = must(&f.case) && holds(&f.case, row);
                    if f.required || asked {
                        let hint = match (&f.ty, asked) {
                            (Ty::Choice { of }, _) => format!(
                                "Choose one of: {}.",
                                of.iter().map(|c| c.label.as_str()).collect::<Vec<_>>().join(", ")
                            ),
                            (_, true) => format!("It is asked for because {}.", case_words(&f.case)),
                            _ => f.hint.clone(),
                        };
                        bad.push(self.field(
                            &place,
                            &format!("\u{201c}{}\u{201d} is not answered.", f.question),
                            &hint,
                        ));
                    }
                }
            }
        }
    }

    fn value(&self, ty: &Ty, v: &Value, at: &str, bad: &mut Vec<Refusal>) {
        let shown = match v {
            Value::String(s) => s.chars().take(60).collect::<String>(),
            other => other.to_string().chars().take(60).collect(),
        };
        let mut no = |text: String, hint: &str| bad.push(self.field(at, &text, hint));
        match ty {
            Ty::Text | Ty::PersonalText => self.line(v, at, 200, false, bad),
            Ty::Link => self.line(v, at, 2_000, false, bad),
            Ty::Target => self.target(v, at, bad),
            Ty::Prose | Ty::PersonalProse => self.line(v, at, 20_000, true, bad),
            Ty::LongProse => self.line(v, at, 200_000, true, bad),
            Ty::FileText => self.line(v, at, 1_000_000, true, bad),
            Ty::Number => {
                if !v.as_str().is_some_and(|s| s.len() <= 30 && decimal(s)) {
                    no(format!("\u{201c}{shown}\u{201d} is not a number."), "Write it like 99.5.");
                }
            }
            Ty::Date | Ty::Past => match v.as_str().and_then(dates::parse) {
                None => no(
                    format!("\u{201c}{shown}\u{201d} is not a day between 1990 and 2099."),
                    "Write it like 2026-11-24.",
                ),
                Some(d) if *ty == Ty::Past && d > self.today => {
                    no(format!("{} has not happened yet.", dates::say(d, self.today)), "When was it?")
                }
                _ => {}
            },
            Ty::Moment => {
                let ok = v.as_str().is_some_and(|s| {
                    chrono::DateTime::parse_from_str(s, "%Y-%m-%dT%H:%M%:z").is_ok() && dates::parse(&s[..10]).is_some()
                });
                if !ok {
                    no(
                        format!("\u{201c}{shown}\u{201d} is not a moment."),
                        "Write day, time and offset like 2026-04-20T14:10+02:00.",
                    );
                }
            }
            Ty::Score => {
                if !v.as_i64().is_some_and(|n| (1..=5).contains(&n)) {
                    no(format!("\u{201c}{shown}\u{201d} is not on the scale."), "Choose a whole number from 1 to 5.");
                }
            }
            Ty::Percent => {
                if !v.as_i64().is_some_and(|n| (0..=100).contains(&n)) {
                    no(format!("\u{201c}{shown}\u{201d} is not a percentage."), "Give a whole number from 0 to 100.");
                }
            }
            Ty::Count => {
                if !v.as_i64().is_some_and(|n| (0..=1_000_000_000).contains(&n)) {
                    no(format!("\u{201c}{shown}\u{201d} is not a count."), "Give a whole number, not negative.");
                }
            }
            Ty::Bool => {
                if !v.is_boolean() {
                    no(format!("\u{201c}{shown}\u{201d} is neither yes nor no."), "Answer yes or no.");
                }
            }
            Ty::Version => {
                if v.as_str().is_none_or(|s| s.parse::<crate::words::Version>().is_err()) {
                    no(format!("\u{201c}{shown}\u{201d} is not a version."), "Write it like 2.1.");
                }
            }
            Ty::Money => {
                let ok = v.get("minor").and_then(Value::as_i64).is_some_and(|n| (0..=10_000_000_000_000).contains(&n))
                    && v.get("currency").and_then(Value::as_str).is_some_and(|c| c.len() == 3);
                if !ok {
                    no(
                        format!("\u{201c}{shown}\u{201d} is not an amount."),
                        "Give minor units and a currency of three letters.",
                    );
                }
            }
            Ty::Cadence => match serde_json::from_value::<Cadence>(v.clone()) {
                Err(_) => no(
                    format!("\u{201c}{shown}\u{201d} is not a cadence."),
                    "Give every, unit (day, week, month, year), and from.",
                ),
                Ok(c) if !(1..=60).contains(&c.every) || c.lead_days > 180 || c.window_days > 90 => no(
                    "The cadence is out of bounds.".into(),
                    "Every 1 to 60; lead 0 to 180 days; window 0 to 90 days.",
                ),
                Ok(Cadence { from: From::Fixed(day), .. }) if dates::parse(&day.to_string()).is_none() => {
                    no(format!("{day} is not a day between 1990 and 2099."), "Give another day to count from.")
                }
                Ok(c) if matches!(c.from, From::Fixed(_)) && c.lead_days >= c.days() => {
                    no("The lead is as long as the period.".into(), "Choose fewer days of lead.")
                }
                Ok(_) => {}
            },
            Ty::Clauses => match v.as_array() {
                None => no(
                    format!("\u{201c}{shown}\u{201d} is not a list of clauses."),
                    "Give a list like [\"8.2\", \"A.5.22\"].",
                ),
                Some(list) => {
                    for one in list {
                        let n = one.as_str().unwrap_or_default();
                        if !catalog::knows(n) {
                            no(
                                format!("There is no clause or control \u{201c}{n}\u{201d}."),
                                "Give numbers like 8.2 or A.5.22.",
                            );
                        }
                    }
                }
            },
            Ty::Approval => match v.as_object() {
                None => no(format!("\u{201c}{shown}\u{201d} is not an approval."), "Say who, on which day, and how."),
                Some(row) => {
                    self.rows(approval_fields(), row, at, bad);
                    if row.get("how").and_then(Value::as_str) != Some("in_app") && row.get("proof").is_none_or(empty) {
                        bad.push(Refusal::new(
                            "proof",
                            format!("{}.{at}.proof", self.code),
                            "Nothing shows that they said yes.",
                            "Attach the paper, mail or minutes, or let them sign here.",
                        ));
                    }
                }
            },
            Ty::Choice { of } => {
                if !v.as_str().is_some_and(|s| of.iter().any(|c| c.name == s)) {
                    no(
                        format!("\u{201c}{shown}\u{201d} is not one of the answers."),
                        &format!(
                            "Choose one of: {}.",
                            of.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", ")
                        ),
                    );
                }
            }
            Ty::Many { of } => match v.as_array() {
                None => no(format!("\u{201c}{shown}\u{201d} is not a list."), "Give a list of answers."),
                Some(list) => {
                    for (i, one) in list.iter().enumerate() {
                        let name = one.as_str().unwrap_or_default();
                        if !of.iter().any(|c| c.name == name) {
                            no(
                                format!("\u{201c}{name}\u{201d} is not one of the answers."),
                                &format!(
                                    "Choose among: {}.",
                                    of.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", ")
                                ),
                            );
                        } else if list[..i].contains(one) {
                            no(format!("\u{201c}{name}\u{201d} is there twice."), "Take one away.");
                        }
                    }
                }
            },
            Ty::Ref { kinds, .. } => self.link(kinds, v, at, bad),
            Ty::Refs { kinds, .. } => match v.as_array() {
                None => no(format!("\u{201c}{shown}\u{201d} is not a list of codes."), "Give a list like [\"A-003\"]."),
                Some(list) => {
                    for (i, one) in list.iter().enumerate() {
                        if list[..i].contains(one) {
                            bad.push(self.field(
                                at,
                                &format!("{} is there twice.", one.as_str().unwrap_or_default()),
                                "Take one away.",
                            ));
                        }
                        self.link(kinds, one, at, bad);
                    }
                }
            },
            Ty::Texts | Ty::Targets => match v.as_array() {
                None => no(format!("\u{201c}{shown}\u{201d} is not a list."), "Give a list."),
                Some(list) => {
                    for one in list {
                        if *ty == Ty::Targets { self.target(one, at, bad) } else { self.line(one, at, 200, false, bad) }
                    }
                }
            },
            Ty::Row { of } => match v.as_object() {
                None => no(format!("\u{201c}{shown}\u{201d} is not a row."), "Give an object with its fields."),
                Some(row) => self.rows(of, row, at, bad),
            },
            Ty::List { of } => match v.as_array() {
                None => no(format!("\u{201c}{shown}\u{201d} is not a list of rows."), "Give a list of objects."),
                Some(list) if list.len() > 2_000 => no(format!("{} rows are too many.", list.len()), "At most 2,000."),
                Some(list) => {
                    for (i, row) in list.iter().enumerate() {
                        match row.as_object() {
                            None => bad.push(self.field(
                                at,
                                &format!("Row {} is not a row.", i + 1),
                                "Give an object with its fields.",
                            )),
                            Some(row) => {
                                for name in row.keys().filter(|n| !of.iter().any(|f| f.name == **n)) {
                                    bad.push(Refusal::new(
                                        "unknown",
                                        format!("{}.{at}[{}].{name}", self.code, i + 1),
                                        format!("There is no field \u{201c}{name}\u{201d} here."),
                                        "",
                                    ));
                                }
                                self.rows(of, row, &format!("{at}[{}]", i + 1), bad);
                            }
                        }
                    }
                }
            },
            Ty::Drop { .. } => {
                if v.get("file").and_then(Value::as_str).is_none() || !v.get("rows").is_some_and(Value::is_array) {
                    no("There is no file here.".into(), "Drop a file, or name one: {\"file\": \"list.csv\"}.");
                }
            }
            Ty::Free => {}
        }
    }

    fn line(&self, v: &Value, at: &str, most: usize, lines: bool, bad: &mut Vec<Refusal>) {
        let Some(s) = v.as_str() else {
            bad.push(self.field(at, &format!("\u{201c}{v}\u{201d} is not text."), "Give text in quotation marks."));
            return;
        };
        let n = s.chars().count();
        if n > most {
            bad.push(self.field(
                at,
                &format!("The text has {n} characters."),
                &format!("At most {most} fit here; put the rest under notes."),
            ));
        }
        if s.chars().any(|c| c.is_control() && !(lines && matches!(c, '\n' | '\t'))) {
            let what =
                if s.contains('\n') { "The text has a line break." } else { "The text has a control character in it." };
            bad.push(self.field(at, what, if lines { "Take it out." } else { "Write it on one line." }));
        }
    }

    fn target(&self, v: &Value, at: &str, bad: &mut Vec<Refusal>) {
        let s = v.as_str().unwrap_or_default();
        let known = crate::isms::WHOLES.contains(&s)
            || s.split_once('/').map_or_else(
                || (self.known)(s).is_some(),
                |(a, b)| matches!(a, "coverage" | "cycle" | "checklist") || (self.known)(a).is_some() && !b.is_empty(),
            );
        if !known {
            bad.push(Refusal::new(
                "link",
                format!("{}.{at}", self.code),
                format!("There is no \u{201c}{s}\u{201d} in this file."),
                "Give the code of a record, like R-012.",
            ));
        }
    }

    fn link(&self, kinds: &[String], v: &Value, at: &str, bad: &mut Vec<Refusal>) {
        let code = v.as_str().unwrap_or_default();
        let words = || {
            kinds
                .iter()
                .map(|k| crate::kinds::kind(k).map_or(k.as_str(), |i| i.title).to_lowercase())
                .collect::<Vec<_>>()
                .join(" or ")
        };
        match (self.known)(code) {
            None => bad.push(Refusal::new(
                "link",
                format!("{}.{at}", self.code),
                format!("There is no \u{201c}{code}\u{201d} in this file."),
                format!("Give the code of {}.", if kinds.is_empty() { "a record".into() } else { words() }),
            )),
            Some(k) if !kinds.is_empty() && !kinds.iter().any(|n| n == k) => bad.push(Refusal::new(
                "link",
                format!("{}.{at}", self.code),
                format!("{code} is a {}.", k.replace('_', " ")),
                format!("Give the code of {}.", words()),
            )),
            _ => {}
        }
    }
}

/// The parts of an approval, as fields.
pub fn approval_fields() -> &'static [Field] {
    static FIELDS: std::sync::OnceLock<Vec<Field>> = std::sync::OnceLock::new();
    FIELDS.get_or_init(|| {
        let f = |name: &str, question: &str, hint: &str, ty: Ty, required: bool| Field {
            name: name.into(),
            question: question.into(),
            hint: hint.into(),
            ty,
            required,
            case: String::new(),
            material: false,
            facets: Vec::new(),
            conducts: false,
            program: false,
            personal: false,
        };
        let way = |name: &str, label: &str| crate::kind::Choice {
            name: name.into(),
            label: label.into(),
            meaning: String::new(),
        };
        vec![
            f(
                "by",
                "Who says yes?",
                "Only who may decide this.",
                Ty::Ref { kinds: vec!["person".into()], edge: None },
                true,
            ),
            f(
                "how",
                "How do you have their word?",
                "",
                Ty::Choice {
                    of: vec![
                        way("in_app", "here, now"),
                        way("signed", "signed paper"),
                        way("email", "e-mail"),
                        way("minutes", "minutes"),
                    ],
                },
                true,
            ),
            f("on", "On which day?", "", Ty::Past, true),
            f(
                "proof",
                "Put the paper, mail or minutes here.",
                "",
                Ty::Refs { kinds: vec!["evidence".into()], edge: None },
                false,
            ),
        ]
    })
}

/// Must what is asked in this case be answered? With "?" at its end ("answer=sent?") it may stay empty.
pub fn must(case: &str) -> bool {
    !case.is_empty() && !case.ends_with('?')
}
/// "status=partly|in_place", "state=left", "a=x&b=y": does it hold of this row?
pub fn holds(case: &str, row: &Map<String, Value>) -> bool {
    case.trim_end_matches('?').split('&').all(|one| {
        let Some((field, values)) = one.split_once('=') else { return false };
        let (field, not) = field.strip_suffix('!').map_or((field, false), |f| (f, true));
        let has = values.split('|').any(|want| match row.get(field) {
            Some(Value::String(s)) => s == want,
            Some(Value::Array(a)) => a.iter().any(|v| v.as_str() == Some(want)),
            Some(Value::Bool(b)) => (want == "yes") == *b,
            Some(_) => false,
            None => want.is_empty(),
        });
        has != not
    })
}
fn case_words(case: &str) -> String {
    case.split('&')
        .map(|one| match one.split_once('=') {
            Some((f, v)) if f.ends_with('!') => format!(
                "{} is not {}",
                f.trim_end_matches('!').replace('_', " "),
                v.replace('|', " or ").replace('_', " ")
            ),
            // "Critical is critical" says nothing.
            Some((f, v)) if f == v => format!("it is {}", v.replace('_', " ")),
            Some((f, v)) => format!("{} is {}", f.replace('_', " "), v.replace('|', " or ").replace('_', " ")),
            None => one.to_string(),
        })
        .collect::<Vec<_>>()
        .join(" and ")
}
fn decimal(s: &str) -> bool {
    let t = s.strip_prefix('-').unwrap_or(s);
    let (a, b) = t.split_once('.').unwrap_or((t, "0"));
    !a.is_empty() && !b.is_empty() && a.chars().all(|c| c.is_ascii_digit()) && b.chars().all(|c| c.is_ascii_digit())
}

/// Brings a body into its one spelling before it is checked: numbers of `Number` fields become text, lines are trimmed, text is NFC.
pub fn normal(kind: &KindInfo, body: &mut Map<String, Value>) {
    use unicode_normalization::UnicodeNormalization;
    fn walk(ty: &Ty, v: &mut Value) {
        match (ty, &mut *v) {
            (Ty::Number, Value::Number(n)) => *v = Value::String(n.to_string().trim_end_matches(".0").to_string()),
            (Ty::Text | Ty::PersonalText | Ty::Link, Value::String(s)) => *s = s.trim().nfc().collect(),
            (Ty::Prose | Ty::PersonalProse | Ty::LongProse | Ty::FileText, Value::String(s)) => {
                *s = s.trim_end().replace("\r\n", "\n").nfc().collect()
            }
            (Ty::Texts, Value::Array(a)) => a.iter_mut().for_each(|v| walk(&Ty::Text, v)),
            (Ty::Row { of }, Value::Object(row)) => fields(of, row),
            (Ty::List { of }, Value::Array(rows)) => {
                rows.iter_mut().filter_map(Value::as_object_mut).for_each(|row| fields(of, row))
            }
            _ => {}
        }
    }
    fn fields(of: &[Field], row: &mut Map<String, Value>) {
        for f in of {
            if let Some(v) = row.get_mut(&f.name) {
                walk(&f.ty, v);
            }
        }
    }
    fields(&kind.fields, body);
}
