//! Stories for exercises at the table, in our own words: what happens, beat by beat. Each is fitted to what the organization has when it is shown.

/// A story with its beats, in their order.
pub struct Story {
    /// Stored; never renamed.
    pub name: &'static str,
    pub title: &'static str,
    pub beats: &'static [&'static str],
}

/// Five stories that a small organization may meet.
pub static STORIES: [Story; 5] = [
    Story {
        name: "ransomware",
        title: "Everything is encrypted on a Friday evening",
        beats: &[
            "Friday 17:40: a colleague writes that files have strange names and cannot be opened.",
            "18:10: a second computer and the shared files show the same. A note asks for money.",
            "19:00: the backups are looked at. Nobody knows yet whether they can be reached from the same network.",
            "Saturday 09:00: the attackers say that they have copied personal data and will publish it.",
            "Monday 08:00: customers ask why nothing works, and the first journalist calls.",
        ],
    },
    Story {
        name: "cloud-gone",
        title: "The provider of a main service is gone",
        beats: &[
            "Tuesday 09:15: the service cannot be reached. Its status page says nothing.",
            "11:00: the provider writes of a fire in its data centre; no word on when.",
            "Wednesday: it is still not back. Work that rests on it is standing still.",
            "Thursday: the provider says that data since Monday may be lost.",
            "Friday: the provider may be insolvent. You must decide whether to leave.",
        ],
    },
    Story {
        name: "lost-laptop",
        title: "A laptop with customer data is lost",
        beats: &[
            "Sunday evening: a colleague notices that the bag stayed on the train.",
            "Monday 08:30: nobody is sure whether the disk was encrypted and what was on it.",
            "10:00: it turns out that a customer list was saved on it last week.",
            "Tuesday: somebody signs in to the mail of that colleague from abroad.",
        ],
    },
    Story {
        name: "wrong-list",
        title: "A mail with personal data goes to the wrong list",
        beats: &[
            "14:05: a table with salaries is sent to all customers instead of to payroll.",
            "14:20: the first answers come. One person has published it already.",
            "16:00: some people concerned ask what is known about them there.",
            "Next day: the authority asks for your account of it.",
        ],
    },
    Story {
        name: "office-closed",
        title: "The office is closed for two weeks",
        beats: &[
            "Monday 06:30: a burst pipe; nobody may enter, and the power is off.",
            "08:00: half of the team has no computer at home, one server stood in the office.",
            "Day 3: a delivery and a payment can only be made from the office.",
            "Day 10: what was improvised works, but nobody has checked who can see what.",
        ],
    },
];
