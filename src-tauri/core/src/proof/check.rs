//! What a proof shows, one plain sentence a check. `docs/verify.py` does the same in Python.
//! It must never say of a check that it holds without having computed it.
use super::{Begins, EARLIER, Proof, long};
use crate::doc::Checkpoint;
use crate::isms::Isms;
use crate::ledger::{self, Hash};
use crate::plan::hex;
use crate::refusal::Refusal;
use crate::report::thousands;
use serde_json::Value;

/// What came of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub holds: bool,
    pub text: String,
}
fn said(holds: bool, yes: impl Into<String>, no: impl Into<String>) -> Said {
    Said { holds, text: if holds { yes.into() } else { no.into() } }
}
fn acts(n: u64) -> String {
    format!("{} {}", thousands(n as usize), if n == 1 { "act" } else { "acts" })
}

/// What is held of an earlier pack.
pub struct Earlier<'a> {
    /// As the reader calls it: "pack-2025.pdf".
    pub name: &'a str,
    /// The furthest state that is known of it.
    pub head: Checkpoint,
    /// Number of its trail; none where only the PDF is held.
    pub log: Option<&'a str>,
}

impl Proof {
    /// Is this the PDF that was given out?
    pub fn pdf(&self, sha256: &Hash) -> Said {
        let body: Value = serde_json::from_str(&self.act).unwrap_or_default();
        let on = body.get("on").and_then(Value::as_str).and_then(|d| d.parse().ok()).map(long).unwrap_or_default();
        said(
            *sha256 == self.pack.sha256,
            format!(
                "The PDF is unchanged: it is the one that act {} recorded on {on}, byte for byte.",
                thousands(self.seq as usize)
            ),
            "The PDF is not the one of this proof: one of the two was changed, or they do not belong together.",
        )
    }
    /// Does the act that gave it out stand in the log?
    pub fn act(&self) -> Said {
        let in_log =
            ledger::included(&self.leaf(), u64::from(self.seq) - 1, self.head.size, &self.inclusion, &self.head.root);
        let n = thousands(self.seq as usize);
        said(
            in_log,
            format!("Act {n}, by which it was given out, is in the log of {}.", acts(self.head.size)),
            format!("Act {n}, by which it was given out, is not in the log that the proof names."),
        )
    }
    /// Is the printed checkpoint that of the same log? `in_pdf`: what the PDF carries for machines, where it was read.
    pub fn printed(&self, in_pdf: Option<&Checkpoint>) -> Said {
        let holds = self.whole_begins_with(&self.printed) && in_pdf.is_none_or(|c| *c == self.printed.head);
        let head = &self.printed.head;
        said(
            holds,
            format!(
                "The checkpoint printed in it, {} \u{b7} {}, is the beginning of that log.",
                thousands(head.size as usize),
                head.short()
            ),
            "The checkpoint printed in it is not the beginning of that log.",
        )
    }
    /// Does the log extend the packs that the proof names?
    pub fn extends(&self) -> Said {
        match self.earlier.iter().find(|e| !self.whole_begins_with(e)) {
            Some(e) => said(
                false,
                "",
                format!("The proof does not show that the log extends the earlier pack of {}.", acts(e.head.size)),
            ),
            None if self.earlier.is_empty() => said(true, "The proof names no earlier pack.", ""),
            None => {
                let sizes: Vec<String> = self.earlier.iter().map(|e| thousands(e.head.size as usize)).collect();
                said(
                    true,
                    format!("The log extends the earlier packs that the proof names: of {} acts.", and(&sizes)),
                    "",
                )
            }
        }
    }
    /// All that can be checked with PDF and proof alone.
    pub fn alone(&self, sha256: &Hash, in_pdf: Option<&Checkpoint>) -> Vec<Said> {
        let mut out = vec![self.pdf(sha256), self.act(), self.printed(in_pdf), self.extends()];
        if self.signatures > 0 {
            out.push(said(
                true,
                format!(
                    "Lines of signature: {}. This version checks none; nothing above rests on them.",
                    self.signatures
                ),
                "",
            ));
        }
        out
    }

    /// Did the log only grow since the earlier pack? A refusal where the proof does not reach back to it.
    pub fn against(&self, earlier: &Earlier) -> Result<Said, Refusal> {
        let (name, size) = (earlier.name, earlier.head.size);
        if earlier.log.is_some_and(|l| l != self.log) {
            return Ok(said(
                false,
                "",
                format!("{name} is of another log: the two packs were not made from the same file."),
            ));
        }
        if size > self.head.size {
            let text = format!(
                "The log of this pack is shorter than that of {name}: it has {}, and there were {}. The later pack is checked against the earlier one.",
                acts(self.head.size),
                thousands(size as usize)
            );
            return Ok(said(false, "", text));
        }
        let whole = Begins { head: self.head.clone(), path: Vec::new() };
        let known = [&whole, &self.printed].into_iter().chain(&self.earlier).find(|b| b.head.size == size);
        match known {
            Some(b) if b.head.root == earlier.head.root && self.whole_begins_with(b) => Ok(said(
                true,
                format!(
                    "The log grew from {} to {}, and nothing in the first {} changed.",
                    thousands(size as usize),
                    acts(self.head.size),
                    thousands(size as usize)
                ),
                "",
            )),
            Some(b) if b.head.root == earlier.head.root => {
                Ok(said(false, "", format!("The proof does not show that the log extends {name}.")))
            }
            Some(_) => Ok(said(
                false,
                "",
                format!("The history was rewritten: the first {} are not those of {name}.", acts(size)),
            )),
            None if earlier.log.is_some() && self.reaches(size) => Ok(said(
                false,
                "",
                format!(
                    "The log of this pack does not know {name}, which shows {}: it is not among the packs before it.",
                    acts(size)
                ),
            )),
            None => Err(Refusal::new(
                "proof",
                name,
                format!("The proof of this pack does not speak of the state of {}.", acts(size)),
                "Check it against the proof of a pack in between, and that one against the earlier; or against the file: `isms verify PACK.pdf --against FILE.isms`.",
            )),
        }
    }
    /// Would a pack after so many acts have to be named?
    fn reaches(&self, size: u64) -> bool {
        self.earlier.len() < EARLIER || self.earlier.iter().any(|e| e.head.size <= size)
    }

    /// Does a file contain the whole log, and the act by which the pack was given out?
    pub fn in_file(&self, isms: &Isms, name: &str) -> Vec<Said> {
        if *isms.log != self.log {
            return vec![said(false, "", format!("{name} is of another log: the pack was not made from it."))];
        }
        let size = self.head.size as usize;
        let holds = isms.leaves().get(..size).map(ledger::root) == Some(self.head.root);
        let has = isms.acts.len() as u64;
        let no = if has < self.head.size {
            format!(
                "{name} is older than the pack: it has {}, and there were {}.",
                acts(has),
                thousands(self.head.size as usize)
            )
        } else {
            format!(
                "The history of {name} was rewritten: its first {} are not those of the pack.",
                acts(self.head.size)
            )
        };
        let seq = thousands(self.seq as usize);
        vec![
            said(
                holds,
                format!(
                    "The log of the pack is the beginning of {name}: its first {} of {}.",
                    thousands(size),
                    acts(has)
                ),
                no,
            ),
            said(
                isms.act(self.seq).is_some_and(|a| *a.body == self.act),
                format!("Act {seq} of {name} is the one that gave out this pack."),
                format!("Act {seq} of {name} is not the one that gave out this pack."),
            ),
        ]
    }

    fn whole_begins_with(&self, b: &Begins) -> bool {
        ledger::consistent(b.head.size, self.head.size, &b.head.root, &self.head.root, &b.path)
    }
    /// The head in full, for whoever compares by eye.
    pub fn root(&self) -> String {
        hex(&self.head.root)
    }
}

fn and(list: &[String]) -> String {
    match list {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}
