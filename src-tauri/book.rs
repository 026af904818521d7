//! The open file and what the window has in hand: chosen files, an import under way. The only place of the window that reads the clock.
use crate::memory::{Memory, Settings};
use crate::trouble::Trouble;
use chrono::{DateTime, FixedOffset, Local, NaiveDate, Utc};
use isms::digest::{self, Pending};
use isms::isms::Isms;
use isms::staleness::{self, Currency};
use isms::view::{self, OutcomeShown, SessionShown, Shown, Surroundings};
use isms::wizard::WizardShown;
use isms_file::{ActError, Clock, Done, Fault, File, OpenRefused};
use isms_import::Source;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, MutexGuard};

impl From<ActError> for Trouble {
    fn from(e: ActError) -> Trouble {
        match e {
            ActError::Refused(r) => Trouble::Refused(r),
            ActError::Fault(f) => f.into(),
        }
    }
}
impl From<Fault> for Trouble {
    fn from(f: Fault) -> Trouble {
        Trouble::Fault { text: f.text, lost: f.lost, still: f.still, detail: f.detail }
    }
}
impl From<OpenRefused> for Trouble {
    fn from(r: OpenRefused) -> Trouble {
        // The page offers a backup by this code.
        let code = match r.why {
            isms_file::Why::Locked => "locked",
            _ if r.backup_helps() => "damaged",
            _ => "closed",
        };
        Trouble::Refused(isms::Refusal::new(code, r.file, r.text, r.hint))
    }
}

/// Drafts of forms are kept under this name.
pub(crate) const FORM: &str = "form";

/// A file, with what is derived of it on its day: computed anew after every act.
pub(crate) struct Book {
    pub(crate) file: File,
    pub(crate) today: NaiveDate,
    pub(crate) currency: Currency,
    /// The day of the visit before this one.
    pub(crate) seen: Option<NaiveDate>,
    /// Where the owner was last in this file.
    pub(crate) address: String,
    /// Copies of the file that lie beside it because it was changed in two places: a sentence each.
    pub(crate) copies: Vec<String>,
}
/// A file that was chosen or dropped, waiting to be taken in.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct InHand {
    pub(crate) handle: u64,
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) known: Option<String>,
    pub(crate) refused: Option<String>,
    /// What the owner should know before it is kept.
    pub(crate) caution: Option<String>,
    /// What such a file is meant for, wherever it is dropped.
    pub(crate) begins: Option<Begins>,
    #[serde(skip)]
    pub(crate) path: PathBuf,
}
/// A guide, what it is about, and the step that takes the file.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Begins {
    wizard: &'static str,
    about: String,
    step: &'static str,
}
/// A spreadsheet that is being looked at.
pub(crate) struct Importing {
    pub(crate) source: Source,
    pub(crate) look: isms_import::Look,
}
#[derive(Default)]
pub(crate) struct Hands {
    next: u64,
    pub(crate) files: BTreeMap<u64, InHand>,
    pub(crate) imports: BTreeMap<u64, Importing>,
}
impl Hands {
    pub(crate) fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }
}

/// State of the window.
pub(crate) struct Desk {
    book: Mutex<Option<Book>>,
    memory: Mutex<Memory>,
    hands: Mutex<Hands>,
    /// A file named on the command line, until it is opened.
    given: Mutex<Option<PathBuf>>,
    /// Makes the reminder look now.
    nudge: Mutex<Sender<()>>,
    /// A file that did not open, and of which a backup would help.
    refused: Mutex<Option<PathBuf>>,
    /// A locked file whose code is asked for.
    locked: Mutex<Option<PathBuf>>,
}

fn held<T>(m: &Mutex<T>) -> MutexGuard<'_, T> {
    m.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The machine's civil day; ISMS_TODAY fixes it for a run.
pub(crate) fn real_today() -> NaiveDate {
    std::env::var("ISMS_TODAY").ok().and_then(|t| isms::dates::parse(&t)).unwrap_or_else(|| Local::now().date_naive())
}

impl Book {
    fn new(file: File, seen: Option<NaiveDate>, address: String) -> Book {
        let today = file.demo_day().unwrap_or_else(real_today);
        let currency = staleness::staleness(file.isms(), today);
        let copies = file.conflict_copies();
        Book { file, today, currency, seen, address, copies }
    }
    pub(crate) fn isms(&self) -> &Isms {
        self.file.isms()
    }
    pub(crate) fn shown(&self) -> Shown<'_> {
        Shown::new(self.isms(), self.today, &self.currency)
    }
    /// Who sits here: the owner of the ISMS, unless ISMS_BY says otherwise.
    pub(crate) fn by(&self) -> String {
        let named = std::env::var("ISMS_BY").ok().filter(|b| self.isms().record(b).is_some());
        named.or_else(|| self.isms().organization().map(|o| o.isms_owner.to_string())).unwrap_or_else(|| "P-001".into())
    }
    pub(crate) fn clock(&self) -> Clock {
        Clock { at: Utc::now(), on: self.today }
    }
    /// The machine's moment, on the file's day where that is another.
    fn now(&self) -> DateTime<FixedOffset> {
        let real = Local::now();
        let there = self.today.and_time(real.time()).and_local_timezone(Local).earliest();
        there.unwrap_or(real).fixed_offset()
    }
    /// A page of a guide, with how long its clocks have still to run.
    pub(crate) fn timed(&self, mut page: WizardShown) -> WizardShown {
        isms::wizard::tell_time(&mut page, self.now());
        page
    }
    pub(crate) fn session(&self) -> SessionShown {
        let path = self.file.path();
        let kept = self.file.drafts().unwrap_or_default();
        let words = kept
            .iter()
            .filter(|d| d.wizard == FORM)
            .filter_map(|d| Some((d.about.first()?.clone(), d.answers.clone())))
            .collect();
        let drafts = kept
            .into_iter()
            .filter(|d| d.wizard != FORM)
            .map(|d| {
                let w = isms::wizards::wizard(&d.wizard);
                view::DraftShown {
                    draft: d.id.unwrap_or_default(),
                    title: w.map_or_else(|| d.wizard.clone(), |w| w.title.to_string()),
                    minutes_left: w.map_or(5, |w| w.minutes),
                    wizard: d.wizard,
                    about: d.about,
                    step: d.step,
                    kept_at: d.kept_at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
                }
            })
            .collect();
        view::session(
            &self.shown(),
            Surroundings {
                path: path.display().to_string(),
                file_name: path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
                real_today: real_today(),
                demo: self.file.demo_day().is_some(),
                read_only: self.file.read_only().map(String::from),
                by: self.by(),
                drafts,
                words,
                address: self.address.clone(),
                copies: self.copies.clone(),
            },
        )
    }
    /// Does something, and says what came of it: what became current, what fell out of step, what is next.
    pub(crate) fn act(
        &mut self,
        work: impl FnOnce(&mut Book) -> Result<Done, ActError>,
    ) -> Result<OutcomeShown, Trouble> {
        let before = view::standing(self.isms(), &self.currency);
        let done = work(self)?;
        self.currency = staleness::staleness(self.file.isms(), self.today);
        let (became_current, became_stale) = view::moved(&before, self.isms(), &self.currency);
        let act = self.isms().act(done.seq);
        Ok(OutcomeShown {
            seq: done.seq,
            did: act.map(|a| view::say_act(self.isms(), a)).unwrap_or_default(),
            why: act.map(|a| a.why.to_string()).unwrap_or_default(),
            changed: done.changed,
            became_current,
            became_stale,
            session: self.session(),
            next: view::today(&self.shown(), 0, None).best,
        })
    }
    /// After a proof was taken in: what it changes of what is due.
    pub(crate) fn refresh(&mut self) {
        self.currency = staleness::staleness(self.file.isms(), self.today);
    }
    pub(crate) fn go_on_today(&mut self) -> Result<(), Trouble> {
        let (by, clock) = (self.by(), Clock { at: Utc::now(), on: real_today() });
        self.file.go_on_today(&by, clock)?;
        self.today = real_today();
        self.refresh();
        Ok(())
    }
    /// What was known and due on another day.
    pub(crate) fn on<T>(&self, as_of: Option<NaiveDate>, look: impl FnOnce(&Shown) -> T) -> T {
        match as_of.filter(|d| *d < self.today) {
            None => look(&self.shown()),
            Some(day) => {
                let past = self.isms().as_of(day);
                let currency = staleness::staleness(&past, day);
                look(&Shown::new(&past, day, &currency))
            }
        }
    }
}

impl Desk {
    /// The desk, and what hears when the reminder shall look.
    pub(crate) fn new(given: Option<PathBuf>) -> (Desk, Receiver<()>) {
        let (nudge, nudged) = channel();
        let desk = Desk {
            book: Mutex::new(None),
            memory: Mutex::new(Memory::load()),
            hands: Mutex::new(Hands::default()),
            given: Mutex::new(given),
            nudge: Mutex::new(nudge),
            refused: Mutex::new(None),
            locked: Mutex::new(None),
        };
        (desk, nudged)
    }
    /// The reminder looks now, not only in an hour.
    pub(crate) fn nudge(&self) {
        let _ = held(&self.nudge).send(());
    }
    /// What waits in the open file on this day; none if no file is open. The demo reminds nobody.
    pub(crate) fn waits(&self, today: NaiveDate) -> Option<Pending> {
        let held = held(&self.book);
        let book = held.as_ref()?;
        if book.file.demo_day().is_some() {
            return Some(Pending { count: 0, first: String::new() });
        }
        let currency = staleness::staleness(book.isms(), today);
        Some(digest::pending(&Shown::new(book.isms(), today, &currency)))
    }
    pub(crate) fn give(&self, path: PathBuf) {
        *held(&self.given) = Some(path);
    }
    pub(crate) fn given(&self) -> Option<PathBuf> {
        held(&self.given).take()
    }
    pub(crate) fn memory<T>(&self, f: impl FnOnce(&mut Memory) -> T) -> T {
        f(&mut held(&self.memory))
    }
    pub(crate) fn settings(&self) -> Settings {
        self.memory(|m| m.settings.clone())
    }
    pub(crate) fn hands<T>(&self, f: impl FnOnce(&mut Hands) -> T) -> T {
        f(&mut held(&self.hands))
    }
    /// Works with the open file.
    pub(crate) fn book<T>(&self, f: impl FnOnce(&mut Book) -> Result<T, Trouble>) -> Result<T, Trouble> {
        match held(&self.book).as_mut() {
            Some(book) => f(book),
            None => Err(Trouble::no_file()),
        }
    }
    pub(crate) fn session(&self) -> Option<SessionShown> {
        held(&self.book).as_ref().map(Book::session)
    }
    pub(crate) fn close(&self) {
        *held(&self.book) = None;
        self.hands(|h| *h = Hands::default());
    }
    /// The open file, as its backups know it.
    pub(crate) fn of(&self) -> Option<crate::keeping::Of> {
        let held = held(&self.book);
        let file = &held.as_ref()?.file;
        let by_itself = file.demo_day().is_none();
        Some(crate::keeping::Of {
            path: file.path().to_path_buf(),
            log: file.isms().log.to_string(),
            locked: file.is_locked(),
            by_itself,
        })
    }
    /// Opens a file and puts it on the desk. One that is damaged is remembered, so that its newest backup can take its place.
    pub(crate) fn open(&self, path: &std::path::Path) -> Result<SessionShown, Trouble> {
        self.put(|| {
            crate::locking::open(path).map_err(|r| {
                *held(&self.refused) = r.backup_helps().then(|| path.to_path_buf());
                if r.why == isms_file::Why::Locked {
                    self.wait_for_code(path);
                }
                r.into()
            })
        })
    }
    /// A locked file is to be opened as soon as its code is given.
    pub(crate) fn wait_for_code(&self, path: &std::path::Path) {
        *held(&self.locked) = Some(path.to_path_buf());
    }
    /// The locked file whose code is asked for.
    pub(crate) fn locked(&self) -> Option<PathBuf> {
        held(&self.locked).clone()
    }
    /// The file that did not open last, if a backup of it would help.
    pub(crate) fn refused(&self) -> Option<PathBuf> {
        held(&self.refused).clone()
    }
    /// Puts an opened file on the desk; the one that was open before is closed first.
    pub(crate) fn put(&self, file: impl FnOnce() -> Result<File, Trouble>) -> Result<SessionShown, Trouble> {
        self.close();
        let mut file = file()?;
        let path = file.path().to_path_buf();
        let name = path.display().to_string();
        let seen = self.memory(|m| m.visits.get(&name).copied());
        // What this machine saw last must be contained in what is opened now (RELIABILITY T15).
        let log = file.isms().log.to_string();
        let meant = went_back(&file);
        if let Some((size, root)) = self.memory(|m| m.seen.get(&log).cloned()).filter(|_| !meant) {
            if let Some(root) = isms::plan::unhex(&root) {
                let standing = file.extends(&isms::doc::Checkpoint { size, root });
                if !matches!(standing, isms_file::Standing::Extends { .. }) {
                    let kept = isms_file::Kept { size, root, day: None, purpose: String::new() };
                    let now = file.isms().acts.len() as u64;
                    file.hold_read_only(standing.sentence(&kept, now));
                }
            }
        }
        let address = self.memory(|m| m.addresses.get(&name).cloned()).unwrap_or_default();
        let book = Book::new(file, seen, address);
        let session = book.session();
        let needs = session.places.first().and_then(|g| g.places.first()).map_or(0, |p| p.count);
        self.memory(|m| {
            m.opened(&path, Utc::now().format("%Y-%m-%dT%H:%M:%SZ").to_string(), needs);
            m.logs.insert(name.clone(), log);
            m.visits.insert(name, book.today);
        });
        self.remember(&book);
        *held(&self.book) = Some(book);
        self.nudge();
        Ok(session)
    }
    /// Keeps the head of the trail that this machine has seen.
    pub(crate) fn remember(&self, book: &Book) {
        let c = book.isms().checkpoint();
        self.memory(|m| {
            if book.file.read_only().is_none() {
                m.seen.insert(book.isms().log.to_string(), (c.size, isms::plan::hex(&c.root)));
            }
            m.keep();
        });
    }
    /// Files that were chosen or dropped: each gets a number, and what speaks against it is said at once.
    pub(crate) fn take_files(&self, paths: &[PathBuf]) -> Vec<InHand> {
        let book = held(&self.book);
        let isms = book.as_ref().map(Book::isms);
        self.hands(|h| {
            paths
                .iter()
                .map(|path| {
                    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                    let meta = std::fs::metadata(path);
                    let size = meta.as_ref().map_or(0, |m| m.len());
                    let refused = match &meta {
                        Err(e) => Some(format!("It cannot be read: {e}.")),
                        Ok(m) if !m.is_file() => Some("This is a folder, not a file.".to_string()),
                        Ok(m) if m.len() == 0 => Some("The file is empty (0 bytes).".to_string()),
                        Ok(m) if m.len() > isms_file::LARGEST => Some(format!(
                            "{} MB is more than fits; at most {} MB.",
                            m.len() >> 20,
                            isms_file::LARGEST >> 20
                        )),
                        Ok(_) => None,
                    };
                    let caution = match &refused {
                        None => isms::caution::caution(&name, &first_of(path)),
                        Some(_) => None,
                    };
                    let about = isms.filter(|_| refused.is_none()).and_then(|i| answers_to(i, path, &name, size));
                    let begins = about.map(|about| Begins { wizard: "training-campaign", about, step: "back" });
                    let row = InHand {
                        handle: h.number(),
                        name: isms::caution::shown(&name),
                        size,
                        known: None,
                        refused,
                        caution,
                        begins,
                        path: path.clone(),
                    };
                    h.files.insert(row.handle, row.clone());
                    row
                })
                .collect()
        })
    }
}

/// The first bytes of a file; none where it does not let itself be read.
fn first_of(path: &std::path::Path) -> Vec<u8> {
    use std::io::Read;
    let mut first = Vec::new();
    let _ = std::fs::File::open(path).map(|f| f.take(isms::caution::FIRST as u64).read_to_end(&mut first));
    first
}
/// Did the owner go back to a backup on the command line, to a head that this file has? Asked once: from now on the file is as it is.
fn went_back(file: &File) -> bool {
    let note = crate::memory::home().join("restored").join(&*file.isms().log);
    let Ok(text) = std::fs::read_to_string(&note) else { return false };
    let _ = std::fs::remove_file(note);
    let head = text.split_once(' ').and_then(|(size, root)| Some((size.parse().ok()?, isms::plan::unhex(root)?)));
    head.is_some_and(|(size, root)| {
        matches!(file.extends(&isms::doc::Checkpoint { size, root }), isms_file::Standing::Extends { .. })
    })
}

/// The campaign that a dropped file answers. Only what is small and has the name of an answer or a mail is looked into.
fn answers_to(isms: &Isms, path: &std::path::Path, name: &str, size: u64) -> Option<String> {
    let end = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    if !matches!(end.as_str(), "isms-answer" | "isms-answers" | "eml" | "txt")
        || size > isms_import::LARGEST_MAIL as u64
    {
        return None;
    }
    isms_import::answers_to(name, &std::fs::read(path).ok()?, isms)
}
