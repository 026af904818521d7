//! The gaps before the next audit, by week and owner, with the minutes that they take. It says nothing that the preflight does not say.
use crate::doc::{Block, Cell, Row, Section, Span, Table, column};
use crate::preflight::{self, Choices, Facts, InWeek, Preflight, Severity, spell};
use crate::refusal::Refusal;
use crate::report::{Paper, Report, bold, count, heading, plain, purpose, right, section};

pub(super) const REPORT: Report = Report {
    name: "countdown",
    title: "What is to be mended before the audit",
    clause: "9.2, 10.1",
    about: "",
    of: &[],
    build,
};

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let choices = Choices { names: p.scope.names, ..Choices::default() };
    let found = preflight::run(p.isms, p.day(), &choices, &Facts::default());
    let all = found.by_week();
    let audit =
        found.next_audit.map_or_else(|| "no external audit is in sight".into(), |d| format!("until the audit on {d}"));
    let n = |s| found.count(s);
    let mut blocks = vec![
        purpose("What would be noticed, in which week it is mended, and by whom."),
        Block::Figures(vec![
            (found.weeks_left().to_string(), format!("weeks; {audit}")),
            (n(Severity::Stop).to_string(), "would stop the pack".into()),
            (n(Severity::Weak).to_string(), "would be asked about".into()),
            (spell(preflight::minutes(found.noticed())), "for all of it, as the guides estimate".into()),
        ]),
        Block::Note(vec![
            bold("Order: "),
            plain("by week, then as it presses; the gaps of each owner are spread evenly over the weeks. "),
            bold("Drawn: "),
            plain("by the checks of the preflight, not by choice; what is only good to know is left out."),
        ]),
    ];
    if all.is_empty() {
        blocks.push(Block::Para(vec![plain(format!("None known on {}.", p.day()))]));
    } else {
        blocks.extend([
            heading("By owner"),
            Block::Table(owners(p, &all)),
            heading("By week"),
            Block::Table(weeks(p, &all)),
        ]);
    }
    blocks.push(ran(&found));
    Ok(vec![section("countdown", REPORT.title, &["9.2", "10.1"], false, blocks)])
}
fn owners(p: &Paper, all: &[InWeek]) -> Table {
    let mut by: Vec<(&str, Vec<&InWeek>)> = Vec::new();
    for w in all {
        match by.iter_mut().find(|(o, _)| *o == w.finding.owner) {
            Some((_, list)) => list.push(w),
            None => by.push((&w.finding.owner, vec![w])),
        }
    }
    let row = |(owner, list): &(&str, Vec<&InWeek>)| Row::Cells {
        cells: vec![
            if owner.is_empty() { Cell::Empty } else { p.who(owner).into() },
            list.len().to_string().into(),
            list.iter().filter(|w| w.week == 0).count().to_string().into(),
            spell(preflight::minutes(list.iter().map(|w| w.finding))).into(),
        ],
        id: None,
        reasons: Vec::new(),
    };
    Table {
        columns: vec![column("Who", 80.0), right("Gaps", 25.0), right("This week", 30.0), right("Time", 35.0)],
        foot: format!("{} of {} shown", by.len(), count(by.len(), "owner", "owners")),
        rows: by.iter().map(row).collect(),
    }
}
fn weeks(p: &Paper, all: &[InWeek]) -> Table {
    let mut rows = Vec::new();
    for week in all.chunk_by(|a, b| a.week == b.week) {
        let things = count(week.len(), "gap", "gaps");
        let time = spell(preflight::minutes(week.iter().map(|w| w.finding)));
        rows.push(Row::Group(vec![
            bold(format!("Week {}, until {}", week[0].week + 1, week[0].until)),
            plain(format!(": {things}, {time}")),
        ]));
        rows.extend(week.iter().map(|w| {
            let f = w.finding;
            let help = match (f.wizard, f.minutes) {
                (Some(name), Some(m)) => format!("{name}, {}", spell(m)),
                _ => f.help.to_string(),
            };
            Row::Cells {
                cells: vec![
                    place(p, &f.place).into(),
                    p.linked(&f.sentence).into(),
                    f.severity.name().into(),
                    if f.owner.is_empty() { Cell::Empty } else { p.short(&f.owner).into() },
                    help.into(),
                ],
                id: None,
                reasons: Vec::new(),
            }
        }));
    }
    let columns = vec![
        column("Where", 28.0),
        column("What would be noticed", 70.0),
        column("Weight", 16.0),
        column("Who", 16.0),
        column("What mends it", 40.0),
    ];
    Table { columns, rows, foot: format!("{} of {} shown", all.len(), count(all.len(), "gap", "gaps")) }
}
/// A record as a link; what is none by its name.
fn place(p: &Paper, place: &str) -> Vec<Span> {
    if p.isms.record(place).is_some() { vec![p.code(place)] } else { p.linked(&preflight::spoken(place)) }
}
/// The list of checks that ran, with what each found: "none known" is worth as much as this.
pub(super) fn ran(found: &Preflight) -> Block {
    let spoke: Vec<String> =
        found.ran.iter().filter(|r| r.found > 0).map(|r| format!("{} {}", r.check, r.found)).collect();
    let silent: Vec<&str> = found.ran.iter().filter(|r| r.found == 0).map(|r| r.check).collect();
    let mut spans = vec![
        bold(format!("{} checks ran. ", found.ran.len())),
        plain(format!("Spoke: {}. ", crate::report::choose(&spoke, "none"))),
        plain(format!("Silent: {}.", silent.join(", "))),
    ];
    if !found.not_run.is_empty() {
        spans.push(plain(format!(" Only the file itself can tell: {}.", found.not_run.join(", "))));
    }
    Block::Note(spans)
}
