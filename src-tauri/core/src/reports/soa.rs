//! The Statement of Applicability: which controls, why, how, and the newest proof beside each claim (6.1.3 d).
//! It must never let a claim without proof stand silent, nor carry a word of the standard. What changed since the version on the certificate
//! stands in a table of its own, with before, after and why; its line says only that it did, for a page takes no twelfth column.
use crate::dates::{add_months, days_between};
use crate::doc::{Block, Cell, Row, Section, Span, Table, column};
use crate::isms::{Ix, Record, Seq};
use crate::kind::Ty;
use crate::refusal::Refusal;
use crate::report::chart::stacked;
use crate::report::paper::{shown, step, why_of};
use crate::report::register::or_none;
use crate::report::{Body, Paper, Report, bold, count, heading, one_line, plain, purpose, section, soft};
use crate::soa::{self, NEW_IN_2022, SoaVersion};
use chrono::NaiveDate;
use std::collections::BTreeSet;

pub(super) const REPORT: Report =
    Report { name: "soa", title: "Statement of Applicability", clause: "6.1.3", about: "", of: &["control"], build };

/// Themes of Annex A, in our words.
const THEMES: [(u32, &str); 4] = [(5, "Organizational"), (6, "People"), (7, "Physical"), (8, "Technological")];

/// A live line of the Statement.
struct Line<'a> {
    ix: Ix,
    record: &'a Record,
    body: Body,
}
impl Line<'_> {
    fn applies(&self) -> bool {
        self.body.text("applies") == "yes"
    }
    fn status(&self) -> &str {
        if self.applies() { self.body.text("status") } else { "excluded" }
    }
}

fn lines<'a>(p: &'a Paper) -> Vec<Line<'a>> {
    let mut out: Vec<Line> = p
        .isms
        .each("control")
        .filter(|(_, r)| r.live())
        .map(|(ix, record)| Line { ix, record, body: Body::of(record) })
        .collect();
    out.sort_by(|a, b| soa::order(&a.record.code).cmp(&soa::order(&b.record.code)));
    out
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let lines = lines(p);
    let versions = soa::soa_versions(p.isms);
    let mut blocks = vec![
        purpose("Which controls, why, how, and the newest proof."),
        Block::Figures(figures(p, &lines)),
        Block::Para(version_words(p, &lines, versions.last())),
    ];
    blocks.extend(by_theme(&lines));
    blocks.extend(changes(p, &versions));
    let changed = changed(p, &versions);
    blocks.push(heading("All controls"));
    blocks.push(Block::Note(vec![
        bold("Order: "),
        plain("number, own controls last. "),
        bold("Drawn: "),
        plain(format!("all {} that stand in the Statement. ", lines.len())),
        bold("Titles "),
        plain("are our own words; the number is that of Annex A. Proof: the newest that names the control or that the control names."),
    ]));
    blocks.push(or_none(table(p, &lines, &changed), "No control is decided yet."));
    let mut out =
        vec![section("soa", "Statement of Applicability", &["6.1.3", "A.5", "A.6", "A.7", "A.8"], true, blocks)];
    out.push(excluded(p, &lines));
    Ok(out)
}

fn figures(p: &Paper, lines: &[Line]) -> Vec<(String, String)> {
    let apply = lines.iter().filter(|l| l.applies()).count();
    let with = |s: &str| lines.iter().filter(|l| l.status() == s).count();
    let claimed: Vec<&Line> = lines.iter().filter(|l| l.status() == "in_place").collect();
    let proved =
        claimed.iter().filter(|l| p.proofs(l.ix).first().is_some_and(|(_, d)| p.from.is_none_or(|f| *d > f))).count();
    vec![
        (format!("{apply} of {}", lines.len()), "controls apply".into()),
        (with("in_place").to_string(), "in place".into()),
        (
            format!("{} \u{b7} {} \u{b7} {}", with("partly"), with("planned"), with("not_started")),
            "partly, planned, not started".into(),
        ),
        (with("excluded").to_string(), "excluded, each with its reason".into()),
        (
            format!("{proved} of {}", claimed.len()),
            if p.from.is_some() {
                "in place with a proof taken since the last audit".into()
            } else {
                "in place with a proof".into()
            },
        ),
        (
            lines.iter().filter(|l| !p.is_current(&l.record.code)).count().to_string(),
            "with a reason not to be current".into(),
        ),
    ]
}

/// Version, who signed it off, and what the certificate names.
fn version_words(p: &Paper, lines: &[Line], version: Option<&SoaVersion>) -> Vec<Span> {
    let mut out = match version {
        Some(v) => vec![bold(format!("Version {}", v.version)), plain(format!(", since {} (act {}). ", v.on, v.seq))],
        None => {
            let n = lines.iter().filter(|l| soa::of_annex(&l.record.code)).count();
            vec![
                bold("No version yet"),
                plain(format!(": {n} of {} controls of Annex A stand in the file. ", soa::ANNEX_A)),
            ]
        }
    };
    match p.isms.last_mark("SOA").and_then(|m| p.review_of(m).map(|(r, v)| (m, r, v))) {
        Some((m, r, v)) => {
            let by = v.signed.as_ref().map_or_else(|| v.by.to_string(), |a| a.by.to_string());
            out.push(plain(format!("Last signed off as a whole by {} on {} (", p.who(&by), m.held_on)));
            out.push(p.code(&r.code));
            if let Some(a) = v.answers.iter().find(|a| &*a.step == "version" && &*a.field == "approved") {
                out.push(plain(format!("; approved: {}", &*a.answer)));
            }
            out.push(plain(if version.is_some_and(|v| v.seq > m.horizon) {
                "), before this version. "
            } else {
                "). "
            }));
        }
        None => out.push(plain("Not yet signed off as a whole. ")),
    }
    if let Some(named) =
        p.isms.record("ORG").map(|r| Body::of(r).text("soa_on_certificate").to_string()).filter(|t| !t.is_empty())
    {
        out.push(plain(format!("The certificate names version {named}.")));
    }
    out
}

/// The act from which changes are listed: the version on the certificate where the file knows it, else the day compared with.
fn base(p: &Paper, versions: &[SoaVersion]) -> Option<(Seq, String)> {
    let named = p.isms.record("ORG").map(|r| Body::of(r).text("soa_on_certificate").to_string()).unwrap_or_default();
    if let Some(asked) = p.scope.versions.0.as_deref() {
        let found = versions.iter().find(|v| v.version.to_string() == asked);
        return found.map(|v| (v.seq, format!("version {}", v.version)));
    }
    let known = |v: &&SoaVersion| {
        named == v.version.to_string() || (v.version.minor == 0 && named == v.version.major.to_string())
    };
    match versions.iter().find(known) {
        Some(v) => Some((v.seq, format!("version {}, named by the certificate", v.version))),
        None => p.from.map(|d| (p.then_seq, d.to_string())),
    }
}

/// Four bars, one a theme, and one of our own controls where there are some: how many stand in which status.
fn by_theme(lines: &[Line]) -> Vec<Block> {
    let of = themes(lines);
    let with = |names: &[&str]| -> Vec<usize> {
        of.iter().map(|(_, here)| here.iter().filter(|l| names.contains(&l.status())).count()).collect()
    };
    let said: Vec<String> = of.iter().map(|(name, here)| format!("{name}: {}", theme_words(here))).collect();
    let sentence = format!("{}.", said.join(". "));
    let chart = stacked(
        "Controls by theme and status",
        of.iter().map(|(name, _)| name.clone()).collect(),
        vec![
            ("in place", with(&["in_place"])),
            ("partly", with(&["partly"])),
            ("planned or not started", with(&["planned", "not_started"])),
            ("excluded", with(&["excluded"])),
        ],
        sentence.clone(),
    );
    if lines.is_empty() { Vec::new() } else { vec![Block::Chart(chart), Block::Note(vec![plain(sentence)])] }
}
/// Codes of the lines that changed since the base.
fn changed(p: &Paper, versions: &[SoaVersion]) -> BTreeSet<String> {
    let Some((seq, _)) = base(p, versions) else { return BTreeSet::new() };
    let acts = versions.iter().filter(|v| v.seq > seq).filter_map(|v| p.isms.act(v.seq));
    acts.flat_map(|a| a.made.iter().map(move |(ix, _)| (p.isms.rec(*ix), a.seq)))
        .filter(|(r, _)| r.info().name == "control")
        .filter(|(r, seq)| !differences(p, r, *seq).is_empty())
        .map(|(r, _)| r.code.to_string())
        .collect()
}

/// Every change of what makes a version since the base, with its why.
pub(super) fn changes(p: &Paper, versions: &[SoaVersion]) -> Vec<Block> {
    let Some((seq, what)) = base(p, versions).filter(|_| !versions.is_empty()) else { return Vec::new() };
    let mut rows = Vec::new();
    let last = p.scope.versions.1.as_deref();
    let last = versions.iter().find(|v| last == Some(&v.version.to_string())).map_or(Seq::MAX, |v| v.seq);
    for v in versions.iter().filter(|v| v.seq > seq && v.seq <= last) {
        let Some(act) = p.isms.act(v.seq) else { continue };
        let mut touched: Vec<&Record> =
            act.made.iter().map(|(ix, _)| p.isms.rec(*ix)).filter(|r| r.info().name == "control").collect();
        touched.sort_by(|a, b| soa::order(&a.code).cmp(&soa::order(&b.code)));
        for r in touched {
            for difference in differences(p, r, v.seq) {
                let why = one_line(&why_of(p.isms, v.seq));
                rows.push(Row::Cells {
                    cells: vec![
                        vec![p.code(&r.code)].into(),
                        vec![plain(r.title())].into(),
                        difference.into(),
                        if why.is_empty() { vec![soft("\u{2014}")].into() } else { vec![Span::Recorded(why)].into() },
                        v.on.to_string().into(),
                        v.version.to_string().into(),
                    ],
                    id: None,
                    reasons: Vec::new(),
                });
            }
        }
    }
    if rows.is_empty() {
        return vec![Block::Note(vec![plain(format!(
            "No line changed in applies, reason, status, way or owner since {what}."
        ))])];
    }
    let n = rows.len();
    let columns = vec![
        column("Number", 16.0),
        column("Our words for it", 50.0),
        column("Before \u{2192} after", 82.0),
        column("Why, as recorded", 72.0),
        column("On", 20.0),
        column("Version", 17.0),
    ];
    vec![
        heading(format!("Changed since {what}")),
        Block::Table(Table { columns, rows, foot: format!("{n} of {} shown", count(n, "change", "changes")) }),
    ]
}
fn differences(p: &Paper, r: &Record, seq: Seq) -> Vec<Vec<Span>> {
    let Some((was, now)) = step(r, seq) else { return Vec::new() };
    let now = Body::at(r, now);
    let Some(was) = was.map(|v| Body::at(r, v)) else { return vec![vec![plain("added")]] };
    let mut out: Vec<Vec<Span>> = ["applies", "because_of", "status", "how", "owner"]
        .iter()
        .filter(|f| was.get(f) != now.get(f))
        .map(|f| p.difference(f, r.info().field(f).map_or(&Ty::Free, |f| &f.ty), was.get(f), now.get(f)))
        .collect();
    match (was.text("retired").is_empty(), now.text("retired").is_empty()) {
        (true, false) => out.push(vec![plain("taken out: "), Span::Recorded(now.text("retired").into())]),
        (false, true) => out.push(vec![plain("put back")]),
        _ => {}
    }
    out
}

fn themes<'a, 'b>(lines: &'b [Line<'a>]) -> Vec<(String, Vec<&'b Line<'a>>)> {
    THEMES
        .iter()
        .map(|(n, w)| (Some(*n), *w))
        .chain([(None, "Our own")])
        .map(|(theme, name)| {
            let here = |l: &&Line| soa::number(&l.record.code).map(|(t, _)| t) == theme;
            let head = theme.map_or_else(|| name.to_string(), |n| format!("A.{n} {name}"));
            (head, lines.iter().filter(here).collect::<Vec<_>>())
        })
        .filter(|(_, of)| !of.is_empty())
        .collect()
}
fn table(p: &Paper, lines: &[Line], changed: &BTreeSet<String>) -> Table {
    let columns = [
        ("Number", 14.0),
        ("Our words for it", 28.0),
        ("Applies", 14.0),
        ("Because of", 31.0),
        ("Status", 15.0),
        ("How we do it", 45.0),
        ("Documents", 19.0),
        ("Newest proof", 20.0),
        ("How it is checked", 28.0),
        ("Owner", 23.0),
        ("Flag", 20.0),
    ];
    let mut rows = Vec::new();
    for (head, of) in themes(lines) {
        rows.push(Row::Group(vec![bold(format!("{head}: {}", theme_words(&of)))]));
        rows.extend(of.into_iter().map(|l| row(p, l, changed.contains(&*l.record.code))));
    }
    Table {
        columns: columns.iter().map(|(h, w)| column(h, *w)).collect(),
        rows,
        foot: format!("{} of {} shown", lines.len(), count(lines.len(), "control", "controls")),
    }
}
fn theme_words(of: &[&Line]) -> String {
    let n = |s: &str| of.iter().filter(|l| l.status() == s).count();
    let parts: Vec<String> = [
        ("in_place", "in place"),
        ("partly", "partly"),
        ("planned", "planned"),
        ("not_started", "not started"),
        ("excluded", "excluded"),
    ]
    .iter()
    .filter(|(s, _)| n(s) > 0)
    .map(|(s, w)| format!("{} {w}", n(s)))
    .collect();
    format!("{}, {}", count(of.len(), "control", "controls"), parts.join(", "))
}

fn row(p: &Paper, l: &Line, changed: bool) -> Row {
    let b = &l.body;
    let code: &str = &l.record.code;
    let recorded =
        |f: &str| if b.text(f).is_empty() { Cell::Empty } else { vec![Span::Recorded(one_line(b.text(f)))].into() };
    let mut name = vec![vec![bold(l.record.title())]];
    if NEW_IN_2022.contains(&b.text("number")) {
        name.push(vec![soft("new in 2022")]);
    }
    if changed {
        name.push(vec![bold("changed"), soft(", see above")]);
    }
    let mut documents: Vec<Vec<Span>> = Vec::new();
    for f in ["policies", "routines"] {
        if !b.codes(f).is_empty() {
            documents.push(p.codes(b.codes(f)));
        }
    }
    let (status, how) = if l.applies() {
        let status = b.word("status");
        let mut lines = vec![vec![if l.status() == "in_place" { plain(status) } else { bold(status) }]];
        if let Some(d) = b.day("done_by").filter(|_| l.status() != "in_place") {
            lines.push(vec![if d < p.day() { Span::Red(format!("by {d}: past")) } else { soft(format!("by {d}")) }]);
        }
        (Cell::Lines(lines), recorded("how"))
    } else {
        (vec![soft("excluded")].into(), recorded("justification"))
    };
    let mut checked: Vec<Vec<Span>> = Vec::new();
    if !b.text("how_checked").is_empty() {
        checked.push(vec![Span::Recorded(one_line(b.text("how_checked")))]);
    }
    if !b.text("works").is_empty() {
        checked.push(vec![soft(format!("worked: {}", b.word("works")))]);
    }
    Row::Cells {
        cells: vec![
            vec![Span::Link { text: shown(code), to: code.into() }].into(),
            Cell::Lines(name),
            if l.applies() { "yes".into() } else { vec![bold("no")].into() },
            because(p, l),
            status,
            how,
            Cell::Lines(documents),
            proof(p, l),
            Cell::Lines(checked),
            p.who(b.text("owner")).into(),
            p.flag(code),
        ],
        id: Some(code.to_string()),
        reasons: p.reasons(code),
    }
}

/// Risks, laws and contracts by code; the other reasons in words, with what was written where no code says it.
fn because(p: &Paper, l: &Line) -> Cell {
    if !l.applies() {
        return Cell::Empty;
    }
    let field = |r: &Record, f: u16| r.info().fields[f as usize].name == "controls";
    let mut risks: Vec<&str> = l
        .record
        .inn
        .iter()
        .filter(|(src, f)| p.isms.rec(*src).info().name == "risk" && field(p.isms.rec(*src), *f))
        .map(|(src, _)| p.isms.rec(*src))
        .filter(|r| r.live())
        .map(|r| &*r.code)
        .collect();
    risks.sort_unstable();
    risks.dedup();
    let mut out = Vec::new();
    if !risks.is_empty() {
        out.push(p.codes(risks.iter().copied()));
    }
    if !l.body.codes("obligations").is_empty() {
        out.push(p.codes(l.body.codes("obligations")));
    }
    let words: Vec<String> = l
        .body
        .codes("because_of")
        .iter()
        .zip(l.body.words("because_of"))
        .filter(|(n, _)| matches!(**n, "business" | "good_practice"))
        .map(|(_, w)| w)
        .collect();
    if !words.is_empty() {
        out.push(vec![plain(words.join(", "))]);
    }
    if risks.is_empty() && l.body.codes("obligations").is_empty() {
        out.push(vec![Span::Recorded(one_line(l.body.text("justification")))]);
    }
    Cell::Lines(out)
}

fn proof(p: &Paper, l: &Line) -> Cell {
    match p.proofs(l.ix).first() {
        Some((e, d)) => Cell::Lines(vec![
            vec![p.code(&p.isms.rec(*e).code)],
            vec![soft(d.to_string())],
            vec![soft(age(*d, p.day()))],
        ]),
        None if matches!(l.status(), "in_place" | "partly") => vec![Span::Red("no proof".into())].into(),
        None => Cell::Empty,
    }
}

/// "20 days old", "7 months old": whole months from the third on.
fn age(taken: NaiveDate, day: NaiveDate) -> String {
    let days = days_between(taken, day).max(0);
    let months = (1..).take_while(|n| add_months(taken, *n) <= day).count();
    if months < 3 { format!("{} old", count(days as usize, "day", "days")) } else { format!("{months} months old") }
}

/// The excluded ones once more, with the full reason.
fn excluded(p: &Paper, lines: &[Line]) -> Section {
    let out: Vec<&Line> = lines.iter().filter(|l| !l.applies()).collect();
    let n = out.len();
    let rows: Vec<Row> = out
        .into_iter()
        .map(|l| Row::Cells {
            cells: vec![
                vec![p.code(&l.record.code)].into(),
                vec![bold(l.record.title())].into(),
                vec![Span::Recorded(one_line(l.body.text("justification")))].into(),
                p.who(l.body.text("owner")).into(),
                p.reviewed_cell(&l.record.code),
                p.flag(&l.record.code),
            ],
            id: None,
            reasons: p.reasons(&l.record.code),
        })
        .collect();
    let mut blocks = vec![purpose("What we do not need, and why not.")];
    if rows.is_empty() {
        blocks.push(Block::Para(vec![plain(format!(
            "None of {} is excluded.",
            count(lines.len(), "control", "controls")
        ))]));
    } else {
        let columns = vec![
            column("Number", 14.0),
            column("Our words for it", 34.0),
            column("Why it is out, as recorded", 59.0),
            column("Owner", 23.0),
            column("Reviewed", 20.0),
            column("Flag", 20.0),
        ];
        blocks.push(Block::Table(Table {
            columns,
            rows,
            foot: format!("{n} of {} shown: all that are excluded", count(lines.len(), "control", "controls")),
        }));
    }
    section("soa-excluded", "Statement of Applicability: excluded controls", &["6.1.3"], false, blocks)
}
