//! What stands beside each question of an audit by others: the cycle, what they will want to see, the terms of the body.
//! It shows; it must never answer.
use super::super::audits::{self, lines};
use super::facts::*;
use crate::calendar::surveillance_by;
use crate::catalog;
use crate::dates::add_days;
use crate::kinds::Audit;
use crate::kinds::organization::BodyTermName;
use crate::staleness::coverage::before_expiry;
use crate::wizard::{PanelPart, Run, panel};
use chrono::NaiveDate;

pub(super) fn which(run: &Run, out: &mut Vec<PanelPart>) {
    let of = under_way(run);
    audits::linked(run, "Under way", "None.", of.iter().filter_map(|c| run.isms.ix(c)), out);
}
/// When the body must have been here, and what was agreed.
pub(super) fn dates(run: &Run, out: &mut Vec<PanelPart>) {
    let mut say = Vec::new();
    if let Some(o) = org(run) {
        let ends = o.expires_on.map(|d| d.0);
        if let (Some(decided), "surveillance" | "") = (o.decided_on, sort(run)) {
            let first = o.first_decided_on.map(|d| d.0);
            for n in [1, 2] {
                let by = surveillance_by(decided.0, first, n);
                say.push(format!("Surveillance {n}: {} at the latest", run.say_day(by)));
            }
        }
        if let (Some(ends), "recertification" | "") = (ends, sort(run)) {
            let by = add_days(ends, -before_expiry(Some(o)));
            say.push(format!("Recertification: held by {}, so that findings can be closed in time", run.say_day(by)));
            say.push(format!("The certificate ends on {}", run.say_day(ends)));
        }
        say.extend(o.certificate_body.as_ref().map(|b| format!("Your body: {}", b.0)));
        say.extend(o.next_external_audit.map(|d| format!("Agreed so far: {}", run.say_day(d.0))));
    }
    out.push(PanelPart::text("The cycle of the certificate", lines(&say, "No certificate is on record yet.")));
    last(run, out);
}
/// Audits by others that were held, the newest first.
fn before<'a>(run: &Run<'a>) -> Vec<(NaiveDate, crate::isms::Ix, &'a Audit)> {
    let isms: &'a crate::isms::Isms = run.isms;
    let own = code(run);
    let mut out: Vec<_> = isms
        .live::<Audit>()
        .filter(|(_, r, a)| a.external() && r.state() != "planned" && own.as_deref() != Some(&*r.code))
        .filter_map(|(ix, _, a)| a.held_until.or(a.held_from).map(|d| (d.0, ix, a)))
        .collect();
    out.sort_by_key(|(d, ix, _)| (std::cmp::Reverse(*d), *ix));
    out
}
fn last(run: &Run, out: &mut Vec<PanelPart>) {
    match before(run).first() {
        Some((on, ix, a)) => {
            let summary = a.summary.as_ref().map(|s| s.to_string()).unwrap_or_default();
            let title = run.isms.rec(*ix).title();
            out.push(PanelPart::text("Last time", format!("{title}, {}. {summary}", run.say_day(*on))));
        }
        None => out.push(PanelPart::text("Last time", "No audit by others is on record.")),
    }
}
pub(super) fn covers(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "What they always look at",
        "- your own audits and the management review\n- what became of the last findings\n- whether you reach your objectives\n- changes since the last visit\n- how the certificate and its mark are used\n- risks, controls, and the list of controls that apply",
    ));
    let since = before(run).first().map_or(NaiveDate::MIN, |(d, ..)| *d);
    audits::changes_since(run, since, out);
    audits::open_findings(run, out);
}
/// "3,479 acts: BC57-4F34"
pub(super) fn checkpoint(run: &Run) -> String {
    let c = run.isms.checkpoint();
    format!("{} acts: {}", crate::report::thousands(c.size as usize), c.groups().join(" "))
}
pub(super) fn given(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "The pack and its checkpoint",
        format!("Make it under \u{201c}Audit pack\u{201d}, two weeks before they come. The checkpoint of the file now, {}. It is noted with this audit: next year's pack shows that nothing before it was rewritten.", checkpoint(run)),
    ));
}
pub(super) fn held(run: &Run, out: &mut Vec<PanelPart>) {
    let planned = planned_on(run).map(|d| run.say_day(d));
    let text = planned.map_or("No day was planned.".into(), |d| format!("It was planned for {d}."));
    let method = audit(run).map(|a| a.method.to_string()).unwrap_or_default();
    out.push(PanelPart::text("The plan", format!("{text} {method}").trim()));
}
pub(super) fn day(run: &Run, out: &mut Vec<PanelPart>) {
    let covers = audit(run).map(|a| a.covers.0.clone()).unwrap_or_default();
    let named: Vec<String> =
        covers.iter().map(|n| format!("{n} {}", catalog::title_of(n).unwrap_or_default()).trim().to_string()).collect();
    out.push(PanelPart::text("What they came for", lines(&named, "No plan is on record.")));
    out.push(PanelPart::text(
        "Why write it down",
        "What they ask for this year they ask for again. Next year you have it ready within a minute.",
    ));
}
pub(super) fn findings(run: &Run, out: &mut Vec<PanelPart>) {
    let days = |term, usual| org(run).map_or(usual, |o| o.body_days(term));
    out.push(PanelPart::text(
        "Time to answer",
        format!(
            "By your contract: {} days for the answer, {} days to close a major. What is written in the finding goes before.",
            days(BodyTermName::AnswerFinding, 30),
            days(BodyTermName::CloseFinding, 90)
        ),
    ));
    audits::grades(out);
    audits::found_here(run, audit(run), out);
}
pub(super) fn disagree(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "Before you object",
        "Every body has a way to object, and a day by which it must have the objection. It is about facts: what was seen, or what is required. Answer in time all the same.",
    ));
    let say: Vec<String> = found(run)
        .iter()
        .map(|(_, row)| {
            let due = answer_due(run, row).map(|d| format!("; answer by {}", run.say_day(d))).unwrap_or_default();
            format!("{} ({}{due})", named(row), text(row, "grade"))
        })
        .collect();
    out.push(PanelPart::text("What was found", lines(&say, "Nothing.")));
}
pub(super) fn tell(run: &Run, out: &mut Vec<PanelPart>) {
    panel::people(run, "Top management", &audits::top_management(run), out);
    let owner: Vec<String> = org(run).map(|o| o.isms_owner.0.clone()).into_iter().collect();
    panel::people(run, "Who looks after the ISMS", &owner, out);
}
pub(super) fn result(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "What it means",
        "The auditor recommends; the body decides, some weeks later. A major finding is closed before it decides. If nothing is said yet, come back: this audit stays under way.",
    ));
    last(run, out);
}
pub(super) fn new(run: &Run, out: &mut Vec<PanelPart>) {
    let Some(o) = org(run) else {
        out.push(PanelPart::text("The certificate on record", "None."));
        return;
    };
    let day = |d: Option<crate::words::Date>| d.map_or("not on record".to_string(), |d| run.say_day(d.0));
    out.push(PanelPart::text(
        "The certificate on record",
        format!(
            "- number: {}\n- decided: {}\n- valid until: {}\n- list of controls: version {}",
            o.certificate_number.as_ref().map_or("not on record", |n| &n.0),
            day(o.decided_on),
            day(o.expires_on),
            o.soa_on_certificate.as_ref().map_or("not on record", |n| &n.0)
        ),
    ));
    out.push(PanelPart::text("What it covers", o.scope.to_string()));
}
pub(super) fn after(run: &Run, out: &mut Vec<PanelPart>) {
    audits::found_here(run, audit(run), out);
    out.extend(code(run).map(|id| PanelPart::Record { title: "The audit".into(), id }));
}
