//! A question as it stands on the page, and whether what was answered answers it. The form is a kind's form: same fields, same checks.
//! What is asked, and what more must hold, is said by the guides; nothing here knows one.
use super::run::unknown;
use super::{Judge, Level, PanelPart, Run, Step, run};
use crate::canonical::empty;
use crate::check::{Check, holds, must};
use crate::dates;
use crate::isms::Isms;
use crate::kind::{Choice, Field, KindInfo, Ty, info};
use crate::kinds::Review;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::OnceLock;

/// One question, filled with what the file knows.
#[derive(Clone, Debug, Serialize)]
pub struct Ask {
    pub field: String,
    pub ty: Ty,
    pub label: String,
    pub hint: String,
    pub required: bool,
    /// "I don't know" is offered.
    pub dont_know: bool,
    /// "still=words": asked only in that case.
    pub case: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choices: Option<Vec<Choice>>,
    /// Asked of each of several things: the answer is an object by row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<Vec<Row>>,
    /// Rows come and go with other answers: what was answered of one that is gone is left aside.
    #[serde(skip)]
    pub rows_vary: bool,
    /// The answer of last time; shown, never filled in.
    pub last: Value,
    /// What stands in the control: the answer, or what is proposed.
    pub value: Value,
    /// "Who said so?" is offered.
    pub optional_word: bool,
    /// Who alone may give this approval; empty: anyone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
    /// What is said when somebody else gave it.
    #[serde(skip)]
    pub only: String,
}
/// A thing of which a question is asked.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Row {
    pub id: String,
    pub title: String,
    /// Text, and links {"code", "text"}.
    pub sentence: Vec<Value>,
    pub detail: String,
    /// What is to be seen at a glance: a state and its words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Flag>,
    /// Fields asked of this row besides the first; none: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<String>>,
    /// What stands beside the questions while this row is looked at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub panel: Vec<PanelPart>,
}
impl Row {
    pub fn new(
        id: impl Into<String>,
        title: impl Into<String>,
        sentence: impl Into<String>,
        detail: impl Into<String>,
    ) -> Row {
        let sentence: String = sentence.into();
        Row {
            id: id.into(),
            title: title.into(),
            sentence: if sentence.is_empty() { Vec::new() } else { vec![sentence.into()] },
            detail: detail.into(),
            flags: Vec::new(),
            fields: None,
            panel: Vec::new(),
        }
    }
}

/// Something of a row that stands out: which state's mark it bears, and a word or two.
#[derive(Clone, Debug, Serialize)]
pub struct Flag {
    /// "overdue" or "due soon": how loud it is.
    pub state: &'static str,
    pub text: String,
}

/// The questions of one page, to be shaped by its guide.
pub struct Page {
    pub asks: Vec<Ask>,
}
impl Page {
    /// The question of this field.
    pub fn the(&mut self, field: &str) -> Option<&mut Ask> {
        self.asks.iter_mut().find(|a| a.field == field)
    }
    /// Takes a question off the page.
    pub fn drop(&mut self, field: &str) {
        self.asks.retain(|a| a.field != field);
    }
}

/// Every step's form, made once.
fn form(step: &'static Step) -> &'static KindInfo {
    static FORMS: OnceLock<HashMap<usize, KindInfo>> = OnceLock::new();
    let all = FORMS.get_or_init(|| {
        let mut out = HashMap::new();
        let mut put = |s: &'static Step| {
            let mut form = info::<Review>();
            form.name = s.id;
            form.title = "step";
            form.fields = (s.fields)();
            for f in &mut form.fields {
                if let Some((_, case)) = s.cases.iter().find(|(name, _)| *name == f.name) {
                    f.case = case.to_string();
                }
            }
            out.insert(std::ptr::from_ref(s) as usize, form);
        };
        for w in crate::wizards::all() {
            for part in w.parts {
                match part {
                    super::Part::Once(steps) | super::Part::Each(_, steps) => steps.iter().for_each(&mut put),
                }
            }
        }
        put(&super::sign::CHECK);
        put(&super::sign::SIGN);
        out
    });
    // Every step of every listed guide is there; one that is not listed has no questions.
    static NONE: OnceLock<KindInfo> = OnceLock::new();
    all.get(&(std::ptr::from_ref(step) as usize)).unwrap_or_else(|| {
        NONE.get_or_init(|| {
            let mut form = info::<Review>();
            form.fields = Vec::new();
            form
        })
    })
}
/// The bare fields of a step, for its description.
pub(super) fn fields(step: &'static Step) -> &'static [Field] {
    &form(step).fields
}

/// The questions of a step, with labels filled in, last answers, rows and answers so far.
pub(super) fn asks(run: &Run, step: &'static Step) -> Rc<Vec<Ask>> {
    let place = run.place(step);
    if let Some(kept) = run.worked.asks.borrow().get(&place) {
        return kept.clone();
    }
    let made = Rc::new(shaped(run, step));
    run.worked.asks.borrow_mut().insert(place, made.clone());
    made
}
fn shaped(run: &Run, step: &'static Step) -> Vec<Ask> {
    let body = run.body();
    let said = super::say::last_words(run, step.id);
    let asks: Vec<Ask> = form(step)
        .fields
        .iter()
        .map(|f| {
            let recorded = body.get(&f.name).filter(|_| {
                run.record().is_some_and(|r| r.info().field(&f.name).is_some_and(|k| same_sort(&k.ty, &f.ty)))
            });
            let last = recorded.cloned().or_else(|| {
                said.get(&f.name).filter(|_| matches!(f.ty, Ty::Text | Ty::Prose)).map(|s| Value::String(s.clone()))
            });
            Ask {
                field: f.name.clone(),
                ty: f.ty.clone(),
                label: run.fill(&f.question),
                hint: run.fill(&f.hint),
                required: f.required,
                dont_know: step.facts.contains(&f.name.as_str()),
                case: f.case.clone(),
                choices: None,
                rows: None,
                rows_vary: false,
                // What a new file begins with was said by nobody.
                last: last.filter(|v| !v.to_string().contains("To be written")).unwrap_or_default(),
                value: Value::Null,
                optional_word: !matches!(f.name.as_str(), "signed" | "held_on"),
                people: Vec::new(),
                only: String::new(),
            }
        })
        .collect();
    let mut page = Page { asks };
    (step.shape)(run, &mut page);
    for a in &mut page.asks {
        if let Some(v) = run.answer(step.id, &a.field) {
            a.value = v.clone();
        }
    }
    page.asks
}
fn same_sort(a: &Ty, b: &Ty) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// Judges what was answered on a step: against the types, against what holds in every guide, and by the guide's own bounds.
pub(super) fn judge(run: &Run, step: &'static Step, id: &str) -> Rc<Judge> {
    let place = run.place(step);
    if let Some(kept) = run.worked.judged.borrow().get(&place) {
        return kept.clone();
    }
    let made = Rc::new(judged(run, step, id));
    run.worked.judged.borrow_mut().insert(place, made.clone());
    made
}
fn judged(run: &Run, step: &'static Step, id: &str) -> Judge {
    let mut judge = Judge::new(id);
    let given = run.answers.0.get(id).cloned().unwrap_or_default();
    let asks = asks(run, step);
    let special =
        |a: &Ask| a.rows.is_some() || given.get(&a.field).is_some_and(|v| unknown(v) || v.get("not_yet").is_some());
    let mut plain: Map<String, Value> = given
        .iter()
        .filter(|(k, _)| !k.contains("__"))
        .filter(|(k, _)| asks.iter().any(|a| a.field == **k && !special(a)))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect();
    // A number may come as a number or as text, as in a record.
    crate::check::normal(form(step), &mut plain);
    for name in given.keys().filter(|k| !k.contains("__") && form(step).field(k).is_none()) {
        judge.add(
            Level::Red,
            "unknown",
            name,
            format!("This step has no field \u{201c}{name}\u{201d}."),
            "`isms wizard NAME --describe` lists them.".into(),
        );
    }
    // Types, by the same checks as a record's.
    let known = |code: &str| run.isms.record(code).filter(|r| !r.common.withdrawn).map(|r| r.info().name);
    let check = Check {
        isms: run.isms,
        today: run.today,
        kind: form(step),
        code: step.id,
        now: &plain,
        was: None,
        known: &known,
    };
    for r in check.fields() {
        let field =
            r.place.split_once('.').map_or("", |(_, f)| f).split(['.', '[']).next().unwrap_or_default().to_string();
        let Some(ask) = asks.iter().find(|a| a.field == field) else { continue };
        let unanswered = empty(plain.get(&field).unwrap_or(&Value::Null));
        // What is missing is said below, in the guide's own words.
        if unanswered || special(ask) {
            continue;
        }
        judge.add(Level::Red, r.code, &field, run.fill(&r.text), run.fill(&r.hint));
    }
    for ask in asks.iter() {
        let v = given.get(&ask.field).filter(|v| !empty(v));
        let asked = ask.case.is_empty() || holds(&ask.case, &given);
        if !asked {
            continue;
        }
        match (&ask.rows, v) {
            (Some(rows), _) => judge_rows(&check, ask, rows, v, &mut judge),
            (None, None) if ask.required => missing(ask, &mut judge),
            (None, Some(v)) if unknown(v) && !ask.dont_know => {
                judge.red(&ask.field, "This is yours to decide; \u{201c}I don't know\u{201d} is no answer here.")
            }
            (None, Some(v)) => everywhere(run, ask, v, &mut judge),
            _ => {}
        }
        if let (Some((_, least)), Some(text)) =
            (step.least.iter().find(|(n, _)| *n == ask.field), v.and_then(Value::as_str))
        {
            too_short(&ask.field, text, *least, &mut judge);
        }
        if let (Some(text), Some(last), Ty::Prose) = (v.and_then(Value::as_str), ask.last.as_str(), &ask.ty) {
            if text.trim() == last.trim() && !matches!(ask.field.as_str(), "because" | "title") {
                judge.yellow(&ask.field, "Still exactly so? The record will say \u{201c}confirmed unchanged\u{201d}.");
            }
        }
    }
    (step.judge)(run, &mut judge);
    // Whoever must mend an answer is not asked to think about it as well.
    let red: Vec<String> = judge.found.iter().filter(|w| w.level == Level::Red).map(|w| w.field.clone()).collect();
    judge.found.retain(|w| w.level == Level::Red || !red.contains(&w.field));
    judge
}
fn missing(ask: &Ask, judge: &mut Judge) {
    let (text, hint) = match (&ask.ty, ask.dont_know, ask.field.as_str()) {
        (_, _, "signed") => {
            ("Nobody has signed.".to_string(), "Tick the sentence if you stand by these answers.".to_string())
        }
        (Ty::Score, true, f) => {
            (format!("Say how {} it is.", if f.contains("likelihood") { "likely" } else { "bad" }), DONT_KNOW.into())
        }
        (_, true, _) => (format!("\u{201c}{}\u{201d} is not answered.", ask.label), DONT_KNOW.into()),
        _ => (format!("\u{201c}{}\u{201d} is not answered.", ask.label), ask.hint.clone()),
    };
    judge.add(Level::Red, "field", &ask.field, text, hint);
}
const DONT_KNOW: &str = "If you cannot judge it, choose \u{201c}I don't know\u{201d}: that makes a task.";

/// "'ok' does not tell next year's you anything."
pub(crate) fn too_short(field: &str, text: &str, least: usize, judge: &mut Judge) {
    if text.trim().chars().count() < least {
        judge.add(
            Level::Red,
            "field",
            field,
            format!("\u{201c}{}\u{201d} does not tell next year's you anything.", text.trim()),
            format!("Write what you looked at, in at least {least} characters."),
        );
    }
}

fn judge_rows(check: &Check, ask: &Ask, rows: &[Row], v: Option<&Value>, judge: &mut Judge) {
    let answers = v.and_then(Value::as_object).cloned().unwrap_or_default();
    if v.is_some_and(|v| !v.is_object()) {
        judge.add(
            Level::Red,
            "field",
            &ask.field,
            "This is asked of each row.".into(),
            "Give an object by row, like {\"R-012\": \"yes\"}.".into(),
        );
        return;
    }
    let gone = |id: &String| !ask.rows_vary && !rows.iter().any(|r| r.id == *id);
    for id in answers.iter().filter(|(id, v)| gone(id) && !empty(v)).map(|(id, _)| id) {
        judge.add(
            Level::Red,
            "link",
            &ask.field,
            format!("There is no row \u{201c}{id}\u{201d} here."),
            format!("The rows are: {}.", rows.iter().map(|r| r.id.as_str()).collect::<Vec<_>>().join(", ")),
        );
    }
    let left: Vec<&Row> = rows.iter().filter(|r| empty(answers.get(&r.id).unwrap_or(&Value::Null))).collect();
    if ask.required && !left.is_empty() {
        let names = left.iter().take(3).map(|r| r.title.trim_end_matches('.')).collect::<Vec<_>>().join("; ");
        judge.add(
            Level::Red,
            "field",
            &ask.field,
            format!(
                "\u{201c}{}\u{201d} is not answered for {names}{}.",
                ask.label,
                if left.len() > 3 { format!(" and {} more", left.len() - 3) } else { String::new() }
            ),
            "Answer it for each.".into(),
        );
    }
    for row in rows {
        let Some(v) = answers.get(&row.id).filter(|v| !empty(v) && !unknown(v) && v.get("not_yet").is_none()) else {
            continue;
        };
        let one = |field: &Field, v: &Value, judge: &mut Judge| {
            if let Some(text) = wrong(check, field, v) {
                judge.add(Level::Red, "field", &ask.field, format!("{}: {}", row.title, text.0), text.1);
            }
        };
        match (&ask.ty, v.as_object()) {
            (Ty::List { of }, Some(cells)) => {
                let asked =
                    |f: &Field| row.fields.as_ref().is_none_or(|some| f.name == of[0].name || some.contains(&f.name));
                for f in of.iter().filter(|f| asked(f)) {
                    match cells.get(&f.name).filter(|v| !empty(v)) {
                        Some(v) => one(f, v, judge),
                        None if f.required || (must(&f.case) && holds(&f.case, cells)) => judge.add(
                            Level::Red,
                            "field",
                            &ask.field,
                            format!("{}: \u{201c}{}\u{201d} is not answered.", row.title, f.question),
                            f.hint.clone(),
                        ),
                        None => {}
                    }
                }
            }
            (Ty::List { .. }, None) => judge.red(&ask.field, format!("{}: give an object with its fields.", row.title)),
            (ty, _) => one(
                &Field {
                    name: ask.field.clone(),
                    question: ask.label.clone(),
                    hint: String::new(),
                    ty: ty.clone(),
                    required: false,
                    case: String::new(),
                    material: false,
                    facets: Vec::new(),
                    conducts: false,
                    program: false,
                    personal: false,
                },
                v,
                judge,
            ),
        }
    }
}
/// What is wrong with one value, by the checks of a record's fields.
fn wrong(check: &Check, field: &Field, v: &Value) -> Option<(String, String)> {
    static CELLS: OnceLock<std::sync::Mutex<Vec<(Ty, &'static KindInfo)>>> = OnceLock::new();
    let cells = CELLS.get_or_init(Default::default);
    // A form for each type that is asked by row: as many as there are types, made once.
    let kind = {
        let mut cells = cells.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match cells.iter().find(|(t, _)| *t == field.ty) {
            Some((_, k)) => *k,
            None => {
                let mut form = info::<Review>();
                form.fields =
                    vec![Field { name: "value".into(), required: false, case: String::new(), ..field.clone() }];
                let kind: &'static KindInfo = Box::leak(Box::new(form));
                cells.push((field.ty.clone(), kind));
                kind
            }
        }
    };
    let now = Map::from_iter([("value".to_string(), v.clone())]);
    let one = Check {
        isms: check.isms,
        today: check.today,
        kind,
        code: check.code,
        now: &now,
        was: None,
        known: check.known,
    };
    one.fields().into_iter().next().map(|r| (r.text, r.hint))
}

/// What holds of every answer in every guide (WIZARDS 2.3).
fn everywhere(run: &Run, ask: &Ask, v: &Value, judge: &mut Judge) {
    match &ask.ty {
        Ty::Ref { kinds, .. } => link(run, kinds, &ask.field, v.as_str().unwrap_or_default(), judge),
        Ty::Refs { kinds, .. } => run::strings(v).iter().for_each(|c| link(run, kinds, &ask.field, c, judge)),
        Ty::List { of } => {
            for row in v.as_array().into_iter().flatten().filter_map(Value::as_object) {
                for f in of {
                    if let (Ty::Ref { kinds, .. }, Some(code)) = (&f.ty, row.get(&f.name).and_then(Value::as_str)) {
                        link(run, kinds, &ask.field, code, judge);
                    }
                }
            }
        }
        Ty::Approval => approval(run, ask, v, judge),
        Ty::Prose => free_text(run, &ask.field, v.as_str().unwrap_or_default(), judge),
        _ => {}
    }
}
/// Guides whose texts are handed to auditors and speak of mistakes: a role stands there better than a name.
const SPEAK_OF_MISTAKES: [&str; 4] = ["incident", "nonconformity", "internal-audit", "external-audit"];
/// Two things that free text should not have (WIZARDS 2.3); both are only said, never refused.
fn free_text(run: &Run, field: &str, text: &str, judge: &mut Judge) {
    let words = fold(text);
    if SPEAK_OF_MISTAKES.contains(&run.wizard.name) {
        let named = run.isms.each("person").find(|(_, p)| {
            let name = fold(&p.title());
            name.trim().contains(' ') && words.contains(&name)
        });
        if named.is_some() {
            judge.yellow(field, "This names a person. The text goes into the pack. Use the role instead?");
        }
    }
    // Nobody says of their own work that it "shall be": rules speak so. A duty of the law has a check of its own.
    if words.contains(" shall ") && field != "demands" {
        judge.yellow(field, "This reads like the standard's own text. Say how you do it: which tool, who, how often.");
    }
}
/// In small letters, every run of other signs one blank, and a blank at both ends: so that whole words are found.
fn fold(text: &str) -> String {
    let mut out = String::from(" ");
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}
fn link(run: &Run, kinds: &[String], field: &str, code: &str, judge: &mut Judge) {
    let Some(r) = run.isms.record(code) else { return };
    if kinds.iter().any(|k| k == "person") {
        if let Some(text) = left(run.isms, code, run) {
            judge.red(field, format!("{text} Choose who has the say now."));
        }
    } else if r.retired() && r.info().name != "evidence" {
        let on =
            run.isms.day_of(r.revisions.iter().rev().take_while(|v| v.derived.retired).last().map_or(0, |v| v.seq));
        judge.red(
            field,
            format!("{code} was retired on {}. Choose what took its place, or remove it.", run.say_day(on)),
        );
    }
}
/// "Anna Meyer left on 31 May." None if the person is there.
pub(crate) fn left(isms: &Isms, person: &str, run: &Run) -> Option<String> {
    let r = isms.record(person)?;
    let body = r.body_json();
    let on = body.get("left_on").and_then(Value::as_str).and_then(dates::parse);
    let gone = matches!(r.state(), "left" | "erased") || r.retired() || on.is_some_and(|d| d < run.today);
    gone.then(|| match on {
        Some(d) => format!("{} left on {}.", r.title(), run.say_day(d)),
        None => format!("{} is no longer here.", r.title()),
    })
}
fn approval(run: &Run, ask: &Ask, v: &Value, judge: &mut Judge) {
    let by = v.get("by").and_then(Value::as_str).unwrap_or_default();
    if by.is_empty() {
        if v.get("not_yet").is_some() {
            judge.add(
                Level::Red,
                "approval",
                &ask.field,
                "It is not said whose word you wait for.".into(),
                "Choose who may say yes.".into(),
            );
        }
        return;
    }
    if run.isms.record(by).is_none_or(|r| r.info().name != "person") {
        judge.add(
            Level::Red,
            "link",
            &ask.field,
            format!("There is no person \u{201c}{by}\u{201d} in this file."),
            "Give the code of a person.".into(),
        );
        return;
    }
    if let Some(text) = left(run.isms, by, run) {
        judge.red(&ask.field, format!("{text} Choose who has the say now."));
    } else if !ask.people.is_empty() && !ask.people.iter().any(|p| p == by) {
        judge.add(
            Level::Red,
            "approval",
            &ask.field,
            format!("{} {}.", ask.only, or(&ask.people.iter().map(|p| run.name(p)).collect::<Vec<_>>()))
                .trim()
                .to_string(),
            String::new(),
        );
    }
}
/// "Jo Berg or Tom Lund"
pub(crate) fn or(names: &[String]) -> String {
    match names {
        [] => "nobody".into(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}
