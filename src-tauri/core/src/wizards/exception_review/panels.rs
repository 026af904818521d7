//! What stands beside each question about permission to deviate.
//! It shows; it must never answer.
use super::checks::{allowed_by, owners_of_risks};
use super::{going, longer as to_allow, open};
use crate::kinds::{Exception, Policy};
use crate::wizard::{PanelPart, Run, panel};

fn links(run: &Run, title: &str, none: &str, codes: &[String], out: &mut Vec<PanelPart>) {
    let links: Vec<_> = codes
        .iter()
        .filter_map(|c| run.isms.ix(c))
        .map(|ix| panel::link_shown(run, ix, "about", panel::one_line(run, run.isms.rec(ix))))
        .collect();
    out.push(if links.is_empty() {
        PanelPart::text(title, none)
    } else {
        PanelPart::Links { title: title.into(), links }
    });
}
pub(super) fn begin(run: &Run, out: &mut Vec<PanelPart>) {
    links(run, "Exceptions that there are", "There is none.", &open(run), out);
    what_is_this(out);
}
fn what_is_this(out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text("What is this?", "A rule that cannot be kept somewhere, for a while: known, allowed by those who may, with something else done instead. An auditor prefers it to a rule that is quietly not kept."));
}
/// The rule from which it deviates, and what deviates from it already.
pub(super) fn what(run: &Run, out: &mut Vec<PanelPart>) {
    let given = run.codes("what", "from_rule");
    let rules = if given.is_empty() { run.about.to_vec() } else { given };
    for code in rules.iter().filter(|c| run.isms.get::<Exception>(c).is_none()) {
        let Some(r) = run.isms.record(code) else { continue };
        let text = match r.get::<Policy>() {
            Some(p) => p.text.as_ref().map_or_else(|| "Its text is a file.".into(), |t| t.to_string()),
            None => r
                .body_json()
                .get("how")
                .and_then(serde_json::Value::as_str)
                .unwrap_or("It is not said how it is done.")
                .to_string(),
        };
        out.push(PanelPart::text(format!("{code} {}", r.title()), text));
    }
    links(run, "Exceptions that there are", "There is none.", &open(run), out);
    what_is_this(out);
}
pub(super) fn risk(run: &Run, out: &mut Vec<PanelPart>) {
    let rules = run.codes("what", "from_rule");
    let risks: Vec<String> = run
        .isms
        .live::<crate::kinds::Risk>()
        .filter(|(_, _, k)| k.controls.iter().any(|c| rules.contains(c)))
        .map(|(_, r, _)| r.code.to_string())
        .collect();
    links(run, "Risks that count on this rule", "No risk names this rule among what stands against it.", &risks, out);
    panel::matrix(run, out);
}
pub(super) fn yes(run: &Run, out: &mut Vec<PanelPart>) {
    panel::people(run, "Who may allow it", &allowed_by(run, &run.codes("what", "from_rule")), out);
    let owners: Vec<String> = owners_of_risks(run).into_iter().map(|o| o.0).collect();
    if !owners.is_empty() {
        panel::people(run, "Owners of the risks", &owners, out);
    }
    out.push(PanelPart::text(
        "What they are asked to allow",
        format!(
            "**{}**\n\n{}\n\nBecause: {}\n\nInstead: {}\n\nUntil {}.",
            run.says("what", "title"),
            run.says("what", "for_what"),
            run.says("what", "why"),
            run.says("instead", "instead"),
            run.day("until", "until").map_or_else(String::new, |d| run.say_day(d))
        ),
    ));
}
pub(super) fn round(run: &Run, out: &mut Vec<PanelPart>) {
    for code in going(run) {
        let Some(e) = run.isms.get::<Exception>(&code) else { continue };
        out.push(PanelPart::text(format!("{code}: for whom and why"), format!("{}\n\n{}", &*e.for_what, &*e.why)));
    }
    let ixs: Vec<_> = going(run).iter().filter_map(|c| run.isms.ix(c)).collect();
    panel::evidence(run, "What shows that the instead is done", &ixs, out);
}
pub(super) fn longer(run: &Run, out: &mut Vec<PanelPart>) {
    for code in to_allow(run) {
        let Some(e) = run.isms.get::<Exception>(&code) else { continue };
        panel::people(run, &format!("Who may allow {code}"), &allowed_by(run, &e.from_rule), out);
    }
}
