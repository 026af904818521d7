//! An owner who knows nothing but what the page shows: answers each question by its sort alone, and where the guide refuses, changes that
//! answer or fills in what is asked for. It must never know a guide.
use chrono::NaiveDate;
use isms::Isms;
use isms::kind::{Field, Ty};
use isms::refusal::Refusal;
use isms::wizard::{self, Answers, Ask, Wizard, WizardShown};
use serde_json::{Map, Value, json};
use std::cell::Cell;
use std::collections::BTreeMap;

pub struct Owner<'a> {
    pub isms: &'a Isms,
    pub today: NaiveDate,
    pub by: &'a str,
    /// How often this guide was gone through for the same thing: the later visits answer the first page with a later choice.
    pub visit: usize,
    /// How many sentences were written.
    pub said: Cell<usize>,
}
/// What an owner writes who has looked: long enough for every guide, and no name in it.
const WORDS: [&str; 2] = [
    "Looked at it together at the desk on Tuesday: it is done as it is written, and the last month shows it.",
    "Because nobody else could have seen it: the list was kept by hand, without a second look at it.",
];

impl Owner<'_> {
    /// Goes through a guide to its signature; says at which page it could not go on, and why. `at` is told each page with the answers
    /// so far, and whether to go on.
    pub fn through(
        &self,
        w: &'static Wizard,
        about: &[String],
        mut at: impl FnMut(&WizardShown, &Answers) -> bool,
    ) -> Result<Answers, String> {
        let mut kept = Answers::default();
        let mut shown = wizard::show(self.isms, self.today, self.by, w, about, &kept, None);
        for _ in 0..3000 {
            if !at(&shown, &kept) {
                return Ok(kept);
            }
            if shown.step.id == "sign" {
                return self.sign(w, about, kept, &shown);
            }
            shown = self.page(w, about, &mut kept, &shown)?;
        }
        Err(format!("{} does not end: {}", w.name, shown.step.id))
    }

    fn page(
        &self,
        w: &'static Wizard,
        about: &[String],
        kept: &mut Answers,
        shown: &WizardShown,
    ) -> Result<WizardShown, String> {
        let step = &shown.step.id;
        self.until_it_goes_on(w, step, shown, |given| {
            let mut with = kept.clone();
            let next = wizard::next(self.isms, self.today, self.by, w, about, &mut with, step, given)?;
            // The page itself once more: a warning to be read, or a question that followed from the answers.
            let next = if next.step.id == *step && next.step.questions.len() == shown.step.questions.len() {
                wizard::next(self.isms, self.today, self.by, w, about, &mut with, step, Map::new())?
            } else {
                next
            };
            *kept = with;
            Ok(next)
        })
    }

    fn sign(
        &self,
        w: &'static Wizard,
        about: &[String],
        kept: Answers,
        shown: &WizardShown,
    ) -> Result<Answers, String> {
        self.until_it_goes_on(w, "sign", shown, |mut given| {
            given.insert("signed".into(), true.into());
            let mut with = kept.clone();
            with.keep("sign", given);
            wizard::finish(self.isms, self.today, self.by, w, about, &with, None)?;
            Ok(with)
        })
    }

    /// Tries the answers of a page, and changes what is refused, until the guide takes them.
    fn until_it_goes_on<T>(
        &self,
        w: &Wizard,
        step: &str,
        shown: &WizardShown,
        mut take: impl FnMut(Map<String, Value>) -> Result<T, Refusal>,
    ) -> Result<T, String> {
        let questions = &shown.step.questions;
        let first = shown.at <= 1 && questions.len() == 1;
        let mut tried: BTreeMap<&str, usize> = questions
            .iter()
            .filter(|q| q.required && q.case.is_empty() && q.value.is_null())
            .map(|q| (q.field.as_str(), 0))
            .collect();
        let mut last = String::new();
        for _ in 0..60 {
            let given: Map<String, Value> = questions
                .iter()
                .filter_map(|q| {
                    let n = *tried.get(q.field.as_str())?;
                    let later = if first { self.visit } else { 0 };
                    Some((q.field.clone(), self.answer(q, n + later)))
                })
                .collect();
            let refusal = match take(given) {
                Ok(done) => return Ok(done),
                Err(r) => r,
            };
            last = refusal.to_string();
            for r in refusal.each() {
                let Some(q) = questions.iter().find(|q| at(&r.place, step, &q.field)) else { continue };
                tried.entry(q.field.as_str()).and_modify(|n| *n += 1).or_insert(0);
            }
        }
        Err(format!("{} at {step}: {last}", w.name))
    }

    /// The n-th answer that this question could have.
    fn answer(&self, q: &Ask, n: usize) -> Value {
        let one = |ty: &Ty, q: &Ask| self.value(ty, q, n);
        let Some(rows) = &q.rows else { return one(&q.ty, q) };
        let of_row = |row: &wizard::Row| match &q.ty {
            Ty::Row { of } | Ty::List { of } => Value::Object(
                of.iter()
                    .filter(|f| row.fields.as_ref().is_none_or(|only| of[0].name == f.name || only.contains(&f.name)))
                    .map(|f| (f.name.clone(), self.value(&f.ty, q, n)))
                    .collect(),
            ),
            ty => one(ty, q),
        };
        Value::Object(rows.iter().map(|r| (r.id.clone(), of_row(r))).collect())
    }

    fn value(&self, ty: &Ty, q: &Ask, n: usize) -> Value {
        let day = |d: i64| json!((self.today + chrono::Duration::days(d)).to_string());
        let turn = |list: Vec<Value>| list.get(n % list.len().max(1)).cloned().unwrap_or(Value::Null);
        match ty {
            Ty::Text | Ty::Prose | Ty::LongProse | Ty::PersonalText | Ty::PersonalProse => self.words(n).into(),
            Ty::Link => "https://example.org/notes".into(),
            Ty::Number => turn(vec!["2".into(), "1".into()]),
            Ty::Moment => format!("{}T09:00+00:00", self.today).into(),
            Ty::Date => turn(vec![day(60), day(30), day(0), day(300)]),
            Ty::Past => turn(vec![day(0), day(-1), day(-30)]),
            Ty::Score => turn(vec![2.into(), 1.into(), 3.into()]),
            Ty::Percent => 50.into(),
            Ty::Count => turn(vec![3.into(), 1.into()]),
            Ty::Money => json!({"minor": 10000, "currency": "EUR"}),
            Ty::Bool => turn(vec![true.into(), false.into()]),
            Ty::Version => "1.0".into(),
            Ty::Cadence => json!({"every": 1, "unit": "year", "from": "last"}),
            Ty::Clauses => json!(["8.2"]),
            Ty::Texts => json!([self.words(0)]),
            Ty::Choice { of } => {
                let of = q.choices.as_ref().filter(|_| matches!(q.ty, Ty::Choice { .. })).unwrap_or(of);
                turn(of.iter().map(|c| json!(c.name)).collect())
            }
            Ty::Many { of } => {
                let of = q.choices.as_ref().filter(|_| matches!(q.ty, Ty::Many { .. })).unwrap_or(of);
                turn(of.iter().map(|c| json!([c.name])).collect())
            }
            Ty::Approval => {
                let by = q.people.first().cloned().unwrap_or_else(|| self.by.to_string());
                turn(vec![
                    json!({"by": by, "on": self.today.to_string(), "how": "in_app"}),
                    json!({"by": by, "not_yet": true}),
                ])
            }
            Ty::Ref { kinds, .. } => turn(self.records(kinds).into_iter().map(Value::from).collect()),
            Ty::Refs { kinds, .. } => turn(self.records(kinds).into_iter().map(|c| json!([c])).collect()),
            Ty::Target => "ORG".into(),
            Ty::Targets => json!(["ORG"]),
            Ty::Row { of } => self.row(of, q, n),
            Ty::List { of } => json!([self.row(of, q, n)]),
            Ty::Drop { of } => self.file(of),
            Ty::Free | Ty::FileText => Value::Null,
        }
    }
    /// No two sentences are the same: guides ask whether one was copied.
    fn words(&self, n: usize) -> String {
        self.said.set(self.said.get() + 1);
        format!("{} ({})", WORDS[n % 2], self.said.get())
    }
    /// A file of this sort as it is read: one line that is known here, and one that is not.
    fn file(&self, of: &str) -> Value {
        let evidence = self.isms.each("evidence").find(|(_, r)| r.live()).map(|(_, r)| r.code.to_string());
        let at = self.today;
        let rows = match of {
            "accounts" => json!([
                {"id": "row-2", "login": "daniel", "display": "Daniel", "rights": "admin", "administrator": true, "last_sign_in": at, "person": self.by},
                {"id": "row-3", "login": "backup", "display": "backup", "rights": "user", "administrator": false, "last_sign_in": at},
            ]),
            "threats" => {
                json!([{"id": format!("news-{at}"), "title": format!("Printers let anyone in ({at})"), "source": "A letter", "published": at, "vendor": "Paperworks", "product": "P-100"}])
            }
            "findings" => {
                json!([{"id": format!("scan-{at}"), "title": format!("Old library ({at})"), "source": "Nessus", "severity": "low", "host": "desk-1"}])
            }
            _ => json!([{"id": "2", "Name": "Spare box", "Place": "Cellar"}]),
        };
        json!({"file": "export.csv", "evidence": evidence, "hosts": ["desk-1"], "rows": rows, "notes": []})
    }
    fn row(&self, of: &[Field], q: &Ask, n: usize) -> Value {
        Value::Object(of.iter().filter(|f| f.required).map(|f| (f.name.clone(), self.value(&f.ty, q, n))).collect())
    }
    /// Live records that could be meant: the first is whoever looks after the ISMS, where people are asked for.
    fn records(&self, kinds: &[String]) -> Vec<String> {
        let mut out: Vec<String> = kinds
            .iter()
            .flat_map(|k| self.isms.each(k))
            .filter(|(_, r)| r.live() && !matches!(r.state(), "left" | "draft"))
            .map(|(_, r)| r.code.to_string())
            .collect();
        out.sort_by_key(|c| (c != self.by, c.clone()));
        out
    }
}
/// Is this place of a refusal the field, or something in it?
fn at(place: &str, step: &str, field: &str) -> bool {
    let place = place.strip_prefix(step).and_then(|p| p.strip_prefix('.')).unwrap_or(place);
    place
        .strip_prefix(field)
        .is_some_and(|rest| rest.is_empty() || !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
}
