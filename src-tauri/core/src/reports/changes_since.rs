//! What changed since the last audit, found by comparing the file as of then with now: it cannot leave anything out.
//! It must never show a before without its after, nor pass over an unplanned change (6.3; 9.6.2 of ISO/IEC 17021-1).
use crate::doc::{Block, Cell, Row, Section, Span, State, Table, column};
use crate::isms::{Ix, Record, Revision, Seq};
use crate::kind::Ty;
use crate::kinds::{Risk, kinds};
use crate::refusal::Refusal;
use crate::report::paper::{level_now, why_of};
use crate::report::{
    Body, Paper, Report, bold, count, join, one_line, plain, purpose, right, section, soft, thousands,
};
use crate::staleness::Target;

pub(super) const REPORT: Report = Report {
    name: "changes-since",
    title: "What changed since the last audit",
    clause: "6.3",
    about: "",
    of: &[],
    build,
};

/// A line over its rows: title, the kinds it holds, and of the organization the facets.
struct Group {
    title: &'static str,
    kinds: &'static [&'static str],
    facets: &'static [&'static str],
}
const GROUPS: [Group; 13] = [
    Group { title: "Scope and context", kinds: &[], facets: &["scope", "context"] },
    Group { title: "Organization and people", kinds: &["person"], facets: &["roles"] },
    Group { title: "Changes, planned and noticed", kinds: &["change"], facets: &[] },
    Group { title: "Suppliers", kinds: &["supplier"], facets: &[] },
    Group { title: "Systems, information and activities", kinds: &["asset", "process"], facets: &[] },
    Group { title: "Law and contracts", kinds: &["obligation"], facets: &["law"] },
    Group { title: "Risks", kinds: &["risk"], facets: &[] },
    Group { title: "Statement of Applicability", kinds: &["control"], facets: &[] },
    Group { title: "Policies and courses", kinds: &["policy", "course"], facets: &[] },
    Group { title: "Method, goals and routines", kinds: &["objective", "routine", "exception"], facets: &["criteria"] },
    Group { title: "Incidents and findings", kinds: &["incident", "nonconformity"], facets: &[] },
    Group { title: "Audits and management reviews", kinds: &["audit", "management_review"], facets: &[] },
    Group { title: "Certificate", kinds: &[], facets: &["certificate"] },
];

/// How a record differs from then.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    New,
    Gone,
    Changed,
}
/// A difference, ready to be a row.
struct Difference<'a> {
    ix: Ix,
    record: &'a Record,
    turn: Turn,
    /// Act of the last material revision, or of the adding.
    seq: Seq,
    then: Option<&'a Revision>,
    /// Of the organization: only fields of this facet.
    facet: Option<&'static str>,
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let Some(from) = p.from else {
        let blocks = vec![
            purpose("What is different from what you saw, and what we did about it."),
            Block::Para(vec![plain(
                "No external audit stands in this file yet, and no day was given: there is nothing to compare with.",
            )]),
        ];
        return Ok(vec![section("changes-since", "What changed since the last audit", &["6.3"], false, blocks)]);
    };
    let groups: Vec<(&Group, Vec<Difference>)> = GROUPS.iter().map(|g| (g, differences(p, g))).collect();
    let all: Vec<&Difference> = groups.iter().flat_map(|(_, d)| d).collect();
    let n = |t: Turn| all.iter().filter(|d| d.turn == t).count();
    let acts = p.isms.acts.iter().filter(|a| a.seq > p.then_seq).count();
    let small = small_edits(p);
    let unplanned =
        all.iter().filter(|d| d.record.info().name == "change" && Body::of(d.record).yes("unplanned")).count();
    let figures = vec![
        (thousands(acts), "acts recorded since then".into()),
        (format!("{} \u{b7} {}", n(Turn::New), n(Turn::Gone)), "records new, retired".into()),
        (n(Turn::Changed).to_string(), "changed in substance".into()),
        (unplanned.to_string(), "changes that were noticed, not planned".into()),
        (small.to_string(), "small edits, counted and not listed".into()),
    ];
    let mut rows = Vec::new();
    for (g, list) in groups.iter().filter(|(_, d)| !d.is_empty()) {
        rows.push(Row::Group(vec![bold(format!("{}: {}", g.title, group_words(p, g, list)))]));
        rows.extend(list.iter().map(|d| row(p, d)));
    }
    let same: Vec<&str> = groups.iter().filter(|(_, d)| d.is_empty()).map(|(g, _)| g.title).collect();
    let mut blocks = vec![
        purpose("What is different from what you saw, and what we did about it."),
        Block::Figures(figures),
        Block::Note(vec![
            bold("Drawn "),
            plain(format!(
                "by comparing the file as of {from}{} with {}, so that nothing is left out.{}",
                if p.since == from.to_string() { String::new() } else { format!(" ({})", p.since) },
                p.day(),
                if same.is_empty() {
                    String::new()
                } else {
                    format!(" Nothing changed in: {}.", same.join(", ").to_lowercase())
                }
            )),
        ]),
    ];
    if rows.is_empty() {
        blocks.push(Block::Para(vec![plain("Nothing of substance changed.")]));
    } else {
        let columns = vec![
            column("Date", 20.0),
            column("What", 45.0),
            column("Before \u{2192} after", 61.0),
            column("Why, as recorded", 44.0),
        ];
        blocks.push(Block::Table(Table {
            columns,
            rows,
            foot: format!("{} of {} shown", all.len(), count(all.len(), "difference", "differences")),
        }));
    }
    blocks.extend(by_kind(p));
    Ok(vec![section(
        "changes-since",
        format!("What changed since {}", from.format("%-d %B %Y")),
        &["6.3"],
        false,
        blocks,
    )])
}

fn differences<'a>(p: &'a Paper, g: &Group) -> Vec<Difference<'a>> {
    let mut out: Vec<Difference> = Vec::new();
    for kind in g.kinds {
        out.extend(p.isms.each(kind).filter_map(|(ix, r)| difference(p, ix, r)));
    }
    if let Some(r) = p.isms.record("ORG") {
        let ix = p.isms.ix("ORG").unwrap_or_default();
        for facet in g.facets {
            let f = r.info().facet(facet);
            if r.at(p.then_seq).is_some() && r.print(f) != r.print_at(f, p.then_seq) {
                let seq = r
                    .revisions
                    .iter()
                    .rev()
                    .find(|v| v.seq > p.then_seq && v.derived.prints[f] == r.print(f))
                    .map_or(r.head().seq, |v| v.seq);
                out.push(Difference {
                    ix,
                    record: r,
                    turn: Turn::Changed,
                    seq,
                    then: r.at(p.then_seq),
                    facet: Some(facet),
                });
            }
        }
    }
    out.sort_by_key(|d| (p.isms.day_of(d.seq), d.seq, d.record.code.to_string()));
    out
}
fn difference<'a>(p: &'a Paper, ix: Ix, r: &'a Record) -> Option<Difference<'a>> {
    let then = r.at(p.then_seq);
    let was_live = then.is_some_and(|v| !v.derived.retired);
    let make = |turn, seq| Some(Difference { ix, record: r, turn, seq, then, facet: None });
    match (was_live, r.live()) {
        (false, false) => None,
        (false, true) => make(Turn::New, if then.is_none() { r.added() } else { r.head().seq }),
        (true, false) => make(
            Turn::Gone,
            r.revisions.iter().rev().take_while(|v| v.derived.retired).last().map_or(r.head().seq, |v| v.seq),
        ),
        (true, true) if r.print(0) != r.print_at(0, p.then_seq) => {
            // The latest revision that made the present values what they are.
            let seq = r
                .revisions
                .windows(2)
                .rev()
                .find(|w| w[1].seq > p.then_seq && w[0].derived.prints[0] != w[1].derived.prints[0])
                .map_or(r.head().seq, |w| w[1].seq);
            make(Turn::Changed, seq)
        }
        _ => None,
    }
}

fn group_words(p: &Paper, g: &Group, list: &[Difference]) -> String {
    let n = |t: Turn| list.iter().filter(|d| d.turn == t).count();
    let mut parts = Vec::new();
    if g.kinds == ["risk"] {
        let moved = |up: bool| {
            list.iter()
                .filter(|d| d.turn == Turn::Changed)
                .filter(|d| {
                    match (d.record.get::<Risk>(), p.then.as_ref().and_then(|t| t.get::<Risk>(&d.record.code))) {
                        (Some(now), Some(was)) => {
                            if up {
                                now.level() > was.level()
                            } else {
                                now.level() < was.level()
                            }
                        }
                        _ => false,
                    }
                })
                .count()
        };
        let (up, down) = (moved(true), moved(false));
        if down > 0 {
            parts.push(format!("{down} fell"));
        }
        if up > 0 {
            parts.push(format!("{up} rose"));
        }
    }
    for (t, word) in [(Turn::New, "new"), (Turn::Gone, "retired"), (Turn::Changed, "changed")] {
        if n(t) > 0 {
            parts.push(format!("{} {word}", n(t)));
        }
    }
    if g.kinds == ["person"] {
        let heads =
            |isms: &crate::isms::Isms| isms.each("person").filter(|(_, r)| r.live() && r.state() == "active").count();
        if let Some(t) = &p.then {
            parts.push(format!("{} active then, {} now", heads(t), heads(p.isms)));
        }
    }
    parts.join(", ")
}

fn row(p: &Paper, d: &Difference) -> Row {
    let r = d.record;
    let mut what = if p.people.known(&r.code) {
        p.named(&r.code)
    } else {
        vec![p.code(&r.code), plain(format!(" {}", p.title(r)))]
    };
    if let Some(f) = d.facet {
        what = vec![p.code("ORG"), plain(format!(" {f}"))];
    }
    match d.turn {
        Turn::New => what.push(bold(", new")),
        Turn::Gone => what.push(bold(", retired")),
        Turn::Changed => {}
    }
    let why = why(p, d);
    let why: Cell =
        if why.trim().is_empty() { vec![soft("\u{2014}")].into() } else { vec![Span::Recorded(one_line(&why))].into() };
    Row::Cells {
        cells: vec![p.isms.day_of(d.seq).to_string().into(), what.into(), before_after(p, d), why],
        id: None,
        reasons: followed(p, d),
    }
}

/// In the words of the day: of the act, of the first look at what is new, or of the record's own field.
fn why(p: &Paper, d: &Difference) -> String {
    let r = d.record;
    if d.turn == Turn::Gone {
        return r.common.retired.clone().unwrap_or_default();
    }
    let of_act = why_of(p.isms, d.seq);
    if !of_act.trim().is_empty() {
        return of_act;
    }
    let first_look = (d.turn == Turn::New)
        .then(|| r.marks.first().and_then(|m| p.review_of(m)).map(|(_, v)| v.why.to_string()))
        .flatten();
    let own =
        ["why", "scores_why"].iter().find(|f| r.info().field(f).is_some()).map(|f| Body::of(r).text(f).to_string());
    first_look.or(own).unwrap_or_default()
}

fn before_after(p: &Paper, d: &Difference) -> Cell {
    let r = d.record;
    if let Some(risk) = r.get::<Risk>().filter(|_| d.turn != Turn::Gone) {
        let was = p.then.as_ref().and_then(|t| Some(level_now(t, t.get::<Risk>(&r.code)?)));
        let now = level_now(p.isms, risk);
        if d.turn == Turn::New {
            return Cell::Levels { then: None, now };
        }
        if was.as_ref().is_some_and(|w| *w != now) {
            return Cell::Levels { then: was, now };
        }
    }
    let now = Body::of(r);
    let Some(was) = d.then.filter(|_| d.turn == Turn::Changed).map(|v| Body::at(r, v)) else {
        let state = now.text("state").replace('_', " ");
        return match d.turn {
            Turn::New if !state.is_empty() => vec![soft("none \u{2192} "), plain(state)].into(),
            Turn::New => vec![soft("none \u{2192} "), plain("in the file")].into(),
            _ => vec![plain("in the file"), soft(" \u{2192} retired")].into(),
        };
    };
    let counts = |f: &crate::kind::Field| match d.facet {
        Some(facet) => f.facets.iter().any(|x| x == facet),
        None => f.material || f.name == "version",
    };
    let mut lines: Vec<Vec<Span>> = r
        .info()
        .fields
        .iter()
        .filter(|f| counts(f) && was.get(&f.name) != now.get(&f.name))
        .map(|f| p.difference(&f.name, &f.ty, was.get(&f.name), now.get(&f.name)))
        .collect();
    if d.facet.is_none() && was.text("state") != now.text("state") {
        lines.push(p.difference("state", &Ty::Text, was.get("state"), now.get("state")));
    }
    if lines.is_empty() {
        lines.push(vec![plain("declared material; the words stand in its history")]);
    }
    Cell::Lines(lines)
}

/// What came of it: who was looked at since, for what it was decided to have no effect, what is still out of step.
fn followed(p: &Paper, d: &Difference) -> Vec<Vec<Span>> {
    let mut out: Vec<Vec<Span>> = Vec::new();
    let b = Body::of(d.record);
    let (mut looked, mut none) = (Vec::new(), Vec::new());
    let accused: Vec<Target> = if d.facet.is_some() {
        Vec::new()
    } else {
        p.currency.items.iter().filter(|i| i.reasons.iter().any(|r| r.input == Some(d.ix))).map(|i| i.target).collect()
    };
    let mut open: Vec<&str> =
        accused.iter().filter_map(Target::record).filter(|ix| *ix != d.ix).map(|ix| &*p.isms.rec(ix).code).collect();
    open.sort_by_key(|c| (crate::soa::order(c).0, c.to_string()));
    let pairs = accused.iter().filter(|t| matches!(t, Target::Pair(..))).count();
    for ix in p.dependents(d.ix).into_iter().filter(|_| d.facet.is_none()) {
        let t = p.isms.rec(ix);
        if !t.info().reviewed || open.contains(&&*t.code) {
            continue;
        }
        if p.isms.last_mark(&t.code).is_some_and(|m| m.horizon >= d.seq) {
            looked.push(&*t.code);
        } else if p.isms.no_effect(&t.code, &d.record.code) >= d.seq {
            none.push(&*t.code);
        }
    }
    if !looked.is_empty() {
        let mut s = vec![plain("Looked at since: ")];
        s.extend(p.codes(looked));
        s.push(plain("."));
        out.push(s);
    }
    if !none.is_empty() {
        let mut s = vec![plain("Decided to have no effect on: ")];
        s.extend(p.codes(none));
        s.push(plain("."));
        out.push(s);
    }
    if !open.is_empty() {
        let mut s = vec![plain("Not yet followed: ")];
        s.extend(p.codes(open));
        s.push(plain("."));
        out.push(s);
    }
    if pairs > 0 {
        out.push(vec![plain(format!("Not yet trained on it, or read: {}.", count(pairs, "person", "people")))]);
    }
    if accused.contains(&Target::Record(d.ix)) {
        out.push(vec![plain("Itself not looked at since it changed.")]);
    }
    let mut actions: Vec<&str> =
        if d.record.info().field_ix("actions").is_some() { b.codes("actions") } else { Vec::new() };
    actions.retain(|c| p.isms.record(c).is_some_and(|a| a.added() >= d.seq));
    if !actions.is_empty() {
        out.push(join(vec![vec![plain("Actions:")], p.codes(actions)], " "));
    }
    if d.record.info().name == "change" {
        if b.yes("unplanned") {
            out.push(vec![bold("Unplanned"), plain(": noticed when it had happened.")]);
        }
        if b.rows("screening").is_empty() {
            out.push(vec![plain("Not screened for its consequences.")]);
        }
        if b.text("tell_cb") == "yes" {
            out.push(vec![Span::Red("The certification body has not been told.".into())]);
        }
    }
    if p.states(&d.record.code).contains(&State::NeverReviewed) && d.record.info().reviewed {
        out.push(vec![plain("Not yet looked at since it was added.")]);
    }
    out
}

/// Revisions since then that changed nothing of substance.
fn small_edits(p: &Paper) -> usize {
    p.isms.records.iter().map(|r| small_of(p, r)).sum()
}
fn small_of(p: &Paper, r: &Record) -> usize {
    r.revisions.windows(2).filter(|w| w[1].seq > p.then_seq && w[0].derived.prints[0] == w[1].derived.prints[0]).count()
}

/// Every kind in figures, also those whose records are not listed above.
fn by_kind(p: &Paper) -> Vec<Block> {
    let listed = |name: &str| name == "organization" || GROUPS.iter().any(|g| g.kinds.contains(&name));
    let mut rows = Vec::new();
    for k in kinds() {
        let (mut new, mut gone, mut changed, mut small) = (0, 0, 0, 0);
        for (ix, r) in p.isms.each(k.name) {
            match difference(p, ix, r).map(|d| d.turn) {
                Some(Turn::New) => new += 1,
                Some(Turn::Gone) => gone += 1,
                Some(Turn::Changed) => changed += 1,
                None => {}
            }
            small += small_of(p, r);
        }
        if new + gone + changed + small == 0 {
            continue;
        }
        let cell = |n: usize| -> Cell { if n == 0 { "\u{2013}".into() } else { thousands(n).into() } };
        rows.push(Row::Cells {
            cells: vec![
                k.plural.into(),
                cell(new),
                cell(gone),
                cell(changed),
                cell(small),
                if listed(k.name) { "above".into() } else { "counted".into() },
            ],
            id: None,
            reasons: Vec::new(),
        });
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let n = rows.len();
    let columns = vec![
        column("Kind", 56.0),
        right("new", 20.0),
        right("retired", 20.0),
        right("changed", 22.0),
        right("small edits", 26.0),
        column("Listed", 26.0),
    ];
    vec![
        crate::report::heading("In figures, by kind"),
        Block::Table(Table {
            columns,
            rows,
            foot: format!("{n} of {} kinds shown: all of which something changed", kinds().len()),
        }),
    ]
}
