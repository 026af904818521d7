//! Incidents: what went wrong, whom we told and when, the cause and what was learned; events and near misses as counts (A.5.24 to A.5.28).
//! It must never leave a duty to tell without its answer. The days until under control are counted, not hours: the record holds the day.
use super::incident_sheet::{at, law};
use crate::dates::days_between;
use crate::doc::{Block, Cell, Row, Section, Span};
use crate::isms::Record;
use crate::kinds::incident::{IncidentClass, Notification, NotificationAnswer, moment};
use crate::kinds::{Incident, Nonconformity, Review};
use crate::refusal::Refusal;
use crate::report::chart::{first, months, step};
use crate::report::register::{Col, Entry, col, drawn, entries, list, of, only, row, table};
use crate::report::{Body, Paper, Report, bold, count, heading, plain, purpose, section, soft};
use crate::staleness::follow_up;
use chrono::NaiveDate;

pub(super) const REPORT: Report =
    Report { name: "incidents", title: "Incidents", clause: "A.5.26", about: "", of: &["incident"], build };

const COLUMNS: &[Col] = &[
    col("Code", 12.0, |p, e| e.code(p)),
    col("Noticed", 20.0, |_, e| noticed(e)),
    col("Class", 17.0, |_, e| e.word("class")),
    col("What", 34.0, |p, e| e.title(p, "")),
    col("Lost", 22.0, |_, e| e.word("loss")),
    col("Contained", 19.0, |_, e| e.day("contained_on")),
    col("Recovered", 19.0, |_, e| e.day("recovered_on")),
    col("Notified, or decision not to", 46.0, told),
    col("Cause", 24.0, cause),
    col("Lessons", 32.0, lessons),
    col("NC", 12.0, |p, e| e.codes(p, "nonconformity")),
];

fn body<'a>(e: &Entry<'a>) -> Option<&'a Incident> {
    e.record.get::<Incident>()
}
/// Its own day, as it was written down.
pub(super) fn noticed_on(i: &Incident) -> Option<NaiveDate> {
    moment(&i.noticed_at).ok().map(|m| m.date_naive())
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let mut all = entries(p, "incident");
    all.sort_by(|a, b| (b.body.text("noticed_at"), &b.record.code).cmp(&(a.body.text("noticed_at"), &a.record.code)));
    let class = |c: IncidentClass| all.iter().filter(|e| body(e).is_some_and(|i| i.class == c)).count();
    let real = only(&all, |e| body(e).is_some_and(|i| i.class >= IncidentClass::Incident));
    let small = only(&all, |e| body(e).is_some_and(|i| i.class < IncidentClass::Incident));
    let recent = all.iter().filter(|e| p.recent(body(e).and_then(noticed_on))).count();
    let mut took: Vec<i64> =
        real.iter().filter_map(|e| Some(days_between(noticed_on(body(e)?)?, e.body.day("contained_on")?))).collect();
    took.sort_unstable();
    let (mut sent, mut limited, mut in_time) = (0, 0, 0);
    for n in real
        .iter()
        .filter_map(|e| body(e))
        .flat_map(|i| &i.notifications)
        .filter(|n| n.answer == NotificationAnswer::Sent)
    {
        sent += 1;
        if let Some((s, d)) = limits(n) {
            limited += 1;
            in_time += usize::from(s <= d);
        }
    }
    let mut figures = vec![
        (
            class(IncidentClass::Major).to_string(),
            format!("major, {}", count(class(IncidentClass::Incident), "other incident", "other incidents")),
        ),
        (
            class(IncidentClass::NearMiss).to_string(),
            format!("near misses, {}", count(class(IncidentClass::Event), "event", "events")),
        ),
        (of(recent, all.len()), format!("of all were noticed{}", p.since_words())),
        if limited > 0 {
            (of(in_time, limited), format!("notifications with a limit were sent in time; {sent} sent in all"))
        } else {
            (sent.to_string(), "notifications sent; none has a limit on record".into())
        },
    ];
    if let Some(n) = took.get(took.len() / 2).filter(|_| !took.is_empty()) {
        let took = if *n == 0 { "same day".into() } else { count(*n as usize, "day", "days") };
        figures.push((took, "until under control, at the median".into()));
    }
    let mut blocks = vec![purpose("What went wrong and what we learned."), Block::Figures(figures)];
    if real.is_empty() {
        blocks.push(Block::Para(vec![plain(format!(
            "No incident and {} were recorded.",
            count(small.len(), "event or near miss", "events and near misses")
        ))]));
        blocks.push(Block::Para(vec![plain(asked(p, None))]));
    } else {
        blocks.push(drawn(
            "newest first",
            "all of class incident and up, since the file began. The time line of each is its own sheet.",
        ));
        blocks.push(table(
            p,
            &real,
            all.len(),
            ("incident, near miss or event", "incidents, near misses and events"),
            COLUMNS,
            true,
        ));
    }
    blocks.push(heading("Events and near misses"));
    blocks.push(Block::Note(vec![plain(asked(p, p.from)), plain(" "), plain(quiet(p, &all))]));
    blocks.push(by_month(p, &small));
    Ok(vec![section(
        "incidents",
        "Incidents and notifications",
        &["A.5.24", "A.5.26", "A.5.27", "A.6.8"],
        true,
        blocks,
    )])
}

fn noticed(e: &Entry) -> Cell {
    let Some(i) = body(e) else { return Cell::Empty };
    let said = at(&i.noticed_at);
    let (day, time) = said.split_once(' ').unwrap_or((&said, ""));
    Cell::Lines(vec![vec![plain(day)], vec![soft(time)]])
}
/// When it was sent, and until when it had to be, where both are on record.
fn limits(n: &Notification) -> Option<(chrono::DateTime<chrono::FixedOffset>, chrono::DateTime<chrono::FixedOffset>)> {
    n.sent.as_ref().and_then(|s| moment(s).ok()).zip(n.due.as_ref().and_then(|d| moment(d).ok()))
}
/// Whom, and how many hours after it was certain; or why not. Duties without an answer are owed.
pub(super) fn told(p: &Paper, e: &Entry) -> Cell {
    let Some(i) = body(e) else { return Cell::Empty };
    let since = i.aware_at.as_ref().or(Some(&i.noticed_at)).and_then(|m| moment(m).ok());
    let name = |n: &Notification| if &*n.clock == "other" { "besides".to_string() } else { law(&n.clock) };
    let mut lines: Vec<Vec<Span>> = i
        .notifications
        .iter()
        .map(|n| match n.answer {
            NotificationAnswer::Sent => {
                let to = n.to.as_ref().map_or_else(|| name(n), |t| format!("{t} ({})", name(n)));
                let sent = n.sent.as_ref().and_then(|s| moment(s).ok());
                let hours = sent.zip(since).map(|(s, a)| (s - a).num_minutes().max(0));
                let mut said = vec![bold("sent"), plain(format!(": {to}"))];
                match hours {
                    Some(m) if m < 60 => said.push(soft(", within the hour")),
                    Some(m) => said.push(soft(format!(", {} h after", m / 60))),
                    None => {}
                }
                if limits(n).is_some_and(|(s, d)| s > d) {
                    said.push(Span::Red(", late".into()));
                }
                said
            }
            NotificationAnswer::NotNeeded => {
                let mut said = vec![bold("not needed"), plain(format!(": {}. ", name(n)))];
                said.extend(n.why.as_ref().map(|w| Span::Recorded(crate::report::one_line(w))));
                said
            }
        })
        .collect();
    let have = |id: &str| i.notifications.iter().any(|n| &*n.clock == id);
    let silent: Vec<String> =
        follow_up::running(p.isms, i).into_iter().filter(|c| !have(&c.id)).map(|c| c.law).collect();
    if !silent.is_empty() {
        let names = format!(": {}", silent.join("; "));
        lines.push(if e.state() == "closed" {
            vec![soft("no answer on record"), soft(names)]
        } else {
            vec![Span::Red("open".into()), plain(names)]
        });
    }
    if lines.is_empty() { vec![soft("nobody had to be told")].into() } else { Cell::Lines(lines) }
}
fn finding<'a>(p: &'a Paper, e: &Entry) -> Option<(&'a Record, &'a Nonconformity)> {
    let code = body(e)?.nonconformity.as_ref()?;
    let r = p.isms.record(code)?;
    Some((r, r.get::<Nonconformity>()?))
}
/// The cause stands in the finding that the incident led to.
fn cause(p: &Paper, e: &Entry) -> Cell {
    match finding(p, e).map(|(r, _)| Body::of(r)) {
        Some(b) if !b.text("cause").is_empty() => vec![Span::Recorded(crate::report::one_line(b.text("cause")))].into(),
        Some(_) => vec![Span::Red("not found yet".into())].into(),
        None if !e.body.text("no_rule_because").is_empty() => e.recorded("no_rule_because"),
        None => vec![soft("no finding was made of it")].into(),
    }
}
fn lessons(_: &Paper, e: &Entry) -> Cell {
    match e.recorded("lessons") {
        Cell::Empty if e.state() == "closed" => vec![Span::Red("none written down".into())].into(),
        Cell::Empty => vec![soft(format!("{}: not said yet", e.state().replace('_', " ")))].into(),
        said => said,
    }
}

/// How often staff were asked whether anything odd was seen: the question that the monthly digest puts.
fn asked(p: &Paper, from: Option<NaiveDate>) -> String {
    let days: Vec<NaiveDate> = p
        .isms
        .live::<Review>()
        .filter(|(_, _, v)| v.outcome.reviews() && v.answers.iter().any(|a| &*a.step == "inside" && &*a.field == "odd"))
        .map(|(_, _, v)| v.held_on.0)
        .filter(|d| from.is_none_or(|f| *d > f))
        .collect();
    let since = from.map(|d| format!(" since {d}")).unwrap_or_default();
    match (days.len(), days.iter().max()) {
        (n, Some(last)) => {
            format!("Staff were asked monthly{since} ({}); last asked {last}.", count(n, "time", "times"))
        }
        _ => format!("No record says that staff were asked{since} whether they saw anything odd."),
    }
}
/// The months in which nothing at all was noticed, so that silence can be asked about.
fn quiet(p: &Paper, all: &[Entry]) -> String {
    let noticed: Vec<NaiveDate> = all.iter().filter_map(|e| Some(first(noticed_on(body(e)?)?))).collect();
    let Some(begin) = p.from.or(noticed.iter().min().copied()) else { return String::new() };
    let months = months(begin, p.day());
    let empty: Vec<String> = months.iter().filter(|m| !noticed.contains(m)).map(step).collect();
    if empty.is_empty() {
        return format!("Something was noticed in each of {}.", count(months.len(), "month", "months"));
    }
    format!(
        "Nothing at all was noticed in {} of {}: {}.",
        empty.len(),
        count(months.len(), "month", "months"),
        empty.join(", ")
    )
}

/// Small ones: counts by month and kind, with their codes.
fn by_month(p: &Paper, small: &[&Entry]) -> Block {
    let dated: Vec<(NaiveDate, &&Entry)> =
        small.iter().filter_map(|e| Some((first(noticed_on(body(e)?)?), e))).collect();
    let mut months: Vec<NaiveDate> = dated.iter().map(|(m, _)| *m).collect();
    months.sort_unstable();
    months.dedup();
    let rows: Vec<Row> = months
        .iter()
        .rev()
        .map(|m| {
            let here: Vec<&&Entry> = dated.iter().filter(|(d, _)| d == m).map(|(_, e)| *e).collect();
            let n = |c: IncidentClass| match here.iter().filter(|e| body(e).is_some_and(|i| i.class == c)).count() {
                0 => Cell::Spans(vec![soft("\u{2013}")]),
                n => n.to_string().into(),
            };
            let which = here.iter().map(|e| p.named(&e.record.code));
            row(vec![step(m).into(), n(IncidentClass::Event), n(IncidentClass::NearMiss), Cell::Lines(which.collect())])
        })
        .collect();
    let n = rows.len();
    list(
        &[("Month", 24.0), ("Events", 24.0), ("Near misses", 28.0), ("Which", 181.0)],
        rows,
        n,
        ("month with one", "months with one or more"),
        "No event and no near miss is on record.",
    )
}
