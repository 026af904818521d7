//! The sheet of one supplier: what they reach, what shows that they are secure, the contract, incidents, reviews, and the way out.
//! It must never show an assurance without its end, nor leave out an incident that names them (A.5.19 to A.5.23).
use super::incident_sheet::{from_here, looked};
use super::risk_sheet::action_table;
use crate::dates::add_days;
use crate::doc::{Answer, Block, Part, Section, Sheet, Span};
use crate::isms::{Ix, Record};
use crate::kinds::{Incident, Supplier};
use crate::refusal::Refusal;
use crate::report::{Body, Paper, Report, bold, count, join, plain, section, soft, thousands};

pub(super) const REPORT: Report =
    Report { name: "supplier-sheet", title: "Supplier", clause: "A.5.22", about: "supplier", of: &[], build };

type Rows = Vec<(String, Vec<Answer>)>;

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let about = p.scope.about.as_deref().unwrap_or_default();
    let (Some(ix), Some(s)) = (p.isms.ix(about), p.isms.get::<Supplier>(about)) else {
        return Err(Refusal::new(
            "unknown",
            about,
            format!("There is no supplier \u{201c}{about}\u{201d}."),
            "Give a code like S-001.",
        ));
    };
    let r = p.isms.rec(ix);
    let first = r.added();
    let parts = [
        ("", facts(p, r, s)),
        ("What they can reach", reach(p, ix, r)),
        ("What shows that they are secure", assurance(p, r, s)),
        ("The contract", contract(p, r, s)),
        ("Incidents", incidents(p, r)),
        ("The way out", exit(r, s)),
    ];
    let mut blocks = vec![
        Block::Para(vec![soft(format!(
            "One supplier: what they can reach, and what shows that they are secure. First recorded {} (act {}).",
            p.isms.day_of(first),
            thousands(first as usize)
        ))]),
        Block::Sheet(Sheet {
            id: None,
            parts: parts.into_iter().map(|(title, rows)| Part { title: title.into(), rows }).collect(),
        }),
    ];
    let actions = from_here(p, r, "action");
    if !actions.is_empty() {
        blocks.extend(action_table(p, actions));
    }
    blocks.extend(looked(p, r, ("review", "reviews")));
    let title = format!("{about} {}", r.title());
    Ok(vec![section("supplier-sheet", title, &["A.5.19", "A.5.20", "A.5.21", "A.5.22", "A.5.23"], false, blocks)])
}

fn spans(s: Vec<Span>) -> Vec<Answer> {
    vec![Answer::Spans(s)]
}
fn facts(p: &Paper, r: &Record, s: &Supplier) -> Rows {
    let b = Body::of(r);
    let mut state = vec![Answer::Spans(vec![bold(r.state().replace('_', " "))]), Answer::States(p.states(&r.code))];
    state.extend(p.reasons(&r.code).into_iter().map(Answer::Spans));
    let mut result = match p.reviewed_on(&r.code) {
        Some(on) => vec![plain(on.to_string())],
        None if r.state() == "considered" => vec![soft("not yet")],
        None => vec![Span::Red("never".into()), plain(", and in use")],
    };
    if s.last_result.is_some() {
        result.push(plain(format!(": {}", b.word("last_result").to_lowercase())));
    }
    let mut out = vec![
        ("State".to_string(), state),
        ("What they do for us".into(), vec![Answer::Recorded(s.service.to_string())]),
        ("Importance".into(), spans(vec![bold(b.word("critical"))])),
        ("Who answers for it".into(), spans(vec![plain(p.who(b.text("owner")))])),
        ("Assessed".into(), spans(result)),
    ];
    if let Some(n) = r.common.notes.as_deref().filter(|n| !n.is_empty()) {
        out.push(("Notes".into(), vec![Answer::Recorded(n.to_string())]));
    }
    out
}
fn reach(p: &Paper, ix: Ix, r: &Record) -> Rows {
    let b = Body::of(r);
    let place = b.text("data_where");
    let mut out = vec![
        ("Of ours".to_string(), spans(vec![bold(b.word("access"))])),
        ("Personal data".into(), spans(vec![plain(b.word("personal_data"))])),
        ("Our data lies in".into(), spans(vec![if place.is_empty() { soft("not said") } else { plain(place) }])),
    ];
    if !b.text("subcontractors").is_empty() {
        out.push(("They depend on".into(), vec![Answer::Recorded(b.text("subcontractors").into())]));
    }
    let rest = p.dependents(ix);
    for (kind, label) in
        [("asset", "Assets that rest on them"), ("process", "Activities"), ("risk", "Risks"), ("control", "Controls")]
    {
        let of: Vec<Vec<Span>> =
            rest.iter().map(|i| p.isms.rec(*i)).filter(|x| x.info().name == kind).map(|x| p.named(&x.code)).collect();
        if !of.is_empty() {
            out.push((label.into(), of.into_iter().map(Answer::Spans).collect()));
        }
    }
    out
}
fn assurance(p: &Paper, r: &Record, s: &Supplier) -> Rows {
    let b = Body::of(r);
    let Some(crate::kind::Ty::List { of }) = b.kind.field("assurance").map(|f| &f.ty) else { return Vec::new() };
    let sort = of.iter().find(|f| f.name == "sort");
    let rows: Rows = s
        .assurance
        .iter()
        .zip(b.rows("assurance"))
        .map(|(a, row)| {
            let what = sort.zip(row.get("sort")).map(|(f, v)| crate::text::say(&p.say(&f.ty, v))).unwrap_or_default();
            let mut said = match a.valid_until {
                Some(d) if d.0 < p.day() => vec![Span::Red(format!("ended on {}", d.0))],
                Some(d) => vec![plain(format!("until {}", d.0))],
                None => vec![Span::Red("no end set".into())],
            };
            said.push(if a.covers_our_service {
                plain("; covers what we buy")
            } else {
                bold("; does not cover what we buy")
            });
            if let Some(e) = &a.evidence {
                said.extend([plain(" \u{b7} "), p.code(e)]);
            }
            (what, spans(said))
        })
        .collect();
    if rows.is_empty() { vec![("Nothing".into(), spans(vec![Span::Red("nothing is on record".into())]))] } else { rows }
}
fn contract(p: &Paper, r: &Record, s: &Supplier) -> Rows {
    let b = Body::of(r);
    let not_said = || vec![soft("not said")];
    let ends = match s.contract_ends {
        None => not_said(),
        Some(end) => {
            let mut said =
                vec![if end.0 < p.day() { Span::Red(format!("{}: passed", end.0)) } else { plain(end.0.to_string()) }];
            if let Some(n) = s.notice_days {
                said.push(plain(format!(
                    "; notice {} before, by {}",
                    count(n.0 as usize, "day", "days"),
                    add_days(end.0, -i64::from(n.0))
                )));
            }
            said
        }
    };
    let agreement = match (b.text("personal_data"), s.processing_agreement_on) {
        (_, Some(d)) => vec![plain(format!("signed {}", d.0))],
        ("processor", None) => vec![Span::Red("none".into()), plain(", and they handle personal data for us")],
        _ => vec![soft("none needed on record")],
    };
    let tell = s
        .must_tell_us_hours
        .map_or_else(not_said, |h| vec![plain(format!("within {}", count(h.0 as usize, "hour", "hours")))]);
    let mut out = vec![
        ("Ends, or renews".to_string(), spans(ends)),
        ("Says what they must do".into(), spans(vec![bold(b.word("security_clauses"))])),
        ("Data processing agreement".into(), spans(agreement)),
        ("Tell us of an incident".into(), spans(tell)),
    ];
    if !s.obligations.is_empty() {
        let of: Vec<Vec<Span>> = s.obligations.iter().map(|c| p.named(c)).collect();
        out.push(("Laws and contracts".into(), of.into_iter().map(Answer::Spans).collect()));
    }
    out
}
/// Every incident that names them, newest first.
fn incidents(p: &Paper, r: &Record) -> Rows {
    let mut all: Vec<(&Record, &Incident)> = p
        .isms
        .live::<Incident>()
        .filter(|(_, _, i)| i.suppliers.iter().any(|c| *c == *r.code))
        .map(|(_, x, i)| (x, i))
        .collect();
    all.sort_by(|a, b| b.1.noticed_at.cmp(&a.1.noticed_at));
    if all.is_empty() {
        return vec![("None".into(), spans(vec![soft("No incident on record names them.")]))];
    }
    all.into_iter()
        .map(|(x, i)| {
            let words = format!(" {}; {}", p.title(x), Body::of(x).word("class").to_lowercase());
            let day: String = i.noticed_at.chars().take(10).collect();
            (day, spans(join(vec![vec![p.code(&x.code), plain(words)]], "")))
        })
        .collect()
}
fn exit(r: &Record, s: &Supplier) -> Rows {
    let said = match &s.exit {
        Some(e) => vec![Answer::Recorded(e.to_string())],
        None if Body::of(r).text("critical") == "critical" => {
            spans(vec![Span::Red("not said".into()), plain(", and we could not do without them")])
        }
        None => spans(vec![soft("not said; asked of critical suppliers only")]),
    };
    vec![("How we would leave".into(), said)]
}
