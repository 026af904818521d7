//! One incident from the first sign to what was learned: the time line, each report with its clock, proof, cause, what it means for the rest.
//! It must never leave out a report that is owed, nor an entry that was made late (A.5.24 to A.5.28).
use super::risk_sheet::action_table;
use crate::dates::days_between;
use crate::doc::{Answer, Block, Cell, Part, Row, Section, Sheet, Span, Table, column};
use crate::isms::{Ix, Record};
use crate::kinds::Incident;
use crate::kinds::incident::{NotificationAnswer, moment};
use crate::refusal::Refusal;
use crate::report::{Body, Paper, Report, bold, count, heading, join, plain, section, soft, thousands};
use crate::staleness::follow_up;

pub(super) const REPORT: Report =
    Report { name: "incident-sheet", title: "Incident", clause: "A.5.26", about: "incident", of: &[], build };

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let about = p.scope.about.as_deref().unwrap_or_default();
    let (Some(r), Some(i)) = (p.isms.record(about), p.isms.get::<Incident>(about)) else {
        return Err(Refusal::new(
            "unknown",
            about,
            format!("There is no incident \u{201c}{about}\u{201d}."),
            "Give a code like I-001.",
        ));
    };
    let ix = p.isms.ix(about).unwrap_or_default();
    let first = r.added();
    let mut intro = format!(
        "One incident, from the first sign to what was learned. First recorded {} (act {})",
        p.isms.day_of(first),
        thousands(first as usize)
    );
    if let Ok(n) = moment(&i.noticed_at) {
        match days_between(n.date_naive(), p.isms.day_of(first)) {
            ..=0 => intro.push('.'),
            1 => intro.push_str(", the day after it was noticed."),
            d => intro.push_str(&format!(", {d} days after it was noticed.")),
        }
    }
    let mut parts = vec![
        Part { title: String::new(), rows: facts(p, r, i) },
        Part { title: "Time line".into(), rows: time_line(i) },
        Part { title: "Who had to be told".into(), rows: told(p, r, i) },
    ];
    let kept = kept(p, ix, i);
    if !kept.is_empty() {
        parts.push(Part { title: "Proof, and who had it".into(), rows: kept });
    }
    parts.push(Part { title: "What it means".into(), rows: means(p, r, i) });
    let mut blocks = vec![Block::Para(vec![soft(intro)]), Block::Sheet(Sheet { id: None, parts })];
    let actions: Vec<Ix> = from_here(p, r, "action");
    if !actions.is_empty() {
        blocks.extend(action_table(p, actions));
    }
    blocks.extend(looked(p, r, ("visit", "visits")));
    Ok(vec![section(
        "incident-sheet",
        format!("{about} {}", r.title()),
        &["A.5.24", "A.5.26", "A.5.27", "A.5.28"],
        false,
        blocks,
    )])
}
/// Records of a kind that come from this one, by code.
pub(super) fn from_here(p: &Paper, r: &Record, kind: &str) -> Vec<Ix> {
    let mut list: Vec<Ix> = r.inn.iter().map(|(s, _)| *s).filter(|s| p.isms.rec(*s).info().name == kind).collect();
    list.extend(p.isms.linked(r, "actions").filter(|ix| p.isms.rec(*ix).info().name == kind));
    list.sort_unstable();
    list.dedup();
    list.retain(|ix| !p.isms.rec(*ix).common.withdrawn);
    list.sort_by(|a, b| p.isms.rec(*a).code.cmp(&p.isms.rec(*b).code));
    list
}
/// "2026-04-20 14:10 +02:00"
pub(super) fn at(m: &str) -> String {
    match moment(m) {
        Ok(m) => m.format("%Y-%m-%d %H:%M %:z").to_string(),
        Err(_) => m.to_string(),
    }
}
fn facts(p: &Paper, r: &Record, i: &Incident) -> Vec<(String, Vec<Answer>)> {
    let b = Body::of(r);
    let spans = |s: Vec<Span>| vec![Answer::Spans(s)];
    let mut state = vec![Answer::Spans(vec![bold(r.state().replace('_', " "))]), Answer::States(p.states(&r.code))];
    state.extend(p.reasons(&r.code).into_iter().map(Answer::Spans));
    let by = i.noticed_by.as_ref().map_or_else(String::new, |n| format!(", by {n}"));
    let sure = match &i.aware_at {
        Some(a) => plain(at(a)),
        None => soft("not given apart: the clocks count from when it was noticed"),
    };
    let hit: Vec<Vec<Span>> = i.assets.iter().chain(i.suppliers.iter()).map(|c| p.named(c)).collect();
    let lost = b.word("loss");
    let mut out = vec![
        ("State".into(), state),
        ("How serious".into(), spans(vec![bold(b.word("class"))])),
        ("What happened".into(), vec![Answer::Recorded(i.what.to_string())]),
        ("Noticed".into(), spans(vec![plain(format!("{}{by}", at(&i.noticed_at)))])),
        ("Reasonably sure since".into(), spans(vec![sure])),
        ("What was lost".into(), spans(vec![if lost.is_empty() { soft("nothing") } else { plain(lost) }])),
        (
            "What was hit".into(),
            spans(if hit.is_empty() { vec![soft("nothing is named")] } else { join(hit, " \u{b7} ") }),
        ),
    ];
    let mut data = vec![Answer::Spans(vec![bold(b.word("personal_data"))])];
    data.extend(i.whose_data.as_ref().map(|w| Answer::Recorded(w.to_string())));
    out.push(("Personal data".into(), data));
    if i.risk_to_people.is_some() {
        let mut people = vec![Answer::Spans(vec![bold(b.word("risk_to_people"))])];
        people.extend(i.people_why.as_ref().map(|w| Answer::Recorded(w.to_string())));
        out.push(("What it means for them".into(), people));
    }
    if i.significant.is_some() {
        out.push(("Serious by law".into(), spans(vec![plain(b.word("significant"))])));
    }
    if let Some(done) = &i.done {
        out.push(("What was done".into(), vec![Answer::Recorded(done.to_string())]));
    }
    out
}
fn time_line(i: &Incident) -> Vec<(String, Vec<Answer>)> {
    i.time_line()
        .into_iter()
        .map(|(when, what)| {
            let what = match what.strip_prefix("clock ").and_then(|w| w.split_once(": ")) {
                Some((id, rest)) => format!("{rest} ({})", law(id)),
                None => what,
            };
            (at(&when), vec![Answer::Spans(vec![plain(what)])])
        })
        .collect()
}
/// The law of a clock, as its catalogue calls it.
pub(super) fn law(id: &str) -> String {
    let own = id.strip_prefix("own-").map(String::from);
    own.unwrap_or_else(|| crate::catalog::clock(id).map_or_else(|| id.to_string(), |c| c.law.to_string()))
}
/// Each duty to tell, answered or owed.
fn told(p: &Paper, r: &Record, i: &Incident) -> Vec<(String, Vec<Answer>)> {
    let mut out: Vec<(String, Vec<Answer>)> = Vec::new();
    for n in &i.notifications {
        let name = if &*n.clock == "other" { "Told besides".to_string() } else { law(&n.clock) };
        let mut head = Vec::new();
        let limit = match (&n.from, &n.due) {
            (Some(f), Some(d)) => format!("from {}, until {}", at(f), at(d)),
            (Some(f), None) => format!("from {}, without undue delay", at(f)),
            _ => String::new(),
        };
        match n.answer {
            NotificationAnswer::Sent => {
                head.push(bold("sent"));
                head.push(plain(format!(
                    " {}{}",
                    n.sent.as_ref().map(|s| at(s)).unwrap_or_default(),
                    n.to.as_ref().map_or_else(String::new, |t| format!(" to {t}"))
                )));
                let late =
                    n.sent.as_ref().and_then(|s| moment(s).ok()).zip(n.due.as_ref().and_then(|d| moment(d).ok()));
                if let Some((s, d)) = late.filter(|(s, d)| s > d) {
                    head.push(Span::Red(format!(
                        ", {} late",
                        count(((s - d).num_minutes() as usize).div_ceil(60), "hour", "hours")
                    )));
                }
                if let Some(e) = &n.evidence {
                    head.extend([plain(" \u{b7} "), p.code(e)]);
                }
            }
            NotificationAnswer::NotNeeded => head.push(bold("not needed")),
        }
        let mut answers = vec![Answer::Spans(head)];
        if !limit.is_empty() {
            answers.push(Answer::Spans(vec![soft(limit)]));
        }
        answers.extend(n.why.as_ref().map(|w| Answer::Recorded(w.to_string())));
        out.push((name, answers));
    }
    let have = |id: &str| i.notifications.iter().any(|n| &*n.clock == id);
    for c in follow_up::running(p.isms, i).into_iter().filter(|c| !have(&c.id)) {
        let by =
            c.until.map_or_else(|| "without undue delay".into(), |u| format!("by {}", u.format("%Y-%m-%d %H:%M %:z")));
        let words = format!("to {}, {by}", c.to);
        let answer = if r.state() == "closed" {
            vec![soft(format!("no answer on record: {words}"))]
        } else {
            vec![Span::Red("Open".into()), plain(format!(" {words}: neither sent nor said not to be needed"))]
        };
        out.push((c.law, vec![Answer::Spans(answer)]));
    }
    if out.is_empty() {
        out.push(("Nobody".into(), vec![Answer::Spans(vec![soft("No law and no contract on record asks for it.")])]));
    }
    out
}
fn kept(p: &Paper, ix: Ix, i: &Incident) -> Vec<(String, Vec<Answer>)> {
    let mut out: Vec<(String, Vec<Answer>)> = i
        .custody
        .iter()
        .map(|c| {
            let since = c.since.as_ref().map_or_else(String::new, |s| format!(", since {}", at(s)));
            (
                c.what.to_string(),
                vec![Answer::Spans(vec![plain(format!("{}; in the hands of {}{since}", c.place, c.who))])],
            )
        })
        .collect();
    let proofs: Vec<Vec<Span>> = p
        .proofs(ix)
        .iter()
        .map(|(e, d)| {
            let r = p.isms.rec(*e);
            vec![p.code(&r.code), plain(format!(" {} ({d})", p.title(r)))]
        })
        .collect();
    if !proofs.is_empty() {
        out.push(("Files and notes".into(), proofs.into_iter().map(Answer::Spans).collect()));
    }
    out
}
fn means(p: &Paper, r: &Record, i: &Incident) -> Vec<(String, Vec<Answer>)> {
    let spans = |s: Vec<Span>| vec![Answer::Spans(s)];
    let closed = r.state() == "closed";
    let none = |words: &str| spans(vec![if closed { bold(words) } else { soft("not said yet: it is still open") }]);
    let mut out = Vec::new();
    out.push((
        "What was learned".to_string(),
        i.lessons.as_ref().map_or_else(|| none("Nothing was written down"), |l| vec![Answer::Recorded(l.to_string())]),
    ));
    let cause = match (&i.nonconformity, &i.no_rule_because) {
        (Some(n), _) => spans(p.named(n)),
        (None, Some(why)) => vec![Answer::Spans(vec![bold("no")]), Answer::Recorded(why.to_string())],
        _ => none("Not said"),
    };
    out.push(("Was a rule not met, did a control fail?".into(), cause));
    let list = |codes: &[String]| -> Vec<Answer> { codes.iter().map(|c| Answer::Spans(p.named(c))).collect() };
    for (label, codes) in [
        ("Risks that came true", &*i.risks),
        ("Controls that failed or were missing", &*i.controls),
        ("Rules that must change", &*i.policies),
    ] {
        if !codes.is_empty() {
            out.push((label.into(), list(codes)));
        }
    }
    if let Some(why) = &i.says_nothing_because {
        out.push(("Nothing else, because".into(), vec![Answer::Recorded(why.to_string())]));
    }
    let mut cost = Vec::new();
    if let Some(h) = i.cost_hours {
        cost.push(count(h.0 as usize, "hour", "hours"));
    }
    if let Some(m) = &i.cost_money {
        cost.push(format!("{}.{:02} {}", m.minor / 100, (m.minor % 100).abs(), m.currency));
    }
    if let Some(c) = i.customers_hit {
        cost.push(count(c.0 as usize, "customer", "customers"));
    }
    if !cost.is_empty() {
        out.push(("What it cost".into(), spans(vec![plain(cost.join(" \u{b7} "))])));
    }
    out
}
/// Every visit or review, who made it, and what was concluded.
pub(super) fn looked(p: &Paper, r: &Record, noun: (&str, &str)) -> Vec<Block> {
    let rows: Vec<Row> = p
        .isms
        .marks_of(&r.code)
        .iter()
        .filter_map(|m| {
            let (review, v) = p.review_of(m)?;
            let with: Vec<String> = v.with.iter().map(|c| p.who(c)).collect();
            Some(Row::Cells {
                cells: vec![
                    v.held_on.0.to_string().into(),
                    vec![p.code(&review.code)].into(),
                    if with.is_empty() { p.who(&v.by) } else { format!("{}; with {}", p.who(&v.by), with.join("; ")) }
                        .into(),
                    Cell::Spans(vec![Span::Recorded(v.why.to_string())]),
                ],
                id: None,
                reasons: Vec::new(),
            })
        })
        .collect();
    if rows.is_empty() {
        return vec![
            heading("Looked at"),
            Block::Note(vec![plain(format!("No {} is on record besides the entries of the trail.", noun.0))]),
        ];
    }
    let n = rows.len();
    let columns =
        vec![column("Day", 22.0), column("Review", 20.0), column("By", 50.0), column("What was concluded", 78.0)];
    vec![
        heading("Looked at"),
        Block::Table(Table { columns, rows, foot: format!("{n} of {} shown", count(n, noun.0, noun.1)) }),
    ]
}
