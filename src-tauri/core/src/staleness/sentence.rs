//! A reason in one sentence that a layman understands: DOMAIN's own, whose nouns are links, whose dates are words.
//! Written only when it is shown.
use super::{Differs, Reason, State, Target, When};
use crate::dates::{days_between, say};
use crate::isms::{Isms, Ix, Record, json_of};
use crate::kind::Ty;
use serde::Serialize;
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::HashMap;

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Piece {
    Text(String),
    /// A record, by its code; the words stand on paper.
    Code {
        code: String,
        #[serde(rename = "text")]
        words: String,
    },
}

/// A sentence with the codes of records that it names: "R-026's", "(A-001,", at the start of a word.
pub fn linked(isms: &Isms, text: &str) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let (mut run, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(|c: char| c.is_ascii_uppercase()) {
        run.push_str(&rest[..at]);
        rest = &rest[at..];
        let starts = !run.ends_with(|c: char| c.is_alphanumeric() || c == '-');
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.')).unwrap_or(rest.len());
        let word = rest[..end].trim_end_matches(['.', '-']);
        if starts && word.contains('-') && isms.record(word).is_some() {
            if !run.is_empty() {
                out.push(Piece::Text(std::mem::take(&mut run)));
            }
            out.push(Piece::Code { code: word.into(), words: word.into() });
            rest = &rest[word.len()..];
        } else {
            run.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    run.push_str(rest);
    if !run.is_empty() {
        out.push(Piece::Text(run));
    }
    out
}

/// A sentence as plain text.
pub fn plain(sentence: &[Piece]) -> String {
    let words = |p: &'_ Piece| match p {
        Piece::Text(t) => t.clone(),
        Piece::Code { words, .. } => words.clone(),
    };
    sentence.iter().map(words).collect()
}
impl Reason {
    /// The sentence as plain text.
    pub fn text(&self, isms: &Isms) -> String {
        plain(&self.sentence(isms))
    }
    /// The sentence with its nouns as links.
    pub fn sentence(&self, isms: &Isms) -> Vec<Piece> {
        self.sentence_beside(isms, &Differing::default())
    }
    /// The same, for telling many reasons of one file: what was read of an input for one serves the next.
    pub fn sentence_beside(&self, isms: &Isms, read: &Differing) -> Vec<Piece> {
        let mut out = Vec::new();
        let mut rest = self.rule.says;
        while let Some((before, after)) = rest.split_once('{') {
            text(&mut out, before);
            let Some((name, after)) = after.split_once('}') else { break };
            Teller { reason: self, isms, read }.part(name, &mut out);
            rest = after;
        }
        text(&mut out, rest);
        // "the organization was added": a sentence begins with a capital, whatever noun stands first.
        if let Some(Piece::Text(first) | Piece::Code { words: first, .. }) = out.first_mut() {
            if first.starts_with("the ") {
                first.replace_range(..1, "T");
            }
        }
        out
    }
}
fn text(out: &mut Vec<Piece>, t: &str) {
    if t.is_empty() {
        return;
    }
    match out.last_mut() {
        Some(Piece::Text(have)) => have.push_str(t),
        _ => out.push(Piece::Text(t.to_string())),
    }
}

/// Nouns for fields whose names are none; others are said by their name.
const NOUNS: &[(&str, &str)] = &[
    ("runs_where", "place"),
    ("data_where", "data location"),
    ("contract_ends", "contract end"),
    ("depends_on", "dependencies"),
    ("exposed", "reachability"),
    ("issues_inside", "inner context"),
    ("issues_outside", "outer context"),
    ("scope_edges", "edges of the scope"),
    ("impact_words", "words for impact"),
    ("likelihood_words", "words for likelihood"),
    ("accept_up_to", "accept line"),
    ("accept_above", "rule for accepting more"),
    ("down_at_most", "longest standstill"),
    ("restore_within", "time to restore"),
    ("lose_at_most", "loss of work allowed"),
    ("does", "description"),
    ("demands", "demand"),
    ("source_version", "version of the text"),
    ("in_force_from", "day from which it holds"),
    ("ends_on", "end"),
    ("applies", "applicability"),
    ("how", "way of doing it"),
    ("works", "working"),
    ("critical", "importance"),
    ("because", "description"),
    ("harms", "harm"),
    ("title", "name"),
    ("email", "e-mail address"),
    ("away_from", "start of an absence"),
    ("away_until", "end of an absence"),
    ("able_because", "grounds of competence"),
    ("competence_proof", "proofs of competence"),
    ("screened", "background check"),
    ("score", "result"),
    ("taught_by", "teacher"),
    ("effective_because", "grounds for calling it effective"),
    ("noticed_by", "who noticed it"),
    ("late_why", "why it was late"),
    ("skipped_why", "why it was skipped"),
    ("shows", "what it shows"),
    ("saw", "what was seen"),
    ("planned_controls", "planned controls"),
    ("residual_likelihood", "expected likelihood"),
    ("residual_impact", "expected impact"),
    ("text", "text"),
    ("parties", "interested parties"),
    ("role_list", "roles"),
    ("isms_owner", "person who looks after the ISMS"),
    ("must_be_read", "duty to read"),
    ("climate_why", "decision on climate"),
    ("security_clauses", "security clauses"),
    ("processing_agreement_on", "processing agreement"),
    ("state", "state"),
    ("retired", "retirement"),
];
pub(crate) fn noun(field: &str) -> String {
    NOUNS.iter().find(|(f, _)| *f == field).map_or_else(|| field.replace('_', " "), |(_, n)| n.to_string())
}

/// A stored choice in the words of its field; else as it stands.
fn in_words(r: &Record, field: &str, v: &Value) -> String {
    if let (Some(f), Some(s)) = (r.info().field(field), v.as_str()) {
        if let Ty::Choice { of } = &f.ty {
            if let Some(c) = of.iter().find(|c| c.name == s) {
                return c.label.clone();
            }
        }
    }
    match v {
        Value::String(s) => s.replace('_', " "),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [a, b] => format!("{a} and {b}"),
        [a, b, rest @ ..] => format!("{a}, {b} and {} more", rest.len()),
    }
}

/// Material fields of a record in which what stood at `seen` and what stands now differ.
pub fn changed_fields(isms: &Isms, ix: Ix, seen: u32, within: &[&str]) -> Vec<String> {
    let r = isms.rec(ix);
    let (Some(was), now) = (r.at(seen.max(r.added())).map(json_of), r.body_json()) else { return Vec::new() };
    let mut out: Vec<String> = r
        .info()
        .fields
        .iter()
        .filter(|f| if within.is_empty() { f.material } else { within.contains(&f.name.as_str()) })
        .filter(|f| was.get(&f.name) != now.get(&f.name))
        .map(|f| f.name.clone())
        .collect();
    if out.is_empty() && within.is_empty() && was.get("state") != now.get("state") {
        out.push("state".into());
    }
    out
}

/// Which fields of an input differ from what was seen, for each input and act once. Of one file.
#[derive(Default)]
pub struct Differing(RefCell<HashMap<Seen, Vec<String>>>);
/// An input, the act up to which it was seen, and the fields of the facet that counts.
type Seen = (Ix, u32, &'static [&'static str]);

struct Teller<'a> {
    reason: &'a Reason,
    isms: &'a Isms,
    read: &'a Differing,
}
impl Teller<'_> {
    fn code(&self, ix: Ix, titled: bool, out: &mut Vec<Piece>) {
        let r = self.isms.rec(ix);
        let words = match (r.info().name, titled) {
            ("person", _) => r.title(),
            ("organization", _) => "the organization".to_string(),
            (_, true) => format!("{} {}", r.code, r.title()),
            _ => r.code.to_string(),
        };
        out.push(Piece::Code { code: r.code.to_string(), words });
    }
    fn target(&self, out: &mut Vec<Piece>) {
        match self.reason.target {
            Target::Record(ix) | Target::Clock(ix, ..) => self.code(ix, false, out),
            Target::Control(ix) => self.code(ix, true, out),
            Target::Pair(a, _) => self.code(a, false, out),
            Target::Clause(n) | Target::Line(n) | Target::Whole(n) | Target::Cycle(n) => text(out, n),
        }
    }
    fn facet_fields(&self) -> &'static [&'static str] {
        let (Some(o), When::Input(from)) = (self.reason.input, self.reason.rule.when) else { return &[] };
        let info = self.isms.rec(o).info();
        match from.iter().find(|(kind, _)| *kind == info.name) {
            Some((_, Differs::Facet(name))) => info.facets.iter().find(|(n, _)| n == name).map_or(&[], |(_, f)| *f),
            _ => &[],
        }
    }
    fn changed_fields(&self) -> Vec<String> {
        let Some(input) = self.reason.input else { return Vec::new() };
        let (seen, within) = (self.reason.seen, self.facet_fields());
        let mut read = self.read.0.borrow_mut();
        let found = || changed_fields(self.isms, input, seen, within);
        read.entry((input, seen, within)).or_insert_with(found).clone()
    }
    fn subject(&self) -> Option<&Record> {
        match self.reason.target {
            Target::Record(ix) | Target::Clock(ix, ..) | Target::Control(ix) => Some(self.isms.rec(ix)),
            Target::Pair(_, b) => Some(self.isms.rec(b)),
            _ => None,
        }
    }
    fn field_of(&self, r: &Record, field: &str) -> String {
        let body: Map<String, Value> = r.body_json();
        let v = body.get(field).cloned().unwrap_or_default();
        match v.as_str().and_then(crate::dates::parse) {
            Some(d) => say(d, self.reason.today),
            None => in_words(r, field, &v),
        }
    }
    fn part(&self, name: &str, out: &mut Vec<Piece>) {
        let (r, isms) = (self.reason, self.isms);
        let day =
            |d: Option<chrono::NaiveDate>| d.map_or_else(|| "a day not recorded".to_string(), |d| say(d, r.today));
        match name {
            "t" => self.target(out),
            // The record of the target itself, where the target is a pair.
            "b" => {
                if let Target::Pair(_, b) = r.target {
                    out.push(Piece::Code { code: isms.rec(b).code.to_string(), words: isms.rec(b).title() });
                }
            }
            "T" => match r.target {
                Target::Record(ix) => self.code(ix, true, out),
                _ => self.target(out),
            },
            "o" => match r.input {
                Some(ix) => self.code(ix, false, out),
                None => text(out, "something"),
            },
            "O" => match r.input {
                Some(ix) => self.code(ix, true, out),
                None => text(out, "something"),
            },
            // "…through A-03", or nothing where there is nothing between.
            "through" => {
                if r.path.len() > 2 {
                    text(out, " through ");
                    let between: Vec<Ix> = r.path[1..r.path.len() - 1].iter().rev().copied().collect();
                    for (n, ix) in between.iter().enumerate() {
                        if n > 0 {
                            text(out, " and ");
                        }
                        self.code(*ix, false, out);
                    }
                }
            }
            // "it", or the record between by which news reaches the target.
            "at" => match r.path.len() {
                0..=2 => self.target(out),
                _ => self.code(r.path[1], true, out),
            },
            "rests" => {
                if r.path.len() > 2 {
                    text(out, ", on which ");
                    self.target(out);
                    text(out, " rests");
                }
            }
            "other" => {
                if let Some(ix) = r.other {
                    self.code(ix, true, out)
                }
            }
            "fields" => {
                let f = self.changed_fields();
                text(
                    out,
                    &if f.is_empty() {
                        "entry".to_string()
                    } else {
                        list(&f.iter().map(|f| noun(f)).collect::<Vec<_>>())
                    },
                );
            }
            // "which went from in place to partly", "whose working went from yes to no", "which changed".
            "moved" => {
                let f = self.changed_fields();
                match (r.input, f.iter().find(|f| matches!(f.as_str(), "status" | "applies" | "works"))) {
                    (Some(o), Some(f)) => {
                        let rec = isms.rec(o);
                        let was = rec.at(r.seen.max(rec.added())).map(json_of).unwrap_or_default();
                        let words = |b: &Map<String, Value>| in_words(rec, f, &b.get(f).cloned().unwrap_or_default());
                        let whose = if f == "status" { "which".to_string() } else { format!("whose {}", noun(f)) };
                        text(
                            out,
                            &format!("{whose} went from {} to {}", some(words(&was)), some(words(&rec.body_json()))),
                        );
                    }
                    _ => text(out, "which changed"),
                }
            }
            "wanted" => text(out, if r.number == 1 { "the closing of" } else { "your answer to" }),
            "late_or_missed" => text(out, if r.number == 1 { "skipped the one of" } else { "is overdue since" }),
            "for_what" => {
                let what = r
                    .input
                    .and_then(|o| isms.rec(o).get::<crate::kinds::Exception>())
                    .map(|e| e.for_what.trim_end_matches('.').to_string())
                    .unwrap_or_default();
                text(out, &in_the_middle(&what));
            }
            "holds" => text(out, &super::policies::holds_words(isms, r)),
            "changed" => text(out, &day(r.changed)),
            "reviewed" => text(out, &day(r.reviewed)),
            "due" => text(out, &day(r.due)),
            "n" => text(out, &r.number.to_string()),
            "people_missing" => match r.number {
                1 => text(out, "1 person is missing"),
                n => text(out, &format!("{n} people are missing")),
            },
            "times" => text(
                out,
                &match r.number {
                    1 => "once".to_string(),
                    2 => "twice".to_string(),
                    n => format!("{n} times"),
                },
            ),
            "ago" => text(out, &r.changed.map_or(0, |d| days_between(d, r.today)).to_string()),
            "late" => text(out, &r.due.map_or(0, |d| days_between(d, r.today)).to_string()),
            "owner" => {
                if let Some(p) = self.subject().and_then(|s| isms.linked(s, "owner").next()) {
                    self.code(p, false, out)
                } else {
                    text(out, "its owner")
                }
            }
            "line" => text(out, &isms.organization().map_or(9, |o| o.accept_up_to.0).to_string()),
            "matters" => {
                if r.number > 0 {
                    text(out, &format!(" ({})", r.number));
                }
            }
            "exploited" => {
                if r.input
                    .and_then(|o| isms.rec(o).get::<crate::kinds::Vulnerability>())
                    .is_some_and(super::risks::exploited)
                {
                    text(out, ", exploited");
                }
            }
            "case" => text(out, if r.path.len() <= 2 { "is a case of" } else { "hit what is under" }),
            // What differs in the criteria.
            "criteria" => {
                let f = r
                    .input
                    .map(|o| {
                        changed_fields(
                            isms,
                            o,
                            r.seen,
                            isms.rec(o).info().facets.iter().find(|(n, _)| *n == "criteria").map_or(&[], |(_, f)| *f),
                        )
                    })
                    .unwrap_or_default();
                let f: Vec<String> = f.iter().map(|f| noun(f)).collect();
                text(out, &if f.is_empty() { "its words, bands or line".to_string() } else { list(&f) });
            }
            "from_rule" => {
                let rules: Vec<Ix> =
                    r.input.map(|o| isms.linked(isms.rec(o), "from_rule").collect()).unwrap_or_default();
                for (n, ix) in rules.iter().enumerate() {
                    if n > 0 {
                        text(out, " and ");
                    }
                    self.code(*ix, false, out);
                }
            }
            "bands" => {
                let words = super::controls::bands(isms, r);
                text(out, &words);
            }
            "period" => text(out, &super::time::periods(isms, r)),
            "every" => text(out, &super::time::every(isms, r)),
            "version" => text(out, &super::policies::version_words(isms, r)),
            "what_changed" => {
                let w = super::policies::what_changed(isms, r);
                if !w.is_empty() {
                    text(out, &format!(" ({})", w.trim_end_matches('.')));
                }
            }
            "before" => text(out, &super::people::version_before(isms, r)),
            "role" => text(out, &super::people::role_words(isms, r)),
            "needs" => text(out, &super::people::needs_words(isms, r)),
            "repeat" => text(out, &super::people::repeat_words(isms, r)),
            "joined" => {
                let p = match r.target {
                    Target::Pair(p, _) => isms.rec(p).get::<crate::kinds::Person>(),
                    _ => None,
                };
                text(out, &p.map_or_else(String::new, |p| say(p.joined_on.0, r.today)));
            }
            "open" => text(
                out,
                match r.number {
                    0 => "access is",
                    1 => "equipment is",
                    _ => "access and equipment are",
                },
            ),
            "draft" => text(out, &super::policies::draft_words(isms, r)),
            "missing" => text(out, super::policies::missing_words(r)),
            "facet" => text(
                out,
                r.input
                    .and_then(|o| isms.rec(o).info().facets.get((r.number as usize).wrapping_sub(1)))
                    .map_or("organization", |(n, _)| *n),
            ),
            // " in version 3.0", or nothing.
            "held_version" => {
                let v = r.target.record().and_then(|ix| super::policies::holds_now(isms, ix, r.today));
                text(out, &v.map_or_else(String::new, |v| v.version.to_string()));
            }
            "requirement" => {
                let q = r
                    .input
                    .and_then(|o| isms.rec(o).get::<crate::kinds::Nonconformity>())
                    .map(|n| n.requirement.0.join(", "))
                    .unwrap_or_default();
                if !q.is_empty() {
                    text(out, &format!(", clause {q}"));
                }
            }
            "soa" => text(out, &super::controls::soa_words(isms)),
            "is_due" => text(out, if r.state == State::Overdue { "was" } else { "is" }),
            "ends" => text(out, if r.state == State::Overdue { "ran out" } else { "ends" }),
            "contract" => text(out, if r.state == State::Overdue { "ended" } else { "ends" }),
            "notice" => {
                if let Some(s) = self.subject().and_then(|x| x.get::<crate::kinds::Supplier>()) {
                    if let (Some(end), Some(n)) = (s.contract_ends, s.notice_days) {
                        let by = crate::dates::add_days(end.0, -i64::from(n.0));
                        text(
                            out,
                            &format!(
                                "; notice {} be given by {}",
                                if by < r.today { "had to" } else { "must" },
                                say(by, r.today)
                            ),
                        );
                    }
                }
            }
            "weak" => text(
                out,
                if r.number == 1 {
                    "processes personal data for you without a processing agreement (GDPR Art. 28)"
                } else {
                    "can reach what is yours, and the contract says nothing of security"
                },
            ),
            "assurance" => {
                let best = self
                    .subject()
                    .and_then(|x| x.get::<crate::kinds::Supplier>())
                    .and_then(|s| s.assurance.iter().filter(|a| a.covers_our_service).max_by_key(|a| a.valid_until));
                text(
                    out,
                    &best.map_or_else(String::new, |a| {
                        super::word(&a.sort).replace('_', " ").replace("iso27001", "ISO 27001").replace("soc2", "SOC 2")
                    }),
                );
            }
            "audited" => text(
                out,
                &match r.changed {
                    Some(d) => format!("was last audited on {}", say(d, r.today)),
                    None => "was never audited internally".to_string(),
                },
            ),
            "last_audit" => text(
                out,
                &match r.changed {
                    Some(d) => format!("was on {}", say(d, r.today)),
                    None => "has not taken place".to_string(),
                },
            ),
            "external" => {
                if let Some(a) = isms.organization().and_then(|o| o.next_external_audit).filter(|d| d.0 >= r.today) {
                    text(out, &format!("; the auditor comes on {}", say(a.0, r.today)));
                }
            }
            "restore" => text(out, &r.due.map_or_else(String::new, |d| say(crate::dates::add_months(d, 6), r.today))),
            "document" => text(out, super::coverage::document_words(r)),
            "topic" => text(out, super::coverage::topic_words(r)),
            "missed" => text(out, &super::follow_up::missed_words(isms, r)),
            "clock" => text(out, &super::follow_up::clock_words(isms, r)),
            "clause" => text(out, &super::coverage::clause_words(isms, r)),
            "event" => text(out, super::coverage::event_words(r)),
            _ => match name.split_once('.') {
                // A field of the target ("t.due"), of the input ("o.severity"), of the organization ("org.headcount").
                Some(("t", f)) => text(out, &self.subject().map_or_else(String::new, |s| self.field_of(s, f))),
                Some(("o", f)) => text(out, &r.input.map_or_else(String::new, |o| self.field_of(isms.rec(o), f))),
                Some(("org", f)) => text(out, &isms.record("ORG").map_or_else(String::new, |o| self.field_of(o, f))),
                _ => text(out, &format!("{{{name}}}")),
            },
        }
    }
}
/// A sentence's beginning as it stands inside another one: "One terminal" → "one terminal", but "CRM" stays.
fn in_the_middle(s: &str) -> String {
    let mut chars = s.chars();
    match (chars.next(), chars.next()) {
        (Some(a), Some(b)) if a.is_uppercase() && !b.is_uppercase() => {
            a.to_lowercase().chain(s.chars().skip(1)).collect()
        }
        _ => s.to_string(),
    }
}
fn some(words: String) -> String {
    if words.is_empty() { "nothing".into() } else { words }
}
