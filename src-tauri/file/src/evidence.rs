//! Evidence in and out: content-addressed, in pieces of one MiB, never held in memory as a whole, never changed.
//! It must never look inside, open or run what it stores; a name is a label and never a path.
use crate::File;
use crate::fault::{ActError, Fault, NOTHING, Trouble};
use crate::write::{Clock, Done, Extra};
use chrono::NaiveDate;
use isms::act::Change;
use isms::caution::{FIRST, caution, shown};
use isms::erase::{self, Asked, Erasure, Shared};
use isms::plan::{Planned, hex};
use isms::{Proposal, Refusal, Verb};
use rusqlite::OptionalExtension;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::io::{Read, Seek};

/// Size of a piece.
pub(crate) const CHUNK: usize = 1 << 20;
/// The largest file that is taken in.
pub const LARGEST: u64 = 512 << 20;

/// The record of what is being attached, before it has its code.
const NEW: &str = "@evidence";

/// What became of an attachment.
#[derive(Clone, Debug)]
pub struct Attached {
    pub done: Done,
    /// Code of the evidence record.
    pub code: String,
    pub sha256: [u8; 32],
    /// The very same bytes were in the file already.
    pub known: bool,
    /// What the owner should know of it: "The file is empty (0 bytes)."
    pub note: Option<String>,
}

/// Bytes on their way into the file.
pub(crate) struct Bytes<'a> {
    pub(crate) sha256: [u8; 32],
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) size: u64,
    pub(crate) from: &'a mut dyn ReadSeek,
}
pub(crate) trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// Takes one piece with its number.
pub(crate) type TakeChunk<'a> = dyn FnMut(i64, &[u8]) -> Result<(), Fault> + 'a;

impl Bytes<'_> {
    /// Name and media type as the evidence record has them, in the spelling of the domain.
    pub(crate) fn as_recorded(&mut self, planned: &Planned) {
        let bodies = planned
            .revisions
            .iter()
            .filter_map(|r| r.revision.body.as_deref())
            .filter_map(|b| serde_json::from_str::<Value>(b).ok());
        for body in bodies {
            let file = &body["file"];
            if file["sha256"] == hex(&self.sha256).as_str()
                && let (Some(name), Some(media)) = (file["name"].as_str(), file["media_type"].as_str())
            {
                (self.name, self.media_type) = (name.into(), media.into());
            }
        }
    }
    /// Reads once more from the start, and hands over piece after piece. What is read must be what was hashed.
    pub(crate) fn each_chunk(&mut self, take: &mut TakeChunk) -> Result<(), Fault> {
        let unread = |e: std::io::Error| Fault::io(&e, "The attachment");
        self.from.rewind().map_err(unread)?;
        let (mut hash, mut piece, mut n, mut size) = (Sha256::new(), vec![0; CHUNK], 0, 0);
        loop {
            let got = fill(self.from, &mut piece).map_err(unread)?;
            if got == 0 {
                break;
            }
            hash.update(&piece[..got]);
            take(n, &piece[..got])?;
            n += 1;
            size += got as u64;
            if size > self.size {
                break;
            }
        }
        if size != self.size || <[u8; 32]>::from(hash.finalize()) != self.sha256 {
            return Err(Fault::new(
                Trouble::Disk,
                "The attachment was changed by another program while it was being read.",
                NOTHING,
                "Attach it again when it is finished.",
            ));
        }
        Ok(())
    }
}
fn fill(from: &mut dyn ReadSeek, piece: &mut [u8]) -> std::io::Result<usize> {
    let mut got = 0;
    while got < piece.len() {
        match from.read(&mut piece[got..]) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(got)
}

/// The largest file that is looked through for a name.
const LOOKED_THROUGH: u64 = 16 << 20;

impl File {
    /// What erasing would do (`erase::look`), and which kept files hold these people's names or addresses in plain letters: a list that was
    /// brought in, a mail. They stay; whoever erases decides about them. What is packed (workbooks, PDF) is not looked through.
    pub fn look_before_erasing(&self, asked: &Asked, today: NaiveDate) -> Result<Erasure, ActError> {
        let mut seen = erase::look(&self.isms, asked, today)?;
        let said = |c: &String| {
            let p = self.isms.get::<isms::kinds::Person>(c)?;
            Some([p.title.to_string(), p.email.as_ref().map(ToString::to_string).unwrap_or_default()])
        };
        let names: Vec<String> = asked.of.iter().filter_map(said).flatten().filter(|n| n.chars().count() > 3).collect();
        let told: HashSet<String> =
            seen.emptied.iter().map(|e| e.id.clone()).chain(seen.shared.iter().map(|s| s.id.clone())).collect();
        for (_, r, e) in self.isms.live::<isms::kinds::Evidence>() {
            let Some(file) = e.file.as_ref().filter(|f| f.size.0 as u64 <= LOOKED_THROUGH) else { continue };
            if told.contains(&*r.code) {
                continue;
            }
            let Some(sha) = isms::plan::unhex(&file.sha256) else { continue };
            // What is packed holds no plain letters: most of what is kept is not read further than this.
            let mut first = Vec::new();
            let unread = |e: std::io::Error| Fault::io(&e, "The attachment");
            self.evidence_bytes(&sha)?.take(1024).read_to_end(&mut first).map_err(unread)?;
            if first.contains(&0) || first.starts_with(b"%PDF") || first.starts_with(b"PK") {
                continue;
            }
            let bytes = self.evidence_all(&sha)?;
            let holds = |n: &String| bytes.windows(n.len()).any(|w| w.eq_ignore_ascii_case(n.as_bytes()));
            if names.iter().any(holds) {
                seen.shared.push(Shared { id: r.code.to_string(), title: r.title() });
            }
        }
        Ok(seen)
    }
    /// Keeps a file that was dropped on a question of a guide, as evidence of what the guide is about; gives its code. The same bytes are
    /// not kept twice: evidence that has them already is named again. `personal`: it names people.
    #[allow(clippy::too_many_arguments)] // What is kept, about what, by whom and when.
    pub fn keep_dropped(
        &mut self,
        about: &[String],
        name: &str,
        bytes: &[u8],
        personal: bool,
        by: &str,
        clock: Clock,
    ) -> Result<String, ActError> {
        let sha = hex(&<[u8; 32]>::from(Sha256::digest(bytes)));
        let isms = self.isms();
        let same =
            isms.live::<isms::kinds::Evidence>().find(|(_, _, e)| e.file.as_ref().is_some_and(|f| *f.sha256 == *sha));
        if let Some((_, r, _)) = same {
            return Ok(r.code.to_string());
        }
        let about: Vec<String> = about.iter().filter(|c| isms.record(c).is_some()).cloned().collect();
        let label: String = name.rsplit(['/', '\\']).next().unwrap_or(name).chars().take(180).collect();
        let fields = json!({"shows": label, "collected_on": clock.on.to_string(), "collected_by": by, "classification": "internal", "personal": personal});
        let Value::Object(fields) = fields else { return Ok(String::new()) };
        let media_type = crate::media_type(name);
        Ok(self.attach(&about, name, media_type, std::io::Cursor::new(bytes), fields, by, clock)?.code)
    }
    /// The bytes of the file that is kept under this code of evidence.
    pub fn evidence_of(&self, code: &str) -> Result<Vec<u8>, ActError> {
        let kept = self.isms().get::<isms::kinds::Evidence>(code).and_then(|e| e.file.as_ref());
        let Some(sha) = kept.and_then(|f| isms::plan::unhex(&f.sha256)) else {
            return Err(Refusal::new(
                "link",
                code,
                format!("No file is kept as \u{201c}{code}\u{201d}."),
                "Drop it once more.",
            )
            .into());
        };
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut self.evidence_bytes(&sha)?, &mut bytes)
            .map_err(|e| Fault::io(&e, "The attachment"))?;
        Ok(bytes)
    }
    /// Takes a file in as evidence of these records: the bytes and the evidence record, in one act. `fields` answers what the kind
    /// `evidence` asks (`shows`, `collected_on`, `classification` …); what it is about and the facts of the file are filled in here.
    #[allow(clippy::too_many_arguments)] // What is attached, to what, by whom and when.
    pub fn attach<R: Read + Seek>(
        &mut self,
        about: &[String],
        name: &str,
        media_type: &str,
        from: R,
        fields: Map<String, Value>,
        by: &str,
        clock: Clock,
    ) -> Result<Attached, ActError> {
        let nothing = Proposal { verb: Verb::Attach, why: String::new(), changes: Vec::new() };
        self.attach_with(about, name, media_type, from, fields, nothing, by, clock)
    }
    /// A file that is the text of a policy's next version: its bytes, the evidence record, and the draft with the words that were taken
    /// out of it, in one act.
    #[allow(clippy::too_many_arguments)] // What is written, of which policy, by whom and when.
    pub fn write_policy_file(
        &mut self,
        policy: &str,
        name: &str,
        bytes: &[u8],
        words: Option<String>,
        written: isms::policy::Written,
        by: &str,
        clock: Clock,
    ) -> Result<Done, ActError> {
        let written = isms::policy::Written { text: None, file: Some(NEW.into()), file_text: words, ..written };
        let draft = isms::policy::write(self.isms(), clock.on, policy, &written)?;
        let shows = format!("Text of {policy}: {}", label(name));
        let fields = json!({"shows": shows.chars().take(180).collect::<String>(), "collected_on": clock.on.to_string(), "collected_by": by, "classification": "internal", "personal": false});
        let Value::Object(fields) = fields else {
            return Err(Refusal::new("field", name, "It cannot be described.", "").into());
        };
        let about = [policy.to_string()];
        let from = std::io::Cursor::new(bytes);
        Ok(self.attach_with(&about, name, crate::media_type(name), from, fields, draft, by, clock)?.done)
    }
    /// The bytes, the evidence record, and what else is proposed with it, where it is named `NEW`.
    #[allow(clippy::too_many_arguments)] // As above.
    fn attach_with<R: Read + Seek>(
        &mut self,
        about: &[String],
        name: &str,
        media_type: &str,
        mut from: R,
        fields: Map<String, Value>,
        beside: Proposal,
        by: &str,
        clock: Clock,
    ) -> Result<Attached, ActError> {
        self.writable()?;
        let label = label(name);
        let media_type = if media_type.is_empty() { "application/octet-stream" } else { media_type };
        let mut fields = fields;
        let (sha256, size, first) = digest(&mut from, &label)?;
        fields.insert(
            "file".into(),
            json!({"name": label, "media_type": media_type, "sha256": hex(&sha256), "size": size}),
        );
        let entry = fields.entry("about").or_insert_with(|| json!([]));
        if let Some(list) = entry.as_array_mut() {
            for code in about {
                if !list.iter().any(|c| c == code.as_str()) {
                    list.push(code.as_str().into());
                }
            }
        }
        let known = self.has_bytes(&sha256)?;
        // What it is for comes first: the act is called after it.
        let mut changes = beside.changes;
        changes.push(Change::Put {
            kind: "evidence".into(),
            code: Some(NEW.into()),
            fields,
            declare: isms::Declare::Nothing,
        });
        let proposal = Proposal { verb: beside.verb, why: beside.why, changes };
        let bytes = Bytes { sha256, name: label, media_type: media_type.to_string(), size, from: &mut from };
        let mut extra = Extra { bytes: Some(bytes), ..Extra::default() };
        let done = self.planned(by, clock, &mut extra, &mut |isms, stamp| isms.plan(proposal.clone(), stamp))?;
        let code = done.codes.get(NEW).or(done.changed.first()).cloned().unwrap_or_default();
        let mut says: Vec<String> = caution(name, &first).into_iter().collect();
        if size == 0 {
            says.push("The file is empty (0 bytes). It is kept as it is.".into());
        } else if known {
            says.push("The same bytes are in the file already; they are stored once.".into());
        }
        let note = (!says.is_empty()).then(|| says.join(" "));
        Ok(Attached { done, code, sha256, known, note })
    }

    fn has_bytes(&self, sha256: &[u8; 32]) -> Result<bool, Fault> {
        Ok(self.conn.prepare_cached("SELECT 1 FROM evidence WHERE sha256 = ?1")?.exists([sha256])?)
    }

    /// A piece of evidence as a whole: name, media type, bytes; none if it is no file. Refused where it is larger than `most` bytes.
    pub fn evidence_whole(&self, code: &str, most: usize) -> Result<Option<(String, String, Vec<u8>)>, ActError> {
        let Some(f) = self.isms().get::<isms::kinds::Evidence>(code).and_then(|e| e.file.as_ref()) else {
            return Ok(None);
        };
        if f.size.0 as usize > most {
            return Err(Refusal::new(
                "field",
                code,
                format!("{} has {} MB.", &*f.name, (f.size.0 as usize).div_ceil(1 << 20)),
                format!("At most {} MB fit; make it smaller.", most >> 20),
            )
            .into());
        }
        let Some(sha) = isms::plan::unhex(&f.sha256) else { return Ok(None) };
        let mut bytes = Vec::new();
        let unread = |e: std::io::Error| Fault::io(&e, "The attachment");
        self.evidence_bytes(&sha)?.read_to_end(&mut bytes).map_err(unread)?;
        Ok(Some((f.name.to_string(), f.media_type.to_string(), bytes)))
    }

    /// All bytes of evidence at once.
    pub fn evidence_all(&self, sha256: &[u8; 32]) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        self.evidence_bytes(sha256)?.read_to_end(&mut bytes).map_err(|e| Fault::io(&e, "The attachment"))?;
        Ok(bytes)
    }
    /// The bytes of evidence, from the file. The hash is compared at the end: altered bytes end in an error, never in silence.
    pub fn evidence_bytes(&self, sha256: &[u8; 32]) -> Result<EvidenceReader<'_>, Fault> {
        let row = self
            .conn
            .prepare_cached("SELECT size FROM evidence WHERE sha256 = ?1")?
            .query_row([sha256], |r| r.get::<_, i64>(0))
            .optional()?;
        match row {
            Some(size) => Ok(EvidenceReader {
                file: self,
                sha256: *sha256,
                size: size as u64,
                n: 0,
                piece: Vec::new(),
                at: 0,
                read: 0,
                hash: Some(Sha256::new()),
            }),
            None => Err(Fault::new(
                Trouble::Damaged,
                "These bytes are not in the file.",
                "",
                "The newest good backup may have them.",
            )
            .detail(hex(sha256))),
        }
    }
}

/// The label of a file: the last part of whatever path it came with, without control characters, what turns the
/// direction of reading made visible, at most 200 long.
fn label(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = shown(last).chars().filter(|c| !c.is_control()).take(200).collect();
    if clean.trim().is_empty() { "file".into() } else { clean }
}

/// Hash, size and first bytes.
fn digest(from: &mut dyn ReadSeek, name: &str) -> Result<([u8; 32], u64, Vec<u8>), ActError> {
    let unread = |e: std::io::Error| Fault::io(&e, "The attachment");
    let (mut hash, mut piece, mut size, mut first) = (Sha256::new(), vec![0; CHUNK], 0u64, Vec::new());
    loop {
        let got = fill(from, &mut piece).map_err(unread)?;
        if got == 0 {
            break;
        }
        hash.update(&piece[..got]);
        if size == 0 {
            first = piece[..got.min(FIRST)].to_vec();
        }
        size += got as u64;
        if size > LARGEST {
            return Err(Refusal::new(
                "field",
                name,
                format!("The file is larger than {} MiB.", LARGEST >> 20),
                "Keep it where it is, and record a link to it.",
            )
            .into());
        }
    }
    Ok((hash.finalize().into(), size, first))
}

/// Reads evidence piece by piece.
pub struct EvidenceReader<'a> {
    file: &'a File,
    sha256: [u8; 32],
    size: u64,
    n: i64,
    piece: Vec<u8>,
    at: usize,
    read: u64,
    hash: Option<Sha256>,
}
impl EvidenceReader<'_> {
    /// In bytes.
    pub fn size(&self) -> u64 {
        self.size
    }
    fn next(&mut self) -> std::io::Result<bool> {
        let mut q = self
            .file
            .conn
            .prepare_cached("SELECT bytes FROM chunk WHERE sha256 = ?1 AND n = ?2")
            .map_err(std::io::Error::other)?;
        let piece: Option<Vec<u8>> = q
            .query_row(rusqlite::params![self.sha256, self.n], |r| r.get(0))
            .optional()
            .map_err(std::io::Error::other)?;
        if let Some(p) = piece {
            if let Some(h) = &mut self.hash {
                h.update(&p);
            }
            self.read += p.len() as u64;
            (self.piece, self.at, self.n) = (p, 0, self.n + 1);
            return Ok(true);
        }
        match self.hash.take() {
            Some(h) => {
                let whole = <[u8; 32]>::from(h.finalize()) == self.sha256 && self.read == self.size;
                if whole {
                    Ok(false)
                } else {
                    Err(std::io::Error::new(
                        std::io::ErrorKind::InvalidData,
                        "The bytes of this evidence were altered.",
                    ))
                }
            }
            None => Ok(false),
        }
    }
}
impl Read for EvidenceReader<'_> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.piece.len() && !self.next()? {
            return Ok(0);
        }
        let n = buf.len().min(self.piece.len() - self.at);
        buf[..n].copy_from_slice(&self.piece[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn a_name_becomes_a_label() {
        assert_eq!(label("../../etc/passwd"), "passwd");
        assert_eq!(label("C:\\Users\\Anna\\a.pdf"), "a.pdf");
        assert_eq!(label("a\nb\u{0}.pdf"), "ab.pdf");
        assert_eq!(label("folder/"), "file");
        assert_eq!(label("photo\u{202e}gpj.exe"), "photo\u{27e8}U+202E\u{27e9}gpj.exe");
        assert_eq!(label(&"x".repeat(300)).len(), 200);
    }
}
