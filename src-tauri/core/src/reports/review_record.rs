//! One review as an account-book sheet: who looked at what and when, what stood on the screen, each answer word for word, what followed.
//! It must never show a signature without role, day and way, nor change a word after signing (8.2, 9.1).
use crate::catalog;
use crate::dates::days_between;
use crate::doc::{Answer, Block, Cell, Part, Row, Section, Sheet, Signature, Span, Table, column};
use crate::isms::{Mark, Record, Revision, Seq};
use crate::kind::Ty;
use crate::kinds::{Outcome, Review, Risk};
use crate::refusal::Refusal;
use crate::report::paper::{level, scores, step};
use crate::report::{
    Body, Paper, Report, bold, capital, count, heading, how_words, join, plain, section, soft, thousands,
};

pub(super) const REPORT: Report =
    Report { name: "review-record", title: "Review record", clause: "8.2", about: "review", of: &[], build };

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let about = p.scope.about.as_deref().unwrap_or_default();
    let (Some(r), Some(v)) = (p.isms.record(about), p.isms.get::<Review>(about)) else {
        return Err(Refusal::new(
            "unknown",
            about,
            format!("There is no review \u{201c}{about}\u{201d}."),
            "Give a code like RV-0571.",
        ));
    };
    let mut blocks = vec![Block::Para(vec![soft(subject(p, r, v))])];
    let mut parts = vec![Part { title: String::new(), rows: record(p, r, v) }];
    let saw = saw(p, v);
    if !saw.is_empty() {
        parts.push(Part { title: "What was on the screen, and what was said of it".into(), rows: saw });
    }
    let answers = answers(p, v);
    if !answers.is_empty() {
        parts.push(Part { title: "Questions and answers".into(), rows: answers });
    }
    parts.push(Part { title: "What followed".into(), rows: followed(p, r, v) });
    blocks.push(Block::Sheet(Sheet { id: None, parts }));
    blocks.extend(each(p, v));
    blocks.push(Block::Signature(signature(p, r, v)));
    Ok(vec![section("review-record", title(p, v), &["8.2", "6.1.3"], false, blocks)])
}

/// "Risk review of 14 July 2026: R-001"
fn title(p: &Paper, v: &Review) -> String {
    let what = match v.outcome {
        Outcome::NoEffect => "Decision that a change has no effect".to_string(),
        Outcome::PutOff => "Putting off".to_string(),
        Outcome::Sooner => "Decision to look sooner".to_string(),
        _ => guide(v),
    };
    let about: Vec<String> = v.about.iter().map(|t| said(p, t)).collect();
    let about = if about.len() > 3 { format!("{} and {} more", about[0], about.len() - 1) } else { about.join(", ") };
    format!("{what} of {}: {about}", v.held_on.0.format("%-d %B %Y"))
}
/// "risk-review" is "Risk review".
pub(super) fn guide(v: &Review) -> String {
    let words = match v.outcome {
        Outcome::NoEffect | Outcome::Sooner => "decision".to_string(),
        Outcome::PutOff => "putting off".to_string(),
        _ => v.wizard.replace('-', " "),
    };
    let mut c = words.chars();
    c.next().map(|f| f.to_uppercase().collect::<String>() + c.as_str()).unwrap_or_else(|| "Review".into())
}
/// A target in words: a code, a person and a course, or a whole.
pub(super) fn said(p: &Paper, target: &str) -> String {
    match target.split_once('/') {
        Some((a, b)) if p.people.known(a) => format!("{}/{b}", p.short(a)),
        _ => crate::preflight::spoken(target),
    }
}
fn linked(p: &Paper, target: &str) -> Vec<Span> {
    if p.isms.record(target).is_some() { p.named(target) } else { vec![plain(said(p, target))] }
}
fn subject(p: &Paper, r: &Record, v: &Review) -> String {
    let title = match v.about.as_slice() {
        [one] => p.isms.record(one).map(|t| format!(" \u{b7} {}", p.title(t))).unwrap_or_default(),
        _ => String::new(),
    };
    format!("{} \u{b7} review record{title}", r.code)
}

fn record(p: &Paper, r: &Record, v: &Review) -> Vec<(String, Vec<Answer>)> {
    let spans = |s: Vec<Span>| vec![Answer::Spans(s)];
    let seq = r.added();
    let on = p.isms.day_of(seq);
    let days = days_between(v.held_on.0, on);
    let when = match days {
        0 => format!("held and recorded on {on}"),
        1 => format!("held on {}, recorded on {on}, the day after", v.held_on.0),
        n => format!("held on {}, recorded on {on}, {n} days later", v.held_on.0),
    };
    let mut out = vec![(
        "Record".to_string(),
        spans(vec![plain(format!("{} \u{b7} act {} \u{b7} {when}", r.code, thousands(seq as usize)))]),
    )];
    if let Some(why) = &v.late_why {
        out.push(("Why written up later".into(), vec![Answer::Recorded(why.to_string())]));
    }
    let mut by = vec![plain(p.who(&v.by))];
    if !v.with.is_empty() {
        by.push(plain(format!(", with {}", v.with.iter().map(|c| p.who(c)).collect::<Vec<_>>().join("; "))));
    }
    out.push(("By".into(), spans(by)));
    out.push(("Guide".into(), spans(vec![plain(guide(v))])));
    out.push(("Looked at".into(), spans(join(v.about.iter().map(|t| linked(p, t)).collect(), " \u{b7} "))));
    if let Some(input) = &v.input {
        out.push(("The change".into(), spans(linked(p, input))));
    }
    if let Some(m) = marks(p, r, v).first() {
        if m.horizon < seq {
            out.push((
                "Could have seen".into(),
                spans(vec![plain(format!(
                    "The file up to act {}, the last of {}",
                    thousands(m.horizon as usize),
                    v.held_on.0
                ))]),
            ));
        }
    }
    if let [one] = v.about.as_slice() {
        let rested = rested_on(p, one, seq);
        if !rested.is_empty() {
            out.push(("What it rested on that day".into(), spans(join(rested, " \u{b7} "))));
        }
    }
    if v.saw.is_empty() {
        out.push(("Reasons on the screen".into(), spans(vec![soft("none recorded")])));
    }
    out
}
/// This review among the marks of its first target.
fn marks(p: &Paper, r: &Record, v: &Review) -> Vec<Mark> {
    let Some(ix) = p.isms.ix(&r.code) else { return Vec::new() };
    v.about.first().map(|t| p.isms.marks_of(t).iter().filter(|m| m.review == ix).copied().collect()).unwrap_or_default()
}
/// Records that the target rested on when the review was recorded.
fn rested_on(p: &Paper, target: &str, seq: Seq) -> Vec<Vec<Span>> {
    let Some(r) = p.isms.record(target) else { return Vec::new() };
    let Some(v) = r.at(seq) else { return Vec::new() };
    let body = Body::at(r, v);
    let mut codes: Vec<String> = Vec::new();
    crate::isms::links_in(r.info(), body.map(), &mut |f, code| {
        if matches!(r.info().fields[f as usize].ty, Ty::Ref { edge: Some(_), .. } | Ty::Refs { edge: Some(_), .. })
            && !codes.iter().any(|c| c == code)
        {
            codes.push(code.to_string());
        }
    });
    let few = codes.len() <= 8;
    codes.iter().map(|c| if few { p.named(c) } else { vec![p.code(c)] }).collect()
}

fn saw(p: &Paper, v: &Review) -> Vec<(String, Vec<Answer>)> {
    let batch = v.about.len() > 1;
    v.saw
        .iter()
        .map(|s| {
            let mut answers = vec![Answer::Spans(p.linked(&s.text))];
            let word = match s.matters.as_deref() {
                Some("yes") => "It matters here",
                Some("no") => "It does not matter here",
                Some("not_sure" | "not sure") => "Not sure whether it matters here",
                Some(other) => other,
                None => "",
            };
            match &s.why {
                Some(why) => {
                    answers.extend([Answer::Spans(vec![bold(format!("{word}:"))]), Answer::Recorded(why.to_string())])
                }
                None if !word.is_empty() => answers.push(Answer::Spans(vec![bold(format!("{word}."))])),
                None => answers.push(Answer::Spans(vec![soft("Nothing was said of it.")])),
            }
            let rule = s.rule.replace(['-', '_'], " ");
            (if batch { format!("{} \u{b7} {rule}", said(p, &s.target)) } else { rule }, answers)
        })
        .collect()
}

fn answers(p: &Paper, v: &Review) -> Vec<(String, Vec<Answer>)> {
    let batch = v.about.len() > 1;
    v.answers
        .iter()
        .map(|a| {
            let mut out = vec![Answer::Recorded(a.answer.to_string())];
            if let Some(who) = &a.who {
                let name = if p.people.known(who) { p.who(who) } else { p.people.redact(who) };
                out.push(Answer::Spans(vec![soft(format!("Said by {name}"))]));
            }
            let label = match &a.target {
                Some(t) if batch => format!("{} \u{b7} {}", said(p, t), a.question),
                _ => a.question.to_string(),
            };
            (label, out)
        })
        .collect()
}

fn followed(p: &Paper, r: &Record, v: &Review) -> Vec<(String, Vec<Answer>)> {
    let seq = r.added();
    let outcome = catalog::outcome_words(v.outcome).to_string();
    let mut out = vec![
        ("Outcome".to_string(), vec![Answer::Spans(vec![bold(capital(&outcome))])]),
        ("Why".into(), vec![Answer::Recorded(v.why.to_string())]),
    ];
    if let Some(why) = &v.skipped_why {
        out.push(("Why the one before was skipped".into(), vec![Answer::Recorded(why.to_string())]));
    }
    for code in v.actions.iter() {
        let Some(a) = p.isms.record(code) else { continue };
        let b = Body::of(a);
        let due = b.day("due").map(|d| format!(" \u{b7} until {d}")).unwrap_or_default();
        let mut s = p.named(code);
        s.push(plain(format!(" \u{b7} {}{due} \u{b7} {}", p.who(b.text("owner")), a.state())));
        out.push(("Action".into(), vec![Answer::Spans(s)]));
    }
    if let Some(d) = &v.next_by {
        let label = if v.outcome == Outcome::PutOff { "Put off until" } else { "To be looked at again by" };
        out.push((label.into(), vec![Answer::Spans(vec![plain(d.0.to_string())])]));
    }
    let changed = changes(p, r, seq);
    if changed.is_empty() {
        out.push(("Changes in this act".into(), vec![Answer::Spans(vec![plain("none")])]));
    }
    out.extend(changed);
    if let [one] = v.about.as_slice() {
        let since: Vec<Vec<Span>> = p
            .isms
            .marks_of(one)
            .iter()
            .filter(|m| m.seq > seq)
            .filter_map(|m| {
                let (r, _) = p.review_of(m)?;
                Some(vec![p.code(&r.code), plain(format!(" of {}: {}", m.held_on, catalog::outcome_words(m.outcome)))])
            })
            .collect();
        let words = if since.is_empty() { vec![plain("not looked at again")] } else { join(since, " \u{b7} ") };
        out.push(("Since then".into(), vec![Answer::Spans(words)]));
    }
    out
}
/// What the same act made of records: before and after.
fn changes(p: &Paper, review: &Record, seq: Seq) -> Vec<(String, Vec<Answer>)> {
    let Some(act) = p.isms.act(seq) else { return Vec::new() };
    let mut out = Vec::new();
    for r in act.made.iter().map(|(ix, _)| p.isms.rec(*ix)).filter(|r| r.code != review.code) {
        let Some((was, now)) = step(r, seq) else { continue };
        let code = crate::report::paper::shown(&r.code);
        let Some(was) = was else {
            out.push(("Added in this act".into(), vec![Answer::Spans(p.named(&r.code))]));
            continue;
        };
        let mut answers: Vec<Answer> = level_change(p, r, was, now).into_iter().collect();
        let (a, b) = (Body::at(r, was), Body::at(r, now));
        for f in &r.info().fields {
            if a.get(&f.name) != b.get(&f.name) {
                answers.push(Answer::Spans(p.difference(&f.name, &f.ty, a.get(&f.name), b.get(&f.name))));
            }
        }
        for f in ["state", "retired"] {
            if a.get(f) != b.get(f) {
                answers.push(Answer::Spans(p.difference(f, &Ty::Text, a.get(f), b.get(f))));
            }
        }
        out.push((format!("Changed in this act: {code}"), answers));
    }
    out
}
/// "level: 15 high → 10 high", where the scores moved.
fn level_change(p: &Paper, r: &Record, was: &Revision, now: &Revision) -> Option<Answer> {
    r.get::<Risk>()?;
    let (a, b) = (scores(was)?, scores(now)?);
    let product = |s: (u8, u8)| u32::from(s.0) * u32::from(s.1);
    (a != b).then(|| {
        let (a, b) = (level(p.isms, product(a), 0), level(p.isms, product(b), 0));
        Answer::Spans(vec![
            plain("level: "),
            soft(format!("{} {}", a.number, a.word)),
            plain(" \u{2192} "),
            bold(format!("{} {}", b.number, b.word)),
        ])
    })
}

/// Results of a batch, one line a target.
fn each(p: &Paper, v: &Review) -> Vec<Block> {
    if v.about.len() < 2 {
        return Vec::new();
    }
    let rows: Vec<Row> = v
        .about
        .iter()
        .map(|t| {
            let one = v.each.iter().find(|e| e.target == *t);
            let why = one.and_then(|e| e.why.as_ref());
            Row::Cells {
                cells: vec![
                    linked(p, t).into(),
                    capital(catalog::outcome_words(one.map_or(v.outcome, |e| e.outcome))).into(),
                    why.map_or_else(
                        || vec![soft("as for all")].into(),
                        |w| Cell::Spans(vec![Span::Recorded(crate::report::one_line(w))]),
                    ),
                ],
                id: None,
                reasons: Vec::new(),
            }
        })
        .collect();
    let n = rows.len();
    vec![
        heading("The result of each"),
        Block::Table(Table {
            columns: vec![column("What", 74.0), column("Result", 30.0), column("Why, as recorded", 66.0)],
            rows,
            foot: format!("{n} of {n} shown"),
        }),
    ]
}

fn signature(p: &Paper, r: &Record, v: &Review) -> Signature {
    let seq = r.added();
    let mut signers: Vec<(String, String, String)> = Vec::new();
    let proof = |codes: &[String]| codes.iter().map(|c| format!(" \u{b7} {c}")).collect::<String>();
    match &v.signed {
        Some(a) => {
            let what = if v.by.as_str() == a.by.as_str() { "looked, recorded and signed" } else { "signed" };
            signers.push((
                p.who(&a.by),
                what.into(),
                format!("{} \u{b7} {}{}", a.on.0, how_words(&how(&a.how)), proof(&a.proof)),
            ));
        }
        None => signers.push((p.who(&v.by), "looked and recorded; not signed".into(), v.held_on.0.to_string())),
    }
    // Approvals that the same act gave to what was looked at.
    if let Some(act) = p.isms.act(seq) {
        for other in act.made.iter().map(|(ix, _)| p.isms.rec(*ix)).filter(|o| o.code != r.code) {
            let Some((was, now)) = step(other, seq) else { continue };
            let (was, now) = (was.map(|w| Body::at(other, w)), Body::at(other, now));
            for f in other.info().fields.iter().filter(|f| f.ty == Ty::Approval) {
                let Some(a) =
                    now.signed(&f.name).filter(|_| was.as_ref().is_none_or(|w| w.get(&f.name) != now.get(&f.name)))
                else {
                    continue;
                };
                let until = if f.name == "accepted" {
                    now.day("accepted_until").map(|d| format!(" until {d}")).unwrap_or_default()
                } else {
                    String::new()
                };
                signers.push((
                    p.who(&a.by),
                    format!("{}: {}{until}", crate::report::paper::shown(&other.code), f.name.replace('_', " ")),
                    format!("{} \u{b7} {}{}", a.on.map(|d| d.to_string()).unwrap_or_default(), a.how, proof(&a.proof)),
                ));
            }
        }
    }
    let act = format!(
        "Act {} of {}, {}.",
        thousands(seq as usize),
        thousands(p.isms.last_seq() as usize),
        p.isms.day_of(seq)
    );
    let rest = if p.isms.is_undone(seq) || !r.live() {
        "This review was undone by a later act: it does not count."
    } else {
        "Nothing in this record was changed after it was signed; later reviews stand in records of their own."
    };
    Signature { signers, sentence: format!("{act} {rest}") }
}
/// The stored name of a way of saying yes.
fn how(h: &crate::words::How) -> String {
    serde_json::to_value(h).ok().and_then(|v| v.as_str().map(String::from)).unwrap_or_default()
}
/// "1 review", for the list of them.
pub(super) fn reviews_words(n: usize) -> String {
    count(n, "review", "reviews")
}
