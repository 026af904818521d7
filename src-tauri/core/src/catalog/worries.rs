//! Twenty things that go wrong at firms like ours, in short sentences of our own: to be held beside a register of risks.

/// Something that could happen.
#[derive(Clone, Copy, Debug)]
pub struct Worry {
    /// Stored in answers; never renamed.
    pub id: &'static str,
    /// A title for a risk: something that happens.
    pub sentence: &'static str,
    /// Beginnings of words; a risk that has one of these lines whole may be about the same.
    pub words: &'static [&'static [&'static str]],
}
const fn worry(id: &'static str, sentence: &'static str, words: &'static [&'static [&'static str]]) -> Worry {
    Worry { id, sentence, words }
}
impl Worry {
    /// Does this text speak of it?
    pub fn stands_in(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        self.words.iter().any(|all| all.iter().all(|begin| words.iter().any(|w| w.starts_with(begin))))
    }
}

/// In the order in which they are asked: what happens most often comes first.
#[rustfmt::skip]
pub const WORRIES: [Worry; 20] = [
    worry("phishing", "Someone gives away a password in a false mail", &[&["phish"], &["false", "mail"], &["password", "mail"], &["credential", "stol"]]),
    worry("blackmail", "Blackmailers lock all files", &[&["ransom"], &["blackmail"], &["extort"]]),
    worry("lost-device", "A laptop or phone with our data is lost or stolen", &[&["laptop", "stol"], &["laptop", "lost"], &["laptop", "theft"], &["phone", "stol"], &["phone", "lost"], &["device", "stol"], &["device", "lost"]]),
    worry("wrong-hands", "A mail or file with personal data goes to the wrong people", &[&["wrong", "recipient"], &["wrong", "people"], &["wrong", "address"], &["wrong", "customer"]]),
    worry("open-cloud", "A setting in the cloud lays data open to everyone", &[&["misconfig", "open"], &["setting", "open"], &["bucket"], &["storage", "public"]]),
    worry("known-hole", "A known hole is used before it is closed", &[&["unpatched"], &["patch"], &["vulnerab"], &["known", "hole"], &["weakness", "attack"]]),
    worry("leaver", "A leaver takes data along or still gets in", &[&["leaver"], &["former", "employee"], &["former", "colleague"], &["leaves", "access"]]),
    worry("old-rights", "People keep rights that they no longer need", &[&["rights", "need"], &["access", "rights"], &["privilege"]]),
    worry("shared-account", "A shared or forgotten account is used by a stranger", &[&["shared", "account"], &["forgotten", "account"], &["account", "taken"]]),
    worry("one-head", "The only person who can run it falls ill or leaves", &[&["only", "person"], &["only", "one", "know"], &["key", "person"], &["single", "administrator"]]),
    worry("backup", "The backup cannot be read when it is needed", &[&["backup"], &["restor"]]),
    worry("supplier-down", "A supplier on whom we depend is down for days", &[&["supplier", "down"], &["supplier", "fail"], &["provider", "outage"], &["host", "outage"], &["host", "down"]]),
    worry("supplier-breach", "Someone breaks in at a supplier and reaches our data", &[&["supplier", "break"], &["supplier", "breach"], &["supplier", "attack"], &["provider", "breach"]]),
    worry("bad-code", "Harmful code comes in with a library or an update", &[&["library"], &["dependenc"], &["supply", "chain"], &["update", "malicious"]]),
    worry("fraud", "A false invoice or a familiar voice gets money out", &[&["invoice"], &["fraud"], &["voice"]]),
    worry("chat-tool", "Someone pastes customer data into a chat tool", &[&["chat", "tool"], &["ai", "tool"], &["prompt"], &["chatbot"]]),
    worry("test-data", "Real data is used for tests and gets out", &[&["test", "data"], &["real", "data", "test"]]),
    worry("fire-water", "Fire or water makes the office or the server room unusable", &[&["fire"], &["burn"], &["flood"], &["water"]]),
    worry("dark-day", "Power or network fails for a day", &[&["power"], &["network", "fail"], &["internet", "fail"], &["blackout"]]),
    worry("missed-clock", "A time to report is missed after an incident", &[&["report", "late"], &["report", "time"], &["notif", "deadline"], &["notif", "late"]]),
];

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn each_is_there_once_and_knows_its_own_sentence_only_by_its_words() {
        let mut ids: Vec<&str> = WORRIES.iter().map(|w| w.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 20);
        let find = |text: &str| WORRIES.iter().filter(|w| w.stands_in(text)).map(|w| w.id).collect::<Vec<_>>();
        assert_eq!(find("Laptop with customer data is stolen"), ["lost-device"]);
        assert_eq!(find("The office burns down"), ["fire-water"]);
        assert_eq!(find("Nobody restores from the tapes"), ["backup"]);
        assert!(find("Customers go elsewhere").is_empty());
    }
}
