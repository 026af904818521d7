//! Policies and documents: which rules are in force, who approved them and how, who has read them, what each version changed.
//! It must never say "read by all" where one is missing (5.2, 7.5, A.5.1).
use crate::doc::{Block, Cell, Row, Section, Span, State, Table, column};
use crate::isms::{Ix, Record};
use crate::refusal::Refusal;
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
    out.sort_by(|a, b| a.1.code.cmp(&b.1.code));
    out
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
    blocks.push(Block::Table(register(p, &own)));
    blocks.extend(reading_table(p, &own));
    blocks.extend(outside_table(p, &outside));
    blocks.extend(versions_table(p, &own));
    let mut out = vec![section("policies", "Policies and documents", &["5.2", "7.5", "A.5.1"], false, blocks)];
    out.extend(top_policy(p, &own));
    Ok(out)
}

fn figures(p: &Paper, own: &[&(Ix, &Record, Body)]) -> Vec<(String, String)> {
    let force: Vec<&&(Ix, &Record, Body)> = own.iter().filter(|(_, r, _)| r.state() == "in_force").collect();
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
        out.push((fresh.len().to_string(), format!("new versions since the last audit, {major} major{which}")));
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
        plain("code. "),
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

fn register(p: &Paper, own: &[&(Ix, &Record, Body)]) -> Table {
    let rows = own
        .iter()
        .map(|(_, r, b)| {
            let mut name = vec![vec![bold(r.title())]];
            let serves: Vec<&str> = b.texts("answers");
            name.push(vec![soft(if serves.is_empty() {
                b.word("sort")
            } else {
                format!("{}; {}", b.word("sort"), serves.join(", "))
            })]);
            if r.state() != "in_force" {
                name.push(vec![bold(r.state().replace('_', " "))]);
            }
            let approved = b
                .signed("approved")
                .map_or_else(|| Cell::Spans(vec![Span::Red("not approved".into())]), |a| p.signed_cell(&a));
            let mut reviewed =
                vec![p.reviewed_on(&r.code).map_or_else(|| vec![soft("never")], |d| vec![plain(d.to_string())])];
            if let Some(due) = p.item(&r.code).and_then(|i| i.due) {
                reviewed.push(vec![soft(format!("next {due}"))]);
            }
            let read = reading(p, r, b).map_or_else(
                || Cell::Spans(vec![soft("\u{2013}")]),
                |m| Cell::from(format!("{} of {}", m.read, m.concerned)),
            );
            let cells = vec![
                vec![p.code(&r.code)].into(),
                Cell::Lines(name),
                b.text("version").into(),
                b.day("in_force_from").map_or(Cell::Empty, |d| d.to_string().into()),
                approved,
                Cell::Lines(reviewed),
                read,
                p.flag(&r.code),
            ];
            Row::Cells { cells, id: Some(r.code.to_string()), reasons: p.reasons(&r.code) }
        })
        .collect();
    let columns = vec![
        column("Code", 15.0),
        column("Title", 42.0),
        column("Ver.", 9.0),
        column("In force", 19.0),
        column("Approved by, how", 29.0),
        column("Reviewed", 20.0),
        column("Read by", 15.0),
        column("Flag", 21.0),
    ];
    Table { columns, rows, foot: format!("{} of {} shown", own.len(), count(own.len(), "document", "documents")) }
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
    let rows = outside
        .iter()
        .map(|(_, r, b)| Row::Cells {
            cells: vec![
                vec![p.code(&r.code)].into(),
                vec![bold(r.title())].into(),
                b.text("version").into(),
                vec![Span::Recorded(one_line(b.text("kept_where")))].into(),
                p.reviewed_cell(&r.code),
                p.flag(&r.code),
            ],
            id: Some(r.code.to_string()),
            reasons: p.reasons(&r.code),
        })
        .collect();
    let columns = vec![
        column("Code", 16.0),
        column("Title", 58.0),
        column("Version read", 20.0),
        column("Where it is kept", 36.0),
        column("Reviewed", 20.0),
        column("Flag", 20.0),
    ];
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

/// The text of the policy at the top, in full.
fn top_policy(p: &Paper, own: &[&(Ix, &Record, Body)]) -> Vec<Section> {
    own.iter()
        .filter(|(_, r, b)| b.text("sort") == "policy" && r.state() == "in_force" && !b.text("text").is_empty())
        .map(|(_, r, b)| {
            let control = b.signed("approved").map_or_else(|| vec![plain("Not approved.")], |a| p.approval(&a));
            let mut head = vec![plain(format!(
                "Version {}, in force since {}. Owner: {}. Approved: ",
                b.text("version"),
                b.day("in_force_from").map(|d| d.to_string()).unwrap_or_default(),
                p.who(b.text("owner"))
            ))];
            head.extend(control);
            section(
                &format!("text-{}", r.code),
                format!("{} {}: the text", r.code, r.title()),
                &["5.2"],
                false,
                std::iter::once(Block::Note(head)).chain(super::policy::recorded(b.text("text"))).collect(),
            )
        })
        .collect()
}
