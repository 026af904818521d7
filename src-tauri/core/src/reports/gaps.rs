//! What is not as it should be, before anything else: every item that is not current, with the product's own sentences. By rule, not by choice.
//! It must never be shorter than what the rules find (PACK 2.3); the checks of a preflight come on top of it.
use crate::catalog;
use crate::doc::{Block, Cell, Row, Section, Span, State, Table, column};
use crate::isms::Ix;
use crate::preflight::{self, Choices};
use crate::refusal::Refusal;
use crate::report::{Body, Paper, Report, bold, count, heading, join, plain, purpose, section, soft};
use crate::staleness::{Item, Target};

pub(super) const REPORT: Report =
    Report { name: "gaps", title: "What is not as it should be", clause: "10.1", about: "", of: &[], build };

/// An item with its id and states.
struct Gap<'a> {
    item: &'a Item,
    id: String,
    states: Vec<State>,
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let all: Vec<Gap> = p
        .currency
        .items
        .iter()
        .map(|item| (item, item.id(p.isms)))
        .map(|(item, id)| Gap { item, states: p.states(&id), id })
        .filter(|g| !g.states.contains(&State::NotApplicable))
        .collect();
    let n = |s: State| all.iter().filter(|g| g.states.contains(&s)).count();
    let current = all.iter().filter(|g| matches!(g.states.as_slice(), [State::Current])).count();
    let figures = vec![
        (format!("{current} of {}", all.len()), "items current, of everything that the rules watch".into()),
        (n(State::Overdue).to_string(), "overdue".into()),
        (n(State::Stale).to_string(), "out of step: what they rest on changed, or the file contradicts itself".into()),
        (n(State::NeverReviewed).to_string(), "never looked at, done or read".into()),
        (n(State::DueSoon).to_string(), "due soon; not listed".into()),
    ];
    let total = all.len();
    let mut gaps: Vec<Gap> =
        all.into_iter().filter(|g| !matches!(g.states.as_slice(), [State::Current | State::DueSoon])).collect();
    gaps.sort_by_key(|g| (degree(p, g), kind_title(p, g), g.item.since.or(g.item.due), g.id.clone()));
    let mut rows = Vec::new();
    let mut group = None;
    for g in &gaps {
        let d = degree(p, g);
        if group != Some(d) {
            let same = gaps.iter().filter(|o| degree(p, o) == d).count();
            rows.push(Row::Group(vec![bold(format!("{}: {same}", DEGREES[d]))]));
            group = Some(d);
        }
        rows.push(row(p, g));
    }
    let choices = Choices { names: p.scope.names, ..Choices::default() };
    let found = preflight::run(p.isms, p.day(), &choices, &p.scope.pack.facts);
    let noticed_all: Vec<&preflight::Finding> = found.noticed().collect();
    let mut blocks = vec![
        purpose("What is not as it should be, what it means, and what we do about it."),
        Block::Figures(vec![
            (found.count(preflight::Severity::Stop).to_string(), "grave: you would probably write a finding".into()),
            (found.count(preflight::Severity::Weak).to_string(), "weak: you would ask about it".into()),
            (
                found.findings.iter().filter(|f| f.declared.is_some()).count().to_string(),
                "declared, with what is done about them".into(),
            ),
            (found.ran.len().to_string(), format!("checks ran on {}", p.day())),
        ]),
        Block::Note(vec![
            bold("Order: "),
            plain("severity, then what is quickest to mend. "),
            bold("Drawn: "),
            plain(
                "by the checks, not by choice: none can be taken out; what is only good to know is left out. Severity is ours, not yours.",
            ),
        ]),
    ];
    if noticed_all.is_empty() {
        blocks.push(Block::Para(vec![plain(format!("None known on {}.", p.day()))]));
    } else {
        blocks.push(Block::Table(noticed(p, &noticed_all, noticed_all.len(), true)));
    }
    preflight(p, &found, &mut blocks);
    blocks.extend([
        heading("Every item that is not current"),
        Block::Figures(figures),
        Block::Note(vec![
            bold("Order: "),
            plain("what presses most, then kind, then since when. "),
            bold("Drawn: "),
            plain(
                "by the rules that derive the state of each item from the file, not by choice: none can be taken out. The sentences are the program\u{2019}s.",
            ),
        ]),
    ]);
    if gaps.is_empty() {
        blocks.push(Block::Para(vec![plain(format!(
            "None known on {}: all {} are current, or due soon at most.",
            p.day(),
            count(total, "item", "items")
        ))]));
    } else {
        let columns = vec![
            column("What", 58.0),
            column("Kind", 23.0),
            column("Owner", 29.0),
            column("Since", 20.0),
            column("Due", 20.0),
            column("Flag", 20.0),
        ];
        blocks.push(Block::Table(Table {
            columns,
            rows,
            foot: format!(
                "{} of {} shown: all that are neither current nor only due soon",
                gaps.len(),
                count(total, "item", "items")
            ),
        }));
    }
    Ok(vec![section("gaps", "What is not as it should be", &["10.1"], false, blocks)])
}

/// What was declared of what stays open, and which checks ran (PACK 3): "none known" is worth as much as they are.
fn preflight(p: &Paper, found: &preflight::Preflight, blocks: &mut Vec<Block>) {
    let declared: Vec<Row> = preflight::declarations(p.isms, found.from)
        .into_iter()
        .map(|d| {
            let (check, place) = d.key.split_once(' ').unwrap_or((&d.key, ""));
            let open = found.findings.iter().find(|f| f.code == check && f.place == place);
            let what = open.map_or_else(|| format!("{check}: mended since"), |f| f.sentence.clone());
            Row::Cells {
                cells: vec![
                    p.linked(place).into(),
                    p.linked(&what).into(),
                    p.linked(&d.text).into(),
                    d.on.to_string().into(),
                    Cell::Spans(vec![p.code(&d.review)]),
                ],
                id: None,
                reasons: Vec::new(),
            }
        })
        .collect();
    if !declared.is_empty() {
        blocks.push(heading("What we say to it"));
        let foot = format!("All {} of the period", count(declared.len(), "declaration", "declarations"));
        let columns = vec![
            column("Where", 26.0),
            column("What stays open", 50.0),
            column("Why, and what is done until when", 60.0),
            column("Said on", 18.0),
            column("Review", 16.0),
        ];
        blocks.push(Block::Table(Table { columns, rows: declared, foot }));
    }
    blocks.push(super::countdown::ran(found));
}

/// What presses most stands first (DOMAIN 3.3, 3).
const DEGREES: [&str; 4] =
    ["Overdue, and a law or a contract counts the hours", "Overdue", "Never looked at, done or read", "Out of step"];
fn degree(p: &Paper, g: &Gap) -> usize {
    match g.states.as_slice() {
        s if s.contains(&State::Overdue) => usize::from(g.item.urgency(p.day()) != 0),
        s if s.contains(&State::NeverReviewed) => 2,
        _ => 3,
    }
}
fn kind_title(p: &Paper, g: &Gap) -> String {
    match g.item.kind(p.isms) {
        "person_course" => "Training".into(),
        "person_policy" => "Reading".into(),
        "coverage" => "Audit coverage".into(),
        "cycle" => "Certificate cycle".into(),
        "incident_clock" => "Legal clock".into(),
        "checklist" => "Required document".into(),
        "whole" => "Whole".into(),
        name => crate::kinds::kind(name).map_or_else(|| name.to_string(), |k| k.title.to_string()),
    }
}

fn row(p: &Paper, g: &Gap) -> Row {
    let code = |ix: Ix| p.isms.rec(ix).code.to_string();
    let of = |a: Vec<Span>, b: Vec<Span>| join(vec![a, b], ": ");
    let what = match g.item.target {
        Target::Record(ix) => p.named(&code(ix)),
        Target::Pair(a, b) => of(p.named(&code(a)), p.named(&code(b))),
        Target::Whole(name) => vec![plain(super::review_record::said(p, name))],
        Target::Clause(n) => vec![plain(format!("{n} {}", catalog::title_of(n).unwrap_or_default()))],
        Target::Control(ix) => p.named(&code(ix)),
        Target::Cycle(event) => vec![plain(event.replace('-', " "))],
        Target::Clock(ix, clock) => of(p.named(&code(ix)), vec![plain(catalog::clock(clock).map_or(clock, |c| c.law))]),
        Target::Line(n) => vec![plain(n)],
    };
    let owner = p
        .isms
        .record(&g.id)
        .filter(|r| r.info().field("owner").is_some())
        .map(|r| Body::of(r).text("owner").to_string())
        .unwrap_or_default();
    let day = |d: Option<chrono::NaiveDate>| d.map_or(Cell::Empty, |d| d.to_string().into());
    let mut reasons = p.reasons(&g.id);
    if let Some(until) = g.item.put_off_until.filter(|d| *d >= p.day()) {
        reasons.push(vec![soft(format!("Put off until {until}."))]);
    }
    Row::Cells {
        cells: vec![
            what.into(),
            kind_title(p, g).into(),
            if owner.is_empty() { Cell::Empty } else { p.who(&owner).into() },
            day(g.item.since),
            day(g.item.due),
            Cell::States(g.states.clone()),
        ],
        id: None,
        reasons,
    }
}

// ---- page 3

/// As many as stand on one page.
const FIRST: usize = 12;

/// What is known, on one page, before an auditor looks for it: the gravest first. It says how many more there are, and where.
pub(crate) fn first_page(p: &Paper, found: &preflight::Preflight) -> Section {
    let all: Vec<&preflight::Finding> = found.noticed().collect();
    let stops = found.count(preflight::Severity::Stop);
    let shown = &all[..all.len().min(FIRST)];
    let mut blocks = vec![
        purpose("What is not as it should be, and what we do about it."),
        Block::Figures(vec![
            (stops.to_string(), "grave: you would probably write a finding".into()),
            (found.count(preflight::Severity::Weak).to_string(), "weak: you would ask about it".into()),
            (format!("{} of {}", shown.len(), all.len()), "shown here; all stand in their section".into()),
            (
                found.ran.len().to_string(),
                format!("checks ran on {}; their list is at the end of that section", p.day()),
            ),
        ]),
        Block::Note(vec![
            bold("Order: "),
            plain("severity, then what is quickest to mend. "),
            bold("Drawn: "),
            plain(
                "by the checks, not by choice; a gap can be added by hand, none can be taken out. Severity is ours, not yours. All of them: page ",
            ),
            Span::Link { text: String::new(), to: "section-gaps".into() },
            plain("."),
        ]),
    ];
    if all.is_empty() {
        blocks.push(Block::Para(vec![plain(format!("None known on {}.", p.day()))]));
    } else {
        blocks.push(Block::Table(noticed(p, shown, all.len(), false)));
    }
    section("known-gaps", "Gaps known to us", &["10.1"], false, blocks)
}
/// One row a finding: ours, what, clause, since when, by which check (where all are listed), what it means, what is done.
fn noticed(p: &Paper, shown: &[&preflight::Finding], total: usize, by: bool) -> Table {
    let rows = shown
        .iter()
        .map(|f| {
            let grave = f.severity <= preflight::Severity::Stop;
            let said = f.sentence.contains(&f.place);
            let mut what = if !said && p.isms.record(&f.place).is_some() {
                vec![p.code(&f.place), plain(": ")]
            } else {
                Vec::new()
            };
            what.extend(p.linked(&f.sentence));
            let since = p.item(&f.place).and_then(|i| i.since.or(i.due));
            let mut done: Vec<Vec<Span>> = Vec::new();
            match &f.declared {
                Some(said) => done.push([vec![bold("Declared: ")], p.linked(said)].concat()),
                None => {
                    done.extend(open_action(p, &f.place));
                    if let Some(code) = &f.mended_by {
                        done.push([vec![plain("with the report of ")], vec![p.code(code)]].concat());
                    }
                    if !f.owner.is_empty() {
                        done.push(vec![plain(p.who(&f.owner))]);
                    }
                }
            }
            let mut cells: Vec<Cell> = vec![
                Cell::Spans(vec![if grave { bold("stop") } else { plain("weak") }]),
                what.into(),
                f.place.strip_prefix("checklist/").unwrap_or(f.clause).into(),
                since.map_or(Cell::Empty, |d| d.to_string().into()),
            ];
            if by {
                cells.push(f.code.into());
            }
            cells.extend([
                f.effect.into(),
                if done.is_empty() { Cell::Spans(vec![Span::Red("nothing yet".into())]) } else { Cell::Lines(done) },
            ]);
            Row::Cells { cells, id: None, reasons: Vec::new() }
        })
        .collect();
    let columns = if by {
        vec![
            column("Ours", 11.0),
            column("Gap", 45.0),
            column("Clause", 15.0),
            column("Since", 19.0),
            column("Noticed by", 22.0),
            column("Effect until cured", 28.0),
            column("What is done, who, until", 30.0),
        ]
    } else {
        vec![
            column("Ours", 11.0),
            column("Gap", 54.0),
            column("Clause", 16.0),
            column("Since", 19.0),
            column("Effect until cured", 34.0),
            column("What is done, who, until", 36.0),
        ]
    };
    Table { columns, rows, foot: format!("{} of {} shown", shown.len(), count(total, "gap", "gaps")) }
}
/// The action that is open about a record, with its owner and day.
fn open_action(p: &Paper, place: &str) -> Option<Vec<Span>> {
    let ix = p.isms.ix(place)?;
    let near = p.isms.rec(ix).inn.iter().map(|(s, _)| *s).chain(p.isms.rec(ix).out.iter().map(|(_, t)| *t));
    let mut open: Vec<(chrono::NaiveDate, &crate::isms::Record)> = near
        .map(|i| p.isms.rec(i))
        .filter(|r| r.info().name == "action" && r.live() && matches!(r.state(), "open" | "doing"))
        .filter_map(|r| Some((Body::of(r).day("due")?, r)))
        .collect();
    open.sort_by_key(|(d, r)| (*d, r.code.to_string()));
    let (due, r) = open.first()?;
    Some(vec![p.code(&r.code), plain(format!(", due {due}{}", if *due < p.day() { ", late" } else { "" }))])
}
