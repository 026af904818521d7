//! What the pages about open actions check beyond types, in the owner's words; and which rows they have.
//! Yellow makes think, red stops; neither answers.
use super::{check_day, due_for_check, here, moves, open, said, stuck, title, treated};
use crate::dates;
use crate::kinds::{Action, Nonconformity};
use crate::staleness::word;
use crate::wizard::{Judge, Page, Row, Run};

/// "Dana Weiss; was due on 1 March; first date 1 February, moved 2 times"
fn line(run: &Run, code: &str, a: &Action) -> String {
    let mut out = format!(
        "{}; {} {}",
        run.name(&a.owner),
        if a.due.0 < run.today { "was due on" } else { "due on" },
        run.say_day(a.due.0)
    );
    let n = moves(run, code);
    if let Some(first) = a.first_due.filter(|_| n > 0) {
        out += &format!(
            "; first date {}, moved {}",
            run.say_day(first.0),
            if n == 1 { "once".into() } else { format!("{n} times") }
        );
    }
    if !here(run, &a.owner) {
        out += &format!("; {} has left", run.name(&a.owner));
    }
    out
}
/// What exactly is to be done, where the title does not say it already.
fn more(run: &Run, code: &str, a: &Action) -> String {
    let same = run.isms.record(code).is_some_and(|r| r.title().trim_end_matches('.') == a.what.trim_end_matches('.'));
    if same { String::new() } else { a.what.to_string() }
}
pub(super) fn open_shape(run: &Run, page: &mut Page) {
    let rows: Vec<Row> =
        open(run).iter().map(|(c, a)| Row::new(c.clone(), title(run, c), line(run, c, a), more(run, c, a))).collect();
    if let Some(a) = page.the("now") {
        a.rows = Some(rows);
    }
}
/// Does a major finding need it?
fn of_major(run: &Run, code: &str, a: &Action) -> bool {
    let major = |n: &Nonconformity| word(&n.grade) == "major";
    let from = a.from.as_ref().and_then(|f| run.isms.get::<Nonconformity>(f)).is_some_and(major);
    word(&a.sort) == "corrective"
        && (from || run.isms.live::<Nonconformity>().any(|(_, _, n)| major(n) && n.actions.iter().any(|x| x == code)))
}
pub(super) fn judge_open(run: &Run, judge: &mut Judge) {
    if open(run).is_empty() && due_for_check(run).is_empty() {
        // The routine asks for the look, and finding nothing is its result; without a routine nothing would be recorded.
        if super::super::routine::performed(run).is_empty() {
            judge.red("now", "Nothing is open and nothing waits for a check, so there is nothing to go through.");
        } else {
            judge.yellow("now", "Nothing is open and nothing waits for a check. Your signature says that you looked.");
        }
    }
    for (code, a) in open(run) {
        let text = |f: &str| said(run, "open", &code, f);
        let why = text("why");
        match text("then") {
            "done" => {
                let added = run.isms.record(&code).map(|r| run.isms.day_of(r.added()));
                if let (Some(on), Some(added)) = (dates::parse(text("done_on")), added) {
                    if on < added {
                        judge.yellow(
                            "now",
                            format!(
                                "{code}: that lies before it was written down ({}). Is the day right?",
                                run.say_day(added)
                            ),
                        );
                    }
                }
                if !text("result").is_empty() && text("result").chars().count() < 10 {
                    judge.red("now", format!("{code}: \u{201c}{}\u{201d} does not tell next year's you anything. What was done in the end?", text("result")));
                }
            }
            "longer" => {
                if let Some(due) = dates::parse(text("due")) {
                    if due <= run.today {
                        judge.red("now", format!("{code}: {} is not in the future. Until when?", run.say_day(due)));
                    } else if due <= a.due.0 {
                        judge.red(
                            "now",
                            format!("{code}: that is not later than {}. Until when?", run.say_day(a.due.0)),
                        );
                    }
                }
                reason(&code, why, judge);
            }
            "dropped" => {
                if of_major(run, &code, a) {
                    judge.red("now", format!("{code} removes the cause of a major finding; it cannot be dropped. Do it, or put another in its place first."));
                }
                reason(&code, why, judge);
            }
            "on_its_way" if a.due.0 < run.today => judge.red(
                "now",
                format!(
                    "{code} was due on {}. Is it done, does it need longer, or is it no longer needed?",
                    run.say_day(a.due.0)
                ),
            ),
            "on_its_way" if !here(run, &a.owner) => judge.yellow(
                "now",
                format!("{code}: {} has left. Who does it now? Change its owner on its page.", run.name(&a.owner)),
            ),
            _ => {}
        }
    }
}
fn reason(code: &str, why: &str, judge: &mut Judge) {
    if !why.is_empty() && why.chars().count() < 10 {
        judge.red("now", format!("{code}: \u{201c}{why}\u{201d} does not tell next year's you anything. Why?"));
    }
}

pub(super) fn worked_shape(run: &Run, page: &mut Page) {
    let rows = due_for_check(run).into_iter().map(|(c, a)| {
        let days = a.done_on.map_or(0, |d| dates::days_between(d.0, run.today));
        let due = check_day(a).map_or_else(String::new, |d| format!("; to be checked by {}", run.say_day(d)));
        let ago = if days == 1 { "1 day".into() } else { format!("{days} days") };
        Row::new(c.clone(), title(run, &c), format!("done {ago} ago{due}"), more(run, &c, a))
    });
    if let Some(a) = page.the("worked") {
        a.rows = Some(rows.collect());
    }
}
pub(super) fn judge_worked(run: &Run, judge: &mut Judge) {
    for (code, a) in due_for_check(run) {
        let text = |f: &str| said(run, "worked", &code, f);
        let (Some(done), Some(due)) = (a.done_on.map(|d| d.0), check_day(a)) else { continue };
        match text("effective") {
            "too_early" if due <= run.today => judge.yellow(
                "worked",
                format!("{code} was to be checked by {}. It stays on Today until it is.", run.say_day(due)),
            ),
            "yes" | "partly" | "no" if done >= run.today => judge.red(
                "worked",
                format!("{code} was done today. Whether it worked shows later, from tomorrow on at the earliest."),
            ),
            e @ ("yes" | "partly" | "no") => {
                if !text("how").is_empty() && text("how").chars().count() < 10 {
                    judge.red(
                        "worked",
                        format!(
                            "{code}: \u{201c}{}\u{201d} does not tell next year's you anything. How can you tell?",
                            text("how")
                        ),
                    );
                }
                if let Some(from) = a.from.as_ref().filter(|_| e == "no") {
                    judge.yellow(
                        "worked",
                        format!(
                            "{} is open again by this. Something else must take the place of {code}.",
                            title(run, from)
                        ),
                    );
                }
            }
            _ => {}
        }
    }
}

pub(super) fn stuck_shape(run: &Run, page: &mut Page) {
    let rows: Vec<Row> =
        stuck(run).iter().map(|(c, a)| Row::new(c.clone(), title(run, c), line(run, c, a), "")).collect();
    if let Some(a) = page.the("stuck") {
        a.rows = Some(rows);
        a.rows_vary = true;
    }
}
pub(super) fn judge_stuck(run: &Run, judge: &mut Judge) {
    for (code, _) in stuck(run) {
        if let Some(d) = dates::parse(said(run, "stuck", &code, "until")).filter(|d| *d <= run.today) {
            judge.red(
                "stuck",
                format!("{code}: {} is not in the future. Until when must it be decided?", run.say_day(d)),
            );
        }
        let who = said(run, "stuck", &code, "who");
        if !who.is_empty() && !here(run, who) {
            judge.red("stuck", format!("{} has left. Who can clear that now?", run.name(who)));
        }
    }
}
pub(super) fn residual_shape(run: &Run, page: &mut Page) {
    let rows: Vec<Row> = treated(run).iter().map(|c| Row::new(c.clone(), title(run, c), "", "")).collect();
    if let Some(a) = page.the("again") {
        a.rows = Some(rows);
        a.rows_vary = true;
    }
}
