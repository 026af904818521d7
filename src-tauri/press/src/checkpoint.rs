//! The checkpoint that a PDF carries for machines: written into its information dictionary, read back by `isms verify`.
//! It must never know what a checkpoint proves.
use isms::doc::Checkpoint;
use lopdf::{Document, Object};

/// Key in the information dictionary.
pub(crate) const KEY: &str = "IsmsCheckpoint";

/// "3479 bc574f34…": number of acts, tree head.
pub(crate) fn written(c: &Checkpoint) -> String {
    format!("{} {}", c.size, c.root.iter().map(|b| format!("{b:02x}")).collect::<String>())
}

/// The checkpoint of a PDF that this program made; none of any other.
pub fn checkpoint_in(pdf: &[u8]) -> Option<Checkpoint> {
    let file = Document::load_mem(pdf).ok()?;
    let info = match file.trailer.get(b"Info").ok()? {
        Object::Reference(id) => file.get_dictionary(*id).ok()?,
        other => other.as_dict().ok()?,
    };
    let text = String::from_utf8_lossy(info.get(KEY.as_bytes()).ok()?.as_str().ok()?).into_owned();
    let (size, root) = text.split_once(' ')?;
    let mut out = [0; 32];
    if root.len() != 64 {
        return None;
    }
    for (i, b) in out.iter_mut().enumerate() {
        *b = u8::from_str_radix(root.get(2 * i..2 * i + 2)?, 16).ok()?;
    }
    Some(Checkpoint { size: size.parse().ok()?, root: out })
}
