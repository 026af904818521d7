//! The checkpoint that a PDF carries for machines: written into its information dictionary, read back by `isms verify`.
//! It must never know what a checkpoint proves.
use isms::doc::Checkpoint;
use lopdf::{Document, Object};

/// Key in the information dictionary.
pub(crate) const KEY: &[u8] = b"IsmsCheckpoint";

/// "3479 bc574f34…": number of acts, tree head.
pub(crate) fn written(c: &Checkpoint) -> String {
    format!("{} {}", c.size, isms::plan::hex(&c.root))
}

/// The checkpoint of a PDF that this program made; none of any other.
pub fn checkpoint_in(pdf: &[u8]) -> Option<Checkpoint> {
    let file = Document::load_mem(pdf).ok()?;
    let info = match file.trailer.get(b"Info").ok()? {
        Object::Reference(id) => file.get_dictionary(*id).ok()?,
        other => other.as_dict().ok()?,
    };
    let text = String::from_utf8_lossy(info.get(KEY).ok()?.as_str().ok()?).into_owned();
    let (size, root) = text.split_once(' ')?;
    Some(Checkpoint { size: size.parse().ok()?, root: isms::plan::unhex(root)? })
}
