//! The risk register: what we found and how it moved, as matrix, movement, register, and a sheet for each risk that an auditor will pick.
//! It must never show a level without number and word, nor an acceptance without its end (6.1.2, 8.2).
use super::risk_sheet;
use crate::doc::{Block, Cell, Column, Field, Level, Matrix, Move, Row, Section, Span, Table, column};
use crate::isms::{Isms, Ix, Record, Revision, Seq, json_of};
use crate::kinds::Risk;
use crate::refusal::Refusal;
use crate::report::chart::{by_year, quarter_end, quarter_words, quarters, stacked};
use crate::report::paper::{accept_up_to, level, level_after, level_now, scores, step, why_of};
use crate::report::register::or_none;
use crate::report::{Body, Paper, Report, bold, count, heading, plain, purpose, right, section, soft};

pub(super) const REPORT: Report =
    Report { name: "risk-register", title: "Risk register", clause: "8.2", about: "", of: &["risk"], build };

/// A risk of the register, with where it stood at the day compared with.
pub(super) struct Line<'a> {
    pub ix: Ix,
    pub record: &'a Record,
    pub risk: &'a Risk,
    pub now: Level,
    /// None: it is new since then, or nothing is compared.
    pub then: Option<(Level, (u8, u8))>,
}
impl Line<'_> {
    fn scores(&self) -> (u8, u8) {
        (self.risk.likelihood.0, self.risk.impact.0)
    }
    fn moved(&self) -> bool {
        self.then.as_ref().is_some_and(|(_, s)| *s != self.scores())
    }
}

/// Live risks, by level down, then by code.
pub(super) fn lines<'a>(p: &'a Paper) -> Vec<Line<'a>> {
    let mut out: Vec<Line> = p
        .isms
        .live::<Risk>()
        .map(|(ix, record, risk)| {
            let then = p.then.as_ref().and_then(|t| {
                let r = t.record(&record.code).filter(|r| r.live())?;
                let was = r.get::<Risk>()?;
                Some((level_now(t, was), (was.likelihood.0, was.impact.0)))
            });
            Line { ix, record, risk, now: level_now(p.isms, risk), then }
        })
        .collect();
    out.sort_by(|a, b| b.now.number.cmp(&a.now.number).then_with(|| a.record.code.cmp(&b.record.code)));
    out
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let lines = lines(p);
    let mut blocks = vec![purpose("What we found, how it moved."), Block::Figures(figures(p, &lines))];
    if p.isms.organization().is_some() {
        blocks.push(matrices(p, &lines));
    }
    blocks.extend(by_quarter(p));
    blocks.extend(movement(p, &lines));
    blocks.push(heading("All risks"));
    blocks.push(Block::Note(note(p, &lines)));
    blocks.push(or_none(register(p, &lines), "No risk is on record."));
    blocks.extend(retired(p));
    let mut out = vec![section("risk-register", "Risk register", &["6.1.2", "8.2"], true, blocks)];
    let sheets: Vec<&Line> = lines.iter().filter(|l| has_sheet(p, l)).collect();
    if !sheets.is_empty() {
        let mut blocks = vec![purpose(&format!(
            "Cause, scores, decision, proof and every look since the last audit: {} of {}{}.",
            sheets.len(),
            count(lines.len(), "risk", "risks"),
            if sheets.len() == lines.len() { "" } else { ", those that stand above the line, moved, or are accepted" }
        ))];
        for (i, l) in sheets.into_iter().enumerate() {
            if i > 0 {
                blocks.push(Block::PageBreak);
            }
            blocks.extend(risk_sheet::sheet(p, l));
        }
        out.push(section("risk-sheets", "Risks: sheets", &["6.1.3", "8.2", "8.3"], false, blocks));
    }
    Ok(out)
}

/// Above the line, moved, new, or accepted: an auditor will ask for these.
fn has_sheet(p: &Paper, l: &Line) -> bool {
    let carried = l.risk.accepted.is_some() && l.risk.accepted_until.is_none_or(|d| d.0 >= p.day());
    let all = p.pack.is_some_and(|k| k.full);
    all || l.now.number > p.accept_up_to() || l.moved() || carried || (p.then.is_some() && l.then.is_none())
}
/// Id of a risk's row: its sheet, where there is one, bears the code itself.
fn row_id(p: &Paper, l: &Line) -> String {
    if has_sheet(p, l) { format!("row-{}", l.record.code) } else { l.record.code.to_string() }
}

fn figures(p: &Paper, lines: &[Line]) -> Vec<(String, String)> {
    let total = lines.len();
    let line = p.accept_up_to();
    let above = lines.iter().filter(|l| l.now.number > line).count();
    let then = p.then.as_ref().map(|t| {
        let risks: Vec<u32> = t.live::<Risk>().map(|(_, _, r)| r.level()).collect();
        (risks.len(), risks.iter().filter(|n| **n > accept_up_to(t)).count())
    });
    let reviewed = lines.iter().filter(|l| p.reviewed_in_period(&l.record.code)).count();
    let flagged = lines.iter().filter(|l| !p.is_current(&l.record.code)).count();
    let lower = lower_without_reason(p, lines);
    let mut out = vec![
        (total.to_string(), then.map_or("risks".into(), |(n, _)| format!("risks; {n} then"))),
        (
            above.to_string(),
            then.map_or_else(
                || format!("above the line of {line}"),
                |(_, a)| format!("above the line of {line}, then {a}"),
            ),
        ),
        (
            format!("{reviewed} of {total}"),
            if p.from.is_some() { "reviewed since the last audit".into() } else { "reviewed".into() },
        ),
        (flagged.to_string(), "with a reason not to be current".into()),
    ];
    if p.then.is_some() {
        let new = lines.iter().filter(|l| l.then.is_none()).count();
        out.push((format!("{new} \u{b7} {}", gone(p).len()), "new, retired since then".into()));
        out.push((
            lower.len().to_string(),
            if lower.is_empty() {
                "scored down without a new control".into()
            } else {
                format!("scored down without a new control: {}", lower.join(", "))
            },
        ));
    }
    out
}

/// Scored down though no control, asset or action beneath it changed since then, and no proof was added.
fn lower_without_reason(p: &Paper, lines: &[Line]) -> Vec<String> {
    let Some(then) = &p.then else { return Vec::new() };
    let changed = |ix: Ix| {
        let r = p.isms.rec(ix);
        r.print(0) != r.print_at(0, p.then_seq)
    };
    lines
        .iter()
        .filter(|l| l.then.as_ref().is_some_and(|(was, _)| l.now.number < was.number))
        .filter(|l| {
            let linked = |f: &str| p.isms.linked(l.record, f).any(changed);
            let cited_anew = then
                .get::<Risk>(&l.record.code)
                .is_some_and(|was| l.risk.controls.iter().any(|c| !was.controls.contains(c)));
            let proved = p.proofs(l.ix).iter().any(|(e, _)| p.isms.rec(*e).added() > p.then_seq);
            !(cited_anew
                || proved
                || linked("controls")
                || linked("assets")
                || linked("processes")
                || linked("suppliers")
                || linked("actions"))
        })
        .map(|l| l.record.code.to_string())
        .collect()
}

fn matrices(p: &Paper, lines: &[Line]) -> Block {
    let moves = lines
        .iter()
        .filter(|l| l.moved())
        .filter_map(|l| Some(Move { code: l.record.code.to_string(), from: l.then.as_ref()?.1, to: l.scores() }))
        .collect();
    let at = lines.iter().map(|l| (l.record.code.to_string(), l.scores())).collect();
    let now = |caption: String| matrix(p, p.isms, caption, at, moves);
    let Some(t) = &p.then else { return Block::Matrix(now(format!("On {}: {}", p.day(), lines.len()))) };
    let was: Vec<(String, (u8, u8))> =
        t.live::<Risk>().map(|(_, r, k)| (r.code.to_string(), (k.likelihood.0, k.impact.0))).collect();
    let caption = format!("On {}: {}", p.from.unwrap_or(p.day()), was.len());
    let then = matrix(p, t, caption, was, Vec::new());
    Block::MatrixPair { then, now: now(format!("Now: {}, with what moved", lines.len())) }
}
/// The matrix then and now, by itself.
pub(super) fn pair(p: &Paper) -> Block {
    matrices(p, &lines(p))
}
/// Fields in the bands that held at that time.
fn matrix(p: &Paper, isms: &Isms, caption: String, at: Vec<(String, (u8, u8))>, moves: Vec<Move>) -> Matrix {
    let field = |likelihood: u8, impact: u8| {
        let mut codes: Vec<String> =
            at.iter().filter(|(_, s)| *s == (likelihood, impact)).map(|(c, _)| c.clone()).collect();
        codes.sort();
        Field { rank: level(isms, u32::from(likelihood) * u32::from(impact), 0).rank, codes }
    };
    Matrix {
        caption,
        fields: (1..=5).map(|likelihood| (1..=5).map(|impact| field(likelihood, impact)).collect()).collect(),
        likelihood_words: p.likelihood_words(),
        impact_words: p.impact_words(),
        accept_up_to: accept_up_to(isms),
        moves,
    }
}

/// How many risks stood in each band at the end of each quarter, as the file stood then, by the bands that hold now.
fn by_quarter(p: &Paper) -> Vec<Block> {
    let bands = crate::catalog::bands(p.isms.organization());
    // From each revision on: the band, or none once it is retired.
    let band = |v: &Revision| {
        let body = json_of(v);
        let gone = body.get("retired").is_some_and(|r| !crate::canonical::empty(r))
            || body.get("withdrawn").and_then(serde_json::Value::as_bool) == Some(true);
        let (l, i) = scores(v).filter(|_| !gone)?;
        bands.iter().position(|(_, from, to)| (*from..=*to).contains(&(u32::from(l) * u32::from(i))))
    };
    let each: Vec<Vec<(Seq, Option<usize>)>> =
        p.isms.each("risk").map(|(_, r)| r.revisions.iter().map(|v| (v.seq, band(v))).collect()).collect();
    let Some(first) = each.iter().filter_map(|of| of.first()).map(|(seq, _)| *seq).min() else { return Vec::new() };
    let quarters = quarters(p.isms.day_of(first), p.day());
    let stood: Vec<Vec<usize>> = quarters
        .iter()
        .map(|q| {
            let seq = p.isms.last_act_of(quarter_end(*q).min(p.day()));
            let at = |of: &Vec<(Seq, Option<usize>)>| of.iter().rev().find(|(s, _)| *s <= seq).and_then(|(_, b)| *b);
            let here: Vec<usize> = each.iter().filter_map(at).collect();
            (0..bands.len()).map(|b| here.iter().filter(|x| **x == b).count()).collect()
        })
        .collect();
    // The darkest fill for the highest; a page tells four apart, so what is above the third stands together.
    let top = bands.len().min(4);
    let series: Vec<(String, Vec<usize>)> = (0..top)
        .rev()
        .map(|n| {
            let highest = n + 1 == top;
            let name = bands.get(n).map(|(w, ..)| w.to_lowercase()).unwrap_or_default();
            let name = if highest && bands.len() > top { format!("{name} and above") } else { name };
            let sum = |of: &Vec<usize>| of.iter().skip(n).take(if highest { usize::MAX } else { 1 }).sum();
            (name, stood.iter().map(sum).collect())
        })
        .collect();
    let last: Vec<String> =
        series.iter().map(|(w, v)| format!("{} {w}", v.last().copied().unwrap_or_default())).collect();
    let sentence = format!(
        "Risks at the end of each quarter, the last one so far, by the bands that hold now. On {}: {}.",
        p.day(),
        last.join(", ")
    );
    let steps = quarters.iter().map(|q| quarter_words(*q)).collect();
    let named = series.iter().map(|(w, v)| (w.as_str(), v.clone())).collect();
    let chart = stacked("Risks by band at the end of each quarter", steps, named, sentence.clone());
    let numbers = by_year(&chart, 257.0);
    vec![Block::Chart(chart), Block::Note(vec![plain(sentence)]), numbers]
}

/// The act that last changed the scores after the day compared with.
pub(super) fn moved_by(p: &Paper, r: &Record) -> Option<Seq> {
    r.revisions
        .iter()
        .rev()
        .filter(|v| v.seq > p.then_seq)
        .find(|v| step(r, v.seq).is_some_and(|(was, now)| was.is_none_or(|w| scores(w) != scores(now))))
        .map(|v| v.seq)
}

/// Why each risk moved, in the words of the day.
pub(super) fn movement(p: &Paper, lines: &[Line]) -> Vec<Block> {
    if p.then.is_none() {
        return Vec::new();
    }
    let rows: Vec<Row> = lines
        .iter()
        .filter(|l| l.moved() || l.then.is_none())
        .map(|l| {
            let seq = moved_by(p, l.record);
            let review = seq
                .and_then(|s| p.isms.act(s))
                .and_then(|a| p.isms.review_of(a))
                .map(|ix| p.code(&p.isms.rec(ix).code));
            let why = seq
                .map(|s| why_of(p.isms, s))
                .filter(|w| !w.is_empty())
                .unwrap_or_else(|| l.risk.scores_why.to_string());
            Row::Cells {
                cells: vec![
                    vec![p.code(&l.record.code)].into(),
                    vec![plain(l.record.title())].into(),
                    Cell::Levels { then: l.then.as_ref().map(|(was, _)| was.clone()), now: l.now.clone() },
                    vec![Span::Recorded(crate::report::one_line(&why))].into(),
                    seq.map_or(Cell::Empty, |s| p.isms.day_of(s).to_string().into()),
                    review.map_or(Cell::Empty, |s| vec![s].into()),
                ],
                id: None,
                reasons: Vec::new(),
            }
        })
        .collect();
    if rows.is_empty() {
        return vec![Block::Note(vec![plain(format!("No score moved{}, and no risk was added.", p.since_words()))])];
    }
    let n = rows.len();
    let head = [
        ("Code", 14.0),
        ("Risk", 66.0),
        ("Then \u{2192} now", 52.0),
        ("Why, as recorded", 86.0),
        ("On", 20.0),
        ("Review", 19.0),
    ];
    vec![
        heading("What moved, and why"),
        Block::Table(Table {
            columns: head.iter().map(|(h, w)| column(h, *w)).collect(),
            rows,
            foot: format!("{n} of {} moved or new{}; all shown", count(lines.len(), "risk", "risks"), p.since_words()),
        }),
    ]
}

fn note(p: &Paper, lines: &[Line]) -> Vec<Span> {
    let line = p.accept_up_to();
    let bands: Vec<String> = crate::catalog::bands(p.isms.organization())
        .into_iter()
        .map(|(word, from, to)| {
            let now = lines.iter().filter(|l| (from..=to).contains(&l.now.number)).count();
            let then = if p.then.is_some() { format!(" (then {})", lines_then(p, from, to)) } else { String::new() };
            format!("{word} {from} to {to}: {now}{then}")
        })
        .collect();
    vec![
        bold("Heavy line: "),
        plain(format!(
            "up to {line} a risk is carried with its owner\u{2019}s approval; above it only those may accept whom the criteria name (criteria {}). ",
            p.isms.criteria()
        )),
        bold("Bands: "),
        plain(format!("{}. ", bands.join(" \u{b7} "))),
        bold("Order: "),
        plain("level down, then code. "),
        bold("Drawn: "),
        plain(format!("all {}. L and I: likelihood and impact with today\u{2019}s controls, 1 to 5.", lines.len())),
    ]
}
fn lines_then(p: &Paper, from: u32, to: u32) -> usize {
    p.then.as_ref().map_or(0, |t| t.live::<Risk>().filter(|(_, _, r)| (from..=to).contains(&r.level())).count())
}

fn register(p: &Paper, lines: &[Line]) -> Table {
    let compared = p.then.is_some();
    let mut columns: Vec<Column> = vec![
        column("Code", 13.0),
        column("Risk", 41.0),
        column("Assets", 17.0),
        column("Owner", 26.0),
        right("L", 6.0),
        right("I", 6.0),
        column("Level now", 24.0),
    ];
    if compared {
        columns.push(column("Last audit", 17.0));
    }
    columns.extend([
        column("Controls", 22.0),
        column("Decision", 15.0),
        column("After", 11.0),
        column("Accepted by, until", 22.0),
        column("Reviewed", 18.0),
        column("Flag", 19.0),
    ]);
    let rows = lines
        .iter()
        .map(|l| {
            let r = l.risk;
            let on: Vec<&str> = if r.assets.is_empty() {
                r.processes.iter().chain(r.suppliers.iter()).map(String::as_str).collect()
            } else {
                r.assets.iter().map(String::as_str).collect()
            };
            let mut cells: Vec<Cell> = vec![
                vec![p.code(&l.record.code)].into(),
                vec![bold(l.record.title())].into(),
                p.codes(on).into(),
                p.who(&r.owner).into(),
                r.likelihood.0.to_string().into(),
                r.impact.0.to_string().into(),
                Cell::Level(l.now.clone()),
            ];
            if compared {
                cells.push(match &l.then {
                    None => "new".into(),
                    Some((was, _)) if *was == l.now => vec![soft("same")].into(),
                    Some((was, _)) => Cell::Level(was.clone()),
                });
            }
            let id: &str = &l.record.code;
            cells.extend([
                p.codes(r.controls.iter().map(String::as_str)).into(),
                Body::of(l.record).word("treatment").into(),
                Cell::Level(level_after(p.isms, r)),
                accepted(p, l),
                p.reviewed_cell(id),
                p.flag(id),
            ]);
            Row::Cells { cells, id: Some(row_id(p, l)), reasons: p.reasons(id) }
        })
        .collect();
    let left_out =
        if compared { "" } else { " \u{b7} no earlier audit in this file: column \u{201c}Last audit\u{201d} left out" };
    Table {
        columns,
        rows,
        foot: format!(
            "{} of {} shown{left_out}",
            crate::report::thousands(lines.len()),
            count(lines.len(), "risk", "risks")
        ),
    }
}

/// Who carries it: the criteria up to the line, above it somebody who may, until a day.
fn accepted(p: &Paper, l: &Line) -> Cell {
    let r = l.risk;
    let above = l.now.number > p.accept_up_to();
    match &r.accepted {
        Some(a) if above => {
            let mut lines = vec![vec![plain(p.short(&a.by))]];
            match &r.accepted_until {
                Some(d) if d.0 < p.day() => lines.extend([vec![plain(d.0.to_string())], vec![bold("ended")]]),
                Some(d) => lines.push(vec![plain(d.0.to_string())]),
                None => lines.push(vec![bold("no end set")]),
            }
            Cell::Lines(lines)
        }
        None if above => vec![bold("nobody")].into(),
        _ if r.plan_approved.is_none() => Cell::Lines(vec![vec![soft("within the line")], vec![bold("not approved")]]),
        _ => vec![soft("within the line")].into(),
    }
}

/// Risks that were there then and are no longer.
fn gone<'a>(p: &'a Paper) -> Vec<&'a Record> {
    let Some(t) = &p.then else { return Vec::new() };
    t.live::<Risk>().filter_map(|(_, r, _)| p.isms.record(&r.code)).filter(|r| !r.live()).collect()
}
fn retired(p: &Paper) -> Vec<Block> {
    let gone = gone(p);
    if gone.is_empty() {
        return Vec::new();
    }
    let rows = gone
        .iter()
        .map(|r| Row::Cells {
            cells: vec![
                vec![p.code(&r.code)].into(),
                vec![bold(r.title())].into(),
                p.isms.day_of(r.head().seq).to_string().into(),
                vec![Span::Recorded(r.common.retired.clone().unwrap_or_else(|| "its adding was undone".into()))].into(),
            ],
            id: Some(r.code.to_string()),
            reasons: Vec::new(),
        })
        .collect();
    vec![
        heading("Retired since then"),
        Block::Table(Table {
            columns: vec![
                column("Code", 14.0),
                column("Risk", 90.0),
                column("On", 24.0),
                column("Why, as recorded", 129.0),
            ],
            rows,
            foot: format!("{} of {} shown", gone.len(), count(gone.len(), "retired risk", "retired risks")),
        }),
    ]
}
