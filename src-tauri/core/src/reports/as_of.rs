//! A register as it stood at the end of a day, in the columns that the window shows (7.5.3). It says twice of which day it is.
use crate::doc::{Block, Cell, Column, Row, Section, Table};
use crate::kind::KindInfo;
use crate::kinds::{kind, kinds};
use crate::refusal::Refusal;
use crate::report::{Body, Paper, Report, bold, capital, count, heading, plain, section};

pub(super) const REPORT: Report =
    Report { name: "as-of", title: "A register as it stood", clause: "7.5.3", about: "", of: &[], build };

/// A register is printed in this many columns at most beside code and title.
const COLUMNS: usize = 6;

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let which: Vec<&KindInfo> = match p.scope.about.as_deref() {
        Some(name) => match kind(name) {
            Some(k) => vec![k],
            None => {
                return Err(Refusal::new(
                    "unknown",
                    name,
                    format!("There is no register \u{201c}{name}\u{201d}."),
                    format!("It is one of: {}.", kinds().iter().map(|k| k.name).collect::<Vec<_>>().join(", ")),
                ));
            }
        },
        None => kinds().iter().filter(|k| p.isms.each(k.name).any(|(_, r)| r.live())).collect(),
    };
    let words = format!("As it stood at the end of {}", p.day().format("%-d %B %Y"));
    let mut blocks =
        vec![Block::Para(vec![bold(format!("{words}. ")), plain("What was recorded later is not in it.")])];
    for k in &which {
        if which.len() > 1 {
            blocks.push(heading(format!("{} on {}", k.plural, p.day())));
        }
        blocks.push(register(p, k));
    }
    let title = match which.as_slice() {
        [one] => format!("{} on {}", one.plural, p.day().format("%-d %B %Y")),
        _ => format!("All registers on {}", p.day().format("%-d %B %Y")),
    };
    Ok(vec![section("as-of", title, &["7.5.3"], true, blocks)])
}

fn register(p: &Paper, k: &KindInfo) -> Block {
    let mut all: Vec<_> = p.isms.each(k.name).filter(|(_, r)| r.live()).map(|(_, r)| r).collect();
    all.sort_by(|a, b| a.code.cmp(&b.code));
    let fields: Vec<_> = k.columns.iter().filter(|c| **c != "title").filter_map(|c| k.field(c)).take(COLUMNS).collect();
    let each = 155.0 / fields.len().max(1) as f32;
    let mut columns = vec![
        Column { head: "Code".into(), width: 22.0, right: false },
        Column {
            head: if fields.is_empty() { "What".into() } else { "Title".into() },
            width: if fields.is_empty() { 235.0 } else { 80.0 },
            right: false,
        },
    ];
    columns.extend(fields.iter().map(|f| Column {
        head: capital(&f.name.replace('_', " ")),
        width: each,
        right: false,
    }));
    let n = all.len();
    let rows = all
        .into_iter()
        .map(|r| {
            let b = Body::of(r);
            let mut cells: Vec<Cell> = vec![vec![p.code(&r.code)].into(), vec![bold(p.title(r))].into()];
            cells.extend(fields.iter().map(|f| {
                let v = b.get(&f.name);
                match crate::canonical::empty(v) {
                    true => Cell::Empty,
                    false => p.say(&f.ty, v).into(),
                }
            }));
            Row::Cells { cells, id: Some(r.code.to_string()), reasons: Vec::new() }
        })
        .collect();
    Block::Table(Table {
        columns,
        rows,
        foot: format!(
            "{n} of {} shown, as of {}",
            count(n, &k.title.to_lowercase(), &k.plural.to_lowercase()),
            p.day()
        ),
    })
}
