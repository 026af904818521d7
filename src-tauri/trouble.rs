//! What the page is told when something is refused or fails. Every command ends in one of the two, or in its answer.
use isms::Refusal;
use serde::Serialize;
use serde_json::{Value, json};

/// Rejects the page's promise: `{refused}` or `{fault}` (ui/commands.d.ts).
#[derive(Debug)]
pub(crate) enum Trouble {
    Refused(Refusal),
    Fault { text: String, lost: String, still: String, detail: String },
}
impl Trouble {
    pub(crate) fn fault(text: impl Into<String>, detail: impl ToString) -> Trouble {
        Trouble::Fault {
            text: text.into(),
            lost: "Nothing is lost: all that was recorded is in the file.".into(),
            still: "You can go on reading.".into(),
            detail: detail.to_string(),
        }
    }
    /// A mistake of this program.
    pub(crate) fn bug(detail: impl ToString) -> Trouble {
        Trouble::fault("This program made a mistake.", detail)
    }
    pub(crate) fn no_file() -> Trouble {
        Trouble::Refused(Refusal::new("closed", "", "No file is open.", "Open one first."))
    }
}
impl From<Refusal> for Trouble {
    fn from(r: Refusal) -> Trouble {
        Trouble::Refused(r)
    }
}
impl From<std::io::Error> for Trouble {
    fn from(e: std::io::Error) -> Trouble {
        Trouble::fault("The disk refused.", e)
    }
}
impl Serialize for Trouble {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let one = |r: &Refusal| json!({"code": r.code, "where": r.place, "text": r.text, "hint": r.hint});
        let v: Value = match self {
            Trouble::Refused(r) => {
                let mut v = one(r);
                v["also"] = r.also.iter().map(one).collect();
                json!({ "refused": v })
            }
            Trouble::Fault { text, lost, still, detail } => {
                json!({"fault": {"text": text, "lost": lost, "still": still, "detail": detail}})
            }
        };
        v.serialize(s)
    }
}
#[allow(clippy::print_stderr)]
pub(crate) fn complain(text: &str) {
    eprintln!("{text}");
}
