//! What stands beside each question about us and the world: what the file knows since the last look.
//! It shows; it must never answer.
use super::{org, roles_held, since};
use crate::isms::{Ix, Record};
use crate::kinds::{Asset, Change, Incident, Obligation, Person, Review, Threat};
use crate::wizard::{PanelPart, Run, panel};

/// Records as links with a line each; a sentence where there are none.
fn list(run: &Run, title: &str, none: &str, all: Vec<(Ix, String)>, out: &mut Vec<PanelPart>) {
    out.push(if all.is_empty() {
        PanelPart::text(title, none)
    } else {
        let links = all.into_iter().take(12).map(|(ix, says)| panel::link_shown(run, ix, "about", says)).collect();
        PanelPart::Links { title: title.into(), links }
    });
}
fn added_since(run: &Run, r: &Record) -> bool {
    run.isms.day_of(r.added()) > since(run)
}

pub(super) fn inside(run: &Run, out: &mut Vec<PanelPart>) {
    let from = since(run);
    let changes = run
        .isms
        .live::<Change>()
        .filter(|(_, r, _)| {
            matches!(r.state(), "approved" | "done" | "checked") && run.isms.day_of(r.head().seq) > from
        })
        .map(|(ix, _, c)| (ix, format!("from {}", run.say_day(c.when.0))))
        .collect();
    list(run, "Changes since then", "No change was recorded since then.", changes, out);
    let mut people = Vec::new();
    for (ix, _, p) in run.isms.live::<Person>() {
        match p.left_on {
            Some(d) if d.0 > from => people.push((ix, format!("left on {}", run.say_day(d.0)))),
            None if p.joined_on.0 > from => people.push((ix, format!("joined on {}", run.say_day(p.joined_on.0)))),
            _ => {}
        }
    }
    list(run, "Who came, who went", "Nobody came or went.", people, out);
    let assets = run
        .isms
        .live::<Asset>()
        .filter(|(_, r, _)| added_since(run, r))
        .map(|(ix, _, a)| (ix, a.purpose.to_string()))
        .collect();
    list(run, "New assets", "No asset was added.", assets, out);
    panel::last_answer(run, "inside", "inside", out);
}
pub(super) fn outside(run: &Run, out: &mut Vec<PanelPart>) {
    let from = since(run);
    let laws = run
        .isms
        .live::<Obligation>()
        .filter(|(_, r, _)| run.isms.day_of(r.print(0)) > from)
        .map(|(ix, _, o)| (ix, o.source.to_string()))
        .collect();
    list(run, "Law and contracts that changed", "Nothing that binds you changed in this file.", laws, out);
    let digests: Vec<String> = run
        .isms
        .each("review")
        .filter_map(|(_, r)| r.get::<Review>())
        .filter(|r| r.wizard.0 == "threat-digest" && r.held_on.0 > from)
        .map(|r| format!("- {}: {}", run.say_day(r.held_on.0), r.why.trim()))
        .collect();
    if digests.is_empty() {
        let news = run
            .isms
            .live::<Threat>()
            .filter(|(_, r, t)| added_since(run, r) && crate::staleness::word(&t.relevant) == "yes")
            .map(|(ix, _, t)| (ix, t.source.to_string()))
            .collect();
        list(run, "News that concerned you", "No news was judged to concern you.", news, out);
    } else {
        out.push(PanelPart::text("What the threat digests said", digests.join("\n")));
    }
    let incidents = run
        .isms
        .live::<Incident>()
        .filter(|(_, r, i)| !i.suppliers.is_empty() && added_since(run, r))
        .map(|(ix, _, i)| (ix, i.suppliers.join(", ")))
        .collect();
    list(run, "Incidents at suppliers", "No incident came through a supplier.", incidents, out);
    panel::last_answer(run, "outside", "outside", out);
}
pub(super) fn climate(run: &Run, out: &mut Vec<PanelPart>) {
    panel::quoted(run, "What you said before", "climate", out);
    panel::quoted(run, "And why", "climate_why", out);
    out.push(PanelPart::text("What is this?", "Since 2024 the standard asks each organization to decide whether climate change matters for its information security. It asks for the decision and a reason, not for a project."));
}
/// What each said since: the contracts and laws behind them.
pub(super) fn parties(run: &Run, out: &mut Vec<PanelPart>) {
    let from = since(run);
    let mut said: Vec<(Ix, String)> = run
        .isms
        .live::<Obligation>()
        .filter(|(_, r, o)| crate::staleness::word(&o.sort) == "contract" && run.isms.day_of(r.print(0)) > from)
        .map(|(ix, _, o)| (ix, format!("{}: {}", &*o.jurisdiction, crate::wizard::short(&o.demands))))
        .collect();
    for p in org(run).map(|o| &o.parties).into_iter().flatten() {
        said.extend(p.obligations.iter().filter_map(|c| run.isms.ix(c)).map(|ix| (ix, p.who.to_string())));
    }
    said.dedup_by_key(|x| x.0);
    list(run, "What they asked in writing", "No contract or law of theirs is new in this file.", said, out);
    panel::last_review(run, out);
    out.push(PanelPart::text("What is this?", "The standard calls them interested parties: everyone who can expect something of your security. An auditor asks which of it you answer, and how."));
}
pub(super) fn scope(run: &Run, out: &mut Vec<PanelPart>) {
    let Some(o) = org(run) else { return };
    out.push(PanelPart::text("The scope, word for word", o.scope.to_string()));
    let until = o.expires_on.map(|d| format!(", valid until {}", run.say_day(d.0))).unwrap_or_default();
    let number = o
        .certificate_number
        .as_ref()
        .map_or_else(|| "No certificate is recorded.".to_string(), |n| format!("Certificate {n}{until}."));
    out.push(PanelPart::text("The certificate", number));
    let sites: Vec<String> = o.sites.iter().map(|s| format!("- {}", &*s.place)).collect();
    out.push(PanelPart::text(
        "The sites",
        if sites.is_empty() { "No site is recorded.".into() } else { sites.join("\n") },
    ));
    out.push(PanelPart::text("What you do, for whom", o.does.to_string()));
    if let Some(ix) = run.isms.ix(&run.subject) {
        panel::evidence(run, "Copies on file", &[ix], out);
    }
}
pub(super) fn edges(run: &Run, out: &mut Vec<PanelPart>) {
    panel::quoted(run, "The edge as it is recorded", "scope_edges", out);
    out.push(PanelPart::text("What is this?", "At the edge of the scope others do things for you: they run servers, hold data, write code. An auditor asks who here looks after that."));
}
/// Who has which role; those who left are said to have left.
pub(super) fn roles(run: &Run, out: &mut Vec<PanelPart>) {
    let mut all: Vec<String> = roles_held(run).into_iter().flat_map(|r| r.1).collect();
    if let Some(o) = org(run) {
        all.extend(o.top_management.iter().cloned().chain([o.isms_owner.to_string()]));
    }
    all.sort();
    all.dedup();
    all.truncate(40);
    panel::people(run, "Roles and people", &all, out);
}
pub(super) fn tell(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "What the contract usually asks you to tell",
        "- legal or commercial standing, ownership, name\n- top management and who decides\n- addresses and sites\n- what the certificate covers\n- the management system itself, in large parts\n- many more or fewer people",
    ));
    if let Some(o) = org(run) {
        out.push(PanelPart::text("People within the scope", format!("{} today.", o.headcount.0)));
    }
    if let Some(item) = run.item(&run.subject) {
        let lines: Vec<String> =
            item.reasons.iter().filter(|r| r.rule.id == "headcount-moved").map(|r| r.text(run.isms)).collect();
        if !lines.is_empty() {
            out.push(PanelPart::text("More or fewer people", lines.join("\n")));
        }
    }
    if run.is("scope", "scope_true", "no") {
        out.push(PanelPart::text("What differs", run.says("scope", "differs")));
    }
}
pub(super) fn mark(run: &Run, out: &mut Vec<PanelPart>) {
    panel::last_answer(run, "mark", "places", out);
    out.push(PanelPart::text(
        "Where it often stands",
        "Website, mail footers, offers, slides, the door, job adverts, packages.",
    ));
}
