//! What the window remembers between starts, outside of any file: settings, files opened before, the last visit.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    pub(crate) theme: String,
    pub(crate) single_keys: bool,
    /// Percent, 80 to 200.
    pub(crate) zoom: u32,
    /// Minutes a month.
    pub(crate) budget: u32,
    /// One notification a day, if something waits. Off until chosen.
    pub(crate) remind: bool,
    /// May a notification say what waits first, or only how many things?
    pub(crate) remind_names: bool,
    /// Started quietly at login. The system's own list decides; this is what was chosen here.
    pub(crate) at_login: bool,
    /// Minutes without a hand at keys or mouse after which the content is put out of sight; nought: never.
    pub(crate) hide_after: u32,
}
impl Default for Settings {
    fn default() -> Settings {
        Settings {
            theme: "system".into(),
            single_keys: true,
            zoom: 100,
            budget: 120,
            remind: false,
            remind_names: false,
            at_login: false,
            hide_after: 10,
        }
    }
}
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Memory {
    pub(crate) settings: Settings,
    /// Latest first, at most twelve.
    pub(crate) recent: Vec<Recent>,
    /// Per path: the day of the last visit.
    pub(crate) visits: BTreeMap<String, NaiveDate>,
    /// Per path: where the owner was last.
    pub(crate) addresses: BTreeMap<String, String>,
    /// The day of the last notification, so that no other run tells again.
    pub(crate) told: Option<NaiveDate>,
    /// Per path: what was chosen of its last pack.
    pub(crate) packs: BTreeMap<String, isms_pack::Request>,
    /// Where a pack was being made when the program ended.
    pub(crate) making: Option<PathBuf>,
    /// Where backups go besides the program's own place.
    pub(crate) second_place: Option<PathBuf>,
    /// Per path: whose trail it is, so that backups are found of a file that does not open.
    pub(crate) logs: BTreeMap<String, String>,
    /// Per number of a recovery code: the day on which its page was last in someone's hands.
    pub(crate) pages_found: BTreeMap<String, NaiveDate>,
    /// Per log: the last checkpoint that this machine saw.
    pub(crate) seen: BTreeMap<String, (u64, String)>,
}
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Recent {
    pub(crate) path: String,
    pub(crate) needs: Option<usize>,
    pub(crate) opened: String,
}

/// Folder of the program's own data.
pub(crate) fn home() -> PathBuf {
    isms_file::backup::home()
}
fn place() -> PathBuf {
    home().join("memory.json")
}
impl Memory {
    /// A memory that cannot be read is no reason not to start: it begins empty, and the old one is kept beside it.
    pub(crate) fn load() -> Memory {
        let Ok(text) = std::fs::read_to_string(place()) else { return Memory::default() };
        serde_json::from_str(&text).unwrap_or_else(|_| {
            let _ = std::fs::rename(place(), place().with_extension("unreadable.json"));
            Memory::default()
        })
    }
    pub(crate) fn keep(&self) {
        let _ = std::fs::create_dir_all(home());
        if let Ok(text) = serde_json::to_string_pretty(self) {
            let beside = place().with_extension("part");
            if std::fs::write(&beside, text).is_ok() {
                let _ = std::fs::rename(&beside, place());
            }
        }
    }
    pub(crate) fn opened(&mut self, path: &Path, at: String, needs: usize) {
        let path = path.display().to_string();
        self.recent.retain(|r| r.path != path);
        self.recent.insert(0, Recent { path, needs: Some(needs), opened: at });
        self.recent.truncate(12);
    }
}
