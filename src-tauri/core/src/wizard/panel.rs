//! What stands beside a question: what the owner needs to know in order to answer it (WIZARDS 2.2).
//! A panel is never empty and never answers.
use super::Run;
use super::ask::left;
use crate::catalog;
use crate::isms::{Ix, Record};
use crate::kind::Ty;
use crate::kinds::{Review, Risk};
use crate::matrix::{self, MatrixShown};
use crate::staleness::{Piece, Reason};
use crate::view::{EvidenceShown, LinkShown};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json};

/// One part of a panel.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "part")]
pub enum PanelPart {
    Text {
        title: String,
        text: String,
    },
    Reasons {
        title: String,
        reasons: Vec<ReasonPart>,
    },
    Links {
        title: String,
        links: Vec<LinkShown>,
    },
    Evidence {
        title: String,
        evidence: Vec<EvidenceShown>,
    },
    Scale {
        title: String,
        words: Vec<ScaleWord>,
    },
    Similar {
        title: String,
        risks: Vec<Like>,
    },
    Matrix {
        title: String,
        matrix: MatrixShown,
        mark: String,
    },
    Last {
        title: String,
        answer: String,
        by: String,
        on: NaiveDate,
        why: String,
    },
    People {
        title: String,
        people: Vec<Someone>,
    },
    /// The record in full as it stands.
    Record {
        title: String,
        id: String,
    },
    Diff {
        title: String,
        compared: crate::compare::Compared,
    },
    /// Amounts beside one another, and the line that none should pass.
    Bars {
        title: String,
        unit: String,
        bars: Vec<Bar>,
        line: f64,
    },
    /// Measured values, oldest first, beside the line that they should reach.
    Trend {
        title: String,
        unit: String,
        points: Vec<Point>,
        target: f64,
    },
    /// Duties to tell someone in time, the next first: they stand at the top of the page.
    Clocks {
        title: String,
        clocks: Vec<ClockShown>,
    },
    /// A report of the file as it stands, to be made here and taken along.
    Print {
        title: String,
        text: String,
        report: &'static str,
        about: Option<String>,
        /// The day from which it looks back.
        from: Option<NaiveDate>,
    },
    /// A text that the owner may copy, change and send. Nothing is sent from here.
    Letter {
        title: String,
        text: String,
    },
}
impl PanelPart {
    pub fn text(title: impl Into<String>, text: impl Into<String>) -> PanelPart {
        PanelPart::Text { title: title.into(), text: text.into() }
    }
}
/// One clock of a law or contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClockShown {
    pub id: String,
    /// "GDPR Art. 33(1)"
    pub law: String,
    pub to: String,
    /// "by Fri 24 April 14:10 +02:00", "without undue delay"; once answered "sent 21 April 09:00", "not needed".
    pub says: String,
    /// Until when it runs; none once it is answered, or where no hours are given.
    pub until: Option<String>,
    /// Answered: nothing is owed any more.
    pub answered: bool,
    /// Minutes left at the moment of showing; less than nothing: late. Filled by who has a clock.
    pub minutes: Option<i64>,
}
/// One amount of several.
#[derive(Clone, Debug, Serialize)]
pub struct Bar {
    pub label: String,
    pub value: f64,
    pub over: bool,
}
/// A reason with what stood before and what stands now.
#[derive(Clone, Debug, Serialize)]
pub struct ReasonPart {
    pub reason: Value,
    pub was: String,
    pub now: String,
    pub by: String,
    pub on: Option<NaiveDate>,
    pub why: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct ScaleWord {
    pub score: u32,
    pub word: String,
    pub meaning: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct Point {
    pub on: NaiveDate,
    pub value: f64,
    /// Off target.
    pub off: bool,
}
#[derive(Clone, Debug, Serialize)]
pub struct Like {
    pub id: String,
    pub title: String,
    pub likelihood: u8,
    pub impact: u8,
    pub why: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct Someone {
    pub id: String,
    pub name: String,
    pub role: String,
    pub note: String,
}

/// A reason as the surfaces know it.
pub(super) fn reason_shown(run: &Run, r: &Reason) -> Value {
    json!({
        "rule": r.rule.id, "state": r.state, "text": r.text(run.isms), "sentence": pieces(&r.sentence(run.isms)),
        "input": r.input.map(|ix| run.isms.rec(ix).code.to_string()), "changed": r.changed, "reviewed": r.reviewed,
        "path": r.path.iter().map(|ix| run.isms.rec(*ix).code.to_string()).collect::<Vec<_>>(), "contradiction": r.rule.dagger,
    })
}
/// A sentence on the wire: text, and links.
pub(super) fn pieces(sentence: &[Piece]) -> Vec<Value> {
    sentence
        .iter()
        .map(|p| match p {
            Piece::Text(t) => Value::String(t.clone()),
            Piece::Code { code, words } => json!({"code": code, "text": words}),
        })
        .collect()
}

/// `last`: the review before this one, and its why.
pub fn last_review(run: &Run, out: &mut Vec<PanelPart>) {
    let Some(m) = run.isms.last_mark(&run.subject) else { return };
    let Some(review) = run.isms.rec(m.review).get::<Review>() else { return };
    out.push(PanelPart::Last {
        title: "What you said before".into(),
        answer: catalog::outcome_words(m.outcome).to_string(),
        by: run.name(&review.by),
        on: m.held_on,
        why: review.why.to_string(),
    });
}
/// `last` of one question: what was answered then.
pub fn last_answer(run: &Run, step: &str, field: &str, out: &mut Vec<PanelPart>) {
    let words = super::say::last_words(run, step);
    let (Some(answer), Some(m)) = (words.get(field), run.isms.last_mark(&run.subject)) else { return };
    let by = run.isms.rec(m.review).get::<Review>().map(|r| run.name(&r.by)).unwrap_or_default();
    out.push(PanelPart::Last {
        title: "What you said before".into(),
        answer: answer.clone(),
        by,
        on: m.held_on,
        why: String::new(),
    });
}

/// One record as a line with its states.
pub fn link_shown(run: &Run, ix: Ix, field: &str, says: String) -> LinkShown {
    let r = run.isms.rec(ix);
    let seen = run.isms.last_mark(&run.subject).map(|m| m.horizon.max(run.isms.no_effect(&run.subject, &r.code)));
    let states = run.item(&r.code).map(|i| i.states.as_ref().to_vec()).unwrap_or_default();
    LinkShown {
        id: r.code.to_string(),
        title: r.title(),
        kind: r.info().name,
        field: field.to_string(),
        states,
        moved: seen.is_some_and(|h| r.print(0) != r.print_at(0, h)),
        says,
    }
}
/// `linked`: what these fields of the subject link to, each with owner, classification and state.
pub fn linked(run: &Run, title: &str, fields: &[&str], out: &mut Vec<PanelPart>) {
    let Some(r) = run.record() else { return };
    let mut links = Vec::new();
    for field in fields {
        links.extend(run.isms.linked(r, field).map(|ix| link_shown(run, ix, field, one_line(run, run.isms.rec(ix)))));
    }
    out.push(if links.is_empty() {
        PanelPart::text(title, "Nothing is linked yet.")
    } else {
        PanelPart::Links { title: title.into(), links }
    });
}
/// Records of these kinds that link to the subject.
pub fn linking(run: &Run, title: &str, kinds: &[&str], out: &mut Vec<PanelPart>) {
    let Some(r) = run.record() else { return };
    let mut seen = Vec::new();
    let mut links = Vec::new();
    for (src, field) in &r.inn {
        let s = run.isms.rec(*src);
        if s.live() && kinds.contains(&s.info().name) && !seen.contains(src) {
            seen.push(*src);
            links.push(link_shown(run, *src, &s.info().fields[*field as usize].name, one_line(run, s)));
        }
    }
    out.push(if links.is_empty() {
        PanelPart::text(title, "Nothing has come up.")
    } else {
        PanelPart::Links { title: title.into(), links }
    });
}
/// "Dana Weiss; confidential; in use"
pub fn one_line(run: &Run, r: &Record) -> String {
    let body = r.body_json();
    let mut parts = Vec::new();
    if let Some(o) = body.get("owner").and_then(Value::as_str) {
        parts.push(run.name(o));
    }
    for name in ["classification", "status", "works"] {
        if let (Some(f), Some(v)) = (r.info().field(name), body.get(name)) {
            parts.push(super::say::value(run.isms, run.today, name, &f.ty, v));
        }
    }
    if !r.state().is_empty() {
        parts.push(r.state().replace('_', " "));
    }
    if r.retired() {
        parts.push("retired".into());
    }
    parts.join("; ")
}

/// `evidence` of these records: the newest proofs, with their age in words.
pub fn evidence(run: &Run, title: &str, of: &[Ix], out: &mut Vec<PanelPart>) {
    let mut list: Vec<EvidenceShown> = of.iter().flat_map(|ix| proofs(run, *ix)).collect();
    list.sort_by(|a, b| b.collected_on.cmp(&a.collected_on).then_with(|| a.id.cmp(&b.id)));
    list.dedup_by(|a, b| a.id == b.id);
    list.truncate(12);
    out.push(if list.is_empty() {
        PanelPart::text(title, "No proof is attached yet.")
    } else {
        PanelPart::Evidence { title: title.into(), evidence: list }
    });
}
/// Live proofs of a record: those that it names, and those that say that they are about it.
pub(crate) fn proofs(run: &Run, ix: Ix) -> Vec<EvidenceShown> {
    let isms = run.isms;
    let r = isms.rec(ix);
    let mut list: Vec<Ix> = isms.linked(r, "evidence").collect();
    for (src, f) in &r.inn {
        let s = isms.rec(*src);
        if s.info().name == "evidence" && s.info().fields[*f as usize].name == "about" {
            list.push(*src);
        }
    }
    list.sort_unstable();
    list.dedup();
    list.into_iter()
        .map(|ix| isms.rec(ix))
        .filter(|e| e.live())
        .filter_map(|e| {
            let body = e.body_json();
            let day = |f: &str| body.get(f).and_then(Value::as_str).and_then(crate::dates::parse);
            let text = |f: &str| body.get(f).and_then(Value::as_str).unwrap_or_default().to_string();
            let on = day("collected_on")?;
            let counts =
                if matches!(isms.rec(ix).info().name, "control" | "routine") { "; counts until 13" } else { "" };
            Some(EvidenceShown {
                id: e.code.to_string(),
                shows: text("shows"),
                collected_on: on,
                age: format!("{}{counts}", age(on, run.today)),
                name: body.get("file").and_then(|f| f.get("name")).and_then(Value::as_str).map(String::from),
                size: body.get("file").and_then(|f| f.get("size")).and_then(Value::as_u64),
                valid_until: day("valid_until"),
                note: text("note"),
            })
        })
        .collect()
}
/// "11 months old"
pub fn age(on: NaiveDate, today: NaiveDate) -> String {
    match (today - on).num_days() {
        ..=0 => "of today".into(),
        1 => "1 day old".into(),
        d @ 2..=60 => format!("{d} days old"),
        d => format!("{} months old", d / 30),
    }
}

/// `scale`: the organization's own words.
pub fn scale(run: &Run, out: &mut Vec<PanelPart>) {
    let org = run.isms.organization();
    let words = |rows: Vec<(u32, String, String)>| {
        rows.into_iter().map(|(score, word, meaning)| ScaleWord { score, word, meaning }).collect()
    };
    out.push(PanelPart::Scale { title: "How likely: your words".into(), words: words(catalog::likelihood_words(org)) });
    out.push(PanelPart::Scale { title: "How bad: your words".into(), words: words(catalog::impact_words(org)) });
}
/// `similar`: three records nearest by asset, score and title, with their whys.
pub fn similar(run: &Run, out: &mut Vec<PanelPart>) {
    let Some(me) = run.record() else { return };
    let Some(risk) = me.get::<Risk>() else { return };
    let words = |t: &str| {
        t.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.len() > 4)
            .map(String::from)
            .collect::<Vec<_>>()
    };
    let mine = words(&risk.title);
    let mut near: Vec<(i32, Like)> = run
        .isms
        .live::<Risk>()
        .filter(|(_, r, _)| r.code != me.code)
        .map(|(_, r, k)| {
            let shared = k.assets.iter().filter(|a| risk.assets.contains(a)).count() as i32;
            let alike = words(&k.title).iter().filter(|w| mine.contains(w)).count() as i32;
            let apart = (i32::from(k.likelihood.0) - i32::from(risk.likelihood.0)).abs()
                + (i32::from(k.impact.0) - i32::from(risk.impact.0)).abs();
            (
                apart - 3 * shared - 2 * alike,
                Like {
                    id: r.code.to_string(),
                    title: k.title.to_string(),
                    likelihood: k.likelihood.0,
                    impact: k.impact.0,
                    why: k.scores_why.to_string(),
                },
            )
        })
        .collect();
    near.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
    near.truncate(3);
    let title = "Risks most like it";
    out.push(if near.is_empty() {
        PanelPart::text(title, "There is no other risk yet.")
    } else {
        PanelPart::Similar { title: title.into(), risks: near.into_iter().map(|n| n.1).collect() }
    });
}
/// `matrix`: where this record lies, and which way the others went since it was last looked at.
pub fn matrix(run: &Run, out: &mut Vec<PanelPart>) {
    let since = run.isms.last_mark(&run.subject).map(|m| m.held_on);
    out.push(PanelPart::Matrix {
        title: "Where the risks lie".into(),
        matrix: matrix::matrix(run.isms, run.today, since),
        mark: run.subject.clone(),
    });
}
/// `people`: these people, who is away, who has left.
pub fn people(run: &Run, title: &str, codes: &[String], out: &mut Vec<PanelPart>) {
    let list: Vec<Someone> = codes.iter().filter_map(|c| someone(run, c)).collect();
    out.push(if list.is_empty() {
        PanelPart::text(title, "Nobody is on record for this.")
    } else {
        PanelPart::People { title: title.into(), people: list }
    });
}
fn someone(run: &Run, code: &str) -> Option<Someone> {
    let r = run.isms.record(code)?;
    let body = r.body_json();
    let day = |f: &str| body.get(f).and_then(Value::as_str).and_then(crate::dates::parse);
    let note = match (left(run.isms, code, run), day("away_from"), day("away_until")) {
        (Some(text), _, _) => text,
        (None, Some(a), Some(b)) if a <= run.today && run.today <= b => format!("away until {}", run.say_day(b)),
        _ => String::new(),
    };
    Some(Someone { id: code.into(), name: r.title(), role: super::run::say_role(run.isms, code), note })
}
/// A field of the subject in words, where a panel quotes it.
pub fn quoted(run: &Run, title: &str, field: &str, out: &mut Vec<PanelPart>) {
    let Some(r) = run.record() else { return };
    let body = r.body_json();
    let ty = r.info().field(field).map_or(Ty::Prose, |f| f.ty.clone());
    if let Some(v) = body.get(field) {
        out.push(PanelPart::text(title, super::say::value(run.isms, run.today, field, &ty, v)));
    }
}
