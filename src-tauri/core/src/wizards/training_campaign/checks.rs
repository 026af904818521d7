//! What a campaign checks beyond types, in the owner's words; and which rows and proposals its pages have.
//! Yellow makes think, red stops; neither answers.
use super::{
    answers_to, campaign, closing, concerned, done_of, due, is_due, looked, missing, of, people, proposed, version,
};
use crate::dates;
use crate::kinds::{Campaign, Course, Person, Policy};
use crate::wizard::{Judge, Page, Row, Run};
use serde_json::{Value, json};

pub(super) fn what_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("of") {
        let given = proposed(run);
        a.required = given.is_empty();
        a.value = if given.is_empty() { Value::Null } else { given.into() };
    }
}
pub(super) fn what(run: &Run, judge: &mut Judge) {
    let of = of(run);
    let Some(r) = run.isms.record(&of) else { return };
    if let Some(p) = run.isms.get::<Policy>(&of) {
        if r.state() != "in_force" {
            judge
                .red("of", format!("{of} is not in force. Put it in force, or say from when it holds, in its review."));
        } else if let Some(from) = p.in_force_from.filter(|d| d.0 > run.today) {
            judge.yellow(
                "of",
                format!("{of} {} holds from {}. They read it ahead of that day.", p.version, run.say_day(from.0)),
            );
        }
        if p.text.is_none() && p.file.is_none() {
            judge.red("of", format!("{of} has neither a text nor a file, so there is nothing to read."));
        }
    }
    if let Some(c) = run.isms.get::<Course>(&of) {
        if r.state() == "draft" {
            judge.red("of", format!("{of} is a draft. Offer it first; then it can be asked for."));
        }
        if c.content.is_none() && c.content_link.is_none() {
            judge.yellow("of", format!("{of} has no material. They read only what it says that they should know."));
        }
    }
    let size = campaign::material_size(run.isms, &of);
    if size > campaign::LARGEST_MATERIAL {
        let most = campaign::LARGEST_MATERIAL >> 20;
        judge.red("of", format!("The file of {of} has {} MB. At most {most} MB fit into each mail; make it smaller, or give its address instead.", size.div_ceil(1 << 20)));
    }
    let other =
        run.isms.live::<Campaign>().find(|(_, x, c)| x.state() == "out" && *c.of == of && c.version == version(run));
    if let Some((_, x, c)) = other {
        judge.yellow(
            "of",
            format!(
                "{} asks for the same since {}, and is open. Go on there for those who have its file.",
                x.code,
                run.say_day(c.sent_on.0)
            ),
        );
    }
}

pub(super) fn whom_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("people") {
        a.value = json!(due(run));
        a.required = due(run).is_empty();
    }
}
pub(super) fn whom(run: &Run, judge: &mut Judge) {
    let list = people(run);
    if list.is_empty() {
        judge.red("people", "Nobody is ticked. Who gets it?");
    }
    let bosses: Vec<String> = run.isms.organization().map(|o| o.top_management.to_vec()).unwrap_or_default();
    let left_out: Vec<String> = concerned(run)
        .iter()
        .filter(|p| bosses.contains(p) && is_due(run, p) && !list.contains(p))
        .map(|p| run.name(p))
        .collect();
    if !left_out.is_empty() {
        judge.yellow(
            "people",
            format!(
                "{} directs the organization and is due, but not ticked. An auditor looks there first.",
                left_out.join(" and ")
            ),
        );
    }
    let mut without = Vec::new();
    for (code, p) in list.iter().filter_map(|c| Some((c, run.isms.get::<Person>(c)?))) {
        if p.joined_on.0 > run.today {
            judge.red("people", format!("{} begins on {}. Ask then.", run.name(code), run.say_day(p.joined_on.0)));
        }
        if p.away(run.today) {
            let until = p.away_until.map_or_else(String::new, |d| format!(" until {}", run.say_day(d.0)));
            judge.yellow("people", format!("{} is away{until}, and owes nothing until then.", run.name(code)));
        }
        if p.email.is_none() {
            without.push(run.name(code));
        }
    }
    if !without.is_empty() {
        let n = without.len();
        let who = if n <= 4 { without.join(", ") } else { format!("{} and {} more", without[..3].join(", "), n - 3) };
        judge.yellow(
            "people",
            format!("No address of {who} is on record. The draft names nobody; hand the file over yourself."),
        );
    }
}

pub(super) fn quiz_shape(run: &Run, page: &mut Page) {
    let of = of(run);
    let mark = run.isms.get::<Course>(&of).and_then(|c| c.pass_mark);
    let before = run.isms.live::<Campaign>().filter(|(_, _, c)| *c.of == of && !c.quiz.is_empty()).last();
    if let Some(a) = page.the("questions") {
        a.last = before.map_or(Value::Null, |(_, _, c)| json!(c.quiz));
    }
    if let (Some(a), Some(mark)) = (page.the("pass_mark"), mark) {
        a.value = mark.0.into();
        a.required = false;
    }
}
/// From which result on it is passed: what was said, else the course's own mark.
pub(super) fn pass_mark(run: &Run) -> Option<u64> {
    let own = run.isms.get::<Course>(&of(run)).and_then(|c| c.pass_mark).map(|m| u64::from(m.0));
    run.answer("quiz", "pass_mark").and_then(Value::as_u64).or(own)
}
pub(super) fn quiz(run: &Run, judge: &mut Judge) {
    let own = run.isms.get::<Course>(&of(run)).and_then(|c| c.pass_mark).map(|m| u64::from(m.0));
    if run.is("quiz", "ask", "no") {
        if let Some(mark) = own {
            judge.yellow(
                "ask",
                format!("{} is passed from {mark} % on. Without questions, taking part is enough.", of(run)),
            );
        }
        return;
    }
    if !run.is("quiz", "ask", "yes") {
        return;
    }
    let rows = run.table("quiz", "questions");
    match rows.len() {
        0 => {}
        1 | 2 => judge.yellow("questions", "So few are soon guessed. Three to seven are usual."),
        3..=7 => {}
        8..=30 => judge.yellow("questions", format!("{} are many. Three to seven are usual.", rows.len())),
        n => judge.red("questions", format!("{n} are too many for one sitting. At most 30 fit.")),
    }
    for (i, row) in rows.iter().enumerate() {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim();
        let choices: Vec<&str> = ["a", "b", "c", "d"].into_iter().map(text).filter(|t| !t.is_empty()).collect();
        if !text("right").is_empty() && text(text("right")).is_empty() {
            judge.red(
                "questions",
                format!("Question {} has no answer {}. Which is right?", i + 1, text("right").to_uppercase()),
            );
        }
        if (1..choices.len()).any(|n| choices[..n].contains(&choices[n])) {
            judge.red(
                "questions",
                format!("Question {} has the same answer twice. Only one of them would count.", i + 1),
            );
        }
        if !text("d").is_empty() && text("c").is_empty() {
            judge.red("questions", format!("Question {} has an answer D and no C. Write it as C.", i + 1));
        }
    }
    if let (Some(own), Some(mark)) = (own, pass_mark(run)) {
        if mark < own {
            judge.red("pass_mark", format!("{} asks for {own} %. Less would not count there.", of(run)));
        }
    }
}

pub(super) fn words_judge(run: &Run, judge: &mut Judge) {
    if let Some(until) = run.day("words", "until") {
        if until <= run.today {
            judge.red("until", format!("{} is not in the future. Until when shall they answer?", run.say_day(until)));
        } else if dates::days_between(run.today, until) > 60 {
            judge.yellow(
                "until",
                format!(
                    "That is {} days from now. What is asked for so late is soon forgotten.",
                    dates::days_between(run.today, until)
                ),
            );
        }
    }
}

pub(super) fn out_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("answers_to") {
        let mine = answers_to(run);
        a.required = mine.is_empty();
        a.value = if mine.is_empty() { Value::Null } else { mine.into() };
    }
}
pub(super) fn out(run: &Run, judge: &mut Judge) {
    let to = answers_to(run);
    if !to.is_empty() && crate::digest::address(&to).is_none() {
        judge.red("answers_to", format!("\u{201c}{to}\u{201d} is no address. Write it like name@example.org."));
    }
}

/// Sentences about refused answers that fit beside the question.
const SAID: usize = 12;
pub(super) fn back(run: &Run, judge: &mut Judge) {
    let new = looked(run);
    for r in new.refused.iter().take(SAID) {
        judge.yellow("files", format!("{}: {}", r.file, r.why));
    }
    if new.refused.len() > SAID {
        judge.yellow("files", format!("{} more are not taken in; they stand at the right.", new.refused.len() - SAID));
    }
}

pub(super) fn missing_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("then") {
        let Some(c) = super::given(run) else { return };
        let rows: Vec<Row> = missing(run)
            .iter()
            .map(|p| {
                let failed = super::tried(run, p).map_or_else(String::new, |s| {
                    format!("answered, with {s} %; {} % are needed", c.pass_mark.map_or(0, |m| m.0))
                });
                let before: Vec<String> = c
                    .reminded
                    .iter()
                    .filter(|r| *r.person == *p)
                    .map(|r| {
                        format!("{} on {}", crate::staleness::word(&r.then).replace('_', " "), run.say_day(r.on.0))
                    })
                    .collect();
                Row::new(p.clone(), run.name(p), failed, before.join("; "))
            })
            .collect();
        a.label = if rows.len() == 1 {
            format!("{} is missing. Remind, or what?", rows[0].title)
        } else {
            format!("{} are missing. Remind, or what?", rows.len())
        };
        a.rows = Some(rows);
        a.rows_vary = true;
        a.optional_word = false;
    }
}
pub(super) fn judge_missing(run: &Run, judge: &mut Judge) {
    for (person, row) in run.by_row("missing", "then") {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default();
        for (then, field) in [("away", "until"), ("next_date", "on")] {
            let day = dates::parse(text(field)).filter(|_| text("then") == then);
            if let Some(d) = day.filter(|d| *d <= run.today) {
                judge.red("then", format!("{}: {} is not in the future.", run.name(person), run.say_day(d)));
            }
        }
    }
}

/// Under this many of a hundred it is said why it is closed.
const ENOUGH: usize = 90;
pub(super) fn few(run: &Run) -> bool {
    let (n, m) = done_of(run);
    n * 100 < ENOUGH * m
}
pub(super) fn close_shape(run: &Run, page: &mut Page) {
    if !few(run) {
        page.drop("why");
    }
    for a in &mut page.asks {
        a.optional_word = false;
    }
}
pub(super) fn close(run: &Run, judge: &mut Judge) {
    let (n, m) = done_of(run);
    if !super::open(run) {
        judge.red("close", format!("{} is closed. Begin another for those who are still due.", run.subject));
    } else if closing(run) && few(run) {
        judge.yellow("close", format!("{n} of {m} is under {ENOUGH} %. The pack will show why."));
    }
}
pub(super) use campaign::title_of;
