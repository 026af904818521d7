//! For whoever takes over: who is who, what runs when, what is open, and why what was decided in the last year was decided (5.3, 7.2).
//! It must never leave out what is open.
use super::review_record::said;
use crate::dates::add_months;
use crate::doc::{Block, Cell, Section, Span};
use crate::kinds::{Action, Audit, Outcome, Review, Routine};
use crate::refusal::Refusal;
use crate::report::register::{drawn, listing};
use crate::report::{Body, Paper, Report, bold, count, heading, one_line, plain, purpose, section, soft};
use crate::staleness::State;

pub(super) const REPORT: Report =
    Report { name: "handover", title: "For a new owner of the ISMS", clause: "5.3", about: "", of: &[], build };

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let pending: Vec<_> =
        p.currency.items.iter().filter(|i| !i.counts_as_current() && !i.states.has(State::NotApplicable)).collect();
    let late = pending.iter().filter(|i| i.states.has(State::Overdue)).count();
    let open = p.isms.live::<Action>().filter(|(_, r, _)| matches!(r.state(), "open" | "doing")).count();
    let mut blocks = vec![
        purpose("Who, what, where, in which rhythm; what is open; and why the last year went as it did."),
        Block::Figures(vec![
            (pending.len().to_string(), "things need somebody now".into()),
            (late.to_string(), "of them overdue".into()),
            (open.to_string(), "actions are open".into()),
            (p.isms.live::<Routine>().count().to_string(), "routines keep it running".into()),
        ]),
    ];
    blocks.extend(who(p));
    blocks.extend(rhythm(p));
    blocks.extend(needs(p, &pending));
    blocks.extend(actions(p));
    blocks.extend(whys(p));
    Ok(vec![section("handover", REPORT.title, &["5.3", "7.2", "8.1"], false, blocks)])
}

fn who(p: &Paper) -> Vec<Block> {
    let Some(org) = p.isms.organization() else {
        return vec![Block::Para(vec![plain("The organization is not on record yet.")])];
    };
    let named = |codes: &[String]| codes.iter().map(|c| p.who(c)).collect::<Vec<_>>().join(" \u{b7} ");
    let day = |d: Option<crate::words::Date>| d.map_or_else(|| "not recorded".to_string(), |d| d.0.to_string());
    let text =
        |t: &Option<crate::words::Text>| t.as_ref().map_or_else(|| "not recorded".to_string(), ToString::to_string);
    let mut rows: Vec<Vec<Cell>> = vec![
        vec![vec![bold("Top management")].into(), named(&org.top_management).into()],
        vec![vec![bold("Looks after the ISMS")].into(), p.who(&org.isms_owner).into()],
        vec![
            vec![bold("Certificate")].into(),
            format!(
                "{} of {}, valid until {}",
                text(&org.certificate_number),
                text(&org.certificate_body),
                day(org.expires_on)
            )
            .into(),
        ],
        vec![vec![bold("Scope")].into(), vec![Span::Recorded(one_line(&org.scope))].into()],
    ];
    let next = p
        .isms
        .live::<Audit>()
        .filter(|(_, r, _)| r.state() == "planned")
        .filter_map(|(_, r, a)| Some((a.planned_on?.0, r)))
        .min_by_key(|(d, r)| (*d, r.code.to_string()));
    rows.push(vec![
        vec![bold("Next audit")].into(),
        next.map_or_else(
            || "none is planned".into(),
            |(d, r)| {
                let mut s = p.named(&r.code);
                s.push(plain(format!(", {d}")));
                s.into()
            },
        ),
    ]);
    vec![heading("Who and what"), listing(&[("What", 40.0), ("As it stands", 130.0)], rows, ("line", "lines"), "")]
}

fn rhythm(p: &Paper) -> Vec<Block> {
    let mut all: Vec<_> = p.isms.live::<Routine>().map(|(_, r, _)| r).collect();
    all.sort_by(|a, b| a.code.cmp(&b.code));
    let rows = all
        .into_iter()
        .map(|r| {
            let b = Body::of(r);
            let item = p.item(&r.code);
            vec![
                vec![p.code(&r.code)].into(),
                vec![bold(p.title(r))].into(),
                if b.text("owner").is_empty() { Cell::Empty } else { p.who(b.text("owner")).into() },
                p.reviewed_cell(&r.code),
                item.and_then(|i| i.due).map_or(Cell::Empty, |d| d.to_string().into()),
            ]
        })
        .collect();
    vec![
        heading("The rhythm"),
        drawn("code", "all routines."),
        listing(
            &[("Code", 18.0), ("Routine", 74.0), ("Owner", 38.0), ("Last done", 20.0), ("Next", 20.0)],
            rows,
            ("routine", "routines"),
            "No routine is on record: the guide \u{201c}programme-setup\u{201d} proposes them.",
        ),
    ]
}

fn needs(p: &Paper, pending: &[&crate::staleness::Item]) -> Vec<Block> {
    let mut list: Vec<_> = pending.to_vec();
    list.sort_by_key(|i| (i.urgency(p.day()), i.due, i.id(p.isms)));
    let rows = list
        .into_iter()
        .map(|i| {
            let id = i.id(p.isms);
            let what = match p.isms.record(&id) {
                Some(_) => p.named(&id),
                None => vec![plain(said(p, &id))],
            };
            let why = p.reasons(&id).into_iter().next().unwrap_or_default();
            vec![
                what.into(),
                Cell::Spans(why),
                i.due.map_or(Cell::Empty, |d| d.to_string().into()),
                Cell::States(p.states(&id)),
            ]
        })
        .collect();
    vec![
        heading("What needs somebody"),
        drawn("what presses most first", "all that is neither current nor only due soon."),
        listing(
            &[("What", 60.0), ("Why", 68.0), ("Due", 20.0), ("Flag", 22.0)],
            rows,
            ("thing", "things"),
            "Nothing: all is current, or due soon at most.",
        ),
    ]
}

fn actions(p: &Paper) -> Vec<Block> {
    let mut open: Vec<_> = p.isms.live::<Action>().filter(|(_, r, _)| matches!(r.state(), "open" | "doing")).collect();
    open.sort_by_key(|(_, r, a)| (a.due.0, r.code.to_string()));
    let rows = open
        .into_iter()
        .map(|(_, r, a)| {
            let b = Body::of(r);
            vec![
                vec![p.code(&r.code)].into(),
                vec![bold(p.title(r))].into(),
                if b.text("owner").is_empty() { Cell::Empty } else { p.who(b.text("owner")).into() },
                if a.due.0 < p.day() {
                    vec![Span::Red(format!("{}, late", a.due.0))].into()
                } else {
                    a.due.0.to_string().into()
                },
            ]
        })
        .collect();
    vec![
        heading("Open actions"),
        listing(
            &[("Code", 18.0), ("Action", 92.0), ("Owner", 36.0), ("Due", 24.0)],
            rows,
            ("action", "actions"),
            "No action is open.",
        ),
    ]
}

/// What was decided in the last twelve months, and why: the reviews that changed something or found something not to hold.
fn whys(p: &Paper) -> Vec<Block> {
    let since = add_months(p.day(), -12);
    let mut all: Vec<_> = p
        .isms
        .each("review")
        .filter(|(_, r)| r.live())
        .filter_map(|(_, r)| Some((r, r.get::<Review>()?)))
        .filter(|(_, v)| {
            v.held_on.0 > since && matches!(v.outcome, Outcome::Changed | Outcome::DoesNotHold | Outcome::NoEffect)
        })
        .filter(|(_, v)| !v.why.trim().is_empty())
        .collect();
    all.sort_by(|a, b| (b.1.held_on, &b.0.code).cmp(&(a.1.held_on, &a.0.code)));
    let rows = all
        .into_iter()
        .map(|(r, v)| {
            let about = match v.about.len() {
                0 => vec![soft("the whole")],
                1..=3 => p.codes(v.about.iter().map(|t| &**t)),
                n => vec![plain(count(n, "record", "records"))],
            };
            vec![
                v.held_on.0.to_string().into(),
                vec![p.code(&r.code)].into(),
                about.into(),
                vec![Span::Recorded(one_line(&v.why))].into(),
            ]
        })
        .collect();
    vec![
        heading("Why it went as it did"),
        drawn(
            "newest first",
            format!(
                "reviews since {since} that changed something, found something not to hold, or judged a change to have no effect."
            ),
        ),
        listing(
            &[("Day", 20.0), ("Review", 20.0), ("About", 32.0), ("Why, as recorded", 98.0)],
            rows,
            ("decision", "decisions"),
            "None of it in the last twelve months.",
        ),
    ]
}
