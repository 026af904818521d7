//! What stands beside each question when training is planned or recorded.
//! It shows; it must never answer.
use super::people::{all, attended, away, concerned, is_due, missing as missing_people};
use super::{because_of, course, course_code, for_roles, joiner_days, up_to_date, versions};
use crate::kinds::{Person, TrainingRecord};
use crate::wizard::{PanelPart, Run, panel};
use std::collections::BTreeMap;

pub(super) fn what(run: &Run, out: &mut Vec<PanelPart>) {
    let code = course_code(run);
    let Some(r) = run.isms.record(&code) else {
        out.push(PanelPart::text("The course", "Choose one, and what it teaches stands here."));
        return;
    };
    if let Some(c) = course(run) {
        out.push(PanelPart::text(format!("{code} {}", r.title()), c.teaches.to_string()));
    }
    let lines: Vec<String> = versions(run)
        .iter()
        .rev()
        .map(|(v, from, what)| {
            format!(
                "- **{v}** since {}{}",
                run.say_day(*from),
                if what.is_empty() { String::new() } else { format!(": {what}") }
            )
        })
        .collect();
    out.push(PanelPart::text("Its versions", lines.join("\n")));
    let must = concerned(run, &for_roles(run));
    let have = must.iter().filter(|p| !is_due(run, p)).count();
    let roles = for_roles(run);
    out.push(PanelPart::text(
        "Who must have it",
        format!(
            "{}: {} people, of whom {have} have it.",
            if roles.is_empty() { "Everyone".into() } else { roles.join(", ") },
            must.len()
        ),
    ));
}
/// The grid of this course: person, state, and why.
pub(super) fn due(run: &Run, out: &mut Vec<PanelPart>) {
    let links: Vec<_> = all(run).iter().filter_map(|p| run.isms.ix(p)).map(|ix| person_line(run, ix)).collect();
    out.push(if links.is_empty() {
        PanelPart::text("Whom it concerns", "Nobody yet.")
    } else {
        PanelPart::Links { title: "Whom it concerns today".into(), links }
    });
}
fn person_line(run: &Run, ix: u32) -> crate::view::LinkShown {
    let code = run.isms.rec(ix).code.to_string();
    let item = run.item(&format!("{code}/{}", course_code(run)));
    let mut l = panel::link_shown(run, ix, "person", String::new());
    l.states = item.as_ref().map(|i| i.states.as_ref().to_vec()).unwrap_or_default();
    l.says = item.and_then(|i| i.reasons.first().map(|r| r.text(run.isms))).unwrap_or_else(|| "up to date".into());
    l.moved = false;
    l
}
/// The last session of this course.
pub(super) fn session(run: &Run, out: &mut Vec<PanelPart>) {
    let code = course_code(run);
    let of: Vec<&TrainingRecord> =
        run.isms.live::<TrainingRecord>().filter(|(_, _, t)| *t.course == code).map(|(_, _, t)| t).collect();
    let Some(day) = of.iter().map(|t| t.on.0).max() else {
        out.push(PanelPart::text("The last session", "Nobody has had this course yet."));
        return;
    };
    let last: Vec<_> = of.iter().filter(|t| t.on.0 == day).collect();
    let teacher =
        last.iter().find_map(|t| t.taught_by.as_ref()).map(|t| format!(", taught by {t}")).unwrap_or_default();
    out.push(PanelPart::text(
        "The last session",
        format!("{}: {} people, version {}{teacher}.", run.say_day(day), last.len(), last[0].course_version),
    ));
}
/// Who is away, who joined lately, who has never had it.
pub(super) fn came(run: &Run, out: &mut Vec<PanelPart>) {
    let code = course_code(run);
    let must = all(run);
    let names = |list: Vec<&String>| list.into_iter().map(|p| run.name(p)).collect::<Vec<_>>().join(", ");
    let never: Vec<&String> = must
        .iter()
        .filter(|p| !run.isms.live::<TrainingRecord>().any(|(_, _, t)| t.person.0 == **p && *t.course == code))
        .collect();
    let since = crate::dates::add_days(run.today, -i64::from(joiner_days(run)));
    let joined: Vec<&String> =
        must.iter().filter(|p| run.isms.get::<Person>(p).is_some_and(|x| x.joined_on.0 >= since)).collect();
    let gone: Vec<&String> = must.iter().filter(|p| away(run, p).is_some()).collect();
    for (title, list) in [("Away", gone), ("Joined lately", joined), ("Never had it", never)] {
        let text = names(list);
        out.push(PanelPart::text(title, if text.is_empty() { "Nobody.".into() } else { text }));
    }
}
pub(super) fn import(run: &Run, out: &mut Vec<PanelPart>) {
    let there = attended(run);
    out.push(PanelPart::text(
        "Placed so far",
        if there.is_empty() {
            "Nobody yet.".into()
        } else {
            there.iter().map(|t| run.name(&t.0)).collect::<Vec<_>>().join(", ")
        },
    ));
}
pub(super) fn proof(run: &Run, out: &mut Vec<PanelPart>) {
    let list: Vec<_> = run.isms.ix(&course_code(run)).into_iter().collect();
    panel::evidence(run, "Proofs of this course", &list, out);
}
pub(super) fn missing(run: &Run, out: &mut Vec<PanelPart>) {
    let links: Vec<_> =
        missing_people(run).iter().filter_map(|p| run.isms.ix(p)).map(|ix| person_line(run, ix)).collect();
    out.push(PanelPart::Links { title: "Who was missing".into(), links });
}
pub(super) fn helped(run: &Run, out: &mut Vec<PanelPart>) {
    if let Some(c) = course(run) {
        out.push(PanelPart::text("What it was for", c.teaches.to_string()));
    }
    if let Some(code) = because_of(run) {
        if let Some(r) = run.isms.record(&code) {
            out.push(PanelPart::text("Made because of", format!("{code} {}", r.title())));
        }
    }
}
/// Before and after: how many are up to date, by role.
pub(super) fn at_check(run: &Run, out: &mut Vec<PanelPart>) {
    let there = attended(run);
    let must = all(run);
    let mut rows: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    for p in &must {
        let roles = run
            .isms
            .get::<Person>(p)
            .map(|x| x.roles.iter().map(|r| r.to_string()).filter(|r| r != "everyone").collect::<Vec<_>>())
            .unwrap_or_default();
        for role in std::iter::once("All whom it concerns".to_string()).chain(roles) {
            let row = rows.entry(role).or_default();
            row.0 += usize::from(up_to_date(run, p, &[]));
            row.1 += usize::from(up_to_date(run, p, &there));
            row.2 += 1;
        }
    }
    let lines: Vec<String> = rows
        .iter()
        .map(|(role, (was, now, of))| format!("- {role}: {was} \u{2192} {now} of {of} up to date"))
        .collect();
    out.push(PanelPart::text(
        "Before and after",
        if lines.is_empty() { "It concerns nobody today.".into() } else { lines.join("\n") },
    ));
}
