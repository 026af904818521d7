//! What stands beside each question about a finding: what was found, what is like it, the answer as it can be sent.
//! It shows; it must never answer.
use super::checks::{alike, same_before};
use super::facts::*;
use crate::kinds::{Control, Nonconformity};
use crate::wizard::{PanelPart, Run, panel};

pub(super) fn at_check(run: &Run, out: &mut Vec<PanelPart>) {
    if external(run) && failing(run) && complete(run) {
        out.push(letter(run));
    }
}
fn links(run: &Run, title: &str, codes: &[String], says: &str, none: &str, out: &mut Vec<PanelPart>) {
    let list: Vec<_> = codes
        .iter()
        .filter_map(|c| run.isms.ix(c))
        .take(12)
        .map(|ix| {
            let line = panel::one_line(run, run.isms.rec(ix));
            panel::link_shown(
                run,
                ix,
                "",
                if says.is_empty() { line } else { format!("{says}; {line}").trim_end_matches("; ").to_string() },
            )
        })
        .collect();
    out.push(if list.is_empty() {
        PanelPart::text(title, none)
    } else {
        PanelPart::Links { title: title.into(), links: list }
    });
}
pub(super) fn what(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "Three short lines",
        "What was required: the clause, the control or your own rule. What was found: name, number, day, as you saw it. What is the gap between the two. Without guilt: roles, no names.",
    ));
    let open: Vec<String> = run
        .isms
        .live::<Nonconformity>()
        .filter(|(_, r, _)| !matches!(r.state(), "closed" | "noted"))
        .map(|(_, r, _)| r.code.to_string())
        .collect();
    links(run, "Open findings", &open, "", "None is open.", out);
}
pub(super) fn grade(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "How grave",
        "- **Major**: something that must be there is missing or does not work; or a promise to customers is broken.\n- **Minor**: it works, but not here, or not this once.\n- **Observation**: all is met; it will not be for long.\n- **Opportunity**: all is met; it can be better.",
    ));
    found(run, out);
}
/// The finding as it was written.
pub(super) fn found(run: &Run, out: &mut Vec<PanelPart>) {
    match recorded(run) {
        Some(n) => {
            let required: Vec<String> = n
                .requirement
                .0
                .iter()
                .map(|c| format!("{c} {}", crate::catalog::title_of(c).unwrap_or_default()))
                .chain(n.own_rule.as_ref().map(|r| r.to_string()))
                .collect();
            out.push(PanelPart::text("What was required", required.join("\n\n")));
            out.push(PanelPart::text("What was found", n.what.to_string()));
        }
        None => out.push(PanelPart::text("What was found", run.says("what", "what").to_string())),
    }
    panel::last_review(run, out);
}
pub(super) fn now(run: &Run, out: &mut Vec<PanelPart>) {
    found(run, out);
    out.push(PanelPart::text(
        "This case, not the cause",
        "Close the open account, train the person, mend the page. Why it could happen comes later.",
    ));
}
pub(super) fn worked(run: &Run, out: &mut Vec<PanelPart>) {
    found(run, out);
    if let Some(n) = recorded(run) {
        if let Some(c) = &n.cause {
            out.push(PanelPart::text("The cause that you named", c.to_string()));
        }
    }
    for (code, a) in to_check(run) {
        let result = a.result.as_ref().map_or_else(String::new, |r| format!("\n\nIn the end: {r}"));
        out.push(PanelPart::text(format!("{code}: what was to be seen"), format!("{}{result}", &*a.what)));
    }
    let since: Vec<String> = same_after(run);
    links(run, "The same again since then?", &since, "", "No finding about the same requirement since.", out);
}
/// Findings about the same requirement that came later.
fn same_after(run: &Run) -> Vec<String> {
    let Some(me) = recorded(run) else { return Vec::new() };
    run.isms
        .live::<Nonconformity>()
        .filter(|(_, r, n)| {
            *r.code != *run.subject
                && n.raised_on.0 > me.raised_on.0
                && n.requirement.0.iter().any(|c| me.requirement.0.contains(c))
        })
        .map(|(_, r, _)| r.code.to_string())
        .collect()
}
/// Records like those that it is about: same control, owner, supplier, system.
pub(super) fn elsewhere(run: &Run, out: &mut Vec<PanelPart>) {
    found(run, out);
    let controls = controls_of(run);
    let same: Vec<String> = run
        .isms
        .live::<Nonconformity>()
        .filter(|(_, r, n)| *r.code != *run.subject && n.controls.iter().any(|c| controls.contains(c)))
        .map(|(_, r, _)| r.code.to_string())
        .collect();
    links(run, "Findings about the same control", &same, "", "There is none.", out);
    let mut systems = Vec::new();
    for c in &controls {
        if let Some(k) = run.isms.get::<Control>(c) {
            systems.extend(k.assets.iter().chain(k.suppliers.iter()).cloned());
        }
    }
    systems.extend(named(run, "suppliers"));
    systems.sort();
    systems.dedup();
    links(run, "Systems and suppliers that it rests on", &systems, "", "None is linked to the control.", out);
    let owners: Vec<String> =
        controls.iter().filter_map(|c| run.isms.record(c)?.common.owner.as_ref().map(|o| o.to_string())).collect();
    let theirs: Vec<String> = run
        .isms
        .live::<Control>()
        .filter(|(_, r, _)| {
            !controls.iter().any(|c| **c == *r.code)
                && r.common.owner.as_ref().is_some_and(|o| owners.iter().any(|x| x == &**o))
        })
        .map(|(_, r, _)| r.code.to_string())
        .take(6)
        .collect();
    links(run, "Controls with the same owner", &theirs, "", "There is none.", out);
}
pub(super) fn why(run: &Run, out: &mut Vec<PanelPart>) {
    found(run, out);
    if let Some(n) = recorded(run).filter(|n| n.cause.is_some()) {
        out.push(PanelPart::text(
            "What you answered before",
            n.whys.iter().map(|w| format!("- {w}")).collect::<Vec<_>>().join("\n"),
        ));
    }
    out.push(PanelPart::text(
        "An example",
        "- The account stayed open. **Why?** Nobody closed it.\n- **Why?** It was not on the leaver's sheet.\n- **Why?** The sheet lists only what has single sign-on.\n- **Why?** Nobody keeps a list of the tools that do not.\n\nThe last one can be changed: keep the list.",
    ));
}
pub(super) fn before(run: &Run, out: &mut Vec<PanelPart>) {
    links(run, "The same requirement within 36 months", &same_before(run), "", "There is none.", out);
    let alike = alike(run);
    if alike.len() >= 2 {
        links(run, "Open ones that look alike", &alike, "", "", out);
    }
    found(run, out);
}
pub(super) fn act(run: &Run, out: &mut Vec<PanelPart>) {
    let cause =
        whys(run).last().map(|w| w.to_string()).or_else(|| recorded(run)?.cause.as_ref().map(|c| c.to_string()));
    out.push(PanelPart::text("The cause", cause.unwrap_or_else(|| "Not named.".into())));
    let own: Vec<String> = actions(run).into_iter().map(|(c, ..)| c).collect();
    links(run, "Done about it so far", &own, "", "Nothing yet.", out);
    out.push(PanelPart::text(
        "A good sign",
        "\u{201c}The next five leavers have no account open after one day.\u{201d} Something that one can count or see, some weeks later.",
    ));
    panel::last_review(run, out);
}
pub(super) fn says(run: &Run, out: &mut Vec<PanelPart>) {
    found(run, out);
    let mut near = Vec::new();
    for c in controls_of(run) {
        if let Some(r) = run.isms.record(&c) {
            near.push(c.clone());
            near.extend(
                r.inn
                    .iter()
                    .map(|(s, _)| run.isms.rec(*s))
                    .filter(|s| s.live() && matches!(s.info().name, "risk" | "policy"))
                    .map(|s| s.code.to_string()),
            );
            near.extend(run.isms.linked(r, "policies").map(|ix| run.isms.rec(ix).code.to_string()));
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    near.retain(|c| seen.insert(c.clone()));
    links(run, "What hangs on the control", &near, "", "No control is named.", out);
}
pub(super) fn answer(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(letter(run));
    out.push(PanelPart::text(
        "As a page",
        "Sign this visit, then print \u{201c}Answer to a finding\u{201d} from the finding's record: the same facts with dates and proofs. You send it.",
    ));
    found(run, out);
}
/// Correction, extent, cause, action, dates: what a body asks for.
fn letter(run: &Run) -> PanelPart {
    let body = run.body();
    let now = given(run);
    let said = |f: &str| {
        let v = now.get(f).or(body.get(f)).and_then(serde_json::Value::as_str).unwrap_or_default();
        if v.is_empty() { "not said".to_string() } else { v.to_string() }
    };
    let required = requirement(run).join(", ");
    let all = whys(run);
    let chain: Vec<String> = match recorded(run) {
        Some(n) if all.is_empty() => n.whys.iter().map(|w| w.to_string()).collect(),
        _ => all.iter().map(|w| w.to_string()).collect(),
    };
    let chain = chain.iter().map(|w| format!("- {w}")).collect::<Vec<_>>().join("\n");
    let mut todo: Vec<String> = actions(run)
        .into_iter()
        .map(|(c, state, a)| {
            let when = match a.done_on {
                Some(d) => format!("done on {}", d.0),
                None => format!("by {}", a.due.0),
            };
            format!(
                "- {c} {} ({}, {when}{})",
                &*a.what,
                panel_role(run, &a.owner),
                if state == "checked" { ", checked" } else { "" }
            )
        })
        .collect();
    todo.extend(to_do(run).into_iter().map(|t| {
        format!(
            "- {} ({}, by {}, checked {} days later by this sign: {})",
            t.what,
            panel_role(run, &t.who),
            t.until,
            t.check_after,
            t.sign
        )
    }));
    if todo.is_empty() {
        todo.push(format!("- None: {}", said("no_action_because")));
    }
    let on = now
        .get("corrected_on")
        .or(body.get("corrected_on"))
        .and_then(serde_json::Value::as_str)
        .unwrap_or("no day given");
    PanelPart::Letter {
        title: "The answer".into(),
        text: format!(
            "Answer to finding {} ({required})\n\nWhat was found\n{}\n\nPut right at once ({on})\n{}\n\nConsequences\n{}\n\nExtent\n{}\n\nCause\n{}\n\nHow we came to it\n{chain}\n\nWhat removes it\n{}",
            run.subject,
            said("what"),
            said("correction"),
            said("harm"),
            said("elsewhere"),
            said("cause"),
            todo.join("\n"),
        ),
    }
}
/// A role stands in what leaves the house.
fn panel_role(run: &Run, person: &str) -> String {
    run.isms
        .get::<crate::kinds::Person>(person)
        .and_then(|p| p.roles.iter().map(|r| r.to_string()).find(|r| r != "everyone"))
        .unwrap_or_else(|| run.name(person))
}
