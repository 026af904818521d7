//! One law from its text to the last signature, on a page: rules, courses, people, and what else rests on it (A.5.31).
//! It must never count someone as done who owes a reading or a course.
use crate::doc::{Block, Cell, Row, Section, Span, Table, column};
use crate::refusal::Refusal;
use crate::report::{Paper, Report, bold, count, heading, plain, section, soft};
use crate::view::{self, CircleShown, KnotShown, Shown};

pub(super) const REPORT: Report = Report {
    name: "chain",
    title: "From the law to the people",
    clause: "A.5.31",
    about: "obligation",
    of: &[],
    build,
};

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let about = p.scope.about.as_deref().unwrap_or_default();
    let shown = Shown::new(p.isms, p.day(), &p.currency);
    let c = view::chain(&shown, about)?;
    let people: usize = c.people.iter().map(|x| x.owed.len()).sum();
    let mut blocks = vec![
        Block::Para(vec![soft(
            "One law or contract: the rules that answer it, the courses that teach them, the people whom each concerns.",
        )]),
        Block::Figures(vec![
            (c.policies.len().to_string(), plural("policy answers it", "policies answer it", c.policies.len())),
            (c.courses.len().to_string(), plural("course teaches them", "courses teach them", c.courses.len())),
            (people.to_string(), plural("reading or training owed", "readings and trainings owed", people)),
        ]),
        Block::Para(vec![bold(c.says.clone())]),
    ];
    let mut law = vec![plain(format!("{}, {}. {} ", c.source, c.jurisdiction, c.read))];
    law.push(Span::Recorded(c.demands.split_whitespace().collect::<Vec<_>>().join(" ")));
    blocks.push(Block::Para(law));
    let mut rows = Vec::new();
    let mut group = |title: &str, knots: &[KnotShown], none: &str| {
        rows.push(Row::Group(vec![plain(if knots.is_empty() { none } else { title })]));
        rows.extend(knots.iter().map(|k| row(p, k)));
    };
    group("The law", std::slice::from_ref(&c.law), "");
    group("Policies that answer it", &c.policies, "No policy answers it");
    group("Courses that teach them", &c.courses, "No course teaches them");
    for also in &c.also {
        group(&format!("{} that rest on it", also.title), &also.knots, "");
    }
    let n = 1 + c.policies.len() + c.courses.len() + c.also.iter().map(|a| a.knots.len()).sum::<usize>();
    blocks.push(Block::Table(Table {
        columns: vec![
            column("Code", 18.0),
            column("What", 78.0),
            column("Ver.", 12.0),
            column("Stage", 26.0),
            column("State", 36.0),
        ],
        rows,
        foot: format!("{n} of {} shown", count(n, "record", "records")),
    }));
    blocks.push(heading("People"));
    blocks.push(if c.people.is_empty() {
        Block::Note(vec![plain("Nobody is asked to read or learn any of it.")])
    } else {
        Block::Table(people_table(p, &c.people))
    });
    if !c.gaps.is_empty() {
        blocks.push(heading("Where it breaks off"));
        blocks.push(Block::Bullets(c.gaps.iter().map(|g| p.linked(&view::plain(g))).collect()));
    }
    blocks.push(heading("If it changed on this day"));
    blocks.push(Block::Para(vec![plain(format!("{} {}", c.would, c.then).trim().to_string())]));
    let title = format!("{about} {}: from the law to the people", c.law.title);
    Ok(vec![section("chain", title, &["A.5.31", "7.3"], false, blocks)])
}

fn plural(one: &str, many: &str, n: usize) -> String {
    if n == 1 { one } else { many }.to_string()
}
fn row(p: &Paper, k: &KnotShown) -> Row {
    let title = p.isms.record(&k.id).map(|r| p.title(r)).unwrap_or_default();
    let mut what = vec![vec![bold(title)]];
    if !k.waits.is_empty() {
        what.push(vec![plain(k.waits.clone())]);
    }
    if matches!(k.kind, "course" | "routine") {
        let mut from = vec![soft(if k.kind == "course" { "teaches " } else { "keeps " })];
        from.extend(p.codes(k.from.iter().map(String::as_str)));
        what.push(from);
    }
    let cells = vec![
        vec![p.code(&k.id)].into(),
        Cell::Lines(what),
        k.version.clone().into(),
        k.stage.clone().into(),
        p.flag(&k.id),
    ];
    Row::Cells { cells, id: Some(k.id.clone()), reasons: p.reasons(&k.id) }
}
fn people_table(p: &Paper, all: &[CircleShown]) -> Table {
    let rows = all
        .iter()
        .map(|c| {
            let names = |list: &[view::SomeoneShown]| -> Cell {
                match list {
                    [] => vec![soft("nobody")].into(),
                    _ => list.iter().map(|x| p.who(&x.id)).collect::<Vec<_>>().join("; ").into(),
                }
            };
            let must = if c.must == "read" { "read" } else { "do" };
            Row::Cells {
                cells: vec![
                    vec![p.code(&c.of), plain(format!(" {}, {must}", c.version))].into(),
                    format!("{} of {}", c.done.len(), c.done.len() + c.owed.len() + c.ahead.len()).into(),
                    names(&c.owed),
                    names(&c.ahead),
                    names(&c.away),
                ],
                id: None,
                reasons: Vec::new(),
            }
        })
        .collect();
    Table {
        columns: vec![
            column("What", 34.0),
            column("Done", 20.0),
            column("Owed by", 56.0),
            column("Still within their time", 32.0),
            column("Away", 28.0),
        ],
        rows,
        foot: format!("{} of {} shown", all.len(), count(all.len(), "rule or course", "rules and courses")),
    }
}
