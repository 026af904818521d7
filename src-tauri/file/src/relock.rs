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
        // What a run that was killed has left behind.
        let _ = std::fs::remove_file(&beside);
        // Held until the swap: nobody else can write meanwhile.
        self.conn.execute_batch("BEGIN IMMEDIATE")?;
        let made = copy::rewrite(&self.conn, At::new(&beside, key.as_ref()));
        let placed = match made {
            Ok(()) if moved::has_moved(&self.conn) => Err(self.gone("The lock was not changed.")),
            Ok(()) => self.put_in_place(&beside, key),
            Err(e) => Err(e),
        };
        let _ = std::fs::remove_file(&beside);
        match &placed {
            Ok(()) => self.code = code.cloned(),
            Err(_) => self.let_go(),
        }
        placed
    }

    /// Gives a whole file the document's name, and goes on in it. The caller has compared it, and holds the document meanwhile.
    pub(crate) fn put_in_place(&mut self, whole: &Path, key: Option<Key>) -> Result<(), Fault> {
        let head = load::meta(&At::new(whole, key.as_ref()).reading()?)?;
        let empty = Connection::open_in_memory()?;
        let old = std::mem::replace(&mut self.conn, empty);
        // Elsewhere a file that is open cannot be replaced; there the lock beside it is what keeps others away.
        let held = if cfg!(unix) {
            Some(old)
        } else {
            drop(old);
            None
        };
        if let Err(e) = std::fs::rename(whole, &self.path) {
            match held {
                Some(old) => {
                    self.conn = old;
                    self.let_go();
                }
                None => match self.at().with(&self.path).writing() {
                    Ok(conn) => self.conn = conn,
                    Err(e) => {
                        self.read_only = Some("It could not be opened anew.".into());
                        return Err(Fault::sqlite(&e));
                    }
                },
            }
            return Err(Fault::io(&e, "The file"));
        }
        drop(held);
        copy::sync_folder(&self.path);
        self.key = key;
        self.entered = Entered::new(&self.path, self.key.as_ref().map(Key::salt));
        let opened = At::new(&self.path, self.key.as_ref()).writing().and_then(|conn| Ok((load::meta(&conn)?, conn)));
        match opened {
            Ok((meta, conn)) if meta == head => {
                self.conn = conn;
                Ok(())
            }
            other => {
                let text = "The file was written anew and is in its place, but could not be opened there.";
                self.read_only = Some(text.into());
                Err(Fault::new(Trouble::Unsure, text, NOTHING, "Close the file and open it again.")
                    .detail(other.err().map_or_else(String::new, |e| e.to_string())))
            }
        }
    }
}
fn beside(path: &Path) -> PathBuf {
    path.with_file_name(format!(".{}.anew", path.file_name().unwrap_or_default().to_string_lossy()))
}
