//! Communication: the plan of what we tell whom, and what was told, each from the record that says so (7.4).
//! It must never call something told of which no record gives the day.
use super::incident_sheet::law;
use crate::doc::{Block, Cell, Section, Span};
use crate::kinds::change::TellBody;
use crate::kinds::incident::{NotificationAnswer, moment};
use crate::kinds::{Acknowledgement, Audit, Change, Incident, Nonconformity, Policy};
use crate::refusal::Refusal;
use crate::report::register::{drawn, listing};
use crate::report::{Paper, Report, bold, count, heading, plain, purpose, section, soft};
use chrono::NaiveDate;

pub(super) const REPORT: Report =
    Report { name: "communication", title: "Communication", clause: "7.4", about: "", of: &[], build };

/// Something that was told: day, what, to whom, record, proofs.
struct Told<'a> {
    on: NaiveDate,
    what: String,
    whom: String,
    from: &'a str,
    proof: Vec<&'a str>,
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let plan = p.isms.organization().map(|o| o.communication.as_slice()).unwrap_or_default();
    let all = told(p);
    let whole = all.len();
    let list: Vec<Told> = all.into_iter().filter(|t| p.from.is_none_or(|f| t.on > f) && t.on <= p.day()).collect();
    let proved = list.iter().filter(|t| !t.proof.is_empty()).count();
    let owed = owed(p);
    let mut blocks = vec![
        purpose("What we told whom."),
        Block::Figures(vec![
            (plan.len().to_string(), "things that the plan says are told".into()),
            (format!("{} of {whole}", list.len()), format!("tellings on record{}", p.since_words())),
            (format!("{proved} of {}", list.len()), "of these with a proof of their own".into()),
            (owed.len().to_string(), "still to be told".into()),
        ]),
        heading("The plan"),
        listing(
            &[("What", 46.0), ("To whom", 36.0), ("When", 30.0), ("How", 30.0), ("By whom", 28.0)],
            plan.iter()
                .map(|t| {
                    vec![
                        vec![bold(t.what.trim())].into(),
                        t.to_whom.trim().into(),
                        t.when.trim().into(),
                        t.how.trim().into(),
                        p.who(&t.by).into(),
                    ]
                })
                .collect(),
            ("line of the plan", "lines of the plan"),
            "No plan is on record of what is told to whom.",
        ),
        heading(format!("What was told{}", p.since_words())),
        drawn(
            "day",
            "reports of incidents, answers to findings, reports of audits, changes of which the certification body was told, versions of documents that had to be read. What was told by word alone is not in the file.",
        ),
        listing(
            &[("Day", 20.0), ("What", 66.0), ("To whom", 40.0), ("From", 20.0), ("Proof", 24.0)],
            list.iter()
                .map(|t| {
                    vec![
                        t.on.to_string().into(),
                        p.people.redact(&t.what).into(),
                        p.people.redact(&t.whom).into(),
                        vec![p.code(t.from)].into(),
                        p.codes(t.proof.iter().copied()).into(),
                    ]
                })
                .collect(),
            ("telling", "tellings"),
            &format!("Nothing is on record{}.", p.since_words()),
        ),
    ];
    if !owed.is_empty() {
        blocks.push(heading("Still to be told"));
        blocks.push(listing(&[("What", 90.0), ("To whom", 50.0), ("From", 30.0)], owed, ("thing", "things"), ""));
    }
    Ok(vec![section("communication", "Communication", &["7.4"], false, blocks)])
}

fn told<'a>(p: &'a Paper) -> Vec<Told<'a>> {
    let mut out = Vec::new();
    for (_, r, i) in p.isms.live::<Incident>() {
        for n in i.notifications.iter().filter(|n| n.answer == NotificationAnswer::Sent) {
            let Some(on) = n.sent.as_ref().and_then(|s| moment(s).ok()).map(|m| m.date_naive()) else { continue };
            let by = if &*n.clock == "other" { String::new() } else { format!(", {}", law(&n.clock)) };
            out.push(Told {
                on,
                what: format!("{}{by}", r.title()),
                whom: n.to.as_ref().map_or_else(|| "not recorded".into(), |t| t.trim().to_string()),
                from: &r.code,
                proof: n.evidence.iter().map(|e| &***e).collect(),
            });
        }
    }
    for (_, r, n) in p.isms.live::<Nonconformity>() {
        if let Some(d) = n.answered_on.filter(|_| crate::staleness::word(&n.source) == "external_audit") {
            let whom = p
                .isms
                .organization()
                .and_then(|o| o.certificate_body.as_ref())
                .map_or("the certification body", |b| b.trim());
            out.push(Told {
                on: d.0,
                what: format!("Answer to {}", r.title()),
                whom: whom.into(),
                from: &r.code,
                proof: Vec::new(),
            });
        }
    }
    for (_, r, a) in p.isms.live::<Audit>() {
        if let Some(d) = a.reported_on {
            let whom: Vec<String> = a.reported_to.iter().map(|c| p.short(c)).collect();
            let whom = if whom.is_empty() { "management".into() } else { whom.join(", ") };
            out.push(Told { on: d.0, what: format!("Report: {}", r.title()), whom, from: &r.code, proof: Vec::new() });
        }
    }
    for (_, r, c) in p.isms.live::<Change>() {
        // The day is that of the first version of the record that says so.
        let said = r
            .revisions
            .iter()
            .find(|v| crate::isms::json_of(v).get("tell_cb").and_then(|t| t.as_str()) == Some("done"));
        if let Some(v) = said.filter(|_| c.tell_cb == TellBody::Done) {
            let what = format!("Change: {}", r.title());
            out.push(Told {
                on: p.isms.day_of(v.seq),
                what,
                whom: "the certification body".into(),
                from: &r.code,
                proof: Vec::new(),
            });
        }
    }
    for (_, r, d) in p.isms.live::<Policy>().filter(|(_, r, _)| r.state() == "in_force") {
        let must = crate::staleness::word(&d.must_be_read) != "no";
        let Some(on) = d.in_force_from.filter(|_| must) else { continue };
        let version = d.version;
        let read = p
            .isms
            .live::<Acknowledgement>()
            .filter(|(_, _, a)| *a.policy == *r.code && a.policy_version == version)
            .count();
        let roles: Vec<&str> = d.for_roles.iter().map(|r| r.trim()).collect();
        let whom = if roles.is_empty() { "everyone".to_string() } else { roles.join(", ") };
        out.push(Told {
            on: on.0,
            what: format!("{}, version {version}; {} of it", r.title(), count(read, "confirmation", "confirmations")),
            whom,
            from: &r.code,
            proof: Vec::new(),
        });
    }
    out.sort_by(|a, b| (b.on, a.from).cmp(&(a.on, b.from)));
    out
}
/// Changes of which the certification body is to be told; clocks of incidents that run are in their own sheets.
fn owed(p: &Paper) -> Vec<Vec<Cell>> {
    p.isms
        .live::<Change>()
        .filter(|(_, _, c)| c.tell_cb == TellBody::Yes)
        .map(|(_, r, _)| {
            vec![
                vec![plain(r.title()), soft(" (change)")].into(),
                vec![Span::Red("the certification body".into())].into(),
                vec![p.code(&r.code)].into(),
            ]
        })
        .collect()
}
