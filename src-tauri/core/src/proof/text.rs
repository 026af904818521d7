//! The proof as text: every line is either the same in all proofs or is checked, so that no line can be changed unseen.
//! `docs/verify.py` reads the same lines. Hashes are hexadecimal, so that they can be put together by hand.
use super::{Begins, Pack, Proof, note, origin};
use crate::doc::Checkpoint;
use crate::isms::Seq;
use crate::ledger::{self, Hash};
use crate::plan::{hex, unhex};
use serde_json::Value;

const TITLE: &str = "Proof of an audit pack (isms-proof, format 1)";
const ABOUT: [&str; 3] = [
    "It belongs beside the PDF of the same name. What it proves and what not is printed in the pack, under Trail.",
    "To check both: isms verify NAME.pdf, or python3 verify.py NAME.pdf, or by hand as the pack describes.",
    "",
];
const PDF: &str = "The PDF: SHA-256 of all its bytes";
const PATH: &str = "and with these, one after the other, it gives the head of the whole log:";
const NOTE: &str = "The whole log as a checkpoint (C2SP tlog-checkpoint). Signatures, where there are any, follow it.";
const SIGNATURE: &str = "\u{2014} ";

fn act_line(seq: u64) -> String {
    format!("Act {seq}, by which the pack was given out. Its hash is SHA-256 of a byte 00 and this line:")
}
fn head_line(size: u64) -> String {
    format!("The whole log, {size} acts")
}
fn printed_line(size: u64) -> String {
    format!("The log as the pack shows it, {size} acts, is the beginning of the whole. Its head, then the proof:")
}
fn earlier_line(size: u64) -> String {
    format!("The log of an earlier pack, {size} acts, is the beginning of the whole. Its head, then the proof:")
}

/// The side at which each hash of an audit path stands, from the leaf up: left is true.
pub(crate) fn sides(index: u64, size: u64) -> Vec<bool> {
    let (mut f, mut s, mut out) = (index, size.saturating_sub(1), Vec::new());
    while s > 0 {
        let left = f & 1 == 1 || f == s;
        if left {
            while f & 1 == 0 && f != 0 {
                f >>= 1;
                s >>= 1;
            }
        }
        out.push(left);
        f >>= 1;
        s >>= 1;
    }
    out
}

impl Proof {
    /// The text that is laid beside the PDF.
    pub fn text(&self) -> String {
        let mut out: Vec<String> = vec![TITLE.into()];
        out.extend(ABOUT.map(String::from));
        out.extend([PDF.into(), hex(&self.pack.sha256), String::new()]);
        out.extend([act_line(self.seq.into()), self.act.clone(), PATH.into()]);
        let sides = sides(u64::from(self.seq).saturating_sub(1), self.head.size);
        for (i, h) in self.inclusion.iter().enumerate() {
            // A path that is too long says of no side; it is found not to lead to the head.
            let side = if *sides.get(i).unwrap_or(&true) { "left " } else { "right" };
            out.push(format!("{side} {}", hex(h)));
        }
        out.extend([String::new(), head_line(self.head.size), hex(&self.head.root), String::new()]);
        let mut begins = |line: String, b: &Begins| {
            out.extend([line, hex(&b.head.root)]);
            out.extend(b.path.iter().map(|h| hex(h)));
            out.push(String::new());
        };
        begins(printed_line(self.printed.head.size), &self.printed);
        self.earlier.iter().for_each(|e| begins(earlier_line(e.head.size), e));
        out.push(NOTE.into());
        let mut text = out.join("\n");
        text.push('\n');
        text.push_str(&note(&self.log, self.head.size, &self.head.root));
        text
    }
}

/// Why a text cannot be read as a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotRead {
    /// It is something else, or of a later format.
    NoProof,
    /// This line, from 1, is not as it was written.
    Line(usize),
}

struct Lines<'a> {
    lines: Vec<&'a str>,
    /// Of the next line, from 0.
    at: usize,
}
impl<'a> Lines<'a> {
    fn next(&mut self) -> Result<&'a str, NotRead> {
        self.at += 1;
        self.lines.get(self.at - 1).copied().ok_or(NotRead::Line(self.at))
    }
    fn peek(&self) -> &'a str {
        self.lines.get(self.at).copied().unwrap_or_default()
    }
    fn exact(&mut self, want: &str) -> Result<(), NotRead> {
        if self.next()? == want { Ok(()) } else { self.wrong() }
    }
    fn wrong<T>(&self) -> Result<T, NotRead> {
        Err(NotRead::Line(self.at))
    }
    fn hash(&mut self) -> Result<Hash, NotRead> {
        let line = self.next()?;
        unhex(line).filter(|h| hex(h) == line).ok_or(NotRead::Line(self.at))
    }
    /// The number in a line that `line` writes.
    fn number(&mut self, line: impl Fn(u64) -> String) -> Result<u64, NotRead> {
        let words = self.next()?;
        let digits: String =
            words.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        let n = digits.parse().unwrap_or(0);
        if n > 0 && line(n) == words { Ok(n) } else { self.wrong() }
    }
    fn begins(&mut self, line: impl Fn(u64) -> String) -> Result<Begins, NotRead> {
        let size = self.number(line)?;
        let head = Checkpoint { size, root: self.hash()? };
        let mut path = Vec::new();
        while !self.peek().is_empty() {
            path.push(self.hash()?);
        }
        self.exact("")?;
        Ok(Begins { head, path })
    }
}

/// Reads a proof. Line ends of another system, and lines without anything at the end, are no change.
pub fn read(text: &str) -> Result<Proof, NotRead> {
    let text = text.replace("\r\n", "\n");
    let mut l = Lines { lines: text.trim_end_matches('\n').split('\n').collect(), at: 0 };
    l.exact(TITLE).map_err(|_| NotRead::NoProof)?;
    for line in ABOUT.iter().chain([&PDF]) {
        l.exact(line)?;
    }
    let sha256 = l.hash()?;
    l.exact("")?;
    let seq = Seq::try_from(l.number(act_line)?).map_err(|_| NotRead::Line(l.at))?;
    let act = l.next()?.to_string();
    let act_at = l.at;
    let Some(pack) = Pack::in_body(&act) else { return l.wrong() };
    l.exact(PATH)?;
    let (mut inclusion, mut left) = (Vec::new(), Vec::new());
    while !l.peek().is_empty() {
        let line = l.next()?;
        let hash = match line.strip_prefix("left  ") {
            Some(h) => {
                left.push((true, l.at));
                h
            }
            None => {
                left.push((false, l.at));
                line.strip_prefix("right ").unwrap_or_default()
            }
        };
        inclusion.push(unhex(hash).filter(|h| hex(h) == hash).ok_or(NotRead::Line(l.at))?);
    }
    l.exact("")?;
    let size = l.number(head_line)?;
    if let Some((_, (_, at))) = sides(u64::from(seq) - 1, size).iter().zip(&left).find(|(want, (had, _))| *want != had)
    {
        return Err(NotRead::Line(*at));
    }
    let head = Checkpoint { size, root: l.hash()? };
    l.exact("")?;
    let printed = l.begins(printed_line)?;
    let mut earlier = Vec::new();
    while l.peek() != NOTE {
        earlier.push(l.begins(earlier_line)?);
    }
    l.exact(NOTE)?;
    let body: Value = serde_json::from_str(&act).unwrap_or_default();
    let said = |key: &str| body.get(key).cloned().unwrap_or_default();
    let log = said("log").as_str().unwrap_or_default().to_string();
    for line in note(&log, size, &head.root).lines() {
        l.exact(line)?;
    }
    let mut signatures = 0;
    if l.at < l.lines.len() {
        l.exact("")?;
        while l.at < l.lines.len() {
            if !l.next()?.starts_with(SIGNATURE) {
                return l.wrong();
            }
            signatures += 1;
        }
    }
    // What stands twice says the same twice.
    if said("seq").as_u64() != Some(seq.into()) || said("verb").as_str() != Some("export.pack") || log.is_empty() {
        return Err(NotRead::Line(act_at));
    }
    if pack.sha256 != sha256 || pack.head != printed.head {
        return Err(NotRead::Line(act_at));
    }
    Ok(Proof { log, act, pack, seq, head, inclusion, printed, earlier, signatures })
}

/// "isms-upkeep/log/…", for whoever names the log.
impl Proof {
    pub fn origin(&self) -> String {
        origin(&self.log)
    }
    /// Hash of the act that gave the pack out.
    pub fn leaf(&self) -> Hash {
        ledger::leaf(self.act.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Another way to the same: the path is walked by halves from the top, as the definition of the tree has it (RFC 9162, 2.1.1).
    fn by_halves(index: usize, size: usize) -> Vec<bool> {
        if size <= 1 {
            return Vec::new();
        }
        let k = size.next_power_of_two() / 2;
        let (mut sides, left) =
            if index < k { (by_halves(index, k), false) } else { (by_halves(index - k, size - k), true) };
        sides.push(left);
        sides
    }

    #[test]
    fn put_together_side_by_side_every_path_up_to_64_leads_to_the_head() {
        let all: Vec<Hash> = (0..64u8).map(|i| ledger::leaf(&[i])).collect();
        for n in 1..=64 {
            for i in 0..n {
                let path = ledger::inclusion(&all[..n], i);
                let sides = sides(i as u64, n as u64);
                assert_eq!(sides, by_halves(i, n), "{i} of {n}");
                assert_eq!(sides.len(), path.len(), "{i} of {n}");
                let put = |so_far, (left, h): (bool, &Hash)| {
                    if left { ledger::node(h, &so_far) } else { ledger::node(&so_far, h) }
                };
                assert_eq!(sides.into_iter().zip(&path).fold(all[i], put), ledger::root(&all[..n]), "{i} of {n}");
            }
        }
    }
}
