//! Objectives: what we want, what we measured, what it says; each with its line and its target (6.2, 9.1).
//! It must never join what was not measured, nor show a value that was struck as if it counted.
use crate::calendar::{Period, period_name, period_of};
use crate::dates::add_days;
use crate::doc::{Block, Cell, Chart, Form, Section, Series, Span};
use crate::kinds::Objective;
use crate::kinds::objective::{Better, Measurement};
use crate::refusal::Refusal;
use crate::report::chart::top;
use crate::report::register::{Col, Entry, col, drawn, entries, table};
use crate::report::{Paper, Report, bold, count, heading, plain, purpose, section, soft};

pub(super) const REPORT: Report =
    Report { name: "objectives", title: "Objectives", clause: "6.2", about: "", of: &["objective"], build };

/// Periods that a line takes.
const MOST: usize = 36;

const COLUMNS: &[Col] = &[
    col("Code", 14.0, |p, e| e.code(p)),
    col("Aim", 44.0, |p, e| e.title(p, e.body.text("aim"))),
    col("Measure", 42.0, |_, e| e.body.text("measured_by").into()),
    col("Target, by when", 28.0, |_, e| match of(e) {
        Some(o) => Cell::Lines(vec![vec![plain(target(o))], vec![soft(format!("by {}", o.by_when.0))]]),
        None => Cell::Empty,
    }),
    col("Last four values", 34.0, |_, e| of(e).map_or(Cell::Empty, last_four)),
    col("Now", 20.0, |_, e| match of(e).and_then(|o| Some((o, newest(o)?))) {
        Some((o, m)) => vec![bold(with_unit(o, &m.number))].into(),
        None => vec![soft("not measured")].into(),
    }),
    col("Says", 26.0, |_, e| of(e).map_or(Cell::Empty, |o| vec![says(o, e.state())].into())),
    col("Owner", 26.0, |p, e| e.who(p, "owner")),
    col("Flag", 23.0, |p, e| e.flag(p)),
];

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let all = entries(p, "objective");
    let rows: Vec<&Entry> = chosen(p, &all)?;
    let set: Vec<&&Entry> = rows.iter().filter(|e| e.state() == "set").collect();
    let met =
        set.iter().filter(|e| of(e).is_some_and(|o| newest(o).is_some_and(|m| o.on_target(m.number.value())))).count();
    let silent = set.iter().filter(|e| of(e).is_some_and(|o| newest(o).is_none())).count();
    let ended = |state: &str| rows.iter().filter(|e| e.state() == state).count();
    let mut blocks = vec![
        purpose("What we want, what we measured, what it says."),
        Block::Figures(vec![
            (format!("{met} of {}", set.len()), "objectives that run stand on target".into()),
            (silent.to_string(), "run, and were never measured".into()),
            (
                format!("{} \u{b7} {} \u{b7} {}", ended("reached"), ended("missed"), ended("dropped")),
                "reached, missed, dropped".into(),
            ),
            (
                rows.iter().filter(|e| !p.is_current(&e.record.code)).count().to_string(),
                "with a reason not to be current".into(),
            ),
        ]),
        drawn(
            "code",
            "all that are not retired, whether they run or have ended. A value that was struck does not count and is not drawn; it stands in the report of measurements.",
        ),
        table(p, &rows, all.len(), ("objective", "objectives"), COLUMNS, true),
    ];
    let lines: Vec<Chart> = rows.iter().filter_map(|e| chart(p, &e.record.code)).collect();
    let bare: Vec<&str> = rows.iter().map(|e| &*e.record.code).filter(|c| chart(p, c).is_none()).collect();
    if !bare.is_empty() {
        let mut said = vec![bold("Without a line, measured in fewer than two periods: ")];
        said.extend(p.codes(bare));
        said.push(plain("."));
        blocks.push(Block::Note(said));
    }
    if !lines.is_empty() {
        blocks.push(heading("Each with its line"));
        blocks.push(Block::Note(vec![
            bold("Drawn: "),
            plain(format!(
                "the last value of each period in which it is to be measured, {MOST} periods at most. Where nothing was measured the line is broken. A scale that does not begin at 0 says so by its lowest number."
            )),
        ]));
        for c in lines {
            let said = Block::Note(vec![plain(c.sentence.clone()), bold(" Measured: "), plain(measured(&c))]);
            blocks.extend([Block::Chart(c), said]);
        }
    }
    Ok(vec![section("objectives", "Objectives", &["6.2", "9.1"], true, blocks)])
}

/// The numbers of a line: "2026-01 61.5 · 2026-02 – · 2026-03 72".
fn measured(c: &Chart) -> String {
    let value = |v: &Option<u32>| v.map_or_else(|| "\u{2013}".into(), |v| format!("{}{}", c.number(v), c.unit));
    let each = c.series.first().map(|s| s.values.as_slice()).unwrap_or_default();
    let said: Vec<String> = c.steps.iter().zip(each).map(|(step, v)| format!("{step} {}", value(v))).collect();
    said.join(" \u{b7} ")
}
/// All, or the one that was asked for.
pub(super) fn chosen<'b, 'a>(p: &Paper, all: &'b [Entry<'a>]) -> Result<Vec<&'b Entry<'a>>, Refusal> {
    let Some(code) = p.scope.about.as_deref() else { return Ok(all.iter().collect()) };
    match all.iter().find(|e| &*e.record.code == code) {
        Some(e) => Ok(vec![e]),
        None => Err(Refusal::new(
            "unknown",
            code,
            format!("There is no objective \u{201c}{code}\u{201d}."),
            "Give a code like OBJ-01, or none for all.",
        )),
    }
}
pub(super) fn of<'a>(e: &Entry<'a>) -> Option<&'a Objective> {
    e.record.get()
}
/// "at least 70 %", "4 hours at most", "2 to 5 days"
pub(super) fn target(o: &Objective) -> String {
    match (o.better, &o.target_low) {
        (Better::Higher, _) => format!("at least {}", with_unit(o, &o.target)),
        (Better::Lower, _) => format!("{} at most", with_unit(o, &o.target)),
        (Better::Within, Some(low)) => format!("{} to {}", &**low, with_unit(o, &o.target)),
        (Better::Within, None) => with_unit(o, &o.target),
    }
}
pub(super) fn with_unit(o: &Objective, number: &str) -> String {
    format!("{number} {}", o.unit.trim())
}
/// Values that count, by day.
pub(super) fn values(o: &Objective) -> Vec<&Measurement> {
    let mut all: Vec<&Measurement> = o.measurements.iter().filter(|m| m.struck.is_none()).collect();
    all.sort_by_key(|m| m.date.0);
    all
}
pub(super) fn newest(o: &Objective) -> Option<&Measurement> {
    values(o).pop()
}
fn last_four(o: &Objective) -> Cell {
    let all = values(o);
    let lines: Vec<Vec<Span>> =
        all.iter().rev().take(4).rev().map(|m| vec![soft(format!("{} ", m.date.0)), plain(&*m.number)]).collect();
    if lines.is_empty() { vec![soft("none")].into() } else { Cell::Lines(lines) }
}
pub(super) fn says(o: &Objective, state: &str) -> Span {
    match (state, newest(o)) {
        ("reached" | "missed" | "dropped", _) => bold(state),
        (_, None) => Span::Red("nothing yet".into()),
        (_, Some(m)) if o.on_target(m.number.value()) => plain("on target"),
        _ => Span::Red("off target".into()),
    }
}

/// Every period from the first value to the last that is over, with its last value.
fn periods(p: &Paper, o: &Objective) -> Vec<(String, Option<f64>)> {
    let all = values(o);
    let Some(first) = all.first() else { return Vec::new() };
    let mut out = Vec::new();
    let mut at: Option<Period> = period_of(&o.measure_every, first.date.0);
    // More periods than a life has years of days are no rhythm.
    while let Some(one) = at.filter(|one| one.from <= p.day() && out.len() < 5_000) {
        let value = all.iter().rev().find(|m| m.date.0 >= one.from && m.date.0 <= one.until).map(|m| m.number.value());
        if value.is_some() || one.until < p.day() {
            out.push((period_name(&o.measure_every, &one), value));
        }
        at = period_of(&o.measure_every, add_days(one.until, 1)).filter(|next| next.from > one.from);
    }
    out.split_off(out.len().saturating_sub(MOST))
}
/// Digits after the point.
fn places(number: &str) -> u8 {
    number.split_once('.').map_or(0, |(_, d)| d.trim_end_matches('0').len().min(3) as u8)
}
/// Foot and top of a scale of four equal parts that holds these; from 0 unless all lie close together far above it.
fn scale(low: u32, high: u32, most: Option<u32>) -> (u32, u32) {
    if low < high / 2 {
        let top = top(high.max(4) as usize);
        return (0, most.filter(|m| *m >= high && *m < top && m % 4 == 0).unwrap_or(top));
    }
    let mut span = top((high - low).max(4) as usize);
    loop {
        let step = span / 4;
        let foot = low / step * step;
        if let Some(m) = most.filter(|m| foot + span > *m && *m >= high && m.saturating_sub(span) <= low) {
            return (m.saturating_sub(span), m);
        }
        if foot + span >= high {
            return (foot, foot + span);
        }
        span = top(span as usize + 1);
    }
}

/// The line of one objective beside its target; none where two periods are not yet measured, or a value lies below 0.
pub(super) fn chart(p: &Paper, code: &str) -> Option<Chart> {
    let (r, o) = (p.isms.record(code)?, p.isms.get::<Objective>(code)?);
    let periods = periods(p, o);
    if periods.iter().filter(|(_, v)| v.is_some()).count() < 2 {
        return None;
    }
    let digits =
        values(o).iter().map(|m| &m.number).chain([&o.target]).chain(&o.target_low).map(|n| places(n)).max()?;
    let part = |v: f64| {
        let n = (v * 10f64.powi(i32::from(digits))).round();
        (0.0..4_000_000_000.0).contains(&n).then_some(n as u32)
    };
    let measured: Vec<Option<u32>> =
        periods.iter().map(|(_, v)| v.map_or(Some(None), |v| part(v).map(Some))).collect::<Option<_>>()?;
    let target = part(o.target.value())?;
    let low = o.target_low.as_ref().map(|n| part(n.value()));
    let lines = || measured.iter().flatten().copied().chain([target]).chain(low.flatten());
    let percent = o.unit.trim() == "%";
    let (foot, top) = scale(lines().min()?, lines().max()?, percent.then(|| 100 * 10u32.pow(digits.into())));
    let constant = |name: &str, v: u32| Series { name: name.into(), values: vec![Some(v); periods.len()] };
    let mut series = vec![Series { name: "measured".into(), values: measured.clone() }, constant("target", target)];
    if let Some(low) = low.flatten() {
        series.push(constant("at least", low));
    }
    let gaps: Vec<&str> = periods.iter().filter(|(_, v)| v.is_none()).map(|(n, _)| n.as_str()).collect();
    let met = periods.iter().filter(|(_, v)| v.is_some_and(|v| o.on_target(v))).count();
    let mut sentence = format!("{met} of {} on target.", count(periods.len() - gaps.len(), "value", "values"));
    if !gaps.is_empty() {
        sentence.push_str(&format!(" Not measured: {}.", gaps.join(", ")));
    }
    if foot > 0 {
        sentence.push_str(" The scale does not begin at 0.");
    }
    let unit = if percent { String::new() } else { format!(" ({})", o.unit.trim()) };
    Some(Chart {
        caption: format!("{code} {}: {}{unit}", r.title(), &*o.measured_by),
        steps: periods.iter().map(|(n, _)| n.clone()).collect(),
        top,
        foot,
        places: digits,
        unit: if percent { " %".into() } else { String::new() },
        form: Form::Lines,
        series,
        sentence,
    })
}
