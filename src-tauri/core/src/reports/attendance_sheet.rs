//! Sheets to be signed by hand: who was at a training, who has read a policy. Names stand in full, for they are signed beside them
//! (7.2 d, 7.3, A.5.1). It must never say that somebody was there.
use crate::dates;
use crate::doc::{Answer, Block, Cell, Part, Row, Section, Sheet, Span, Table, column};
use crate::isms::Record;
use crate::kinds::person::at_work;
use crate::kinds::{Course, Person, Policy};
use crate::refusal::Refusal;
use crate::report::{Paper, Report, bold, count, plain, purpose, section, soft};
use crate::words::Version;

pub(super) const REPORT: Report = Report {
    name: "attendance-sheet",
    title: "Attendance sheet to be signed",
    clause: "7.2",
    about: "course",
    of: &[],
    build: attendance,
};

fn attendance(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let about = p.scope.about.as_deref().unwrap_or_default();
    let (Some(r), Some(c)) = (p.isms.record(about), p.isms.get::<Course>(about)) else {
        return Err(Refusal::new(
            "unknown",
            about,
            format!("There is no course \u{201c}{about}\u{201d}."),
            "Give a code like CRS-01.",
        ));
    };
    let concerns = |x: &Person| c.concerns(&x.roles);
    let facts = [("Date", ""), ("Taught by", ""), ("Place or call, length", "")];
    let blocks = sheet(p, r, c.version, &c.teaches, "I was there.", &facts, &concerns);
    Ok(vec![section("attendance-sheet", format!("Attendance: {about} {}", p.title(r)), &["7.2", "7.3"], false, blocks)])
}
/// The same of a policy: who has read it.
pub(super) fn read(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let about = p.scope.about.as_deref().unwrap_or_default();
    let (Some(r), Some(c)) = (p.isms.record(about), p.isms.get::<Policy>(about)) else {
        return Err(Refusal::new(
            "unknown",
            about,
            format!("There is no policy \u{201c}{about}\u{201d}."),
            "Give a code like POL-01.",
        ));
    };
    let concerns = |x: &Person| c.concerns(&x.roles);
    let from = c.in_force_from.map(|d| d.0.to_string()).unwrap_or_default();
    let facts = [("In force from", from.as_str()), ("Kept", &*c.kept_where)];
    let what = c.changed_what.as_ref().map(|w| w.to_string()).unwrap_or_default();
    let blocks = sheet(p, r, c.version, &what, "I have read this version and have understood it.", &facts, &concerns);
    Ok(vec![section(
        "acknowledgement-sheet",
        format!("Read and understood: {about} {}", p.title(r)),
        &["7.3", "A.5.1"],
        false,
        blocks,
    )])
}
fn sheet(
    p: &Paper,
    r: &Record,
    version: Version,
    what: &str,
    stand_by: &str,
    facts: &[(&str, &str)],
    concerns: &dyn Fn(&Person) -> bool,
) -> Vec<Block> {
    let spans = |s: Vec<Span>| vec![Answer::Spans(s)];
    let mut rows = vec![("Version".to_string(), spans(vec![bold(version.to_string())]))];
    if !what.trim().is_empty() {
        rows.push((
            if r.info().name == "course" { "What it teaches" } else { "What changed" }.into(),
            vec![Answer::Recorded(what.into())],
        ));
    }
    // Empty ones are for a pen.
    rows.extend(
        facts.iter().map(|(label, v)| (label.to_string(), spans(vec![plain(if v.is_empty() { "\u{a0}" } else { v })]))),
    );
    let mut people: Vec<(String, &Record, &Person)> =
        at_work(p.isms, p.day()).filter(|(_, x)| concerns(x)).map(|(r, x)| (r.title(), r, x)).collect();
    people.sort_by_key(|(name, ..)| name.to_lowercase());
    let mut cells: Vec<Vec<Cell>> = people
        .iter()
        .enumerate()
        .map(|(n, (name, _, x))| {
            let roles: Vec<&str> = x.roles.iter().map(|r| &**r).filter(|r| *r != "everyone").collect();
            let away = x.away(p.day()).then(|| {
                x.away_until.map_or_else(|| "away".to_string(), |d| format!("away until {}", dates::say(d.0, p.day())))
            });
            let under = [roles.join(", "), away.unwrap_or_default()]
                .into_iter()
                .filter(|s| !s.is_empty())
                .collect::<Vec<_>>()
                .join("; ");
            let lines =
                vec![vec![plain(name.clone())], vec![if under.is_empty() { plain("\u{a0}") } else { soft(under) }]];
            vec![(n + 1).to_string().into(), Cell::Lines(lines), Cell::Empty, Cell::Empty]
        })
        .collect();
    // Room for those whom nobody thought of.
    let more = if cells.is_empty() { 12 } else { 4 };
    cells.extend((0..more).map(|_| {
        vec![Cell::Empty, Cell::Lines(vec![vec![plain("\u{a0}")], vec![plain("\u{a0}")]]), Cell::Empty, Cell::Empty]
    }));
    vec![
        purpose("To be signed by each person beside their own name."),
        Block::Sheet(Sheet { id: None, parts: vec![Part { title: String::new(), rows }] }),
        Block::Para(vec![bold(stand_by.to_string())]),
        Block::Table(Table {
            columns: vec![column("", 8.0), column("Name, role", 62.0), column("Signature", 70.0), column("Day", 30.0)],
            rows: cells.into_iter().map(|cells| Row::Cells { cells, id: None, reasons: Vec::new() }).collect(),
            foot: format!(
                "{0} of {1}, and room for {more} more",
                people.len(),
                count(people.len(), "person", "people")
            ),
        }),
        Block::Note(vec![plain(
            "Signed, it is kept as proof: photograph or scan it, and drop it on the record of the training or of the reading.",
        )]),
    ]
}
