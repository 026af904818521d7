//! Two files that were one: copies that a synchronised folder makes when a file was changed in two places. They are recognised by their
//! names, and how they stand to each other is read from their trails. Nothing is ever merged.
use crate::File;
use chrono::NaiveDate;
use isms::ledger::{self, Hash};
use isms::{Isms, Seq};
use std::path::PathBuf;

/// How two trails stand to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Twins {
    Same {
        acts: u64,
    },
    /// The first has all of the second, and `more` acts since.
    Extends {
        more: u64,
    },
    /// The second has all of the first, and `more` acts since.
    Extended {
        more: u64,
    },
    /// Both went on after act `after` of this day.
    Forked {
        after: Seq,
        on: Option<NaiveDate>,
        first: u64,
        second: u64,
    },
    /// They never were one file.
    Strangers,
}

/// Compares two trails by the hashes of their stored bytes.
pub fn twins(first: &Isms, second: &Isms) -> Twins {
    if first.log != second.log {
        return Twins::Strangers;
    }
    let leaves = |i: &Isms| -> Vec<Hash> { i.acts.iter().map(|a| ledger::leaf(a.body.as_bytes())).collect() };
    let (a, b) = (leaves(first), leaves(second));
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (more, others) = ((a.len() - same) as u64, (b.len() - same) as u64);
    match (more, others) {
        (0, 0) => Twins::Same { acts: same as u64 },
        (_, 0) => Twins::Extends { more },
        (0, _) => Twins::Extended { more: others },
        _ => {
            let after = same as Seq;
            let on = first.act(after).map(|act| act.on);
            Twins::Forked { after, on, first: more, second: others }
        }
    }
}
fn acts(n: u64) -> String {
    isms::report::count(n as usize, "act", "acts")
}
impl Twins {
    /// One plain sentence, with the names of the two files.
    pub fn sentence(&self, first: &str, second: &str) -> String {
        match self {
            Twins::Same { acts: n } => format!("{first} and {second} hold the same {}.", acts(*n)),
            Twins::Extends { more } => {
                format!("{first} extends {second}: it holds all of it, and {} since.", acts(*more))
            }
            Twins::Extended { more } => {
                format!("{second} extends {first}: it holds all of it, and {} since.", acts(*more))
            }
            Twins::Forked { after, on, first: a, second: b } => {
                let from = match (after, on) {
                    (0, _) | (_, None) => "from the first act on".to_string(),
                    (n, Some(day)) => format!("after act {n} on {}", day.format("%-d %B %Y")),
                };
                format!("Both changed {from}: {first} has {} since, {second} {}.", acts(*a), acts(*b))
            }
            Twins::Strangers => {
                format!("{first} and {second} are not copies of one file: their trails have nothing in common.")
            }
        }
    }
    /// What to do about it; empty where there is nothing to do.
    pub fn hint(&self, first: &str, second: &str) -> String {
        match self {
            Twins::Same { .. } | Twins::Strangers => String::new(),
            Twins::Extends { .. } => format!("Go on in {first}; {second} can go."),
            Twins::Extended { .. } => format!("Close {first} and go on in {second}, or move it away."),
            Twins::Forked { .. } => {
                "Nothing is merged. Choose one to go on in, and enter in it by hand what the other has more.".into()
            }
        }
    }
}

/// Is `name` what a synchronised folder calls a second copy of `document`? Both with their ends ".isms". An upper-case name of a computer
/// ("book-HALDEN-3.isms"), a number, and the words of the usual programs are known.
pub fn is_conflict_copy(name: &str, document: &str) -> bool {
    let stem = |n: &str| n.to_lowercase().ends_with(".isms").then(|| n[..n.len() - ".isms".len()].to_string());
    let (Some(copy), Some(of)) = (stem(name), stem(document)) else { return false };
    let Some(rest) = copy.strip_prefix(&of).filter(|r| !r.is_empty() && !of.is_empty()) else { return false };
    let lower = rest.to_lowercase();
    // Dropbox, Nextcloud, Box, Seafile, pCloud, in the languages that they speak most.
    let words = [
        "conflicted copy",
        "conflict copy",
        "case conflict",
        "sfconflict",
        "[conflict",
        "[conflicted]",
        "in konflikt stehende kopie",
        "copie en conflit",
        "copia en conflicto",
        "copia in conflitto",
    ];
    if words.iter().any(|w| lower.contains(w)) && rest.starts_with([' ', '(', '[', '_', '-']) {
        return true;
    }
    // Syncthing, Resilio, ownCloud, Synology.
    if [".sync-conflict-", ".conflict", "_conflict-"].iter().any(|w| lower.starts_with(w))
        || (rest.starts_with('_') && lower.ends_with("_conflict"))
    {
        return true;
    }
    // Google Drive and browsers: "(1)", also twice; iCloud: " 2".
    let numbered = |r: &str| {
        let r = r.trim();
        !r.is_empty() && r.split(' ').all(|p| p.strip_prefix('(').and_then(|p| p.strip_suffix(')')).is_some_and(digits))
    };
    if numbered(rest) || rest.strip_prefix(' ').is_some_and(|n| n.len() == 1 && digits(n)) {
        return true;
    }
    // OneDrive: the name of the computer, at most 15 letters of upper case, digits and hyphens.
    rest.strip_prefix('-').is_some_and(|host| {
        (2..=15).contains(&host.len())
            && host.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-')
            && host.chars().any(|c| c.is_ascii_uppercase())
    })
}
fn digits(s: &str) -> bool {
    !s.is_empty() && s.chars().all(|c| c.is_ascii_digit())
}

/// More copies than these are not read.
const MOST: usize = 5;
/// A folder with more names than these is not searched.
const MOST_NAMES: usize = 5_000;

impl File {
    /// A sentence for each copy of this file that lies beside it because it was changed in two places; also where this one is the copy.
    pub fn conflict_copies(&self) -> Vec<String> {
        let name = |p: &std::path::Path| p.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let own = name(&self.path);
        let Some(Ok(folder)) = self.path.parent().map(std::fs::read_dir) else { return Vec::new() };
        let mut found: Vec<PathBuf> = folder
            .take(MOST_NAMES)
            .flatten()
            .map(|e| e.path())
            .filter(|p| {
                let other = name(p);
                is_conflict_copy(&other, &own) || is_conflict_copy(&own, &other)
            })
            .collect();
        found.sort();
        let said = found.iter().take(MOST).filter_map(|path| {
            let other = name(path);
            match File::open_read_only(path) {
                Err(e) => Some(format!("A copy lies beside this file, and cannot be read. {e}")),
                Ok(f) => match twins(&self.isms, &f.isms) {
                    // Only its name is like this one's; or it has nothing that this one lacks, nor lacks anything.
                    Twins::Strangers | Twins::Same { .. } => None,
                    t => Some(format!("{} {}", t.sentence(&own, &other), t.hint(&own, &other)).trim_end().to_string()),
                },
            }
        });
        said.collect()
    }
}
