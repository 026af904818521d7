//! What stands beside each question of a campaign: the grid, the files, what came and what was not taken in.
//! It shows; it must never answer.
use super::{campaign, concerned, done_of, given, looked, missing as missing_people, of, people, version};
use crate::kinds::{Campaign, Course, Policy};
use crate::wizard::{PanelPart, Run, panel};

pub(super) fn what(run: &Run, out: &mut Vec<PanelPart>) {
    let of = of(run);
    let Some(r) = run.isms.record(&of) else {
        out.push(PanelPart::text("What it is", "Choose a course or a policy, and what it says stands here."));
        return;
    };
    let (course, policy) = (run.isms.get::<Course>(&of), run.isms.get::<Policy>(&of));
    let says =
        course.map(|c| c.teaches.to_string()).or_else(|| policy.and_then(|p| p.text.as_ref()).map(|t| t.to_string()));
    out.push(PanelPart::text(
        format!("{of} {}, version {}", r.title(), version(run)),
        says.unwrap_or_else(|| "Its text is a file.".into()),
    ));
    let changed = course.and_then(|c| c.changed_what.as_ref()).or_else(|| policy.and_then(|p| p.changed_what.as_ref()));
    if let Some(what) = changed {
        out.push(PanelPart::text("What changed", what.to_string()));
    }
    let before: Vec<String> = run
        .isms
        .live::<Campaign>()
        .filter(|(_, _, c)| *c.of == of)
        .map(|(_, x, c)| {
            format!(
                "- {} of {}: version {}, {} of {} done, {}",
                x.code,
                run.say_day(c.sent_on.0),
                c.version,
                c.done(),
                c.people.len(),
                x.state()
            )
        })
        .collect();
    out.push(PanelPart::text(
        "Campaigns before",
        if before.is_empty() { "None yet.".into() } else { before.join("\n") },
    ));
}
/// The grid: whom it concerns, how they stand.
pub(super) fn whom(run: &Run, out: &mut Vec<PanelPart>) {
    let links: Vec<_> = concerned(run)
        .iter()
        .filter_map(|p| {
            let mut l = panel::link_shown(run, run.isms.ix(p)?, "person", String::new());
            let item = run.item(&format!("{p}/{}", of(run)));
            l.states = item.map(|i| i.states.as_ref().to_vec()).unwrap_or_default();
            l.says =
                item.and_then(|i| i.reasons.first().map(|r| r.text(run.isms))).unwrap_or_else(|| "up to date".into());
            l.moved = false;
            Some(l)
        })
        .collect();
    out.push(if links.is_empty() {
        PanelPart::text("Whom it concerns", "Nobody yet.")
    } else {
        PanelPart::Links { title: "Whom it concerns today".into(), links }
    });
}
pub(super) fn quiz(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "What is this?",
        "Questions show whether a text was understood, and give a result that you can follow over the years. What is right is not in the file that they get. Whoever does not pass may answer again.",
    ));
    what(run, out);
}
pub(super) fn words(run: &Run, out: &mut Vec<PanelPart>) {
    let (n, quiz) = (people(run).len(), run.table("quiz", "questions").len());
    let asks = match (run.is("quiz", "ask", "yes"), quiz) {
        (false, _) => "no questions".into(),
        (_, 1) => "1 question".into(),
        (_, n) => format!("{n} questions"),
    };
    out.push(PanelPart::text(
        "So far",
        format!(
            "{} {}, version {}, to {n} people, with {asks}.",
            of(run),
            super::checks::title_of(run.isms, &of(run)),
            version(run)
        ),
    ));
    what(run, out);
}
pub(super) fn out(run: &Run, out: &mut Vec<PanelPart>) {
    let lines: Vec<String> = people(run)
        .iter()
        .map(|p| {
            let mail = run.isms.get::<crate::kinds::Person>(p).and_then(|x| x.email.as_ref());
            format!(
                "- {} ({})",
                run.name(p),
                mail.map_or_else(|| "no address on record".to_string(), |m| m.to_string())
            )
        })
        .collect();
    out.push(PanelPart::text(format!("{} files and drafts", lines.len()), lines.join("\n")));
    out.push(PanelPart::text(
        "What is in a file",
        "The text, your questions, and a button that saves the answer. Each has a key of its own, so that an answer that was changed, or that somebody else wrote, is known. It asks no network for anything.",
    ));
}
pub(super) fn back(run: &Run, out: &mut Vec<PanelPart>) {
    let new = looked(run);
    if new.accepted.is_empty() && new.refused.is_empty() {
        stands(run, out);
        out.push(PanelPart::text("What can be dropped", "The small files that were saved, or the mails in which they came; all of them at once. Each is looked at for itself."));
        return;
    }
    let lines: Vec<String> = new
        .accepted
        .iter()
        .map(|a| {
            let result = match (a.score, a.passed) {
                (None, _) => "read".to_string(),
                (Some(s), true) => format!("passed, {s} %"),
                (Some(s), false) => format!("not passed, {s} %"),
            };
            format!(
                "- {}: {result}, {}{}",
                run.name(&a.person),
                run.say_day(a.on),
                if a.note.is_empty() { String::new() } else { format!(". {}", a.note) }
            )
        })
        .collect();
    out.push(PanelPart::text(
        format!("{} can be taken in", lines.len()),
        if lines.is_empty() { "None of these.".into() } else { lines.join("\n") },
    ));
    if !new.refused.is_empty() {
        let lines: Vec<String> = new.refused.iter().map(|r| format!("- {}: {}", r.file, r.why)).collect();
        out.push(PanelPart::text(format!("{} not taken in", lines.len()), lines.join("\n")));
    }
    stands(run, out);
}
fn stands(run: &Run, out: &mut Vec<PanelPart>) {
    let Some(c) = given(run) else { return };
    let (n, m) = done_of(run);
    out.push(PanelPart::text(
        "How it stands",
        format!("{n} of {m} done. Sent {}, to be answered by {}.", run.say_day(c.sent_on.0), run.say_day(c.until.0)),
    ));
}
pub(super) fn missing(run: &Run, out: &mut Vec<PanelPart>) {
    stands(run, out);
    let list: Vec<String> = missing_people(run).iter().map(|p| format!("- {}", run.name(p))).collect();
    out.push(PanelPart::text("Who is missing", if list.is_empty() { "Nobody.".into() } else { list.join("\n") }));
}
pub(super) fn at_check(run: &Run, out: &mut Vec<PanelPart>) {
    match given(run) {
        Some(_) => back(run, out),
        None => {
            let n = people(run).len();
            out.push(PanelPart::text(
                "What follows",
                format!("Once it is signed you save {n} {} in a folder: the file of each person, and the draft of a mail that carries it. Nothing is sent by itself.", if n == 1 { "file and its draft" } else { "files and their drafts" }),
            ));
            let c = campaign::version_now(run.isms, &of(run));
            if let Some(v) = c {
                out.push(PanelPart::text("Which version", format!("{} {v}", of(run))));
            }
        }
    }
}
