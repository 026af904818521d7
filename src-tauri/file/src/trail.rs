//! Tree heads of the trail: recorded when one leaves the house, and compared when one comes back.
//! It must never record a head that does not extend every head recorded before.
use crate::File;
use crate::fault::{Fault, NOTHING, Trouble};
use chrono::NaiveDate;
use isms::doc::Checkpoint;
use isms::ledger::{self, Frontier, Hash};
use isms::proof::note;
use isms::{Isms, Seq};
use rusqlite::{Connection, params};

/// A tree head that was kept: in the file, in a pack, on another computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub size: u64,
    pub root: Hash,
    pub day: Option<NaiveDate>,
    /// What it was given out for: "surveillance pack", "mail to the board".
    pub purpose: String,
}

/// How a file stands to a tree head that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing that was there then has changed. The proof shows it to anyone who has both heads (RFC 9162, 2.1.4).
    Extends { proof: Vec<Hash> },
    /// This is an older copy: it has fewer acts than were seen then.
    Older { has: u64 },
    /// The history was rewritten: somewhere after act `after` and not later than act `by`.
    Differs { after: u64, by: u64 },
}
impl Standing {
    /// One plain sentence.
    pub fn sentence(&self, kept: &Kept, now: u64) -> String {
        let day = kept.day.map_or_else(String::new, |d| format!(" on {}", d.format("%-d %B %Y")));
        match self {
            Standing::Extends { .. } if now == kept.size => {
                format!("The trail is exactly what was seen{day}: {now} acts.")
            }
            Standing::Extends { .. } => format!(
                "The trail grew from {} to {now} acts, and nothing in the first {} changed.",
                kept.size, kept.size
            ),
            Standing::Older { has } => {
                format!("This copy is older than what was seen{day}: it has {has} acts, and there were {}.", kept.size)
            }
            Standing::Differs { after, by } if after + 1 == *by => {
                format!("The trail differs from what was seen{day} at act {by}.")
            }
            Standing::Differs { after, by } => {
                format!("The trail differs from what was seen{day}, between act {} and act {by}.", after + 1)
            }
        }
    }
}

/// Heads of the tree at these sizes (ascending), in one pass.
pub(crate) fn roots_at(leaves: &[Hash], sizes: &[u64]) -> Vec<Option<Hash>> {
    let mut tree = Frontier::default();
    let mut out = Vec::with_capacity(sizes.len());
    for size in sizes {
        while tree.size() < *size && (tree.size() as usize) < leaves.len() {
            tree.push(leaves[tree.size() as usize]);
        }
        out.push((tree.size() == *size).then(|| tree.root()));
    }
    out
}

/// The first act in which two trails differ; none where one extends the other.
pub fn first_difference(a: &Isms, b: &Isms) -> Option<Seq> {
    a.acts.iter().zip(&b.acts).find(|(x, y)| x.leaf != y.leaf).map(|(x, _)| x.seq)
}

/// Lays down that a tree head left the house. The only function that inserts checkpoints; where it goes with an act, the caller holds the
/// transaction.
pub(crate) fn put(conn: &Connection, log: &str, kept: &Kept) -> Result<(), Fault> {
    let day = kept.day.map(|d| d.to_string()).unwrap_or_default();
    conn.prepare_cached("INSERT INTO checkpoint (n, size, root, day, note, purpose) SELECT coalesce(max(n), 0) + 1, ?1, ?2, ?3, ?4, ?5 FROM checkpoint")?.execute(params![
        kept.size as i64, kept.root, day, note(log, kept.size, &kept.root), kept.purpose
    ])?;
    Ok(())
}

/// How a history stands to the heads that were kept; the answer is about the largest.
pub(crate) fn standing(isms: &Isms, kept: &[Kept]) -> Standing {
    let leaves: Vec<Hash> = isms.acts.iter().map(|a| ledger::leaf(a.body.as_bytes())).collect();
    let mut kept: Vec<&Kept> = kept.iter().collect();
    kept.sort_by_key(|k| k.size);
    let sizes: Vec<u64> = kept.iter().map(|k| k.size).collect();
    let roots = roots_at(&leaves, &sizes);
    let mut after = 0;
    for (k, root) in kept.iter().zip(&roots) {
        match root {
            Some(r) if *r == k.root => after = k.size,
            Some(_) => return Standing::Differs { after, by: k.size },
            None => return Standing::Older { has: leaves.len() as u64 },
        }
    }
    Standing::Extends { proof: ledger::consistency(&leaves, after as usize) }
}
/// What speaks against a history being the continuation of every head that was kept, in a sentence.
pub(crate) fn contradiction(isms: &Isms, kept: &[Kept]) -> Option<String> {
    let standing = standing(isms, kept);
    let about = match standing {
        Standing::Extends { .. } => return None,
        Standing::Differs { by, .. } => kept.iter().find(|k| k.size == by),
        Standing::Older { .. } => kept.iter().max_by_key(|k| k.size),
    };
    about.map(|k| standing.sentence(k, isms.acts.len() as u64))
}

/// Purpose of the checkpoint that is made when the calendar is given out.
const CALENDAR: &str = "calendar";

impl File {
    /// Every tree head that left the house, oldest first.
    pub fn checkpoints(&self) -> Result<Vec<Kept>, Fault> {
        let mut q = self.conn.prepare_cached("SELECT size, root, day, purpose FROM checkpoint ORDER BY n")?;
        let rows = q.query_map([], |r| {
            Ok(Kept {
                size: r.get::<_, i64>(0)? as u64,
                root: r.get(1)?,
                day: r.get::<_, String>(2)?.parse().ok(),
                purpose: r.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// After how many acts, and on which day, the calendar was given out, oldest first.
    pub fn calendars(&self) -> Result<Vec<(u64, NaiveDate)>, Fault> {
        let given = self.checkpoints()?.into_iter().filter(|k| k.purpose == CALENDAR);
        Ok(given.filter_map(|k| Some((k.size, k.day?))).collect())
    }
    /// Remembers that the calendar was given out as it is on this day, so that a later one can take out what has gone. Where nothing may be
    /// written, or the same was given out already, nothing is.
    pub fn calendar_given(&mut self, day: NaiveDate) -> Result<(), Fault> {
        let now = (self.isms.acts.len() as u64, day);
        if self.read_only().is_none() && self.calendars()?.last() != Some(&now) {
            self.checkpoint(CALENDAR, day)?;
        }
        Ok(())
    }

    /// Records that the tree head of now leaves the house, and gives it. Refused where it does not extend every earlier one.
    pub fn checkpoint(&mut self, purpose: &str, day: NaiveDate) -> Result<Kept, Fault> {
        self.writable()?;
        let leaves: Vec<Hash> = self.isms.acts.iter().map(|a| ledger::leaf(a.body.as_bytes())).collect();
        let size = leaves.len() as u64;
        let mut earlier = self.checkpoints()?;
        earlier.sort_by_key(|k| k.size);
        let mut sizes: Vec<u64> = earlier.iter().map(|k| k.size).collect();
        sizes.push(size);
        let mut roots = roots_at(&leaves, &sizes);
        let root = roots.pop().flatten().unwrap_or_else(|| self.isms.root());
        if let Some((k, _)) = earlier.iter().zip(&roots).find(|(k, r)| Some(k.root) != **r) {
            let text = format!(
                "The trail does not extend the checkpoint of {} that was given out as \u{201c}{}\u{201d} ({} acts).",
                k.day.map_or_else(String::new, |d| d.to_string()),
                k.purpose,
                k.size
            );
            return Err(Fault::new(
                Trouble::Damaged,
                text,
                NOTHING,
                "Check the file; give out nothing from it until it is clear what happened.",
            ));
        }
        if root != self.isms.root() {
            return Err(Fault::damaged("The trail's bytes do not give its head."));
        }
        let kept = Kept { size, root, day: Some(day), purpose: purpose.to_string() };
        put(&self.conn, &self.isms.log, &kept)?;
        if crate::moved::has_moved(&self.conn) {
            return Err(self.gone("The checkpoint went into the file that was moved away."));
        }
        Ok(kept)
    }

    /// Does this file extend what was seen earlier? Give every head that was kept; the answer is about the largest.
    pub fn verify_against(&self, kept: &[Kept]) -> Standing {
        standing(&self.isms, kept)
    }
    /// The same against one head.
    pub fn extends(&self, old: &Checkpoint) -> Standing {
        self.verify_against(&[Kept { size: old.size, root: old.root, day: None, purpose: String::new() }])
    }
    /// Proof that the tree of the first `old` acts is a prefix of this one: at most 17 hashes for 100,000 acts.
    pub fn consistency_proof(&self, old: u64) -> Vec<Hash> {
        ledger::consistency(&self.isms.leaves(), old as usize)
    }
    /// Proof that act `seq` stands in the trail.
    pub fn inclusion_proof(&self, seq: Seq) -> Vec<Hash> {
        ledger::inclusion(&self.isms.leaves(), (seq as usize).saturating_sub(1))
    }
}
