//! The answers given so far beside the file as it stands: what every function of a guide is given.
//! Reading an answer never fails; whether it is a good one is judged by its step.
use super::check::{Dry, Outlook};
use super::{About, Ask, Judge, Part, Step, Wizard, changed, sign};
use crate::act::{Change, Proposal};
use crate::dates;
use crate::isms::{Isms, Record};
use crate::kinds::Outcome;
use crate::refusal::Refusal;
use crate::staleness::{self, Currency, Item};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::any::Any;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// What was answered: step, field, value. It is the whole state of a guide.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<String, Map<String, Value>>);
/// Kept among the answers: steps that must be gone through once more.
const REOPENED: &str = "_reopened";

impl Answers {
    /// What was answered at one step.
    pub(super) fn only(&self, step: &str) -> Answers {
        Answers(self.0.get(step).map(|a| (step.to_string(), a.clone())).into_iter().collect())
    }
    pub fn get(&self, step: &str, field: &str) -> Option<&Value> {
        self.0.get(step)?.get(field).filter(|v| !crate::canonical::empty(v))
    }
    /// Keeps the answers of a step beside those that it already has; null takes one back.
    pub fn keep(&mut self, step: &str, given: Map<String, Value>) {
        let have = self.0.entry(step.to_string()).or_default();
        for (field, v) in given {
            if v.is_null() {
                have.remove(&field);
            } else {
                have.insert(field, v);
            }
        }
    }
    pub(super) fn reopen(&mut self, step: &str) {
        self.0.entry(REOPENED.into()).or_default().insert(step.into(), true.into());
    }
    pub(super) fn close(&mut self, step: &str) {
        if let Some(open) = self.0.get_mut(REOPENED) {
            open.remove(step);
            if open.is_empty() {
                self.0.remove(REOPENED);
            }
        }
    }
    pub(super) fn reopened(&self, step: &str) -> bool {
        self.0.get(REOPENED).is_some_and(|o| o.contains_key(step))
    }
    /// Steps that answers were given for.
    pub fn steps(&self) -> impl Iterator<Item = &String> {
        self.0.keys().filter(|k| *k != REOPENED)
    }
}

/// A guide at work on something.
#[derive(Clone)]
pub struct Run<'a> {
    pub isms: &'a Isms,
    pub today: NaiveDate,
    /// Code of the person who acts.
    pub by: &'a str,
    pub wizard: &'static Wizard,
    pub about: &'a [String],
    pub answers: &'a Answers,
    /// The record that the present steps are about.
    pub subject: String,
    /// "R-012/" where steps are gone through for each of several.
    pub prefix: String,
    /// What stands how today, worked out once for the whole page.
    standing: Rc<OnceCell<Standing>>,
    /// What follows from these answers, each worked out once.
    pub(super) worked: Rc<Worked>,
    /// What the guide itself works out once for the whole page.
    own: Rc<RefCell<Vec<Rc<dyn Any>>>>,
}

/// Every target's standing, and where the item of an id is among them.
struct Standing {
    currency: Currency,
    by_id: HashMap<String, usize>,
}
/// What a page asks for more than once: a page of hundreds of rows has hundreds of questions behind it.
#[derive(Default)]
pub(super) struct Worked {
    /// Of the guide as a whole: id, step, subject and prefix of each step that applies.
    way: OnceCell<Vec<(String, &'static Step, String, String)>>,
    pub asks: RefCell<HashMap<Place, Rc<Vec<Ask>>>>,
    pub judged: RefCell<HashMap<Place, Rc<Judge>>>,
    pub not_known: OnceCell<Vec<sign::NotKnown>>,
    pub dry: OnceCell<Dry>,
    /// The proposal behind it, until it is planned.
    pub unsigned: RefCell<Option<Proposal>>,
    pub outlook: OnceCell<Result<Outlook, Refusal>>,
}
/// A step, and what it is about: address of the step, subject, prefix.
pub(super) type Place = (usize, String, String);

/// A step as it stands on the way: its id with the record that it is about.
pub(super) struct At<'a> {
    pub id: String,
    pub step: &'static Step,
    pub run: Run<'a>,
}

impl<'a> Run<'a> {
    pub fn new(
        isms: &'a Isms,
        today: NaiveDate,
        by: &'a str,
        wizard: &'static Wizard,
        about: &'a [String],
        answers: &'a Answers,
    ) -> Run<'a> {
        Run {
            isms,
            today,
            by,
            wizard,
            about,
            answers,
            subject: about.first().cloned().unwrap_or_default(),
            prefix: String::new(),
            standing: Rc::default(),
            worked: Rc::default(),
            own: Rc::default(),
        }
    }
    /// The same with other answers: what stands how in the file is not worked out again.
    pub(super) fn with<'b>(&self, answers: &'b Answers) -> Run<'b>
    where
        'a: 'b,
    {
        Run {
            isms: self.isms,
            today: self.today,
            by: self.by,
            wizard: self.wizard,
            about: self.about,
            answers,
            subject: self.subject.clone(),
            prefix: self.prefix.clone(),
            standing: self.standing.clone(),
            worked: Rc::default(),
            own: Rc::default(),
        }
    }
    /// The same, about one of several records.
    pub fn of(&self, subject: &str) -> Run<'a> {
        let prefix = if self.many() { format!("{subject}/") } else { String::new() };
        Run { subject: subject.to_string(), prefix, ..self.clone() }
    }
    /// The same, at the steps that are gone through for each of several. What a guide chose itself need not be a record.
    pub fn each(&self, subject: &str) -> Run<'a> {
        let mut run = self.of(subject);
        if matches!(self.wizard.about, About::Chosen(_)) {
            run.prefix = format!("{subject}/");
        }
        run
    }
    /// Works something out once for the whole page: one thing of each type, made of the file and the answers.
    pub fn once<T: 'static>(&self, make: impl FnOnce() -> T) -> Rc<T> {
        let kept = self.own.borrow().iter().find_map(|k| k.clone().downcast::<T>().ok());
        kept.unwrap_or_else(|| {
            let made = Rc::new(make());
            self.own.borrow_mut().push(made.clone());
            made
        })
    }
    pub fn many(&self) -> bool {
        match self.wizard.about {
            About::Records(_) => self.about.len() > 1,
            About::Register(_, whole) => self.about.len() > 1 || self.about.first().is_some_and(|a| a == whole),
            _ => false,
        }
    }
    /// Is this the guide as a whole, and not at one of several records?
    pub(super) fn is_whole(&self) -> bool {
        self.prefix.is_empty() && self.about.first().map_or("", |a| a) == self.subject
    }
    /// The guide as a whole.
    pub(super) fn whole(&self) -> Run<'a> {
        Run { subject: self.about.first().cloned().unwrap_or_default(), prefix: String::new(), ..self.clone() }
    }
    pub(super) fn place(&self, step: &'static Step) -> Place {
        (std::ptr::from_ref(step) as usize, self.subject.clone(), self.prefix.clone())
    }
    /// Every step that applies, in order.
    pub(super) fn way(&self) -> Vec<At<'a>> {
        if !self.is_whole() {
            return self.found_way();
        }
        if let Some(way) = self.worked.way.get() {
            let at = |(id, step, subject, prefix): &(String, &'static Step, String, String)| At {
                id: id.clone(),
                step,
                run: Run { subject: subject.clone(), prefix: prefix.clone(), ..self.clone() },
            };
            return way.iter().map(at).collect();
        }
        let way = self.found_way();
        let kept = way.iter().map(|a| (a.id.clone(), a.step, a.run.subject.clone(), a.run.prefix.clone()));
        let _ = self.worked.way.set(kept.collect());
        way
    }
    fn found_way(&self) -> Vec<At<'a>> {
        let mut out = Vec::new();
        let mut push = |run: Run<'a>, step: &'static Step| {
            if (step.when)(&run) {
                out.push(At { id: format!("{}{}", run.prefix, step.id), step, run });
            }
        };
        for part in self.wizard.parts {
            match part {
                Part::Once(steps) => steps.iter().for_each(|s| push(self.clone(), s)),
                Part::Each(over, steps) => {
                    for subject in over(self) {
                        let run = self.each(&subject);
                        steps.iter().for_each(|s| push(run.clone(), s));
                    }
                }
            }
        }
        push(self.clone(), &sign::CHECK);
        push(self.clone(), &sign::SIGN);
        out
    }

    // ---- reading answers
    pub fn answer(&self, step: &str, field: &str) -> Option<&'a Value> {
        self.answers.get(&format!("{}{step}", self.prefix), field)
    }
    /// Text or name of a choice; empty if not answered.
    pub fn says(&self, step: &str, field: &str) -> &'a str {
        self.answer(step, field).and_then(Value::as_str).unwrap_or_default()
    }
    pub fn is(&self, step: &str, field: &str, value: &str) -> bool {
        self.says(step, field) == value
    }
    pub fn yes(&self, step: &str, field: &str) -> bool {
        self.answer(step, field).and_then(Value::as_bool).unwrap_or(false)
    }
    pub fn score(&self, step: &str, field: &str) -> Option<u8> {
        self.answer(step, field).and_then(Value::as_u64).map(|n| n as u8)
    }
    pub fn day(&self, step: &str, field: &str) -> Option<NaiveDate> {
        dates::parse(self.says(step, field))
    }
    pub fn codes(&self, step: &str, field: &str) -> Vec<String> {
        self.answer(step, field).map(strings).unwrap_or_default()
    }
    /// Codes as they were ticked, or as they stood ticked before anything was touched.
    pub fn codes_or(&self, step: &str, field: &str, before: &[String]) -> Vec<String> {
        let given = self.answers.0.get(&format!("{}{step}", self.prefix)).and_then(|s| s.get(field));
        given.map_or_else(|| before.to_vec(), strings)
    }
    /// Answers by row: of a question that is asked of each of several things.
    pub fn by_row(&self, step: &str, field: &str) -> Vec<(&'a str, &'a Value)> {
        self.answer(step, field)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(k, v)| (k.as_str(), v))
            .collect()
    }
    pub fn row(&self, step: &str, field: &str, row: &str) -> &'a str {
        self.answer(step, field).and_then(|v| v.get(row)).and_then(Value::as_str).unwrap_or_default()
    }
    /// Rows that were written into a table.
    pub fn table(&self, step: &str, field: &str) -> Vec<&'a Map<String, Value>> {
        self.answer(step, field).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object).collect()
    }
    /// "I don't know" was the answer.
    pub fn unknown(&self, step: &str, field: &str) -> bool {
        self.answer(step, field).is_some_and(unknown)
    }
    /// An approval that was given, as it is stored; none if it is still waited for.
    pub fn approval(&self, step: &str, field: &str) -> Option<Value> {
        let v = self.answer(step, field)?;
        (v.get("not_yet") != Some(&Value::Bool(true)) && v.get("how").is_some()).then(|| v.clone())
    }
    /// The person whose word is still waited for; none if nobody's.
    pub fn waits_for(&self, step: &str, field: &str) -> Option<&'a str> {
        let v = self.answer(step, field)?;
        (v.get("not_yet") == Some(&Value::Bool(true))).then(|| v.get("by").and_then(Value::as_str).unwrap_or_default())
    }

    // ---- reading the file
    /// How a target stands today, and why.
    pub fn item(&self, id: &str) -> Option<&Item> {
        let all = self.standing();
        all.by_id.get(id).map(|n| &all.currency.items[*n])
    }
    /// How everything stands today.
    pub(crate) fn currency(&self) -> &Currency {
        &self.standing().currency
    }
    fn standing(&self) -> &Standing {
        self.standing.get_or_init(|| {
            let currency = staleness::staleness(self.isms, self.today);
            let by_id = currency.items.iter().enumerate().map(|(n, i)| (i.id(self.isms), n)).collect();
            Standing { currency, by_id }
        })
    }
    pub fn record(&self) -> Option<&'a Record> {
        self.isms.record(&self.subject)
    }
    /// The subject's answers as they are recorded.
    pub fn body(&self) -> Map<String, Value> {
        self.record().map(Record::body_json).unwrap_or_default()
    }
    pub fn name(&self, person: &str) -> String {
        self.isms.name_of(person)
    }
    pub fn say_day(&self, day: NaiveDate) -> String {
        dates::say(day, self.today)
    }
    /// Did anything that the subject rests on change since it was last looked at?
    pub fn touched(&self) -> bool {
        !changed::reasons(self).is_empty()
    }
    /// Fills the `{words}` of a text.
    pub fn fill(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let Some(close) = rest[open..].find('}') else { break };
            out.push_str(&rest[..open]);
            let word = &rest[open + 1..open + close];
            match (self.wizard.words)(self, word).or_else(|| self.known_word(word)) {
                Some(w) => out.push_str(&w),
                // What nobody can fill stays as it is, for who shapes the question.
                None => out.push_str(&rest[open..=open + close]),
            }
            rest = &rest[open + close + 1..];
        }
        out + rest
    }
    fn known_word(&self, word: &str) -> Option<String> {
        let last = || self.isms.last_mark(&self.subject);
        match word {
            "name" => Some(self.name(self.by)),
            "role" => Some(say_role(self.isms, self.by)),
            "date" => Some(last().map_or_else(|| "never".into(), |m| self.say_day(m.held_on))),
            "who" => {
                last().and_then(|m| self.isms.rec(m.review).get::<crate::kinds::Review>().map(|r| self.name(&r.by)))
            }
            "code" => Some(self.subject.clone()),
            "title" => self.record().map(Record::title),
            "today + 14" => Some(self.say_day(dates::add_days(self.today, 14))),
            _ => None,
        }
    }
}
pub(super) fn say_role(isms: &Isms, person: &str) -> String {
    let body = isms.record(person).map(Record::body_json).unwrap_or_default();
    let roles: Vec<String> =
        body.get("roles").map(strings).unwrap_or_default().into_iter().filter(|r| r != "everyone").collect();
    if roles.is_empty() { "no role".into() } else { roles.join(", ") }
}
pub(super) fn unknown(v: &Value) -> bool {
    v.get("dont_know") == Some(&Value::Bool(true)) || v.as_str() == Some("dont_know")
}
pub(crate) fn strings(v: &Value) -> Vec<String> {
    v.as_array().into_iter().flatten().filter_map(Value::as_str).map(String::from).collect()
}

/// What a guide's `finish` leaves: changes of the registers, actions that follow, and the outcome of each target.
#[derive(Default)]
pub struct Done {
    pub changes: Vec<Change>,
    /// Targets of the review; none: what the guide is about.
    pub about: Option<Vec<String>>,
    /// Names or codes of the actions that follow.
    pub actions: Vec<String>,
    /// In a batch: result and why of each.
    pub each: Vec<(String, Outcome, String)>,
    /// What the review says besides the answers.
    pub notes: Vec<(String, String)>,
    /// What it says of single records: record, question, answer.
    pub of: Vec<(String, String, String)>,
    /// What it is about became another, though no record of its own says so: a register with new lines.
    pub changed: bool,
    /// Who took part, where the guide has asked already.
    pub with: Vec<String>,
    /// The day by which it is looked at again, if that is not to be moved by this.
    pub next_by: Option<NaiveDate>,
}
impl Done {
    /// Adds to what is changed of a record already, so that each record has one change.
    pub fn put(&mut self, kind: &str, code: &str, fields: Value) {
        for c in &mut self.changes {
            if let (Change::Put { code: Some(have), fields: set, .. }, Value::Object(more)) = (c, &fields) {
                if have == code {
                    set.extend(more.clone());
                    return;
                }
            }
        }
        self.changes.push(Change::put(kind, code, fields));
    }
    /// An action that follows; gives the name by which the same proposal links to it.
    pub fn action(&mut self, sort: &str, what: &str, from: &str, owner: &str, due: NaiveDate) -> String {
        let name = format!("@action{}", self.actions.len() + 1);
        let mut fields = json!({"title": short(what), "what": what, "sort": sort, "from": from, "owner": owner, "due": due.to_string()});
        if let (true, Some(o)) = (matches!(sort, "treatment" | "corrective"), fields.as_object_mut()) {
            o.insert("check_after_days".into(), 90.into());
        }
        self.changes.push(Change::put("action", &name, fields));
        self.actions.push(name.clone());
        name
    }
}
/// The same, none of them twice; in the order in which they came.
pub(crate) fn each_once(list: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for x in list {
        if !out.contains(&x) {
            out.push(x);
        }
    }
    out
}
/// The first line of a text, for a title.
pub(crate) fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim();
    if line.chars().count() <= 90 {
        line.to_string()
    } else {
        line.chars().take(89).collect::<String>().trim_end().to_string() + "\u{2026}"
    }
}
