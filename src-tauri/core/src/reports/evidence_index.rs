//! Every proof: what it shows, about what, when it was taken and by whom, and its fingerprint (7.5.3, A.5.28).
//! It must never leave out one that is held back, nor print what it says.
use crate::doc::{Block, Cell, Section, Span, paged};
use crate::isms::Record;
use crate::kinds::Evidence;
use crate::ledger::sha256;
use crate::packs::held_back;
use crate::plan::hex;
use crate::refusal::Refusal;
use crate::report::chart::{bars, by_year, counts, months, spread_words, step};
use crate::report::register::{Col, Entry, col, drawn, entries, of, only, owed, table};
use crate::report::{Paper, Report, bold, heading, plain, purpose, section, soft, thousands};
use chrono::NaiveDate;

pub(super) const REPORT: Report =
    Report { name: "evidence-index", title: "Evidence index", clause: "7.5", about: "", of: &["evidence"], build };

const COLUMNS: &[Col] = &[
    col("Code", 17.0, |p, e| e.code(p)),
    col("Shows", 43.0, shows),
    col("About", 25.0, about),
    col("Period", 21.0, period),
    col("Taken on", 19.0, |_, e| e.day("collected_on")),
    col("By", 24.0, |p, e| e.body.codes("collected_by").first().map_or(Cell::Empty, |c| p.short(c).into())),
    col("Kind, size", 18.0, sort),
    col("SHA-256", 38.0, fingerprint),
    col("Where", 26.0, place),
    col("Named on page", 26.0, named),
];
/// As many of what a proof is about are named; the rest is counted.
const ABOUT: usize = 6;
/// As many places that name it have their page.
const PLACES: usize = 3;

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let one = p.scope.about.as_deref();
    if let Some(code) = one.filter(|c| p.isms.record(c).is_none_or(|r| r.common.withdrawn)) {
        return Err(Refusal::new(
            "unknown",
            code,
            format!("There is no \u{201c}{code}\u{201d} in this file."),
            "Give the code of a record that a proof is about, like R-012, or none.",
        ));
    }
    let all = entries(p, "evidence");
    let proofs = one.and_then(|c| p.isms.ix(c)).map(|ix| p.proofs(ix));
    let rows = only(&all, |e| {
        proofs.as_ref().is_none_or(|l| l.iter().any(|(i, _)| *i == e.ix))
            && p.cited.as_ref().is_none_or(|c| c.contains(&*e.record.code))
    });
    let held = rows.iter().filter(|e| kept_back(p, e)).count();
    let days: Vec<NaiveDate> = rows.iter().filter_map(|e| e.body.day("collected_on")).collect();
    let fresh = days.iter().filter(|d| **d > crate::dates::add_days(p.day(), -30)).count();
    let undated =
        rows.iter().filter(|e| e.body.day("from_date").is_none() && e.body.day("until_date").is_none()).count();
    let ended = rows.iter().filter(|e| e.body.day("valid_until").is_some_and(|d| d < p.day())).count();
    let mut blocks = vec![
        purpose("Every proof, where it is, its fingerprint."),
        Block::Figures(vec![
            (thousands(rows.len()), one.map_or("proofs".into(), |c| format!("proofs of {c}"))),
            (
                format!("{} \u{b7} {held}", thousands(rows.len() - held)),
                "named here \u{b7} held back, because they name people or are secret".into(),
            ),
            (of(fresh, rows.len()), "taken in the last 30 days".into()),
            (of(undated, rows.len()), "say no period beside the day of taking".into()),
            (ended.to_string(), "no longer count: their day is past".into()),
        ]),
        drawn(
            "code",
            format!(
                "{} Fingerprint: the first 16 of 64 characters of SHA-256, of a file over its bytes, of a note over its text. Where: attached is inside this PDF; beside is in the folder that lies beside it, under the code of the proof; listed only is in the file, and shown on request, as what is held is; a note on record stands in its sheet.",
                if p.cited.is_some() {
                    "those that the reports of this copy name, and those that prove what they show."
                } else {
                    "all."
                }
            ),
        ),
    ];
    if let Some(begin) = days.iter().min() {
        let months = months(*begin, p.day());
        let by = counts(&months, &days);
        let sentence = spread_words(&months, &by, "taken");
        let chart = bars("Proofs by month of taking", months.iter().map(step).collect(), &by, sentence);
        let numbers = by_year(&chart, 257.0);
        blocks.extend([Block::Chart(chart), numbers]);
    }
    blocks.push(heading("Every proof"));
    blocks.push(table(p, &rows, all.len(), ("proof", "proofs"), COLUMNS, true));
    Ok(vec![section("evidence-index", "Evidence index", &["7.5", "A.5.28"], true, blocks)])
}

/// Names people, or is secret: listed, and shown on request.
fn kept_back(p: &Paper, e: &Entry) -> bool {
    held_back(e.record, p.scope.names).is_some()
}
fn shows(p: &Paper, e: &Entry) -> Cell {
    if p.held(e.record) {
        return vec![soft("a proof that names people")].into();
    }
    let mut lines = vec![vec![plain(p.title(e.record))]];
    if let Some(d) = e.body.day("valid_until") {
        lines.push(vec![if d < p.day() {
            Span::Red(format!("counted until {d}"))
        } else {
            soft(format!("counts until {d}"))
        }]);
    }
    Cell::Lines(lines)
}
fn about(p: &Paper, e: &Entry) -> Cell {
    let codes = e.body.codes("about");
    let more = codes.len().saturating_sub(ABOUT);
    let mut said = p.codes(codes.into_iter().take(ABOUT));
    if more > 0 {
        said.push(soft(format!(" and {more} more")));
    }
    if said.is_empty() {
        if cited(p, e).is_empty() { owed("nothing names it") } else { vec![soft("see where it is named")].into() }
    } else {
        said.into()
    }
}
/// Live records that name it: controls first, then risks and the rest, by code.
fn cited<'a>(p: &'a Paper, e: &Entry) -> Vec<&'a str> {
    let rank = |r: &Record| match r.info().name {
        "control" => 0,
        "risk" => 1,
        "review" => 3,
        _ => 2,
    };
    let mut of: Vec<&Record> = e.record.inn.iter().map(|(s, _)| p.isms.rec(*s)).collect();
    of.retain(|r| r.live() && r.info().name != "evidence");
    of.sort_by(|a, b| (rank(a), &a.code).cmp(&(rank(b), &b.code)));
    of.dedup_by(|a, b| a.code == b.code);
    of.into_iter().map(|r| &*r.code).collect()
}
/// The first three that name it, or that it names, each with its page where this paper has one.
fn named(p: &Paper, e: &Entry) -> Cell {
    let mut codes = cited(p, e);
    for c in e.body.codes("about") {
        if let Some(r) = p.isms.record(c).filter(|r| r.live() && !codes.contains(&&*r.code)) {
            codes.push(&r.code);
        }
    }
    let more = codes.len().saturating_sub(PLACES);
    let mut lines: Vec<Vec<Span>> = codes.into_iter().take(PLACES).map(|c| paged(p.code(c))).collect();
    if more > 0 {
        lines.push(vec![soft(format!("and {more} more"))]);
    }
    Cell::Lines(lines)
}
fn period(_: &Paper, e: &Entry) -> Cell {
    match (e.body.day("from_date"), e.body.day("until_date")) {
        (None, None) => Cell::Empty,
        (Some(a), None) => format!("from {a}").into(),
        (None, Some(b)) => format!("until {b}").into(),
        (Some(a), Some(b)) => Cell::Lines(vec![vec![plain(a.to_string())], vec![plain(b.to_string())]]),
    }
}
fn sort(_: &Paper, e: &Entry) -> Cell {
    let Some(v) = e.record.get::<Evidence>() else { return Cell::Empty };
    match (&v.file, &v.link) {
        (Some(f), _) => {
            let ending = f.name.rsplit_once('.').map_or("file", |(_, x)| x).to_uppercase();
            Cell::Lines(vec![vec![plain(ending)], vec![soft(size(f.size.0))]])
        }
        (None, Some(_)) => "address".into(),
        _ => "note".into(),
    }
}
/// "312 kB"
fn size(bytes: u32) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
/// The first 16 characters in groups of four; an address has none.
fn fingerprint(_: &Paper, e: &Entry) -> Cell {
    let Some(v) = e.record.get::<Evidence>() else { return Cell::Empty };
    let digits = match (&v.file, &v.note) {
        (Some(f), _) => f.sha256.to_uppercase(),
        (None, Some(n)) => hex(&sha256(n.as_bytes())).to_uppercase(),
        _ => return Cell::Spans(vec![soft("an address has none")]),
    };
    let digits: Vec<char> = digits.chars().take(16).collect();
    digits.chunks(4).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join(" ").into()
}
fn place(p: &Paper, e: &Entry) -> Cell {
    let Some(why) = held_back(e.record, p.scope.names) else {
        let code = &*e.record.code;
        let lies = |list: &Option<Vec<String>>| list.iter().flatten().any(|c| c == code);
        return match e.record.get::<Evidence>() {
            Some(v) if v.link.is_some() && v.file.is_none() => "at its address".into(),
            Some(v) if v.file.is_none() => "a note on record".into(),
            _ if lies(&p.scope.pack.facts.missing_files) => owed("missing"),
            _ if p.scope.pack.inside.contains(code) => "attached".into(),
            _ if p.scope.pack.beside.contains(code) => "beside".into(),
            _ if p.pack.is_some() => "listed only".into(),
            _ => "on request".into(),
        };
    };
    Cell::Lines(vec![vec![bold("held"), plain(format!(": {why}"))], vec![soft("on request")]])
}
