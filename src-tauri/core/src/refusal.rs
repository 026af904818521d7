//! What the owner can put right. A fault (disk, corruption, a bug) is never a refusal.
use serde::Serialize;

/// A sentence that names the place, says what is wrong there and how it is mended. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// What the surface branches on: "field", "link", "state", "undo", "unknown", "approval", "proof", "date", "closed".
    pub code: &'static str,
    /// Record and field, or file, row and column: "R-012.likelihood".
    #[serde(rename = "where")]
    pub place: String,
    /// "R-012 stands at 15, above your line of 9."
    pub text: String,
    /// What to do: "Choose a score from 1 to 5."
    pub hint: String,
    /// Further mistakes of the same attempt, so that all can be mended at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Refusal>,
}

impl Refusal {
    pub fn new(
        code: &'static str,
        place: impl Into<String>,
        text: impl Into<String>,
        hint: impl Into<String>,
    ) -> Refusal {
        Refusal { code, place: place.into(), text: text.into(), hint: hint.into(), also: Vec::new() }
    }
    /// One refusal that carries all of them; none if the list is empty.
    pub fn all(mut list: Vec<Refusal>) -> Result<(), Refusal> {
        if list.is_empty() {
            return Ok(());
        }
        let mut first = list.remove(0);
        first.also.append(&mut list);
        Err(first)
    }
    /// This one and those it carries.
    pub fn each(&self) -> impl Iterator<Item = &Refusal> {
        std::iter::once(self).chain(self.also.iter())
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.text)?;
        if !self.hint.is_empty() {
            write!(f, " {}", self.hint)?;
        }
        for more in &self.also {
            write!(f, "\n{more}")?;
        }
        Ok(())
    }
}
impl std::error::Error for Refusal {}
