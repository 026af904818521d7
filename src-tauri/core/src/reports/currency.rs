//! Section 20: how much of this was current, month by month, and whether the work was spread or done just before the audit.
//! It must never round up, leave a month out, or show only the registers that look well.
use crate::currency;
use crate::dates;
use crate::doc::{Block, Cell, Chart, Form, Row, Section, Series, Table, column};
use crate::refusal::Refusal;
use crate::report::chart::{MOST, bars, by_year, spread_words, step as month};
use crate::report::{Paper, Report, bold, heading, plain, purpose, right, section, soft, thousands};
use crate::view::{self, CurrencyMonths, CurrencyRow};

pub(super) const REPORT: Report =
    Report { name: "currency", title: "Currency: how much still held", clause: "9.1", about: "", of: &[], build };

/// Lines beside that of everything.
const LINES: usize = 5;

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let asked = p.scope.from.unwrap_or_else(|| currency::begins(p.isms, p.day()));
    let from = asked.max(dates::add_months(p.day(), 1 - MOST));
    let m = view::months(p.isms, p.day(), Some(from), None)?;
    let mut blocks = vec![purpose("How much of this was current, month by month."), Block::Figures(figures(&m))];
    let mut says: Vec<&String> = vec![&m.trend, &m.lowest];
    says.extend(&m.spread.says);
    blocks.push(Block::Bullets(says.into_iter().filter(|t| !t.is_empty()).map(|t| vec![plain(t.as_str())]).collect()));
    blocks.push(Block::Chart(everything(&m)));
    let some = lowest_registers(&m);
    if !some.is_empty() {
        blocks.push(Block::Chart(lines(&m, &some)));
        blocks.push(Block::Note(vec![
            bold("Drawn: "),
            plain(format!(
                "everything, and {} that fell lowest of those with five things or more. Every register stands in the table.",
                match some.len() {
                    1 => "the one register".to_string(),
                    n => format!("the {n} registers"),
                }
            )),
        ]));
    }
    if m.spread.total > 0 {
        blocks.push(heading("Was the work spread?"));
        let (months, weekdays) = (by_month(&m), by_weekday(&m));
        let (numbers, said) = (by_year(&months, 170.0), Block::Note(vec![plain(weekdays.sentence.clone())]));
        blocks.extend([Block::Chart(months), numbers, Block::Chart(weekdays), said]);
    }
    let mut note = vec![
        bold("Counted: "),
        plain(
            "each thing that the rules watch, on the last day of the month, as the file stood then. It holds if it is current or due soon; what is out of step, overdue or never reviewed does not. Per cent are rounded down, so that 100 means all. A dash: nothing was in the register yet. Beside the name: of how many now. ",
        ),
    ];
    if from > asked {
        note.push(plain(format!("Asked for from {asked}; a page takes {MOST} months. ")));
    }
    Ok(vec![
        section("currency", "Currency", &["9.1"], false, blocks),
        section(
            "currency-registers",
            "Currency, register by register",
            &["9.1"],
            true,
            vec![purpose("Per cent that held at the end of each month."), Block::Note(note), Block::Table(table(&m))],
        ),
    ])
}

fn per_cent(n: Option<usize>) -> String {
    n.map_or_else(|| "\u{2013}".into(), |n| format!("{n} %"))
}

fn figures(m: &CurrencyMonths) -> Vec<(String, String)> {
    let mut out = Vec::new();
    if let (Some(f), Some(on)) = (m.all.fields.last(), m.days.last()) {
        out.push((
            per_cent(f.percent),
            format!("held on {on}: {} of {}", thousands(f.counts.holds()), thousands(f.counts.total)),
        ));
    }
    if let Some(on) = m.then_on {
        out.push((per_cent(m.all.then), format!("held on {on}, {}", m.then_what)));
    }
    let least = m.days.iter().zip(&m.all.fields).filter(|(_, f)| f.percent.is_some()).min_by_key(|(_, f)| f.percent);
    if let Some((on, f)) = least.filter(|_| m.days.len() > 1) {
        out.push((per_cent(f.percent), format!("was the least, on {on}")));
    }
    out.push((thousands(m.spread.total), "things looked at in this time, each counted as often as it was".into()));
    out
}

fn values(fields: &[view::CurrencyField], of: impl Fn(&view::CurrencyField) -> Option<usize>) -> Vec<Option<u32>> {
    fields.iter().map(|f| of(f).map(|n| n as u32)).collect()
}
pub(super) fn everything(m: &CurrencyMonths) -> Chart {
    let fields = &m.all.fields;
    let current = |f: &view::CurrencyField| (f.counts.current * 100).checked_div(f.counts.total);
    Chart {
        caption: "Everything: what held at the end of each month".into(),
        steps: m.days.iter().map(month).collect(),
        top: 100,
        foot: 0,
        places: 0,
        unit: " %".into(),
        form: Form::Bars,
        series: vec![
            Series { name: "current".into(), values: values(fields, current) },
            Series {
                name: "due soon, holds".into(),
                values: values(fields, |f| Some(f.percent?.saturating_sub(current(f)?))),
            },
            Series { name: "does not hold".into(), values: values(fields, |f| Some(100 - f.percent?)) },
        ],
        sentence: [m.trend.as_str(), m.lowest.as_str()].join(" ").trim().to_string(),
    }
}

/// The registers that fell lowest, with five things or more at the end.
fn lowest_registers(m: &CurrencyMonths) -> Vec<&CurrencyRow> {
    let least = |r: &CurrencyRow| r.fields.iter().filter_map(|f| f.percent).min();
    let mut some: Vec<&CurrencyRow> = m
        .rows
        .iter()
        .filter(|r| r.fields.last().is_some_and(|f| f.counts.total >= 5) && least(r).is_some_and(|n| n < 100))
        .collect();
    some.sort_by_key(|r| least(r));
    some.truncate(LINES);
    some
}
fn lines(m: &CurrencyMonths, some: &[&CurrencyRow]) -> Chart {
    let series = |r: &CurrencyRow| Series { name: r.title.into(), values: values(&r.fields, |f| f.percent) };
    let said: Vec<String> = some
        .iter()
        .filter_map(|r| {
            let (on, f) =
                m.days.iter().zip(&r.fields).filter(|(_, f)| f.percent.is_some()).min_by_key(|(_, f)| f.percent)?;
            Some(format!(
                "{}: least {} in {}, now {}.",
                r.title,
                per_cent(f.percent),
                month(on),
                per_cent(r.fields.last()?.percent)
            ))
        })
        .collect();
    Chart {
        caption: "What held, register by register".into(),
        steps: m.days.iter().map(month).collect(),
        top: 100,
        foot: 0,
        places: 0,
        unit: " %".into(),
        form: Form::Lines,
        series: std::iter::once(series(&m.all)).chain(some.iter().map(|r| series(r))).collect(),
        sentence: said.join(" "),
    }
}

fn by_month(m: &CurrencyMonths) -> Chart {
    let sentence = spread_words(&m.days, &m.spread.months, "looked at");
    bars("Things looked at, by month", m.days.iter().map(month).collect(), &m.spread.months, sentence)
}
fn by_weekday(m: &CurrencyMonths) -> Chart {
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let w = &m.spread.weekdays;
    let sentence = days.iter().zip(w).map(|(d, n)| format!("{d} {n}")).collect::<Vec<_>>().join(", ");
    bars("The same by weekday", days.iter().map(|d| (*d).into()).collect(), w, format!("{sentence}."))
}

fn table(m: &CurrencyMonths) -> Table {
    let width = (180.0 / m.days.len() as f32).min(15.0);
    let mut columns = vec![column("Register", 257.0 - width * m.days.len() as f32)];
    columns.extend(m.days.iter().map(|d| right(&d.format("%b %y").to_string(), width)));
    let line = |r: &CurrencyRow, strong: bool| {
        let word = |t: String| if strong { bold(t) } else { plain(t) };
        let things = r.fields.last().map(|f| thousands(f.counts.total)).unwrap_or_default();
        let mut cells: Vec<Cell> = vec![vec![word(r.title.into()), soft(format!(" {things}"))].into()];
        cells.extend(r.fields.iter().map(|f| match f.percent {
            None => Cell::Spans(vec![soft("\u{2013}")]),
            Some(n) => Cell::Spans(vec![word(n.to_string())]),
        }));
        Row::Cells { cells, id: None, reasons: Vec::new() }
    };
    let mut rows = vec![line(&m.all, true)];
    let mut group = "";
    for r in &m.rows {
        if r.group != group {
            group = r.group;
            rows.push(Row::Group(vec![bold(group)]));
        }
        rows.push(line(r, false));
    }
    Table {
        columns,
        rows,
        foot: format!("{0} of {0} registers that hold something shown, {1} months", m.rows.len(), m.days.len()),
    }
}
