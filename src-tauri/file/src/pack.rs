//! A pack leaves the house: its act in the trail, the PDF, and beside it the text that proves both.
//! It must never lay down a proof of what is not in the trail, nor give out what contradicts an earlier pack.
use crate::bundle::Bundle;
use crate::fault::{ActError, Fault, Trouble};
use crate::write::Extra;
use crate::{Clock, File, trail};
use chrono::NaiveDate;
use isms::doc::Checkpoint;
use isms::ledger;
use isms::proof::{Pack, Proof};
use isms::{Refusal, Seq};
use std::path::{Path, PathBuf};

/// A finished pack.
pub struct Given<'a> {
    pub pdf: &'a [u8],
    pub pages: u32,
    /// Sort of audit: "surveillance".
    pub audit: &'a str,
    /// It shows the file as it stood at the end of this day…
    pub as_of: NaiveDate,
    /// … compared with this one: `report::last_audit`, where the owner gave none.
    pub from: Option<NaiveDate>,
    /// The checkpoint that is printed in it: `Doc::checkpoint`.
    pub head: Checkpoint,
}

/// What became of it.
pub struct GivenOut {
    /// The act that records it; none where the file is open for reading only.
    pub seq: Option<Seq>,
    /// The proof beside it.
    pub proof: Option<PathBuf>,
    /// The head after that act.
    pub head: Checkpoint,
    /// Why there is neither act nor proof, in a sentence.
    pub unproven: Option<String>,
}

/// Where the proof of a pack lies: "pack-2026.isms-proof" beside "pack-2026.pdf".
pub fn proof_beside(pdf: &Path) -> PathBuf {
    pdf.with_extension("isms-proof")
}

impl File {
    /// Gives out a pack: records it as an act (`export.pack`, with the PDF's SHA-256), remembers the checkpoint after it, and lays down
    /// the PDF with its proof and what else is in the bundle. All of it or nothing, and a former pack of that name stays until then.
    ///
    /// Order: all lies on the disk beside its place, then the act is made durable, then it is moved. So no proof can be out in the world
    /// whose act is not in the trail; if the last step fails, the trail has an act of a pack that nobody holds, and the fault says so.
    ///
    /// A file that is open for reading only gives a PDF without act and proof, and says so in `unproven`.
    ///
    /// Refused: where the history contradicts a checkpoint that left the house before; where the printed checkpoint is none of this file;
    /// where the place cannot be written to; without act, where the proof of another pack lies beside the place.
    pub fn give_out(
        &mut self,
        given: &Given,
        mut bundle: Bundle,
        by: &str,
        clock: Clock,
    ) -> Result<GivenOut, ActError> {
        let to = bundle.to().to_path_buf();
        let beside = proof_beside(&to);
        if beside == to {
            return Err(taken(&to, "A pack cannot have the name of its proof.").into());
        }
        if let Some(reason) = self.read_only() {
            let unproven = format!(
                "The file is open for reading only, so this pack is not recorded in the trail and has no proof beside it. {reason}"
            );
            if beside.exists() {
                return Err(taken(&beside, "The proof of another pack lies beside this place.").into());
            }
            bundle.lay(&to, given.pdf)?;
            bundle.place()?;
            return Ok(GivenOut { seq: None, proof: None, head: given.head.clone(), unproven: Some(unproven) });
        }
        if beside.is_dir() {
            return Err(taken(&beside, "There is a folder of this name.").into());
        }
        let kept = self.checkpoints()?;
        let pack = Pack {
            file: name_of(&to),
            audit: given.audit.into(),
            as_of: given.as_of,
            from: given.from,
            pages: given.pages,
            sha256: ledger::sha256(given.pdf),
            head: given.head.clone(),
        };
        bundle.lay(&to, given.pdf)?;
        bundle.whole()?;
        let mut proof: Option<Checkpoint> = None;
        let mut extra = Extra { leaves: Some(format!("{} pack", given.audit)), ..Extra::default() };
        let done = self.planned(by, clock, &mut extra, &mut |isms, stamp| {
            if let Some(text) = trail::contradiction(isms, &kept) {
                let hint = "No pack is made. `isms verify` names what differs; give nothing out until it is clear what happened.";
                return Err(Refusal::new("proof", "TRAIL", text, hint));
            }
            let planned = isms.plan_pack(&pack, stamp)?;
            let made = Proof::of(isms, &planned.act)
                .ok_or_else(|| Refusal::new("proof", pack.file.clone(), "This pack cannot be proved.", "Make it again."))?;
            bundle.lay(&beside, made.text().as_bytes())?;
            proof = Some(made.head);
            Ok(planned)
        })?;
        let Some(head) = proof else { return Err(Fault::damaged("The pack has no proof.").into()) };
        bundle.place().map_err(|r| {
            Fault::new(
                Trouble::Disk,
                format!("The pack is recorded as act {}, and could not be put in its place. {}", done.seq, r.text),
                "No new pack lies there; a former one is untouched.",
                "Make it again, at another place. The act stays and harms nothing.",
            )
            .detail(&r.place)
        })?;
        Ok(GivenOut { seq: Some(done.seq), proof: Some(beside), head, unproven: None })
    }

    /// What speaks against this file being the continuation of everything that left the house, in a sentence.
    pub fn not_extended(&self) -> Result<Option<String>, Fault> {
        Ok(trail::contradiction(&self.isms, &self.checkpoints()?))
    }
}

fn taken(place: &Path, text: &str) -> Refusal {
    Refusal::new("field", place.display().to_string(), text, "Choose another name; nothing was changed.")
}
/// The name alone, in visible characters.
fn name_of(path: &Path) -> String {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    name.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect()
}
