//! The demo organization: its whole history, embedded, replayed act by act through the one write path.
//! It must never be a second way to write: only the transaction is one for all, for speed.
use crate::File;
use crate::fault::{ActError, Fault, OpenRefused, Trouble, Why};
use crate::write::{self, Clock, Done, Extra};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use isms::{Proposal, Stamp, Verb};
use std::io::Read;
use std::path::Path;

static ACTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/acts.jsonl.z"));

/// Reasons of the two acts of setting that begin and end a demo.
const BEGINS: &str = "demo: ";
const ENDS: &str = "demo ends: ";

impl File {
    /// Makes the demo organization at this place, all of its history from the first act on.
    pub fn demo(path: impl AsRef<Path>) -> Result<File, OpenRefused> {
        File::demo_on(path, None)
    }
    /// The same as it stood at the end of an earlier day, which is then its own.
    pub fn demo_on(path: impl AsRef<Path>, earlier: Option<NaiveDate>) -> Result<File, OpenRefused> {
        let path = path.as_ref();
        let mut jsonl = String::new();
        let text = flate2::read::ZlibDecoder::new(ACTS).read_to_string(&mut jsonl).map_err(|e| e.to_string());
        let day = isms::demo::DAY.parse::<NaiveDate>().map_err(|e| e.to_string());
        let (acts, day) =
            text.and_then(|_| isms::demo::acts(&jsonl)).and_then(|a| Ok((a, day?))).map_err(|e| unmade(path, &e))?;
        let day = earlier.map_or(day, |d| d.min(day));
        let acts: Vec<_> = acts.into_iter().take_while(|a| a.on <= day).collect();
        if acts.is_empty() {
            return Err(OpenRefused::new(
                path,
                Why::Missing,
                format!("On {day} the demo organization had recorded nothing."),
                "Its history begins on 4 March 2024.",
            ));
        }
        let first = acts.first().map(|a| (a.by.clone(), a.on)).unwrap_or_default();
        let begins = Proposal { verb: Verb::Setting, why: format!("{BEGINS}{day}"), changes: Vec::new() };
        let all = std::iter::once((first.0, first.1, begins)).chain(acts.into_iter().map(|a| (a.by, a.on, a.proposal)));
        let mut file = File::create(path)?;
        match file.replay(all) {
            Ok(()) => Ok(file),
            Err(why) => {
                drop(file);
                let _ = std::fs::remove_file(path);
                Err(unmade(path, &why))
            }
        }
    }

    /// Many dated acts, each planned on what the ones before it left, in one transaction. All of them or none.
    pub fn replay(&mut self, acts: impl Iterator<Item = (String, NaiveDate, Proposal)>) -> Result<(), String> {
        self.writable().map_err(|f| f.to_string())?;
        self.conn.execute_batch("BEGIN IMMEDIATE").map_err(|e| e.to_string())?;
        let mut last: Option<DateTime<Utc>> = None;
        for (n, (by, on, proposal)) in acts.enumerate() {
            // Acts of a day follow each other by a minute from nine on.
            let nine = on.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(9);
            let at = last.filter(|l| l.date_naive() == on).map_or(nine, |l| l + TimeDelta::minutes(1)).min(
                on.checked_add_days(Days::new(1))
                    .map_or(nine, |d| d.and_time(NaiveTime::MIN).and_utc() - TimeDelta::seconds(1)),
            );
            last = Some(at);
            let mut salt = write::salts();
            let done = self
                .isms
                .plan(proposal, &mut Stamp { at, on, by, salt: &mut salt })
                .map_err(|r| r.to_string())
                .and_then(|planned| {
                    let root = self.isms.root_after(&planned.act.leaf);
                    write::put(&self.conn, &planned, &root, &mut Extra::default())
                        .map_err(|f| format!("{f} {}", f.detail))?;
                    Ok(planned)
                });
            match done {
                Ok(planned) => drop(self.enter(&planned)),
                Err(why) => {
                    let _ = self.conn.execute_batch("ROLLBACK");
                    self.read_anew().map_err(|f| f.to_string())?;
                    return Err(format!("act {}: {why}", n + 1));
                }
            }
        }
        if let Err(e) = self.conn.execute_batch("COMMIT") {
            let _ = self.conn.execute_batch("ROLLBACK");
            self.read_anew().map_err(|f| f.to_string())?;
            return Err(e.to_string());
        }
        if self.is_in_place() {
            Ok(())
        } else {
            Err(self.gone("The acts went into the file that was moved away.").to_string())
        }
    }

    /// The day that a demo shows as today; none for a file of an organization, or once its owner goes on with the real date.
    pub fn demo_day(&self) -> Option<NaiveDate> {
        let setting = |a: &&std::sync::Arc<isms::Act>| {
            a.verb == Verb::Setting && (a.why.starts_with(BEGINS) || a.why.starts_with(ENDS))
        };
        self.isms.acts.iter().rev().find(setting).and_then(|a| a.why.strip_prefix(BEGINS)?.parse().ok())
    }

    /// Ends the demo's own day: from this act on the file goes by the real date.
    pub fn go_on_today(&mut self, by: &str, clock: Clock) -> Result<Done, ActError> {
        if self.demo_day().is_none() {
            return Err(Fault::new(Trouble::Bug, "This file goes by the real date already.", "", "").into());
        }
        let why = format!("{ENDS}{}", clock.on);
        self.act(Proposal { verb: Verb::Setting, why, changes: Vec::new() }, by, clock)
    }
}

fn unmade(path: &Path, why: &str) -> OpenRefused {
    OpenRefused::new(path, Why::Disk, "The demo could not be made.", "No file was left behind.").detail(why)
}
