//! What stands beside each question about an incident: the plan, examples, the time line, a draft of the report.
//! It shows; it must never answer. The clocks come first on every page.
use super::facts::*;
use crate::kinds::{Incident, Person, Policy};
use crate::wizard::{PanelPart, Run, panel};

fn clock_first(run: &Run, out: &mut Vec<PanelPart>) {
    out.extend(clock_line(run));
}
pub(super) fn at_check(run: &Run, out: &mut Vec<PanelPart>) {
    clock_first(run, out);
}
pub(super) fn reopen(run: &Run, out: &mut Vec<PanelPart>) {
    clock_first(run, out);
    panel::last_review(run, out);
    out.push(PanelPart::Record { title: "The incident as it was closed".into(), id: run.subject.clone() });
}
pub(super) fn news(run: &Run, out: &mut Vec<PanelPart>) {
    clock_first(run, out);
    time_line(run, out);
    let open: Vec<String> = run
        .isms
        .live::<crate::kinds::Action>()
        .filter(|(_, r, a)| {
            a.from.as_ref().is_some_and(|f| f.0 == run.subject) && matches!(r.state(), "open" | "doing")
        })
        .map(|(_, r, a)| format!("- {} {} ({}, by {})", r.code, r.title(), run.name(&a.owner), run.say_day(a.due.0)))
        .collect();
    if !open.is_empty() {
        out.push(PanelPart::text("Still to do", open.join("\n")));
    }
}
/// The last three like it: of the same systems first.
pub(super) fn what(run: &Run, out: &mut Vec<PanelPart>) {
    clock_first(run, out);
    out.push(PanelPart::text(
        "How to write it",
        "What was seen, where, since when. \u{201c}A laptop was taken from a bag in a train; it was locked.\u{201d} Write roles instead of names: the text goes into the pack. What you do not know yet can follow on the next visit.",
    ));
    let links: Vec<_> = run
        .isms
        .live::<Incident>()
        .filter(|(_, r, _)| *r.code != *run.subject)
        .map(|(ix, ..)| ix)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .take(3)
        .map(|ix| panel::link_shown(run, ix, "", panel::one_line(run, run.isms.rec(ix))))
        .collect();
    out.push(if links.is_empty() {
        PanelPart::text("Earlier incidents", "None is on record yet.")
    } else {
        PanelPart::Links { title: "Earlier incidents".into(), links }
    });
}
pub(super) fn when(run: &Run, out: &mut Vec<PanelPart>) {
    clock_first(run, out);
    out.push(PanelPart::text(
        "Noticed, and sure",
        "Noticed is when somebody saw something odd. Sure is when it was reasonably certain that it happened. Both are kept and shown. The clocks of the law count from the second; if you give none, from the first. Nothing is guessed.",
    ));
}
/// The plan for such a case.
fn plan(run: &Run) -> Option<(String, String, String)> {
    let answers = |p: &Policy, n: &str| p.answers.0.iter().any(|c| c == n);
    let live: Vec<(String, &Policy)> = run.isms.live::<Policy>().map(|(_, r, p)| (r.code.to_string(), p)).collect();
    let (code, p) = live
        .iter()
        .find(|(_, p)| crate::staleness::word(&p.sort) == "plan" && ["A.5.26", "A.5.24"].iter().any(|n| answers(p, n)))
        .or_else(|| ["A.5.26", "A.5.24"].iter().find_map(|n| live.iter().find(|(_, p)| answers(p, n))))?;
    let text = p.text.as_ref().map(|t| t.to_string()).unwrap_or_default();
    Some((code.clone(), run.isms.record(code)?.title(), text))
}
pub(super) fn now(run: &Run, out: &mut Vec<PanelPart>) {
    clock_first(run, out);
    match plan(run) {
        Some((code, title, text)) if !text.is_empty() => {
            // The first page: whole lines, about as much as stands on one.
            let mut page = String::new();
            for line in text.lines() {
                if page.chars().count() + line.chars().count() > 1_800 {
                    break;
                }
                page.push_str(line);
                page.push('\n');
            }
            out.push(PanelPart::text(format!("{code} {title}: its first page"), page));
        }
        Some((code, title, _)) => out.push(PanelPart::text(
            format!("{code} {title}"),
            "Its text is kept as a file; open the record to read it.",
        )),
        None => out
            .push(PanelPart::text("Your plan", "No plan for incidents is on record (A.5.24, A.5.26). Go by the list.")),
    }
    let mut who: Vec<String> = Vec::new();
    if let Some(o) = run.isms.organization() {
        who.push(o.isms_owner.to_string());
        who.extend(o.top_management.iter().cloned());
    }
    let leads = |p: &Person| {
        p.roles
            .iter()
            .any(|r| ["incident", "administrator", "protection", "it "].iter().any(|w| r.to_lowercase().contains(w)))
    };
    who.extend(
        run.isms
            .live::<Person>()
            .filter(|(_, r, p)| r.state() == "active" && leads(p))
            .map(|(_, r, _)| r.code.to_string()),
    );
    let mut seen = Vec::new();
    who.retain(|c| {
        let fresh = !seen.contains(c);
        seen.push(c.clone());
        fresh
    });
    let lines: Vec<String> = who
        .iter()
        .take(8)
        .filter_map(|c| {
            let p = run.isms.get::<Person>(c)?;
            let mail = p.email.as_ref().map_or_else(|| "no address on record".into(), |e| e.to_string());
            Some(format!("- {}, {}: {mail}", run.name(c), panel_role(run, c)))
        })
        .collect();
    out.push(PanelPart::text(
        "Whom to call",
        if lines.is_empty() { "Nobody is named yet.".into() } else { lines.join("\n") },
    ));
}
fn panel_role(run: &Run, code: &str) -> String {
    let roles: Vec<String> = run
        .isms
        .get::<Person>(code)
        .map(|p| p.roles.iter().map(|r| r.to_string()).filter(|r| r != "everyone").collect())
        .unwrap_or_default();
    if roles.is_empty() { "no role".into() } else { roles.join(", ") }
}
pub(super) fn class(run: &Run, out: &mut Vec<PanelPart>) {
    clock_first(run, out);
    out.push(PanelPart::text(
        "Examples",
        "- **Event**: a scan from outside, turned away; a strange mail that nobody opened.\n- **Near miss**: somebody typed a password into a false page and changed it within minutes.\n- **Incident**: a laptop is gone; a mail went to the wrong customer; a service was down for half a day.\n- **Major**: data of many customers is out; files are locked by an attacker; you cannot deliver.",
    ));
    let mut like: Vec<String> = Vec::new();
    for (_, r, i) in run.isms.live::<Incident>() {
        let class = crate::staleness::word(&i.class).replace('_', " ");
        like.push(format!("- {} {}: {class}", r.code, r.title()));
    }
    let newest: Vec<String> = like.into_iter().rev().take(4).collect();
    out.push(PanelPart::text(
        "How you judged before",
        if newest.is_empty() { "This is the first one.".into() } else { newest.join("\n") },
    ));
}
pub(super) fn data(run: &Run, out: &mut Vec<PanelPart>) {
    clock_first(run, out);
    panel_assets(run, out);
    out.push(PanelPart::text(
        "What counts",
        "Everything that is about a person who can be known: names, addresses, accounts, pictures, positions, health. Lost, seen by others, changed or not to be had: each of these counts.",
    ));
}
/// What was hit, with what is kept there.
fn panel_assets(run: &Run, out: &mut Vec<PanelPart>) {
    let codes = if asks_what(run) { run.codes("what", "assets") } else { named(run, "assets") };
    let links: Vec<_> = codes
        .iter()
        .filter_map(|c| run.isms.ix(c))
        .map(|ix| panel::link_shown(run, ix, "assets", panel::one_line(run, run.isms.rec(ix))))
        .collect();
    out.push(if links.is_empty() {
        PanelPart::text("What was hit", "Nothing is named yet.")
    } else {
        PanelPart::Links { title: "What was hit".into(), links }
    });
}
pub(super) fn people(run: &Run, out: &mut Vec<PanelPart>) {
    clock_first(run, out);
    out.push(PanelPart::text(
        "What follows from it",
        "- **unlikely**: the authority need not be told; the reason is kept here.\n- **a risk**: the authority must be told, within its time.\n- **a high risk**: the people themselves must be told too, in plain words.\n- **not judged**: the clock runs as if it were a risk, and you are asked again after a day.",
    ));
    panel_assets(run, out);
}
pub(super) fn weight(run: &Run, out: &mut Vec<PanelPart>) {
    clock_first(run, out);
    let mut lines = Vec::new();
    for (laws, text) in [
        (
            &["nis2_essential", "nis2_important"][..],
            "NIS2 Art. 23(3): severe disruption of the service or financial loss, or considerable damage to others. For cloud, data centre, managed and other digital services Reg. (EU) 2024/2690 gives figures.",
        ),
        (
            &["dora"][..],
            "DORA: what counts as major is set by the criteria of Reg. (EU) 2024/1772: clients hit, length, spread, data lost, money.",
        ),
        (&["cra"][..], "CRA Art. 14: an exploited weakness, or a severe incident in a product that you make."),
        (
            &["ch_isa"][..],
            "Switzerland: an attack on a critical infrastructure that endangers its working, or that went on unseen.",
        ),
        (&["eidas"][..], "eIDAS: a significant impact on the trust service or the personal data kept in it."),
        (&["cer"][..], "CER Art. 15: a significant disruption of an essential service."),
        (&["uk_nis"][..], "UK NIS Regulations: a significant impact on the continuity of the service."),
        (
            &["nydfs"][..],
            "23 NYCRR 500.17: notice to another authority is due, or normal work may be materially harmed.",
        ),
    ] {
        if law_applies(run, laws) {
            lines.push(format!("- {text}"));
        }
    }
    out.push(PanelPart::text("When a law calls it serious", lines.join("\n")));
    out.push(PanelPart::text(
        "Not legal advice",
        "Your obligations' own words decide. Not judged is an answer for a day, not for longer.",
    ));
}
pub(super) fn clocks(run: &Run, out: &mut Vec<PanelPart>) {
    clock_first(run, out);
    let done: Vec<String> = recorded(run)
        .iter()
        .flat_map(|i| &i.notifications)
        .map(|n| {
            let law = law_of(run, &n.clock);
            let what = match (&n.sent, &n.why) {
                (Some(s), _) => format!(
                    "sent {}{}",
                    crate::wizard::say::moment(s, run.today).unwrap_or_default(),
                    n.to.as_ref().map_or_else(String::new, |t| format!(" to {t}"))
                ),
                (None, Some(w)) => format!("not needed: {w}"),
                (None, None) => "not needed".into(),
            };
            format!("- {}: {what}", if law == "other" { "Told besides" } else { &law })
        })
        .collect();
    if !done.is_empty() {
        out.push(PanelPart::text("Answered already", done.join("\n")));
    }
    out.push(PanelPart::text(
        "How it is sent",
        "You send it, by the way that the addressee asks for. Put the confirmation here. What is not known yet may follow later; say so in the report.",
    ));
}
/// A draft to whom this clock runs for, under every rule that asks for the same addressee; it stands beside the row of the clock.
pub(super) fn draft(run: &Run, id: &str) -> Option<PanelPart> {
    let owed = owed(run);
    let c = owed.iter().find(|c| c.id == id)?;
    let laws: Vec<String> = owed.iter().filter(|o| o.to == c.to).map(|o| o.law.clone()).collect();
    Some(PanelPart::Letter {
        title: format!("A draft to {}", c.to),
        text: letter(run, &c.to, &laws.join("; "), c.id == "gdpr-34"),
    })
}
/// A text with the facts at hand; what is not known says so.
fn letter(run: &Run, to: &str, laws: &str, to_people: bool) -> String {
    let org = run.isms.organization();
    let name = org.map(|o| o.name.to_string()).unwrap_or_default();
    let said = |step: &str, field: &str| {
        let given = run.says(step, field).trim();
        if given.is_empty() {
            run.body().get(field).and_then(serde_json::Value::as_str).unwrap_or_default().to_string()
        } else {
            given.to_string()
        }
    };
    let known = |s: String| if s.is_empty() { "Not known yet; it follows.".to_string() } else { s };
    let moment = |field: &str| {
        crate::wizard::say::moment(&said("when", field), run.today).unwrap_or_else(|| "the same moment".into())
    };
    let owner = org.map(|o| o.isms_owner.to_string()).unwrap_or_default();
    let mail = run.isms.get::<Person>(&owner).and_then(|p| p.email.as_ref().map(|e| e.to_string())).unwrap_or_default();
    let contact = format!("{}{}", run.name(&owner), if mail.is_empty() { String::new() } else { format!(", {mail}") });
    let means = match said("people", "risk_to_people").as_str() {
        "unlikely" => "A risk to people is unlikely.",
        "risk" => "There is a risk to people.",
        "high_risk" => "There is a high risk to people.",
        _ => "",
    };
    let consequences = known(format!("{means} {}", said("people", "people_why")).trim().to_string());
    let mut steps: Vec<String> = given(run)
        .get("steps")
        .or(run.body().get("steps"))
        .and_then(serde_json::Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|s| {
            Some(format!("- {}: {}", crate::wizard::say::moment(s["at"].as_str()?, run.today)?, s["what"].as_str()?))
        })
        .collect();
    if let Some(done) = given(run).get("done").and_then(|d| d.as_str()).filter(|d| !d.is_empty()) {
        steps.push(format!("- {done}"));
    }
    let steps = if steps.is_empty() { "Not known yet; it follows.".into() } else { steps.join("\n") };
    let whose = known(said("data", "whose_data"));
    if to_people {
        return format!(
            "To the people concerned\n\nOn {} we found out that your data may be in wrong hands.\n\nWhat happened\n{}\n\nWhich data\n{whose}\n\nWhat it may mean for you\n{consequences}\n\nWhat we have done\n{steps}\n\nWhat you can do\n[say what they can do: change a password, watch an account]\n\nWhom you can ask\n{contact}\n\n{name}",
            moment("noticed_at"),
            said("what", "what")
        );
    }
    format!(
        "To: {to}\nUnder: {laws}\nFrom: {name}\n\nWhat happened\n{}\n\nNoticed: {}\nReasonably sure since: {}\n\nWhose data, about how many, what kind\n{whose}\n\nLikely consequences\n{consequences}\n\nWhat was done and is being done\n{steps}\n\nContact\n{contact}\n\nFurther facts follow as they become known.",
        said("what", "what"),
        moment("noticed_at"),
        if said("when", "aware_at").is_empty() { moment("noticed_at") } else { moment("aware_at") },
    )
}
pub(super) fn others(run: &Run, out: &mut Vec<PanelPart>) {
    clock_first(run, out);
    let asks: Vec<String> = run
        .isms
        .live::<crate::kinds::Obligation>()
        .filter(|(_, _, o)| o.clock.is_some() && crate::staleness::word(&o.applies) == "yes")
        .map(|(_, r, o)| {
            let hours = o.own_clock_hours.map_or_else(String::new, |h| format!(", within {} hours", h.0));
            format!("- {} {} ({}{hours})", r.code, &*o.source, &*o.jurisdiction)
        })
        .collect();
    out.push(PanelPart::text(
        "Whom your contracts and laws name",
        if asks.is_empty() {
            "No obligation with a clock is on record. Insurers nearly always have one.".into()
        } else {
            asks.join("\n")
        },
    ));
    let told: Vec<String> = recorded(run)
        .iter()
        .flat_map(|i| &i.notifications)
        .filter_map(|n| {
            Some(format!("- {}: {}", n.to.as_ref()?, crate::wizard::say::moment(n.sent.as_ref()?, run.today)?))
        })
        .collect();
    if !told.is_empty() {
        out.push(PanelPart::text("Told already", told.join("\n")));
    }
}
pub(super) fn proof(run: &Run, out: &mut Vec<PanelPart>) {
    clock_first(run, out);
    match run.isms.ix(&run.subject) {
        Some(ix) => panel::evidence(run, "Kept already", &[ix], out),
        None => out.push(PanelPart::text("Kept already", "Nothing yet.")),
    }
    out.push(PanelPart::text(
        "Why the row of hands",
        "A log that somebody could have changed proves little. Who took it, where it lay, who opened it: that is what makes it proof, also years later. Copy before you look.",
    ));
}
pub(super) fn during(run: &Run, out: &mut Vec<PanelPart>) {
    clock_first(run, out);
    time_line(run, out);
}
pub(super) fn close(run: &Run, out: &mut Vec<PanelPart>) {
    clock_first(run, out);
    let owed = owed(run);
    out.push(PanelPart::text(
        "Before it can be closed",
        if owed.is_empty() {
            "Every report is answered.".into()
        } else {
            owed.iter()
                .map(|c| format!("- {}: neither sent nor said not to be needed", c.law))
                .collect::<Vec<_>>()
                .join("\n")
        },
    ));
    time_line(run, out);
}
pub(super) fn lessons(run: &Run, out: &mut Vec<PanelPart>) {
    clock_first(run, out);
    time_line(run, out);
    out.push(PanelPart::text(
        "Questions that help",
        "- Who noticed it, and could it have been noticed sooner?\n- What in the plan was used, what was missing?\n- What would have made it ten times worse, and what kept it from that?",
    ));
}
pub(super) fn cause(run: &Run, out: &mut Vec<PanelPart>) {
    clock_first(run, out);
    out.push(PanelPart::text(
        "What becomes of a yes",
        "A finding is made, with this incident as its source. There you ask why until the answer is something that you can change, and check later that it worked.",
    ));
    panel::linked(run, "What was hit", &["assets", "suppliers"], out);
}
/// Risks and controls that rest on what was hit.
pub(super) fn marks(run: &Run, out: &mut Vec<PanelPart>) {
    clock_first(run, out);
    let mut links = Vec::new();
    let hit = if asks_what(run) {
        [run.codes("what", "assets"), run.codes("what", "suppliers")].concat()
    } else {
        [named(run, "assets"), named(run, "suppliers")].concat()
    };
    for code in hit {
        let Some(r) = run.isms.record(&code) else { continue };
        for (src, field) in &r.inn {
            let s = run.isms.rec(*src);
            if s.live()
                && matches!(s.info().name, "risk" | "control" | "policy")
                && !links.iter().any(|l: &crate::view::LinkShown| l.id == *s.code)
            {
                let field = s.info().fields[*field as usize].name.clone();
                links.push(panel::link_shown(run, *src, &field, format!("rests on {code}")));
            }
        }
    }
    out.push(if links.is_empty() {
        PanelPart::text("What rests on what was hit", "No risk and no control names it. Is one missing?")
    } else {
        links.truncate(12);
        PanelPart::Links { title: "What rests on what was hit".into(), links }
    });
}
/// Everything with a moment or a day, in order.
fn time_line(run: &Run, out: &mut Vec<PanelPart>) {
    let lines: Vec<String> = recorded(run)
        .map(|i| {
            i.time_line()
                .into_iter()
                .map(|(at, what)| {
                    let when = crate::wizard::say::moment(&at, run.today)
                        .or_else(|| crate::dates::parse(&at).map(|d| run.say_day(d)))
                        .unwrap_or(at);
                    let what = match what.strip_prefix("clock ").and_then(|w| w.split_once(':')) {
                        Some((id, rest)) => format!("{}:{rest}", law_of(run, id)),
                        None => what,
                    };
                    format!("- **{when}** {what}")
                })
                .collect()
        })
        .unwrap_or_default();
    out.push(PanelPart::text(
        "Time line",
        if lines.is_empty() { "It begins with what you write here.".into() } else { lines.join("\n") },
    ));
}
