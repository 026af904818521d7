//! What comes, month by month: on which day, why then, who, how long it takes; then the days of each month as a sheet.
//! It must never leave out what stands on a day of its span.
use crate::dates::{add_days, add_months};
use crate::doc::{Block, Cell, Row, Section, Span, Table, column};
use crate::refusal::Refusal;
use crate::report::{Paper, Report, bold, count, heading, plain, purpose, right, section, soft};
use crate::view::Shown;
use crate::view::calendar::{CalendarShown, Event, Standing, calendar, minutes, spell};
use chrono::{Datelike, NaiveDate};

pub(super) const REPORT: Report =
    Report { name: "calendar", title: "Calendar", clause: "8.1, 9.1", about: "", of: &[], build };

/// As many lines of a day are printed in a month sheet; the list holds all.
const LINES: usize = 4;

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let (from, to) = span(p)?;
    let months = ((to.year() - from.year()) * 12 + to.month() as i32 - from.month() as i32).max(0) as u32 + 1;
    let s = Shown::new(p.isms, p.day(), &p.currency);
    let all = calendar(&s, Some(from), months, u32::MAX);
    let owner = p.narrowed(&["person"], "P-004")?.map(|(_, r)| &*r.code);
    let mine = |e: &Event| owner.is_none_or(|o| e.who.iter().any(|w| w == o));
    let shown: Vec<&Event> = all.events.iter().filter(|e| e.at >= from && e.at <= to && mine(e)).collect();
    let total = all.events.iter().filter(|e| e.at >= from && e.at <= to).count();
    let n = |s: Standing| shown.iter().filter(|e| e.state == s).count();
    let of_month = |m: NaiveDate| minutes(shown.iter().copied().filter(|e| same(e.at, m)));
    let hours = all.months.iter().map(|m| of_month(m.first)).sum();
    let figures = vec![
        (shown.len().to_string(), format!("things from {from} to {to}")),
        (spell(hours), "for all of it, as the guides estimate".into()),
        (n(Standing::Overdue).to_string(), "overdue".into()),
        (n(Standing::OutOfStep).to_string(), "out of step".into()),
    ];
    let mut rows = Vec::new();
    for m in &all.months {
        let here: Vec<&&Event> = shown.iter().filter(|e| same(e.at, m.first)).collect();
        if here.is_empty() {
            continue;
        }
        let things = count(here.len(), "thing", "things");
        rows.push(Row::Group(vec![
            bold(m.first.format("%B %Y").to_string()),
            plain(format!(": {things}, {}", spell(of_month(m.first)))),
        ]));
        rows.extend(here.into_iter().map(|e| row(p, e)));
    }
    let mut blocks = vec![
        purpose("What comes, on which day, and why then."),
        Block::Figures(figures),
        Block::Note(vec![
            bold("Order: "),
            plain("by day; what is overdue or out of step stands in the month of this report. "),
            bold("Drawn: "),
            plain("all. What repeats is counted from its next day, as if each were done on its day."),
        ]),
    ];
    if let Some(c) = &all.certificate {
        blocks.push(Block::Para(vec![plain(format!("{}.", c.says))]));
    }
    let columns = vec![
        column("Date", 20.0),
        column("What", 49.0),
        column("Why then", 62.0),
        column("Who", 26.0),
        right("Minutes", 13.0),
    ];
    let of = owner.map(|o| format!(", of those of {}", p.short(o))).unwrap_or_default();
    blocks.push(Block::Table(Table { columns, rows, foot: format!("{} of {total} things shown{of}", shown.len()) }));
    let list = section("calendar", format!("Calendar {from} to {to}"), &["8.1", "9.1"], false, blocks);
    let mut blocks = vec![purpose("The same, as days. A day that stands in brackets is a day off.")];
    for m in &all.months {
        blocks.push(heading(m.first.format("%B %Y").to_string()));
        let month = calendar(&s, Some(m.first), 1, u32::MAX);
        blocks.push(Block::Table(sheet(p, &month, &mine)));
    }
    Ok(vec![list, section("calendar-months", "Month by month", &[], true, blocks)])
}

/// From the first day of this month, for twelve months, unless it is said otherwise; at most 24.
fn span(p: &Paper) -> Result<(NaiveDate, NaiveDate), Refusal> {
    let (from, to) = p.scope.span;
    let from = from.unwrap_or_else(|| p.day().with_day(1).unwrap_or(p.day()));
    let to = to.unwrap_or_else(|| add_days(add_months(from.with_day(1).unwrap_or(from), 12), -1));
    if to < from {
        return Err(Refusal::new(
            "date",
            "to",
            format!("{to} is before {from}, where the calendar begins."),
            "Give a later day.",
        ));
    }
    if to > add_months(from, 24) {
        return Err(Refusal::new(
            "date",
            "to",
            format!("From {from} to {to} is more than two years."),
            "Give a shorter time.",
        ));
    }
    Ok((from, to))
}
fn same(a: NaiveDate, b: NaiveDate) -> bool {
    (a.year(), a.month()) == (b.year(), b.month())
}

fn row(p: &Paper, e: &Event) -> Row {
    let on = e.on.map_or_else(|| "now".to_string(), |d| d.to_string());
    let mut date = vec![vec![plain(on)]];
    if matches!(e.state, Standing::Overdue | Standing::OutOfStep | Standing::DueSoon) {
        let word = e.state.word();
        date.push(vec![if e.state == Standing::Overdue { Span::Red(word.into()) } else { soft(word) }]);
    }
    let record = p.isms.record(&e.id);
    let what = match record {
        Some(_) if e.codes.len() == 1 && e.codes[0] == e.id => p.named(&e.id),
        Some(_) => vec![p.code(&e.id), plain(format!(" {}", p.people.redact(&e.title)))],
        None => vec![plain(p.people.redact(&e.title))],
    };
    let who: Vec<String> = e.who.iter().map(|w| p.short(w)).collect();
    let who = if who.len() > 6 { format!("{} people", who.len()) } else { who.join(", ") };
    let time = if e.minutes > 0 && e.counted { e.minutes.to_string() } else { String::new() };
    Row::Cells {
        cells: vec![Cell::Lines(date), what.into(), p.linked(&e.why).into(), who.into(), time.into()],
        id: None,
        reasons: Vec::new(),
    }
}

/// The days of a month, Monday first.
fn sheet(p: &Paper, month: &CalendarShown, mine: &dyn Fn(&Event) -> bool) -> Table {
    let columns =
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].map(|d| column(d, 257.0 / 7.0));
    let rows = month
        .weeks
        .iter()
        .map(|week| {
            let cells = week
                .iter()
                .map(|d| {
                    if d.outside {
                        return Cell::Empty;
                    }
                    let number = d.on.day().to_string();
                    let mut lines = vec![vec![if d.off { soft(format!("({number})")) } else { bold(number) }]];
                    let here: Vec<&Event> = d.events.iter().map(|n| &month.events[*n]).filter(|e| mine(e)).collect();
                    let most = if here.len() > LINES { LINES - 1 } else { LINES };
                    for e in here.iter().take(most) {
                        lines.push(if p.isms.record(&e.id).is_some() {
                            vec![p.code(&e.id), plain(format!(" {}", p.people.redact(&e.label)))]
                        } else {
                            vec![plain(p.people.redact(&e.label))]
                        });
                    }
                    if here.len() > most {
                        lines.push(vec![soft(format!("and {} more", here.len() - most))]);
                    }
                    Cell::Lines(lines)
                })
                .collect();
            Row::Cells { cells, id: None, reasons: Vec::new() }
        })
        .collect();
    let days = month.weeks.iter().flatten().filter(|d| !d.outside).count();
    Table { columns: columns.to_vec(), rows, foot: format!("{days} of {days} days shown") }
}
