//! Weaknesses: how serious, where, fixed by when and how fast against our own limits, and what the tests found (A.8.8).
//! It must never name an identifier or a host but in the long form, for the paper leaves the house.
use crate::dates::{add_days, add_months, days_between};
use crate::doc::{Block, Cell, Chart, Form, Row, Section, Series, Span};
use crate::kinds::threat::Exploited;
use crate::kinds::{Review, Severity, Vulnerability};
use crate::refusal::Refusal;
use crate::report::chart::{by_year, months, stacked, step, top};
use crate::report::register::{Col, Entry, col, drawn, entries, list, number, of, only, row, table};
use crate::report::{Body, Paper, Report, bold, count, heading, plain, purpose, section, soft};
use chrono::NaiveDate;

pub(super) const REPORT: Report =
    Report { name: "vulnerabilities", title: "Weaknesses", clause: "A.8.8", about: "", of: &["vulnerability"], build };

const NOUN: (&str, &str) = ("weakness", "weaknesses");
const SHORT: &[Col] = &[
    col("Code", 13.0, |p, e| e.code(p)),
    col("Severity", 16.0, |_, e| severity(e)),
    col("Exploited", 17.5, |_, e| e.word("exploited")),
    col("Found on, by", 20.0, found),
    col("Asset", 17.0, |p, e| e.codes(p, "assets")),
    col("Due", 18.5, |_, e| e.day("due")),
    col("Fixed", 21.0, fixed),
    col("Checked again", 18.5, again),
    number("Days", 10.5, days),
    col("Flag", 18.0, |p, e| e.flag(p)),
];
const LONG: &[Col] = &[
    col("Code", 14.0, |p, e| e.code(p)),
    col("What, identifiers", 56.0, |p, e| e.title(p, &e.body.texts("identifiers").join(", "))),
    col("Hosts", 28.0, |_, e| e.body.texts("hosts").join(", ").into()),
    col("Severity", 17.0, |_, e| severity(e)),
    col("Exploited", 18.0, |_, e| e.word("exploited")),
    col("Found on, by", 20.0, found),
    col("Asset", 20.0, |p, e| e.codes(p, "assets")),
    col("Due", 19.0, |_, e| e.day("due")),
    col("Fixed", 19.0, fixed),
    col("Checked again", 19.0, again),
    number("Days", 10.0, days),
    col("Flag", 17.0, |p, e| e.flag(p)),
];
const SEVERITIES: [Severity; 4] = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low];

fn body<'a>(e: &Entry<'a>) -> Option<&'a Vulnerability> {
    e.record.get::<Vulnerability>()
}
fn rank(e: &Entry) -> usize {
    SEVERITIES.iter().position(|s| body(e).is_some_and(|v| v.severity == *s)).unwrap_or(SEVERITIES.len())
}
fn open(e: &Entry) -> bool {
    matches!(e.state(), "open" | "accepted")
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let mut all = entries(p, "vulnerability");
    all.sort_by(|a, b| {
        (!open(a), rank(a), a.body.day("found_on"), &a.record.code).cmp(&(
            !open(b),
            rank(b),
            b.body.day("found_on"),
            &b.record.code,
        ))
    });
    let rows =
        only(&all, |e| p.scope.long || open(e) || p.recent(e.body.day("found_on")) || p.recent(e.body.day("fixed_on")));
    let still = all.iter().filter(|e| open(e)).count();
    let late = all.iter().filter(|e| e.state() == "open" && e.body.day("due").is_some_and(|d| d < p.day())).count();
    let closed: Vec<&Entry> =
        all.iter().filter(|e| e.body.day("fixed_on").is_some_and(|d| p.recent(Some(d)))).collect();
    let in_time = closed.iter().filter(|e| e.body.day("fixed_on") <= e.body.day("due")).count();
    let retested = closed.iter().filter(|e| e.body.day("retested_on").is_some()).count();
    let which = if p.scope.long {
        "all. Long form: identifiers and hosts are printed; keep this copy in the house.".to_string()
    } else {
        format!(
            "all that are open, and those found or fixed{}. What it is, its identifiers and hosts stand only in the long form, which stays in the house.",
            p.since_words()
        )
    };
    let mut blocks = vec![
        purpose("What was found, and how fast it was dealt with."),
        Block::Figures(vec![
            (of(still, all.len()), "are open".into()),
            (late.to_string(), "open past the day set for them".into()),
            (of(in_time, closed.len()), format!("fixed{} were fixed by their day", p.since_words())),
            (of(retested, closed.len()), "of those were checked again".into()),
        ]),
    ];
    blocks.extend(by_month(p, &all));
    blocks.push(heading("How fast, against our own limits"));
    blocks.extend(dots(p, &all).unwrap_or_default());
    blocks.push(speed(p, &all));
    blocks.push(heading("Weaknesses"));
    blocks.push(drawn("open first, then severity, then the day found", which));
    blocks.push(table(p, &rows, all.len(), NOUN, if p.scope.long { LONG } else { SHORT }, true));
    blocks.push(heading("Tests"));
    blocks.push(tests(p, &all));
    Ok(vec![section("vulnerabilities", "Weaknesses and tests", &["A.8.8", "A.8.29", "A.5.36"], p.scope.long, blocks)])
}

fn severity(e: &Entry) -> Cell {
    let word = body(e).map_or("", |v| v.severity.word());
    vec![if rank(e) < 2 { bold(word) } else { plain(word) }].into()
}
fn found(_: &Paper, e: &Entry) -> Cell {
    let on = e.body.day("found_on").map(|d| d.to_string()).unwrap_or_default();
    Cell::Lines(vec![vec![plain(on)], vec![soft(e.body.word("found_by").to_lowercase())]])
}
/// The day, and how late; or what was decided instead.
fn fixed(p: &Paper, e: &Entry) -> Cell {
    let late = |d: NaiveDate| {
        let n = e.body.day("due").map_or(0, |due| days_between(due, d));
        (n > 0).then(|| vec![Span::Red(format!("{} late", count(n as usize, "day", "days")))])
    };
    match (e.body.day("fixed_on"), e.state()) {
        (Some(d), _) => Cell::Lines(std::iter::once(vec![plain(d.to_string())]).chain(late(d)).collect()),
        (None, "false_alarm") => vec![soft("false alarm")].into(),
        (None, "accepted") => {
            let mut said = vec![bold("accepted")];
            if let Some(x) = body(e).and_then(|v| v.exception.as_ref()) {
                said.extend([plain(", "), p.code(x)]);
            }
            said.into()
        }
        _ => {
            late(p.day()).map_or_else(|| Cell::Spans(vec![soft("open")]), |l| Cell::Lines(vec![vec![soft("open")], l]))
        }
    }
}
/// The day on which somebody looked whether it is gone; of what is fixed and was not looked at again, that.
fn again(_: &Paper, e: &Entry) -> Cell {
    match e.day("retested_on") {
        Cell::Empty if e.body.day("fixed_on").is_some() => vec![bold("not checked")].into(),
        day => day,
    }
}
/// From the day found to the day fixed; of what is open, so far.
fn age(p: &Paper, e: &Entry) -> Option<i64> {
    let until = match e.state() {
        "false_alarm" => return None,
        _ => e.body.day("fixed_on").unwrap_or(p.day()),
    };
    Some(days_between(e.body.day("found_on")?, until))
}
fn days(p: &Paper, e: &Entry) -> Cell {
    match age(p, e) {
        None => Cell::Empty,
        Some(n) if open(e) => vec![bold(n.to_string())].into(),
        Some(n) => n.to_string().into(),
    }
}

/// Open at the end of each month, as the file stood then.
fn by_month(p: &Paper, all: &[Entry]) -> Vec<Block> {
    let Some(begin) = all.iter().map(|e| p.isms.day_of(e.record.added())).min() else { return Vec::new() };
    let months = months(begin, p.day());
    let counts = |s: Severity| -> Vec<usize> {
        months
            .iter()
            .map(|m| {
                let seq = p.isms.last_act_of(add_days(add_months(*m, 1), -1).min(p.day()));
                all.iter()
                    .filter_map(|e| Some(Body::at(e.record, e.record.at(seq)?)))
                    .filter(|b| matches!(b.text("state"), "open" | "accepted") && b.text("severity") == s.word())
                    .count()
            })
            .collect()
    };
    let series: Vec<(&str, Vec<usize>)> = SEVERITIES.iter().map(|s| (s.word(), counts(*s))).collect();
    let total = |i: usize| series.iter().map(|(_, v)| v[i]).sum::<usize>();
    let most = (0..months.len()).max_by_key(|i| (total(*i), std::cmp::Reverse(*i)));
    let now: Vec<String> =
        series.iter().map(|(w, v)| format!("{} {w}", v.last().copied().unwrap_or_default())).collect();
    let sentence = format!(
        "Open now: {}.{}",
        now.join(", "),
        most.map(|i| format!(" Most were open in {}: {}.", step(&months[i]), total(i))).unwrap_or_default()
    );
    let chart = stacked(
        "Open at the end of each month, by severity",
        months.iter().map(step).collect(),
        series,
        sentence.clone(),
    );
    let numbers = by_year(&chart, if p.scope.long { 257.0 } else { 170.0 });
    vec![Block::Chart(chart), Block::Note(vec![plain(sentence)]), numbers]
}

fn median(mut of: Vec<i64>) -> Option<i64> {
    of.sort_unstable();
    let n = of.len();
    if n == 0 { None } else { Some((of[(n - 1) / 2] + of[n / 2]) / 2) }
}
/// Days to fix, a line a severity, against the limits that the organization set itself.
fn speed(p: &Paper, all: &[Entry]) -> Block {
    let org = p.isms.organization();
    let num = |n: Option<i64>| n.map_or_else(|| Cell::Spans(vec![soft("\u{2013}")]), |n| n.to_string().into());
    let rows: Vec<Row> = SEVERITIES
        .iter()
        .filter_map(|s| {
            let here: Vec<&Entry> = all
                .iter()
                .filter(|e| body(e).is_some_and(|v| v.severity == *s) && e.state() != "false_alarm")
                .collect();
            if here.is_empty() {
                return None;
            }
            let done: Vec<&Entry> = here.iter().filter(|e| e.body.day("fixed_on").is_some()).copied().collect();
            let ages: Vec<i64> = done.iter().filter_map(|e| age(p, e)).collect();
            let limit = |e: &Entry| {
                let used = body(e).is_some_and(|v| v.exploited == Exploited::Confirmed);
                org.map(|o| i64::from(o.weakness_days(*s, used)))
            };
            let within = done.iter().filter(|e| age(p, e) <= limit(e)).count();
            let waiting: Vec<&&Entry> = here.iter().filter(|e| open(e)).collect();
            let beyond = waiting.iter().filter(|e| limit(e).is_some() && age(p, e) > limit(e)).count();
            Some(row(vec![
                s.word().into(),
                num(org.map(|o| i64::from(o.weakness_days(*s, false)))),
                of(done.len(), here.len()).into(),
                of(within, done.len()).into(),
                num(ages.iter().copied().max()),
                num(median(ages)),
                if beyond > 0 {
                    vec![plain(format!("{}, ", waiting.len())), Span::Red(format!("{beyond} beyond"))].into()
                } else {
                    waiting.len().to_string().into()
                },
            ]))
        })
        .collect();
    let n = rows.len();
    list(
        &[
            ("Severity", 24.0),
            ("Our limit in days", 28.0),
            ("Fixed", 22.0),
            ("Within the limit", 27.0),
            ("Longest", 20.0),
            ("Median", 19.0),
            ("Open now", 30.0),
        ],
        rows,
        n,
        ("severity", "severities"),
        "No weakness is on record.",
    )
}

/// Each fixed weakness as a dot over its severity, beside our own limit.
fn dots(p: &Paper, all: &[Entry]) -> Option<Vec<Block>> {
    let org = p.isms.organization()?;
    let mut steps = Vec::new();
    let mut limits: Vec<Option<u32>> = Vec::new();
    let mut days: Vec<Vec<u32>> = Vec::new();
    let mut beyond = Vec::new();
    for s in SEVERITIES {
        let mut done: Vec<(NaiveDate, u32)> = all
            .iter()
            .filter(|e| body(e).is_some_and(|v| v.severity == s) && e.state() != "false_alarm")
            .filter_map(|e| Some((e.body.day("fixed_on")?, age(p, e)?.max(0) as u32)))
            .collect();
        done.sort_unstable();
        if done.is_empty() {
            continue;
        }
        let most = org.weakness_days(s, false);
        let past = done.iter().filter(|(_, n)| *n > most).count();
        if past > 0 {
            beyond.push(format!("{past} {}", s.word()));
        }
        steps.push(format!("{} ({most})", s.word()));
        limits.push(Some(most));
        days.push(done.into_iter().map(|(_, n)| n).collect());
    }
    let most = days.iter().flatten().chain(limits.iter().flatten()).max().copied()?;
    let deepest = days.iter().map(Vec::len).max().unwrap_or(0);
    let mut series = vec![Series { name: "our limit".into(), values: limits }];
    series.extend((0..deepest).map(|n| Series {
        name: format!("fixed {}", n + 1),
        values: days.iter().map(|d| d.get(n).copied()).collect(),
    }));
    let n: usize = days.iter().map(Vec::len).sum();
    let sentence = format!(
        "{} fixed, each as a dot, the oldest at the left; {}.",
        count(n, "weakness was", "weaknesses were"),
        if beyond.is_empty() {
            "all within our own limit".to_string()
        } else {
            format!("beyond our own limit: {}", beyond.join(", "))
        }
    );
    let mut numbers = vec![plain(format!("{sentence} Days: "))];
    for (i, (step, of)) in steps.iter().zip(&days).enumerate() {
        let days: Vec<String> = of.iter().map(u32::to_string).collect();
        numbers.extend([bold(format!("{}{step} ", if i > 0 { "; " } else { "" })), plain(days.join(", "))]);
    }
    numbers.push(plain("."));
    let caption = "Days to fix, by severity (our limit in days)".to_string();
    let chart = Chart {
        caption,
        steps,
        top: top(most as usize),
        foot: 0,
        places: 0,
        unit: String::new(),
        form: Form::Dots,
        series,
        sentence,
    };
    Some(vec![Block::Chart(chart), Block::Note(numbers)])
}

/// Each penetration test with what it found since the one before.
fn tests(p: &Paper, all: &[Entry]) -> Block {
    let mut held: Vec<(&str, &Review)> = p
        .isms
        .each("review")
        .filter(|(_, r)| r.live())
        .filter_map(|(_, r)| Some((&*r.code, r.get::<Review>()?)))
        .filter(|(_, v)| &*v.wizard == "pentest" && v.outcome.reviews())
        .collect();
    held.sort_by_key(|(c, v)| (v.held_on.0, *c));
    let mut before: Option<NaiveDate> = None;
    let mut rows: Vec<Row> = Vec::new();
    for (code, v) in held {
        let until = v.held_on.0;
        let here: Vec<&Entry> = all
            .iter()
            .filter(|e| {
                v.about.iter().any(|t| *t.0 == *e.record.code)
                    || e.body.text("found_by") == "pentest"
                        && e.body.day("found_on").is_some_and(|d| d <= until && before.is_none_or(|b| d > b))
            })
            .collect();
        before = Some(until);
        let by: Vec<String> = SEVERITIES
            .iter()
            .filter_map(|s| {
                let n = here.iter().filter(|e| body(e).is_some_and(|v| v.severity == *s)).count();
                (n > 0).then(|| format!("{n} {}", s.word()))
            })
            .collect();
        let again: Vec<NaiveDate> = here.iter().filter_map(|e| e.body.day("retested_on")).collect();
        let retest: Cell = match (again.iter().max(), here.len()) {
            (_, 0) => vec![soft("nothing to check")].into(),
            (Some(last), n) => format!("{} by {last}", of(again.len(), n)).into(),
            (None, n) => vec![Span::Red(of(0, n))].into(),
        };
        let tester = v.answers.iter().find(|a| &*a.field == "tester").map(|a| a.answer.to_string());
        rows.push(row(vec![
            Cell::Lines(vec![vec![plain(until.to_string())], vec![p.code(code)]]),
            vec![Span::Recorded(crate::report::one_line(&v.why))].into(),
            tester.map_or(Cell::Empty, |t| t.into()),
            if by.is_empty() { vec![soft("none")].into() } else { by.join(", ").into() },
            retest,
        ]));
    }
    rows.reverse();
    let n = rows.len();
    let wide = if p.scope.long { 257.0 / 170.0 } else { 1.0 };
    let heads = [
        ("Date", 20.0),
        ("Scope, as recorded", 64.0),
        ("Tester", 26.0),
        ("Findings by severity", 34.0),
        ("Retest", 26.0),
    ]
    .map(|(h, w)| (h, w * wide));
    list(&heads, rows, n, ("test", "tests"), "No penetration test is on record.")
}
