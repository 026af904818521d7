//! A small file built from the kinds' examples, and the ways in which tests go through a guide.
//! It must never know a guide.
use chrono::{NaiveDate, NaiveTime};
use isms::kinds::kind;
use isms::wizard::{self, Answers, Level, Wizard, WizardShown};
use isms::{Change, Isms, Proposal, Refusal, Stamp, Verb};
use serde_json::{Map, Value, json};

pub fn day(s: &str) -> NaiveDate {
    isms::dates::parse(s).unwrap()
}

/// A file in memory, written as the product writes it.
pub struct Book {
    pub isms: Isms,
    pub today: NaiveDate,
}
impl Book {
    /// Everything that an example names, on day zero, reviewed and approved.
    pub fn new() -> Book {
        let mut b = Book { isms: Isms::new("00000000000000000000000000000000"), today: day("2026-01-05") };
        let put = |k: &str, code: &str, more: Value| {
            let mut body = (kind(k).unwrap().example)();
            merge(&mut body, more);
            Change::put(k, code, body)
        };
        b.act(Verb::Add, vec![
            put("person", "P-0", json!({"title": "Pat Zero", "roles": ["everyone", "administrator"], "email": "pat@example.test"})),
            put("person", "P-1", json!({"title": "Jo Berg", "roles": ["everyone", "top management"], "email": "jo@example.test"})),
            put("person", "P-2", json!({"title": "Anna Meyer", "roles": ["everyone"], "email": "anna@example.test"})),
            put("person", "P-3", json!({"title": "Alexander Meyer", "roles": ["everyone", "developer"], "email": "alexander@example.test", "joined_on": "2026-01-05"})),
            put("organization", "ORG", json!({"top_management": ["P-1"], "isms_owner": "P-0", "role_list": [{"role": "everyone"}, {"role": "administrator"}, {"role": "developer"}, {"role": "top management"}]})),
            put("asset", "A-0", json!({"title": "Laptops"})),
            put("asset", "A-1", json!({"title": "Old van"})),
            put("evidence", "EV-0", json!({"shows": "Disk encryption report", "collected_on": "2026-01-05", "about": ["SOA-8.24"]})),
            put("evidence", "EV-1", json!({"shows": "Signed sheet", "collected_on": "2026-01-05"})),
            put("control", "SOA-8.24", json!({"title": "Use of cryptography", "number": "A.8.24", "applies": "yes", "because_of": ["business"], "justification": "Laptops leave the house every day.", "status": "in_place", "how": "Every disk is encrypted.", "how_checked": "The report of the device manager.", "evidence": ["EV-0"], "owner": "P-0"})),
            put("control", "SOA-8.12", json!({"title": "Data leakage prevention", "number": "A.8.12", "applies": "yes", "because_of": ["business"], "justification": "Customer data must not leave.", "status": "planned", "done_by": "2026-12-31", "owner": "P-0"})),
            put("risk", "R-0", json!({"controls": ["SOA-8.24"]})),
            put("risk", "R-1", json!({"title": "Backup cannot be read", "owner": "P-1", "plan_approved": {"by": "P-1", "on": "2026-01-05", "how": "in_app"}})),
            put("risk", "R-2", json!({"title": "Office burns down", "owner": "P-1", "plan_approved": {"by": "P-1", "on": "2026-01-05", "how": "in_app"}})),
            put("obligation", "OB-0", json!({})),
            put("policy", "POL-0", json!({"obligations": ["OB-0"], "answers": ["A.5.10"], "text": "Use what we give you for work. Report a loss within 24 hours."})),
            put("course", "CRS-0", json!({"policies": ["POL-0"]})),
            put("course", "CRS-1", json!({"title": "Secure administration", "aim": "competence", "pass_mark": 80, "for_roles": ["administrator"]})),
        ]);
        let about =
            ["ORG", "A-0", "A-1", "SOA-8.24", "SOA-8.12", "R-0", "R-1", "R-2", "OB-0", "POL-0", "CRS-0", "CRS-1"];
        b.act(Verb::Review, vec![Change::add("review", json!({"wizard": "first-run", "about": about, "held_on": "2026-01-05", "by": "P-0", "outcome": "holds", "why": "All of it was looked at on day zero.", "signed": {"by": "P-0", "on": "2026-01-05", "how": "in_app"}}))]);
        b.on("2026-06-02")
    }
    pub fn on(mut self, today: &str) -> Book {
        self.today = day(today);
        self
    }
    pub fn act(&mut self, verb: Verb, changes: Vec<Change>) {
        self.propose(Proposal { verb, why: "For the test.".into(), changes }).unwrap();
    }
    /// Changes a record, as an act of its own.
    pub fn with(mut self, kind: &str, code: &str, fields: Value) -> Book {
        self.act(Verb::Change, vec![Change::put(kind, code, fields)]);
        self
    }
    pub fn propose(&mut self, proposal: Proposal) -> Result<(), Refusal> {
        let mut salt = || [7u8; 32];
        let mut stamp = Stamp {
            at: self.today.and_time(NaiveTime::from_hms_opt(14, 3, 0).unwrap()).and_utc(),
            on: self.today,
            by: "P-0".into(),
            salt: &mut salt,
        };
        let planned = self.isms.plan(proposal, &mut stamp)?;
        self.isms.apply(&planned);
        Ok(())
    }
    pub fn body(&self, code: &str) -> Value {
        Value::Object(self.isms.record(code).unwrap_or_else(|| panic!("no {code}")).body_json())
    }
    pub fn states(&self, id: &str) -> String {
        isms::staleness::of(&self.isms, self.today, id).map_or_else(
            || "no item".into(),
            |i| i.states.as_ref().iter().map(|s| s.name()).collect::<Vec<_>>().join("+"),
        )
    }
    /// The last review record.
    pub fn review(&self) -> Value {
        let (_, r) = self.isms.each("review").last().unwrap();
        Value::Object(r.body_json())
    }
    pub fn guide(&self, name: &str, about: &[&str], answers: Value) -> Guide<'_> {
        let answers: Answers = serde_json::from_value(answers).unwrap();
        Guide {
            book: self,
            wizard: isms::wizards::wizard(name).unwrap(),
            about: about.iter().map(|s| s.to_string()).collect(),
            answers,
        }
    }
    /// Finishes, plans and applies.
    pub fn finish(&mut self, name: &str, about: &[&str], answers: Value) -> Result<(), Refusal> {
        let proposal = self.guide(name, about, answers).finish()?;
        self.propose(proposal)
    }
}
pub fn merge(a: &mut Value, b: Value) {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            b.into_iter().for_each(|(k, v)| merge(a.entry(k).or_insert(Value::Null), v))
        }
        (a, b) => *a = b,
    }
}
/// The same answers with some of them otherwise.
pub fn but(mut answers: Value, other: Value) -> Value {
    merge(&mut answers, other);
    answers
}

/// A guide with answers.
pub struct Guide<'a> {
    pub book: &'a Book,
    pub wizard: &'static Wizard,
    pub about: Vec<String>,
    pub answers: Answers,
}
impl Guide<'_> {
    pub fn show(&self, step: &str) -> WizardShown {
        let shown =
            wizard::show(&self.book.isms, self.book.today, "P-0", self.wizard, &self.about, &self.answers, Some(step));
        assert_eq!(shown.step.id, step, "steps: {:?}", shown.steps.iter().map(|s| &s.id).collect::<Vec<_>>());
        shown
    }
    pub fn steps(&self) -> Vec<String> {
        wizard::show(&self.book.isms, self.book.today, "P-0", self.wizard, &self.about, &self.answers, None)
            .steps
            .into_iter()
            .map(|s| s.id)
            .collect()
    }
    pub fn finish(&self) -> Result<Proposal, Refusal> {
        wizard::finish(&self.book.isms, self.book.today, "P-0", self.wizard, &self.about, &self.answers, None)
    }
    /// What is said about a step: "red field: text hint", one a line.
    pub fn says(&self, step: &str) -> String {
        let mut answers = self.answers.clone();
        answers.keep(step, Map::new());
        let shown =
            wizard::show(&self.book.isms, self.book.today, "P-0", self.wizard, &self.about, &answers, Some(step));
        assert_eq!(shown.step.id, step, "steps: {:?}", shown.steps.iter().map(|s| &s.id).collect::<Vec<_>>());
        shown
            .warnings
            .iter()
            .map(|w| format!("{} {}: {}", if w.level == Level::Red { "red" } else { "yellow" }, w.field, w.text))
            .collect::<Vec<_>>()
            .join("\n")
    }
    /// Goes through it page by page with these answers, as the window does, and tells what was on each page.
    pub fn transcript(&self) -> String {
        let mut out = String::new();
        let (b, mut kept) = (self.book, Answers::default());
        let mut shown = wizard::show(&b.isms, b.today, "P-0", self.wizard, &self.about, &kept, None);
        for _ in 0..60 {
            let s = &shown.step;
            out.push_str(&format!(
                "== {} of {}: {}\n",
                shown.at + 1,
                shown.steps.len(),
                if s.heading.is_empty() { &s.title } else { &s.heading }
            ));
            for q in &s.questions {
                out.push_str(&format!("   {}\n", q.label));
                for r in q.rows.iter().flatten() {
                    out.push_str(&format!("     - {}\n", r.title));
                }
            }
            if let Some(c) = &shown.check {
                c.answers.iter().for_each(|a| out.push_str(&format!("   {} > {}\n", a.label, a.shown)));
                c.changes.iter().for_each(|x| {
                    out.push_str(&format!(
                        "   changes {}: {}\n",
                        x.id,
                        x.changes
                            .iter()
                            .map(|f| format!("{} {} > {}", f.field, f.was, f.now))
                            .collect::<Vec<_>>()
                            .join("; ")
                    ))
                });
                c.adds.iter().for_each(|x| out.push_str(&format!("   adds {} {}\n", x.id, x.title)));
                c.again.iter().for_each(|x| out.push_str(&format!("   again {}\n", x.text)));
                out.push_str(&format!("   current {}\n", c.current.join(", ")));
                c.warnings.iter().for_each(|w| out.push_str(&format!("   {:?} {}\n", w.level, w.text)));
            }
            if let Some(p) = &shown.proposed {
                out.push_str(&format!("   {}\n", p.statement));
            }
            if s.id == "sign" {
                return out;
            }
            let given = self.answers.0.get(&s.id).cloned().unwrap_or_default();
            let step = s.id.clone();
            match wizard::next(&b.isms, b.today, "P-0", self.wizard, &self.about, &mut kept, &step, given) {
                Ok(next) => {
                    next.warnings
                        .iter()
                        .filter(|_| next.step.id == step)
                        .for_each(|w| out.push_str(&format!("   {:?} {}\n", w.level, w.text)));
                    assert!(next.step.id != step || next.at == shown.at, "stuck at {step}");
                    shown = next;
                }
                Err(r) => return out + &format!("   refused {r}\n"),
            }
        }
        panic!("it does not end:\n{out}");
    }
}
/// Compares a transcript with `golden/NAME.txt`. `ISMS_BLESS=1` writes what it is now.
pub fn golden(name: &str, actual: &str) {
    let path = format!("{}/tests/wizards/golden/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("ISMS_BLESS").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(actual.trim() == expected.trim(), "{path} differs; it was:\n{actual}");
}
/// Compares a transcript with what is expected; the indentation of the first line is taken off.
pub fn expect(actual: &str, expected: &str) {
    let indent = expected.lines().find(|l| !l.trim().is_empty()).map_or(0, |l| l.len() - l.trim_start().len());
    let expected: String =
        expected.lines().map(|l| l.get(indent..).unwrap_or("").trim_end().to_string() + "\n").collect();
    assert_eq!(actual.trim(), expected.trim(), "\n--- it was:\n{actual}");
}
