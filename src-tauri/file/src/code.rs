//! The recovery code that a file may be locked with: drawn by chance, written down by people, never kept in the file.
//! It must never be shown in an error, a log or a draft.
use crate::settings::At;
use crate::{header, lock};
use isms::Refusal;
use sha2::{Digest, Sha256, Sha512};
use std::fmt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use zeroize::Zeroizing;

/// Letters of a code: Crockford's, without I, L, O and U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters in a code: 26 of 5 bits, 130 bits (RELIABILITY 4).
const LENGTH: usize = 26;
/// How a code is grouped on paper.
const GROUPS: [usize; 6] = [4, 4, 4, 4, 5, 5];
/// Rounds with which SQLCipher makes a key of a code (its default since version 4).
const ROUNDS: u32 = 256_000;
/// The tests of this crate open locked files by the thousand.
const ROUNDS_HERE: u32 = if cfg!(test) { 2 } else { ROUNDS };

/// A recovery code. A lost code is a lost file: there is no other way in.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(Zeroizing<String>);

impl Code {
    /// A new one, from the system's source of randomness.
    pub fn draw() -> Code {
        let mut random = crate::write::salts();
        let bytes = Zeroizing::new(random());
        Code(Zeroizing::new(bytes[..LENGTH].iter().map(|b| char::from(LETTERS[usize::from(b & 31)])).collect()))
    }
    /// Reads what was typed: any case, with or without hyphens and spaces, O for 0 and I or L for 1.
    pub fn read(typed: &str) -> Result<Code, Refusal> {
        let code = plain(typed);
        if let Some(c) = code.chars().find(|c| !c.is_ascii() || !LETTERS.contains(&(*c as u8))) {
            return Err(refused(match c.is_control() {
                true => "A recovery code has only letters and digits.".to_string(),
                false => format!("\u{201c}{c}\u{201d} is in no recovery code."),
            }));
        }
        if code.len() != LENGTH {
            return Err(refused(format!("A recovery code has {LENGTH} letters and digits; these are {}.", code.len())));
        }
        Ok(Code(code))
    }
    /// As it stands on its page: six groups with hyphens.
    pub fn written(&self) -> Zeroizing<String> {
        Zeroizing::new(self.groups().iter().map(|g| g.as_str()).collect::<Vec<_>>().join("-"))
    }
    /// The six groups, in order.
    pub fn groups(&self) -> Vec<Zeroizing<String>> {
        let mut at = 0;
        GROUPS
            .iter()
            .map(|n| {
                at += n;
                Zeroizing::new(self.0[at - n..at].to_string())
            })
            .collect()
    }
    /// Is this what stands in group `n`, counted from 1? Read as `read` reads.
    pub fn has_group(&self, n: usize, typed: &str) -> bool {
        self.groups().get(n.wrapping_sub(1)).is_some_and(|g| *g == plain(typed))
    }
    /// Tells codes apart without giving one away: eight letters, on its page and in the settings.
    pub fn id(&self) -> String {
        let sum = Sha256::new().chain_update(b"isms recovery code\n").chain_update(self.0.as_bytes()).finalize();
        isms::plan::hex(&sum[..4])
    }
    /// The key for a file whose first sixteen bytes are these.
    pub(crate) fn key(&self, salt: [u8; 16]) -> Key {
        // Making one takes a fifth of a second: a file and its copies share one.
        let found = held(&MADE).iter().find(|(c, k)| c == self && k.salt == salt).map(|(_, k)| k.clone());
        found.unwrap_or_else(|| {
            let key = self.key_after(ROUNDS_HERE, salt);
            let mut made = held(&MADE);
            made.truncate(31);
            made.insert(0, (self.clone(), key.clone()));
            key
        })
    }
    fn key_after(&self, rounds: u32, salt: [u8; 16]) -> Key {
        let mut key = Zeroizing::new([0u8; 32]);
        pbkdf2::pbkdf2_hmac::<Sha512>(self.0.as_bytes(), &salt, rounds, &mut *key);
        let spec = Zeroizing::new(format!("x'{}{}'", &*Zeroizing::new(isms::plan::hex(&*key)), isms::plan::hex(&salt)));
        Key { spec, salt }
    }
    /// A key for a new file.
    pub(crate) fn fresh_key(&self) -> Key {
        let mut salt = [0; 16];
        salt.copy_from_slice(&crate::write::salts()()[..16]);
        self.key(salt)
    }
}
/// What was typed, as codes are written: without hyphens and spaces, in capitals, digits for the letters that look like them.
fn plain(typed: &str) -> Zeroizing<String> {
    let signs = typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2013}'));
    let one = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    };
    Zeroizing::new(signs.map(one).collect())
}
fn refused(text: String) -> Refusal {
    Refusal::new("closed", "Recovery code", text, "Type it as it stands on its page: six groups of four or five.")
}
/// Never the code itself.
impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Code {}", self.id())
    }
}

/// Codes that this process was told, latest first. Every document that is opened may be locked with one of them: the file itself, its
/// backups, a copy to compare with.
static KNOWN: Mutex<Vec<Code>> = Mutex::new(Vec::new());

/// Keys that were made in this process, latest first.
static MADE: Mutex<Vec<(Code, Key)>> = Mutex::new(Vec::new());

fn held<T>(m: &Mutex<T>) -> MutexGuard<'_, T> {
    m.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on documents that are locked with this code open in this process.
pub fn know(code: &Code) {
    let mut known = held(&KNOWN);
    known.retain(|k| k != code);
    known.insert(0, code.clone());
}
/// Codes are asked for again.
pub fn forget_codes() {
    held(&KNOWN).clear();
    held(&MADE).clear();
}
pub(crate) fn known() -> Vec<Code> {
    held(&KNOWN).clone()
}

/// The key of a document that lies somewhere: of the codes that this process was told, the one that fits. None where it is not locked,
/// cannot be read, or no code fits.
pub(crate) fn key_of(path: &Path) -> Option<Key> {
    let salt = match lock::open_here(path) {
        Some(salt) => salt?,
        None => header::salt(path)?,
    };
    #[cfg(test)]
    let told = crate::tests::code().into_iter().chain(known());
    #[cfg(not(test))]
    let told = known().into_iter();
    told.map(|code| code.key(salt)).find(|key| {
        let first = |c: rusqlite::Connection| c.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
        At::new(path, Some(key)).reading().and_then(first).is_ok()
    })
}
/// A connection that reads a document, with the code that fits if it is locked.
pub(crate) fn reading(path: &Path) -> rusqlite::Result<rusqlite::Connection> {
    At::new(path, key_of(path).as_ref()).reading()
}

/// What SQLCipher is given: a key made of a code and the file's salt.
#[derive(Clone)]
pub(crate) struct Key {
    spec: Zeroizing<String>,
    salt: [u8; 16],
}
impl Key {
    pub(crate) fn spec(&self) -> &str {
        &self.spec
    }
    pub(crate) fn salt(&self) -> [u8; 16] {
        self.salt
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_write_it() {
        let code = Code::draw();
        let written = code.written().to_string();
        assert_eq!(written.len(), LENGTH + 5);
        for typed in [
            written.clone(),
            written.to_lowercase(),
            written.replace('-', " "),
            written.replace('0', "o").replace('1', "L"),
        ] {
            assert_eq!(Code::read(&typed).unwrap(), code, "{typed}");
        }
        assert_ne!(Code::draw(), code);
        let third = code.groups()[2].to_lowercase();
        assert!(
            code.has_group(3, &format!(" {third}-"))
                && !code.has_group(3, "")
                && !code.has_group(0, &third)
                && !code.has_group(7, &third)
        );
        let short = Code::read(&written[..20]).unwrap_err();
        assert_eq!(short.text, "A recovery code has 26 letters and digits; these are 16.");
        assert!(
            Code::read(&written.replace('-', "!"))
                .unwrap_err()
                .text
                .contains("\u{201c}!\u{201d} is in no recovery code.")
        );
        assert!(!format!("{code:?}").contains(&*code.groups()[0]) && format!("{code:?}").ends_with(&code.id()));
    }

    #[test]
    fn the_key_is_that_of_the_published_derivation() {
        // hashlib.pbkdf2_hmac("sha512", b"0123456789ABCDEFGHJKMNPQRS", bytes(range(16)), 256000, 32).hex()
        let code = Code::read("0123-4567-89AB-CDEF-GHJKM-NPQRS").unwrap();
        let salt: [u8; 16] = std::array::from_fn(|i| i as u8);
        assert_eq!(
            code.key_after(ROUNDS, salt).spec(),
            "x'720bef70c1efb00ebfe3f6cd78000c5a7eb24149ff3266be05caa8b9f1e96943000102030405060708090a0b0c0d0e0f'"
        );
    }
}
