//! Several files, and a folder of files, that go out together: all of them, or none, however the process ends.
//!
//! They are laid down in a folder of their own beside their places, `.NAME.isms-part`, onto the disk. Once all is decided it is renamed
//! `.NAME.isms-ready`, which is the moment from which they are out; then each is moved to its place. What a killed run has left is settled
//! by the next one: a part is taken away, what was ready is moved on.
//! It must never touch what it did not write: a folder that holds anything else is refused.
use crate::copy::sync_folder;
use isms::Refusal;
use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// The list that lies in a folder of files: "HASH  NAME" a line, as `sha256sum -c` reads it.
pub const LIST: &str = "SHA256SUMS.txt";
/// Where the former files lie while the new ones take their places, and the list of what moves: "new NAME", "gone NAME".
const FORMER: &str = "former";
const MOVES: &str = "moves";

/// What is going out to one place, and what lies beside it.
pub struct Bundle {
    to: PathBuf,
    part: PathBuf,
    /// Names of what takes the place of former files, or takes them away.
    names: Vec<String>,
    /// Digest and name of each file of the folder.
    listed: Vec<(String, String)>,
}
impl Drop for Bundle {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.part);
    }
}
impl Bundle {
    /// Begins one for a file at `to`. First settles what an earlier run left there.
    pub fn begin(to: &Path) -> Result<Bundle, Refusal> {
        Bundle::settle(to)?;
        crate::whole::may_be_laid(to)?;
        let part = hidden(to, "isms-part");
        fs::create_dir(&part).map_err(|e| unwritten(to, &e))?;
        Ok(Bundle { to: to.into(), part, names: Vec::new(), listed: Vec::new() })
    }
    /// The folder of files beside `to`: "pack files" beside "pack.pdf".
    pub fn folder_beside(to: &Path) -> PathBuf {
        let stem = to.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        to.with_file_name(format!("{stem} files"))
    }
    pub fn to(&self) -> &Path {
        &self.to
    }
    /// Bytes for the place of this name, beside `to` or `to` itself.
    pub fn lay(&mut self, place: &Path, bytes: &[u8]) -> Result<(), Refusal> {
        let name = name_of(place);
        write(&self.part.join(&name), &mut &*bytes, &mut |_| true).map_err(|e| unwritten(place, &e))?;
        self.names.retain(|n| *n != name);
        self.names.push(name);
        Ok(())
    }
    /// A file of the folder beside, read to its end. `tell` hears how many bytes are laid down, and ends it with `false`. Its digest, 64
    /// hexadecimal digits, goes into the list.
    pub fn lay_file(
        &mut self,
        name: &str,
        sha256: &str,
        from: &mut dyn Read,
        tell: &mut dyn FnMut(u64) -> bool,
    ) -> Result<(), Refusal> {
        let folder = self.part.join(name_of(&Bundle::folder_beside(&self.to)));
        let at = folder.join(name);
        fs::create_dir_all(&folder).and_then(|()| write(&at, from, tell)).map_err(|e| match e.kind() {
            std::io::ErrorKind::Interrupted => isms::packs::cancelled(),
            _ => unwritten(&Bundle::folder_beside(&self.to).join(name), &e),
        })?;
        self.listed.push((sha256.into(), name.into()));
        Ok(())
    }
    /// The folder of files gets its list. Refused where its place holds what is not ours.
    pub(crate) fn whole(&mut self) -> Result<(), Refusal> {
        let folder = Bundle::folder_beside(&self.to);
        if folder.exists() && !ours(&folder) {
            return Err(Refusal::new(
                "field",
                folder.display().to_string(),
                "There is a folder of this name that holds other things.",
                "Choose another name for the pack, or put them elsewhere; nothing was changed.",
            ));
        }
        if !self.listed.is_empty() {
            let list: String = self.listed.iter().map(|(sum, name)| format!("{sum}  {name}\n")).collect();
            let at = self.part.join(name_of(&folder)).join(LIST);
            write(&at, &mut list.as_bytes(), &mut |_| true).map_err(|e| unwritten(&folder, &e))?;
            sync_folder(&at);
        }
        Ok(())
    }
    /// All that was laid down takes its place, and what a former one had there goes. Where one cannot, all is as it was.
    pub fn place(mut self) -> Result<(), Refusal> {
        self.whole()?;
        let own = name_of(&Bundle::folder_beside(&self.to));
        // A former folder goes with its pack, also where the new one has none.
        let mut moves: String = self.names.iter().map(|name| format!("new {name}\n")).collect();
        moves += &format!("{} {own}\n", if self.listed.is_empty() { "gone" } else { "new" });
        let at = self.part.join(MOVES);
        write(&at, &mut moves.as_bytes(), &mut |_| true).map_err(|e| unwritten(&self.to, &e))?;
        sync_folder(&at);
        let ready = hidden(&self.to, "isms-ready");
        fs::rename(&self.part, &ready).map_err(|e| unwritten(&self.to, &e))?;
        sync_folder(&self.to);
        match swap(&ready, &self.to) {
            Ok(()) => {
                sync_folder(&self.to);
                self.part = ready;
                Ok(())
            }
            Err(Stuck { at, e, back }) => {
                // Taken back, it is a part again; where even that fails it is settled by the next run.
                if back {
                    let _ = fs::rename(&ready, &self.part);
                }
                Err(unwritten(&at, &e))
            }
        }
    }

    /// Settles what a run that was killed has left beside `to`: takes away what was not yet out, moves on what was.
    pub fn settle(to: &Path) -> Result<(), Refusal> {
        let part = hidden(to, "isms-part");
        if part.exists() {
            fs::remove_dir_all(&part).map_err(|e| unwritten(to, &e))?;
        }
        let ready = hidden(to, "isms-ready");
        if !ready.exists() {
            return Ok(());
        }
        swap(&ready, to).map_err(|s| unwritten(&s.at, &s.e))?;
        sync_folder(to);
        fs::remove_dir_all(&ready).map_err(|e| unwritten(to, &e))
    }
}

/// A move that failed; `back`: all is as it was.
struct Stuck {
    at: PathBuf,
    e: std::io::Error,
    back: bool,
}
/// Moves what `ready` lists to its place beside `to`, and what lies there into store. What an earlier run has moved stays moved. Where one
/// move fails, those before it are taken back.
fn swap(ready: &Path, to: &Path) -> Result<(), Stuck> {
    // Without the list nothing is left to be moved: it goes last.
    let Ok(moves) = fs::read_to_string(ready.join(MOVES)) else { return Ok(()) };
    let former = ready.join(FORMER);
    fs::create_dir_all(&former).map_err(|e| Stuck { at: to.into(), e, back: true })?;
    let mut done: Vec<(PathBuf, PathBuf)> = Vec::new();
    for (what, name) in moves.lines().filter_map(|l| l.split_once(' ')) {
        let (new, place, old) = (ready.join(name), to.with_file_name(name), former.join(name));
        let comes = what == "new" && new.exists();
        let mut steps = Vec::new();
        if place.exists() && !old.exists() && (comes || what == "gone") {
            steps.push((place.clone(), old));
        }
        if comes {
            steps.push((new, place.clone()));
        }
        for (from, into) in steps {
            if let Err(e) = fs::rename(&from, &into) {
                let back =
                    done.iter().rev().map(|(from, into)| fs::rename(into, from)).fold(true, |all, r| all & r.is_ok());
                return Err(Stuck { at: place, e, back });
            }
            done.push((from, into));
        }
    }
    Ok(())
}

/// Reads to the end, writes, and lets the disk confirm.
fn write(at: &Path, from: &mut dyn Read, tell: &mut dyn FnMut(u64) -> bool) -> std::io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).open(at)?;
    let (mut piece, mut all) = (vec![0; 1 << 16], 0);
    loop {
        let got = match from.read(&mut piece) {
            Ok(n) => n,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        if got == 0 {
            break;
        }
        file.write_all(&piece[..got])?;
        all += got as u64;
        if !tell(all) {
            return Err(std::io::ErrorKind::Interrupted.into());
        }
    }
    file.sync_all()
}

/// Is all that lies in this folder named in our list?
fn ours(folder: &Path) -> bool {
    let Ok(list) = fs::read_to_string(folder.join(LIST)) else { return false };
    let known: BTreeSet<&str> = list.lines().filter_map(|l| l.split_once("  ")).map(|(_, name)| name).collect();
    fs::read_dir(folder).is_ok_and(|all| {
        all.flatten().all(|e| {
            let name = e.file_name().to_string_lossy().into_owned();
            name == LIST || known.contains(name.as_str())
        })
    })
}
fn name_of(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}
fn hidden(to: &Path, what: &str) -> PathBuf {
    to.with_file_name(format!(".{}.{what}", name_of(to)))
}
fn unwritten(path: &Path, e: &std::io::Error) -> Refusal {
    let full = e.kind() == std::io::ErrorKind::StorageFull || e.kind() == std::io::ErrorKind::FileTooLarge;
    let hint = if full {
        "The disk has no room for it. Make room, or choose another place; nothing was changed."
    } else {
        "Choose a folder that exists and may be written to; nothing was changed."
    };
    Refusal::new("field", path.display().to_string(), format!("It cannot be written: {e}."), hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(to: &Path, text: &str, folder: bool) -> Bundle {
        let mut b = Bundle::begin(to).unwrap();
        b.lay(to, text.as_bytes()).unwrap();
        b.lay(&to.with_extension("proof"), text.as_bytes()).unwrap();
        if folder {
            b.lay_file("a.txt", text, &mut text.as_bytes(), &mut |_| true).unwrap();
        }
        b
    }
    fn read(to: &Path) -> [Option<String>; 3] {
        let folder = Bundle::folder_beside(to).join("a.txt");
        [to.to_path_buf(), to.with_extension("proof"), folder].map(|p| fs::read_to_string(p).ok())
    }
    fn left(to: &Path) -> usize {
        fs::read_dir(to.parent().unwrap())
            .unwrap()
            .flatten()
            .filter(|e| e.file_name().to_string_lossy().starts_with('.'))
            .count()
    }
    fn all(text: &str) -> [Option<String>; 3] {
        [(); 3].map(|()| Some(text.to_string()))
    }

    #[test]
    fn where_one_of_them_cannot_be_moved_all_is_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let to = dir.path().join("p.pdf");
        laid(&to, "former", true).place().unwrap();
        // A place that vanishes between: the folder of the proof.
        let mut b = laid(&to, "new", true);
        b.lay(&to.with_file_name("third"), b"new").unwrap();
        fs::remove_file(b.part.join("third")).unwrap();
        fs::create_dir(b.part.join("third")).unwrap();
        fs::write(to.with_file_name("third"), "a file in the way of a folder").unwrap();
        fs::create_dir(b.part.join(FORMER)).unwrap();
        // What lies in store under this name already cannot be a file's place.
        fs::create_dir(b.part.join(FORMER).join("third")).unwrap();
        assert!(b.place().unwrap_err().text.starts_with("It cannot be written"));
        assert_eq!(read(&to), all("former"));
        assert_eq!(left(&to), 0, "nothing else is left");
        // Dropped before it is decided, it leaves nothing.
        drop(laid(&to, "new", true));
        assert_eq!((read(&to), left(&to)), (all("former"), 0));
    }

    #[test]
    fn a_run_that_ended_between_two_moves_is_settled_by_the_next() {
        for (former, folder, moved) in (0..24).map(|n| (n % 2 == 0, n / 2 % 2 == 0, n / 4)) {
            let dir = tempfile::tempdir().unwrap();
            let to = dir.path().join("p.pdf");
            if former {
                laid(&to, "former", true).place().unwrap();
            }
            // As `place` does it, but it ends after some of the moves.
            let mut b = laid(&to, "new", folder);
            b.whole().unwrap();
            let own = name_of(&Bundle::folder_beside(&to));
            let moves = [
                "new p.pdf".to_string(),
                "new p.proof".into(),
                format!("{} {own}", if folder { "new" } else { "gone" }),
            ];
            fs::write(b.part.join(MOVES), moves.join("\n")).unwrap();
            let ready = hidden(&to, "isms-ready");
            fs::rename(&b.part, &ready).unwrap();
            fs::create_dir(ready.join(FORMER)).unwrap();
            let mut n = moved;
            for name in ["p.pdf", "p.proof", &own] {
                let (new, place, old) = (ready.join(name), to.with_file_name(name), ready.join(FORMER).join(name));
                if n > 0 && place.exists() {
                    fs::rename(&place, &old).unwrap();
                    n -= 1;
                }
                if n > 0 && new.exists() {
                    fs::rename(&new, &place).unwrap();
                    n -= 1;
                }
            }
            drop(b);
            Bundle::settle(&to).unwrap();
            let mut want = all("new");
            if !folder {
                want[2] = None;
            }
            assert_eq!((read(&to), left(&to)), (want, 0), "former {former}, folder {folder}, {moved} moves");
            assert_eq!(Bundle::folder_beside(&to).exists(), folder);
        }
    }
}
