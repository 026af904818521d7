//! Policies without a window: their versions, two of them side by side, and what is written, asked for, approved or refused.
use crate::input;
use crate::look::{Seen, open, today_of};
use crate::say::{self, End, Ended, line};
use crate::work::{act, clock, said, who};
use chrono::NaiveDate;
use clap::Subcommand;
use isms::Proposal;
use isms::compare::{Fate, Op, Part};
use isms::kinds::VersionChange;
use isms::policy::{self, Written};
use isms::prose::Is;
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(Subcommand)]
pub enum Act {
    /// Keeps a text or a file as the draft of the next version
    Write {
        /// The words, as Markdown
        #[arg(long, conflicts_with = "as_file")]
        text: Option<PathBuf>,
        /// A DOCX or PDF that is the text; its words are taken out
        #[arg(long = "file")]
        as_file: Option<PathBuf>,
        /// Does anyone have to act differently? major: yes, minor: no
        #[arg(long, value_parser = ["major", "minor"])]
        change: Option<String>,
        /// What changed, in two sentences that staff will read
        #[arg(long)]
        what: Option<String>,
        /// From which day shall it hold?
        #[arg(long)]
        holds_from: Option<NaiveDate>,
        /// And asks for approval
        #[arg(long)]
        ask: bool,
    },
    /// Asks for approval of the draft
    Ask,
    /// Puts the draft in force
    Approve {
        /// Who says yes, by code
        #[arg(long)]
        by: String,
        #[arg(long)]
        on: NaiveDate,
        #[arg(long, value_parser = ["in_app", "signed", "email", "minutes"])]
        how: String,
        /// Code of the paper, mail or minutes
        #[arg(long)]
        proof: Vec<String>,
        #[arg(long)]
        holds_from: Option<NaiveDate>,
    },
    /// Not approved: back to being a draft
    Refuse {
        #[arg(long)]
        why: String,
    },
    /// Gives the draft up; the version in force stays
    Discard {
        #[arg(long)]
        why: String,
    },
}

pub fn policy(path: &Path, id: &str, asked: Option<Act>, json: bool) -> Ended {
    let Some(asked) = asked else { return versions(path, id, json) };
    let mut file = open(path)?;
    let today = today_of(&file)?;
    let isms = file.isms();
    let proposal = match asked {
        Act::Write { text, as_file, change, what, holds_from, ask } => {
            let hint = "Save it as UTF-8, or give a DOCX or PDF with --file.";
            let text = text.map(|p| input::text(&p, input::TEXT, hint)).transpose()?;
            let change = change.map(|c| if c == "major" { VersionChange::Major } else { VersionChange::Minor });
            let w = Written { text, change, changed_what: what, in_force_from: holds_from, ask, ..Written::default() };
            match as_file {
                Some(from) => return with_file(file, id, &from, w),
                None => policy::write(isms, today, id, &w)?,
            }
        }
        Act::Ask => policy::ask(isms, today, id)?,
        Act::Approve { by, on, how, proof, holds_from } => {
            let approval = json!({"by": by, "on": on, "how": how, "proof": proof});
            policy::approve(isms, today, &who(&file)?, id, &approval, holds_from)?
        }
        Act::Refuse { why } => policy::refuse(isms, today, id, &why)?,
        Act::Discard { why } => policy::drop_draft(isms, id, &why)?,
    };
    done(&mut file, proposal)
}
fn done(file: &mut isms_file::File, proposal: Proposal) -> Ended {
    let done = act(file, proposal)?;
    Ok(said(file, &done))
}
/// The file and the draft that it is, in one act.
fn with_file(mut file: isms_file::File, id: &str, from: &Path, w: Written) -> Ended {
    let bytes = input::read(from, input::LIST, "Give a DOCX or PDF that is there.")?;
    let name = from.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let taken = isms_import::words_of(&name, &bytes)?;
    let (by, on) = (who(&file)?, today_of(&file)?);
    let done = file.write_policy_file(id, &name, &bytes, taken.text, w, &by, clock(on))?;
    if let Some(note) = taken.note {
        say::aside(note);
    }
    Ok(said(&file, &done))
}

fn versions(path: &Path, id: &str, json: bool) -> Ended {
    let seen = Seen::of(path, None)?;
    let shown = policy::policy_shown(seen.isms(), seen.shown().currency, seen.today, id)?;
    if json {
        say::value(&shown);
        return Ok(End::Done);
    }
    let rows = |v: &policy::VersionShown| {
        vec![
            v.number.clone(),
            v.state.to_string(),
            v.from.map(|d| d.to_string()).unwrap_or_default(),
            if v.approver.is_empty() { "not signed".into() } else { format!("{}, {}", v.approver, v.approved) },
            v.changed_what.replace('\n', " "),
        ]
    };
    say::table(&shown.versions.iter().map(rows).collect::<Vec<_>>());
    for (price, word) in
        [(&shown.major, "somebody has to act differently"), (&shown.minor, "nobody has to act differently")]
    {
        let codes: Vec<&str> = price.out_of_step.iter().map(|l| l.id.as_str()).collect();
        line(format!(
            "Next, if {word}: {}. {} confirm again; out of step: {}",
            price.number,
            if price.people == 1 { "1 person has to".into() } else { format!("{} people", price.people) },
            if codes.is_empty() { "nothing".into() } else { codes.join(", ") }
        ));
    }
    Ok(End::Done)
}

pub fn compare(path: &Path, id: &str, was: Option<&str>, now: Option<&str>, json: bool) -> Ended {
    let file = open(path)?;
    let c = policy::compare_versions(file.isms(), today_of(&file)?, id, was, now, None)?;
    if json {
        say::value(&c);
        return Ok(End::Done);
    }
    line(format!("{id}: {} {} and {} {}", c.was.number, c.was.state, c.now.number, c.now.state));
    line(format!("{}.", c.says.trim_end_matches('.')));
    let mut before: Option<usize> = None;
    let mut heading = String::new();
    for p in &c.compared.parts {
        if matches!(p.is, Is::Heading { .. }) {
            heading = words_now(p);
        }
        if p.fate == Fate::Same {
            continue;
        }
        if p.place != before {
            line(format!("\n{}. {}", p.place.unwrap_or_default(), heading));
            before = p.place;
        }
        line(format!("    {}", marked(p)));
    }
    Ok(End::Done)
}
fn words_now(p: &Part) -> String {
    p.cells.iter().flatten().filter(|x| x.op != Op::Removed).map(|x| x.text.as_str()).collect()
}
/// "Within [-a month-][+two weeks+] we sit together", as word diffs are written in a terminal.
fn marked(p: &Part) -> String {
    let cells: Vec<String> = p
        .cells
        .iter()
        .map(|c| {
            c.iter()
                .map(|x| match x.op {
                    Op::Same => x.text.clone(),
                    Op::Added => format!("[+{}+]", x.text),
                    Op::Removed => format!("[-{}-]", x.text),
                })
                .collect()
        })
        .collect();
    let lead = match p.is {
        Is::Heading { level } => format!("{} ", "#".repeat(level.into())),
        Is::Item { number: Some(n), .. } => format!("{n}. "),
        Is::Item { .. } => "- ".into(),
        _ => String::new(),
    };
    format!("{lead}{}", cells.join(" | ").replace('\n', "\n    "))
}
