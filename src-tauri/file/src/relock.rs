//! Locking a document with a recovery code, with another one, or no longer: written anew, compared, and only then in its place.
//! It must never change the document where it lies, nor leave it without a whole file under its name.
use crate::code::{Code, Key};
use crate::fault::{Fault, NOTHING, Trouble};
use crate::lock::Entered;
use crate::settings::At;
use crate::{File, copy, load, moved};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

impl File {
    /// Locks the document with this code, in place of the one that it had; with none, it is locked no longer. Its trail and every
    /// record stay as they are. Copies that were made before (backups) keep what they were locked with.
    ///
    /// # Errors
    /// Nothing was changed, and the document is open as before; `Trouble::Unsure` where it is in its new place and cannot be read.
    pub fn relock(&mut self, code: Option<&Code>) -> Result<(), Fault> {
        self.writable()?;
        let key = code.map(Code::fresh_key);
        let beside = beside(&self.path);
        let _ = std::fs::remove_file(&beside);
        copy::rewrite(&self.conn, At::new(&beside, key.as_ref()))?;
        let swapped = self.put_in_place(&beside, key);
        let _ = std::fs::remove_file(&beside);
        if swapped.is_ok() {
            self.code = code.cloned();
        }
        swapped
    }

    /// The document written anew without anything that stands in no row: what was erased leaves the disk.
    pub fn compact(&mut self) -> Result<(), Fault> {
        self.writable()?;
        let beside = beside(&self.path);
        let _ = std::fs::remove_file(&beside);
        copy::rewrite(&self.conn, At::new(&beside, self.key.as_ref()))?;
        let swapped = self.put_in_place(&beside, self.key.clone());
        let _ = std::fs::remove_file(&beside);
        swapped
    }

    /// Gives a whole file the document's name, and goes on in it.
    fn put_in_place(&mut self, beside: &Path, key: Option<Key>) -> Result<(), Fault> {
        let said = |e: &std::io::Error| Fault::io(e, "The new file");
        let before = load::meta(&self.conn)?;
        if moved::has_moved(&self.conn) {
            return Err(self.gone("The document was not written anew."));
        }
        let empty = Connection::open_in_memory()?;
        // SQLite lets go of the old file before it is replaced; some systems ask for that.
        drop(std::mem::replace(&mut self.conn, empty));
        if let Err(e) = std::fs::rename(beside, &self.path) {
            self.conn = self.at().with(&self.path).writing()?;
            return Err(said(&e));
        }
        copy::sync_folder(&self.path);
        self.key = key;
        self.entered = Entered::new(&self.path, self.key.as_ref().map(Key::salt));
        let opened = At::new(&self.path, self.key.as_ref()).writing().and_then(|conn| Ok((load::meta(&conn)?, conn)));
        match opened {
            Ok((meta, conn)) if meta == before => {
                self.conn = conn;
                Ok(())
            }
            other => {
                let text = "The document was written anew and is in its place, but it cannot be read there.";
                self.read_only = Some(text.into());
                let fault = Fault::new(Trouble::Unsure, text, NOTHING, "Open the newest good backup.");
                Err(fault.detail(other.err().map_or_else(String::new, |e| e.to_string())))
            }
        }
    }
}
fn beside(path: &Path) -> PathBuf {
    path.with_file_name(format!(".{}.anew", path.file_name().unwrap_or_default().to_string_lossy()))
}
