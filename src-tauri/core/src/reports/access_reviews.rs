//! Access reviews: of each system when it was gone through, how many accounts were kept, removed or asked about, and what was found of
//! people who had left. About one system: every line with its decision (A.5.18, A.8.2).
//! It must never count what no list shows, nor print a login in a copy without names.
use crate::doc::{Block, Cell, Row, Section, Span};
use crate::isms::{Ix, Record};
use crate::kinds::Review;
use crate::refusal::Refusal;
use crate::report::register::{drawn, list, owed, recorded, row};
use crate::report::{Names, Paper, Report, bold, count, heading, plain, purpose, section, soft};
use crate::wizards::{AccessLine, access_told};

pub(super) const REPORT: Report =
    Report { name: "access-reviews", title: "Access reviews", clause: "A.5.18", about: "", of: &[], build };

/// One review of accounts, with what its answers tell.
struct Held<'a> {
    ix: Ix,
    record: &'a Record,
    review: &'a Review,
    told: Option<crate::wizards::AccessTold>,
}
impl Held<'_> {
    /// The system, or the routine where none is named.
    fn of(&self) -> Vec<&str> {
        match &self.told {
            Some(t) if !t.system.is_empty() => vec![&t.system],
            _ => self.review.about.iter().map(|t| t.0.as_str()).collect(),
        }
    }
    fn about(&self, code: &str) -> bool {
        self.of().contains(&code) || self.review.about.iter().any(|t| t.0 == code)
    }
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let one = p.narrowed(&["asset", "routine"], "A-001")?;
    let mut all: Vec<Held> = p
        .isms
        .each("review")
        .filter(|(_, r)| r.live())
        .filter_map(|(ix, record)| Some((ix, record, record.get::<Review>()?)))
        .filter(|(_, _, v)| &*v.wizard == "access-review" && v.outcome.reviews())
        .map(|(ix, record, review)| Held { ix, record, review, told: access_told(review) })
        .collect();
    all.sort_by(|a, b| (b.review.held_on.0, &b.record.code).cmp(&(a.review.held_on.0, &a.record.code)));
    let shown: Vec<&Held> = all.iter().filter(|h| one.is_none_or(|(_, r)| h.about(&r.code))).collect();
    let recent = shown.iter().filter(|h| p.recent(Some(h.review.held_on.0))).count();
    let lines = || shown.iter().filter_map(|h| h.told.as_ref()).flat_map(|t| &t.lines);
    let removed = lines().filter(|l| l.removed()).count();
    let leavers: usize = shown.iter().filter_map(|h| h.told.as_ref()).map(|t| t.leavers).sum();
    let counted = shown.iter().filter(|h| h.told.is_some()).count();
    let held = if recent == 1 { "access review was" } else { "access reviews were" };
    let mut figures = vec![(recent.to_string(), format!("{held} held{}", p.since_words()))];
    figures.push((format!("{counted} of {}", shown.len()), "with every account and its decision on record".into()));
    if counted > 0 {
        figures.push((format!("{removed} of {}", lines().count()), "accounts gone through were removed".into()));
        figures.push((leavers.to_string(), "accounts of people who had left were found".into()));
    }
    let of = one.map_or_else(|| "all".to_string(), |(_, r)| format!("those of {}", r.code));
    let mut blocks = vec![
        purpose("Who can get in, and that it was looked at."),
        Block::Figures(figures),
        drawn(
            "newest first",
            format!("{of}, whatever was found. A dash: the review is on record without its list of accounts."),
        ),
        list(
            &[
                ("System", 58.0),
                ("Date", 20.0),
                ("Accounts", 20.0),
                ("Kept", 14.0),
                ("Removed", 20.0),
                ("Asked", 30.0),
                ("Leavers found", 45.0),
                ("By", 50.0),
            ],
            shown.iter().map(|h| line(p, h)).collect(),
            all.len(),
            ("access review", "access reviews"),
            "No access review is on record.",
        ),
    ];
    if one.is_some() {
        for h in shown.iter().filter(|h| h.told.is_some()) {
            blocks.extend(every_line(p, h));
        }
    }
    Ok(vec![section("access-reviews", "Access reviews", &["A.5.18", "A.8.2"], true, blocks)])
}

fn line(p: &Paper, h: &Held) -> Row {
    let dash = || Cell::Spans(vec![soft("\u{2013}")]);
    let n = |f: &dyn Fn(&AccessLine) -> bool| match &h.told {
        None => dash(),
        Some(t) => t.lines.iter().filter(|l| f(l)).count().to_string().into(),
    };
    let asked = match &h.told {
        None => dash(),
        Some(t) => {
            let open = t.lines.iter().filter(|l| l.open()).count();
            let mut said = vec![plain(t.lines.iter().filter(|l| l.asked()).count().to_string())];
            if open > 0 {
                said.push(bold(format!(", {open} not answered")));
            }
            said.into()
        }
    };
    let leavers = match &h.told {
        None => dash(),
        Some(t) if t.leavers == 0 => "0".into(),
        Some(t) => vec![bold(t.leavers.to_string()), plain(format!("; used: {}", t.used))].into(),
    };
    let cells = vec![
        Cell::Lines(h.of().into_iter().map(|c| p.named(c)).collect()),
        h.review.held_on.0.to_string().into(),
        n(&|_| true),
        n(&|l| !l.removed() && !l.open()),
        n(&AccessLine::removed),
        asked,
        leavers,
        p.who(&h.review.by).into(),
    ];
    let mut why = vec![p.code(&h.record.code), plain(": "), Span::Recorded(crate::report::one_line(&h.review.why))];
    for (e, _) in p.proofs(h.ix) {
        why.extend([plain(" \u{b7} "), p.code(&p.isms.rec(e).code)]);
    }
    Row::Cells { cells, id: None, reasons: vec![why] }
}
/// What was decided of each account.
fn every_line(p: &Paper, h: &Held) -> Vec<Block> {
    let Some(t) = &h.told else { return Vec::new() };
    let rows = t
        .lines
        .iter()
        .enumerate()
        .map(|(i, l)| {
            let what = match l.decided.as_str() {
                "ask" if l.open() => owed("asked, not answered"),
                "ask" => vec![plain(format!("asked: {}", l.said))].into(),
                "remove" => vec![bold("remove")].into(),
                other => other.into(),
            };
            row(vec![(i + 1).to_string().into(), account(p, &l.account, i + 1).into(), what, recorded(&l.why)])
        })
        .collect();
    let n = t.lines.len();
    vec![
        heading(format!("{}, {}", h.record.code, h.review.held_on.0)),
        Block::Note(vec![plain(format!(
            "{} as they stood in the list{}",
            count(n, "account", "accounts"),
            if p.scope.names == Names::Full {
                "."
            } else {
                "; how each is called is held back in this copy unless a person on record has it."
            }
        ))]),
        list(
            &[("No", 12.0), ("Account", 85.0), ("Decision", 50.0), ("Why it may do everything", 110.0)],
            rows,
            n,
            ("account", "accounts"),
            "The list held no account.",
        ),
    ]
}
/// How an account is called in this copy: a login names a person.
fn account(p: &Paper, title: &str, n: usize) -> String {
    if p.scope.names == Names::Full {
        return title.to_string();
    }
    let display = title.split(" (").next().unwrap_or_default();
    match p.people.redact(display) {
        short if short != display => short,
        _ => format!("account {n}"),
    }
}
