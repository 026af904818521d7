//! Routines: month by month what was done and when, then every occurrence with its day, who, the result and the proof (8.1, 9.1).
//! It must never leave a missed occurrence blank, nor show only the last months.
use crate::dates::{add_days, add_months, days_between};
use crate::doc::{Block, Cell, CellForm, CellMark, CellPart, CellRow, Cells, Row, Section, Span, Table, column};
use crate::isms::{Ix, Record};
use crate::kinds::Routine;
use crate::refusal::Refusal;
use crate::report::chart::{MOST, first, step};
use crate::report::register::{owed, recorded};
use crate::report::{Paper, Report, bold, count, heading, plain, purpose, section, soft};
use crate::view::Shown;
use crate::view::programme::{Became, Cell as Month, Occasion, strip};
use chrono::{Datelike, NaiveDate};

pub(super) const REPORT: Report =
    Report { name: "routines", title: "Operation: routines", clause: "8.1", about: "", of: &["routine"], build };

/// A proof that names the routine belongs to the performance nearest to its day, if that is not farther away.
const NEAR: i64 = 14;

struct Kept<'a> {
    ix: Ix,
    record: &'a Record,
    routine: &'a Routine,
    months: Vec<Month>,
}
impl Kept<'_> {
    fn times(&self) -> impl Iterator<Item = &Occasion> {
        self.months.iter().flat_map(|m| &m.times)
    }
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let one = p.narrowed(&["routine"], "RT-01")?;
    let s = Shown::new(p.isms, p.day(), &p.currency);
    let (from, to) = span(p);
    let mut all: Vec<Kept> = p
        .isms
        .live::<Routine>()
        .map(|(ix, record, routine)| Kept {
            ix,
            record,
            routine,
            months: strip(&s, ix, from, to).map(|x| x.cells).unwrap_or_default(),
        })
        .collect();
    all.sort_by(|a, b| a.record.code.cmp(&b.record.code));
    let total = all.len();
    all.retain(|k| one.is_none_or(|(_, r)| r.code == k.record.code));
    let shown = || all.iter().flat_map(Kept::times);
    let n = |of: &[Became]| shown().filter(|o| of.contains(&o.became) && o.due.is_some()).count();
    let in_time = n(&[Became::Done, Became::Tolerated]);
    let owed_so_far = in_time + n(&[Became::Late, Became::Skipped, Became::SkippedSaid, Became::Overdue]);
    let silent = n(&[Became::Skipped]);
    let mut blocks = vec![
        purpose("That it ran all year."),
        Block::Figures(vec![
            (format!("{} of {total}", all.len()), "routines shown".into()),
            (format!("{in_time} of {owed_so_far}"), "occurrences were done in time".into()),
            (n(&[Became::Late]).to_string(), "were done late".into()),
            (
                format!("{} \u{b7} {silent}", n(&[Became::Skipped, Became::SkippedSaid])),
                "were not done \u{b7} of those without a reason".into(),
            ),
            (n(&[Became::Overdue]).to_string(), "are overdue, and can still be done".into()),
        ]),
        Block::Note(vec![
            bold("Cells "),
            plain(format!(
                "are months, {} to {}; the figure is the day on which it was done, set in the month in which it fell due; 3\u{d7}: so many times, or so many records. A cross with a reason beside it below was skipped and said so.",
                step(&from),
                step(&to)
            )),
        ]),
    ];
    if all.is_empty() {
        blocks.push(Block::Para(vec![plain("No routine is on record.")]));
        return Ok(vec![section("routines", "Operation: routines", &["8.1", "9.1"], true, blocks)]);
    }
    let months: Vec<NaiveDate> = all.first().map(|k| k.months.iter().map(|m| m.month).collect()).unwrap_or_default();
    blocks.push(Block::Cells(strips(&all, &months)));
    blocks.push(heading("Every occurrence"));
    blocks.push(occurrences(p, &all));
    Ok(vec![section("routines", "Operation: routines", &["8.1", "9.1"], true, blocks)])
}

/// At least twelve months up to that of the report, at most as many as a page takes.
fn span(p: &Paper) -> (NaiveDate, NaiveDate) {
    let to = first(p.day());
    let from = p.from.map_or(to, first).min(add_months(to, -11)).max(add_months(to, 1 - MOST));
    (from, add_days(add_months(to, 1), -1))
}

/// The month strip: a line a routine.
fn strips(all: &[Kept], months: &[NaiveDate]) -> Cells {
    let january = |m: &NaiveDate| m.month() == 1;
    let columns = months
        .iter()
        .enumerate()
        .map(|(i, m)| {
            // A year has room over its months, or stands at its January.
            let told = january(m) || i == 0 && !months.iter().take(4).skip(1).any(january);
            (if told { m.year().to_string() } else { String::new() }, m.format("%b").to_string()[..1].to_string())
        })
        .collect();
    let rows: Vec<CellRow> = all
        .iter()
        .map(|k| {
            let (end, short) = kept(&k.months);
            CellRow {
                code: k.record.code.to_string(),
                title: k.record.title(),
                strong: false,
                cells: k.months.iter().map(mark).collect(),
                missing: 0,
                end,
                short,
            }
        })
        .collect();
    let told: Vec<String> = all
        .iter()
        .flat_map(|k| {
            k.months.iter().filter_map(|m| match m.mark? {
                Became::Skipped => Some(format!("{} not done in {}", k.record.code, step(&m.month))),
                Became::SkippedSaid => Some(format!("{} skipped with a reason in {}", k.record.code, step(&m.month))),
                Became::Late => Some(format!("{} late in {}", k.record.code, step(&m.month))),
                Became::Overdue => Some(format!("{} overdue since {}", k.record.code, step(&m.month))),
                _ => None,
            })
        })
        .collect();
    let sentence = format!(
        "Month strip of {} over {}: {}.",
        count(all.len(), "routine", "routines"),
        count(months.len(), "month", "months"),
        if told.is_empty() { "all was done in time".to_string() } else { told.join(", ") }
    );
    let key = [
        (CellForm::Light, "14", "done in time, on the 14th"),
        (CellForm::Hatched, "14", "done late"),
        (CellForm::Crossed, "", "not done"),
        (CellForm::Open, "14", "due, still in its window or overdue"),
        (CellForm::Bare, "14", "planned"),
        (CellForm::Bare, "P", "paused"),
        (CellForm::Dot, "", "not due"),
    ];
    let cell = if months.len() <= 12 { 6.0 } else { 4.4 };
    Cells {
        // What the months and the words at the end leave of a page laid sideways.
        words: (236.0 - cell * months.len() as f32).min(110.0),
        columns,
        names: months.iter().map(step).collect(),
        parts: vec![CellPart { title: String::new(), rows }],
        cell,
        row: 5.6,
        end: "In time".into(),
        key: key.into_iter().map(|(f, sign, words)| (f, sign.into(), words.into())).collect(),
        sentence,
    }
}
/// What stands in the cell of a month.
fn mark(m: &Month) -> CellMark {
    let Some(became) = m.mark else { return CellMark { form: CellForm::Dot, text: String::new() } };
    let counted = m.times.iter().any(|t| t.on.is_none() && t.due.is_none() && t.became != Became::Paused);
    let text = if m.text.is_empty() || m.text.ends_with('\u{d7}') || !counted {
        m.text.clone()
    } else {
        format!("{}\u{d7}", m.text)
    };
    let (form, text) = match became {
        Became::Skipped | Became::SkippedSaid => (CellForm::Crossed, String::new()),
        Became::Overdue | Became::DueSoon => (CellForm::Open, text),
        Became::Late => (CellForm::Hatched, text),
        Became::Ahead => (CellForm::Bare, text),
        Became::Paused => (CellForm::Bare, "P".into()),
        Became::Done | Became::Tolerated | Became::Looked | Became::Again => (CellForm::Light, text),
    };
    CellMark { form, text }
}
/// "9 of 10": done in time of those whose day is over, and whether some were not. Where nothing had a day, how often it was done.
fn kept(months: &[Month]) -> (String, bool) {
    let times = || months.iter().flat_map(|m| &m.times);
    let n = |of: &[Became]| times().filter(|o| of.contains(&o.became) && o.due.is_some()).count();
    let good = n(&[Became::Done, Became::Tolerated]);
    let all = good + n(&[Became::Late, Became::Skipped, Became::SkippedSaid, Became::Overdue]);
    if all > 0 {
        return (format!("{good} of {all}"), good < all);
    }
    let n = times().filter(|o| o.on.is_some()).count();
    (if n == 0 { "\u{2013}".into() } else { format!("{n}\u{d7}") }, false)
}

/// Each time, also what was not done; a line over each routine.
fn occurrences(p: &Paper, all: &[Kept]) -> Block {
    let mut rows = Vec::new();
    let mut shown = 0;
    for k in all {
        let past: Vec<(NaiveDate, &Occasion)> = k
            .months
            .iter()
            .flat_map(|m| m.times.iter().map(|t| (m.month, t)))
            .filter(|(_, o)| !matches!(o.became, Became::Ahead | Became::Paused))
            .collect();
        let mut group = vec![bold(format!("{} {}", k.record.code, k.record.title()))];
        group.push(plain(format!(": every {}", k.routine.cadence.words())));
        let due = past.iter().filter(|(_, o)| o.due.is_some()).count();
        group.push(soft(if past.is_empty() {
            "; nothing fell due, and nothing was done".to_string()
        } else if due == 0 {
            String::new()
        } else {
            format!("; {} fell due", count(due, "occurrence", "occurrences"))
        }));
        rows.push(Row::Group(group));
        let begin = rows.len();
        if past.is_empty() {
            let paused = k.times().find(|o| o.became == Became::Paused);
            let said =
                paused.map_or_else(|| "not due in these months".to_string(), |o| format!("paused{}", because(&o.why)));
            rows.push(Row::Cells {
                cells: vec![
                    vec![p.code(&k.record.code)].into(),
                    serves(k),
                    Cell::Empty,
                    Cell::Empty,
                    vec![soft(said)].into(),
                    Cell::Empty,
                    Cell::Empty,
                    Cell::Empty,
                ],
                id: None,
                reasons: Vec::new(),
            });
        }
        let own = p.proofs(k.ix);
        let held: Vec<NaiveDate> = past.iter().filter_map(|(_, o)| o.on).collect();
        for (month, o) in past {
            shown += 1;
            rows.push(line(p, k, (month, o), &own, &held));
        }
        // The first of its lines is its place.
        if let Some(Row::Cells { id, .. }) = rows.get_mut(begin) {
            *id = Some(k.record.code.to_string());
        }
    }
    let columns = vec![
        column("Routine", 16.0),
        column("Control", 27.0),
        column("Occurrence", 21.0),
        column("Due", 21.0),
        column("Done", 27.0),
        column("By", 36.0),
        column("Result in one line", 76.0),
        column("Proof", 33.0),
    ];
    Block::Table(Table {
        columns,
        rows,
        foot: format!("{shown} of {} shown, in every month of the period", count(shown, "occurrence", "occurrences")),
    })
}
/// Clauses and controls that it keeps alive.
fn serves(k: &Kept) -> Cell {
    k.routine.serves.0.join(", ").into()
}
fn because(why: &str) -> String {
    if why.is_empty() { String::new() } else { format!(": {why}") }
}
fn line(p: &Paper, k: &Kept, (month, o): (NaiveDate, &Occasion), own: &[(Ix, NaiveDate)], held: &[NaiveDate]) -> Row {
    let review = o.review.as_deref().and_then(|c| Some((p.isms.ix(c)?, p.isms.get::<crate::kinds::Review>(c)?)));
    let done = match o.became {
        Became::Skipped | Became::SkippedSaid => owed("not done"),
        Became::Overdue => Cell::Lines(vec![
            vec![Span::Red("not done".into())],
            vec![soft(format!("{} late so far", count(o.days_late as usize, "day", "days")))],
        ]),
        Became::DueSoon => vec![soft("still in its window")].into(),
        Became::Looked => vec![soft("record by record")].into(),
        _ => {
            let mut lines = vec![vec![plain(o.on.map(|d| d.to_string()).unwrap_or_default())]];
            if o.became == Became::Late {
                lines.push(vec![bold(format!("{} late", count(o.days_late as usize, "day", "days")))]);
            }
            if o.became == Became::Again {
                lines.push(vec![soft("once more")]);
            }
            Cell::Lines(lines)
        }
    };
    let result = match (o.became, &review) {
        (Became::Skipped, _) => owed("No reason is on record. It cannot be made good."),
        (Became::SkippedSaid, _) => recorded(&o.why),
        (Became::Looked, _) => o.says.as_str().into(),
        (Became::DueSoon, _) if o.due.is_none() => o.says.as_str().into(),
        (_, Some((_, v))) => recorded(&v.why),
        _ => Cell::Empty,
    };
    let mut proofs: Vec<&str> = Vec::new();
    if let (Some((ix, _)), Some(on)) = (&review, o.on) {
        let nearest = |d: NaiveDate| held.iter().min_by_key(|h| (days_between(**h, d).abs(), **h)).copied();
        let of_it = own.iter().filter(|(_, d)| days_between(*d, on).abs() <= NEAR && nearest(*d) == Some(on));
        proofs = p.proofs(*ix).iter().chain(of_it).map(|(e, _)| &*p.isms.rec(*e).code).collect();
        proofs.sort_unstable();
        proofs.dedup();
    }
    let mut proof = p.codes(proofs);
    if let Some((ix, _)) = review.filter(|_| o.on.is_some()) {
        let code = p.code(&p.isms.rec(ix).code);
        proof.splice(0..0, if proof.is_empty() { vec![code] } else { vec![code, plain(", ")] });
    }
    Row::Cells {
        cells: vec![
            vec![p.code(&k.record.code)].into(),
            serves(k),
            step(&month).into(),
            o.due.map_or(Cell::Empty, |d| d.to_string().into()),
            done,
            review.filter(|_| o.on.is_some()).map_or(Cell::Empty, |(_, v)| p.who(&v.by).into()),
            result,
            if proof.is_empty() { Cell::Empty } else { proof.into() },
        ],
        id: None,
        reasons: Vec::new(),
    }
}
