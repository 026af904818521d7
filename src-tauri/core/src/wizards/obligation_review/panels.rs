//! What stands beside each question about law and contracts.
//! It shows; it must never answer.
use super::{cited_by, follows, obligation, rests};
use crate::catalog::clock as clock_of;
use crate::isms::Record;
use crate::kinds::{Course, Person, Policy};
use crate::wizard::{PanelPart, Run, panel};

/// The obligation in our own words, its clock, its source and the version read.
pub(super) fn law(run: &Run, out: &mut Vec<PanelPart>) {
    let Some(o) = obligation(run) else { return };
    let version = o
        .source_version
        .as_ref()
        .map_or_else(|| "No version is on record.".to_string(), |v| format!("Version last read: {v}."));
    let clock = match o.clock.as_ref().map(|c| c.to_string()).unwrap_or_default().as_str() {
        "" | "none" => "It starts no clock.".to_string(),
        "own" => format!("It starts a clock of {} hours.", o.own_clock_hours.map_or(0, |h| h.0)),
        id => clock_of(id).map_or_else(|| id.to_string(), |c| format!("It starts a clock: {}.", c.limit)),
    };
    out.push(PanelPart::text("What you wrote down", o.demands.to_string()));
    out.push(PanelPart::text(
        "Where it comes from",
        format!("{}, {}\n\n{version} {clock}", &*o.source, &*o.jurisdiction),
    ));
    panel::last_answer(run, "text", "looked", out);
    panel::last_review(run, out);
}
pub(super) fn applies(run: &Run, out: &mut Vec<PanelPart>) {
    law(run, out);
    panel::quoted(run, "Why it bound you, or not", "applies_why", out);
    if let Some(org) = run.isms.organization() {
        out.push(PanelPart::text("What you are", format!("{}\n\n{} people.", &*org.does, org.headcount.0)));
    }
}
/// Policies and controls that cite it, each with the passage that speaks of it.
pub(super) fn answer(run: &Run, out: &mut Vec<PanelPart>) {
    let links: Vec<_> = cited_by(run)
        .iter()
        .filter_map(|c| run.isms.ix(c))
        .map(|ix| panel::link_shown(run, ix, "obligations", passage(run, run.isms.rec(ix))))
        .collect();
    out.push(if links.is_empty() {
        PanelPart::text("Rules and controls that cite it", "None does yet. While it binds you, that is a gap.")
    } else {
        PanelPart::Links { title: "Rules and controls that cite it".into(), links }
    });
    law(run, out);
}
/// The sentences of a text that share the most words with what is asked; of a control, how it is done.
fn passage(run: &Run, r: &Record) -> String {
    let body = r.body_json();
    let text = ["how", "text"].iter().find_map(|f| body.get(*f)?.as_str()).unwrap_or_default();
    let words = |t: &str| -> Vec<String> {
        t.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.chars().count() > 4)
            .map(String::from)
            .collect()
    };
    let asked = words(&super::demands(run));
    text.split(['.', '\n'])
        .map(str::trim)
        .filter(|s| !s.is_empty())
        .map(|s| (words(s).iter().filter(|w| asked.contains(w)).count(), s))
        .max_by(|a, b| a.0.cmp(&b.0).then(b.1.len().cmp(&a.1.len())))
        .map_or_else(|| "its text is a file".to_string(), |(_, s)| format!("\u{201c}{s}\u{201d}"))
}
/// What would follow a policy: the courses that teach it and the people who must read it.
pub(super) fn next(run: &Run, r: &Record) -> Option<String> {
    let p = r.get::<Policy>()?;
    let courses: Vec<String> = run
        .isms
        .live::<Course>()
        .filter(|(_, _, c)| c.policies.contains(&r.code.to_string()))
        .map(|(_, c, _)| format!("{} {}", c.code, c.title()))
        .collect();
    let people = run
        .isms
        .live::<Person>()
        .filter(|(_, x, who)| {
            x.state() == "active" && (p.for_roles.is_empty() || who.roles.iter().any(|r| p.for_roles.contains(r)))
        })
        .count();
    let taught = if courses.is_empty() {
        "no course teaches it".to_string()
    } else {
        format!("taught by {}", courses.join(", "))
    };
    // Of those who have to confirm it, how many have, as the file stands.
    let codes = run.isms.live::<Person>().map(|(_, x, _)| format!("{}/{}", x.code, r.code));
    let items: Vec<_> = codes.filter_map(|id| run.item(&id)).collect();
    let read = if items.is_empty() {
        String::new()
    } else {
        format!(", {} of {} have confirmed it", items.iter().filter(|i| i.counts_as_current()).count(), items.len())
    };
    Some(format!("{taught}; it concerns {people} people{read}"))
}
/// The chain: what the change reaches at once, and where it may go from there.
pub(super) fn chain(run: &Run, out: &mut Vec<PanelPart>) {
    let all = rests(run);
    let links =
        all.iter().map(|(ix, reason)| panel::link_shown(run, *ix, "obligations", reason.text(run.isms))).collect();
    out.push(PanelPart::Links { title: "What this change reaches".into(), links });
    let on: Vec<String> = all
        .iter()
        .map(|(ix, _)| run.isms.rec(*ix))
        .filter_map(|r| Some(format!("- {} \u{2192} {} {} \u{2192} {}", run.subject, r.code, r.title(), next(run, r)?)))
        .collect();
    if !on.is_empty() {
        out.push(PanelPart::text(
            "And from there",
            format!("{}\n\nCourses and people follow only when a rule really gets a new version.", on.join("\n")),
        ));
    }
    let always: Vec<String> = all
        .iter()
        .filter(|(ix, _)| follows(run).iter().all(|(f, _)| f != ix))
        .map(|(ix, r)| format!("- {} {}", run.isms.rec(*ix).code, r.rule.clears))
        .collect();
    if !always.is_empty() {
        out.push(PanelPart::text("These become due in any case", always.join("\n")));
    }
}
pub(super) fn clock(run: &Run, out: &mut Vec<PanelPart>) {
    law(run, out);
    out.push(PanelPart::text("What is this?", "Some laws and contracts give you hours to report an incident. The clock starts when you become aware of it. An auditor asks who would be told, and how you know."));
}
pub(super) fn people(run: &Run, out: &mut Vec<PanelPart>) {
    let links: Vec<_> = rests(run)
        .iter()
        .filter(|(ix, _)| run.isms.rec(*ix).info().name == "policy")
        .filter_map(|(ix, _)| Some(panel::link_shown(run, *ix, "obligations", next(run, run.isms.rec(*ix))?)))
        .collect();
    out.push(if links.is_empty() {
        PanelPart::text("Rules that it reaches", "No rule cites it.")
    } else {
        PanelPart::Links { title: "Rules that it reaches".into(), links }
    });
    out.push(PanelPart::text("What is different", run.says("new", "new")));
}
pub(super) fn watch(run: &Run, out: &mut Vec<PanelPart>) {
    law(run, out);
    panel::quoted(run, "How you hear of it today", "how_kept_up", out);
}
/// The decisions that are recorded beside the changes.
pub(super) fn at_check(run: &Run, out: &mut Vec<PanelPart>) {
    let runs: Vec<Run> = if run.many() { run.about.iter().map(|c| run.of(c)).collect() } else { vec![run.clone()] };
    let mut lines = Vec::new();
    for at in runs.iter().filter(|r| super::changes(r)) {
        for (ix, _) in follows(at) {
            let r = at.isms.rec(ix);
            let row = at.answer("touch", "touch").and_then(|v| v.get(&*r.code));
            let text = |f: &str| row.and_then(|x| x.get(f)).and_then(serde_json::Value::as_str).unwrap_or_default();
            if text("then") == "leave" {
                lines.push(format!("- {} {} stays as it is: {}", r.code, r.title(), text("why").trim()));
            }
        }
    }
    if !lines.is_empty() {
        out.push(PanelPart::text("Decided: the change does not touch these", lines.join("\n")));
    }
}
