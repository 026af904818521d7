//! `isms programme`: the routines over the year as characters, and what the five questions propose.
use crate::look::{Seen, open, today_of};
use crate::say::{self, End, Ended, line};
use crate::work::{act, given, said};
use chrono::{Datelike, NaiveDate};
use isms::act::{Change, Proposal, Verb};
use isms::catalog::{FirstRun, Proposed, propose};
use isms::isms::Isms;
use isms::kinds::Routine;
use isms::view::{self, Became, spell};
use isms::{Refusal, dates};
use serde_json::{Value, json};
use std::path::Path;

/// Minutes a month against which the months are held where the owner has not set any: those of `isms status`.
const BUDGET: u32 = 120;

fn sign(became: Became) -> char {
    match became {
        Became::Done | Became::Looked => '\u{25a0}',
        Became::Tolerated => '\u{25a4}',
        Became::Late => '\u{25a8}',
        Became::Skipped => '\u{25a1}',
        Became::SkippedSaid => '\u{25ab}',
        Became::Overdue => '!',
        Became::DueSoon => '\u{25d0}',
        Became::Ahead => '\u{25cb}',
        Became::Again => '+',
        Became::Paused => 'P',
    }
}
const LEGEND: &str = "\u{25a0} done in time  \u{25a4} within tolerance  \u{25a8} late  \u{25a1} skipped, no why  \u{25ab} skipped, with its why  ! overdue  \u{25d0} due  \u{25cb} planned  P paused  \u{b7} nothing";

pub fn shown(
    path: &Path,
    as_of: Option<NaiveDate>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    json: bool,
) -> Ended {
    if from.zip(to).is_some_and(|(a, b)| a > b) {
        return Err(
            Refusal::new("date", "--to", "The months end before they begin.", "Give a day after --from.").into()
        );
    }
    let seen = Seen::of(path, as_of)?;
    let p = view::programme(&seen.shown(), from, to, BUDGET);
    if json {
        say::value(&p);
        return Ok(End::Done);
    }
    if p.routines.is_empty() {
        line(
            "There are no routines yet. `isms programme FILE --propose @answers.json` shows what the five questions propose.",
        );
        return Ok(End::Done);
    }
    line(format!("{} routines, {} a year, on {}", p.routines.len(), spell(p.minutes_a_year), p.as_of));
    for sentence in &p.says {
        line(sentence);
    }
    // The years above, the first letters of the months below; today's month stands between bars.
    let bars = |cells: &mut dyn Iterator<Item = (bool, char)>| -> String {
        cells.map(|(now, c)| if now { format!("|{c}|") } else { c.to_string() }).collect()
    };
    line("");
    let heads = bars(
        &mut p
            .months
            .iter()
            .map(|m| (m.month == p.now, m.month.format("%b").to_string().chars().next().unwrap_or(' '))),
    );
    let span = format!("{} to {}", p.from.format("%Y-%m"), p.to.format("%Y-%m"));
    let mut rows = vec![vec!["CODE".into(), "ROUTINE".into(), "EVERY".into(), heads, "DUE".into(), "STATE".into()]];
    for r in &p.routines {
        let cells = bars(&mut r.cells.iter().map(|c| (c.month == p.now, c.mark.map_or('\u{b7}', sign))));
        let states = if r.paused {
            "paused".into()
        } else {
            r.states.iter().map(|s| view::word(*s)).collect::<Vec<_>>().join(", ")
        };
        let mut title: String = r.title.chars().take(40).collect();
        if title.len() < r.title.len() {
            title.push('\u{2026}');
        }
        let due = r
            .due
            .map_or_else(|| r.each.as_ref().map_or(String::new(), |k| format!("each of the {k}")), |d| d.to_string());
        rows.push(vec![r.id.clone(), title, r.every.trim_start_matches("every ").into(), cells, due, states]);
    }
    say::table(&rows);
    line(format!("{span}  {LEGEND}"));
    let speaks = |b: Became| {
        matches!(b, Became::Skipped | Became::SkippedSaid | Became::Overdue | Became::Late | Became::Paused)
    };
    let mut told = false;
    for r in &p.routines {
        for t in r.cells.iter().flat_map(|c| &c.times).filter(|t| speaks(t.became)) {
            if !told {
                line("");
                told = true;
            }
            line(format!("{}  {}  {}", r.id, sign(t.became), t.says));
        }
    }
    line("");
    line("Month by month");
    for m in &p.months {
        let bar = "#".repeat(usize::try_from(m.minutes.div_ceil(30)).unwrap_or(0).min(60));
        line(format!(
            "{} {}  {:>11}  {bar}{}",
            if m.month == p.now { ">" } else { " " },
            m.month.format("%Y-%m"),
            spell(m.minutes),
            if m.crowded { "  more than twice the mean" } else { "" }
        ));
    }
    Ok(End::Done)
}

/// What stands in the way of a line: a live routine that does the same, or a code that something else has.
enum Place {
    Free,
    /// There is one already: its code.
    There(String),
    Taken(String),
}
fn place(isms: &Isms, l: &Proposed) -> Place {
    // One that was retired was retired with a why; it does not come back by itself.
    let alike = isms.each("routine").filter(|(_, r)| !r.common.withdrawn).find(|(_, r)| {
        r.get::<Routine>().is_some_and(|x| {
            let shares = || x.serves.0.iter().any(|n| l.serves.contains(n));
            x.wizard.as_deref().is_some_and(|w| w == l.wizard) && (r.title() == l.title || shares())
        })
    });
    match (alike, isms.record(&l.code)) {
        (Some((_, r)), _) => Place::There(r.code.to_string()),
        // A code is never used again, also where its act was undone.
        (None, Some(r)) if r.common.withdrawn => Place::Taken(format!("{}, undone", r.title())),
        (None, Some(r)) => Place::Taken(r.title()),
        (None, None) => Place::Free,
    }
}

/// What of these is no answer.
fn odd(given: &Value) -> String {
    let Value::Object(all) = given else { return "they are not an object".into() };
    let alone = |name: &str, v: &Value| serde_json::from_value::<FirstRun>(json!({ name: v })).is_ok();
    let known = json!(FirstRun::default());
    match all.iter().find(|(name, v)| !alone(name, v)) {
        Some((name, _)) if known.get(name).is_none() => format!("none is called \u{201c}{name}\u{201d}"),
        Some((name, _)) => format!("what \u{201c}{name}\u{201d} says cannot be read"),
        None => "they do not go together".into(),
    }
}

/// `next_codes`: what is added gets the codes that are free next, not those of its line.
pub fn proposed(path: &Path, answers: &str, add: bool, next_codes: bool, json: bool) -> Ended {
    let given = given(answers)?;
    // A list would be taken for answers in their order.
    let read = serde_json::from_value(given.clone()).ok().filter(|_| given.is_object());
    let answers: FirstRun = read.ok_or_else(|| {
        Refusal::new(
            "field",
            "--propose",
            format!("These are not answers to the five questions: {}.", odd(&given)),
            "Give some of decided_on, expires_on, next_external_audit, headcount, joiners (few, some, many), home_offices_only, does ([\"build\", \"run\", \"use\"]), laws, contracts_set_terms, busiest and budgets (months, 1 to 12).",
        )
    })?;
    answers.check()?;
    let mut file = open(path)?;
    let today = today_of(&file)?;
    let lines = propose(&answers, today);
    let places: Vec<Place> = lines.iter().map(|l| place(file.isms(), l)).collect();
    if !add {
        print(&lines, &places, today, json);
        return Ok(End::Done);
    }
    let taken: Vec<String> = lines
        .iter()
        .zip(&places)
        .filter(|(l, _)| !l.dropped && !next_codes)
        .filter_map(|(l, p)| match p {
            Place::Taken(by) => Some(format!("{} is \u{201c}{by}\u{201d}", l.code)),
            _ => None,
        })
        .collect();
    if let Some(first) = lines.iter().zip(&places).find(|(l, p)| !l.dropped && matches!(p, Place::Taken(_))) {
        if !taken.is_empty() {
            return Err(Refusal::new(
                "link",
                first.0.code.clone(),
                format!(
                    "{} that the proposal needs {} taken: {}. Nothing was added.",
                    if taken.len() == 1 { "A code".into() } else { format!("{} codes", taken.len()) },
                    if taken.len() == 1 { "is" } else { "are" },
                    taken.join(", ")
                ),
                "Say --next-codes as well: all that is added gets the codes that are free next.",
            )
            .into());
        }
    }
    let owner = file.isms().organization().map_or_else(|| "P-001".into(), |o| o.isms_owner.to_string());
    let changes: Vec<Change> = lines
        .iter()
        .zip(&places)
        .filter(|(l, p)| !l.dropped && !matches!(p, Place::There(_)))
        .map(|(l, _)| match next_codes {
            true => Change::add("routine", l.body(&owner, today)),
            false => Change::put("routine", &l.code, l.body(&owner, today)),
        })
        .collect();
    if changes.is_empty() {
        line("Everything that is proposed is there already; nothing was added.");
        return Ok(End::Done);
    }
    let done = act(&mut file, Proposal { verb: Verb::Add, why: why(&lines, &places), changes })?;
    Ok(said(&file, &done))
}
/// The act's why: what deviates from the default and what is left out, so that the trail says it.
fn why(lines: &[Proposed], places: &[Place]) -> String {
    let mut out = String::from("The programme as the five questions propose it.");
    for (l, _) in
        lines.iter().zip(places).filter(|(l, p)| !l.why.is_empty() && (l.dropped || !matches!(p, Place::There(_))))
    {
        out.push_str(&format!(" {}{}: {}", l.title, if l.dropped { " is left out" } else { "" }, l.why));
    }
    out
}

fn print(lines: &[Proposed], places: &[Place], today: NaiveDate, json: bool) {
    let start = dates::add_months(today.with_day(1).unwrap_or(today), 1);
    let months = isms::catalog::minutes_by_month(lines, start);
    let mean = months.iter().sum::<u32>() / 12;
    if json {
        let list: Vec<_> = lines
            .iter()
            .zip(places)
            .map(|(l, p)| {
                let (there, taken) = match p {
                    Place::Free => (None, None),
                    Place::There(code) => (Some(code), None),
                    Place::Taken(by) => (None, Some(by)),
                };
                let mut v = json!(l);
                v["there"] = json!(there);
                v["taken_by"] = json!(taken);
                v
            })
            .collect();
        say::value(
            &json!({"as_of": today, "lines": list, "months": (0..12).map(|n| json!({"month": dates::add_months(start, n), "minutes": months[n as usize]})).collect::<Vec<_>>(), "minutes_a_year": months.iter().sum::<u32>()}),
        );
        return;
    }
    let mut rows = vec![vec!["CODE".into(), "ROUTINE".into(), "EVERY".into(), "FIRST".into(), String::new()]];
    for (l, p) in lines.iter().zip(places) {
        let note = match p {
            _ if l.dropped => "left out".to_string(),
            Place::There(code) if *code == l.code => "there already".into(),
            Place::There(code) => format!("there already: {code}"),
            Place::Taken(by) => format!("the code is taken by \u{201c}{by}\u{201d}"),
            Place::Free => String::new(),
        };
        let first = l.first.map_or_else(|| "item by item".into(), |d| d.to_string());
        rows.push(vec![
            l.code.clone(),
            l.title.clone(),
            l.cadence.words(),
            if l.dropped { String::new() } else { first },
            note,
        ]);
    }
    say::table(&rows);
    line("");
    for l in lines.iter().filter(|l| !l.why.is_empty()) {
        line(format!("{}  {}{}", l.code, if l.dropped { "Left out. " } else { "" }, l.why));
        if !l.leaves.is_empty() {
            line(format!("       Then what answers {}?", l.leaves.join(", ")));
        }
    }
    line("");
    line(format!(
        "{} a year in an organization of about 40; the mean month takes {}.",
        spell(months.iter().sum()),
        spell(mean)
    ));
    for (n, m) in (0..12).zip(months) {
        line(format!(
            "  {}  {:>11}  {}",
            dates::add_months(start, n).format("%Y-%m"),
            spell(m),
            "#".repeat((m / 30) as usize)
        ));
    }
}
