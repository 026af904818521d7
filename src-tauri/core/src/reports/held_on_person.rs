//! All that is held on one person, for that person: what is recorded, what was before, where else they are named (GDPR Art. 15; A.5.34).
//! It must never leave out a record that names them, nor name others in full in it.
use crate::doc::{Answer, Block, Cell, Part, Section, Sheet, Span};
use crate::isms::{Record, json_of};
use crate::kind::Ty;
use crate::kinds::{Campaign, Evidence, Person};
use crate::refusal::Refusal;
use crate::report::register::{drawn, listing};
use crate::report::{Paper, Report, heading, plain, purpose, section, soft};
use serde_json::Value;
use std::collections::BTreeMap;

pub(super) const REPORT: Report = Report {
    name: "held-on-person",
    title: "All that is held on a person",
    clause: "A.5.34",
    about: "person",
    of: &[],
    build,
};

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let about = p.scope.about.as_deref().unwrap_or_default();
    let (Some(r), true) = (p.isms.record(about), p.isms.get::<Person>(about).is_some()) else {
        return Err(Refusal::new(
            "unknown",
            about,
            format!("There is no person \u{201c}{about}\u{201d}."),
            "Give a code like P-004.",
        ));
    };
    // It is handed to this person: here their own name stands in full.
    let name = r.title();
    let named = named(p, r);
    let texts = texts(p, about, &name);
    let files: Vec<Vec<Cell>> = p
        .isms
        .live::<Evidence>()
        .filter(|(_, _, e)| {
            e.about.iter().any(|a| a == about) || e.collected_by.as_ref().is_some_and(|b| **b == *about)
        })
        .map(|(_, x, e)| {
            let file = e.file.as_ref().map_or_else(|| "a note or an address".to_string(), |f| f.name.to_string());
            let personal = if e.personal { "names people" } else { "" };
            vec![
                vec![p.code(&x.code)].into(),
                e.shows.to_string().into(),
                file.into(),
                e.collected_on.0.to_string().into(),
                personal.into(),
            ]
        })
        .collect();
    let acts: Vec<&crate::Act> = p.isms.acts.iter().filter(|a| *a.by == *about).map(|a| &**a).collect();
    let places: usize = named.iter().map(|(.., codes)| codes.len()).sum();
    let mut blocks = vec![
        purpose("Everything that this file holds on one person, to be handed to that person."),
        Block::Figures(vec![
            (places.to_string(), "places that name them in a field".into()),
            (texts.len().to_string(), "texts in which the name stands".into()),
            (acts.len().to_string(), "acts that they did".into()),
        ]),
        Block::Sheet(Sheet { id: None, parts: vec![Part { title: String::new(), rows: fields(p, r, &name) }] }),
        heading("What it was before"),
        drawn("oldest first", "each change of this record."),
        listing(
            &[("Day", 24.0), ("What", 52.0), ("Before", 47.0), ("After", 47.0)],
            before(p, r),
            ("change", "changes"),
            "Nothing was changed since it was recorded.",
        ),
        heading("Where they are named"),
        drawn("by kind", "every record that names this person in a field, also those that are retired."),
        listing(
            &[("Kind", 34.0), ("As", 60.0), ("Records", 76.0)],
            named
                .into_iter()
                .map(|(kind, field, codes)| {
                    vec![kind.into(), field.into(), p.codes(codes.iter().map(String::as_str)).into()]
                })
                .collect(),
            ("line", "lines"),
            "No record names them.",
        ),
    ];
    let answers = answers(p, about);
    if !answers.is_empty() {
        blocks.push(heading("Answers to campaigns"));
        blocks.push(listing(&[("Campaign", 62.0), ("Day", 24.0), ("What", 84.0)], answers, ("line", "lines"), ""));
    }
    if !files.is_empty() {
        blocks.push(heading("Proofs about them, or taken by them"));
        blocks.push(listing(
            &[("Code", 18.0), ("Shows", 62.0), ("File", 46.0), ("Taken", 22.0), ("", 22.0)],
            files,
            ("proof", "proofs"),
            "",
        ));
    }
    if !texts.is_empty() {
        blocks.push(heading("Texts in which the name stands"));
        blocks.push(listing(&[("Record", 24.0), ("Question", 50.0), ("Text", 96.0)], texts, ("text", "texts"), ""));
    }
    let span = match (acts.first(), acts.last()) {
        (Some(a), Some(b)) => {
            format!("{} acts in the trail bear the code {about}, from {} to {}.", acts.len(), a.on, b.on)
        }
        _ => format!("No act in the trail bears the code {about}."),
    };
    blocks.push(heading("What they did here"));
    blocks.push(Block::Para(vec![plain(span)]));
    blocks.push(Block::Note(vec![plain(
        "The trail keeps codes and sealed numbers, not names. When the time of keeping is over, name and texts are erased and the trail stays whole. Files that lie outside this one, such as backups and packs that were handed out, are not part of this page.",
    )]));
    Ok(vec![section("held-on-person", format!("All that is held on {name} ({about})"), &["A.5.34"], false, blocks)])
}
/// Every field that is filled, in its own words.
fn fields(p: &Paper, r: &Record, name: &str) -> Vec<(String, Vec<Answer>)> {
    let body = r.shown_json();
    let mut out = vec![("Code".to_string(), vec![Answer::Spans(vec![plain(r.code.to_string())])])];
    for f in &r.info().fields {
        let Some(v) = body.get(&f.name).filter(|v| !crate::canonical::empty(v)) else { continue };
        let said = if f.name == "title" { vec![plain(name.to_string())] } else { own(p, &f.ty, v) };
        out.push((asked(&f.question).to_string(), vec![Answer::Spans(said)]));
    }
    out.push(("State".into(), vec![Answer::Spans(vec![plain(r.state().replace('_', " "))])]));
    out
}
/// A value of the person's own record: what is personal stands there as it is, for it is theirs.
fn own(p: &Paper, ty: &Ty, v: &Value) -> Vec<Span> {
    match (ty, v.as_str()) {
        (Ty::PersonalText | Ty::PersonalProse, Some(s)) => vec![Span::Recorded(s.to_string())],
        _ => p.say(ty, v),
    }
}
fn before(p: &Paper, r: &Record) -> Vec<Vec<Cell>> {
    let mut out = Vec::new();
    for two in r.revisions.windows(2).filter(|two| two.iter().all(|v| v.body.is_some())) {
        let (was, now) = (json_of(&two[0]), json_of(&two[1]));
        let day = p.isms.day_of(two[1].seq).to_string();
        for f in r.info().fields.iter().filter(|f| was.get(&f.name) != now.get(&f.name)) {
            let cell = |v: Option<&Value>| v.map_or(Cell::Empty, |v| own(p, &f.ty, v).into());
            out.push(vec![
                day.clone().into(),
                asked(&f.question).into(),
                cell(was.get(&f.name)),
                cell(now.get(&f.name)),
            ]);
        }
        if was.get("state") != now.get("state") {
            let word = |b: &serde_json::Map<String, Value>| {
                b.get("state").and_then(Value::as_str).unwrap_or_default().replace('_', " ")
            };
            out.push(vec![day.into(), "State".into(), word(&was).into(), word(&now).into()]);
        }
    }
    out
}
/// Kind, question and codes of all that names the person.
fn named(p: &Paper, r: &Record) -> Vec<(String, String, Vec<String>)> {
    let mut by: BTreeMap<(String, u16), (String, Vec<String>)> = BTreeMap::new();
    for (src, field) in &r.inn {
        let s = p.isms.rec(*src);
        if s.common.withdrawn {
            continue;
        }
        let question = s.info().fields.get(*field as usize).map(|f| asked(&f.question).to_string());
        let entry =
            by.entry((s.info().title.to_string(), *field)).or_insert((question.unwrap_or_default(), Vec::new()));
        if !entry.1.contains(&s.code.to_string()) {
            entry.1.push(s.code.to_string());
        }
    }
    by.into_iter()
        .map(|((kind, _), (question, mut codes))| {
            codes.sort();
            (kind, question, codes)
        })
        .collect()
}
fn answers(p: &Paper, about: &str) -> Vec<Vec<Cell>> {
    let mut out: Vec<Vec<Cell>> = Vec::new();
    for (_, r, c) in p.isms.live::<Campaign>().filter(|(_, _, c)| c.people.iter().any(|x| x == about)) {
        let mut line = |day: String, what: String| out.push(vec![p.named(&r.code).into(), day.into(), what.into()]);
        line(c.sent_on.0.to_string(), "asked".into());
        for a in c.answered.iter().filter(|a| *a.person == *about) {
            let score = a.score.map_or_else(String::new, |s| format!(", {} %", s.0));
            line(a.on.0.to_string(), format!("answered: {}{score}", if a.passed { "done" } else { "not passed" }));
        }
        for x in c.reminded.iter().filter(|x| *x.person == *about) {
            line(x.on.0.to_string(), crate::staleness::word(&x.then).replace('_', " "));
        }
    }
    out
}
/// Texts of other records in which the full name stands.
fn texts(p: &Paper, about: &str, name: &str) -> Vec<Vec<Cell>> {
    let mut out = Vec::new();
    if name.split_whitespace().count() < 2 {
        return out;
    }
    for r in
        crate::kinds::kinds().iter().flat_map(|k| p.isms.each(k.name)).map(|(_, r)| r).filter(|r| !r.common.withdrawn)
    {
        if *r.code == *about {
            continue;
        }
        let body = r.shown_json();
        for f in &r.info().fields {
            let mut found = Vec::new();
            if let Some(v) = body.get(&f.name) {
                strings(v, &mut |s| {
                    if s.contains(name) {
                        found.push(around(&others_by_code(p, about, s), name));
                    }
                });
            }
            for text in found {
                out.push(vec![vec![p.code(&r.code)].into(), asked(&f.question).into(), vec![soft(text)].into()]);
            }
        }
    }
    out
}
fn strings(v: &Value, see: &mut dyn FnMut(&str)) {
    match v {
        Value::String(s) => see(s),
        Value::Array(a) => a.iter().for_each(|v| strings(v, see)),
        Value::Object(o) => o.values().for_each(|v| strings(v, see)),
        _ => {}
    }
}
/// A text in which other people stand by their codes: this page is not theirs.
fn others_by_code(p: &Paper, about: &str, text: &str) -> String {
    let mut others: Vec<(String, String)> = p
        .isms
        .each("person")
        .filter(|(_, r)| *r.code != *about)
        .map(|(_, r)| (r.title(), r.code.to_string()))
        .filter(|(name, _)| name.contains(' '))
        .collect();
    others.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    others.iter().fold(text.to_string(), |t, (name, code)| t.replace(name.as_str(), code))
}
/// The words around a name.
fn around(text: &str, name: &str) -> String {
    let at = text.find(name).unwrap_or(0);
    let before: String = text[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
    let after: String = text[at..].chars().take(name.chars().count() + 60).collect();
    format!("\u{2026}{before}{after}\u{2026}").replace('\n', " ")
}
/// A question as a label.
fn asked(question: &str) -> &str {
    question.trim_start_matches("(program)").trim().trim_end_matches('?')
}
