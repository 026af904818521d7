//! An owner at the window, with a file and a folder of their own: goes, types, chooses, drops files, and later asks the command line what
//! was written. With `ISMS_SHOTS` naming a folder every page that is continued to is pictured there, light and dark.
use crate::Desk;
use crate::window::Window;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

pub struct Owner {
    pub window: Window,
    pub desk: Desk,
    pub file: PathBuf,
}
impl Owner {
    /// Opens the demo organization under this name.
    pub fn opens(name: &str) -> Owner {
        let desk = Desk::default();
        let file = desk.demo(name);
        Owner::at(desk, file)
    }
    /// Opens this file.
    pub fn at(desk: Desk, file: PathBuf) -> Owner {
        std::fs::create_dir_all(desk.path("dialog")).expect("a folder");
        let window = Owner::window(&desk, &file);
        window.sees("The best next step");
        window.settled();
        Owner { window, desk, file }
    }
    pub fn window(desk: &Desk, file: &Path) -> Window {
        let (home, dialog) = (desk.path("home"), desk.path("dialog"));
        let narrow = std::env::var_os("ISMS_SHOTS_NARROW").is_some();
        Window::open(
            &[&file.to_string_lossy()],
            &[
                ("ISMS_HOME", &home.to_string_lossy()),
                ("ISMS_DIALOG", &dialog.to_string_lossy()),
                ("ISMS_TODAY", &desk.today),
            ],
            if narrow { (900, 700) } else { (1280, 800) },
        )
    }
    pub fn goes(&self, address: &str) {
        self.window.go(address);
        self.window.settled();
    }
    #[track_caller]
    pub fn presses(&self, words: &str) {
        self.window.press(words, 0);
    }
    /// Presses what begins with these words within the first element that the selector finds.
    #[track_caller]
    pub fn within(&self, css: &str, words: &str) {
        self.window.press_in(css, words);
    }
    /// Chooses or ticks an answer of this question.
    #[track_caller]
    pub fn answers(&self, field: &str, words: &str) {
        self.within(&format!("#f-{field}-group, fieldset.ask:has(#f-{field}), .ask:has(#f-{field})"), words);
    }
    /// Answers the row of a table of questions.
    #[track_caller]
    pub fn row(&self, row: &str, words: &str) {
        let css = self.row_of(row);
        self.within(&css, words);
    }
    /// Titles of the rows of the page.
    pub fn rows(&self) -> Vec<String> {
        let all = self
            .window
            .script("return [...document.querySelectorAll('[data-row] .row-title')].map(t => t.innerText)", &[]);
        all.as_array().into_iter().flatten().filter_map(|t| t.as_str().map(String::from)).collect()
    }
    /// The selector of the row whose title begins so.
    #[track_caller]
    fn row_of(&self, row: &str) -> String {
        let n = self.window.until(&format!("the row of {row}"), || {
            let n = self.window.script("const i = [...document.querySelectorAll('[data-row]')].find(li => li.querySelector('.row-title')?.innerText.startsWith(arguments[0])); return i ? i.dataset.row : null", &[json!(row)]);
            n.as_str().map(String::from)
        });
        format!("[data-row=\"{n}\"]")
    }
    /// Types into a field of a row: its label begins so.
    #[track_caller]
    pub fn row_types(&self, row: &str, label: &str, text: &str) {
        self.types(&self.field_of(row, label), text);
    }
    /// Looks for a record in a field of a row.
    #[track_caller]
    pub fn row_picks(&self, row: &str, label: &str, words: &str) {
        self.picks(&self.field_of(row, label), words);
    }
    #[track_caller]
    fn field_of(&self, row: &str, label: &str) -> String {
        let css = self.row_of(row);
        self.window.until(&format!("\u{201c}{label}\u{201d} of {row}"), || {
            let id = self.window.script("const l = [...document.querySelectorAll(arguments[0] + ' label[for]')].find(l => l.innerText.startsWith(arguments[1])); return l ? l.htmlFor : null", &[json!(css), json!(label)]);
            id.as_str().map(String::from)
        })
    }
    /// Looks for a record in the field with this id, and takes the first that is found.
    #[track_caller]
    pub fn picks(&self, id: &str, words: &str) {
        self.types(id, words);
        self.window.until(&format!("{words} to be found"), || {
            let n = self.window.script("const o = document.querySelector('[role=option]'); return o && o.innerText.includes(arguments[0]) ? 1 : null", &[json!(words)]);
            (!n.is_null()).then_some(())
        });
        self.window.keys("\u{E007}");
        self.window.settled();
    }
    /// Begins the guide that the page of a record offers.
    #[track_caller]
    pub fn begins(&self) {
        let words = self.window.until("a guide to begin", || {
            let words =
                self.window.script("return document.querySelector('.record-verbs a.primary')?.innerText || null", &[]);
            words.as_str().map(|w| w.trim().to_string())
        });
        self.within(".record-verbs", &words);
    }
    /// Finds a thing to do by the one field for everything, and does it.
    #[track_caller]
    pub fn calls(&self, words: &str) {
        self.window.chord(&["\u{E009}"], "k");
        self.window.sees("only verbs");
        self.window.keys(words);
        self.within("[role=listbox]", words);
    }
    /// The keyboard goes on from here.
    #[track_caller]
    pub fn focuses(&self, css: &str) {
        self.window.until(&format!("{css} to hold the focus"), || {
            let got = self.window.script(
                "const e = document.querySelector(arguments[0]); e?.focus(); return document.activeElement === e",
                &[json!(css)],
            );
            (got == json!(true)).then_some(())
        });
    }
    #[track_caller]
    pub fn continues(&self, heading: &str) {
        self.window.press("Continue", 0);
        self.window.heads(heading);
    }
    /// Continues to whatever page follows, and says its heading.
    #[track_caller]
    pub fn goes_on(&self) -> String {
        let at = || {
            self.window
                .script("const s = document.querySelector('.wizard header .nowrap'); return s ? s.innerText : ''", &[])
        };
        let before = at();
        self.window.press("Continue", 0);
        self.window.until("the next page", || (at() != before).then_some(()));
        self.window.settled();
        self.window.pictured();
        self.window.heading()
    }
    /// Goes back a page and forth again; the way back shows the words that were typed or chosen.
    #[track_caller]
    pub fn looks_back(&self, before: &str, kept: &str) {
        let here = self.window.heading();
        self.window.press("Back", 0);
        self.window.heads(before);
        let held = self.window.script("return [...document.querySelectorAll('.question :is(input, textarea)')].filter(e => !/radio|checkbox/.test(e.type) || e.checked).map(e => /radio|checkbox/.test(e.type) ? e.closest('label').innerText : e.value).concat([...document.querySelectorAll('.question [aria-checked=true], .question .picked, .question .drop-file')].map(e => e.innerText)).join('\\n')", &[]);
        assert!(held.as_str().is_some_and(|h| h.contains(kept)), "{kept} is not kept: {held}");
        self.continues(&here);
    }
    /// From the page that shows what follows to the signature.
    #[track_caller]
    pub fn signs(&self, why: &str) {
        self.continues("Sign");
        self.types("f-why", why);
        self.presses("I have looked at what is shown here");
        self.presses("Sign and record");
        self.window.sees("Signed and recorded");
        self.window.settled();
    }
    #[track_caller]
    pub fn types(&self, field: &str, text: &str) {
        self.window.fill(field, text);
    }
    /// The file that the next dialog will choose.
    pub fn will_choose(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.desk.write(name, bytes);
        std::fs::write(self.desk.path("dialog/open.txt"), path.to_string_lossy().as_bytes()).expect("can write");
    }
    pub fn pdf(&self, name: &str) -> String {
        let path = self.desk.path("dialog").join(name);
        self.window.until(name, || path.exists().then_some(()));
        let out = Command::new("pdftotext")
            .args(["-enc", "UTF-8"])
            .arg(&path)
            .arg("-")
            .output()
            .expect("pdftotext is installed");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8_lossy(&out.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
    }
    /// Closes the window, and asks the command line of the same file.
    pub fn then(self, id: &str) -> (Desk, Value) {
        let written = self.leaves();
        let s = written.says(&["status"]);
        let item = s["items"].as_array().expect("items").iter().find(|i| i["id"] == id).cloned().unwrap_or_default();
        (written.desk, item)
    }
    /// Closes the window; its history is whole.
    pub fn leaves(self) -> Written {
        let Owner { window, desk, file } = self;
        window.is_sound();
        drop(window);
        desk.isms(&["verify", &file.to_string_lossy()]).ok();
        Written { desk, file }
    }
}

/// A file after the window is closed, as the command line reads it.
pub struct Written {
    pub desk: Desk,
    pub file: PathBuf,
}
impl Written {
    /// What the command answers: the first word, the file, the rest.
    #[track_caller]
    pub fn says(&self, args: &[&str]) -> Value {
        let file = self.file.to_string_lossy();
        let all: Vec<&str> = [args[0], &file].into_iter().chain(args[1..].iter().copied()).chain(["--json"]).collect();
        let out = self.desk.isms(&all);
        out.json()
    }
    /// One record.
    #[track_caller]
    pub fn shows(&self, id: &str) -> Value {
        self.says(&["show", id])
    }
}
