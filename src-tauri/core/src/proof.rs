//! A pack that left the house, and what proves it: the text beside the PDF that anybody can check without our program.
//! It must never claim more than the hashes show: it is not signed, and says nothing of when or whether what is recorded was so.
use crate::act::{Act, Verb};
use crate::doc::Checkpoint;
use crate::isms::{Isms, Seq};
use crate::ledger::{self, Hash};
use crate::plan::{hex, unhex};
use crate::report::thousands;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::NaiveDate;
use serde_json::{Value, json};

mod check;
mod text;
pub use check::{Earlier, Said};
pub(crate) use text::sides;
pub use text::{NotRead, read};

/// So many packs that left the house before are named by a proof, newest first.
pub const EARLIER: usize = 6;

/// What a pack is, as its act says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Name of the PDF, without its folder.
    pub file: String,
    /// Sort of audit: "surveillance".
    pub audit: String,
    /// It shows the file as it stood at the end of this day.
    pub as_of: NaiveDate,
    /// The day that it is compared with, where there is one.
    pub from: Option<NaiveDate>,
    pub pages: u32,
    /// Of the PDF, all its bytes.
    pub sha256: Hash,
    /// The checkpoint that is printed in it.
    pub head: Checkpoint,
}
impl Pack {
    /// As it stands in the act's body.
    pub(crate) fn json(&self) -> Value {
        let mut pack = json!({"as_of": self.as_of.to_string(), "audit": self.audit, "file": self.file, "pages": self.pages, "root": hex(&self.head.root), "sha256": hex(&self.sha256), "size": self.head.size});
        if let Some(from) = self.from {
            pack["from"] = from.to_string().into();
        }
        pack
    }
    /// The pack that an act's body speaks of.
    pub fn in_body(body: &str) -> Option<Pack> {
        let whole: Value = serde_json::from_str(body).ok()?;
        let pack = whole.get("pack")?;
        let text = |key: &str| pack.get(key).and_then(Value::as_str);
        Some(Pack {
            file: text("file")?.into(),
            audit: text("audit")?.into(),
            as_of: text("as_of")?.parse().ok()?,
            from: match text("from") {
                Some(day) => Some(day.parse().ok()?),
                None => None,
            },
            pages: pack.get("pages")?.as_u64()?.try_into().ok()?,
            sha256: unhex(text("sha256")?)?,
            head: Checkpoint { size: pack.get("size")?.as_u64()?, root: unhex(text("root")?)? },
        })
    }
    /// The pack that an act gave out; none of any other act.
    pub fn of(act: &Act) -> Option<Pack> {
        if act.verb == Verb::Export { Pack::in_body(&act.body) } else { None }
    }
    /// "Gave out the surveillance pack pack-2026.pdf, 84 pages"
    pub fn says(&self) -> String {
        let pages = if self.pages == 1 { "page" } else { "pages" };
        format!("Gave out the {} pack {}, {} {pages}", self.audit, self.file, thousands(self.pages as usize))
    }
}

/// The packs that left the house, oldest first, each with the number of its act.
pub fn packs(isms: &Isms) -> impl DoubleEndedIterator<Item = (&Act, Pack)> {
    isms.acts.iter().filter_map(|a| Some((&**a, Pack::of(a)?)))
}
/// The checkpoint that is printed in the last pack that left the house; none where there was none.
pub fn last_pack(isms: &Isms) -> Option<Checkpoint> {
    packs(isms).next_back().map(|(_, p)| p.head)
}

/// Who keeps the log, for a checkpoint's first line.
fn origin(log: &str) -> String {
    format!("isms-upkeep/log/{log}")
}
/// Text of a tree head (C2SP tlog-checkpoint): origin, size, root. Where it is signed one day, a blank line and the signatures follow.
pub fn note(log: &str, size: u64, root: &Hash) -> String {
    format!("{}\n{size}\n{}\n", origin(log), BASE64.encode(root))
}

/// That the tree of the first `head.size` acts is the beginning of the whole tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begins {
    pub head: Checkpoint,
    /// Consistency proof (RFC 9162, 2.1.4).
    pub path: Vec<Hash>,
}

/// What lies beside a pack, as `NAME.isms-proof`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Random number of the trail, 32 hexadecimal digits.
    pub log: String,
    /// The act by which the pack was given out: its body, exactly the bytes that are hashed.
    pub act: String,
    /// Read out of the body.
    pub pack: Pack,
    pub seq: Seq,
    /// The head right after that act.
    pub head: Checkpoint,
    /// Audit path of the act (RFC 9162, 2.1.3).
    pub inclusion: Vec<Hash>,
    /// What is printed in the pack.
    pub printed: Begins,
    /// What the packs before it showed: what was printed in them, and what stands in their own proofs. Newest first.
    pub earlier: Vec<Begins>,
    /// Lines of signature at its end, which nothing here rests on.
    pub signatures: usize,
}
impl Proof {
    /// Of an act that gives out a pack and is the next one of this trail. None where it is no such act.
    pub fn of(isms: &Isms, act: &Act) -> Option<Proof> {
        let pack = Pack::of(act).filter(|p| (1..u64::from(act.seq)).contains(&p.head.size))?;
        let mut leaves = isms.leaves();
        leaves.truncate(act.seq as usize - 1);
        leaves.push(act.leaf);
        let begins = |size: u64| Begins {
            head: Checkpoint { size, root: ledger::root(&leaves[..size as usize]) },
            path: ledger::consistency(&leaves, size as usize),
        };
        let whole = leaves.len() as u64;
        let mut sizes: Vec<u64> = Vec::new();
        for (before, p) in packs(isms).rev().filter(|(a, _)| a.seq < act.seq).take(EARLIER) {
            for size in [u64::from(before.seq), p.head.size] {
                if (1..whole).contains(&size) && !sizes.contains(&size) {
                    sizes.push(size);
                }
            }
        }
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        Some(Proof {
            log: isms.log.to_string(),
            act: act.body.to_string(),
            seq: act.seq,
            head: Checkpoint { size: whole, root: ledger::root(&leaves) },
            inclusion: ledger::inclusion(&leaves, leaves.len() - 1),
            printed: begins(pack.head.size),
            earlier: sizes.into_iter().map(begins).collect(),
            pack,
            signatures: 0,
        })
    }
}

/// "24 November 2026", of a day that stands alone.
fn long(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}
