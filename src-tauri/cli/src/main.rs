//! `isms`: everything without a window. A command is a few lines: it opens the file, asks the domain, prints. It holds no rule.
//! Exit status: 0 done, 1 a finding, 2 refused (what, where, how to mend), 3 fault (disk, corruption).
mod backup;
mod campaign;
mod chain;
mod erase;
mod impact;
mod input;
mod lock;
mod look;
mod make;
mod pack;
mod policy;
mod preflight;
mod programme;
mod say;
mod verify;
mod week;
mod work;

use chrono::NaiveDate;
use clap::{Parser, Subcommand};
use impact::Supposed;
use say::{End, Stop};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(
    name = "isms",
    version,
    about = "Keeps an ISO/IEC 27001 management system current, without a window.",
    after_help = "ISMS_TODAY=2026-11-24 fixes the clock of a run; ISMS_BY=P-004 says who acts; ISMS_CODE holds the recovery code of a locked file. Exit status: 0 done, 1 a finding, 2 refused, 3 fault."
)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The demo organization, with its whole history
    Demo {
        file: PathBuf,
        #[arg(long)]
        as_of: Option<NaiveDate>,
    },
    /// A new file for an organization that is already certified
    New {
        file: PathBuf,
        #[arg(long)]
        name: String,
        #[arg(long)]
        certified: NaiveDate,
    },
    /// What is due or out of step, and why
    Status {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[arg(long)]
        as_of: Option<NaiveDate>,
        #[arg(long)]
        json: bool,
        /// Exit 1 where something is: overdue or stale
        #[arg(long, value_parser = ["overdue", "stale"])]
        fail_on: Option<String>,
    },
    /// How much of each register still held, month by month
    Currency {
        file: PathBuf,
        #[arg(long)]
        from: Option<NaiveDate>,
        #[arg(long)]
        to: Option<NaiveDate>,
        #[arg(long)]
        kind: Option<String>,
        #[arg(long)]
        json: bool,
    },
    /// What became due, what is overdue, what comes: the week in a few lines, or as a draft of a mail
    Digest {
        file: PathBuf,
        /// A .txt, a .eml, or a folder for both
        #[arg(long)]
        out: Option<PathBuf>,
        /// Address of the draft
        #[arg(long)]
        to: Option<String>,
    },
    /// Locks a file with a new recovery code, which is shown once; ISMS_CODE holds the code of a locked file
    Lock {
        file: PathBuf,
        /// The page to print, as a PDF
        #[arg(long)]
        sheet: Option<PathBuf>,
        #[arg(long)]
        json: bool,
    },
    /// Takes the lock off: whoever has the file can read it
    Unlock {
        file: PathBuf,
        #[arg(long)]
        json: bool,
    },
    /// The kinds of records, or the fields of one
    Kinds {
        kind: Option<String>,
        #[arg(long)]
        json: bool,
        /// TypeScript types of all kinds
        #[arg(long)]
        types: bool,
    },
    /// A register
    List {
        file: PathBuf,
        kind: String,
        #[arg(long)]
        as_of: Option<NaiveDate>,
        #[arg(long)]
        json: bool,
    },
    /// The routines over the year: kept, skipped and why, planned, hours by month; or what the five questions propose
    Programme {
        file: PathBuf,
        #[arg(long)]
        as_of: Option<NaiveDate>,
        /// First and last month shown, by any day of them; without: twelve back, this one and eleven ahead
        #[arg(long)]
        from: Option<NaiveDate>,
        #[arg(long)]
        to: Option<NaiveDate>,
        /// Answers to the five questions of the first run, as JSON or @FILE: what do they propose?
        #[arg(long, conflicts_with_all = ["as_of", "from", "to"])]
        propose: Option<String>,
        /// Records what is proposed and not there yet, in one act
        #[arg(long, requires = "propose", conflicts_with = "json")]
        add: bool,
        /// With --add: the codes that are free next, where the file has routines of its own
        #[arg(long, requires = "add")]
        next_codes: bool,
        #[arg(long)]
        json: bool,
    },
    /// One record: answers, links, evidence, history
    Show {
        file: PathBuf,
        id: String,
        #[arg(long)]
        history: bool,
        #[arg(long)]
        as_of: Option<NaiveDate>,
        #[arg(long)]
        json: bool,
    },
    /// What a change would put out of step, before it is made; nothing is written
    Impact {
        file: PathBuf,
        /// Code of the record; with --put also the kind of one that is yet to be added
        id: String,
        /// The change, as for put: JSON or @FILE
        #[arg(long = "put", conflicts_with = "retire")]
        body: Option<String>,
        /// It is retired
        #[arg(long)]
        retire: bool,
        /// A material change of this field, whatever the value
        #[arg(long, conflicts_with_all = ["body", "retire"])]
        field: Vec<String>,
        #[arg(long, requires = "body", conflicts_with = "material")]
        correction: bool,
        #[arg(long, requires = "body")]
        material: bool,
        #[arg(long)]
        json: bool,
    },
    /// From a law to the last person who reads or learns because of it: what is current, what is not, and why
    Chain {
        file: PathBuf,
        /// Code of the obligation
        id: String,
        #[arg(long)]
        as_of: Option<NaiveDate>,
        #[arg(long)]
        json: bool,
    },
    /// Texts of ours to begin a policy with; of a file, those first that answer what nothing answers yet
    Starters {
        file: Option<PathBuf>,
        #[arg(long)]
        json: bool,
    },
    /// Adds a record, or changes the one with this code
    Put {
        file: PathBuf,
        kind: String,
        id: Option<String>,
        /// The fields, as JSON or @FILE
        #[arg(long = "json", required_unless_present = "starter")]
        body: Option<String>,
        /// It begins with this text of ours (`isms starters`); what --json gives comes before it
        #[arg(long, conflicts_with = "id")]
        starter: Option<String>,
        #[arg(long, default_value = "")]
        why: String,
        /// Only the wording: nothing of substance
        #[arg(long, conflicts_with = "material")]
        correction: bool,
        /// A small change that matters
        #[arg(long)]
        material: bool,
    },
    /// It no longer exists, applies, or is done
    Retire {
        file: PathBuf,
        id: String,
        #[arg(long)]
        why: String,
    },
    /// The next backup of a file, verified: into a folder, without one into the program's own place; or a copy under another name
    Backup {
        file: PathBuf,
        to: Option<PathBuf>,
        /// Restores the newest and an older one to a temporary file, and counts them against the trail
        #[arg(long)]
        test: bool,
        /// With --test: records what came of it
        #[arg(long, requires = "test")]
        record: bool,
        /// Then takes away all older ones in that place: they may hold what was erased
        #[arg(long)]
        drop_older: bool,
        #[arg(long)]
        json: bool,
    },
    /// A backup to a place (BACKUP DEST.isms): what is there is kept beside it. Or brings a retired record back (FILE ID)
    Restore {
        #[arg(value_name = "BACKUP or FILE")]
        file: PathBuf,
        #[arg(value_name = "DEST or ID")]
        id: String,
        #[arg(long, default_value = "")]
        why: String,
        /// Of a backup: what was done, as JSON
        #[arg(long)]
        json: bool,
    },
    /// Looks at a file as a whole: pages, references, trail, evidence, backups. It mends nothing
    Doctor {
        file: PathBuf,
        /// Further folders where backups lie
        folders: Vec<PathBuf>,
        #[arg(long)]
        json: bool,
    },
    /// Erases what names people who left: never undone. Shows first what goes and what stays
    Erase {
        file: PathBuf,
        /// Codes of people; or of records that have passed their time
        #[arg(required_unless_present = "due")]
        of: Vec<String>,
        /// Why, where the time of keeping is not over
        #[arg(long, default_value = "")]
        why: String,
        /// The texts in which the name stands were read, and stay as they are
        #[arg(long)]
        keep_texts: bool,
        /// Only shows it
        #[arg(long)]
        preview: bool,
        /// What has passed its time
        #[arg(long, conflicts_with_all = ["of", "preview"])]
        due: bool,
        #[arg(long)]
        json: bool,
    },
    /// All that is held on a person, to be handed to them
    About {
        file: PathBuf,
        id: String,
        #[arg(long)]
        json: bool,
    },
    /// Undoes the last act, as a new act
    Undo {
        file: PathBuf,
        #[arg(long, default_value = "")]
        why: String,
    },
    /// Does again what was undone last
    Redo { file: PathBuf },
    /// Guided reviews: the list, the questions of one, or a finished one from answers
    Wizard {
        file: PathBuf,
        name: Option<String>,
        #[arg(long)]
        about: Vec<String>,
        #[arg(long)]
        describe: bool,
        #[arg(long)]
        answers: Option<PathBuf>,
        #[arg(long)]
        json: bool,
    },
    /// A campaign: how it stands; its files and drafts into a folder; answers that came back
    Campaign {
        file: PathBuf,
        code: String,
        /// Writes the file and the draft of a mail of each person who has not done it, into a folder of their own here
        #[arg(long)]
        out: Option<PathBuf>,
        /// With --out: as reminders, which are recorded
        #[arg(long, requires = "out")]
        missing: bool,
        /// Takes answers in: files that were saved, or mails that carry them; exit 1 where some are refused
        #[arg(long, num_args = 1.., conflicts_with = "out")]
        answers: Vec<PathBuf>,
        #[arg(long, conflicts_with_all = ["out", "answers"])]
        json: bool,
    },
    /// Brings in a spreadsheet: all rows or none
    Import {
        file: PathBuf,
        source: PathBuf,
        #[arg(long = "as")]
        kind: Option<String>,
        /// Columns to fields, and answers to what is asked, as JSON
        #[arg(long)]
        map: Option<PathBuf>,
        #[arg(long)]
        dry_run: bool,
        #[arg(long)]
        skip_wrong: bool,
        #[arg(long)]
        json: bool,
    },
    /// Registers as tables, or the days to come for another calendar
    Export {
        file: PathBuf,
        #[arg(long)]
        to: PathBuf,
        #[arg(long, value_parser = ["csv", "xlsx", "json", "ics"])]
        format: String,
    },
    /// A policy: its versions and what the next one would cost; or what becomes of its draft
    Policy {
        file: PathBuf,
        id: String,
        #[arg(long)]
        json: bool,
        #[command(subcommand)]
        act: Option<policy::Act>,
    },
    /// Two versions of a policy side by side; without any, the latest two
    Compare {
        file: PathBuf,
        id: String,
        /// The earlier: 2.1
        #[arg(long)]
        was: Option<String>,
        /// The later: 3.0, draft
        #[arg(long)]
        now: Option<String>,
        #[arg(long)]
        json: bool,
    },
    /// Puts files into the book as evidence of a record
    Attach {
        file: PathBuf,
        id: String,
        #[arg(required = true)]
        evidence: Vec<PathBuf>,
        #[arg(long)]
        shows: Option<String>,
    },
    /// A report as PDF; without a name, the list
    Report {
        file: PathBuf,
        name: Option<String>,
        #[arg(long)]
        out: Option<PathBuf>,
        #[arg(long)]
        about: Option<String>,
        #[arg(long)]
        from: Option<NaiveDate>,
        #[arg(long)]
        to: Option<NaiveDate>,
        #[arg(long)]
        as_of: Option<NaiveDate>,
        /// Of policy-changes, the earlier version; of policy, the version
        #[arg(long)]
        was: Option<String>,
        /// Of policy-changes, the later version
        #[arg(long)]
        now: Option<String>,
        /// The long form: also hosts and identifiers of weaknesses
        #[arg(long)]
        long: bool,
        /// Print its text instead
        #[arg(long)]
        text: bool,
    },
    /// The pack for an audit; or what an auditor would notice in it
    Pack {
        file: PathBuf,
        #[arg(long, required_unless_present_any = ["preflight", "declare"])]
        out: Option<PathBuf>,
        /// Looks for gaps instead: exit 1 where one would stop the pack
        #[arg(long, conflicts_with_all = ["out", "from"])]
        preflight: bool,
        /// Which pack; else that of the next audit
        #[arg(long, value_parser = isms::packs::PACKS.iter().map(|p| p.name).collect::<Vec<_>>())]
        audit: Option<String>,
        #[command(flatten)]
        chosen: Box<pack::Chosen>,
        #[command(flatten)]
        declared: preflight::Declared,
        #[arg(long)]
        from: Option<NaiveDate>,
        #[arg(long)]
        to: Option<NaiveDate>,
        #[arg(long)]
        json: bool,
    },
    /// What was done, by whom, when, why
    Trail {
        file: PathBuf,
        #[arg(long)]
        json: bool,
    },
    /// Is the history of a file whole; is a pack unchanged and proved; does it extend an earlier one?
    Verify {
        /// A file, or the PDF of a pack with its proof beside it
        file: PathBuf,
        /// An earlier pack (PDF or proof), or a file
        #[arg(long)]
        against: Option<PathBuf>,
        #[arg(long)]
        json: bool,
    },
}

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(e) if e.use_stderr() => {
            say::aside(e.render().to_string().trim_end());
            return ExitCode::from(2);
        }
        Err(e) => {
            say::line(e.render().to_string().trim_end());
            return ended(Ok(End::Done), true, false);
        }
    };
    let json = match &args.command {
        Command::Status { json, .. }
        | Command::Currency { json, .. }
        | Command::Kinds { json, .. }
        | Command::List { json, .. }
        | Command::Show { json, .. }
        | Command::Programme { json, .. }
        | Command::Campaign { json, .. }
        | Command::Impact { json, .. }
        | Command::Chain { json, .. }
        | Command::Lock { json, .. }
        | Command::Unlock { json, .. }
        | Command::Starters { json, .. }
        | Command::Wizard { json, .. }
        | Command::Import { json, .. }
        | Command::Pack { json, .. }
        | Command::Policy { json, .. }
        | Command::Compare { json, .. }
        | Command::Trail { json, .. }
        | Command::Erase { json, .. }
        | Command::About { json, .. }
        | Command::Backup { json, .. }
        | Command::Restore { json, .. }
        | Command::Doctor { json, .. }
        | Command::Verify { json, .. } => *json,
        _ => false,
    };
    if let Err(refused) = lock::told() {
        return Stop::from(refused).report(json);
    }
    let reads = args.command.reads();
    let done = match args.command {
        Command::Lock { file, sheet, json } => lock::lock(&file, sheet.as_deref(), json),
        Command::Unlock { file, json } => lock::unlock(&file, json),
        Command::Demo { file, as_of } => make::demo(&file, as_of),
        Command::New { file, name, certified } => make::new(&file, &name, certified),
        Command::Status { files, as_of, json, fail_on } => look::status(&files, as_of, json, fail_on.as_deref()),
        Command::Currency { file, from, to, kind, json } => week::currency(&file, from, to, kind.as_deref(), json),
        Command::Digest { file, out, to } => week::digest(&file, out.as_deref(), to.as_deref()),
        Command::Kinds { kind, json, types } => look::kinds(kind.as_deref(), json, types),
        Command::List { file, kind, as_of, json } => look::list(&file, &kind, as_of, json),
        Command::Programme { file, propose: Some(answers), add, next_codes, json, .. } => {
            programme::proposed(&file, &answers, add, next_codes, json)
        }
        Command::Programme { file, as_of, from, to, json, .. } => programme::shown(&file, as_of, from, to, json),
        Command::Show { file, id, history, as_of, json } => look::show(&file, &id, history, as_of, json),
        Command::Impact { file, id, body, retire, field, correction, material, json } => {
            let supposed = match body {
                Some(body) => Supposed::Put { body, declare: work::declared(correction, material) },
                None if retire => Supposed::Retire,
                None => Supposed::Fields(field),
            };
            impact::impact(&file, &id, supposed, json)
        }
        Command::Chain { file, id, as_of, json } => chain::chain(&file, &id, as_of, json),
        Command::Starters { file, json } => chain::starters(file.as_deref(), json),
        Command::Put { file, kind, id, body, starter, why, correction, material } => {
            let given = work::Given { body: body.as_deref(), starter: starter.as_deref() };
            work::put(&file, &kind, id.as_deref(), given, &why, work::declared(correction, material))
        }
        Command::Retire { file, id, why } => work::retire(&file, &id, &why),
        Command::Erase { file, due: true, json, .. } => erase::due(&file, json),
        Command::Erase { file, of, why, keep_texts, preview, json, .. } => {
            erase::erase(&file, isms::erase::Asked { of, why, keep_texts }, preview, json)
        }
        Command::About { file, id, json } => erase::about(&file, &id, json),
        Command::Backup { file, to, test, record, drop_older, json } => {
            backup::backup(&file, to.as_deref(), (test, record, drop_older), json)
        }
        Command::Restore { file, id, json, .. } if backup::is_backup(&file, &id) => {
            backup::restore(&file, id.as_ref(), json)
        }
        Command::Restore { file, id, why, .. } => work::restore(&file, &id, &why),
        Command::Doctor { file, folders, json } => backup::doctor(&file, &folders, json),
        Command::Undo { file, why } => work::undo(&file, &why),
        Command::Redo { file } => work::redo(&file),
        Command::Wizard { file, name, about, describe, answers, json } => {
            work::wizard(&file, name.as_deref(), &about, describe, answers.as_deref(), json)
        }
        Command::Campaign { file, code, out: Some(out), missing, .. } => campaign::files(&file, &code, &out, missing),
        Command::Campaign { file, code, answers, .. } if !answers.is_empty() => {
            campaign::answers(&file, &code, &answers)
        }
        Command::Campaign { file, code, json, .. } => campaign::shown(&file, &code, json),
        Command::Import { file, source, kind, map, dry_run, skip_wrong, json } => {
            work::import(&file, &source, kind.as_deref(), map.as_deref(), dry_run, skip_wrong, json)
        }
        Command::Export { file, to, format } => make::export(&file, &to, &format),
        Command::Attach { file, id, evidence, shows } => work::attach(&file, &id, &evidence, shows.as_deref()),
        Command::Policy { file, id, json, act } => policy::policy(&file, &id, act, json),
        Command::Compare { file, id, was, now, json } => {
            policy::compare(&file, &id, was.as_deref(), now.as_deref(), json)
        }
        Command::Report { file, name, out, about, from, to, as_of, was, now, long, text } => make::report(
            &file,
            name.as_deref(),
            out.as_deref(),
            about.as_deref(),
            (from, to, as_of),
            (was, now),
            long,
            text,
        ),
        Command::Pack { file, out: Some(out), audit, chosen, from, to, json, .. } => {
            pack::pack(&file, &out, audit.as_deref(), &chosen, (from, to), json)
        }
        Command::Pack { file, declared, .. } if declared.is_said() => preflight::declare(&file, &declared),
        Command::Pack { file, to, json, .. } => preflight::preflight(&file, to, json),
        Command::Trail { file, json } => look::trail(&file, json),
        Command::Verify { file, against, json } => verify::verify(&file, against.as_deref(), json),
    };
    ended(done, reads, json)
}

/// How it ended. What could not be said is a fault, unless a command that only reads was heard for as long as somebody wanted.
fn ended(done: say::Ended, reads: bool, json: bool) -> ExitCode {
    let unwritten = say::unwritten().filter(|e| !(reads && e.kind() == std::io::ErrorKind::BrokenPipe));
    let but = if done.is_ok() && !reads { " What the command did is done all the same." } else { "" };
    let code = match done {
        Ok(End::Done) => ExitCode::SUCCESS,
        Ok(End::Finding) => ExitCode::from(1),
        Err(stop) => stop.report(json),
    };
    let Some(e) = unwritten else { return code };
    let why = input::why(&e);
    Stop::Fault(format!("What was to be said could not be written to standard output: {why}.{but}")).report(json)
}

impl Command {
    /// Does it change nothing, neither the file nor what lies beside it?
    fn reads(&self) -> bool {
        match self {
            Command::Status { .. }
            | Command::Currency { .. }
            | Command::Kinds { .. }
            | Command::List { .. }
            | Command::Show { .. }
            | Command::Impact { .. }
            | Command::Chain { .. }
            | Command::Starters { .. }
            | Command::About { .. }
            | Command::Compare { .. }
            | Command::Doctor { .. }
            | Command::Trail { .. }
            | Command::Verify { .. } => true,
            Command::Digest { out, .. } | Command::Report { out, .. } => out.is_none(),
            Command::Programme { add, .. } => !add,
            Command::Erase { preview, due, .. } => *preview || *due,
            Command::Wizard { name, describe, .. } => name.is_none() || *describe,
            Command::Campaign { out, answers, .. } => out.is_none() && answers.is_empty(),
            Command::Import { dry_run, .. } => *dry_run,
            Command::Policy { act, .. } => act.is_none(),
            Command::Pack { preflight, .. } => *preflight,
            Command::Demo { .. }
            | Command::New { .. }
            | Command::Lock { .. }
            | Command::Unlock { .. }
            | Command::Put { .. }
            | Command::Retire { .. }
            | Command::Backup { .. }
            | Command::Restore { .. }
            | Command::Undo { .. }
            | Command::Redo { .. }
            | Command::Export { .. }
            | Command::Attach { .. } => false,
        }
    }
}

impl Stop {
    fn report(self, json: bool) -> ExitCode {
        say::stop(&self, json);
        ExitCode::from(match self {
            Stop::Refused(_) | Stop::Told { fault: false } => 2,
            Stop::Fault(_) | Stop::Told { fault: true } => 3,
        })
    }
}
