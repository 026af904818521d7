//! Policies and documents: which rules are in force, who approved them and how, who has read them, what each version changed.
//! It must never say "read by all" where one is missing (5.2, 7.5, A.5.1).
use crate::doc::{Block, Cell, Row, Section, Span, State, Table, column};
use crate::isms::{Ix, Record};
use crate::policy;
use crate::refusal::Refusal;
use crate::report::register::or_none;
use crate::report::{
    Body, Paper, Report, Signed, bold, count, heading, one_line, plain, purpose, right, section, soft,
};
use chrono::NaiveDate;

pub(super) const REPORT: Report =
    Report { name: "documents", title: "Policies and documents", clause: "7.5", about: "", of: &["policy"], build };

/// One version of a document, as it came into force.
struct Version {
    number: String,
    change: String,
    what: String,
    approved: Option<Signed>,
    from: Option<NaiveDate>,
}
/// Who must confirm that they have read it, and who has.
struct Reading {
    concerned: usize,
    read: usize,
    missing: Vec<(String, String)>,
}

fn documents<'a>(p: &'a Paper) -> Vec<(Ix, &'a Record, Body)> {
    let mut out: Vec<(Ix, &'a Record, Body)> = p
        .isms
        .each("policy")
        .filter(|(_, r)| r.live() && !matches!(r.state(), "withdrawn" | "superseded"))
        .map(|(ix, r)| (ix, r, Body::of(r)))
        .collect();
    out.sort_by(|a, b| (place(&a.2), &a.1.code).cmp(&(place(&b.2), &b.1.code)));
    out
}
/// Where its sort stands among the sorts: the policy first, forms last.
fn place(b: &Body) -> usize {
    let sorts = ["policy", "topic_policy", "procedure", "plan", "method", "record_form", "external"];
    sorts.iter().position(|s| *s == b.text("sort")).unwrap_or(sorts.len())
}
fn external(b: &Body) -> bool {
    b.text("sort") == "external"
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let all = documents(p);
    let (outside, own): (Vec<_>, Vec<_>) = all.iter().partition(|(_, _, b)| external(b));
    let mut blocks = vec![
        purpose("Which rules are in force, who approved them, who has read them."),
        Block::Figures(figures(p, &own)),
        Block::Note(note(p, &own)),
    ];
    blocks.push(or_none(register(p, &own), "No document of our own is on record."));
    blocks.extend(reading_table(p, &own));
    blocks.extend(outside_table(p, &outside));
    blocks.extend(versions_table(p, &own));
    let mut out = vec![section("policies", "Policies and documents", &["5.2", "7.5", "A.5.1"], false, blocks)];
    out.extend(top_policy(p, &own));
    Ok(out)
}

fn figures(p: &Paper, own: &[&(Ix, &Record, Body)]) -> Vec<(String, String)> {
    let holds = |r: &Record| policy::version(p.isms, p.day(), &r.code, None).is_ok_and(|(v, _)| v.state == "in force");
    let force: Vec<&&(Ix, &Record, Body)> = own.iter().filter(|(_, r, _)| holds(r)).collect();
    let all: usize = own.iter().map(|(_, r, _)| versions(r).len()).sum();
    let reviewed = force.iter().filter(|(_, r, _)| p.reviewed_in_period(&r.code)).count();
    let fresh: Vec<(String, Version)> = own
        .iter()
        .flat_map(|(_, r, _)| {
            versions(r)
                .into_iter()
                .filter(|v| p.from.is_some_and(|f| v.from.is_some_and(|d| d > f)))
                .map(|v| (r.code.to_string(), v))
        })
        .collect();
    let major = fresh.iter().filter(|(_, v)| v.change == "major").count();
    let flagged = own.iter().filter(|(_, r, _)| !p.is_current(&r.code)).count();
    let must: Vec<Reading> = own.iter().filter_map(|(_, r, b)| reading(p, r, b)).collect();
    let full = must.iter().filter(|m| m.missing.is_empty()).count();
    let mut out = vec![
        (force.len().to_string(), format!("documents in force, in {}", count(all, "version", "versions"))),
        (
            format!("{reviewed} of {}", force.len()),
            if p.from.is_some() { "reviewed since the last audit".into() } else { "reviewed".into() },
        ),
    ];
    if p.from.is_some() {
        let which: Vec<String> = fresh.iter().map(|(c, v)| format!("{c} {}", v.number)).collect();
        let which = if which.is_empty() || which.len() > 3 { String::new() } else { format!(": {}", which.join(", ")) };
        let minor = fresh.len() - major;
        let both = format!("new versions since the last audit, {major} major and {minor} minor{which}");
        out.push((fresh.len().to_string(), both));
    }
    out.push((format!("{full} of {}", must.len()), "that must be read are read by all whom they concern".into()));
    out.push((flagged.to_string(), "with a flag; reasons stand under the row".into()));
    out
}

fn note(p: &Paper, own: &[&(Ix, &Record, Body)]) -> Vec<Span> {
    let by_owner: Vec<&str> = own
        .iter()
        .filter(|(_, _, b)| b.signed("approved").is_some_and(|a| a.by == b.text("owner")))
        .map(|(_, r, _)| &*r.code)
        .collect();
    let mut out = vec![
        bold("Order: "),
        plain("sort, code. "),
        bold("Drawn: "),
        plain(format!("all {} of our own; those of outside origin stand below. ", own.len())),
    ];
    if !by_owner.is_empty() {
        out.push(plain("Approved by their own owner: "));
        out.extend(p.codes(by_owner));
        out.push(plain("."));
    }
    out
}

/// The columns of PACK 2.4, 6. Eleven do not fit into 170 mm, and only the Statement, the risk register and the grid may lie across
/// (PACK 5): three dates, the flag and the code take 93 mm of it, the version and who has read it 28, so that title, sort, approval and
/// clauses would share 49. Two pairs stand in one column each, under one another: title and sort, and the review and the next one.
fn register(p: &Paper, own: &[&(Ix, &Record, Body)]) -> Table {
    let rows = own
        .iter()
        .map(|(_, r, b)| {
            let mut name = vec![vec![bold(r.title())], vec![soft(b.word("sort"))]];
            if r.state() != "in_force" {
                name.push(vec![bold(r.state().replace('_', " "))]);
            }
            // A version that is approved ahead of its day: until then the one before it holds, and is the one that has been read.
            let from = b.day("in_force_from");
            let ahead = from.filter(|d| r.state() == "in_force" && *d > p.day());
            if ahead.is_some() {
                let held = policy::version(p.isms, p.day(), &r.code, None).ok().filter(|(v, _)| v.state == "in force");
                let until = held.map_or_else(String::new, |(v, _)| format!("; {} holds until then", v.number));
                name.push(vec![bold(format!("{} is approved{until}", b.text("version")))]);
            }
            let approved =
                b.signed("approved").map_or_else(|| Cell::Spans(vec![Span::Red("not approved".into())]), |a| by(p, &a));
            let mut reviewed =
                vec![p.reviewed_on(&r.code).map_or_else(|| vec![soft("never")], |d| vec![plain(d.to_string())])];
            if let Some(due) = p.item(&r.code).and_then(|i| i.due.or(i.next)) {
                reviewed.push(vec![soft(due.to_string())]);
            }
            let read = reading(p, r, b).map_or_else(
                || Cell::Spans(vec![soft("\u{2013}")]),
                |m| Cell::from(format!("{} of {}", m.read, m.concerned)),
            );
            let cells = vec![
                vec![p.code(&r.code)].into(),
                Cell::Lines(name),
                b.text("version").into(),
                match (ahead, from) {
                    (Some(d), _) => vec![soft("from "), plain(d.to_string())].into(),
                    (None, Some(d)) => d.to_string().into(),
                    _ => Cell::Empty,
                },
                approved,
                Cell::Lines(reviewed),
                read,
                b.texts("answers").join(", ").into(),
                p.flag(&r.code),
            ];
            Row::Cells { cells, id: Some(r.code.to_string()), reasons: p.reasons(&r.code) }
        })
        .collect();
    let columns = vec![
        column("Code", 14.0),
        column("Title, sort", 31.0),
        column("Version", 14.0),
        column("In force since", 19.0),
        column("Approved by (role), how, on", 27.0),
        column("Reviewed on, next", 19.0),
        column("Read by", 12.0),
        column("Clauses, controls", 15.0),
        column("Flag", 19.0),
    ];
    Table { columns, rows, foot: format!("{} of {} shown", own.len(), count(own.len(), "document", "documents")) }
}
/// Who approved it in which role; how, with which proof; on which day.
fn by(p: &Paper, a: &Signed) -> Cell {
    let mut way = vec![plain(a.how.clone())];
    for proof in &a.proof {
        way.push(soft(" \u{b7} "));
        way.push(p.code(proof));
    }
    let mut lines = vec![vec![plain(p.who(&a.by))], way];
    lines.extend(a.on.map(|d| vec![soft(d.to_string())]));
    Cell::Lines(lines)
}

/// The derived items of people and this document (DOMAIN 2.16); none where nobody must read it.
fn reading(p: &Paper, r: &Record, b: &Body) -> Option<Reading> {
    if r.state() != "in_force" || matches!(b.text("must_be_read"), "no" | "") {
        return None;
    }
    let mut out = Reading { concerned: 0, read: 0, missing: Vec::new() };
    for (_, person) in p.isms.each("person").filter(|(_, x)| x.live()) {
        let id = format!("{}/{}", person.code, r.code);
        let states = p.states(&id);
        if states.is_empty() || states.contains(&State::NotApplicable) {
            continue;
        }
        out.concerned += 1;
        if matches!(states.as_slice(), [State::Current] | [State::DueSoon]) {
            out.read += 1;
        } else {
            let why = match states.as_slice() {
                s if s.contains(&State::NeverReviewed)
                    && p.item(&id).and_then(|i| i.due).is_some_and(|d| d >= p.day()) =>
                {
                    "not yet due".into()
                }
                s if s.contains(&State::NeverReviewed) => {
                    Body::of(person).day("joined_on").map_or_else(|| "never".into(), |d| format!("never; joined {d}"))
                }
                s if s.contains(&State::Stale) => "earlier version".into(),
                _ => "to be confirmed again".into(),
            };
            out.missing.push((p.who(&person.code), why));
        }
    }
    out.missing.sort();
    Some(out)
}
fn reading_table(p: &Paper, own: &[&(Ix, &Record, Body)]) -> Vec<Block> {
    let rows: Vec<Row> = own
        .iter()
        .filter_map(|(_, r, b)| {
            let m = reading(p, r, b)?;
            let missing: Vec<String> = m.missing.iter().map(|(who, why)| format!("{who} ({why})")).collect();
            let missing: Cell =
                if missing.is_empty() { vec![soft("nobody")].into() } else { missing.join("; ").into() };
            let cells = vec![
                vec![p.code(&r.code), plain(format!(", {}", b.text("version")))].into(),
                m.concerned.to_string().into(),
                m.read.to_string().into(),
                missing,
                b.day("in_force_from").map_or(Cell::Empty, |d| d.to_string().into()),
            ];
            Some(Row::Cells { cells, id: None, reasons: Vec::new() })
        })
        .collect();
    if rows.is_empty() {
        return vec![Block::Note(vec![plain("No document in force has to be confirmed as read.")])];
    }
    let n = rows.len();
    let columns = vec![
        column("Document, version", 30.0),
        right("Concerned", 19.0),
        right("Read", 13.0),
        column("Missing", 84.0),
        column("In force since", 24.0),
    ];
    vec![
        heading("Who has read what must be read"),
        Block::Table(Table {
            columns,
            rows,
            foot: format!("{n} of {} that must be read shown", count(n, "document", "documents")),
        }),
    ]
}

fn outside_table(p: &Paper, outside: &[&(Ix, &Record, Body)]) -> Vec<Block> {
    if outside.is_empty() {
        return Vec::new();
    }
    let n = outside.len();
    let every = crate::staleness::rhythms(p.isms);
    let rows = outside
        .iter()
        .map(|(ix, r, b)| {
            let mut kept = vec![vec![plain(match (every(*ix), p.reviewed_on(&r.code)) {
                (Some(c), Some(d)) => format!("Looked at again every {}, last on {d}.", c.words()),
                (Some(c), None) => format!("To be looked at every {}; not yet done.", c.words()),
                (None, Some(d)) => format!("Last looked at on {d}."),
                (None, None) => "Not yet looked at again.".into(),
            })]];
            kept.push(vec![soft("Kept: "), Span::Recorded(one_line(b.text("kept_where")))]);
            Row::Cells {
                cells: vec![
                    vec![p.code(&r.code), plain(" "), bold(r.title())].into(),
                    b.text("version").into(),
                    Cell::Lines(kept),
                    p.flag(&r.code),
                ],
                id: Some(r.code.to_string()),
                reasons: p.reasons(&r.code),
            }
        })
        .collect();
    let columns =
        vec![column("Title", 62.0), column("Version read", 22.0), column("How kept up", 66.0), column("Flag", 20.0)];
    vec![
        heading("Documents from outside"),
        Block::Table(Table {
            columns,
            rows,
            foot: format!("{n} of {} of outside origin shown", count(n, "document", "documents")),
        }),
    ]
}

/// Versions that came into force, oldest first: earlier versions are earlier revisions.
fn versions(r: &Record) -> Vec<Version> {
    let mut out: Vec<Version> = Vec::new();
    for v in &r.revisions {
        let b = Body::at(r, v);
        if b.text("state") != "in_force" {
            continue;
        }
        let number = b.text("version").to_string();
        let made = Version {
            change: b.text("change").into(),
            what: b.text("changed_what").into(),
            approved: b.signed("approved"),
            from: b.day("in_force_from"),
            number,
        };
        match out.last_mut() {
            Some(last) if last.number == made.number => *last = made,
            _ => out.push(made),
        }
    }
    out
}
fn versions_table(p: &Paper, own: &[&(Ix, &Record, Body)]) -> Vec<Block> {
    let mut rows = Vec::new();
    for (_, r, _) in own {
        for (i, v) in versions(r).iter().enumerate() {
            let by = v.approved.as_ref().map_or(Cell::Empty, |a| {
                let mut s = vec![plain(format!("{} {} ", p.short(&a.by), a.how))];
                s.extend(p.codes(a.proof.iter().map(String::as_str)));
                Cell::Spans(s)
            });
            let what: Cell = match (i, v.what.is_empty()) {
                (_, false) => vec![Span::Recorded(one_line(&v.what))].into(),
                (0, true) => vec![soft("first version in this file")].into(),
                _ => vec![Span::Red("not said".into())].into(),
            };
            let cells = vec![
                vec![p.code(&r.code)].into(),
                v.number.clone().into(),
                if i == 0 && v.what.is_empty() { Cell::Empty } else { v.change.clone().into() },
                v.from.map_or(Cell::Empty, |d| d.to_string().into()),
                by,
                what,
            ];
            rows.push(Row::Cells { cells, id: None, reasons: Vec::new() });
        }
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let n = rows.len();
    let columns = vec![
        column("Code", 16.0),
        column("Version", 16.0),
        column("Change", 16.0),
        column("In force", 20.0),
        column("Approved by, how", 38.0),
        column("What changed, as staff read it", 64.0),
    ];
    vec![
        heading("What changed in each version"),
        Block::Table(Table {
            columns,
            rows,
            foot: format!("{n} of {} of documents in force shown", count(n, "version", "versions")),
        }),
    ]
}

/// The text of the policy at the top as it holds, in full.
fn top_policy(p: &Paper, own: &[&(Ix, &Record, Body)]) -> Vec<Section> {
    own.iter()
        .filter(|(_, _, b)| b.text("sort") == "policy")
        .filter_map(|(_, r, b)| {
            let (v, words) = policy::version(p.isms, p.day(), &r.code, None).ok()?;
            let words = words.ok().filter(|_| v.state == "in force")?;
            let mut head = vec![plain(format!(
                "Version {}, in force since {}. Owner: {}. Approved: ",
                v.number,
                v.from.map(|d| d.to_string()).unwrap_or_default(),
                p.who(b.text("owner"))
            ))];
            head.push(plain(
                v.approved_by
                    .as_ref()
                    .map_or_else(|| "not approved.".to_string(), |by| format!("{}, {}", p.who(by), v.approved)),
            ));
            for proof in &v.proof {
                head.extend([plain(" \u{b7} "), p.code(proof)]);
            }
            Some(section(
                &format!("text-{}", r.code),
                format!("{} {}: the text", r.code, r.title()),
                &["5.2"],
                false,
                std::iter::once(Block::Note(head)).chain(super::policy::recorded(&words)).collect(),
            ))
        })
        .collect()
}
