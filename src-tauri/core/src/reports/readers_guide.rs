//! Where each clause and each control is shown, on one page; all of it links. It must never name a clause without a page, nor call a thing
//! current that the rules do not (PACK 2.3, PAPER 10).
use crate::catalog;
use crate::doc::{Block, Cell, Column, Row, Section, Span, State, Table, column};
use crate::kinds::{Audit, ManagementReview, Organization, Policy};
use crate::packs;
use crate::refusal::Refusal;
use crate::report::{Body, Paper, Report, bold, count, plain, purpose, right, section, soft};
use crate::soa;
use crate::staleness::word;

pub(super) const REPORT: Report =
    Report { name: "readers-guide", title: "Reader\u{2019}s guide", clause: "9.2", about: "", of: &[], build };

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let doc = packs::preview(p.isms, &packs::PACKS[0], &p.scope, "guide")?;
    Ok(doc.sections.into_iter().map(|s| Section { number: None, ..s }).collect())
}

/// A clause: where it is shown, what is counted of it, whose items say how it stands.
struct Line {
    clause: &'static str,
    /// The place, and the section that it lies in where the place is not bound.
    place: &'static str,
    section: u32,
    kinds: &'static [&'static str],
    counts: fn(&Paper) -> Counted,
}
/// How much is recorded of a clause, and in words.
struct Counted {
    n: usize,
    says: String,
}
const fn line(
    clause: &'static str,
    section: u32,
    place: &'static str,
    kinds: &'static [&'static str],
    counts: fn(&Paper) -> Counted,
) -> Line {
    Line { clause, place, section, kinds, counts }
}

/// The thirty clauses, and where an auditor finds each.
#[rustfmt::skip]
const LINES: &[Line] = &[
    line("4.1", 5, "section-context", &["organization"], |p| written(p, "context", |o| &o.issues_inside)),
    line("4.2", 5, "section-context", &["organization"], |p| rows(p, "parties", ("party", "parties"))),
    line("4.3", 5, "section-context", &["organization"], |p| written(p, "scope", |o| &o.scope)),
    line("4.4", 13, "section-assets", &["process"], |p| live(p, "process", ("process", "processes"))),
    line("5.1", 17, "section-reviews", &["management_review"], held_reviews),
    line("5.2", 6, "section-documents", &["policy"], top),
    line("5.3", 5, "section-context", &["organization"], |p| rows(p, "role_list", ("role", "roles"))),
    line("6.1.1", 7, "section-risk-register", &["risk"], |p| live(p, "risk", ("risk", "risks"))),
    line("6.1.2", 7, "section-risk-register", &["organization"], |_| Counted { n: 1, says: "1 method".into() }),
    line("6.1.3", 8, "section-treatment-plan", &["action"], |p| live(p, "action", ("action", "actions"))),
    line("6.2", 10, "section-objectives", &["objective"], |p| live(p, "objective", ("objective", "objectives"))),
    line("6.3", 13, "section-changes", &["change"], |p| live(p, "change", ("change", "changes"))),
    line("7.1", 17, "section-reviews", &["management_review"], held_reviews),
    line("7.2", 11, "section-competence", &["person"], |p| rows(p, "role_list", ("role", "roles"))),
    line("7.3", 11, "section-training-grid", &["person_course", "person_policy"], |p| live(p, "training_record", ("record", "records"))),
    line("7.4", 12, "section-communication", &["organization"], |p| rows(p, "communication", ("message", "messages"))),
    line("7.5.1", 6, "section-documents", &["policy"], |p| live(p, "policy", ("document", "documents"))),
    line("7.5.2", 6, "section-documents", &["policy"], |p| live(p, "policy", ("document", "documents"))),
    line("7.5.3", 21, "section-evidence-index", &["evidence"], |p| live(p, "evidence", ("proof", "proofs"))),
    line("8.1", 13, "section-routines", &["routine"], |p| live(p, "routine", ("routine", "routines"))),
    line("8.2", 7, "section-risk-register", &["risk"], |p| live(p, "risk", ("risk", "risks"))),
    line("8.3", 8, "section-treatment-plan", &["action"], |p| live(p, "action", ("action", "actions"))),
    line("9.1", 10, "section-measurements", &["objective"], |p| live(p, "objective", ("measure", "measures"))),
    line("9.2.1", 16, "section-audit-programme", &["audit"], audits),
    line("9.2.2", 16, "section-audit-programme", &["coverage"], audits),
    line("9.3.1", 17, "section-reviews", &["management_review"], held_reviews),
    line("9.3.2", 17, "section-reviews", &["management_review"], topics),
    line("9.3.3", 17, "section-reviews", &["management_review"], held_reviews),
    line("10.1", 18, "section-nonconformities", &["nonconformity"], |p| live(p, "action", ("action", "actions"))),
    line("10.2", 18, "section-nonconformities", &["nonconformity"], |p| live(p, "nonconformity", ("finding", "findings"))),
];

fn counted(n: usize, noun: (&str, &str)) -> Counted {
    Counted { n, says: count(n, noun.0, noun.1) }
}
fn live(p: &Paper, kind: &str, noun: (&str, &str)) -> Counted {
    counted(p.isms.each(kind).filter(|(_, r)| r.live()).count(), noun)
}
fn rows(p: &Paper, field: &str, noun: (&str, &str)) -> Counted {
    counted(p.isms.record("ORG").map_or(0, |r| Body::of(r).rows(field).len()), noun)
}
/// A text of the organization. The place that a new file left open is none.
fn written(p: &Paper, what: &str, text: fn(&Organization) -> &str) -> Counted {
    match p.isms.get::<Organization>("ORG").filter(|o| !catalog::to_be_written(text(o))) {
        Some(_) => Counted { n: 1, says: format!("1 {what}") },
        None => Counted { n: 0, says: format!("no {what}") },
    }
}
fn top(p: &Paper) -> Counted {
    let top = p.isms.live::<Policy>().find(|(_, r, d)| r.state() == "in_force" && word(&d.sort) == "policy");
    top.map_or_else(
        || Counted { n: 0, says: "none in force".into() },
        |(_, r, _)| Counted { n: 1, says: format!("{} {}", r.code, Body::of(r).text("version")).trim().to_string() },
    )
}
/// Internal audits that were held: one that is only planned has looked at nothing.
fn audits(p: &Paper) -> Counted {
    let held = |r: &str| crate::staleness::coverage::was_held(r);
    counted(p.isms.live::<Audit>().filter(|(_, r, a)| a.internal() && held(r.state())).count(), ("audit", "audits"))
}
/// Management reviews that were held: one that is only prepared has decided nothing.
fn held_reviews(p: &Paper) -> Counted {
    let held = p.isms.live::<ManagementReview>().filter(|(_, r, _)| r.state() != "prepared");
    counted(held.count(), ("review", "reviews"))
}
fn topics(p: &Paper) -> Counted {
    match held_reviews(p) {
        none @ Counted { n: 0, .. } => none,
        some => Counted { says: "11 topics".into(), ..some },
    }
}

/// The guide of these sections.
pub(crate) fn guide<'a>(p: &Paper, bound: impl Iterator<Item = &'a Section>, number: u32) -> Section {
    let bound: Vec<&Section> = bound.collect();
    // A place is a section, or the heading of a part of one.
    let has = |id: &str| {
        bound.iter().any(|s| s.id == id)
            || bound.iter().flat_map(|s| &s.blocks).any(|b| matches!(b, Block::Heading { id: Some(x), .. } if x == id))
    };
    let shown: Vec<Row> = LINES.iter().map(|l| row(p, l, &bound, &has)).collect();
    let clauses = Table {
        columns: vec![
            column("Clause", 12.5),
            column("Our words for it", 41.0),
            Column { head: "\u{a7}".into(), width: 6.0, right: true },
            right("Page", 9.0),
            column("Records", 24.5),
            column("State", 21.0),
        ],
        rows: shown,
        foot: String::new(),
    };
    let mut blocks = vec![
        purpose("Where each clause and control is shown."),
        Block::Beside(vec![(53.0, vec![sections(&bound, number)]), (114.0, vec![Block::Close(clauses)])]),
    ];
    if bound.iter().any(|s| s.id == "section-soa") {
        blocks.push(Block::Heading {
            level: 2,
            spans: vec![plain("Controls: number, and page of its row in the Statement of Applicability")],
            id: None,
        });
        blocks.push(Block::Close(controls(p)));
    }
    blocks.push(how_to_read(p));
    section("guide", "Reader\u{2019}s guide", &[], false, blocks)
}
/// The sections with their pages, and how to read them: for a pack without a guide.
pub(crate) fn contents(p: &Paper) -> Vec<Block> {
    vec![Block::Contents, how_to_read(p)]
}
fn how_to_read(p: &Paper) -> Block {
    Block::Beside(vec![(83.0, vec![Block::Note(codes())]), (83.0, vec![Block::Note(words(p))])])
}
fn page(id: &str) -> Cell {
    vec![Span::Link { text: String::new(), to: id.into() }].into()
}
fn sections(bound: &[&Section], own: u32) -> Block {
    let line = |n: String, title: &str, id: &str| Row::Cells {
        cells: vec![n.into(), vec![Span::Link { text: title.into(), to: id.into() }].into(), page(id)],
        id: None,
        reasons: Vec::new(),
    };
    let mut rows: Vec<Row> = Vec::new();
    for s in bound.iter().filter(|s| !s.part) {
        if s.number.is_some_and(|n| n > own) && rows.len() == own as usize - 1 {
            rows.push(line(own.to_string(), "Reader\u{2019}s guide", "section-guide"));
        }
        if let Some(n) = s.number {
            rows.push(line(n.to_string(), &s.title, &s.id));
        }
    }
    Block::Close(Table {
        columns: vec![
            Column { head: "\u{a7}".into(), width: 8.0, right: true },
            column("Section", 41.0),
            right("Page", 9.0),
        ],
        rows,
        foot: String::new(),
    })
}
fn row(p: &Paper, l: &Line, bound: &[&Section], has: &impl Fn(&str) -> bool) -> Row {
    let home = bound
        .iter()
        .find(|s| !s.part && packs::SECTIONS.iter().any(|b| b.number == l.section && s.title.starts_with(b.title)));
    let (number, place) = match home {
        Some(s) if has(l.place) => (s.number, l.place.to_string()),
        Some(s) => (s.number, s.id.clone()),
        None => (None, String::new()),
    };
    let title = catalog::title_of(l.clause).unwrap_or_default();
    let of = (l.counts)(p);
    Row::Cells {
        cells: vec![
            l.clause.into(),
            title.into(),
            number.map_or(Cell::Spans(vec![soft("\u{2013}")]), |n| n.to_string().into()),
            if place.is_empty() { Cell::Spans(vec![soft("\u{2013}")]) } else { page(&place) },
            of.says.as_str().into(),
            stands(worst(p, l.kinds), of.n),
        ],
        id: None,
        reasons: Vec::new(),
    }
}
/// How a clause stands. Clauses 4 to 10 always apply: where nothing is recorded for one, it is neither current nor left out; but what is late
/// or was never looked at is said first.
fn stands(worst: Option<State>, recorded: usize) -> Cell {
    match worst {
        Some(s @ (State::Overdue | State::NeverReviewed | State::Stale)) => Cell::States(vec![s]),
        _ if recorded == 0 => Cell::Spans(vec![bold("nothing recorded yet")]),
        Some(s) => Cell::States(vec![s]),
        None => Cell::Spans(vec![soft("recorded")]),
    }
}
/// The state of the item that stands worst, of those that concern somebody.
fn worst(p: &Paper, kinds: &[&str]) -> Option<State> {
    let order = |s: &State| match s {
        State::Overdue => 0,
        State::NeverReviewed => 1,
        State::Stale => 2,
        State::DueSoon => 3,
        State::Current | State::NotApplicable => 4,
    };
    let items = p.currency.items.iter().filter(|i| kinds.contains(&i.kind(p.isms)));
    items.flat_map(|i| p.states(&i.id(p.isms))).filter(|s| *s != State::NotApplicable).min_by_key(order)
}
fn controls(p: &Paper) -> Table {
    const THEMES: [(&str, &str); 4] =
        [("5.", "A.5 Organizational"), ("6.", "A.6 People"), ("7.", "A.7 Physical"), ("8.", "A.8 Technological")];
    let mut all: Vec<&str> = p.isms.each("control").filter(|(_, r)| r.live()).map(|(_, r)| &*r.code).collect();
    all.sort_by(|a, b| soa::order(a).cmp(&soa::order(b)));
    let mut rows = Vec::new();
    let mut own: Vec<&str> = all.clone();
    for (prefix, title) in THEMES {
        let (here, rest): (Vec<&str>, Vec<&str>) =
            own.into_iter().partition(|c| c.strip_prefix("SOA-").is_some_and(|n| n.starts_with(prefix)));
        own = rest;
        rows.extend(theme(title, &here));
    }
    rows.extend(theme("Our own", &own));
    Table { columns: vec![column("Theme", 33.0), column("Number and page", 137.0)], rows, foot: String::new() }
}
fn theme(title: &str, codes: &[&str]) -> Option<Row> {
    if codes.is_empty() {
        return None;
    }
    let mut spans = Vec::new();
    for (i, code) in codes.iter().enumerate() {
        if i > 0 {
            spans.push(plain("   "));
        }
        let number = code.strip_prefix("SOA-").unwrap_or(code);
        spans.push(bold(format!("{number}\u{a0}")));
        spans.push(Span::Link { text: String::new(), to: (*code).into() });
    }
    Some(Row::Cells { cells: vec![vec![bold(title)].into(), spans.into()], id: None, reasons: Vec::new() })
}
fn codes() -> Vec<Span> {
    vec![
        bold("Codes "),
        plain(
            "are links, both ways: R risk, A asset, S supplier, OB obligation, POL document, CRS course, NC finding, ACT action, RV review, EV proof; A.8.13 is a control. ",
        ),
        bold("Time: "),
        plain("current, due soon, overdue and never reviewed are set from the day of the last look. "),
        bold("Truth: "),
        plain(
            "out of step means that something it rests on changed after it was last looked at. The reason stands under the row.",
        ),
    ]
}
fn words(p: &Paper) -> Vec<Span> {
    vec![
        bold("Levels "),
        plain(format!(
            "are likelihood \u{d7} impact, both 1 to 5, with number, word and bars; up to {} they are carried. ",
            p.accept_up_to()
        )),
        bold("People "),
        plain("are named as the cover says; the list of names is shown on request. "),
        bold("Serif is the record: "),
        plain("words as they were written on the day, unchanged; they may name people. The rest is this report."),
    ]
}
