//! What stands beside each question about a change.
//! It shows; it must never answer.
use super::checks::{may_approve, tell_because};
use super::*;
use crate::kinds::{Action, Obligation};
use crate::staleness;
use crate::wizard::{PanelPart, panel};

pub(super) fn what(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "What is this?",
        "A change is anything after which you work, store, sell or decide differently than before. An auditor asks what you thought of before it began, and what came of it.",
    ));
    let open: Vec<_> = run
        .isms
        .live::<Change>()
        .filter(|(_, r, _)| matches!(r.state(), "idea" | "screened" | "approved"))
        .map(|(ix, r, c)| panel::link_shown(run, ix, "about", format!("{}; from {}", r.state(), run.say_day(c.when.0))))
        .collect();
    out.push(if open.is_empty() {
        PanelPart::text("Changes that are coming", "None is on record.")
    } else {
        PanelPart::Links { title: "Changes that are coming".into(), links: open }
    });
    begun_on(run, out);
}
fn begun_on(run: &Run, out: &mut Vec<PanelPart>) {
    if run.record().is_some() {
        out.push(PanelPart::Record { title: "What you began with".into(), id: run.subject.clone() });
    }
}
pub(super) fn unplanned(run: &Run, out: &mut Vec<PanelPart>) {
    facts(run, out);
    let days: Vec<_> = run
        .isms
        .live::<crate::kinds::Incident>()
        .filter(|(_, _, i)| {
            let day = i.noticed_at.get(..10).and_then(crate::dates::parse);
            day.is_some_and(|d| when(run).is_some_and(|w| d >= w))
        })
        .map(|(ix, _, i)| {
            panel::link_shown(run, ix, "incidents", i.noticed_at.get(..10).unwrap_or_default().to_string())
        })
        .collect();
    out.push(if days.is_empty() {
        PanelPart::text("Incidents since that day", "None is on record.")
    } else {
        PanelPart::Links { title: "Incidents since that day".into(), links: days }
    });
}
/// The change, in what has been said of it so far.
fn facts(run: &Run, out: &mut Vec<PanelPart>) {
    match change(run) {
        Some(_) => out.push(PanelPart::Record { title: "The change".into(), id: run.subject.clone() }),
        None => {
            let day = when(run).map(|d| format!("\n\nFrom {}.", run.say_day(d))).unwrap_or_default();
            let what = run.says("what", "what");
            out.push(PanelPart::text(
                "The change",
                format!("{}{day}", if what.is_empty() { "Not described yet." } else { what }),
            ));
        }
    }
}

/// What each of the seven looks for.
pub(super) fn seven(run: &Run, n: usize, out: &mut Vec<PanelPart>) {
    facts(run, out);
    const WHY: [&str; 7] = [
        "Whoever holds more, loses more. With personal data the law may want you to think first, and in writing.",
        "Each new way in has to be given, looked at now and then, and taken away again.",
        "What they hold is still yours to answer for. A supplier is looked at before it is used.",
        "What can be reached from everywhere is tried from everywhere, usually within hours.",
        "A promise to a customer may be narrower than the law. Read it before, not after.",
        "The certificate covers what its words say. When that moves, the body may have to be told.",
        "A duty that nobody was told of is not done. Rules, courses and access follow the duty.",
    ];
    out.push(PanelPart::text("Why this is asked", WHY[n]));
    if n == 4 {
        let links: Vec<_> = run
            .isms
            .live::<Obligation>()
            .filter(|(_, r, o)| word(&o.applies) == "yes" && r.state() == "binding")
            .take(12)
            .map(|(ix, _, o)| panel::link_shown(run, ix, "obligations", crate::wizard::short(&o.demands)))
            .collect();
        out.push(if links.is_empty() {
            PanelPart::text("Laws and contracts", "None is on record.")
        } else {
            PanelPart::Links { title: "Laws and contracts".into(), links }
        });
    }
    if n == 5 {
        scope(run, out);
    }
}
fn scope(run: &Run, out: &mut Vec<PanelPart>) {
    if let Some(o) = run.isms.organization() {
        out.push(PanelPart::text("What the certificate covers", o.scope.to_string()));
    }
}
pub(super) fn data(run: &Run, out: &mut Vec<PanelPart>) {
    facts(run, out);
    out.push(PanelPart::text("What is this?", "A data protection assessment asks, before you begin, what could happen to the people whose data it is. The law wants it where much can happen to them (GDPR Art. 35)."));
}
pub(super) fn supplier(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text("What is this?", "A considered supplier is on record and not yet used. Before it is, a look at it asks what shows that they are secure and what the contract says."));
    if let Some(s) = known_supplier(run) {
        out.push(PanelPart::Record { title: "As it stands".into(), id: s });
    }
}
pub(super) fn things(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "What becomes of them",
        "Each is put down as planned. It counts as in use once you say so, after it went live.",
    ));
    facts(run, out);
}
/// The words for how bad it would be; nothing is asked of how likely.
pub(super) fn worth(run: &Run, out: &mut Vec<PanelPart>) {
    panel::scale(run, out);
    out.remove(0);
}
pub(super) fn isms(run: &Run, out: &mut Vec<PanelPart>) {
    scope(run, out);
    if let Some(o) = run.isms.organization() {
        let mut people = o.top_management.to_vec();
        people.push(o.isms_owner.to_string());
        panel::people(run, "Who leads and looks after it", &people, out);
    }
}
/// What would have to be looked at again, with the way there.
pub(super) fn touch(run: &Run, out: &mut Vec<PanelPart>) {
    let seeds: Vec<String> = TOUCHED[..3].iter().flat_map(|f| touched(run, f)).collect();
    let mut links = Vec::new();
    let nothing = staleness::Currency { today: run.today, items: Vec::new() };
    for seed in &seeds {
        let Some(ix) = run.isms.ix(seed) else { continue };
        for r in staleness::impact(run.isms, &nothing, ix, &[]) {
            let Some(target) = r.target.record() else { continue };
            let way: Vec<&str> = r.path.iter().rev().map(|i| &*run.isms.rec(*i).code).collect();
            let link = panel::link_shown(run, target, "touched", way.join(" \u{2192} "));
            if !links.iter().any(|l: &crate::view::LinkShown| l.id == link.id) {
                links.push(link);
            }
        }
    }
    let more = links.len().saturating_sub(20);
    links.truncate(20);
    out.push(match (seeds.is_empty(), links.is_empty()) {
        (true, _) => PanelPart::text(
            "What rests on them",
            "Nothing is named yet. Once you name a thing or a supplier, what rests on it stands here.",
        ),
        (_, true) => PanelPart::text("What rests on them", "Nothing on record rests on these."),
        _ => PanelPart::Links { title: "What rests on them, and how".into(), links },
    });
    if more > 0 {
        out.push(PanelPart::text("And more", format!("{more} more rest on them; all are shown before you sign.")));
    }
    let new = new_things(run).into_iter().chain(new_supplier(run).then(|| run.says("supplier", "name").to_string()));
    let new: Vec<String> = new.map(|n| format!("- {n}")).collect();
    if !new.is_empty() {
        out.push(PanelPart::text("What is new", new.join("\n")));
    }
}
/// Risks that are known of what it touches.
pub(super) fn risks(run: &Run, out: &mut Vec<PanelPart>) {
    let hit: Vec<String> = TOUCHED[..3].iter().flat_map(|f| touched(run, f)).collect();
    let links: Vec<_> = run
        .isms
        .live::<crate::kinds::Risk>()
        .filter(|(_, _, k)| {
            k.assets.iter().chain(k.processes.iter()).chain(k.suppliers.iter()).any(|x| hit.contains(x))
        })
        .take(12)
        .map(|(ix, _, k)| {
            panel::link_shown(run, ix, "risks", format!("{} \u{d7} {} = {}", k.likelihood.0, k.impact.0, k.level()))
        })
        .collect();
    out.push(if links.is_empty() {
        PanelPart::text("Risks that you know there", "None is on record for what it touches.")
    } else {
        PanelPart::Links { title: "Risks that you know there".into(), links }
    });
    said_yes(run, out);
}
fn said_yes(run: &Run, out: &mut Vec<PanelPart>) {
    let lines: Vec<String> =
        yeses(run).into_iter().map(|n| format!("- {} {}", SEVEN[n], run.says(SEVEN_STEPS[n], "note"))).collect();
    out.push(PanelPart::text(
        "To which you said yes",
        if lines.is_empty() { "None of the seven.".into() } else { lines.join("\n") },
    ));
}
pub(super) fn needs(run: &Run, out: &mut Vec<PanelPart>) {
    said_yes(run, out);
    let lines: Vec<String> =
        run.table("risks", "wrong").iter().map(|l| format!("- {}", super::checks::text(l, "title"))).collect();
    if !lines.is_empty() {
        out.push(PanelPart::text("What could go wrong", lines.join("\n")));
    }
}
pub(super) fn tell(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "What your answers say",
        tell_because(run).map_or_else(
            || "Nothing in them speaks for it.".to_string(),
            |why| format!("They should be told, for {why}."),
        ),
    ));
    if let Some(o) = run.isms.organization() {
        out.push(PanelPart::text(
            "How many you are",
            format!(
                "{} people. A fifth more or fewer than at the last audit is worth a word to the body.",
                o.headcount.0
            ),
        ));
    }
    scope(run, out);
}
pub(super) fn approve(run: &Run, out: &mut Vec<PanelPart>) {
    panel::people(run, "Who may say yes", &may_approve(run), out);
    facts(run, out);
    said_yes(run, out);
}
pub(super) fn back(run: &Run, out: &mut Vec<PanelPart>) {
    facts(run, out);
    out.push(PanelPart::text(
        "Why this is asked",
        "On that day you are asked whether it went live, whether what had to be true was true, and what came of it.",
    ));
}
/// The change and what was ordered because of it.
pub(super) fn live(run: &Run, out: &mut Vec<PanelPart>) {
    let links: Vec<_> = run
        .isms
        .live::<Action>()
        .filter(|(_, _, a)| a.from.as_ref().is_some_and(|f| **f == run.subject))
        .map(|(ix, r, a)| panel::link_shown(run, ix, "from", format!("{}; due {}", r.state(), run.say_day(a.due.0))))
        .collect();
    out.push(if links.is_empty() {
        PanelPart::text("What was to be done for it", "Nothing was ordered.")
    } else {
        PanelPart::Links { title: "What was to be done for it".into(), links }
    });
    panel::linking(run, "Incidents and findings that name it", &["incident", "nonconformity"], out);
    facts(run, out);
}
/// Before anything is saved: what it says, and what follows.
pub(super) fn at_check(run: &Run, out: &mut Vec<PanelPart>) {
    facts(run, out);
    if screening(run) {
        said_yes(run, out);
    } else {
        live(run, out);
    }
}
